"""Sites by country and by selection, and the part that countries take, each with its gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tui.analysis.tables import Selection, count, worked_out
from tui.analysis.totals import Total, sum_told, total
from tui.dataset.records import Site
from tui.dataset.vocabulary import country_name
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.columns import Field
from tui.query.engine.derived import ANNOUNCED, INSTALLED
from tui.query.engine.format import LOWER_BOUND
from tui.query.engine.store import Store, Table
from tui.query.engine.table import Result, columns_of, result_of
from tui.query.engine.view import View

_FIGURES = (
    ("members", "Members"),
    ("accelerators_installed", "Chips in use"),
    ("accelerators_announced", "Chips announced"),
    ("budget.total_meur", "Budget"),
)
_SHORT = {"accelerators_announced": "Announced"}
_STATES = {"accelerators_installed": INSTALLED, "accelerators_announced": ANNOUNCED}
"""Figures that are missing by system: a site may have none that is announced."""
_UNITS = {"accelerators_installed": "chips", "accelerators_announced": "chips",
          "budget.total_meur": "EUR million"}  # fmt: skip


@frozen
class SiteGroup:
    """Some sites: their key, the rows of the table of sites, and their figures added up.

    ``figures`` are by id of the column of sites; each says how many sites it is known for.
    ``low`` are the ids of those that may be more, since a figure is missing from the sum.
    """

    key: str
    label: str
    sites: tuple[int, ...]
    systems: int
    figures: dict[str, Total]
    low: frozenset[str]


def sites_by_country(selection: Selection) -> Table:
    """The sites by country, those with the most sites first."""
    return _grouped(
        selection, "sites-by-country", "Sites by country", "Country", lambda site: site.country
    )


def sites_by_selection(selection: Selection) -> Table:
    """The sites by the day on which they were selected, the earliest first."""
    return _grouped(
        selection, "sites-by-selection", "Sites by selection", "Selected",
        lambda site: site.selected.text if site.selected else "",
    )  # fmt: skip


def _grouped(
    selection: Selection, name: str, title: str, head: str, key_of: Callable[[Site], str]
) -> Table:
    store = selection.store
    records = store.table("sites").records
    found: dict[str, list[int]] = {}
    for row in masks.rows(selection.picked):
        found.setdefault(key_of(records[row]), []).append(row)
    country = name == "sites-by-country"
    keys = sorted(found, key=(lambda key: (-len(found[key]), key)) if country else None)
    groups = [_group(store, key, found[key], country=country) for key in keys]
    whole = _group(store, "", [row for key in keys for row in found[key]], country=False)
    return worked_out(name, title, _fields(head), groups, key=lambda row: str(row.key),
                      total=whole if len(groups) > 1 else None, singular="group")  # fmt: skip


def _group(store: Store, key: str, rows: Sequence[int], *, country: bool) -> SiteGroup:
    picked = bytearray(len(store.table("sites")))
    for row in rows:
        picked[row] = 1
    result: Result = result_of(store, store.table("sites"), View(), bytes(picked))
    figures = {ident: total(result, columns_of(result.spec, (ident,))[0]) for ident, _ in _FIGURES}
    label = f"{key} {country_name(key)}" if country and key else key or "unknown"
    systems = [each for row in rows for each in store.table("sites").records[row].systems]
    low = {ident for ident, found in figures.items() if found.low and ident not in _STATES}
    for ident, states in _STATES.items():
        some = [each for each in systems if each.status in states]
        missing = any(each.accelerator_count is None for each in some)
        low |= {ident} if missing or LOWER_BOUND in figures[ident].kinds else set()
    return SiteGroup(key, label, tuple(rows), len(systems), figures, frozenset(low))


def _fields(title: str) -> tuple[Field, ...]:
    return (
        Field("group", title, "text", f"{title} of the sites", default=True,
              value=lambda row: row.label),
        count("sites", "Sites", "Number of sites", lambda row: len(row.sites)),
        count("systems", "Systems", "Number of systems listed", lambda row: row.systems),
        *(field for ident, label in _FIGURES for field in _figure(ident, label)),
    )  # fmt: skip


def _figure(ident: str, label: str) -> tuple[Field, ...]:
    """The sum of a figure, for how many sites it is known, and what is not confirmed of it."""
    name = ident.partition(".")[0]
    return (
        Field(name, label, "number", f"{label}, added up", default=True, unit=_UNITS.get(ident, ""),
              value=lambda row: row.figures[ident].value, short=_SHORT.get(ident, ""),
              sure=lambda row: not row.figures[ident].unsure_rows,
              text=lambda row: sum_told(row.figures[ident], low=ident in row.low),
              basis=f"{name}_basis"),
        Field(
            id=f"{name}_basis", title=f"{label}, basis", kind="text",
            meaning="Minimum where a figure is missing from the sum or is a lower bound",
            value=lambda row: (
                "minimum" if ident in row.low and row.figures[ident].value is not None else None
            ),
        ),
        count(f"{name}_known", f"{label}, known for", f"Sites for which {label.lower()} is known",
              lambda row: row.figures[ident].known, short="known", default=ident != "members"),
        Field(f"{name}_unsure", f"{label}, not confirmed", "number", "Part that no source confirms",
              unit=_UNITS.get(ident, ""), value=lambda row: row.figures[ident].unsure),
        Field(
            id=f"{name}_kinds", title=f"{label}, kinds", kind="text",
            meaning="How many of the figures are of another kind",
            value=lambda row: ", ".join(
                f"{many} {mark}" for mark, many in row.figures[ident].kinds.items() if mark
            ) or None,
        ),
    )  # fmt: skip


ANTENNA = "antenna"


@dataclass(slots=True)
class CountryRoles:
    """A country, and the ids of the chosen sites by the part that it takes there."""

    country: str
    hosts: list[str] = field(default_factory=list)
    antennas: list[str] = field(default_factory=list)
    takes_part: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def part(self) -> str:
        """The weightiest part."""
        if self.hosts:
            return "hosts"
        if self.takes_part or self.members:
            return "takes part without hosting"
        return "has an antenna" if self.antennas else "funds or supports"


def countries_by_role(selection: Selection) -> Table:
    """The countries by what they do at the chosen sites, hosts first."""
    store = selection.store
    found: dict[str, CountryRoles] = {}
    member = store.vocabulary.flagged("role", "member")

    def of(country: str) -> CountryRoles:
        return found.setdefault(country, CountryRoles(country))

    for row in masks.rows(selection.picked):
        site = store.dataset.sites[row]
        own = of(site.country)
        _add(own.antennas if site.kind == ANTENNA else own.hosts, site.id)
        for country in site.participating_countries:
            if country != site.country:
                _add(of(country).takes_part, site.id)
        for partner in site.partners:
            part = of(partner.country)
            _add(part.members if partner.role in member else part.others, site.id)
    order = ("hosts", "takes part without hosting", "has an antenna", "funds or supports")
    rows = sorted(found.values(), key=lambda each: (order.index(each.part), each.country))
    return worked_out("countries-by-role", "Countries by role", _FIELDS, rows,
                      key=lambda row: str(row.country), singular="country")  # fmt: skip


def _add(sites: list[str], ident: str) -> None:
    if ident not in sites:
        sites.append(ident)


def _at(ident: str, title: str, meaning: str, find: Callable[[CountryRoles], list[str]]) -> Field:
    return Field(ident, title, "slugs", meaning, default=True, refers="site",
                 value=lambda row: tuple(find(row)))  # fmt: skip


_FIELDS = (
    Field("code", "Country", "country", "Country", default=True, value=lambda row: row.country),
    Field("name", "Name", "text", "Name of the country", default=True,
          value=lambda row: country_name(row.country)),
    Field("part", "Part", "text", "The weightiest part that it takes", default=True,
          value=lambda row: row.part),
    _at("hosts", "Hosts", "Factories in the country", lambda row: row.hosts),
    _at("takes_part", "Takes part in", "Factories elsewhere whose states it is named among",
        lambda row: row.takes_part),
    _at("members", "Members at", "Sites with a member from it", lambda row: row.members),
    _at("antennas", "Antenna", "Antennas in the country", lambda row: row.antennas),
    _at("others", "Funds or supports", "Sites with a supporter or funder from it",
        lambda row: row.others),
)  # fmt: skip
