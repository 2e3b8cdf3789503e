"""Who sits in the consortia: members by type, apart from those who only pay or support.

All functions take ``rows``, row numbers of the table of partners: those of the chosen sites,
or the ones among them that a filter speaks of. Shares are percent of the members.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tui.analysis.lenses.breakdown import Breakdown, Line, as_table, count, percent, share
from tui.analysis.lenses.rows import Selection
from tui.dataset.records import Partner
from tui.query.engine import masks
from tui.query.engine.columns import Column
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store, Table

K = TypeVar("K", bound=Hashable)

COMPANY = "company"
HPC_CENTRE = "hpc_centre"


@dataclass(frozen=True, slots=True)
class Kinds:
    """The vocabulary's types of partner and roles, in its order.

    ``others`` are the roles that make no member; ``research`` includes the academic types.
    """

    types: tuple[str, ...]
    academic: frozenset[str]
    research: frozenset[str]
    members: frozenset[str]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over some rows of partners.

    ``types`` counts members by type and ``others`` the rest by role, in the order of
    :class:`Kinds`; countries, organisations and sites are those of the members.
    """

    types: tuple[int, ...]
    others: tuple[int, ...]
    countries: int
    organisations: int
    sites: int

    @property
    def members(self) -> int:
        """Number of seats of members."""
        return sum(self.types)


def kinds(store: Store) -> Kinds:
    """The types and roles of a dataset's vocabulary."""
    words = store.vocabulary
    members = words.flagged("role", "member")
    academic = words.flagged("partner_type", "academic")
    return Kinds(
        tuple(words.words("partner_type")),
        academic,
        words.flagged("partner_type", "research") | academic,
        members,
        tuple(role for role in words.words("role") if role not in members),
    )


def tally(store: Store, known: Kinds, rows: Iterable[int]) -> Tally:
    """Count some rows of the table of partners."""
    partners = store.table("partners")
    records, parents = partners.records, partners.parents["site"]
    types = dict.fromkeys(known.types, 0)
    others = dict.fromkeys(known.others, 0)
    countries, organisations, sites = set(), set(), set()
    for row in rows:
        partner: Partner = records[row]
        if partner.role in known.members:
            types[partner.type] += 1
            countries.add(partner.country)
            organisations.add(partner.id)
            sites.add(parents[row])
        else:
            others[partner.role] += 1
    return Tally(
        tuple(types.values()),
        tuple(others.values()),
        len(countries),
        len(organisations),
        len(sites),
    )


# Columns

_SITE = Column("site", "Site", "slug", "Id of the site", default=True)
_TYPE = Column(
    "type", "Type", "word", "Type of organisation", vocabulary="partner_type", default=True
)
_COUNTRY = Column("country", "Country", "country", "Country of the members' seats", default=True)
_MEMBERS = count("members", "Members", "Number of members")
_OF_ALL = share("share", "Share", "Members as percent of all members here")
_COMPLETENESS = Column(
    "completeness", "Partners list", "word", "Is the list of partners whole",
    vocabulary="completeness", default=True,
)  # fmt: skip
_SHARES = (
    share("academic_share", "Academic", "Members of an academic type, in percent"),
    share("research_share", "Research", "Members of a research type, in percent"),
    share(
        "research_hpc_share",
        "Research with HPC",
        "Members of a research type or HPC centres, in percent",
    ),
)
_WHOLE = (
    count("all_members", "All members", "Number of members, whatever the filter speaks of"),
    share("matching", "Matching", "Members that the filter speaks of, in percent"),
)
_COUNTRIES = count("countries", "Countries", "Number of countries of the members' seats")
_ORGANISATIONS = count("organisations", "Organisations", "Number of different members")
_SITES = count("sites", "Sites", "Number of consortia with such a member")


def _type_columns(store: Store, known: Kinds) -> tuple[Column, ...]:
    label = store.vocabulary.label
    return tuple(
        count(ident, label("partner_type", ident), "Number of members of this type")
        for ident in known.types
    )


def _other_columns(store: Store, known: Kinds) -> tuple[Column, ...]:
    label = store.vocabulary.label
    return tuple(
        count(ident, f"{label('role', ident)}s", "Number of these, who are no members")
        for ident in known.others
    )


def _shares(known: Kinds, found: Tally) -> Line:
    def of(types: frozenset[str]) -> float | None:
        part = sum(
            number for ident, number in zip(known.types, found.types, strict=True) if ident in types
        )
        return percent(part, found.members)

    return of(known.academic), of(known.research), of(known.research | {HPC_CENTRE})


# Breakdowns


def by_site(
    store: Store, sites: Mask, rows: Sequence[int], whole: Sequence[int] | None = None
) -> Breakdown:
    """A row a chosen site: members by type, shares, supporters and funders.

    With ``whole``, all rows of the chosen sites, ``rows`` are only some of them: shares then
    give way to the number of all members and the part that ``rows`` make of them. Counts are
    None where the list of partners is empty and nobody says that it is whole.
    """
    known = kinds(store)
    parents = store.table("partners").parents["site"]
    grouped = _grouped(rows, parents.__getitem__)
    everyone = None if whole is None else _grouped(whole, parents.__getitem__)

    def line(lead: str | None, some: Sequence[int], every: Sequence[int] | None, last: Any) -> Line:
        found = tally(store, known, some)
        if every is None:
            rest = _shares(known, found)
        else:
            members = tally(store, known, every).members
            rest = (members, percent(found.members, members))
        return (lead, found.members, *found.types, *rest, found.countries, *found.others, last)

    columns = (
        _SITE,
        _MEMBERS,
        *_type_columns(store, known),
        *(_SHARES if everyone is None else _WHOLE),
        _COUNTRIES,
        *_other_columns(store, known),
        _COMPLETENESS,
    )
    lines, keys = [], []
    for row in masks.rows(sites):
        site = store.dataset.sites[row]
        state = site.completeness.partners
        keys.append(site.id)
        if not site.partners and state == "unknown":
            lines.append((site.id, *[None] * (len(columns) - 2), state))
        else:
            every = None if everyone is None else everyone.get(row, [])
            lines.append(line(site.id, grouped.get(row, []), every, state))
    total = line(None, rows, whole, None)
    return Breakdown("members-by-site", columns, tuple(keys), tuple(lines), total)


def by_type(store: Store, rows: Sequence[int]) -> Breakdown:
    """A row a type of organisation: members, organisations, sites, supporters and funders."""
    known = kinds(store)
    records = store.table("partners").records
    return _grouping(
        "members-by-type", store, known, rows, (_TYPE,), lambda row: records[row].type,
        known.types,
    )  # fmt: skip


def by_country(store: Store, rows: Sequence[int]) -> Breakdown:
    """A row a country of seat, those with the most members first, with members by type."""
    known = kinds(store)
    records = store.table("partners").records
    found = _grouping(
        "members-by-country", store, known, rows, (_COUNTRY,), lambda row: records[row].country,
        sorted({records[row].country for row in rows}),
    )  # fmt: skip
    return found.sorted(store, (("members", True),))


def _grouping(
    name: str,
    store: Store,
    known: Kinds,
    rows: Sequence[int],
    lead: tuple[Column, ...],
    key_of: Callable[[int], str],
    keys: Sequence[str],
) -> Breakdown:
    grouped = _grouped(rows, key_of)
    every = tally(store, known, rows)

    def line(key: str | None, found: Tally) -> Line:
        return (
            key,
            found.members,
            percent(found.members, every.members),
            *found.types,
            found.organisations,
            found.sites,
            *found.others,
        )

    columns = (
        *lead,
        _MEMBERS,
        _OF_ALL,
        *_type_columns(store, known),
        _ORGANISATIONS,
        _SITES,
        *_other_columns(store, known),
    )
    lines = tuple(line(key, tally(store, known, grouped.get(key, []))) for key in keys)
    return Breakdown(name, columns, tuple(keys), lines, line(None, every))


_SHARED = (
    Column("id", "Id", "slug", "Id of the organisation", default=True),
    Column("name", "Organisation", "text", "Name of the organisation", default=True),
    Column("acronym", "Acronym", "text", "Short name", default=True),
    _TYPE,
    Column("country", "Country", "country", "Country of its seat", default=True),
    count("consortia", "Consortia", "Number of chosen sites where it is a member"),
    Column("sites", "Member at", "slugs", "Chosen sites where it is a member", default=True),
    Column(
        "other_sites", "Otherwise at", "slugs", "Chosen sites that it supports or pays for",
        default=True,
    ),
    Column("roles", "Roles", "words", "Its roles there", vocabulary="role", default=True),
)  # fmt: skip


def shared(store: Store, rows: Sequence[int]) -> Breakdown:
    """Organisations that sit at two or more sites in any role, most consortia first."""
    known = kinds(store)
    partners = store.table("partners")
    ids = store.table("sites").values("id")
    records, parents = partners.records, partners.parents["site"]
    keys, lines = [], []
    for ident, seats in _grouped(rows, lambda row: records[row].id).items():
        places: dict[bool, list[str]] = {True: [], False: []}
        for row in seats:
            places[records[row].role in known.members].append(ids[parents[row]])
        if len({*places[True], *places[False]}) < 2:
            continue
        first: Partner = records[seats[0]]
        roles = tuple(dict.fromkeys(records[row].role for row in seats))
        keys.append(ident)
        lines.append(
            (
                ident,
                first.name,
                first.acronym,
                first.type,
                first.country,
                len(places[True]),
                tuple(places[True]),
                tuple(places[False]),
                roles,
            )
        )
    found = Breakdown("shared-organisations", _SHARED, tuple(keys), tuple(lines))
    return found.sorted(store, (("consortia", True), ("name", False)))


def _grouped(rows: Iterable[int], key_of: Callable[[int], K]) -> dict[K, list[int]]:
    found: dict[K, list[int]] = {}
    for row in rows:
        found.setdefault(key_of(row), []).append(row)
    return found


def members_by_site(selection: Selection) -> Table:
    """The table of consortia by site."""
    rows, whole = selection.rows("partners"), selection.whole("partners")
    every = whole if len(whole) != len(rows) else None
    found = by_site(selection.store, selection.picked, rows, every)
    return as_table(found, "Members by site", "site")


def members_by_type(selection: Selection) -> Table:
    """The table of members by type."""
    return as_table(by_type(selection.store, selection.rows("partners")), "Members by type", "type")


def members_by_country(selection: Selection) -> Table:
    """The table of members by country."""
    found = by_country(selection.store, selection.rows("partners"))
    return as_table(found, "Members by country", "country")


def shared_organisations(selection: Selection) -> Table:
    """The table of organisations at several sites."""
    found = shared(selection.store, selection.rows("partners"))
    return as_table(found, "Organisations in several consortia", "organisation")
