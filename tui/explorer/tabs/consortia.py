"""Tab 3: who sits in the consortia, broken down, and the partners behind it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer

from tui.analysis.lenses import consortia
from tui.analysis.lenses.breakdown import Breakdown
from tui.explorer.grid.grid import Grid
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.grid.text import GAP, measure, total_width
from tui.explorer.messages import CursorMoved, OpenRequested, SortRequested
from tui.explorer.panes.frame import OneLine
from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.explorer.tabs.base import GridTab, show_result
from tui.explorer.tabs.computed import TOTAL, BreakdownBar, ComputedSource, computed_sheet
from tui.explorer.tabs.consortia_text import caption, columns, further, legend, widest
from tui.query import Result
from tui.query.engine import masks, relations
from tui.query.engine.fold import fold

if TYPE_CHECKING:
    from tui.export import Sheet

# The partners follow the cursor after a pause, so that a held key does not repaint them.
FOLLOW_DELAY = 0.08
LEAST_LINES = 3
"""Lines below the header of the upper table, also where it has fewer rows."""

SITE, TYPE, COUNTRY, SHARED = range(4)
_NAMES = ("by site", "by type", "by country", "in several consortia")
_KEY_COLUMNS = ("site", "type", "country", "id")
"""Column of the table of partners that the rows of each breakdown stand for."""


class ConsortiaView(GridTab):
    """A computed table with bars above, the partners of its row below."""

    tab: ClassVar[str] = "consortia"
    primary: ClassVar[str] = "partners"

    DEFAULT_CSS = """
    ConsortiaView BreakdownBar { width: 100%; }
    ConsortiaView #consortia-top { height: 1fr; }
    ConsortiaView #consortia-partners { height: 1fr; }
    """

    _breakdown = SITE
    _found: Breakdown | None = None
    _partners: Result | None = None
    _records: ResultSource | None = None
    _width = 0
    _pause: Timer | None = None
    _looked_at: Grid | None = None
    _most = -1

    def compose(self) -> ComposeResult:
        """The ways to break down, the table, and the partners under a caption."""
        yield BreakdownBar(_NAMES)
        yield Grid(fold=fold, id="consortia-top")
        yield OneLine(id="consortia-caption")
        yield Grid(fold=fold, id="consortia-partners")

    @property
    def top(self) -> Grid:
        """The computed table."""
        return self.query_one("#consortia-top", Grid)

    @property
    def below(self) -> Grid:
        """The partners."""
        return self.query_one("#consortia-partners", Grid)

    # Filling

    def fill(self, state: State) -> None:
        """Show the chosen breakdown of the picked sites, and the partners."""
        partners = self._partners = state.result("partners")
        self._records = None
        whole = masks.rows(relations.of_sites(state.store, "partners", state.picked) or b"")
        narrowed = len(partners) != len(whole)
        found = self._compute(state, partners, whole if narrowed else None)
        if not state.site_count:
            found = dataclasses.replace(found, keys=(), rows=(), total=())
        self._found = found.sorted(state.store, state.view.table(found.name).sort)
        remark = f"{len(partners)} of {len(whole)} rows · w for all" if narrowed else ""
        if self._breakdown == SHARED and not narrowed:
            several = sum(number >= 2 for number in found.values("consortia"))
            remark = f"{several} in two consortia or more"
        self.query_one(BreakdownBar).mark(self._breakdown, remark, warn=narrowed)
        self._show_top(state)
        self._show_partners()

    def _compute(self, state: State, partners: Result, whole: list[int] | None) -> Breakdown:
        store, rows = state.store, sorted(partners.rows)
        if self._breakdown == SITE:
            return consortia.by_site(store, state.picked, rows, whole)
        make: Callable[..., Breakdown] = (
            consortia.by_type, consortia.by_country, consortia.shared,
        )[self._breakdown - 1]  # fmt: skip
        return make(store, rows)

    def _show_top(self, state: State) -> None:
        found = self._found
        if found is None:
            return
        grid = self.top
        self._width = grid.size.width
        sort = state.view.table(found.name).sort
        total = f"All {state.site_count}" if self._breakdown == SITE else "All"
        used = total_width(
            measure(ComputedSource(found, columns(state, found, 0), total), sort, state.glyphs)
        )
        more = further(state.store, found)
        room = self._width - grid.scrollbar_size_vertical - used - (GAP if more else 0)
        drawn = columns(state, found, widest(found, room)) + more
        source = ComputedSource(found, drawn, total)
        grid.glyphs = state.glyphs
        grid.set_reactive(Grid.sort, sort)
        grid.empty_message = Text(
            "No organisation sits at two of these sites." if self._breakdown == SHARED else ""
        )
        grid.source = source
        grid.marks = state.view.marks
        most = max(len(source), LEAST_LINES)
        if most != self._most:
            self._most = most
            grid.styles.max_height = most + 1

    def on_resize(self) -> None:
        """Fit the bars into the new width once the table has it."""
        self.call_after_refresh(self._refit)

    def _refit(self) -> None:
        if self.state is not None and self.top.size.width != self._width:
            self._show_top(self.state)

    def next_breakdown(self) -> None:
        """By site, by type, by country, organisations in several consortia."""
        self._choose((self._breakdown + 1) % len(_NAMES))

    @on(BreakdownBar.Chosen)
    def _chosen(self, event: BreakdownBar.Chosen) -> None:
        event.stop()
        self._choose(event.place)

    def _choose(self, breakdown: int) -> None:
        self._breakdown = breakdown
        if self.state is not None:
            self.top.cursor_row = 0
            self.fill(self.state)
            self.top.cursor_column = 0
            self.top.scroll_columns(-self.top.column_count)
            self.top.focus()
            self.look(self.top)

    # Partners

    def _subset(self) -> Result | None:
        """The partners of the row under the cursor of the upper table."""
        partners, key = self._partners, self.top.cursor_key
        if partners is None or key in (None, TOTAL):
            return partners
        values = partners.source.values(_KEY_COLUMNS[self._breakdown])
        rows = [row for row in partners.rows if values[row] == key]
        every = self._breakdown != SITE
        columns = tuple(each for each in partners.columns if every or each.id != "site")
        return dataclasses.replace(partners, rows=rows, columns=columns)

    def _show_partners(self) -> None:
        state, result, found = self.state, self._subset(), self._found
        if state is None or result is None or found is None:
            return
        show_result(self.below, result, state)
        source = self.top.source
        if isinstance(source, ComputedSource) and len(source):
            text = caption(state, found, source.line(self.top.cursor_row))
        else:
            text = ""
        self.query_one("#consortia-caption", OneLine).put(
            Content.assemble((f" {text}", "bold $secondary"))
        )

    def _follow(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(FOLLOW_DELAY, self._show_partners)

    # What is looked at

    def focus_first(self) -> None:
        """Give the keyboard to the upper table."""
        if not self.is_mounted:
            self.call_after_refresh(self.focus_first)
            return
        self.top.focus()
        self.look(self.top)

    def on_descendant_focus(self) -> None:
        """What is looked at changes with the pane."""
        focused = self.screen.focused
        if isinstance(focused, Grid):
            self.look(focused)

    def look(self, grid: Grid) -> None:
        """Tell the main screen what stands under the cursor."""
        self._looked_at = grid
        if grid is not self.top:
            super().look(grid)
            return
        place = self._result_row()
        if place is not None:
            self.post_message(CursorMoved(*place, ""))
        elif self._partners is not None:
            self.post_message(CursorMoved(self._partners, len(self._partners), ""))

    def _result_row(self) -> tuple[Result, int] | None:
        """The site or organisation under the cursor of the upper table."""
        names = {SITE: "sites", SHARED: "organisations"}
        key, name = self.top.cursor_key, names.get(self._breakdown)
        if self.state is None or name is None or key in (None, TOTAL):
            return None
        if self._records is None or self._records.result.name != name:
            self._records = ResultSource(self.state.result(name))
        row = self._records.index(str(key))
        return None if row is None else (self._records.result, row)

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """Let the partners follow the cursor of the upper table."""
        event.prevent_default()
        if event.grid is self.top:
            self.look(self.top)
            self._follow()
        elif self.below.has_focus:
            self.look(self.below)

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Open the site or organisation; of a type or country go to its partners."""
        if event.grid is not self.top:
            return
        event.stop()
        event.prevent_default()
        place = self._result_row()
        if place is None:
            self.below.focus()
        else:
            self.post_message(OpenRequested(*place))

    def on_grid_header_pressed(self, event: Grid.HeaderPressed) -> None:
        """Sort by the column clicked."""
        if event.grid is self.top and self._found is not None:
            event.stop()
            event.prevent_default()
            self.post_message(SortRequested(self._found.name, event.column_id))

    def sort_name(self, grid: LineCursor) -> str:
        """The computed table sorts under its own name."""
        if grid is self.top and self._found is not None:
            return self._found.name
        return self.primary

    def sheet(self) -> Sheet | None:
        """The breakdown, or the partners of one of its rows."""
        from tui.export import sheet_of

        if self._found is None or self.state is None:
            return None
        if self._looked_at is not self.below:
            return computed_sheet(self.state.store, self._found)
        subset = self._subset()
        return None if subset is None or subset is self._partners else sheet_of(subset)

    def legend(self) -> str:
        """Fills of the types of members, and the signs behind their numbers."""
        state, found = self.state, self._found
        return "" if state is None or found is None else legend(state, found)
