"""A grid of many narrow columns: heads of several lines, columns at an even pitch."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Size, clamp
from textual.strip import Strip

from tui.explorer.grid.grid import Grid
from tui.explorer.grid.layout import MEASURED_ROWS, Arrangement, Slot, Widths, measure
from tui.explorer.grid.paint import RowPainter
from tui.explorer.grid.text import GAP, GUTTER, GridSource, header_text, pads
from tui.explorer.panes.bars import CODE, codes
from tui.text import cut, printable, width_of

TELLING = 14
"""Letters of a name that tell more than a short head, also from top to bottom."""
STUMP = 3
"""Letters of a cut word that tell nothing beside the words before it."""
WORD = 6
"""Cells from which on a head is a word."""
WORDS = 10
"""Cells from which on a head is words on two lines."""


def letters(text: str, lines: int) -> list[str]:
    """A text from top to bottom, a character a line; a longer one ends in a point.

    All begin on the first line, where they are read side by side.
    """
    if len(text) > lines:
        text = _shortened(text, lines)
    return [char if width_of(char) == 1 else "?" for char in text[:lines].ljust(lines)]


def _shortened(text: str, most: int) -> str:
    """A text cut with a point, and without the little left of a word: ``Health.``."""
    short = cut(text, most, ".")
    whole, _, rest = short.removesuffix(".").rpartition(" ")
    return f"{whole.removesuffix(' and').rstrip(',')}." if whole and len(rest) <= STUMP else short


def wrapped(text: str, width: int, lines: int) -> list[str]:
    """A text in words on lines of ``width`` cells; a point or dots stand for what is left out."""
    found: list[str] = []
    for word in printable(text).split():
        short = cut(word, width, ".")
        joined = f"{found[-1]} {short}" if found else short
        if found and width_of(joined) <= width:
            found[-1] = joined
        elif len(found) < lines:
            found.append(short)
        else:
            found[-1] = cut(f"{found[-1]}…", width, "…")
            break
    return [""] * (lines - len(found)) + found


def heads(labels: Sequence[str], width: int, lines: int) -> list[list[str]]:
    """Lines of the head of each column, ``width`` cells wide."""
    if width >= WORD:
        texts = labels if lines > 1 else [label.partition(" ")[0].rstrip(",") for label in labels]
        return [wrapped(text, width, lines) for text in texts]
    short = codes(labels)
    if width >= CODE:
        return [[""] * (lines - 1) + [code] for code in short]
    texts = short if lines <= CODE else [printable(label) for label in labels]
    return [letters(text, lines) for text in texts]


def place(widths: Sequence[int], pinned: int, pitch: int, first: int, width: int) -> Arrangement:
    """Place the pinned columns, and those from ``first`` on every ``pitch`` cells."""
    slots = []
    x = GUTTER
    for column in range(pinned):
        slots.append(Slot(column, x, widths[column], True))
        x += widths[column] + GAP
    room = max((width - x) // pitch, 1)
    first = max(min(first, len(widths) - room), pinned)
    last = min(first + room, len(widths))
    for column in range(first, last):
        slots.append(Slot(column, x, pitch - 1, True))
        x += pitch
    return Arrangement(tuple(slots), first > pinned, last < len(widths))


class Matrix(Grid, inherit_bindings=False):
    """A grid whose pinned columns are laid out like any, and the others at an even pitch.

    The pitch is the widest at which all columns fit: their heads are then words, or codes of
    three letters. Where even those are too wide, or names find room from top to bottom, heads
    are written so, on as many lines as the rows leave and at most three of five, and columns that
    do not fit are scrolled to.
    """

    _shape: tuple[int, int] | None = None
    _heads: list[list[str]] | None = None

    @property
    def header_height(self) -> int:
        """Lines of the header."""
        return self._layout()[1]

    # Layout

    def _layout(self) -> tuple[int, int]:
        """Pitch of the columns, and lines of their heads."""
        if self._shape is None:
            self._shape = self._find_layout()
        return self._shape

    def _find_layout(self) -> tuple[int, int]:
        source, (width, height) = self.source, self.size
        if source is None or len(self._widths) <= source.pinned:
            return CODE + 1, 1
        inner = self._widths[source.pinned :]
        taken = GUTTER + sum(width + GAP for width in self._widths[: source.pinned])
        most = (width - 1 - taken) // len(inner)
        longest = max(width_of(column.title) for column in source.columns[source.pinned :])
        free = min(height - self.row_count, height * 3 // 5) if self.row_count else 0
        if most > WORD:
            return min(most, longest + GAP), 2 if most > WORDS else 1
        if most > CODE and free < min(longest, TELLING):
            return CODE + 1, 1
        pitch = max(max(inner) + 1, min(most, CODE))
        return pitch, clamp(free, CODE, max(longest, CODE))

    def _remeasure(self) -> None:
        self._shape = self._heads = None
        source = self.source
        if source is None:
            self._widths = Widths()
        else:
            widths = list(measure(source, self.sort, self.glyphs))
            rows = range(min(len(source), MEASURED_ROWS))
            for column in range(source.pinned, len(widths)):
                texts = (source.cell(row, column)[0] for row in rows)
                widths[column] = max(map(width_of, texts), default=1)
            self._widths = Widths(widths)
        self._resize_content(Size(self.size.width, self.row_count + self.header_height))
        self._redraw()

    def on_resize(self) -> None:
        """Lay the columns out for the new size."""
        self._remeasure()

    def _arrange(self, source: GridSource) -> Arrangement:
        pitch, _ = self._layout()
        return place(self._widths, source.pinned, pitch, self._first_column, self._line_width)

    def column_width(self, column: int) -> int | None:
        """Only the columns before those at an even pitch have a width of their own."""
        source = self.source
        return super().column_width(column) if source and column < source.pinned else None

    def column_at(self, x: int) -> int | None:
        """Column drawn at cell `x` of a line."""
        if self.source is None:
            return None
        slots = self._arrange(self.source).slots
        return next((slot.column for slot in reversed(slots) if slot.x <= x), None)

    def show_column(self, column: int) -> None:
        """Scroll sideways no further than needed to have `column` in sight."""
        source = self.source
        if source is None or column < source.pinned or not self._widths:
            return
        slots = self._arrange(source).slots[source.pinned :]
        if not slots:
            return
        first, last = slots[0].column, slots[-1].column
        if column < first:
            self._scroll_columns_to(column)
        elif column > last:
            self._scroll_columns_to(first + column - last)

    # Drawing

    def _header_line(self, y: int, pen: RowPainter) -> Strip:
        """Line `y` of the heads; the last one has the titles of the pinned columns."""
        source = pen.source
        pitch, lines = self._layout()
        if self._heads is None:
            titles = [column.title for column in source.columns[source.pinned :]]
            self._heads = heads(titles, pitch - 1, lines)
        style, under_cursor = pen.palette["header"], pen.palette["header-cursor"]
        last = y == lines - 1
        segments: list[Segment] = []
        x = 0
        for slot in pen.arrangement.slots:
            column = source.columns[slot.column]
            title, mark = header_text(column, self.sort, self.glyphs)
            if slot.column < source.pinned:
                text = title + mark if last else ""
                before = pads(slot.width - width_of(text), column.align)[0]
            else:
                text = self._heads[slot.column - source.pinned][y]
                before = pads(slot.width - width_of(text), "center")[0]
                text += mark.strip()[:1] if last else ""
            segments.append(Segment(" " * (slot.x + before - x), style))
            chosen = slot.column == self.cursor_column
            segments.append(Segment(self.glyphs.adapt(text), under_cursor if chosen else style))
            x = slot.x + before + width_of(text)
        strip = Strip(segments, x).adjust_cell_length(pen.width, style)
        return pen.with_edges(strip) if last else strip
