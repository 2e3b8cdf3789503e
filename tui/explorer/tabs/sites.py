"""Tab 1: the list of sites, and beside it everything known about one of them, or the map."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from tui.explorer.commands import BY_ID, textual_key
from tui.explorer.grid.grid import Grid
from tui.explorer.messages import LegendChanged, MapRequested, OpenRequested
from tui.explorer.state import State
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Piece, Scene, Spot, Way
from tui.query import Result
from tui.text import printable
from tui.user import paths

if TYPE_CHECKING:
    from tui.explorer.panes.map import EuropeMap
    from tui.explorer.tabs.site_map import MapPane, SiteMap


def _row(scene: Scene, spot: Spot | None) -> int | None:
    """Row of the site under the cursor in the table of all sites."""
    return None if spot is None or spot.row is None else scene.result.rows[spot.row]


def _coast_files(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Files that may hold the coast: the dataset's own, the last folder first, the bundled one."""
    own = [folder / "coast.json" for folder in reversed(folders)]
    return (*(path for path in own if path.exists()), paths.data_dir() / "coast.json")


class SitesTab(Tab):
    """The sites; beside the table where there is room, else over it, details or the map.

    The cursor of the table is the one cursor: the map follows it and moves it.
    """

    late: ClassVar[bool] = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(map(textual_key, BY_ID[each].keys)), "turn", show=False, id=each)
        for each in ("next_pane", "previous_pane")
    ]
    DEFAULT_CSS = """
    SitesTab.-wide.-pane .tab-grid { width: 60%; }
    SitesTab.-wide.-pane .tab-pane { width: 1fr; }
    SitesTab.-wide.-map .tab-grid { width: 1fr; }
    SitesTab.-wide.-map .tab-pane { display: none; }
    SitesTab MapPane { display: none; }
    SitesTab.-map.-wide MapPane, SitesTab.-map.-front MapPane { display: block; }
    """

    _map: MapPane | None = None
    _map_known = False
    """Whether the map was open in the view that was shown last."""
    _from_map: str | None = None
    """Row to which the map moved the cursor, until the table tells of it: no news to the map."""
    _on_map = False
    """Whether the map had the keyboard last; in narrow terminals it then hides the table."""

    def compose(self) -> ComposeResult:
        """The table; what stands beside and below it is mounted when it is first needed."""
        self._set_classes()
        yield from self.above()
        yield Horizontal(*self.grids(), classes="tab-main")

    def on_mount(self) -> None:
        """Mount what stands beside the table behind the first paint."""
        self.call_after_refresh(self._mount_rest)

    async def _mount_rest(self) -> None:
        if self.way.below is not None and self.below is None:
            await self.mount(*self.under())
        if self.wide and not self.panes():
            # Before the map, which may have been opened where there was no room for both.
            await self.query_one(".tab-main").mount(*self.beside(), after=0)
        self._follow()

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """Let the map follow the cursor."""
        if event.grid is self.grid:
            told = event.key == self._from_map
            if told:
                self._from_map = None
            self._point(follow=not told)

    # The map

    @property
    def _mapped(self) -> bool:
        """Whether the map is open on the way that it belongs to."""
        return self.state is not None and bool(self.state.view.map) and self.way is self.ways[0]

    @property
    def map_in_front(self) -> bool:
        """Whether the map is in sight, and nothing would be gained by bringing it forward."""
        return self._mapped and (self.wide or self._on_map)

    def map_to_front(self) -> None:
        """Give the map the keyboard, before the table where there is no room for both."""
        self._on_map = True
        self.call_after_refresh(self._arrange)
        self.call_after_refresh(self.focus_first)

    def _show(self, state: State, way: Way, result: Result) -> None:
        self._follow_map(state)
        super()._show(state, way, result)
        if way.below is not None and self.below is None:
            self.call_after_refresh(self._mount_rest)
        self._arrange()

    def _follow_map(self, state: State) -> None:
        """A map that a view opens comes to the front; one that it closes gives the keys back."""
        shown = bool(state.view.map)
        if shown == self._map_known:
            return
        self._map_known = self._on_map = shown
        if shown and self._map is None:
            from tui.explorer.tabs.site_map import MapPane

            self._map = MapPane(_coast_files(self.folders))
            self.query_one(".tab-main").mount(self._map)
            for fault in self._map.faults:
                self.notify(printable(fault), title="Coast", severity="warning")
        if self.has_focus_within or self.screen.focused is None:
            self.call_after_refresh(self.focus_first)

    def _bring_forward(self, grid: Grid) -> None:
        super()._bring_forward(grid)
        grid.display = self.wide or not (self._mapped and self._on_map)

    def watch_wide(self, wide: bool) -> None:
        """Two panes side by side, or one."""
        had_keys = self.has_focus_within
        super().watch_wide(wide)
        if wide and self.is_mounted:
            self.call_after_refresh(self._mount_rest)
        self._arrange()
        if had_keys:  # also where the pane that had them is hidden now
            self.call_after_refresh(self.focus_first)

    def _arrange(self) -> None:
        """Show the panes that there is room for."""
        if not self.is_mounted or self._scene is None:
            return
        shown = self._mapped
        self._bring_forward(self.grid)
        self.set_class(shown, "-map")
        self.set_class(shown and self._on_map, "-front")
        if self._map is not None:
            self._map.wide = self.wide
        if shown and self._map is not None:
            view = self._scene.state.view
            self._map.show(self._scene.result, view.map, view.marks, self._scene.glyphs)
            self._point()
        else:
            self.catch_up()
        self.screen.post_message(LegendChanged(self.tab))

    def _point(self, *, follow: bool = True) -> None:
        """Let the map stand where the cursor of the table does, and tell which sites are near."""
        scene, spot = self._scene, self._spot
        if self._map is None or not self._mapped or scene is None:
            return
        if follow:
            self._map.map.current = self.grid.cursor_key
        self._map.tell(scene.store, _row(scene, spot))

    def focus_first(self) -> None:
        """Give the keyboard to the pane that had it last."""
        if self._map is not None and self._mapped and self._on_map:
            # The pane takes this up behind its own mounting.
            self._map.call_later(self._map.map.focus)
            self.look(self.grid)
        elif self.is_mounted:
            super().focus_first()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember which pane has the keyboard."""
        on_map = self._map is not None and event.widget is self._map.map
        if on_map != self._on_map:
            self._on_map = on_map
            self.screen.post_message(LegendChanged(self.tab))

    def action_turn(self) -> None:
        """In narrow terminals the next pane lies behind this one."""
        if self.wide or not self._mapped:
            raise SkipAction
        self._on_map = not self._on_map
        self._arrange()
        self.call_after_refresh(self.focus_first)

    def on_site_map_other_signs(self, event: SiteMap.OtherSigns) -> None:
        """Let the marks of the map stand for something else."""
        event.stop()
        from tui.explorer.tabs.map_marks import SIGNS

        if self.state is not None:
            signs = self.state.view.map
            place = SIGNS.index(signs) + 1 if signs in SIGNS else 1
            self.post_message(MapRequested(SIGNS[place % len(SIGNS)]))

    def on_europe_map_mark_highlighted(self, event: EuropeMap.MarkHighlighted) -> None:
        """The cursor of the table follows the map."""
        event.stop()
        if event.key != self.grid.cursor_key:
            self._from_map = event.key
            self.grid.select(event.key)

    def on_europe_map_mark_opened(self, event: EuropeMap.MarkOpened) -> None:
        """Open the site."""
        event.stop()
        if self._scene is not None and self.grid.select(event.key):
            self.post_message(OpenRequested(self._scene.result, self.grid.cursor_row))

    def legend_pieces(self) -> Sequence[Piece]:
        """The signs of the table, or the keys of the map while it has the keyboard."""
        if self._mapped and self._on_map:
            text = "arrows nearest site   a other signs   Tab table   m close the map"
            return [(text, "sign")]
        return super().legend_pieces()
