"""Sites side by side: what is known of each, property by property, and what they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.analysis.telling.compare_lines import SECTIONS, Property, Side
from tui.frozen import frozen
from tui.query.engine.store import Store

__all__ = ["LEAST", "MOST", "Comparison", "Property", "Shared", "compare"]

LEAST, MOST = 2, 4
"""How many sites a comparison takes."""


@frozen
class Shared:
    """Something that two or more of the sites have, and which of them (their places)."""

    id: str
    name: str
    sites: tuple[int, ...]


@frozen
class Comparison:
    """Sites side by side.

    ``partners_open`` and ``sectors_open`` are the places of sites whose list may lack some, so
    that more may be shared. Both lists begin with what most of the sites share.
    """

    sites: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[Property, ...]
    shared_partners: tuple[Shared, ...]
    shared_sectors: tuple[Shared, ...]
    partners_open: tuple[int, ...]
    sectors_open: tuple[int, ...]


def compare(store: Store, site_rows: Sequence[int]) -> Comparison:
    """Compare sites, given as rows of the table of sites, in this order.

    Raises ValueError unless there are two to four different ones.
    """
    if not LEAST <= len(site_rows) <= MOST or len(set(site_rows)) != len(site_rows):
        raise ValueError(f"a comparison takes {LEAST} to {MOST} different sites")
    side = Side(store, tuple(site_rows))
    return Comparison(
        sites=tuple(site.id for site in side.sites),
        names=tuple(site.name for site in side.sites),
        rows=tuple(row for section in SECTIONS for row in section(side)),
        shared_partners=_shared_partners(side),
        shared_sectors=_shared_sectors(side),
        partners_open=side.open_lists("partners"),
        sectors_open=side.open_lists("sectors"),
    )


def _shared_partners(side: Side) -> tuple[Shared, ...]:
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


def _shared_sectors(side: Side) -> tuple[Shared, ...]:
    places: dict[str, list[int]] = {}
    for place, site in enumerate(side.sites):
        for each in site.sectors:
            places.setdefault(each.id, []).append(place)
    return _ranked(
        Shared(ident, side.store.vocabulary.label("sector", ident), tuple(dict.fromkeys(where)))
        for ident, where in places.items()
    )


def _ranked(found: Iterable[Shared]) -> tuple[Shared, ...]:
    """Those at two sites or more, what most have first."""
    some = [each for each in found if len(each.sites) > 1]
    return tuple(sorted(some, key=lambda each: (-len(each.sites), each.sites)))
