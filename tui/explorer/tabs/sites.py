"""Tab 1: the list of sites, and beside it everything known about one of them, or the map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from tui.explorer.commands import BY_ID, textual_key
from tui.explorer.grid.grid import Grid
from tui.explorer.messages import LegendChanged, MapRequested, OpenRequested
from tui.explorer.panes.frame import Divider
from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.explorer.tabs.base import GridTab, show_result
from tui.query import Result
from tui.query.engine.fold import fold

if TYPE_CHECKING:
    from tui.explorer.map.canvas import EuropeMap
    from tui.explorer.panes.detail import DetailPane
    from tui.explorer.tabs.site_map import MapPane


class SitesView(GridTab):
    """The site table; beside it where there is room, else over it, details or the map.

    The cursor of the table is the one cursor: the map follows it and moves it.
    """

    tab: ClassVar[str] = "sites"
    primary: ClassVar[str] = "sites"
    late: ClassVar[bool] = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(map(textual_key, BY_ID[each].keys)), "turn", show=False, id=each)
        for each in ("next_pane", "previous_pane")
    ]
    DEFAULT_CSS = """
    SitesView { layout: horizontal; }
    SitesView #sites-grid { width: 1fr; }
    SitesView.-wide #sites-grid { width: 60%; }
    SitesView.-map #sites-grid { width: 1fr; }
    SitesView #sites-detail { width: 1fr; }
    """

    _pause: Timer | None = None
    _divider: Divider | None = None
    _detail: DetailPane | None = None
    _map: MapPane | None = None
    _map_open = False
    _from_map: str | None = None
    """Row to which the map moved the cursor, until the table tells of it: no news to the map."""
    _told = ""
    """Row that the detail tells of, or will soon."""
    _on_map = False
    """Whether the map had the keyboard last; in narrow terminals it then hides the table."""

    def compose(self) -> ComposeResult:
        """The table; what stands beside it is mounted once it stands."""
        yield Grid(fold=fold, id="sites-grid")

    @property
    def _grid(self) -> Grid:
        return self.query_one("#sites-grid", Grid)

    @property
    def _result(self) -> Result | None:
        source = self._grid.source
        return source.result if isinstance(source, ResultSource) else None

    def on_mount(self) -> None:
        """Show the panes that there is room for."""
        self._arrange()

    def fill(self, state: State) -> None:
        """Show the picked sites; the detail of the first follows in the same frame."""
        show_result(self._grid, state.result("sites"), state)
        if not self._grid.row_count:
            self.look(self._grid)
        self._show_marks()
        if self.wide and not self._map_open and self._detail is not None:
            self._show_detail()

    def watch_wide(self, wide: bool) -> None:
        """Two panes side by side, or one."""
        self._arrange()
        self._detail_soon()

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """Let detail and map follow the cursor; the main screen is told by the base class."""
        if event.key == self._from_map:
            self._from_map = None
        elif self._map is not None:
            self._map.map.current = self._grid.cursor_key
        if event.key != self._told and self._detail is not None:
            self._detail.scroll_home(animate=False)  # also where the cursor comes back at once
        self._told = event.key
        self._detail_soon()

    def _detail_soon(self) -> None:
        if not self.wide or self._map_open or not self.is_mounted:
            return
        self._stop_pause()
        self._pause = self.set_timer(self.pause, self._show_detail)

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def _show_detail(self) -> None:
        self._stop_pause()
        pane, result = self._detail, self._result
        if pane is None:
            return
        if self.state is not None:
            pane.glyphs = self.state.glyphs
        if result is not None and len(result):
            from tui.analysis.telling.site import row_detail

            pane.show(row_detail(result, self._grid.cursor_row))
        else:
            pane.say("No site to show.")

    # The map

    def show_map(self, files: tuple[Path, ...]) -> tuple[str, ...]:
        """Open the map, bring it to the front, or close it.

        ``files`` may hold the coast, the first one that can be read is drawn; gives what is
        wrong with the others.
        """
        if self._map_open and (self.wide or self._on_map):
            self._map_open = self._on_map = False
            self._arrange()
            self._detail_soon()
            self.call_after_refresh(self.focus_first)
            return ()
        self._map_open = self._on_map = True
        faults: tuple[str, ...] = ()
        if self._map is None:
            from tui.explorer.tabs.site_map import MapPane

            self._map = MapPane(files)
            self._map.display = False
            self._make_side()
            self.mount(self._map)
            faults = self._map.faults
        self.call_after_refresh(self._arrange)
        self.call_after_refresh(self.focus_first)
        return faults

    def _show_marks(self) -> None:
        result, state = self._result, self.state
        if self._map is not None and self._map_open and result is not None and state is not None:
            self._map.show(result, state.view.marks, state.glyphs)
            self._map.map.current = self._grid.cursor_key

    def _arrange(self) -> None:
        """Show the panes that there is room for, and give one of them the keyboard."""
        if not self.is_mounted:
            return
        front = self._map_open and self._on_map
        had_keys = self.has_focus_within
        self._grid.display = self.wide or not front
        self.set_class(self.wide, "-wide")
        self.set_class(self._map_open, "-map")
        if self.wide and self._detail is None:
            self.call_after_refresh(self._make_side)
        if self._divider is not None and self._detail is not None:
            self._divider.display = self.wide
            self._detail.display = self.wide and not self._map_open
        if self._map is not None:
            self._map.display = self._map_open and (self.wide or front)
            self._map.set_class(self.wide, "-wide")
            self._show_marks()
        if had_keys:
            self.call_after_refresh(self.focus_first)
        self.post_message(LegendChanged(self.tab))

    def _make_side(self) -> None:
        """Mount what stands beside the table."""
        if self._detail is None:
            from tui.explorer.panes.detail import DetailPane

            self._divider, self._detail = Divider(), DetailPane(id="sites-detail")
            self._divider.display = self.wide
            self._detail.display = self.wide and not self._map_open
            self.mount(self._divider, self._detail)
            self._detail_soon()

    def focus_first(self) -> None:
        """Give the keyboard to the pane that had it last."""
        if not self.is_mounted:
            return
        if self._map is not None and self._map_open and self._on_map:
            self._map.map.focus()
        else:
            self._grid.focus()
        self.look(self._grid)

    @property
    def front(self) -> Grid:
        """The table, also while the map lies over it."""
        return self._grid

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember which pane has the keyboard; the detail tells of the row when it gets it."""
        if event.widget is self._detail and self._pause is not None:
            self._show_detail()
        on_map = self._map is not None and event.widget is self._map.map
        if on_map != self._on_map:
            self._on_map = on_map
            self.post_message(LegendChanged(self.tab))

    def action_turn(self) -> None:
        """In narrow terminals the next pane lies behind this one."""
        if self.wide or not self._map_open:
            raise SkipAction
        self._on_map = not self._on_map
        self._arrange()

    def next_breakdown(self) -> None:
        """Let the marks of the map stand for something else; without the map open it."""
        if self._map is not None and self._map_open and (self.wide or self._on_map):
            self._map.next_way()
            self._show_marks()
        else:
            self.post_message(MapRequested())

    def on_europe_map_mark_highlighted(self, event: EuropeMap.MarkHighlighted) -> None:
        """The cursor of the table follows the map."""
        event.stop()
        if event.key != self._grid.cursor_key:
            self._from_map = event.key
            self._grid.select(event.key)

    def on_europe_map_mark_opened(self, event: EuropeMap.MarkOpened) -> None:
        """Open the site."""
        event.stop()
        result = self._result
        if result is not None and self._grid.select(event.key):
            self.post_message(OpenRequested(result, self._grid.cursor_row))

    def legend(self) -> str:
        """The signs of the table, or the keys of the map while it has the keyboard."""
        if self._map_open and self._on_map:
            return "arrows nearest site   a other signs   Tab table   m close the map"
        return super().legend()
