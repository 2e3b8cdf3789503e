"""Drawing of the grid's lines as Textual's strips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.color import Color, ColorParseError
from textual.strip import Strip

from tui.explorer.grid.lines import LinePainter
from tui.explorer.grid.text import CURSOR, GAP, ODD, ON, ROLES
from tui.explorer.roles import FALLBACKS

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


def make_palette(grid: Grid, ground: Style) -> dict[str, Style]:
    """Complete styles of a grid by role, and by ground and role for other grounds.

    Where the terminal gives the colours, or few of them, rows are on its own ground and the
    cursor is in reverse video; else every second row and the cursor have a ground of their
    own, on which roles keep their colours.
    """
    palette = {
        name: grid.get_component_rich_style(f"grid--{name}") for name in (*PARTS, *ROLES) if name
    }
    palette["match"] = grid.get_component_rich_style("grid--match", partial=True)
    palette[""] = ground
    colours = grid.app.theme_variables
    for role in FALLBACKS:
        palette[role] = ground + text_colour(colours, role)
    coloured = ("accent", *FALLBACKS)
    for role in coloured:
        palette[ON + role] = palette[role] + Style(reverse=True)
    if _plain(grid):
        return palette
    head = ground_colour(colours, "head")
    palette["header"] += head
    palette["header-cursor"] += head
    palette["more"] += head
    cursor = ground_colour(colours, "row-cursor" if grid.has_focus else "row-resting")
    bold = Style(bold=True)
    underlined = Style(bold=True, underline=True)
    for role in (*ROLES, *FALLBACKS):
        palette[ODD + role] = palette[role] + ground_colour(colours, "row-odd")
        palette[CURSOR + role] = palette[role] + cursor + bold
        palette[f"{CURSOR}{CURSOR}{role}"] = palette[role] + cursor + underlined
    for role in coloured:
        # Bars keep their colours under the cursor.
        palette[f"{CURSOR}{ON}{role}"] = palette[ON + role] + bold
        palette[f"{CURSOR}{CURSOR}{ON}{role}"] = palette[ON + role] + underlined
    palette[ODD + "mark"] = palette["mark"] + ground_colour(colours, "row-odd")
    palette[CURSOR + "mark"] = palette["mark"] + cursor
    return palette


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
