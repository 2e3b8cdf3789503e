"""Pure part of the grid: column widths, which columns are in sight, cutting and matching text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby, takewhile
from operator import itemgetter
from typing import Literal, Protocol, runtime_checkable

from tui.explorer.glyphs import Glyphs
from tui.frozen import frozen
from tui.text import printable, width_of

Align = Literal["left", "right", "center"]
Runs = tuple[tuple[int, str], ...]
Role = str | Runs
"""What a text stands for, or how many characters of it stand for what, one after the other."""
Cell = tuple[str, Role]
"""Text of a cell and its role, one of `ROLES` or of those that themes give colours."""

ROLES = ("", "muted", "unsure", "accent", "warn", "good", "bad", "title")
ODD, CURSOR = "odd ", "cursor "
"""Grounds other than the usual one, before a role in a palette."""
ON = "on "
"""Before a role whose colour is the ground, the text on it in the colour of the background."""
GUTTER = 1
"""Cells before the first column, for the mark."""
GAP = 2
"""Cells between two columns."""
MEASURED_ROWS = 500
"""Rows looked at to find the width of a column."""
MIN_PART = 6
"""Cells a column must have to be shown in part at the right edge."""


@frozen
class GridColumn:
    """How one column is headed and laid out; widths in terminal cells.

    A column with a `weight` above zero gives way down to `min_width` before columns are
    hidden, and takes its share of the room that is left over. A `width` above zero was set by a
    person and holds whatever the cells need. `sorts_by` is the id of the column that it is sorted
    by, where that is another one.
    """

    id: str
    title: str
    align: Align = "left"
    min_width: int = 3
    max_width: int = 40
    weight: int = 0
    width: int = 0
    sorts_by: str = ""


class GridSource(Protocol):
    """The rows of a grid, made cell by cell when they come into sight."""

    @property
    def columns(self) -> Sequence[GridColumn]:
        """Columns in display order, the pinned ones first."""

    @property
    def pinned(self) -> int:
        """Number of first columns that stay while scrolling sideways."""

    def __len__(self) -> int: ...

    def key(self, row: int) -> str:
        """Identity of a row that survives sorting and filtering."""

    def index(self, key: str) -> int | None:
        """Row with this key, or None; must not walk over all rows."""

    def cell(self, row: int, column: int) -> Cell:
        """Text and role of a cell."""


@runtime_checkable
class MeasuredSource(Protocol):
    """A source that knows how wide its texts are without making them each time."""

    def cell_width(self, row: int, column: int) -> int:
        """Cells that the text of a cell takes."""


def pads(free: int, align: Align) -> tuple[int, int]:
    """Blanks before and after a text that leaves `free` cells of its column empty."""
    if align == "right":
        return free, 0
    if align == "center":
        return free // 2, free - free // 2
    return 0, free


def find_spans(
    text: str, needles: Sequence[str], fold: Callable[[str], str]
) -> list[tuple[int, int]]:
    """Places in `text` (start, end in characters) where a folded needle occurs, merged in order."""
    folded, origin = _folded(text, fold)
    found: list[tuple[int, int]] = []
    for needle in needles:
        at = folded.find(needle) if needle else -1
        while at >= 0:
            last = at + len(needle) - 1
            found.append((origin[at], origin[last] + 1) if origin else (at, last + 1))
            at = folded.find(needle, last + 1)
    found.sort()
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _folded(text: str, fold: Callable[[str], str]) -> tuple[str, list[int]]:
    """Folded text and, where folding may change the length, the origin of each character."""
    if text.isascii():
        folded = fold(text)
        if len(folded) == len(text):
            return folded, []
    parts: list[str] = []
    origin: list[int] = []
    for position, char in enumerate(text):
        part = fold(char)
        parts.append(part)
        origin.extend([position] * len(part))
    return "".join(parts), origin


def split_matches(text: str, kept: int, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Split a cut text into pieces, each with whether it matched.

    `kept` is the number of original characters in `text`; a match that lies in the part cut
    away marks the ellipsis instead.
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        first, last = min(start, kept), (len(text) if end > kept else end)
        if first > at:
            pieces.append((text[at:first], False))
        if last > max(first, at):
            pieces.append((text[max(first, at) : last], True))
        at = max(at, last)
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def split_middle(
    text: str, visible: str, spans: Sequence[tuple[int, int]], ellipsis: str
) -> list[tuple[str, bool]]:
    """Split a text whose middle is cut away into pieces, each with whether it matched.

    A match in the part cut away marks the ellipsis instead.
    """
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(text, visible, strict=False))
    head = min(sum(1 for _ in alike), len(visible) - len(ellipsis))
    tail = len(text) - (len(visible) - head - len(ellipsis))
    kept = [*range(head), *range(tail, len(text))]
    matched = [any(start <= at < end for start, end in spans) for at in kept]
    hidden = any(start < tail and end > head for start, end in spans)
    flags = [*matched[:head], *[hidden] * len(ellipsis), *matched[head:]]
    return [
        ("".join(sign for sign, _ in run), flag)
        for flag, run in groupby(zip(visible, flags, strict=True), key=itemgetter(1))
    ]


def header_text(
    column: GridColumn, sort: Sequence[tuple[str, bool]], glyphs: Glyphs
) -> tuple[str, str]:
    """Title and sort mark of a column; the mark is numbered when several columns sort."""
    for place, (column_id, descending) in enumerate(sort, 1):
        if column_id == column.id:
            arrow = glyphs.down if descending else glyphs.up
            return printable(column.title), f" {arrow}{place}" if len(sort) > 1 else f" {arrow}"
    return printable(column.title), ""


def measure(
    source: GridSource, sort: Sequence[tuple[str, bool]], glyphs: Glyphs
) -> tuple[int, ...]:
    """Width of every column by its header and the cells of the first rows, within its bounds."""
    widths = []
    for index, column in enumerate(source.columns):
        heading = width_of("".join(header_text(column, sort, glyphs)))
        least, most = max(column.min_width, heading), column.max_width
        widths.append(column.width or widest_cell(source, index, least, most))
    return tuple(widths)


def full_width(
    source: GridSource, column: int, sort: Sequence[tuple[str, bool]], glyphs: Glyphs, most: int
) -> int:
    """Cells that the first texts of a column and its heading need, at most so many."""
    heading = "".join(header_text(source.columns[column], sort, glyphs))
    return widest_cell(source, column, width_of(heading), most)


def widest_cell(source: GridSource, column: int, least: int, most: int) -> int:
    """Width of the widest of the first cells of a column, within bounds."""
    measured = source.cell_width if isinstance(source, MeasuredSource) else partial(_width, source)
    width = least
    for row in range(min(len(source), MEASURED_ROWS)):
        if width >= most:
            break
        width = max(width, measured(row, column))
    return min(width, most)


def _width(source: GridSource, row: int, column: int) -> int:
    return width_of(printable(source.cell(row, column)[0]))


@frozen
class Slot:
    """A column in sight: its index, first cell and width on screen."""

    column: int
    x: int
    width: int
    whole: bool


@frozen
class Arrangement:
    """The columns in sight, and whether others are hidden on either side."""

    slots: tuple[Slot, ...]
    hidden_left: bool
    hidden_right: bool

    def column_at(self, x: int) -> int | None:
        """Column drawn at cell `x`; the gap after a column belongs to it."""
        for slot in self.slots:
            if slot.x <= x < slot.x + slot.width + GAP:
                return slot.column
        return None


def total_width(widths: Sequence[int]) -> int:
    """Cells that all columns side by side need."""
    return GUTTER + sum(widths) + GAP * max(len(widths) - 1, 0)


def arrange(
    columns: Sequence[GridColumn],
    widths: Sequence[int],
    pinned: int,
    offset: int,
    width: int,
) -> Arrangement:
    """Place the pinned columns and those from `offset` on into `width` cells."""
    fitted = _fit_weighted(columns, widths, width)
    if total_width(fitted) <= width:
        return Arrangement(_place(range(len(fitted)), fitted, GUTTER), False, False)
    end = width - GAP
    pinned = min(pinned, len(columns))
    shares = _shrink_pinned(columns, widths, pinned, end // 2)
    slots = list(_place(range(pinned), shares, GUTTER))
    x = slots[-1].x + slots[-1].width + GAP if slots else GUTTER
    first = max(offset, pinned)
    last = pinned - 1
    for index in range(first, len(columns)):
        room = end - x
        wanted = widths[index]
        if wanted > room and index > first and (columns[index].align != "left" or room < MIN_PART):
            break
        shown_width = min(wanted, room)
        if shown_width <= 0:
            break
        slots.append(Slot(index, x, shown_width, shown_width == wanted))
        last = index
        x += shown_width + GAP
        if shown_width < wanted:
            break
    hidden_right = last < len(columns) - 1 or not all(slot.whole for slot in slots[pinned:])
    return Arrangement(tuple(slots), first > pinned, hidden_right)


def offset_for(
    columns: Sequence[GridColumn],
    widths: Sequence[int],
    pinned: int,
    offset: int,
    width: int,
    column: int,
) -> int:
    """Give the offset nearest to `offset` from which `column` is wholly in sight."""
    if column < pinned:
        return offset
    offset = min(offset, column)
    while offset < column:
        slots = arrange(columns, widths, pinned, offset, width).slots
        if any(slot.column == column and slot.whole for slot in slots):
            break
        offset += 1
    return offset


def _place(indexes: Sequence[int], widths: Sequence[int], x: int) -> tuple[Slot, ...]:
    slots = []
    for index in indexes:
        slots.append(Slot(index, x, widths[index], True))
        x += widths[index] + GAP
    return tuple(slots)


def _fit_weighted(
    columns: Sequence[GridColumn], widths: Sequence[int], width: int
) -> Sequence[int]:
    """Let the weighted columns take or give the difference to `width`, if they can."""
    free = width - total_width(widths)
    weighted = [
        index for index, column in enumerate(columns) if column.weight > 0 and not column.width
    ]
    if free == 0 or not weighted:
        return widths
    fitted = list(widths)
    if free > 0:
        total = sum(columns[index].weight for index in weighted)
        for index in weighted:
            share = free * columns[index].weight // total
            fitted[index] += share
            free -= share
            total -= columns[index].weight
        return fitted
    for index in sorted(weighted, key=lambda index: -widths[index]):
        given = min(-free, fitted[index] - columns[index].min_width)
        fitted[index] -= max(given, 0)
        free += max(given, 0)
    return fitted if free >= 0 else widths


def _shrink_pinned(
    columns: Sequence[GridColumn], widths: Sequence[int], pinned: int, limit: int
) -> Sequence[int]:
    """Narrow the widest pinned columns so that at least half of the line can scroll."""
    shares = list(widths[:pinned])
    excess = total_width(shares) - limit
    for index in sorted(range(pinned), key=lambda index: -shares[index]):
        given = min(excess, shares[index] - min(columns[index].min_width, shares[index]))
        if given > 0:
            shares[index] -= given
            excess -= given
    return shares
