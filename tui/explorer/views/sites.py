"""Tab 1: the list of sites, and everything known about the one under the cursor."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from tui.explorer.detail import row_detail
from tui.explorer.source import ResultSource
from tui.explorer.state import State
from tui.explorer.views.base import GridTab, show_result
from tui.explorer.widgets.detail import DetailPane
from tui.explorer.widgets.frame import Divider
from tui.explorer.widgets.grid import Grid
from tui.query.fold import fold

# The detail follows the cursor after a pause, so that a held key does not repaint it.
DETAIL_DELAY = 0.08


class SitesView(GridTab):
    """The site table with a detail pane beside it where there is room."""

    tab: ClassVar[str] = "sites"
    primary: ClassVar[str] = "sites"

    DEFAULT_CSS = """
    SitesView #sites-grid { width: 3fr; }
    SitesView #sites-detail, SitesView Divider { display: none; }
    SitesView.-wide #sites-detail { display: block; width: 2fr; }
    SitesView.-wide Divider { display: block; }
    """

    _pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Table left, detail right."""
        with Horizontal():
            yield Grid(fold=fold, id="sites-grid")
            yield Divider()
            yield DetailPane(id="sites-detail")

    def fill(self, state: State) -> None:
        """Show the picked sites."""
        grid = self.query_one("#sites-grid", Grid)
        show_result(grid, state.result("sites"), state)
        self._detail_soon()

    def watch_wide(self, wide: bool) -> None:
        """Show or hide the detail pane."""
        self.set_class(wide, "-wide")
        self._detail_soon()

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """Let the detail follow the cursor."""
        super().on_grid_row_highlighted(event)
        self._detail_soon()

    def _detail_soon(self) -> None:
        if not self.wide or not self.is_mounted:
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(DETAIL_DELAY, self._show_detail)

    def _show_detail(self) -> None:
        grid = self.query_one("#sites-grid", Grid)
        pane = self.query_one(DetailPane)
        source = grid.source
        if isinstance(source, ResultSource) and len(source):
            pane.show(row_detail(source.result, grid.cursor_row))
        else:
            pane.say("No site to show.")
