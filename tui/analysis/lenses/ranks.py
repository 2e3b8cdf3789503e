"""Places of systems in the TOP500, edition by edition, and how they moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.analysis.lenses.rows import Selection, ordered, site_column, worked_out
from tui.dataset.dates import PartialDate
from tui.dataset.records import System
from tui.frozen import frozen
from tui.query.engine.columns import Field
from tui.query.engine.format import rmax_of
from tui.query.engine.store import Store, Table
from tui.query.engine.table import row_key

LIST = "TOP500"


@frozen
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


@frozen
class Ranked:
    """A system with a rank: its key, the id of its site, and its places by edition."""

    key: str
    site: str
    system: System
    places: Mapping[PartialDate, Place]


def _rank(edition: PartialDate) -> Field:
    """The rank of an edition."""

    def known(row: Ranked) -> Place | None:
        return row.places.get(edition)

    return Field(
        id=f"rank_{edition}", title=f"{LIST} {edition}", kind="integer", default=True,
        meaning=f"Rank in the {LIST} of {edition}", short=str(edition),
        value=lambda row: place.rank if (place := known(row)) else None,
        sure=lambda row: not ((place := known(row)) and place.unsure),
    )  # fmt: skip


def _moved(edition: PartialDate) -> Field:
    """How the systems moved in an edition."""
    return Field(
        id=f"moved_{edition}", title=f"Moved {edition}", kind="integer",
        meaning="Places won, or lost where below 0, since the edition before with a rank",
        value=lambda row: place.moved if (place := row.places.get(edition)) else None,
    )  # fmt: skip


_NAME = Field(
    id="name", title="System", kind="text", meaning="Name of the system", default=True,
    value=lambda row: row.system.name,
)  # fmt: skip
_OTHERS = (
    Field(
        id="change", title="Overall", kind="integer", default=True,
        meaning="Places won, or lost where below 0, from first to last rank",
        value=lambda row: overall(row.places),
    ),
    Field(
        id="rmax_pflops", title="Rmax", kind="number", meaning="Sustained HPL performance",
        unit="PFlop/s", default=True, value=lambda row: rmax_of(row.system)[0],
        sure=lambda row: row.system.confidence == "confirmed",
    ),
    site_column(lambda row: row.site),
)  # fmt: skip


def compute_ranks(selection: Selection) -> Table:
    """Systems with a rank, edition by edition, the best of the newest edition first."""
    store, rows = selection.store, selection.rows("systems")
    table = store.table("systems")
    parents, keys = table.parents["site"], store.table("sites").values("id")
    found = [
        Ranked(row_key(table, row), keys[parents[row]], table.records[row], known)
        for row in rows
        if (known := places(table.records[row]))
    ]
    shown = editions(store, rows)
    fields = (_NAME, *(make(each) for each in shown for make in (_rank, _moved)), *_OTHERS)
    made = worked_out(
        "compute-ranks", "TOP500 ranks", fields, found, key=lambda row: str(row.key),
        singular="system",
    )  # fmt: skip
    return ordered(store, made, *((f"rank_{each}", False) for each in reversed(shown)))
