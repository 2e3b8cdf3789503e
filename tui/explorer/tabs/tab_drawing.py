"""What a way shows, put into the parts of its tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content

from tui.explorer.grid.grid import Grid
from tui.explorer.panes.frame import OneLine
from tui.explorer.result_rows import ResultSource, needles
from tui.explorer.state import State
from tui.explorer.tabs.tab_parts import LOWEST, Lines, Note, TabParts, WayBar
from tui.explorer.tabs.way import (
    Piece,
    Scene,
    Spot,
    Way,
    below_of,
    empty_text,
    left_out,
    source_of,
    spot_at,
    why_empty,
)
from tui.query import Result, View

LEAST_LINES = 3
"""Lines below the header of a table above another, also where it has fewer rows."""


CHOOSER, CHOOSER_SHARE = 41, 0.3
"""Cells, and the part of the tab, that a list to choose from takes at most."""


class TabDrawing(TabParts):
    """A tab whose parts are filled from a scene; who looks at it is for the subclass to say."""

    _drawn: tuple[Way, Scene] | None = None
    _below: Result | None = None
    _cursors: dict[str, str]
    _width = 0
    _drawn_way = ""

    def __init__(self, tab: str) -> None:
        """Begin with the cursor of every way at its first row."""
        super().__init__(tab)
        self._cursors = {}

    def compose(self) -> ComposeResult:
        """The parts, styled once for the room there is and the way that is on."""
        self._set_classes()
        yield from super().compose()

    @property
    def _scene(self) -> Scene | None:
        """What is drawn; None while it is of another way than the one that is on."""
        if self._drawn is None:
            return None
        way, scene = self._drawn
        return scene if way is self.way else None

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
            kept = scene.state.view.table(scene.result.name).cursor
            grid.last_key = self._cursors.get(scene.result.name) or kept[0] or None
            if grid.last_key is None:
                grid.cursor_row = 0
        if way.chooser is not None and grid.last_key is not None:
            grid.last_key = way.chooser.moves(way.chooser.chosen(scene.state), grid.last_key)
        grid.source = source_of(way, scene)
        if fresh:
            # Only now, since the cursor stays on a column that the tables have in common.
            grid.cursor_column = 0
            grid.scroll_columns(-grid.column_count)
            idents = [column.id for column in grid.source.columns]
            if scene.result.name not in self._cursors and kept[1] in idents:
                grid.cursor_column = idents.index(kept[1])
        grid.marks = scene.state.view.marks
        if way.below is not None:
            grid.styles.max_height = max(grid.row_count, LEAST_LINES) + 1
        elif grid.styles.has_rule("max_height"):
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
        self._fit_chooser()

    def _fit_chooser(self) -> None:
        """Beside the table the list to choose from is no wider than its texts need."""
        grid = self.chooser
        if grid is not None:
            most = max(CHOOSER, int(self.size.width * CHOOSER_SHARE))
            grid.styles.max_width = min(grid.full_width, most) if self.wide else None

    def _show_below(self) -> None:
        scene, grid, spot = self._scene, self.below, self._spot
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

    @property
    def _spot(self) -> Spot | None:
        """What is under the cursor of the table; None where there is no row."""
        grid, scene = self.grid, self._scene
        source = grid.source
        if scene is None or source is None or grid.cursor_key is None or not grid.row_count:
            return None
        return spot_at(scene, source, grid.cursor_row, grid.cursor_column_id or "")

    def _say(self) -> None:
        scene, spot, note = self._scene, self._spot, self.way.note
        for part in self.query(Note) if any(way.note for way in self.ways) else ():
            text = note(scene, spot) if scene and spot and note is not None else ""
            part.say(text, scene.glyphs if scene else None)

    def let_go(self) -> None:
        """Hold nothing of data that have been replaced; the cursor stays on its row."""
        self._drawn = self._below = None
        for grid in self.query(Grid):
            grid.source = None
        for pane in self.panes():
            pane.say("")

    def cursors(self) -> Mapping[str, tuple[str, str]]:
        """By table where the cursor is or was last: key of the row, id of the column."""
        found = {name: (key, "") for name, key in self._cursors.items()}
        if self._scene is not None:
            key, column = self.grid.cursor_key or "", self.grid.cursor_column_id or ""
            begins = not self.grid.cursor_row and not self.grid.cursor_column
            found[self._scene.result.name] = ("", "") if begins else (key, column)
        return found

    def put_cursors(self, view: View) -> None:
        """Let the cursor begin where a view says when its tables are shown next."""
        for name in self._cursors:
            self._cursors[name] = view.table(name).cursor[0] or self._cursors[name]
        if self._scene is not None:
            grid = self.grid
            key = view.table(self._scene.result.name).cursor[0]
            if key and not grid.select(key):
                grid.last_key = key

    # Room

    def _fit_note(self) -> None:
        """No note where the window is low, unless it names columns that have no room for it."""
        low, heads = self.size.height < LOWEST, self.way.grid is not None
        for note in self.query(Note):
            note.display = self.way.note is not None and (not low or heads)
            note.set_class(low, "-low")
            note.set_class(heads, "-matrix")

    def _refit(self) -> None:
        scene = self._scene
        if scene is not None:
            scene = Scene(scene.state, scene.result, self.size.width, wide=self.wide)
            self._drawn = self.way, scene
            self._fit_chooser()
            self._show_figures()
            self._show_grid()

    def _set_classes(self) -> None:
        """What the styles go by, in one step: each would style all parts of the tab anew."""
        way, wide = self.way, self.wide
        choosing = way.chooser is not None
        beside = wide and (self.size or self.app.size).width >= self.pane_beside
        self.update_classes(
            {
                "-wide": wide,
                "-stacked": wide if choosing else self.pane_below and not beside,
                "-pane": way.tells is not None,
                "-below": way.below is not None,
                "-choosing": choosing,
            }
        )

    def legend_pieces(self) -> Sequence[Piece]:
        """What the signs of the way mean, each sign in its colour."""
        if self._scene is None or self.way.legend is None:
            return [("· unknown   ~ not confirmed by a source", "sign")]
        adapt = self._scene.glyphs.adapt
        return [(adapt(text), role) for text, role in self.way.legend(self._scene)]
