"""Sites by country and by selection, what part countries take, and what sites have in common.

Sites are alike by their sectors, and share organisations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from tui.analysis.lenses.consortia import grouped, kinds
from tui.analysis.lenses.coverage import Coverage, every_sector
from tui.analysis.tables import Selection, count, ordered, percent, share, site_column, worked_out
from tui.analysis.totals import Total, sum_told, total
from tui.dataset.records import Partner, Site
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
    return _grouped(selection, "sites-by-country", "Country", lambda site: site.country)


def sites_by_selection(selection: Selection) -> Table:
    """The sites by the day on which they were selected, the earliest first."""
    return _grouped(
        selection, "sites-by-selection", "Selected",
        lambda site: site.selected.text if site.selected else "",
    )  # fmt: skip


def _grouped(selection: Selection, name: str, head: str, key_of: Callable[[Site], str]) -> Table:
    store = selection.store
    records = store.table("sites").records
    found: dict[str, list[int]] = {}
    for row in masks.rows(selection.picked):
        found.setdefault(key_of(records[row]), []).append(row)
    country = name == "sites-by-country"
    keys = sorted(found, key=(lambda key: (-len(found[key]), key)) if country else None)
    groups = [_group(store, key, found[key], country=country) for key in keys]
    whole = _group(store, "", [row for key in keys for row in found[key]], country=False)
    return worked_out(name, _fields(head), groups, key=lambda row: str(row.key),
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
    return worked_out("countries-by-role", _FIELDS, rows,
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


MOST_SITES = 300
"""Up to so many sites every pair is compared; beyond it the pairs would be millions."""


@frozen
class Pair:
    """Two sites and the sectors and groups of sectors that they name.

    ``other`` is None where nothing can be compared, ``site`` where the row stands for all.
    """

    site: str | None
    other: str | None
    shared: tuple[str, ...] = ()
    either: int | None = None
    likeness: float | None = None
    groups: float | None = None

    @property
    def order(self) -> tuple[float, float, int]:
        """By how alike they are, those that cannot be compared last."""
        return self.likeness or 0, self.groups or 0, len(self.shared) if self.either else -1


def _whole(value: Callable[[Pair], float | None]) -> Callable[[Pair], str]:
    return lambda pair: f"{value(pair):.0f}"


_PAIRS = (
    site_column(lambda pair: pair.site, "Id of a site"),
    Field("other", "Other site", "slug", "Id of the site it is compared with", default=True,
          refers="site", value=lambda pair: pair.other),
    share("likeness", "Shared sector share",
          "Shared sectors as percent of those that either names (Jaccard)",
          lambda pair: pair.likeness, text=_whole(lambda pair: pair.likeness), short="Shared%"),
    share("group_likeness", "Shared group share", "The same of the groups of sectors",
          lambda pair: pair.groups, text=_whole(lambda pair: pair.groups), short="Groups%"),
    count("shared", "Shared", "Number of sectors that both name",
          lambda pair: len(pair.shared) if pair.either is not None else None),
    count("either", "Either", "Number of sectors that one or both name", lambda pair: pair.either,
          short="Of"),
    Field("shared_sectors", "Shared sectors", "words", "Sectors that both name",
          vocabulary="sector", default=True,
          value=lambda pair: pair.shared if pair.either is not None else None),
)  # fmt: skip


def likeness(found: Coverage) -> list[Pair]:
    """Pairs of sites by how alike their sectors are, the most alike first.

    Sites that name no sector are left out, and beyond :data:`MOST_SITES` sites there is no
    pair at all. ``found`` has to be by sector.
    """
    words = found.store.vocabulary.words("sector")
    group_of = {ident: word.attributes.get("group") for ident, word in words.items()}
    sectors = {each.id: frozenset(each.cells) for each in found.sites if each.cells}
    groups = {
        ident: frozenset(group_of[name] for name in names) for ident, names in sectors.items()
    }
    if len(sectors) > MOST_SITES:
        return []
    pairs = []
    for a, b in combinations(sectors, 2):
        both, either = sectors[a] & sectors[b], sectors[a] | sectors[b]
        pairs.append(
            Pair(
                a,
                b,
                tuple(ident for ident in words if ident in both),
                len(either),
                percent(len(both), len(either)),
                percent(len(groups[a] & groups[b]), len(groups[a] | groups[b])),
            )
        )
    return sorted(pairs, key=lambda pair: pair.order, reverse=True)


def closest(found: Coverage) -> list[Pair]:
    """A row a site: the site most like it, and how alike they are."""
    best: dict[str | None, Pair] = {}
    for pair in likeness(found):
        best.setdefault(pair.site, pair)
        best.setdefault(pair.other, replace(pair, site=pair.other, other=pair.site))
    pairs = [best.get(each.id) or Pair(each.id, None) for each in found.sites]
    return sorted(pairs, key=lambda pair: pair.order, reverse=True)


def sector_likeness(selection: Selection) -> Table:
    """The table of pairs of sites."""
    return worked_out("sector-likeness", _PAIRS, likeness(every_sector(selection)),
                      key=lambda pair: f"{pair.site}/{pair.other}", singular="pair")  # fmt: skip


def closest_sites(selection: Selection) -> Table:
    """The table of the site most like each site."""
    return worked_out("closest-sites", _PAIRS,
                      closest(every_sector(selection)), key=lambda pair: str(pair.site),
                      total=Pair(None, None), singular="site")  # fmt: skip


@frozen
class Shared:
    """An organisation that sits at several sites, as a member or otherwise."""

    partner: Partner
    member_at: tuple[str, ...]
    other_sites: tuple[str, ...]
    roles: tuple[str, ...]


_SHARED = (
    Field("name", "Organisation", "text", "Name of the organisation", default=True,
          value=lambda row: row.partner.name),
    count("consortia", "Consortia", "Number of chosen sites where it is a member",
          lambda row: len(row.member_at), short="In"),
    Field("sites", "Member at", "slugs", "Chosen sites where it is a member", default=True,
          value=lambda row: row.member_at),
    Field("other_sites", "Funds or supports", "slugs", "Chosen sites that it supports or pays for",
          default=True, refers="site", value=lambda row: row.other_sites),
    Field("acronym", "Acronym", "text", "Short name", default=True,
          value=lambda row: row.partner.acronym),
    Field("type", "Type", "word", "Type of organisation", default=True, vocabulary="partner_type",
          value=lambda row: row.partner.type),
    Field("country", "Country", "country", "Country of its seat", default=True,
          value=lambda row: row.partner.country),
    Field("roles", "Roles", "words", "Its roles there", vocabulary="role",
          value=lambda row: row.roles),
    Field("id", "Id", "slug", "Id of the organisation", value=lambda row: row.partner.id),
)  # fmt: skip


def shared_organisations(selection: Selection) -> Table:
    """The table of organisations at two or more sites in any role, most consortia first."""
    store, known = selection.store, kinds(selection.store)
    partners = store.table("partners")
    ids = store.table("sites").values("id")
    records, parents = partners.records, partners.parents["site"]
    found = []
    for seats in grouped(selection.rows("partners"), lambda row: records[row].id).values():
        places: dict[bool, list[str]] = {True: [], False: []}
        for row in seats:
            places[records[row].role in known.members].append(ids[parents[row]])
        if len({*places[True], *places[False]}) > 1:
            roles = tuple(dict.fromkeys(records[row].role for row in seats))
            found.append(
                Shared(records[seats[0]], tuple(places[True]), tuple(places[False]), roles)
            )
    table = worked_out("shared-organisations", _SHARED, found,
                       key=lambda row: str(row.partner.id), singular="organisation")  # fmt: skip
    return ordered(store, table, ("consortia", True), ("name", False))
