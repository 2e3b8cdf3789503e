"""Places of systems in the TOP500, edition by edition, and how they moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tui.analysis.lenses.rows import Breakdown
from tui.dataset.dates import PartialDate
from tui.dataset.records import System
from tui.query.engine.columns import Column
from tui.query.engine.figures import rmax_of
from tui.query.engine.store import Store
from tui.query.engine.table import Result

LIST = "TOP500"
RANK = "rank_"
"""Begins the id of a column with the ranks of an edition."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rank, and the places won (above 0) or lost since the edition before that has one.

    ``moved`` is None where no earlier rank is known. An edition without a rank is not known
    here; it does not mean that the system had left the list.
    """

    rank: int
    moved: int | None
    unsure: bool = False


def editions(store: Store, rows: Iterable[int]) -> tuple[PartialDate, ...]:
    """The editions in which some of these systems have a rank, oldest first."""
    records = store.table("systems").records
    return tuple(
        sorted(
            {place.edition for row in rows for place in records[row].rankings if place.list == LIST}
        )
    )


def places(system: System) -> Mapping[PartialDate, Place]:
    """The places of a system by edition, oldest first; the best where an edition has several."""
    found: dict[PartialDate, Place] = {}
    before: int | None = None
    order = sorted(system.rankings, key=lambda place: (place.edition, place.rank))
    for each in order:
        if each.list == LIST and each.edition not in found:
            moved = None if before is None else before - each.rank
            found[each.edition] = Place(each.rank, moved, each.confidence != "confirmed")
            before = each.rank
    return found


def overall(found: Mapping[PartialDate, Place]) -> int | None:
    """Places won (above 0) or lost from the first to the last rank; None with fewer than two."""
    ranks = [place.rank for place in found.values()]
    return ranks[0] - ranks[-1] if len(ranks) > 1 else None


def rank_id(edition: PartialDate) -> str:
    """Id of the column with the ranks of an edition."""
    return f"{RANK}{edition}"


def moved_id(edition: PartialDate) -> str:
    """Id of the column that says how the systems moved in an edition."""
    return f"moved_{edition}"


def confirmed_id(edition: PartialDate) -> str:
    """Id of the column that says whether a source confirms the rank."""
    return f"confirmed_{edition}"


def edition_columns(found: Iterable[PartialDate]) -> tuple[Column, ...]:
    """For each edition the rank, the movement, and whether the rank is confirmed."""
    columns = []
    for edition in found:
        columns += [
            Column(rank_id(edition), f"{LIST} {edition}", "integer",
                   f"Rank in the {LIST} of {edition}", default=True),
            Column(moved_id(edition), f"Moved {edition}", "integer",
                   "Places won, or lost where below 0, since the edition before with a rank"),
            Column(confirmed_id(edition), f"Confirmed {edition}", "flag",
                   "Whether a source confirms the rank"),
        ]  # fmt: skip
    return tuple(columns)


def edition_values(
    found: Iterable[PartialDate], places: Mapping[PartialDate, Place]
) -> list[int | bool | None]:
    """The values of :func:`edition_columns` for one system."""
    values: list[int | bool | None] = []
    for edition in found:
        place = places.get(edition)
        values += [place.rank, place.moved, not place.unsure] if place else [None] * 3
    return values


_NAME = Column("name", "System", "text", "Name of the system", default=True)
_SITE = Column("site", "Site", "slug", "Id of the site", default=True)
_CHANGE = Column(
    "change", "Overall", "integer", "Places won, or lost where below 0, from first to last rank",
    default=True,
)  # fmt: skip
_RMAX = Column(
    "rmax_pflops", "Rmax", "number", "Sustained HPL performance", unit="PFlop/s", default=True
)


def ranks_table(store: Store, rows: Sequence[int]) -> Breakdown:
    """Systems with a rank, edition by edition, the best of the newest edition first."""
    table = store.table("systems")
    sites = store.table("sites").values("id")
    known = editions(store, rows)
    keys, lines = [], []
    for row in rows:
        system: System = table.records[row]
        found = places(system)
        if found:
            site = sites[table.parents["site"][row]]
            keys.append(f"{site}/{system.id}")
            lines.append((system.name, site, *edition_values(known, found), overall(found),
                          rmax_of(system)[0]))  # fmt: skip
    columns = (_NAME, _SITE, *edition_columns(known), _CHANGE, _RMAX)
    order = tuple((rank_id(edition), False) for edition in reversed(known))
    return Breakdown("compute-ranks", columns, tuple(keys), tuple(lines)).sorted(store, order)


def by_rank(store: Store, rows: Sequence[int], sort: Sequence[tuple[str, bool]]) -> list[int]:
    """Systems sorted by (id of a rank column, descending) pairs, those without a rank last."""
    records = store.table("systems").records
    order = list(rows)
    for ident, descending in reversed(sort):
        known: dict[int, int] = {}
        for row in order:
            for edition, place in places(records[row]).items():
                if rank_id(edition) == ident:
                    known[row] = place.rank
        ranked = sorted((row for row in order if row in known), key=known.__getitem__,
                        reverse=descending)  # fmt: skip
        order = [*ranked, *(row for row in order if row not in known)]
    return order


def with_ranks(systems: Result) -> Breakdown:
    """A result of the table of systems with the ranks of every edition beside it."""
    known = editions(systems.store, systems.rows)
    return Breakdown(
        "systems-with-ranks",
        (*systems.columns, *edition_columns(known)),
        tuple(systems.key(row) for row in range(len(systems))),
        tuple(
            (*line, *edition_values(known, places(systems.record(row))))
            for row, line in enumerate(systems.lines())
        ),
    )
