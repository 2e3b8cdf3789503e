"""Derived columns: counts, shares and look-ups over the children of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tui.dataset.records import Ranking, Site, System
from tui.frozen import frozen
from tui.query.engine.columns import MOVED, RANK, RANK_CONFIDENCE
from tui.query.engine.format import TOP500, rmax_of
from tui.query.engine.masks import Mask
from tui.query.engine.specs import PARENTS

if TYPE_CHECKING:
    from tui.query.engine.store import Store

Values = list[Any]

# A generalist covers at least this many sectors (the brief's line).
GENERALIST_SECTORS = 5
INSTALLED = frozenset({"operational"})
ANNOUNCED = frozenset({"being_installed", "contracted", "tendering", "planned"})


@frozen(kw_only=True)
class Organisation:
    """An organisation over all the sites where it sits."""

    id: str
    name: str
    acronym: str | None
    country: str
    type: str
    consortia: int
    sites: tuple[str, ...]
    roles: tuple[str, ...]


def values(store: Store, table: str, ident: str) -> Values:
    """Values of a derived column, one a row of the table."""
    relation, _, lent = ident.partition(".")
    if lent:
        return _lent(store, table, relation, lent)
    if table == "sites":
        reader = _SITES.get(ident)
        return reader(store) if reader else _newest_indicator(store, ident)
    if table == "organisations":
        return [getattr(record, ident) for record in store.table(table).records]
    if table == "indicators":
        regions = store.table("regions")
        column = regions.values({"region": "name"}.get(ident, ident))
        return [column[row] for row in store.table(table).parents["region"]]
    if ident == "site":
        ids = store.table("sites").values("id")
        return [ids[row] for row in store.table(table).parents["site"]]
    if table == "systems" and ident.startswith((RANK, MOVED, RANK_CONFIDENCE)):
        return _ranks(store, *ident.split("_", 1))
    return _CHILDREN[table, ident](store)


def _lent(store: Store, table: str, relation: str, ident: str) -> Values:
    """Values of a column of the rows that the rows of a table belong to."""
    parent = next(each for each in PARENTS[table] if store.specs[each].singular == relation)
    values = store.table(parent).values(ident)
    return [values[row] if row >= 0 else None for row in store.table(table).parents[relation]]


def editions(systems: Iterable[System]) -> list[str]:
    """The editions of the TOP500 in which some of these systems have a rank, oldest first."""
    ranked = (place for system in systems for place in system.rankings if place.list == TOP500)
    return list(map(str, sorted({place.edition for place in ranked})))


@frozen
class Place:
    """A rank in the TOP500, and the places won (above 0) or lost since the edition before.

    ``moved`` is None where no earlier rank is known. An edition without a rank is not known
    here; it does not mean that the system had left the list.
    """

    rank: int
    moved: int | None
    confidence: str

    @property
    def unsure(self) -> bool:
        """Whether no source confirms it."""
        return self.confidence != "confirmed"


def places(system: System) -> Mapping[str, Place]:
    """The places of a system by edition, oldest first; the best where an edition has several."""
    found: dict[str, Place] = {}
    before: int | None = None
    for each in sorted(system.rankings, key=lambda place: (place.edition, place.rank)):
        if each.list == TOP500 and str(each.edition) not in found:
            moved = None if before is None else before - each.rank
            found[str(each.edition)] = Place(each.rank, moved, each.confidence)
            before = each.rank
    return found


def _ranks(store: Store, what: str, edition: str) -> Values:
    """The ``rank`` of each system in an edition, its ``confidence``, or how it ``moved``."""
    found = (places(system).get(edition) for system in store.table("systems").records)
    return [place and getattr(place, what) for place in found]


def organisations(
    store: Store, sites: Mask
) -> tuple[Sequence[Organisation], Mapping[str, Sequence[int]]]:
    """Organisations of the picked sites, in the order in which they are met."""
    partners = store.table("partners")
    members = store.vocabulary.flagged("role", "member")
    ids = store.table("sites").values("id")
    met: dict[str, list[int]] = {}
    for row, site in enumerate(partners.parents["site"]):
        if sites[site]:
            met.setdefault(partners.records[row].id, []).append(row)
    found = []
    for ident, rows in met.items():
        seats = [partners.records[row] for row in rows]
        where = [ids[partners.parents["site"][row]] for row in rows]
        first = seats[0]
        found.append(
            Organisation(
                id=ident,
                name=first.name,
                acronym=first.acronym,
                country=first.country,
                type=first.type,
                consortia=sum(seat.role in members for seat in seats),
                sites=tuple(where),
                roles=tuple(dict.fromkeys(seat.role for seat in seats)),
            )
        )
    return found, {}


def _unknown(site: Site, lists: str) -> bool:
    """Whether nothing is known of a list: an empty one of unknown completeness is not 0."""
    return not getattr(site, lists) and getattr(site.completeness, lists, "") == "unknown"


def _counts(lists: str) -> Callable[[Store], Values]:
    def count(store: Store) -> Values:
        return [
            None if _unknown(site, lists) else len(getattr(site, lists))
            for site in store.dataset.sites
        ]

    return count


def _flagged_types(attribute: str) -> Callable[[Store], frozenset[str]]:
    def types(store: Store) -> frozenset[str]:
        return store.vocabulary.flagged("partner_type", attribute)

    return types


def _members(test: Callable[[Store], frozenset[str]] | None) -> Callable[[Store], Values]:
    def count(store: Store) -> Values:
        types = test(store) if test else None
        roles = store.vocabulary.flagged("role", "member")
        return [
            None
            if _unknown(site, "partners")
            else sum(
                partner.role in roles and (types is None or partner.type in types)
                for partner in site.partners
            )
            for site in store.dataset.sites
        ]

    return count


def _member_countries(store: Store) -> Values:
    roles = store.vocabulary.flagged("role", "member")
    return [
        tuple(sorted({partner.country for partner in site.partners if partner.role in roles}))
        for site in store.dataset.sites
    ]


def _research_share(store: Store) -> Values:
    table = store.table("sites")
    pairs = zip(table.values("research_members"), table.values("members"), strict=True)
    return [100 * part / whole if whole else None for part, whole in pairs]


def _sector_groups(store: Store) -> Values:
    words = store.vocabulary.words("sector")
    return [
        None
        if _unknown(site, "sectors")
        else len({words[sector.id].attributes.get("group") for sector in site.sectors})
        for site in store.dataset.sites
    ]


def _new_status(store: Store) -> Values:
    order = list(store.vocabulary.words("system_status"))
    found: Values = []
    for site in store.dataset.sites:
        states = [s.status for s in site.systems if s.kind in ("new", "upgrade")]
        if not states:
            # A machine bought before the factory was selected, and not yet there.
            states = [
                s.status for s in site.systems if s.kind == "existing" and s.status in ANNOUNCED
            ]
        found.append(min(states, key=order.index) if states else None)
    return found


def _best_places(store: Store) -> list[Ranking | None]:
    """For each site the best place of its systems in the newest edition of the TOP500."""
    places = store.table("rankings").records
    newest = max((place.edition for place in places if place.list == TOP500), default=None)
    return [
        min(
            (
                place
                for system in site.systems
                for place in system.rankings
                if place.list == TOP500 and place.edition == newest
            ),
            key=lambda place: place.rank,
            default=None,
        )
        for site in store.dataset.sites
    ]


def _counted(site: Site, states: frozenset[str]) -> list[System]:
    """The systems of a site in one of these states whose number of chips is known."""
    some = (system for system in site.systems if system.status in states)
    return [system for system in some if system.accelerator_count is not None]


def _accelerators(states: frozenset[str]) -> Callable[[Store], Values]:
    def total(store: Store) -> Values:
        known = (_counted(site, states) for site in store.dataset.sites)
        return [
            sum(each.accelerator_count or 0 for each in some) if some else None for some in known
        ]

    return total


def _accelerators_basis(states: frozenset[str]) -> Callable[[Store], Values]:
    """What the sum of a site's chips is: a lower bound where a figure is missing or is one."""

    def basis(store: Store) -> Values:
        found: Values = []
        for site in store.dataset.sites:
            some = [system for system in site.systems if system.status in states]
            kinds = {system.accelerator_count_basis for system in some}
            known = {system.accelerator_count is not None for system in some}
            low = False in known or "minimum" in kinds
            word = "minimum" if low else "approximate" if "approximate" in kinds else None
            found.append(word if True in known else None)
        return found

    return basis


def _accelerators_confidence(states: frozenset[str]) -> Callable[[Store], Values]:
    """How sure the sum of a site's chips is: no surer than the least sure figure in it."""

    def least(store: Store) -> Values:
        order = list(store.vocabulary.words("confidence"))
        known = (_counted(site, states) for site in store.dataset.sites)
        return [
            max((system.confidence for system in some), key=order.index, default=None)
            for some in known
        ]

    return least


def _newest_indicator(store: Store, ident: str) -> Values:
    newest: dict[str, Any] = {}
    for region in store.dataset.regions:
        figures = [figure for figure in region.indicators if figure.id == ident]
        if figures:
            value = max(figures, key=lambda figure: figure.year).value
            newest.update(dict.fromkeys(region.sites, value))
    return [newest.get(site.id) for site in store.dataset.sites]


def _ranking_system(store: Store) -> Values:
    ids = store.table("systems").values("id")
    return [ids[row] for row in store.table("rankings").parents["system"]]


def _rmax(store: Store) -> Values:
    return [rmax_of(system)[0] for system in store.table("systems").records]


def _rmax_basis(store: Store) -> Values:
    return [rmax_of(system)[1] or None for system in store.table("systems").records]


def _member(store: Store) -> Values:
    roles = store.vocabulary.flagged("role", "member")
    return [partner.role in roles for partner in store.table("partners").records]


def _group(store: Store) -> Values:
    words = store.vocabulary.words("sector")
    return [words[sector.id].attributes.get("group") for sector in store.table("sectors").records]


_SITES: dict[str, Callable[[Store], Values]] = {
    **{name: _counts(name) for name in ("systems", "partners", "sectors", "services", "access")},
    "members": _members(None),
    "academic_members": _members(_flagged_types("academic")),
    "research_members": _members(_flagged_types("research")),
    "company_members": _members(lambda _: frozenset({"company"})),
    "member_countries": _member_countries,
    "research_share": _research_share,
    "sector_groups": _sector_groups,
    "new_status": _new_status,
    "rank": lambda store: [place and place.rank for place in _best_places(store)],
    "rank_confidence": lambda store: [place and place.confidence for place in _best_places(store)],
    "accelerators_installed": _accelerators(INSTALLED),
    "accelerators_announced": _accelerators(ANNOUNCED),
    "accelerators_installed_basis": _accelerators_basis(INSTALLED),
    "accelerators_announced_basis": _accelerators_basis(ANNOUNCED),
    "accelerators_installed_confidence": _accelerators_confidence(INSTALLED),
    "accelerators_announced_confidence": _accelerators_confidence(ANNOUNCED),
    "generalist": lambda store: [
        None if count is None else count >= GENERALIST_SECTORS
        for count in store.table("sites").values("sectors")
    ],
}

_CHILDREN: dict[tuple[str, str], Callable[[Store], Values]] = {
    ("systems", "rmax_pflops"): _rmax,
    ("systems", "rmax_basis"): _rmax_basis,
    ("rankings", "system"): _ranking_system,
    ("partners", "member"): _member,
    ("sectors", "group"): _group,
}
