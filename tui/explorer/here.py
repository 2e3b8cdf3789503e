"""What is in sight and under the cursor: one value, asked by everything that acts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.explorer.tabs.way import Scene, Spot, Way, one_row, result_of
from tui.frozen import frozen
from tui.query import Result
from tui.query.engine.columns import Column
from tui.text import printable

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.explorer.grid.grid import Grid
    from tui.explorer.tabs.way import Evidence


@frozen(eq=False, kw_only=True)
class Here:
    """What a person has before the eyes at one moment.

    ``tab`` and ``way`` are what is looked at, and ``scene`` what it is drawn from, None until it
    is. ``pane`` has the keyboard. ``grid`` is the table of the tab that has it, else the one in
    front; None while another list has it, and until a table stands. ``main`` says that it is
    the table of the way itself, not one that stands beside or ``below`` it. ``shown`` is the table
    in that grid, None where it is the way's.
    ``spot`` is what is under the cursor of the way's table, ``place`` the row under that of a
    table below it.
    """

    state: State
    tab: str
    way: Way
    pane: Widget | None
    scene: Scene | None = None
    grid: Grid | None = None
    main: bool = True
    below: Grid | None = None
    shown: Result | None = None
    spot: Spot | None = None
    place: int | None = None

    @property
    def focused(self) -> bool:
        """Whether the table has the keyboard."""
        return self.grid is not None and self.pane is self.grid

    @property
    def table(self) -> str:
        """Name of the table."""
        return self.shown.name if self.shown is not None else self.way.table

    @property
    def result(self) -> Result:
        """The table as it stands; before it does, the one that the way shows."""
        return self.shown if self.shown is not None else result_of(self.way, self.state)

    @property
    def row_by_row(self) -> bool:
        """Whether the lines of the grid are the rows of the table, and its columns theirs."""
        grid = self.grid if self.scene is not None else None
        return grid is not None and isinstance(grid.source, ResultSource)

    @property
    def row(self) -> tuple[Result, int] | None:
        """The row of the dataset that is behind the cursor, as a result and a place in it."""
        scene, spot = self.scene, self.spot
        if self.place is not None:
            return (self.result, self.place) if self.place < len(self.result) else None
        if scene is None or spot is None:
            return None
        if self.way.behind is not None:
            found = self.way.behind(scene, spot)
            return None if found is None else (one_row(scene.store, *found), 0)
        if spot.row is None or scene.result.source.key is not None:
            return None
        return scene.result, spot.row

    @property
    def column(self) -> Column | None:
        """The column under the cursor; None where the table has none such."""
        grid = self.grid if self.scene is not None else None
        if grid is None or grid.source is None or not grid.column_count:
            return None
        return self.result.spec.column(grid.sort_id(grid.cursor_column))

    @property
    def site(self) -> int | None:
        """Row of the site under the cursor, or of that to which the row there belongs."""
        if self.row is None:
            return None
        result, row = self.row
        if result.name == "sites":
            return result.rows[row]
        parents = result.source.parents.get("site")
        return None if parents is None else parents[result.rows[row]]

    @property
    def evidence(self) -> Evidence | None:
        """Name and sources of what is under the cursor; None where it has none."""
        told = self._told()
        if told is not None or self.row is None or not _states_facts(self.row[0]):
            return told
        return _evidence(*self.row)

    @property
    def has_sources(self) -> bool:
        """Whether there are sources to show, or may be, told without looking them up."""
        if self.scene is None:
            return True
        told = self._told()
        if told is not None:
            return bool(told[1])
        return self.row is not None and _states_facts(self.row[0])

    def _told(self) -> Evidence | None:
        """Name and sources where the way knows better than the row."""
        told = self.way.evidence
        if told is None or self.scene is None or self.spot is None or not self.main:
            return None
        return told(self.scene, self.spot)

    @property
    def opens(self) -> bool:
        """Whether the row under the cursor is told, or leads to others."""
        scene, spot, way = self.scene, self.spot, self.way
        if scene is None or not self.focused or not self.main or self.below is not None:
            return True
        if spot is None:
            return False
        if spot.row is not None or self.row is not None:
            return True
        return way.opens is not None and bool(way.opens(scene, spot))


def _states_facts(result: Result) -> bool:
    """Whether the rows of a table come from files, and are not worked out from others."""
    return result.name == "organisations" or result.store.specs.get(result.name) is not None


def _evidence(result: Result, row: int) -> Evidence:
    from tui.analysis.provenance import basis, basis_of_organisation
    from tui.query.engine.row_words import name_of

    if result.name == "organisations":
        record = result.record(row)
        bases = basis_of_organisation(result.store, record.id, record.sites)
        return printable(record.name), bases
    store, place = result.store, result.rows[row]
    return name_of(store, result.name, place), basis(store, result.name, place)
