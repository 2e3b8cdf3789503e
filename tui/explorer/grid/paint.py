"""Drawing of the grid's lines as Textual's strips."""

from __future__ import annotations

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from tui.explorer.grid.lines import LinePainter
from tui.explorer.grid.text import GAP


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
