"""How the grid is painted: its lines as Textual's strips, their styles, thin scroll bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from rich.color import Color as RichColor
from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style
from rich.text import Text
from textual.color import Color, ColorParseError
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from tui.explorer.colours import FALLBACKS
from tui.explorer.glyphs import ASCII, Glyphs
from tui.explorer.grid.lines import LinePainter
from tui.explorer.grid.text import CURSOR, GAP, ODD, ON, ROLES

if TYPE_CHECKING:
    from tui.explorer.grid.grid import Grid


class RowPainter(LinePainter[Style]):
    """Lines of a grid as strips."""

    __slots__ = ()

    def header(self, cursor_column: int) -> Strip:
        """Draw the line of column titles, with the signs of sorting and of hidden columns."""
        return self.with_edges(self._strip(self.header_line(cursor_column)))

    def with_edges(self, strip: Strip) -> Strip:
        """Put the signs of hidden columns over blanks of the header."""
        for at, sign in self.edges():
            there = Strip([Segment(sign, self.palette["more"])], 1)
            strip = Strip.join([strip.crop(0, at), there, strip.crop(at + 1, self.width)])
        return strip

    def row(self, row: int, cursor_column: int | None, *, marked: bool) -> Strip:
        """Draw a row; `cursor_column` is None except for the row under the cursor."""
        return self._strip(self.row_line(row, cursor_column, marked=marked))

    def _strip(self, line: list[tuple[str, Style]]) -> Strip:
        return Strip([Segment(text, style) for text, style in line], self.width)


def centred(message: Text, width: int, style: Style, console: Console) -> list[Strip]:
    """Wrap a text at words into lines of `width` cells, each in the middle."""
    room = max(width - 2 * GAP, 1)
    lines = []
    for line in message.wrap(console, room):
        line.rstrip()
        left = (width - line.cell_len) // 2
        segments = [
            Segment(segment.text, style + segment.style if segment.style else style)
            for segment in line.render(console)
        ]
        strip = Strip([Segment(" " * left, style), *segments])
        lines.append(strip.adjust_cell_length(width, style))
    return lines


PARTS = ("header", "header-cursor", "cursor", "cursor-cell", "mark", "more", "match", "empty")

LOOK = """
Grid {
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-size-vertical: 1;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
    background: $background;
    color: $foreground;
    & > .grid--header { color: $text-muted; text-style: bold; }
    & > .grid--header-cursor { color: $foreground; text-style: bold underline; }
    & > .grid--cursor { background: $surface; text-style: bold; }
    & > .grid--cursor-cell { background: $surface; text-style: bold underline; }
    & > .grid--mark { color: $accent; text-style: bold; }
    & > .grid--more { color: $accent; text-style: bold; }
    & > .grid--match { text-style: bold underline; }
    & > .grid--empty { color: $text-muted; }
    & > .grid--muted { color: $text-muted; }
    & > .grid--unsure { color: $text-muted; text-style: italic; }
    & > .grid--accent { color: $accent; }
    & > .grid--warn { color: $warning; }
    & > .grid--good { color: $success; }
    & > .grid--bad { color: $error; }
    & > .grid--title { text-style: bold; }
    &:focus > .grid--cursor {
        color: $primary;
        background: $background;
        text-style: reverse;
    }
    &:focus > .grid--cursor-cell {
        color: $primary;
        background: $background;
        text-style: reverse bold underline;
    }
    &:ansi > .grid--muted { text-style: dim; }
    &:ansi:focus > .grid--cursor { color: $foreground; }
    &:ansi:focus > .grid--cursor-cell { color: $foreground; }
}
"""
"""Colours of the parts and of the general roles, as a style sheet."""


class Palette(dict[str, Style]):
    """Complete styles by role, and by ground and role; what is never drawn is never made."""

    def __init__(self, base: Mapping[str, Style], make: Callable[[Palette, str], Style]) -> None:
        """``make`` gives a style that is asked for first, and raises KeyError for none."""
        super().__init__(base)
        self._make = make

    def __missing__(self, name: str) -> Style:
        made = self[name] = self._make(self, name)
        return made


def make_palette(grid: Grid, ground: Style) -> Palette:
    """Complete styles of a grid by role, and by ground and role for other grounds.

    Where the terminal gives the colours, or few of them, rows are on its own ground and the
    cursor is in reverse video; else every second row and the cursor have a ground of their
    own, on which roles keep their colours.
    """
    base = {
        name: grid.get_component_rich_style(f"grid--{name}") for name in (*PARTS, *ROLES) if name
    }
    base["match"] = grid.get_component_rich_style("grid--match", partial=True)
    base[""] = ground
    colours = grid.app.theme_variables
    if _plain(grid):
        return Palette(base, partial(_role, colours))
    head = ground_colour(colours, "head")
    for part in ("header", "header-cursor", "more"):
        base[part] += head
    cursor = ground_colour(colours, "row-cursor" if grid.has_focus else "row-resting")
    odd = ground_colour(colours, "row-odd")
    return Palette(base, partial(_on_ground, colours, odd, cursor))


_COLOURED = frozenset(("accent", *FALLBACKS))
_ON_GROUNDS = frozenset((*ROLES, *FALLBACKS, "mark"))
_BOLD, _UNDERLINED = Style(bold=True), Style(bold=True, underline=True)


def _role(colours: Mapping[str, str], palette: Palette, name: str) -> Style:
    """A role that themes colour, as text or as ground."""
    if name.startswith(ON) and name[len(ON) :] in _COLOURED:
        return palette[name[len(ON) :]] + Style(reverse=True)
    if name not in FALLBACKS:
        raise KeyError(name)
    return palette[""] + text_colour(colours, name)


def _on_ground(
    colours: Mapping[str, str], odd: Style, cursor: Style, palette: Palette, name: str
) -> Style:
    """A role on the ground of every second row, or under the cursor."""
    role = name.removeprefix(ODD).removeprefix(CURSOR).removeprefix(CURSOR)
    before = name[: len(name) - len(role)]
    if not before:
        return _role(colours, palette, name)
    if before.startswith(CURSOR) and role.startswith(ON):
        # Bars keep their colours under the cursor.
        return palette[role] + (_UNDERLINED if before == CURSOR * 2 else _BOLD)
    if role not in _ON_GROUNDS or (role == "mark" and before == CURSOR * 2):
        raise KeyError(name)
    if before == ODD:
        return palette[role] + odd
    if role == "mark":
        return palette[role] + cursor
    return palette[role] + cursor + (_UNDERLINED if before == CURSOR * 2 else _BOLD)


def _plain(grid: Grid) -> bool:
    """Whether to leave the grounds to the terminal."""
    app = grid.app
    few = bool(getattr(app, "few_colours", False))
    own = "row-cursor" in app.theme_variables
    return few or not own or app.current_theme.ansi or app.native_ansi_color


def text_colour(colours: Mapping[str, str], name: str) -> Style:
    """The colour of a text by its name in the theme, none without one."""
    try:
        return Style(color=Color.parse(colours[name]).rich_color)
    except (KeyError, ColorParseError):
        return Style.null()


def ground_colour(colours: Mapping[str, str], name: str) -> Style:
    """The colour of a ground by its name in the theme, none without one."""
    found = text_colour(colours, name).color
    return Style(bgcolor=found) if found is not None else Style.null()


_GRAB = {"@mouse.down": "grab"}
_BACK = {"@mouse.down": "scroll_up"}
_FORTH = {"@mouse.down": "scroll_down"}


class ThinBars(ScrollBarRender):
    """Draws the track as a light line and the thumb as a heavy one."""

    TRACK = ("│", "─")
    """Sign of the track, vertical and horizontal."""
    THUMB = ("┃", "━")

    @classmethod
    def render_bar(  # noqa: PLR0913, PLR0917 -- the base class decides the arguments
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: RichColor | None = None,
        bar_color: RichColor | None = None,
    ) -> Segments:
        """Draw a bar of `size` cells; the arguments mean what they mean in the base class."""
        start, end = thumb_span(size, virtual_size, window_size, position)
        across = 0 if vertical else 1
        width = thickness if vertical else 1
        track = cls.TRACK[across] * width
        colours = Style(color=bar_color, bgcolor=back_color)
        faint = colours + Style(dim=True)
        cells = [Segment(track, faint + Style(meta=_BACK))] * start
        cells += [Segment(cls.THUMB[across] * width, colours + Style(meta=_GRAB))] * (end - start)
        cells += [Segment(track, faint + Style(meta=_FORTH))] * (size - end)
        if vertical:
            return Segments(cells, new_lines=True)
        return Segments([*cells, Segment.line()] * thickness)


class AsciiBars(ThinBars):
    """The same in ASCII."""

    TRACK = ("|", "-")
    THUMB = ("#", "=")


def thumb_span(
    size: int, virtual_size: float, window_size: float, position: float
) -> tuple[int, int]:
    """First cell of the thumb and the cell after its last, on a bar of `size` cells.

    Where the bar is long enough, the thumb touches an end only if the view stands at it.
    """
    hidden = virtual_size - window_size
    if size <= 0 or window_size <= 0 or hidden <= 0:
        return 0, 0
    length = min(max(1, round(size * window_size / virtual_size)), size)
    free = size - length
    if position <= 0:
        start = 0
    elif position >= hidden:
        start = free
    else:
        start = round(free * position / hidden)
        start = min(max(start, min(1, free)), max(free - 1, 0))
    return start, start + length


def use_thin_scrollbars(glyphs: Glyphs) -> None:
    """Have every scroll bar of the process drawn as a thin line of this glyph set."""
    ScrollBar.renderer = AsciiBars if glyphs is ASCII else ThinBars
