"""One tab, whatever it shows: its ways of looking, mounted, sorted, told and left with."""

from __future__ import annotations

from functools import partial

from rich.text import Text
from textual import events, on
from textual.timer import Timer
from textual.widget import Widget

from tui.explorer.grid.grid import Grid
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.here import Here
from tui.explorer.messages import (
    ChoiceRequested,
    CursorMoved,
    DetailRequested,
    LegendChanged,
    OpenRequested,
    SortRequested,
    WayRequested,
)
from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.explorer.tabs.tab_drawing import TabDrawing
from tui.explorer.tabs.tab_parts import Note, WayBar
from tui.explorer.tabs.way import Scene, Way, result_of
from tui.explorer.textual_private import AWAITED
from tui.explorer.textual_private.widgets import HeldScreen
from tui.query import Result


class Tab(TabDrawing):
    """A tab made of ways of looking."""

    _pause: Timer | None = None
    _behind = False
    """Whether the table has yet to follow what was chosen."""
    _stale = True
    """Whether the rows are to be worked out when the tab is shown next."""
    _aim: tuple[str, str, str] | None = None

    def on_mount(self) -> None:
        """Let what is told follow the column cursor too, and fill the tab."""
        for grid in self.query(".tab-grid").results(Grid):
            self.watch(grid, "cursor_column", lambda: self.look(self.grid), init=False)
        self._fill_if_shown()

    # When it is filled

    def watch_state(self, old: State | None, new: State | None) -> None:
        """Fill the tab again, or remember to."""
        replaced = old is not None and new is not None and old.dataset is not new.dataset
        if replaced and not self.showing:
            self.let_go()
        self._stale = self._stale or new is None or not self._same_rows(old, new)
        self._fill_if_shown()

    def _same_rows(self, old: State | None, new: State) -> bool:
        """Whether this tab shows the same under both states, as far as it hangs on them."""
        if old is None or self.late:
            return new.same_rows(old)
        same_data = old.dataset is new.dataset and old.picked == new.picked
        return same_data and new.same_view(old)

    def watch_showing(self) -> None:
        """Fill a stale tab when it comes to the front."""
        self._aim = None if not self.showing else self._aim
        self.display = self.showing
        self._fill_if_shown()

    def _fill_if_shown(self) -> None:
        if self._stale and self.showing and self.state is not None and self.is_mounted:
            self._stale = False
            self._behind = self._only_chosen(self.state)
            if self._behind:
                self._soon()
            else:
                self._fill(self.state)
            self.screen.post_message(LegendChanged(self.tab))

    def _fill(self, state: State) -> None:
        """Work the table of the way out, aside where that takes long, and show it."""
        self._behind = False
        way = self.way
        if self._drawn is None:
            self._lay_out()
        if way.late and not state.ready:
            self.grid.empty_message = Text("Reading …")
            return
        if way.aside is not None and way.aside(state):
            self._meanwhile(state)
            self.run_worker(
                partial(self._work_out, state, way),
                group=AWAITED,
                description=f"Work out {way.title}",
                exclusive=True,
                thread=True,
            )
            return
        self._show(state, way, result_of(way, state))

    def _meanwhile(self, state: State) -> None:
        """What is said while a table is worked out; what stood there stays."""
        self._mark(state.glyphs.adapt("working it out …"))

    def _lay_out(self) -> None:
        """Give the parts of the way their room, also before its rows stand: keys go by it."""
        self._set_classes()
        self._fit_note()

    def _work_out(self, state: State, way: Way) -> None:
        result = result_of(way, state)
        self.app.call_from_thread(self._show_late, state, way, result)

    def _show_late(self, state: State, way: Way, result: Result) -> None:
        if isinstance(self.screen, HeldScreen):
            self.screen.finish_first()
        self._show(state, way, result)
        self.screen.post_message(LegendChanged(self.tab))

    def _show(self, state: State, way: Way, result: Result) -> None:
        """Draw a table, unless it was worked out for something else meanwhile."""
        if not state.same_rows(self.state) or way is not self.way:
            return
        scene = Scene(state, result, self.size.width, wide=self.wide)
        self._drawn = way, scene
        self._lay_out()
        self._mark(self._remark(scene))
        self._show_figures()
        self._show_chooser()
        self._show_grid()
        self._show_below()
        below = self.below
        self.look(below if below is not None and below.has_focus else self.grid)
        self.take_aim()

    def aim(self, row: str, column: str = "", below: str = "") -> None:
        """Put the cursor on a row, a column, a row of the table below; "" leaves it be.

        Where the rows do not stand yet it is done when they do, and then no more: a cursor that
        moves later would take the keyboard from what is being typed.
        """
        self._aim = (row, column, below)
        self.take_aim()

    def take_aim(self) -> None:
        """Put the cursor where it was asked for, as far as that is there."""
        grid = self._front
        source = grid.source if grid is not None else None
        if self._aim is None or grid is None or source is None or not self.rows_stand:
            return
        row, column, below = self._aim
        columns = [each.id for each in source.columns]
        self._aim = None
        grid.focus()
        if row:
            grid.select(row)
        if column in columns:
            grid.cursor_column = columns.index(column)
        if below:
            self._show_below()
            if self.below is not None and self.below.select(below):
                self.below.focus()

    @property
    def rows_stand(self) -> bool:
        """Whether the table shows the rows of the present state, worked out."""
        scene, way, state = self._scene, self.way, self.state
        drawn = scene is not None and state is not None and self._same_rows(scene.state, state)
        return not self._stale and drawn and self._drawn_way == way.id

    # The table to choose from

    def _only_chosen(self, state: State) -> bool:
        """Whether nothing but the choice has changed, as the cursor goes over the list."""
        scene, grid, chooser = self._scene, self.chooser, self.way.chooser
        if scene is None or grid is None or chooser is None or not grid.has_focus:
            return False
        now = state.view.table(chooser.table).chosen
        return scene.state.view.with_table(chooser.table, chosen=now) == state.view

    def _choose_row(self, key: str) -> None:
        chooser, state = self.way.chooser, self.state
        if chooser is not None and state is not None and key != chooser.chosen(state):
            self.post_message(ChoiceRequested(chooser.table, key))

    # Room

    def on_resize(self) -> None:
        """Fit what depends on the width; a low window has no room for the note."""
        self._fit_note()
        self._set_classes()
        if self._scene is not None and self.size.width != self._width and not self._stale:
            self._refit()

    def watch_wide(self, wide: bool) -> None:
        """Two panes side by side, or one; more room for the note where there is some."""
        self._set_classes()
        for note in self.query(Note):
            note.set_class(wide, "-tall")
        if self._scene is not None and self._scene.wide != wide and not self._stale:
            self._refit()
            self._tell_soon()

    # Ways

    def next_breakdown(self) -> None:
        """The next way of looking."""
        self.catch_up()
        place = self.ways.index(self.way)
        self.choose((place + 1) % len(self.ways))

    @on(WayBar.Chosen)
    def _chosen(self, event: WayBar.Chosen) -> None:
        event.stop()
        self.choose(event.place)

    def choose(self, place: int) -> None:
        """Look at the tab in another of its ways."""
        way, scene, spot = self.ways[place], self._scene, self._spot
        choice: tuple[str, str] | None = None
        row = spot.row if spot is not None else None
        if way.chooser is not None and scene is not None and row is not None:
            choice = way.chooser.choice(scene.state, scene.result, row)
        self.post_message(WayRequested(self.tab, way.id if place else "", choice))
        self.grid.focus()

    # What is looked at

    def here(self, state: State, pane: Widget | None) -> Here:
        """What is in sight under a state, and under the cursor while a pane has the keyboard."""
        grid, below, scene, way = self._front, self.below, self._scene, self.way
        here = partial(Here, state=state, tab=self.tab, way=way, pane=pane)
        if grid is None or scene is None:
            return here(grid=grid)
        spot = self._spot
        here = partial(here, scene=scene, spot=spot, below=below)
        if pane is below and below is not None and self._below is not None:
            return here(grid=below, main=False, shown=self._below, place=below.cursor_row)
        if pane is self.chooser and way.chooser is not None:
            listed = state.result(way.chooser.table)
            return here(grid=self.chooser, main=False, shown=listed)
        source = grid.source
        shown = source.result if isinstance(source, ResultSource) else scene.result
        elsewhere = isinstance(pane, LineCursor) and pane is not grid
        return here(grid=None if elsewhere else grid, shown=shown)

    def focus_first(self) -> None:
        """Give the keyboard to the table."""
        self.grid.focus()
        self.look(self.grid)

    def look(self, grid: Grid) -> None:
        """Tell the main screen what stands under the cursor, and say more about it here."""
        if self._scene is not None:
            self.screen.post_message(CursorMoved())
            if grid is not self.below:
                self._say()
                self._tell_soon()

    def _tell_soon(self) -> None:
        """Let pane and second table follow the cursor once a held key rests."""
        if self.way.below is not None or self._shows_pane:
            self._soon()

    @property
    def _shows_pane(self) -> bool:
        return self.way.tells is not None and (self.wide or self.pane_below)

    def _soon(self) -> None:
        self._stop_pause()
        self._pause = self.set_timer(self.pause, self._follow)

    def catch_up(self) -> None:
        """Let all follow the cursor at once that would soon."""
        if self._pause is not None:
            self._follow()

    def _follow(self) -> None:
        self._stop_pause()
        if self._behind and self.state is not None:
            self._fill(self.state)
            self._stop_pause()
        self._tell()

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def _tell(self) -> None:
        scene, spot, way = self._scene, self._spot, self.way
        self._show_below()
        for pane in self.panes() if self._shows_pane else ():
            told = way.tells(scene, spot) if way.tells and scene and spot else ()
            if told:
                pane.show(told)
            elif spot is None:
                pane.say("No row is under the cursor.")
            else:
                pane.say("What is known about the row under the cursor stands here.")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """What is looked at changes with the pane."""
        focused = event.widget
        if self._behind or focused is not self.grid:
            self.catch_up()
        if isinstance(focused, Grid):
            self.look(focused)

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """Another row is under the cursor."""
        grid = event.grid
        if grid is self.chooser:
            if grid.has_focus:
                self._choose_row(event.key)
            return
        if isinstance(grid, Grid) and (grid is self.grid or grid.has_focus):
            self.look(grid)
        if grid is self.grid and self._scene is not None and event.key == self.grid.cursor_key:
            if event.key != self._cursors.get(self._scene.result.name):
                for pane in self.panes():
                    pane.scroll_home(animate=False)  # also where the cursor comes back at once
            self._cursors[self._scene.result.name] = event.key

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Open what is under the cursor; of a row that stands for many go to these."""
        event.stop()
        scene, spot = self._scene, self._spot
        if scene is None:
            return
        if event.grid is self.chooser:
            self.catch_up()
            self.grid.focus()
            return
        if event.grid is self.below:
            if self._below is not None:
                self.post_message(OpenRequested(self._below, event.row))
            return
        told = self.way.opens(scene, spot) if self.way.opens and spot else ()
        place = self.here(scene.state, event.grid).row
        if told:
            self.post_message(DetailRequested(told))
        elif place is not None:
            self.post_message(OpenRequested(*place))
        elif self.below is not None:
            self._show_below()
            self.below.focus()
        elif spot is not None and spot.row is not None:
            from tui.analysis.telling.site import row_detail

            self.post_message(DetailRequested(row_detail(scene.result, spot.row)))
        else:
            self.notify("Nothing is behind this row")

    def on_grid_header_pressed(self, event: Grid.HeaderPressed) -> None:
        """Sort by the column clicked."""
        event.stop()
        if self.state is None:
            return
        result = self.here(self.state, event.grid).result
        if result.spec.column(event.column_id):  # some are on the screen alone
            self.post_message(SortRequested(result.name, event.column_id))
