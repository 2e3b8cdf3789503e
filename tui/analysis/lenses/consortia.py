"""Who sits in the consortia: members by type, apart from those who only pay or support.

Counted are the partners of the picked sites, or the ones among them that a filter speaks of.
Shares are percent of the members.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from tui.analysis.tables import (
    Selection,
    count,
    ordered,
    percent,
    share,
    short_labels,
    site_column,
    worked_out,
)
from tui.dataset.records import Partner, Site
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.columns import Field
from tui.query.engine.store import Store, Table

K = TypeVar("K", bound=Hashable)

COMPANY = "company"
HPC_CENTRE = "hpc_centre"


@frozen
class Kinds:
    """The vocabulary's types of partner and roles, in its order.

    ``others`` are the roles that make no member; ``research`` includes the academic types.
    """

    types: tuple[str, ...]
    academic: frozenset[str]
    research: frozenset[str]
    members: frozenset[str]
    others: tuple[str, ...]


@frozen
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


def grouped(rows: Iterable[int], key_of: Callable[[int], K]) -> dict[K, list[int]]:
    """Rows by what they have in common, in the order in which that comes first."""
    found: dict[K, list[int]] = {}
    for row in rows:
        found.setdefault(key_of(row), []).append(row)
    return found


# Rows


@frozen
class Consortium:
    """Members of one site, or of all of them together where ``site`` is None.

    ``found`` is None where the list of partners is empty and nobody says that it is whole;
    ``every`` counts all members where a filter speaks of some of them.
    """

    site: Site | None
    found: Tally | None
    every: int | None = None


@frozen
class Group:
    """Members that have a type or a country in common; ``value`` is None for all of them."""

    value: str | None
    found: Tally
    members: int


def _counted(
    ident: str, title: str, meaning: str, value: Callable[[Tally], int | None], **more: Any
) -> Field:
    """A column that counts something in the tally of a row."""

    def read(row: Consortium | Group) -> int | None:
        return None if row.found is None else value(row.found)

    return count(ident, title, meaning, read, **more)


def _rounded(
    ident: str, title: str, meaning: str, value: Callable[[Any], float | None], **more: Any
) -> Field:
    """A column of percentages, told in whole ones."""
    return share(ident, title, meaning, value, text=lambda row: f"{value(row):.0f}", **more)


def _type_fields(store: Store, known: Kinds, found: Tally) -> tuple[Field, ...]:
    """A column a type; those of which there is a member are shown."""
    shorts = short_labels(store, "partner_type")

    def field(place: int, ident: str) -> Field:
        return _counted(ident, store.vocabulary.label("partner_type", ident),
                        "Number of members of this type", lambda found: found.types[place],
                        default=found.types[place] > 0, short=shorts[place])  # fmt: skip

    return tuple(field(place, ident) for place, ident in enumerate(known.types))


def _other_fields(store: Store, known: Kinds) -> tuple[Field, ...]:
    def field(place: int, ident: str) -> Field:
        label = store.vocabulary.label("role", ident)
        return _counted(ident, f"{label}s", "Number of these, who are no members",
                        lambda found: found.others[place], short=f"{label[:4]}.")  # fmt: skip

    return tuple(field(place, ident) for place, ident in enumerate(known.others))


_MEMBERS = _counted("members", "Members", "Number of members", lambda found: found.members)
_COUNTRIES = _counted("countries", "Countries", "Number of countries of the members' seats",
                      lambda found: found.countries, short="Ctry.")  # fmt: skip


# By site


_SITE = site_column(lambda row: row.site.id if row.site else None)
_COMPLETENESS = Field(
    "completeness", "List of partners", "word", "Is the list of partners whole",
    vocabulary="completeness", default=True, short="Partners list",
    value=lambda row: row.site.completeness.partners if row.site else None,
)  # fmt: skip
_WHOLE = (
    count("all_members", "All members", "Number of members, whatever the filter speaks of",
          lambda row: row.every, short="Of"),
    _rounded("matching", "Matching share", "Members that the filter speaks of, in percent",
             lambda row: percent(row.found.members, row.every) if row.every is not None else None,
             short="Of all%"),
)  # fmt: skip


def _shares(known: Kinds) -> tuple[Field, ...]:
    def field(
        ident: str, title: str, what: str, types: frozenset[str], short: str, **more: Any
    ) -> Field:
        def of(row: Consortium) -> float | None:
            if row.found is None:
                return None
            pairs = zip(known.types, row.found.types, strict=True)
            return percent(sum(many for each, many in pairs if each in types), row.found.members)

        return _rounded(ident, title, f"{what}, in percent", of, short=short, **more)

    with_hpc = known.research | {HPC_CENTRE}
    return (
        field("academic_share", "Academic share", "Members of an academic type", known.academic,
              "Aca%"),
        field("research_share", "Research share", "Members of a research type", known.research,
              "Res%"),
        field("research_hpc_share", "Research and HPC share",
              "Members of a research type or HPC centres", with_hpc, "+HPC%"),
        field("company_share", "Company share", "Members that are companies", frozenset({COMPANY}),
              "Comp%", default=False),
    )  # fmt: skip


def members_by_site(selection: Selection) -> Table:
    """The table of consortia by site.

    Where the filter speaks of some partners only, shares give way to the number of all members
    and the part that those make of them.
    """
    store, known = selection.store, kinds(selection.store)
    rows, whole = selection.rows("partners"), selection.whole("partners")
    narrowed = len(whole) != len(rows)
    parents = store.table("partners").parents["site"]
    some, every = grouped(rows, parents.__getitem__), grouped(whole, parents.__getitem__)

    def members(those: Sequence[int]) -> int | None:
        return tally(store, known, those).members if narrowed else None

    def consortium(place: int) -> Consortium:
        site = store.dataset.sites[place]
        if not site.partners and site.completeness.partners == "unknown":
            return Consortium(site, None)
        found = tally(store, known, some.get(place, ()))
        return Consortium(site, found, members(every.get(place, ())))

    total = tally(store, known, rows)
    fields = (
        _SITE,
        _MEMBERS,
        *(_WHOLE if narrowed else _shares(known)),
        _COUNTRIES,
        *_other_fields(store, known),
        *_type_fields(store, known, total),
        _COMPLETENESS,
    )
    return worked_out("members-by-site", fields,
                      [consortium(place) for place in masks.rows(selection.picked)],
                      key=lambda row: str(row.site.id),
                      total=Consortium(None, total, members(whole)), singular="site")  # fmt: skip


# By type and by country


def _group_fields(store: Store, known: Kinds) -> tuple[Field, ...]:
    return (
        _MEMBERS,
        _rounded("share", "Share", "Members as percent of all members here",
                 lambda row: percent(row.found.members, row.members), short="Share%"),
        _counted("organisations", "Organisations", "Number of different members",
                 lambda found: found.organisations, short="Orgs"),
        _counted("sites", "Sites", "Number of consortia with such a member",
                 lambda found: found.sites),
        *_other_fields(store, known),
    )  # fmt: skip


def _groups(
    selection: Selection, key_of: Callable[[Partner], str], keys: Sequence[str] = ()
) -> tuple[list[Group], Group]:
    """Members by what they have in common, in the order of ``keys``, then of the alphabet."""
    store, known = selection.store, kinds(selection.store)
    records = store.table("partners").records
    rows = selection.rows("partners")
    every = tally(store, known, rows)
    parts = grouped(rows, lambda row: key_of(records[row]))
    named = dict.fromkeys((*keys, *sorted(parts))) if any(selection.picked) else ()
    found = [Group(key, tally(store, known, parts.get(key, ())), every.members) for key in named]
    return found, Group(None, every, every.members)


def members_by_type(selection: Selection) -> Table:
    """The table of members by type of organisation."""
    store, known = selection.store, kinds(selection.store)
    found, total = _groups(selection, lambda partner: partner.type, known.types)
    lead = Field("type", "Type", "word", "Type of organisation", default=True,
                 vocabulary="partner_type", value=lambda row: row.value)  # fmt: skip
    return worked_out("members-by-type", (lead, *_group_fields(store, known)), found,
                      key=lambda row: str(row.value), total=total, singular="type")  # fmt: skip


def members_by_country(selection: Selection) -> Table:
    """The table of members by country of their seat, those with the most first."""
    store, known = selection.store, kinds(selection.store)
    found, total = _groups(selection, lambda partner: partner.country)
    lead = Field("country", "Country", "country", "Country of the members' seats", default=True,
                 value=lambda row: row.value)  # fmt: skip
    types = _type_fields(store, known, total.found)
    table = worked_out("members-by-country", (lead, *_group_fields(store, known), *types), found,
                       key=lambda row: str(row.value), total=total, singular="country")  # fmt: skip
    return ordered(store, table, ("members", True))
