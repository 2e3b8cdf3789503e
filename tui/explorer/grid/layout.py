"""How wide columns are, and which of them are in sight."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from math import ceil

from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.text import GAP, GUTTER, GridColumn, GridSource, header_text
from tui.frozen import frozen
from tui.text import printable, width_of

MEASURED_ROWS = 500
"""Rows looked at to find the width of a column."""
MIN_PART = 6
"""Cells a column must have to be shown in part at the right edge."""
MOST_TEXTS = 0.8
"""The part of the texts of a column that stand whole at least where it gives way to others."""
MUCH_LONGER = 1.6
"""How many times as long as most those few are that may be cut."""
FULL_TEXT = 120
"""Cells that a text gets at most where there is room to spare."""
_READABLE, _SHARE = 30, 0.4
"""Cells, and the part of the line, that a text keeps so that more columns come into sight."""
_TELLING = 0.4
"""The part of its texts that stand whole where a column is worth showing in part."""


class Widths(tuple[int, ...]):
    """Widths of columns as they are by themselves, and how far each may go either way."""

    heads: tuple[int, ...] = ()
    """Cells of the headings, which are never cut."""
    columns: Sequence[GridColumn] = ()
    pinned = 0
    """How many of the columns stay while others are scrolled."""
    _source: GridSource
    _cells: dict[int, list[int]]

    @classmethod
    def of(cls, source: GridSource, sort: Sequence[tuple[str, bool]], glyphs: Glyphs) -> Widths:
        """Measure the headings and the cells of the first rows, within the bounds of each."""
        heads = [width_of("".join(header_text(each, sort, glyphs))) for each in source.columns]
        found = cls(
            column.width
            or widest_cell(source, index, max(column.min_width, head), max(column.max_width, head))
            for index, (column, head) in enumerate(zip(source.columns, heads, strict=True))
        )
        found.heads, found._source, found._cells = tuple(heads), source, {}
        found.columns, found.pinned = source.columns, min(source.pinned, len(found))
        return found

    @cached_property
    def least(self) -> tuple[int, ...]:
        """How far each gives way: to its bound, or to what most of its texts need."""
        return tuple(map(self._least, range(len(self))))

    def _least(self, index: int) -> int:
        column, width = self.columns[index], self[index]
        floor = max(column.min_width, self.heads[index])
        if column.width or column.align != "left" or width <= floor:
            return width
        return min(floor, width) if column.weight else max(self._usual(index), floor)

    def _usual(self, index: int) -> int:
        """The width that holds all texts of a column but the few that are much longer."""
        cells = self._measured(index)
        most = cells[ceil(len(cells) * MOST_TEXTS) - 1] if cells else 0
        usual = cells[bisect_right(cells, most * MUCH_LONGER) - 1] if cells else 0
        return min(usual, self[index])

    def whole(self, index: int, room: int) -> float:
        """The part of the texts of a column that so many cells show whole."""
        cells = self._measured(index)
        return bisect_right(cells, room) / len(cells) if cells else 0

    def _measured(self, index: int) -> list[int]:
        """Widths of the first texts of a column, from the shortest."""
        if index not in self._cells:
            self._cells[index] = sorted(_widths_of(self._source, index))
        return self._cells[index]

    @cached_property
    def full(self) -> tuple[int, ...]:
        """What each takes where there is room to spare: its heading and all of its texts."""
        return tuple(map(self._full, range(len(self))))

    def _full(self, index: int) -> int:
        column, width = self.columns[index], self[index]
        if column.width or column.align != "left" or width < column.max_width:
            return width
        return widest_cell(self._source, index, width, FULL_TEXT)


def measure(source: GridSource, sort: Sequence[tuple[str, bool]], glyphs: Glyphs) -> Widths:
    """Width of every column by its header and the cells of the first rows, within its bounds."""
    return Widths.of(source, sort, glyphs)


def _widths_of(source: GridSource, column: int) -> list[int]:
    measured = _measuring(source)
    return [measured(row, column) for row in range(min(len(source), MEASURED_ROWS))]


def full_width(
    source: GridSource, column: int, sort: Sequence[tuple[str, bool]], glyphs: Glyphs, most: int
) -> int:
    """Cells that the first texts of a column and its heading need, at most so many."""
    heading = "".join(header_text(source.columns[column], sort, glyphs))
    return widest_cell(source, column, width_of(heading), most)


def widest_cell(source: GridSource, column: int, least: int, most: int) -> int:
    """Width of the widest of the first cells of a column, within bounds."""
    measured = _measuring(source)
    width = least
    for row in range(min(len(source), MEASURED_ROWS)):
        if width >= most:
            break
        width = max(width, measured(row, column))
    return min(width, most)


def _measuring(source: GridSource) -> Callable[[int, int], int]:
    """What tells the width of a cell: the source itself where it knows a quicker way."""
    own: Callable[[int, int], int] | None = getattr(source, "cell_width", None)
    return own or partial(_width, source)


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


def arrange(widths: Widths, offset: int, width: int, margin: int = 0) -> Arrangement:
    """Place the pinned columns and those from `offset` on into `width` cells.

    What is left over goes to the texts that are cut. Where not all fit, texts give way, so that
    as many columns as can be are in sight as a whole; but a text remains readable, and what is
    short of that gives way only if it is not pinned: the name of a row stays. So many cells as
    ``margin`` stay free at the end of the line, unless a column would be lost by it.
    """
    found = _all_in_sight(widths, width - margin)
    if found is None and margin:
        found = _spared(widths, _all_in_sight(widths, width), margin)
    if found is not None:
        return Arrangement(_place(range(len(found)), found), False, False)
    readable = _floors(widths, max(_READABLE, int(width * _SHARE)))
    return _in_part(widths, max(offset, widths.pinned), width - GAP, readable)


def _all_in_sight(widths: Widths, width: int) -> Sequence[int] | None:
    """Widths with which all columns stand in `width` cells; None where that cannot be."""
    free = width - total_width(widths)
    if free >= 0:
        return _grown(range(len(widths)), widths, widths, free)
    for floors in (
        _floors(widths, max(_READABLE, int(width * _SHARE))),
        _floors(widths, _READABLE),
        _last_floors(widths, width),
    ):
        if total_width(floors) <= width:
            return _levelled(widths, floors, -free)
    return None


def _spared(widths: Widths, found: Sequence[int] | None, margin: int) -> Sequence[int] | None:
    """The widths with the margin taken from the last text that is cut anyway."""
    if found is None:
        return found
    for index in reversed(range(len(found))):
        if widths.full[index] > found[index] and found[index] - margin >= widths.heads[index]:
            return [*found[:index], found[index] - margin, *found[index + 1 :]]
    return found


def _floors(widths: Widths, enough: int) -> Sequence[int]:
    """How far columns give way where a weighted text keeps ``enough`` cells."""
    return [
        min(want, max(floor, enough)) if column.weight else floor
        for column, want, floor in zip(widths.columns, widths, widths.least, strict=True)
    ]


def _last_floors(widths: Widths, width: int) -> Sequence[int]:
    """The weighted texts alone give way, all the way but for the name of a row."""
    name = _floors(widths, min(_READABLE, width // 3))
    return [
        want if not column.weight else name[index] if index < widths.pinned else widths.least[index]
        for index, (column, want) in enumerate(zip(widths.columns, widths, strict=True))
    ]


def _in_part(widths: Widths, first: int, end: int, readable: Sequence[int]) -> Arrangement:
    """The pinned columns and as many from `first` on as fit before `end`."""
    pinned = widths.pinned
    chosen = [*range(pinned), *range(first, len(widths))]
    wanted = [*_shrink_pinned(widths, end // 2), *widths[first:]]
    floors = [min(want, readable[index]) for index, want in zip(chosen, wanted, strict=True)]
    whole = len(chosen)
    while whole > pinned and total_width(floors[:whole]) > end:
        whole -= 1
    fitted = _levelled(wanted[:whole], floors[:whole], total_width(wanted[:whole]) - end)
    part = None
    if whole < len(chosen):
        least = None if whole == pinned else _TELLING
        part = _part(widths, chosen[whole], fitted, end, least)
    if part is None:
        fitted = _grown(chosen[:whole], fitted, widths, end - total_width(fitted))
        if whole < len(chosen):
            part = _part(widths, chosen[whole], fitted, end, 0)
    slots = (*_place(chosen[:whole], fitted), *([part] if part is not None else []))
    last = slots[-1] if slots else None
    hidden_right = last is None or last.column < len(widths) - 1 or not last.whole
    return Arrangement(slots, first > pinned, hidden_right)


def _part(
    widths: Widths, index: int, before: Sequence[int], end: int, least: float | None
) -> Slot | None:
    """A column in what is left of the line.

    None where its heading has no room or less than the part ``least`` of its texts would stand
    whole; without ``least`` it stands there anyway.
    """
    x = total_width(before) + (GAP if before else 0)
    room = min(end - x, widths[index])
    slot = Slot(index, x, room, room == widths[index]) if room > 0 else None
    if least is None:
        return slot
    much = room * MUCH_LONGER >= min(widths[index], _READABLE)
    telling = much or widths.whole(index, room) >= least
    fits = widths.columns[index].align == "left" and room >= max(MIN_PART, widths.heads[index])
    return slot if fits and telling else None


def _grown(
    chosen: Sequence[int], fitted: Sequence[int], widths: Widths, free: int
) -> Sequence[int]:
    """Give what is left over to the texts that are cut, beginning with those that lack least."""
    found = list(fitted)
    lacks = [widths.full[index] - width for index, width in zip(chosen, found, strict=True)]
    for place in sorted(range(len(found)), key=lacks.__getitem__) if free > 0 else ():
        given = max(min(free, lacks[place]), 0)
        found[place] += given
        free -= given
    return found


def _levelled(widths: Sequence[int], least: Sequence[int], excess: int) -> Sequence[int]:
    """Take so many cells away, always from the widest columns that can still give way."""
    found = list(widths)
    while excess > 0:
        able = [index for index, width in enumerate(found) if width > least[index]]
        if not able:
            break
        top = max(found[index] for index in able)
        highest = [index for index in able if found[index] == top]
        below = max((found[index] for index in able if found[index] < top), default=0)
        step = top - max(below, *(least[index] for index in highest))
        step = min(step, -(-excess // len(highest)))
        for index in highest:
            taken = min(step, excess)
            found[index] -= taken
            excess -= taken
    return found


def offset_for(widths: Widths, offset: int, width: int, column: int, margin: int = 0) -> int:
    """Give the offset nearest to `offset` from which `column` is wholly in sight."""
    if column < widths.pinned:
        return offset
    offset = min(offset, column)
    while offset < column:
        slots = arrange(widths, offset, width, margin).slots
        if any(slot.column == column and slot.whole for slot in slots):
            break
        offset += 1
    return offset


def _place(indexes: Sequence[int], widths: Sequence[int]) -> tuple[Slot, ...]:
    slots, x = [], GUTTER
    for index, width in zip(indexes, widths, strict=True):
        slots.append(Slot(index, x, width, True))
        x += width + GAP
    return tuple(slots)


def _shrink_pinned(widths: Widths, limit: int) -> Sequence[int]:
    """Narrow the widest pinned columns so that at least half of the line can scroll."""
    shares = list(widths[: widths.pinned])
    excess = total_width(shares) - limit
    for index in sorted(range(widths.pinned), key=lambda index: -shares[index]):
        least = min(widths.columns[index].min_width, shares[index])
        given = min(excess, shares[index] - least)
        if given > 0:
            shares[index] -= given
            excess -= given
    return shares
