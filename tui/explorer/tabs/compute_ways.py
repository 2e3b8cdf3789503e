"""The ways of looking at tab compute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.analysis.telling.sections import Section
from tui.analysis.telling.site import row_detail
from tui.explorer.tabs import compute_notes as notes
from tui.explorer.tabs import compute_text as text
from tui.explorer.tabs.rows import one_row
from tui.explorer.tabs.way import Scene, Spot, Way

if TYPE_CHECKING:
    from tui.explorer.tabs.way import Evidence


def _system(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The system behind a row of the ranks."""
    systems = scene.store.table("systems")
    for row in scene.selection.rows("systems"):
        if systems.records[row] is spot.record.system:
            return "systems", row
    return None


def _bar(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The system or yardstick behind a bar; none behind a sum."""
    return (spot.record.table, spot.record.row) if spot.record.table else None


def _open_system(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """Everything about a system, and its ranks."""
    if spot.row is None:
        return ()
    return (*row_detail(scene.result, spot.row), *notes.ranks_detail(spot.record))


def _open_ranked(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """Everything about a system with a rank."""
    found = _system(scene, spot)
    if found is None:
        return ()
    detail = row_detail(one_row(scene.store, *found), 0)
    return (*detail, *notes.ranks_detail(spot.record.system))


def _open_bar(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """The systems behind a sum, a system with its ranks; a yardstick opens as it is."""
    bar = spot.record
    if not bar.table:
        sums = scene.state.result("compute-totals").source
        place = sums.place(bar.key)
        return () if place is None else notes.group_detail(scene.store, sums.records[place].group)
    if bar.table != "systems":
        return ()
    system = scene.store.table("systems").records[bar.row]
    detail = row_detail(one_row(scene.store, "systems", bar.row), 0)
    return (*detail, *notes.ranks_detail(system))


def _sources_of_sum(scene: Scene, spot: Spot) -> Evidence | None:
    """What the systems of a sum rest on."""
    from tui.analysis.evidence import basis

    group = spot.record.group
    found = (each for row in group.rows for each in basis(scene.store, "systems", row)[:1])
    return group.title, tuple(found)


WAYS: tuple[Way, ...] = (
    Way(
        id="systems",
        title="systems",
        table="systems",
        drawn=text.system_columns,
        figures=text.sums,
        note=notes.system_note,
        opens=_open_system,
        legend=text.system_legend,
        narrows=("systems",),
    ),
    Way(
        id="sizes",
        title="sizes",
        table="compute-sizes",
        drawn=text.size_columns,
        figures=text.sums,
        note=notes.size_note,
        behind=_bar,
        opens=_open_bar,
        legend=text.size_legend,
        narrows=("systems",),
    ),
    Way(
        id="top500",
        title="TOP500",
        table="compute-ranks",
        drawn=text.rank_columns,
        figures=text.rank_sums,
        note=notes.rank_note,
        behind=_system,
        opens=_open_ranked,
        legend=text.rank_legend,
        empty=lambda _: "No system here has a rank that is known.",
        narrows=("systems",),
    ),
    Way(
        id="totals",
        title="totals",
        table="compute-totals",
        drawn=text.total_columns,
        figures=text.sums,
        note=notes.group_note,
        opens=lambda scene, spot: notes.group_detail(scene.store, spot.record.group),
        evidence=_sources_of_sum,
        legend=text.total_legend,
        narrows=("systems",),
    ),
)
