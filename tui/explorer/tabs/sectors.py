"""Tab 4: which site names which sector, what nobody names, and which sites are alike."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer

from tui.analysis.lenses import coverage
from tui.analysis.lenses.breakdown import Breakdown
from tui.analysis.lenses.coverage import Coverage, SiteRow
from tui.explorer.detail import Section
from tui.explorer.grid.grid import Grid
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.messages import CursorMoved, DetailRequested, OpenRequested, SortRequested
from tui.explorer.panes.detail import DetailPane
from tui.explorer.panes.frame import OneLine
from tui.explorer.panes.matrix import Matrix
from tui.explorer.state import State
from tui.explorer.tabs import sector_text
from tui.explorer.tabs.base import GridTab, empty_text, needles
from tui.explorer.tabs.computed import TOTAL, BreakdownBar, ComputedSource, computed_sheet
from tui.explorer.tabs.sector_matrix import MatrixSource
from tui.explorer.tabs.sector_rows import Place, matrix_place, only_place, site_place
from tui.query.engine import masks, relations
from tui.query.engine.fold import fold

if TYPE_CHECKING:
    from tui.export import Sheet

# Detail and pairs follow the cursor after a pause, so that a held key does not repaint them.
FOLLOW_DELAY = 0.08
TALL = 30
"""Lines from which on a pane below the matrix tells about the cell under the cursor."""

SECTORS, GROUPS, GAPS, LIKENESS = range(4)
_NAMES = ("by sector", "by group", "gaps", "similarity")


class SectorsView(GridTab):
    """A matrix, or lists made from it; a caption says what is under the cursor."""

    tab: ClassVar[str] = "sectors"
    primary: ClassVar[str] = "sectors"

    DEFAULT_CSS = """
    SectorsView BreakdownBar { width: 100%; }
    SectorsView > Grid, SectorsView > DetailPane { height: 1fr; display: none; }
    SectorsView #sectors-matrix { display: block; height: 2fr; }
    SectorsView.-tall #sectors-detail { display: block; }
    SectorsView.-tall #sectors-caption { display: none; }
    SectorsView.-list #sectors-matrix, SectorsView.-list #sectors-detail { display: none; }
    SectorsView.-list #sectors-list, SectorsView.-list #sectors-caption { display: block; }
    SectorsView.-pairs #sectors-pairs { display: block; }
    """

    _breakdown = SECTORS
    _coverage: Coverage | None = None
    _found: Breakdown | None = None
    _pairs: Breakdown | None = None
    _pause: Timer | None = None
    _looked_at: Grid | None = None
    _most: int | None = None

    def compose(self) -> ComposeResult:
        """The ways to break down, matrix and lists, of which one is shown, and a caption."""
        yield BreakdownBar(_NAMES)
        yield Matrix(fold=fold, id="sectors-matrix")
        yield Grid(fold=fold, id="sectors-list")
        yield OneLine(id="sectors-caption")
        yield Grid(fold=fold, id="sectors-pairs")
        yield DetailPane(id="sectors-detail")

    @property
    def matrix(self) -> Matrix:
        """The matrix."""
        return self.query_one(Matrix)

    @property
    def main(self) -> Grid:
        """The matrix or list that is shown."""
        return self.matrix if self._breakdown in (SECTORS, GROUPS) else self.list

    @property
    def list(self) -> Grid:
        """The list of gaps, or of sites with the one most like them."""
        return self.query_one("#sectors-list", Grid)

    @property
    def pairs(self) -> Grid:
        """The pairs of the site under the cursor of the list."""
        return self.query_one("#sectors-pairs", Grid)

    def on_mount(self) -> None:
        """Follow the cursors that say nothing when they move."""
        self.watch(self.matrix, "cursor_column", self._moved, init=False)
        self.watch(self.pairs, "cursor_row", self._moved, init=False)

    def on_resize(self) -> None:
        """Show the pane below the matrix where there is room."""
        self.set_class(self.size.height >= TALL, "-tall")
        self._fit()

    # Filling

    def fill(self, state: State) -> None:
        """Show the chosen breakdown of the picked sites."""
        sectors = state.result("sectors")
        listed = masks.count(relations.of_sites(state.store, "sectors", state.picked) or b"")
        narrowed = len(sectors) != listed and self._breakdown in (SECTORS, GROUPS)
        self._coverage = coverage.coverage(
            state.store,
            state.picked,
            sectors.rows if narrowed else None,
            "group" if self._breakdown == GROUPS else "sector",
        )
        remark = f"{len(sectors)} of {listed} rows · w for all" if narrowed else ""
        self.query_one(BreakdownBar).mark(self._breakdown, remark, warn=True)
        self.set_class(self._breakdown in (GAPS, LIKENESS), "-list")
        self.set_class(self._breakdown == LIKENESS, "-pairs")
        if self.main is self.matrix:
            self._fill_matrix(state, self._coverage, narrowed=narrowed)
        else:
            self._fill_list(state, self._coverage)
        self._show_caption()
        self._follow()

    def _fill_matrix(self, state: State, found: Coverage, *, narrowed: bool) -> None:
        sort = state.view.table(found.name).sort
        by_number = not narrowed and (not sort or sort[0] == ("sectors", True))
        grid = self.matrix
        grid.set_reactive(Grid.sort, sort)
        grid.glyphs = state.glyphs
        grid.highlight = needles(state.view.filter)
        grid.empty_message = _why_empty(state)
        order = self._matrix_table(state, found).keys if sort else [site.id for site in found.sites]
        grid.source = MatrixSource(found, order, state.glyphs, line=by_number)
        grid.marks = state.view.marks
        self._fit()

    def _matrix_table(self, state: State, found: Coverage) -> Breakdown:
        return coverage.matrix(found).sorted(state.store, state.view.table(found.name).sort)

    def _fill_list(self, state: State, found: Coverage) -> None:
        if self._breakdown == GAPS:
            table = coverage.gaps(found)
            columns = sector_text.gap_columns(state.store, table)
        else:
            table = coverage.closest(found)
            columns = sector_text.pair_columns(state.store, table, ("Site", "Most like it"))
        if not state.site_count:
            table = dataclasses.replace(table, keys=(), rows=(), total=())
        sort = state.view.table(table.name).sort
        self._found = table.sorted(state.store, sort)
        grid = self.list
        grid.set_reactive(Grid.sort, sort)
        grid.glyphs = state.glyphs
        grid.empty_message = _why_empty(state)
        total = "All pairs" if self._breakdown == LIKENESS else ""
        grid.source = ComputedSource(self._found, columns, total)
        grid.marks = state.view.marks
        if self._breakdown == LIKENESS:
            self._show_pairs()

    def _fit(self) -> None:
        """Leave the pane below the matrix what the matrix does not need."""
        matrix = self.matrix
        tall = self.has_class("-tall")
        most = matrix.row_count + matrix.header_height if tall else None
        if most != self._most:
            self._most = most
            matrix.styles.max_height = most

    def _show_pairs(self) -> None:
        state, found = self.state, self._coverage
        if state is None or found is None:
            return
        key = self.list.cursor_key
        table = coverage.likeness(found, "" if key in (None, TOTAL) else str(key))
        sort = state.view.table(table.name).sort
        self._pairs = table.sorted(state.store, sort)
        grid = self.pairs
        grid.set_reactive(Grid.sort, sort)
        grid.glyphs = state.glyphs
        columns = sector_text.pair_columns(state.store, table, ("Site", "Other site"))
        grid.source = ComputedSource(self._pairs, columns)

    def next_breakdown(self) -> None:
        """By sector, by group, gaps, similarity."""
        self._choose((self._breakdown + 1) % len(_NAMES))

    @on(BreakdownBar.Chosen)
    def _chosen(self, event: BreakdownBar.Chosen) -> None:
        event.stop()
        self._choose(event.place)

    def _choose(self, breakdown: int) -> None:
        self._breakdown = breakdown
        if self.state is not None:
            self.fill(self.state)
            grid = self.main
            grid.cursor_row = grid.cursor_column = 0
            grid.scroll_columns(-grid.column_count)
            self.focus_first()

    # What is looked at

    def focus_first(self) -> None:
        """Give the keyboard to the matrix or list."""
        if not self.is_mounted:
            self.call_after_refresh(self.focus_first)
            return
        self.main.focus()
        self.look(self.main)

    def on_descendant_focus(self) -> None:
        """What is looked at changes with the pane."""
        focused = self.screen.focused
        if isinstance(focused, Grid):
            self.look(focused)

    def _under_cursor(self) -> tuple[SiteRow | None, str] | None:
        """Site (None for the total) and column ("" before the sectors) of the matrix."""
        source = self.matrix.source
        if not isinstance(source, MatrixSource) or self.main is not self.matrix or not len(source):
            return None
        key = self.matrix.cursor_key
        site = source.site(self.matrix.cursor_row)
        if site is None and key != TOTAL:
            return None
        return site, source.column(self.matrix.cursor_column)

    def look(self, grid: Grid) -> None:
        """Tell the main screen which site or sector stands under the cursor."""
        if self.state is None:
            return
        self._looked_at = grid
        self._show_caption()
        place = self._result_row(grid)
        result = self.state.result("sectors") if place is None else place[0]
        self.post_message(CursorMoved(result, len(result) if place is None else place[1], ""))

    def _result_row(self, grid: Grid) -> Place | None:
        """The row of the dataset that stands behind the cursor of a grid."""
        state, found, key = self.state, self._coverage, grid.cursor_key
        if state is None or found is None or key in (None, TOTAL):
            return None
        if grid is self.matrix:
            here = self._under_cursor()
            return None if here is None else matrix_place(state, *here)
        if self._breakdown == GAPS:
            return only_place(state, found, str(key))
        source = grid.source
        if not isinstance(source, ComputedSource):
            return None
        line = source.line(grid.cursor_row)
        ident = line[1] if grid.cursor_column_id == "other" else line[0]
        return None if ident is None else site_place(state, ident)

    def _moved(self) -> None:
        focused = self.screen.focused
        if isinstance(focused, Grid) and focused in (self.matrix, self.pairs):
            self.look(focused)
            self._follow()

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """Let caption, detail and pairs follow the cursor."""
        event.prevent_default()
        if isinstance(event.grid, Grid) and event.grid is not self.pairs:
            self.look(event.grid)
            self._follow()

    def _follow(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(FOLLOW_DELAY, self._show_below)

    def _show_below(self) -> None:
        if self._breakdown == LIKENESS:
            self._show_pairs()
            self._show_caption()
        elif self.has_class("-tall") and self.main is self.matrix:
            self.query_one(DetailPane).show(self._detail())

    def _show_caption(self) -> None:
        text = self._caption()
        self.query_one("#sectors-caption", OneLine).put(
            Content.assemble((f" {text}", "bold $secondary"))
        )

    def _caption(self) -> str:
        state, found = self.state, self._coverage
        if state is None or found is None or not state.site_count:
            return ""
        if self._breakdown == GAPS and self._found is not None:
            return sector_text.gap_caption(found, self._found)
        if self._breakdown == LIKENESS:
            source = self.pairs.source
            if self._pairs is None or not isinstance(source, ComputedSource):
                return ""
            line = source.line(self.pairs.cursor_row) if len(source) else ()
            return sector_text.pair_caption(state.store, self._pairs, line, len(found.sites))
        here = self._under_cursor()
        return "" if here is None else sector_text.caption(found, *here)

    def _detail(self) -> tuple[Section, ...]:
        """All about what is under the cursor of the matrix."""
        state, found, here = self.state, self._coverage, self._under_cursor()
        if state is None or found is None or here is None:
            return ()
        site, column = here
        if site is None:
            if column:
                return sector_text.column_detail(found, column)
            return sector_text.selection_sections(found)
        if column:
            return sector_text.cell_detail(state, found, site, column)
        return sector_text.site_sections(found, site)

    # Requests

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Open what is known about the cell, site or sector."""
        event.stop()
        event.prevent_default()
        grid = event.grid
        if not isinstance(grid, Grid):
            return
        here = self._under_cursor() if grid is self.matrix else None
        place = self._result_row(grid)
        if here is not None and here[1]:
            self.post_message(DetailRequested(self._detail()))
        elif self._breakdown == GAPS and self._coverage is not None:
            self.post_message(DetailRequested(self._gap_detail(event.key)))
        elif place is not None:
            self.post_message(OpenRequested(*place))

    def _gap_detail(self, sector: str) -> tuple[Section, ...]:
        state, found = self.state, self._coverage
        if state is None or found is None:
            return ()
        sites = found.covering[sector]
        if sites:
            return sector_text.cell_detail(state, found, sites[0], sector)
        return sector_text.column_detail(found, sector)

    def on_grid_header_pressed(self, event: Grid.HeaderPressed) -> None:
        """Sort by the column clicked."""
        if isinstance(event.grid, Grid):
            event.stop()
            event.prevent_default()
            self.post_message(SortRequested(self.sort_name(event.grid), event.column_id))

    def sort_name(self, grid: LineCursor) -> str:
        """Each list sorts under its own name."""
        shown = self._coverage if grid is self.matrix else self._found
        shown = self._pairs if grid is self.pairs else shown
        return shown.name if shown is not None else self.primary

    def sheet(self) -> Sheet | None:
        """The matrix or list that is looked at."""
        state = self.state
        if state is None or self._coverage is None:
            return None
        if self.main is self.matrix:
            return computed_sheet(state.store, self._matrix_table(state, self._coverage))
        found = self._pairs if self._looked_at is self.pairs else self._found
        return None if found is None else computed_sheet(state.store, found)

    def legend(self) -> str:
        """The signs of the matrix, or a word on the list."""
        if self.state is None or self._coverage is None:
            return ""
        if self._breakdown == GAPS:
            return sector_text.GAP_LEGEND
        if self._breakdown == LIKENESS:
            return sector_text.PAIR_LEGEND
        return sector_text.legend(self.state.glyphs, self._coverage)


def _why_empty(state: State) -> Text:
    """What stands in place of rows."""
    if not state.site_count:
        return Text(empty_text(state, state.result("sites")), justify="center")
    return Text("Every sector is named by two or more of these sites.")
