"""Sites or systems side by side: what is known of each, property by property, what they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tui.analysis.telling.compare_lines import SECTIONS, Property, Side, Sites, known
from tui.frozen import frozen
from tui.query.engine.columns import RANK
from tui.query.engine.store import Store

__all__ = ["LEAST", "MOST", "Comparison", "Property", "Shared", "SharedList", "compare"]

LEAST, MOST = 2, 4
"""How many rows a comparison takes."""


@frozen
class Shared:
    """Something that two or more of those compared have, and which of them (their places)."""

    id: str
    name: str
    places: tuple[int, ...]


@frozen
class SharedList:
    """What is shared of one kind, that of most of them first.

    ``open`` are the places of those whose list may lack some, so that more may be shared.
    """

    label: str
    found: tuple[Shared, ...]
    open: tuple[int, ...]


@frozen
class Comparison:
    """Rows of a table side by side: ``sites``, with what these share, or ``systems``."""

    table: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[Property, ...]
    shared: tuple[SharedList, ...] = ()


def compare(store: Store, rows: Sequence[int], table: str = "sites") -> Comparison:
    """Compare sites or systems, given as rows of that table, in this order.

    Raises ValueError unless there are two to four different ones.
    """
    if not LEAST <= len(rows) <= MOST or len(set(rows)) != len(rows):
        raise ValueError(f"a comparison takes {LEAST} to {MOST} different {table}")
    if table == "sites":
        return _sites(Sites(store, tuple(rows)))
    side = Side(store, table, tuple(rows))
    ids = tuple(each.id for each in side.records)
    return Comparison(
        table, ids, tuple(each.name for each in side.records), tuple(_system_lines(side))
    )


_MACHINE, _FIGURES, _RANKS, _EVIDENCE = "Machine", "Figures", "TOP500", "Evidence"
_OF_SYSTEMS = {
    _MACHINE: ("site", "site.country", "site.city", "status", "kind", "vendor", "accelerator",
               "operational"),
    _FIGURES: ("accelerator_count", "rmax_pflops", "rpeak_pflops", "ai_exaflops",
               "contract_meur"),
    _EVIDENCE: ("confidence", "note"),
}  # fmt: skip
_LABELS = {"site.country": "Country", "site.city": "City"}


def _system_lines(side: Side) -> Iterator[Property]:
    """What is known of some of the systems: the machine, its figures, its ranks, the evidence."""
    for section, idents in _OF_SYSTEMS.items():
        if section == _EVIDENCE:
            ranks = [each.id for each in side.table.spec.columns if each.id.startswith(RANK)]
            yield from known(side.column(_RANKS, ident) for ident in reversed(ranks))
        yield from known(side.column(section, ident, _LABELS.get(ident, "")) for ident in idents)


def _sites(side: Sites) -> Comparison:
    return Comparison(
        table="sites",
        ids=tuple(site.id for site in side.sites),
        names=tuple(site.name for site in side.sites),
        rows=tuple(row for section in SECTIONS for row in section(side)),
        shared=(
            SharedList("Partners", _shared_partners(side), side.open_lists("partners")),
            SharedList("Sectors", _shared_sectors(side), side.open_lists("sectors")),
        ),
    )


def _shared_partners(side: Sites) -> tuple[Shared, ...]:
    """Organisations in two or more of the consortia; a role that makes no member is named."""
    members = side.store.vocabulary.flagged("role", "member")
    names: dict[str, str] = {}
    places: dict[str, list[int]] = {}
    outside: dict[str, list[str]] = {}
    for place, site in enumerate(side.sites):
        for each in site.partners:
            names.setdefault(each.id, each.acronym or each.name)
            places.setdefault(each.id, []).append(place)
            if each.role not in members:
                label = side.store.vocabulary.label("role", each.role).lower()
                outside.setdefault(each.id, []).append(label)
    return _ranked(
        Shared(
            ident,
            names[ident]
            + (f" ({', '.join(dict.fromkeys(outside[ident]))})" if ident in outside else ""),
            tuple(dict.fromkeys(where)),
        )
        for ident, where in places.items()
    )


def _shared_sectors(side: Sites) -> tuple[Shared, ...]:
    places: dict[str, list[int]] = {}
    for place, site in enumerate(side.sites):
        for each in site.sectors:
            places.setdefault(each.id, []).append(place)
    return _ranked(
        Shared(ident, side.store.vocabulary.label("sector", ident), tuple(dict.fromkeys(where)))
        for ident, where in places.items()
    )


def _ranked(found: Iterable[Shared]) -> tuple[Shared, ...]:
    """Those that two or more have, what most have first."""
    some = [each for each in found if len(each.places) > 1]
    return tuple(sorted(some, key=lambda each: (-len(each.places), each.places)))
