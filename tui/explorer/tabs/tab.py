"""One tab, whatever it shows: its ways of looking, mounted, sorted, told and left with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events, on
from textual.content import Content
from textual.timer import Timer

from tui.explorer.grid.grid import Grid
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.input_queue import AWAITED
from tui.explorer.messages import (
    ChoiceRequested,
    CursorMoved,
    DetailRequested,
    LegendChanged,
    OpenRequested,
    SortRequested,
    WayRequested,
)
from tui.explorer.panes.frame import OneLine
from tui.explorer.panes.way_bar import WayBar
from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.explorer.tabs.base import needles
from tui.explorer.tabs.empty_text import empty_text
from tui.explorer.tabs.note import LOWEST, Lines, Note
from tui.explorer.tabs.rows import one_row
from tui.explorer.tabs.tab_parts import TabParts
from tui.explorer.tabs.way import (
    Piece,
    Scene,
    Spot,
    Way,
    below_of,
    left_out,
    result_of,
    source_of,
    spot_at,
    why_empty,
)
from tui.query import Result

if TYPE_CHECKING:
    from tui.explorer.tabs.way import Evidence

LEAST_LINES = 3
"""Lines below the header of a table above another, also where it has fewer rows."""


class Tab(TabParts):
    """A tab made of ways of looking. Subclasses only name them."""

    _scene: Scene | None = None
    _below: Result | None = None
    _cursors: dict[str, str]
    _pause: Timer | None = None
    _behind = False
    """Whether the table has yet to follow what was chosen."""
    _width = 0
    _drawn_way = ""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        """Begin with the cursor of every way at its first row."""
        super().__init__(id=id)
        self._cursors = {}

    def on_mount(self) -> None:
        """Let what is told follow the column cursor too."""
        for grid in self.query(".tab-grid").results(Grid):
            self.watch(grid, "cursor_column", self._follow_cursor, init=False)

    # Filling

    def fill(self, state: State) -> None:
        """Work the table of the way out, aside where that takes long, and show it."""
        self._behind = self._only_chosen(state)
        if self._behind:
            self._soon()
        else:
            self._fill(state)

    def _fill(self, state: State) -> None:
        self._behind = False
        way = self.way
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

    def _work_out(self, state: State, way: Way) -> None:
        result = result_of(way, state)
        self.app.call_from_thread(self._show_late, state, way, result)

    def _show_late(self, state: State, way: Way, result: Result) -> None:
        self._show(state, way, result)
        self.post_message(LegendChanged(self.tab))

    def _show(self, state: State, way: Way, result: Result) -> None:
        """Draw a table, unless it was worked out for something else meanwhile."""
        if not state.same_rows(self.state) or way is not self.way:
            return
        self._scene = scene = Scene(state, result, self.size.width, wide=self.wide)
        self._set_width_classes()
        self.set_class(way.tells is not None, "-pane")
        self.set_class(way.below is not None, "-below")
        self.set_class(way.chooser is not None, "-choosing")
        self._mark(self._remark(scene))
        self._fit_note()
        self._show_figures()
        self._show_chooser()
        self._show_grid()
        self._show_below()
        below = self.below
        self.look(below if below is not None and below.has_focus else self.grid)
        self.take_aim()

    @property
    def rows_stand(self) -> bool:
        """Whether the table shows the rows of the present state, worked out."""
        scene, way = self._scene, self.way
        drawn = scene is not None and scene.state.same_rows(self.state)
        return not self._stale and drawn and self._drawn_way == way.id

    def aim_below(self, row: str) -> None:
        """Put the cursor on a row of the second table."""
        self._show_below()
        below = self.below
        if below is not None and below.select(row):
            below.focus()

    def _mark(self, remark: str) -> None:
        for bar in self.query(WayBar):
            warn = remark.endswith((" w for all", " w all"))
            bar.mark(self.ways.index(self.way), remark, warn=warn)

    def _remark(self, scene: Scene) -> str:
        """How many rows the filter leaves out, else what the way has to say."""
        narrowed = left_out(self.way, scene.state)
        if narrowed:
            return f"{narrowed} · w for all"
        return self.way.remark(scene) if self.way.remark is not None else ""

    def _show_figures(self) -> None:
        scene = self._scene
        for part in self.query(Lines):
            if scene is not None:
                found = self.way.figures(scene) if self.way.figures is not None else []
                part.put(found, scene.width, scene.glyphs)

    def _show_grid(self) -> None:
        scene, way, grid = self._scene, self.way, self.grid
        if scene is None:
            return
        self._width = self.size.width
        self._bring_forward(grid)
        self._dress(grid, scene.state, scene.result)
        grid.empty_message = Text(why_empty(way, scene), justify="center")
        fresh = way.id != self._drawn_way
        if fresh:
            self._drawn_way = way.id
            grid.last_key = self._cursors.get(scene.result.name)
            if grid.last_key is None:
                grid.cursor_row = 0
        if way.chooser is not None and grid.last_key is not None:
            grid.last_key = way.chooser.moves(way.chooser.chosen(scene.state), grid.last_key)
        grid.source = source_of(way, scene)
        if fresh:
            # Only now, since the cursor stays on a column that the tables have in common.
            grid.cursor_column = 0
            grid.scroll_columns(-grid.column_count)
        grid.marks = scene.state.view.marks
        if way.below is not None:
            grid.styles.max_height = max(grid.row_count, LEAST_LINES) + 1
        else:
            grid.styles.max_height = None

    def _bring_forward(self, grid: Grid) -> None:
        """Show this widget of those that tables stand in; it takes the keyboard over."""
        for other in self.query(".tab-grid").results(Grid):
            other.display = other is grid
            if other is not grid and other.has_focus:
                grid.focus()

    def _dress(self, grid: Grid, state: State, result: Result) -> None:
        grid.glyphs = state.glyphs
        grid.set_reactive(Grid.sort, state.view.table(result.name).sort)
        grid.highlight = needles(state.view.filter)

    # The table to choose from

    def _show_chooser(self) -> None:
        scene, grid, chooser = self._scene, self.chooser, self.way.chooser
        if scene is None or grid is None or chooser is None:
            return
        result = scene.state.result(chooser.table)
        self._dress(grid, scene.state, result)
        grid.last_key = chooser.chosen(scene.state)
        shown = scene.state.view.table(result.name)
        grid.source = ResultSource(result, shown, drawn=chooser.drawn)
        grid.marks = scene.state.view.marks

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

    # The second table

    def _show_below(self) -> None:
        scene, grid, spot = self._scene, self.below, self.spot
        part = self.way.below
        if scene is None or grid is None or part is None:
            return
        state = scene.state
        self._below = result = below_of(part, scene, spot)
        self._dress(grid, state, result)
        grid.empty_message = Text(empty_text(state, result), justify="center")
        grid.source = ResultSource(result, state.view.table(result.name))
        grid.marks = state.view.marks
        text = part.caption(scene, spot) if spot is not None else ""
        caption = self.query_one(f"#{self.tab}-caption", OneLine)
        caption.put(Content.assemble((f" {text}", "bold $secondary")))

    # Room

    def on_resize(self) -> None:
        """Fit what depends on the width; a low window has no room for the note."""
        self._fit_note()
        if self._scene is not None and self.size.width != self._width and not self._stale:
            self._refit()

    def _fit_note(self) -> None:
        """No note where the window is low, unless it names columns that have no room for it."""
        low = self.size.height < LOWEST
        for note in self.query(Note):
            note.display = self.way.note is not None and (not low or self.way.grid is not None)
            note.set_class(low, "-low")

    def _refit(self) -> None:
        scene = self._scene
        if scene is not None:
            self._scene = Scene(scene.state, scene.result, self.size.width, wide=self.wide)
            self._show_figures()
            self._show_grid()

    def watch_wide(self, wide: bool) -> None:
        """Two panes side by side, or one; more room for the note where there is some."""
        self._set_width_classes()
        for note in self.query(Note):
            note.set_class(wide, "-tall")
        if self._scene is not None and not self._stale:
            self._refit()
            self._tell_soon()

    def _set_width_classes(self) -> None:
        self.set_class(self.wide, "-wide")
        stacked = self.wide if self.way.chooser is not None else self.pane_below and not self.wide
        self.set_class(stacked, "-stacked")

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
        way, scene, spot = self.ways[place], self._scene, self.spot
        choice: tuple[str, str] | None = None
        row = spot.row if spot is not None else None
        if way.chooser is not None and scene is not None and row is not None:
            choice = way.chooser.choice(scene.state, scene.result, row)
        self.post_message(WayRequested(self.tab, way.id if place else "", choice))
        self.grid.focus()

    # What is looked at

    @property
    def spot(self) -> Spot | None:
        """What is under the cursor of the table; None where there is no row."""
        grid, scene = self.grid, self._scene
        source = grid.source
        if scene is None or source is None or grid.cursor_key is None or not grid.row_count:
            return None
        # None also while the rows of the way before still stand.
        return spot_at(scene, source, grid.cursor_row, grid.cursor_column_id or "")

    def behind(self) -> tuple[Result, int] | None:
        """The row of the dataset behind the cursor, as a result and a place in it."""
        scene, spot = self._scene, self.spot
        if scene is None or spot is None:
            return None
        if self.way.behind is not None:
            found = self.way.behind(scene, spot)
            return None if found is None else (one_row(scene.store, *found), 0)
        if spot.row is None or scene.result.source.key is not None:
            return None
        return scene.result, spot.row

    def focus_first(self) -> None:
        """Give the keyboard to the table."""
        self.grid.focus()
        self.look(self.grid)

    def look(self, grid: Grid) -> None:
        """Tell the main screen what stands under the cursor, and say more about it here."""
        scene = self._scene
        if scene is None:
            return
        if grid is self.below:
            if self._below is not None:
                moved = CursorMoved(self._below, grid.cursor_row, grid.cursor_column_id or "")
                self.post_message(moved)
            return
        result, row = self.behind() or (scene.result, len(scene.result))
        self.post_message(CursorMoved(result, row, grid.cursor_column_id or ""))
        self._say()
        self._tell_soon()

    def _follow_cursor(self) -> None:
        self.look(self.grid)

    def _say(self) -> None:
        scene, spot, note = self._scene, self.spot, self.way.note
        for part in self.query(Note):
            text = note(scene, spot) if scene and spot and note is not None else ""
            part.say(text, scene.glyphs if scene else part._glyphs)

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
        scene, spot, way = self._scene, self.spot, self.way
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
        scene, spot = self._scene, self.spot
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
        place = self.behind()
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

    def resting(self) -> Evidence | None:
        """Name and sources of what is under the cursor, where the way knows better."""
        scene, spot = self._scene, self.spot
        if scene is None or spot is None or self.way.evidence is None:
            return None
        if self.screen.focused is self.below:
            return None
        return self.way.evidence(scene, spot)

    def on_grid_header_pressed(self, event: Grid.HeaderPressed) -> None:
        """Sort by the column clicked."""
        event.stop()
        result = self.result_in(event.grid)
        if result and result.spec.column(event.column_id):  # some are on the screen alone
            self.post_message(SortRequested(result.name, event.column_id))

    def sort_name(self, grid: LineCursor) -> str:
        """Name of the table that a grid shows."""
        result = self.result_in(grid)
        return result.name if result is not None else ""

    def result_in(self, grid: LineCursor) -> Result | None:
        """The table that a grid shows, whatever widget it stands in."""
        source = grid.source if isinstance(grid, Grid) else None
        if isinstance(source, ResultSource):
            return source.result
        return self._scene.result if self._scene is not None and grid is self.grid else None

    def legend(self) -> str:
        """What the signs of the way mean."""
        return "".join(text for text, _ in self.legend_pieces())

    def legend_pieces(self) -> Sequence[Piece]:
        """What the signs of the way mean, each sign in its colour."""
        if self._scene is None or self.way.legend is None:
            return [(super().legend(), "sign")]
        adapt = self._scene.glyphs.adapt
        return [(adapt(text), role) for text, role in self.way.legend(self._scene)]
