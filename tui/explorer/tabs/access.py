"""Tab 5: which services and which ways to computing time the sites offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult

from tui.analysis.lenses.breakdown import Breakdown
from tui.analysis.lenses.offers import Offers, SiteOffers, matrix, modes_table, offers_at
from tui.explorer.detail import row_detail
from tui.explorer.grid.grid import Grid
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.messages import (
    CursorMoved,
    DetailRequested,
    LegendChanged,
    OpenRequested,
    SortRequested,
)
from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.explorer.tabs.access_text import (
    OFFER_COLUMNS,
    OffersSource,
    cell_note,
    column_detail,
    figures,
    legend,
    matrix_columns,
    mode_columns,
    mode_figures,
    mode_note,
    offer_figures,
    offer_note,
)
from tui.explorer.tabs.base import GridTab, empty_text, needles
from tui.explorer.tabs.computed import TOTAL, BreakdownBar, ComputedSource, computed_sheet
from tui.explorer.tabs.note import LOWEST, Lines, Note
from tui.query import Result, table
from tui.query.engine import masks, relations
from tui.query.engine.fold import fold
from tui.query.engine.table import row_key
from tui.text import printable

if TYPE_CHECKING:
    from tui.analysis.evidence import Basis
    from tui.export import Sheet

MATRIX, OFFERS, MODES = range(3)
NAMES = ("services and modes", "offers", "EuroHPC modes")


class AccessView(GridTab):
    """Figures above, a table in one of three ways, a note on its cell or row below."""

    tab: ClassVar[str] = "access"
    primary: ClassVar[str] = "access"

    DEFAULT_CSS = """
    AccessView BreakdownBar { width: 100%; }
    AccessView #access-grid { height: 1fr; }
    """

    _breakdown = MATRIX
    _offers: Offers | None = None
    _access: Result | None = None
    _services: Result | None = None
    _found: Breakdown | None = None

    def compose(self) -> ComposeResult:
        """Breakdowns, figures, table, note."""
        yield BreakdownBar(NAMES)
        yield Lines(id="access-figures")
        yield Grid(fold=fold, id="access-grid")
        yield Note(id="access-note")

    def on_mount(self) -> None:
        """Let the note follow the column cursor too."""
        self.watch(self.grid, "cursor_column", self._column_changed, init=False)

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one("#access-grid", Grid)

    # Filling

    def fill(self, state: State) -> None:
        """Show what the picked sites offer in the chosen way."""
        services, access = state.result("services"), self._result(state)
        self._services, self._access = services, access
        results = {"services": services, "access": access}
        counts = {name: self._count(state, name) for name in results}
        narrowed = frozenset(name for name in results if len(results[name]) != counts[name])
        found = offers_at(
            state.store, state.picked, sorted(services.rows), sorted(access.rows), narrowed
        )
        self._offers = found
        self._show_remark(found, len(services) + len(access), sum(counts.values()))
        self._found = self._compute(state, found)
        self._show_figures(state)
        self._show_grid(state)
        self.look(self.grid)

    def _show_remark(self, found: Offers, listed: int, whole: int) -> None:
        """Whether lists are narrowed, or else incomplete."""
        bar = self.query_one(BreakdownBar)
        if self._breakdown == MODES:
            bar.mark(MODES)
        elif listed != whole:
            remark = f"{listed} of {whole} rows · w for all"
            bar.mark(self._breakdown, remark, warn=True)
        else:
            lists = f"{found.incomplete} of {len(found.sites)} lists incomplete"
            bar.mark(self._breakdown, lists if found.incomplete else "")

    def _result(self, state: State) -> Result:
        view = state.view
        if not view.table("access").columns:
            view = view.with_table("access", columns=OFFER_COLUMNS)
        return table(state.dataset, view, "access")

    def _count(self, state: State, name: str) -> int:
        return masks.count(relations.of_sites(state.store, name, state.picked) or b"")

    def _compute(self, state: State, found: Offers) -> Breakdown | None:
        if self._breakdown == OFFERS:
            return None
        result = matrix(found) if self._breakdown == MATRIX else modes_table(found)
        return result.sorted(state.store, state.view.table(result.name).sort)

    def _show_figures(self, state: State) -> None:
        found, width = self._offers, self.size.width
        if found is None:
            return
        if self._breakdown == MODES and self._found is not None:
            lines = mode_figures(self._found)
        elif self._breakdown == OFFERS:
            lines = offer_figures(found, width)
        else:
            lines = figures(found, width)
        self.query_one("#access-figures", Lines).put(lines, width, state.glyphs)

    def _show_grid(self, state: State) -> None:
        found, access, grid = self._found, self._access, self.grid
        if self._offers is None or access is None:
            return
        grid.glyphs = state.glyphs
        grid.highlight = needles(state.view.filter)
        name = "access" if found is None else found.name
        grid.set_reactive(Grid.sort, state.view.table(name).sort)
        missing = access if found is None else state.result("sites")
        grid.empty_message = Text(empty_text(state, missing), justify="center")
        if found is None:
            grid.source = OffersSource(access, state.view.table("access").pinned)
        elif self._breakdown == MODES:
            grid.source = ComputedSource(found, mode_columns(state, found))
        else:
            columns = matrix_columns(state, self._offers, found, wide=self.wide)
            total = f"All {len(found)}" if len(found) > 1 else ""
            grid.source = ComputedSource(found, columns, total)
        grid.marks = state.view.marks

    def on_resize(self) -> None:
        """Fit the figures into the new width; a low window has no room for the note."""
        self.query_one(Note).display = self.size.height >= LOWEST
        if self.state is not None and not self._stale:
            self._show_figures(self.state)

    def watch_wide(self, wide: bool) -> None:
        """Give columns and note more room where there is some."""
        self.query_one(Note).set_class(wide, "-tall")
        if self.state is not None and not self._stale:
            self._show_grid(self.state)

    # Breakdowns

    def next_breakdown(self) -> None:
        """Services and modes by site, offers, EuroHPC-wide modes."""
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

    def _column_changed(self) -> None:
        self.look(self.grid)

    def look(self, grid: Grid) -> None:
        """Tell the main screen what stands under the cursor, and say more about it below."""
        state, access = self.state, self._access
        if state is None or access is None:
            return
        result, row = self._behind(state) or (access, len(access))
        self.post_message(CursorMoved(result, row, grid.cursor_column_id or ""))
        self.query_one(Note).say(self._note(state), state.glyphs)

    def _behind(self, state: State) -> tuple[Result, int] | None:
        """The row of the data under the cursor: of a cell its first entry, else the site."""
        key, access = self.grid.cursor_key, self._access
        if key in (None, TOTAL) or access is None or not self.grid.row_count:
            return None
        if self._breakdown == MATRIX:
            entries = self._entries()
            result = entries[0] if entries else state.result("sites")
            if entries:
                key = row_key(result.source, entries[1][0])
        else:
            result = access if self._breakdown == OFFERS else state.result("access_modes")
        row = ResultSource(result).index(str(key))
        return None if row is None else (result, row)

    def _site(self) -> SiteOffers | None:
        """The site of the matrix that the cursor stands on."""
        if self._offers is None:
            return None
        return self._offers.by_id.get(self.grid.cursor_key or "")

    def _entries(self) -> tuple[Result, Sequence[int]] | None:
        """Table and rows of the entries in the cell under the cursor."""
        site, column = self._site(), self.grid.cursor_column_id or ""
        found, services, access = self._offers, self._services, self._access
        if found is None or services is None or access is None or site is None:
            return None
        rows = site.cells.get(column)
        if not rows:
            return None
        return (services if found.table(column) == "services" else access), rows

    def _note(self, state: State) -> str:
        found = self._offers
        if found is None or not self.grid.row_count:
            return ""
        if self._breakdown == MATRIX:
            column = self.grid.cursor_column_id or ""
            return cell_note(state.store, found, self._site(), column)
        place = self._behind(state)
        if place is None:
            return ""
        if self._breakdown == OFFERS:
            return offer_note(*place)
        return mode_note(place[0].record(place[1]))

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Open the entries of a cell, a site, the sites of a column, an offer or a mode."""
        event.stop()
        event.prevent_default()
        state, found = self.state, self._offers
        if state is None or found is None:
            return
        column = self.grid.cursor_column_id or ""
        entries = self._entries() if self._breakdown == MATRIX else None
        if event.key == TOTAL:
            if column in found.columns:
                self.post_message(DetailRequested(column_detail(found, column)))
        elif entries is not None and len(entries[1]) > 1:
            result, rows = entries
            places = [result.rows.index(row) for row in rows]
            sections = [part for place in places for part in row_detail(result, place)]
            self.post_message(DetailRequested(tuple(sections)))
        else:
            place = self._behind(state)
            if place is not None:
                self.post_message(OpenRequested(*place))

    def resting(self) -> tuple[str, tuple[Basis, ...]] | None:
        """All entries of a cell that has several."""
        site, found = self._site(), self._offers
        entries = self._entries() if self._breakdown == MATRIX else None
        if entries is None or found is None or site is None or len(entries[1]) < 2:
            return None
        from tui.analysis.evidence import basis

        result, rows = entries
        title = (
            f"{result.store.site_name(site.id)}, {found.label(self.grid.cursor_column_id or '')}"
        )
        bases = (each for row in rows for each in basis(result.store, result.name, row))
        return printable(title), tuple(bases)

    def on_grid_header_pressed(self, event: Grid.HeaderPressed) -> None:
        """Sort by the column clicked."""
        event.stop()
        event.prevent_default()
        self.post_message(SortRequested(self._sort_name(), event.column_id))

    def sort_name(self, grid: LineCursor) -> str:
        """Computed tables sort under their own name."""
        return self._sort_name()

    def _sort_name(self) -> str:
        return "access" if self._found is None else self._found.name

    def sheet(self) -> Sheet | None:
        """The matrix or the modes as a table; None for the offers, which are a result."""
        if self._found is None or self.state is None:
            return None
        return computed_sheet(self.state.store, self._found)

    def legend(self) -> str:
        """What the signs of the present breakdown mean."""
        return legend(self._breakdown, self.state.glyphs) if self.state is not None else ""
