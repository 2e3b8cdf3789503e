"""Tab 2: the computers, their accelerators beside yardsticks, ranks and totals."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult

from tui.analysis.lenses import compute, ranks, sizes
from tui.analysis.lenses.rows import Breakdown
from tui.explorer.detail import row_detail
from tui.explorer.grid.grid import Grid
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.grid.text import measure, total_width
from tui.explorer.messages import (
    CursorMoved,
    DetailRequested,
    LegendChanged,
    OpenRequested,
    SortRequested,
)
from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.explorer.tabs.base import GridTab, empty_text, needles
from tui.explorer.tabs.compute_notes import (
    group_detail,
    group_note,
    rank_note,
    ranks_detail,
    size_note,
    system_note,
)
from tui.explorer.tabs.compute_text import (
    SYSTEM_COLUMNS,
    SystemsSource,
    legend,
    rank_columns,
    rank_sums,
    size_columns,
    sums,
    total_columns,
)
from tui.explorer.tabs.computed import BreakdownBar, ComputedSource, Shown, computed_sheet
from tui.explorer.tabs.note import LOWEST, Lines, Note
from tui.query import Result, table
from tui.query.engine import masks, relations
from tui.query.engine.fold import fold
from tui.query.engine.store import Store
from tui.query.engine.view import Sort

if TYPE_CHECKING:
    from tui.analysis.evidence import Basis
    from tui.export import Sheet

SYSTEMS, SIZES, RANKS, TOTALS = range(4)
NAMES = ("systems", "sizes", "TOP500", "totals")
BY_RANK = "compute-systems"
"""Under this name the view keeps a sort of the systems by their rank in an edition."""
_SHORTEST, _LONGEST = 16, 64
ROOMY = 130
"""Width from which there is room for words beside the bars."""


class ComputeView(GridTab):
    """Sums above, a table that is broken down in four ways, a note on its row below."""

    tab: ClassVar[str] = "compute"
    primary: ClassVar[str] = "systems"

    DEFAULT_CSS = """
    ComputeView BreakdownBar { width: 100%; }
    ComputeView #compute-grid { height: 1fr; }
    """

    _breakdown = SYSTEMS
    _systems: Result | None = None
    _found: Breakdown | None = None
    _groups: Mapping[str, compute.Group] = MappingProxyType({})
    _bars: Mapping[str, sizes.Bar] = MappingProxyType({})
    _sorts: tuple[Sort, Sort] = ((), ())
    _ranked = False
    _width = 0

    def compose(self) -> ComposeResult:
        """Breakdowns, sums, table, note."""
        yield BreakdownBar(NAMES)
        yield Lines(id="compute-sums")
        yield Grid(fold=fold, id="compute-grid")
        yield Note(id="compute-note")

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one("#compute-grid", Grid)

    # Filling

    def fill(self, state: State) -> None:
        """Show the systems of the picked sites in the chosen way."""
        systems = self._systems = self._result(state)
        whole = masks.count(relations.of_sites(state.store, "systems", state.picked) or b"")
        narrowed = len(systems) != whole
        remark = f"{len(systems)} of {whole} rows · w for all" if narrowed else ""
        self.query_one(BreakdownBar).mark(self._breakdown, remark, warn=True)
        self._found = self._compute(state, systems)
        self._show_sums(state)
        self._show_grid(state)
        self.look(self.grid)

    def _result(self, state: State) -> Result:
        """The systems under the view, sorted by rank where that was asked for last."""
        own = state.view.table("systems")
        by_rank = state.view.table(BY_RANK).sort
        if by_rank != self._sorts[1]:
            self._ranked = bool(by_rank)
        elif own.sort != self._sorts[0]:
            self._ranked = False
        self._sorts = (own.sort, by_rank)
        view = state.view
        if not own.columns:
            view = view.with_table("systems", columns=SYSTEM_COLUMNS)
        result = table(state.dataset, view, "systems")
        if not self._ranked:
            return result
        rows = ranks.by_rank(state.store, result.rows, by_rank)
        return dataclasses.replace(result, rows=rows)

    def _compute(self, state: State, systems: Result) -> Breakdown | None:
        store, rows = state.store, sorted(systems.rows)
        self._groups, self._bars = {}, {}
        if self._breakdown == SIZES:
            bars = sizes.bars(store, rows)
            self._bars = {bar.key: bar for bar in bars}
            found = sizes.sizes_table(bars)
        elif self._breakdown == RANKS:
            found = ranks.ranks_table(store, rows)
        elif self._breakdown == TOTALS:
            groups = compute.groups(store, rows)
            self._groups = {group.key: group for group in groups}
            found = compute.totals_table(store, groups)
        else:
            return None
        return found.sorted(store, self._sort(state, found))

    def _sort(self, state: State, found: Breakdown) -> Sort:
        """The sort of a computed table; sorting by the bars is sorting by what they show."""
        sort = state.view.table(found.name).sort
        return tuple(("size" if ident == "bar" else ident, down) for ident, down in sort)

    def _show_sums(self, state: State) -> None:
        systems, found = self._systems, self._found
        if systems is None:
            return
        width = self.size.width
        if self._breakdown == RANKS and found is not None:
            lines = rank_sums(found, len(systems))
        else:
            lines = sums(state.store, sorted(systems.rows), width)
        self.query_one("#compute-sums", Lines).put(lines, width, state.glyphs)

    def _show_grid(self, state: State) -> None:
        systems, found, grid = self._systems, self._found, self.grid
        if systems is None:
            return
        self._width = self.size.width
        grid.glyphs = state.glyphs
        grid.highlight = needles(state.view.filter)
        if found is None or not len(systems):
            grid.empty_message = Text(empty_text(state, systems), justify="center")
        else:
            grid.empty_message = Text("No system here has a rank that is known.")
        if found is None:
            sort = self._sorts[1] if self._ranked else self._sorts[0]
            pinned = state.view.table("systems").pinned
            known = ranks.editions(state.store, systems.rows)
            grid.set_reactive(Grid.sort, sort)
            grid.source = SystemsSource(systems, known, pinned, state.glyphs)
        else:
            grid.set_reactive(Grid.sort, self._sort(state, found))
            grid.source = ComputedSource(found, self._columns(state, found))
        grid.marks = state.view.marks

    def _columns(self, state: State, found: Breakdown) -> list[Shown]:
        if self._breakdown == RANKS:
            return rank_columns(state, found)
        if self._breakdown == TOTALS:
            return total_columns(state, found)
        roomy = self._width >= ROOMY
        bare = ComputedSource(found, size_columns(state, found, 1, wide=roomy))
        used = total_width(measure(bare, self._sort(state, found), state.glyphs)) - 1
        room = self._width - self.grid.scrollbar_size_vertical - used
        width = min(max(room, _SHORTEST), _LONGEST)
        return size_columns(state, found, width, wide=roomy)

    def on_resize(self) -> None:
        """Fit sums and bars into the new width; a low window has no room for the note."""
        self.query_one(Note).display = self.size.height >= LOWEST
        if self.state is not None and self.size.width != self._width and not self._stale:
            self._show_sums(self.state)
            self._show_grid(self.state)

    def watch_wide(self, wide: bool) -> None:
        """Give the note more room where there is some."""
        self.query_one(Note).set_class(wide, "-tall")

    # Breakdowns

    def next_breakdown(self) -> None:
        """Systems, sizes beside yardsticks, ranks in the TOP500, totals."""
        self._choose((self._breakdown + 1) % len(NAMES))

    @on(BreakdownBar.Chosen)
    def _chosen(self, event: BreakdownBar.Chosen) -> None:
        event.stop()
        self._choose(event.place)

    def _choose(self, breakdown: int) -> None:
        self._breakdown = breakdown
        if self.state is not None:
            self.fill(self.state)
            self.grid.cursor_row = 0
            self.post_message(LegendChanged(self.tab, self.legend()))

    # What is looked at

    def focus_first(self) -> None:
        """Give the keyboard to the table."""
        self.grid.focus()
        self.look(self.grid)

    def look(self, grid: Grid) -> None:
        """Tell the main screen what stands under the cursor, and say more about it below."""
        if self.state is None or self._systems is None:
            return
        place = self._behind(self.state)
        result, row = place or (self._systems, len(self._systems))
        self.post_message(CursorMoved(result, row, grid.cursor_column_id or ""))
        self.query_one(Note).say(self._note(self.state.store), self.state.glyphs)

    def _behind(self, state: State) -> tuple[Result, int] | None:
        """The row of the data that the cursor stands on."""
        key, result = self.grid.cursor_key, self._systems
        if key is None or result is None or not self.grid.row_count:
            return None
        bar = self._bar()
        if bar is not None and bar.table != "systems":
            if not bar.table:
                return None
            result = state.result(bar.table)
        row = ResultSource(result).index(key)
        return None if row is None else (result, row)

    def _bar(self) -> sizes.Bar | None:
        return self._bars.get(self.grid.cursor_key or "")

    def _group(self) -> compute.Group | None:
        return self._groups.get(self.grid.cursor_key or "")

    def _note(self, store: Store) -> str:
        bar, group = self._bar(), self._group()
        if not self.grid.row_count:
            return ""
        if bar is not None:
            return size_note(store, bar)
        if group is not None:
            return group_note(store, group)
        place = None if self.state is None else self._behind(self.state)
        if place is None:
            return ""
        system = place[0].record(place[1])
        return rank_note(system) if self._breakdown == RANKS else system_note(store, system)

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Open a system with its ranks, a yardstick, or the systems behind a sum."""
        event.stop()
        event.prevent_default()
        state, group = self.state, self._group()
        if state is None:
            return
        bar = self._bar()
        if bar is not None and not bar.table and self._systems is not None:
            parts = compute.groups(state.store, sorted(self._systems.rows))
            group = next(each for each in parts if each.key == bar.key)
        place = self._behind(state)
        if group is not None:
            self.post_message(DetailRequested(group_detail(state.store, group)))
        elif place is not None and place[0].name == "systems":
            places = ranks_detail(place[0].record(place[1]))
            self.post_message(DetailRequested((*row_detail(*place), *places)))
        elif place is not None:
            self.post_message(OpenRequested(*place))

    def resting(self) -> tuple[str, tuple[Basis, ...]] | None:
        """The systems that a sum is made of."""
        group = self._group()
        if group is None or self.state is None:
            return None
        from tui.analysis.evidence import basis

        store = self.state.store
        found = (each for row in group.rows for each in basis(store, "systems", row)[:1])
        return group.title, tuple(found)

    def on_grid_header_pressed(self, event: Grid.HeaderPressed) -> None:
        """Sort by the column clicked."""
        event.stop()
        event.prevent_default()
        name = self._sort_name(event.column_id)
        self.post_message(SortRequested(name, event.column_id))

    def sort_name(self, grid: LineCursor) -> str:
        """Computed tables sort under their own name, systems by rank under another."""
        return self._sort_name(grid.column_id(grid.cursor_column))

    def _sort_name(self, column: str) -> str:
        if self._found is not None:
            return self._found.name
        return BY_RANK if column.startswith(ranks.RANK) else "systems"

    def sheet(self) -> Sheet | None:
        """The table as it is computed; the systems with their ranks beside them."""
        state, systems, found = self.state, self._systems, self._found
        if state is None or systems is None:
            return None
        return computed_sheet(state.store, found or ranks.with_ranks(systems))

    def legend(self) -> str:
        """What the signs of the present breakdown mean."""
        return legend(self._breakdown, self.state.glyphs) if self.state is not None else ""
