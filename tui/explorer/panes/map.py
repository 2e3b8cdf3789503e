"""The map of Europe: coast in braille, a mark a site, the current one named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.analysis.lenses.geo import EUROPE, Coast, Direction, most_central, neighbour
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.explorer.grid.paint import ground_colour, text_colour
from tui.explorer.messages import Request
from tui.explorer.panes.map_layout import (
    KINDS,
    LAND,
    LINK,
    MIN_COLUMNS,
    MIN_ROWS,
    Label,
    MapMark,
    Part,
    Picture,
    arrange,
    caption,
    caption_lines,
    paint_row,
    place_label,
)
from tui.text import cut, printable, width_of

COLUMNS = 48
"""Cells of a map from which on names stand beside the marks."""
GAP = 2
"""Cells between two names."""
LONGEST = 20
"""Cells of a name at most; a longer one is left to the cursor."""


def names(picture: Picture, glyphs: Glyphs) -> Mapping[str, Label]:
    """A label by key of each mark that stands alone and has room for its name on its line.

    A label touches no mark and no other label; where there is no room there is none.
    """
    if picture.columns < COLUMNS:
        return {}
    taken = {(column + step, row) for column, row in picture.cells for step in (-1, 0, 1)}
    found: dict[str, Label] = {}
    for (column, row), marks in picture.cells.items():
        text = glyphs.adapt(printable(marks[0].name))
        width = width_of(text)
        if len(marks) > 1 or not 0 < width == len(text) <= LONGEST:
            continue
        for start in (column + 2, column - 1 - width):
            cells = {(place, row) for place in range(start, start + width)}
            if start >= 0 and start + width <= picture.columns and cells.isdisjoint(taken):
                found[marks[0].key] = Label(text, start, row)
                taken |= {(place, row) for place in range(start - GAP, start + width + GAP)}
                break
    return found


def beside(
    named: Mapping[str, Label], row: int, current: str | None, label: Label | None
) -> Sequence[Label]:
    """The names on a row that stand clear of the label of the current mark."""
    return [
        each
        for key, each in named.items()
        if each.row == row and key != current and not _meet(each, label)
    ]


def _meet(one: Label, other: Label | None) -> bool:
    if other is None or one.row != other.row:
        return False
    left, right = sorted((one, other), key=lambda each: each.column)
    return right.column <= left.column + width_of(left.text)


class EuropeMap(Widget, can_focus=True, inherit_bindings=False):
    """Sites on a map of Europe, with a caption below; one site is the current one.

    It has no keys of its own: bind keys to `focused.move('left')`, `focused.open` and
    so on. Values come in from above; a move or a click is told upwards by a message.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"europe-map--{kind}" for kind in KINDS}
    ALLOW_SELECT = False

    DEFAULT_CSS = """
    EuropeMap {
        width: 1fr;
        height: 1fr;
        background: $background;
        color: $foreground;
        & > .europe-map--coast { color: $text-muted; }
        &:ansi > .europe-map--coast { text-style: dim; }
        & > .europe-map--mark { text-style: bold; }
        & > .europe-map--muted { color: $text-muted; text-style: bold; }
        & > .europe-map--accent { color: $accent; text-style: bold; }
        & > .europe-map--warn { color: $warning; text-style: bold; }
        & > .europe-map--good { color: $success; text-style: bold; }
        & > .europe-map--bad { color: $error; text-style: bold; }
        & > .europe-map--current { text-style: reverse bold; }
        & > .europe-map--label { text-style: reverse bold; }
        & > .europe-map--name { text-style: bold; }
        & > .europe-map--caption { color: $text-muted; }
        & > .europe-map--legend { color: $text-muted; }
    }
    """

    marks: reactive[tuple[MapMark, ...]] = reactive[tuple[MapMark, ...]](())
    """The sites shown."""
    current: reactive[str | None] = reactive[str | None](None, repaint=False)
    """Key of the highlighted site; None, or a key that is not shown, for none."""
    ascii: reactive[bool] = reactive(False)
    """Whether to draw in plain ASCII."""
    coast: reactive[Coast | None] = reactive[Coast | None](None)
    """The coast; without it the marks stand alone."""

    class MarkHighlighted(Request):
        """Another site became the current one, by key or by mouse."""

        key: str

    class MarkOpened(Request):
        """The current site was opened."""

        key: str

    def __init__(self) -> None:
        super().__init__()
        # A link under the mouse would repaint the map at every move.
        self.auto_links = False
        self._picture: Picture | None = None
        self._names: Mapping[str, Label] = {}
        self._caption_rows = 1
        self._drawn_from: tuple[object, ...] = ()

    @property
    def glyphs(self) -> Glyphs:
        """The characters it draws with."""
        return ASCII if self.ascii else UNICODE

    @property
    def picture(self) -> Picture:
        """Where everything stands at the present size."""
        drawn_from = (self.size, self.marks, self.ascii, self.coast)
        if self._picture is None or drawn_from != self._drawn_from:
            self._picture, self._caption_rows = arrange(
                self.marks, self.coast, self.size, ascii_only=self.ascii
            )
            self._drawn_from = drawn_from
            self._names = names(self._picture, self.glyphs)
        return self._picture

    def nearest(self, direction: Direction) -> str | None:
        """Return the key of the nearest site in a direction from the current one.

        None where there is none. Without a current site on the map it is the site
        nearest the middle of the map, whatever the direction.
        """
        points = self.picture.points
        if self.current is None or self.current not in points:
            return most_central(points, self.coast.window if self.coast else EUROPE)
        return neighbour(points, self.current, direction)

    def action_move(self, direction: str) -> None:
        """Make the nearest site in a direction ("up", "down", "left", "right") current."""
        key = self.nearest(cast("Direction", direction))
        if key is not None:
            self._highlight(key)

    def action_open(self) -> None:
        """Open the current site."""
        mark = self._mark(self.current)
        if mark is not None:
            self.post_message(self.MarkOpened(mark.key))

    def _highlight(self, key: str) -> None:
        self.current = key
        self.post_message(self.MarkHighlighted(key))

    def _mark(self, key: str | None) -> MapMark | None:
        return next((mark for mark in self.marks if mark.key == key), None)

    def on_click(self, event: events.Click) -> None:
        """Make the site under the mouse current; open it, or go on to the next on its spot."""
        offset = event.get_content_offset(self)
        if offset is None or self._too_small:
            return
        cells = self.picture.cells
        for column in (offset.x, offset.x - 1, offset.x + 1):
            marks = cells.get((column, offset.y))
            if marks:
                event.stop()
                keys = [mark.key for mark in marks]
                if self.current not in keys:
                    self._highlight(keys[0])
                elif len(keys) == 1:
                    self.action_open()
                else:
                    self._highlight(keys[(keys.index(self.current) + 1) % len(keys)])
                return

    def watch_current(self, before: str | None, after: str | None) -> None:
        """Repaint the lines that tell the old and the new current site."""
        if not self.is_mounted or self._too_small:
            return
        rows = {*self._lines_of(before), *self._lines_of(after), self.picture.rows}
        self.refresh(*(Region(0, row, self.size.width, 1) for row in sorted(rows)))

    def _lines_of(self, key: str | None) -> tuple[int, ...]:
        spot = self.picture.spots.get(key) if key else None
        label = self._label(key)
        return (spot[1], label.row) if spot and label else ()

    def _label(self, key: str | None) -> Label | None:
        mark = self._mark(key)
        spot = self.picture.spots.get(mark.key) if mark else None
        if mark is None or spot is None:
            return None
        return place_label(mark.name, spot, self.picture, self.glyphs)

    @property
    def _too_small(self) -> bool:
        return self.size.width < MIN_COLUMNS or self.size.height < MIN_ROWS

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if self._too_small:
            return self._strip(self._apology(y))
        picture = self.picture
        if y < picture.rows:
            label = self._label(self.current)
            named = beside(self._names, y, self.current, label)
            return self._strip(paint_row(picture, y, self.current, label, self.glyphs, named))
        lines = self._caption()
        index = y - picture.rows
        return self._strip(lines[index] if index < len(lines) else [])

    def _caption(self) -> list[list[Part]]:
        left = caption(self.marks, self._mark(self.current), self.picture, self.glyphs)
        legend = self.picture.legend
        return caption_lines(left, legend, self._caption_rows, self.size.width, self.glyphs)

    def _apology(self, y: int) -> list[Part]:
        if y != self.size.height // 2:
            return []
        text = f"The map needs {MIN_COLUMNS} columns and {MIN_ROWS} lines."
        return [(cut(text, self.size.width, self.glyphs.ellipsis), "caption")]

    def _strip(self, parts: list[Part]) -> Strip:
        segments = [Segment(text, self._style(kind)) for text, kind in parts if text]
        return Strip(segments).adjust_cell_length(self.size.width, self._style("caption"))

    def _style(self, kind: str) -> Style:
        colours = self.app.theme_variables
        base = kind.removeprefix(LAND)
        if base in KINDS:
            style = self.get_component_rich_style(f"europe-map--{base}")
            if base == "coast" and not self.app.current_theme.ansi:
                style += text_colour(colours, "map-coast")
        else:
            style = self.get_component_rich_style("europe-map--mark")
            style += text_colour(colours, base) + Style(bold=base != LINK)
        return style + ground_colour(colours, "map-land") if kind != base else style
