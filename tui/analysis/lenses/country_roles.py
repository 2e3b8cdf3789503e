"""What part countries take: hosting, coordinating, as members or funders, or by an antenna."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tui.analysis.lenses.rows import Selection, worked_out
from tui.dataset.countries import country_name
from tui.query.engine import masks
from tui.query.engine.columns import Field
from tui.query.engine.store import Table

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
    return worked_out(
        "countries-by-role", "Countries by role", _FIELDS, rows, key=lambda row: str(row.country),
        singular="country",
    )  # fmt: skip


def _add(sites: list[str], ident: str) -> None:
    if ident not in sites:
        sites.append(ident)


def _at(ident: str, title: str, meaning: str, find: Callable[[CountryRoles], list[str]]) -> Field:
    return Field(
        id=ident, title=title, kind="slugs", meaning=meaning, default=True, refers="site",
        value=lambda row: tuple(find(row)),
    )  # fmt: skip


_FIELDS = (
    Field(
        id="code", title="Country", kind="country", meaning="Country", default=True,
        value=lambda row: row.country,
    ),
    Field(
        id="name", title="Name", kind="text", meaning="Name of the country", default=True,
        value=lambda row: country_name(row.country),
    ),
    Field(
        id="part", title="Part", kind="text", meaning="The weightiest part that it takes",
        default=True, value=lambda row: row.part,
    ),
    _at("hosts", "Hosts", "Factories in the country", lambda row: row.hosts),
    _at(
        "takes_part", "Takes part in", "Factories elsewhere whose states it is named among",
        lambda row: row.takes_part,
    ),
    _at("members", "Members at", "Sites with a member from it", lambda row: row.members),
    _at("antennas", "Antenna", "Antennas in the country", lambda row: row.antennas),
    _at(
        "others", "Funds or supports", "Sites with a supporter or funder from it",
        lambda row: row.others,
    ),
)  # fmt: skip
