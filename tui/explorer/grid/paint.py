"""Drawing of the grid's lines: values in, styled lines out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.text import (
    GAP,
    Arrangement,
    GridSource,
    Slot,
    find_spans,
    header_text,
    pads,
    split_matches,
)
from tui.text import cut, printable, width_of


@dataclass(frozen=True, slots=True)
class RowPainter:
    """Everything lines depend on besides the row; made anew when any of it changes.

    `palette` holds a complete style for "" (the ground), each role and each part of the grid;
    "match" is added to the style of the text it sets off.
    """

    source: GridSource
    arrangement: Arrangement
    palette: Mapping[str, Style]
    glyphs: Glyphs
    sort: Sequence[tuple[str, bool]]
    needles: Sequence[str]
    fold: Callable[[str], str]
    width: int

    def header(self, cursor_column: int) -> Strip:
        """Draw the line of column titles, with the signs of sorting and of hidden columns."""
        style, under_cursor = self.palette["header"], self.palette["header-cursor"]
        line = _Line(style)
        for slot in self.arrangement.slots:
            column = self.source.columns[slot.column]
            title, mark = header_text(column, self.sort, self.glyphs)
            text = cut(title, slot.width - len(mark), self.glyphs.ellipsis)
            text = cut(text + mark, slot.width, self.glyphs.ellipsis)
            before, after = pads(slot.width - width_of(text), column.align)
            line.blank_to(slot.x + before, style)
            line.add(text, under_cursor if slot.column == cursor_column else style)
            line.blank_to(line.x + after, style)
        strip = line.strip(self.width, style)
        return self.with_edges(strip)

    def with_edges(self, strip: Strip) -> Strip:
        """Put the signs of hidden columns over blanks of the header."""
        arrangement = self.arrangement
        more = self.palette["more"]
        if arrangement.hidden_right:
            sign = Strip([Segment(self.glyphs.right, more)], 1)
            strip = Strip.join([strip.crop(0, self.width - 1), sign])
        if arrangement.hidden_left:
            first = arrangement.slots[min(self.source.pinned, len(arrangement.slots) - 1)]
            at = max(first.x - GAP, 0)
            sign = Strip([Segment(self.glyphs.left, more)], 1)
            strip = Strip.join([strip.crop(0, at), sign, strip.crop(at + 1, self.width)])
        return strip

    def row(self, row: int, cursor_column: int | None, *, marked: bool) -> Strip:
        """Draw a row; `cursor_column` is None except for the row under the cursor."""
        on_cursor = cursor_column is not None
        ground = self.palette["cursor" if on_cursor else ""]
        line = _Line(ground)
        if marked:
            line.add(self.glyphs.mark, ground if on_cursor else self.palette["mark"])
        for slot in self.arrangement.slots:
            text, role = self.source.cell(row, slot.column)
            if not on_cursor:
                style = self.palette.get(role, ground)
            elif slot.column == cursor_column:
                style = self.palette["cursor-cell"]
            else:
                style = ground
            self._cell(line, slot, text, style, ground)
        return line.strip(self.width, ground)

    def _cell(self, line: _Line, slot: Slot, text: str, style: Style, ground: Style) -> None:
        text = self.glyphs.adapt(printable(text))
        visible = cut(text, slot.width, self.glyphs.ellipsis)
        align = self.source.columns[slot.column].align
        before, after = pads(slot.width - width_of(visible), align)
        line.blank_to(slot.x, ground)
        line.blank_to(slot.x + before, style)
        spans = find_spans(text, self.needles, self.fold) if self.needles else ()
        if spans:
            kept = len(text) if visible == text else len(visible) - 1
            for piece, matched in split_matches(visible, kept, spans):
                line.add(piece, style + self.palette["match"] if matched else style)
        else:
            line.add(visible, style)
        line.blank_to(line.x + after, style)


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


class _Line:
    """Collects the segments of one line, joining neighbours of one style."""

    def __init__(self, ground: Style) -> None:
        self.x = 0
        self._text: list[str] = []
        self._style = ground
        self._segments: list[Segment] = []

    def add(self, text: str, style: Style) -> None:
        """Append `text`."""
        if not text:
            return
        if style is not self._style:
            self._flush()
            self._style = style
        self._text.append(text)
        self.x += width_of(text)

    def blank_to(self, x: int, style: Style) -> None:
        """Append blanks up to cell `x`."""
        self.add(" " * (x - self.x), style)

    def strip(self, width: int, style: Style) -> Strip:
        """Give the line, filled up to `width` cells."""
        self.blank_to(width, style)
        self._flush()
        return Strip(self._segments, self.x)

    def _flush(self) -> None:
        if self._text:
            self._segments.append(Segment("".join(self._text), self._style))
            self._text.clear()
