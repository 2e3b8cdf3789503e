"""A table for a terminal: aligned columns that fit a width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tui.export.sheet import Sheet, marks
from tui.frozen import frozen
from tui.query.engine.columns import Column
from tui.text import Side, padded, printable, width_of, wrap

GAP = "  "
NARROW_GAP = " "
FIRST_FLOOR = 16  # cells that the first column keeps
FLOOR = 8  # cells that another text column keeps


@frozen
class Layout:
    """A table laid out: its lines, and what did not fit.

    ``left_out`` are columns for which the width had no room, ``cut`` those with texts that
    end in ``…``, ``marks`` the signs that ask for a legend.
    """

    lines: tuple[str, ...]
    left_out: tuple[Column, ...]
    cut: tuple[Column, ...]
    marks: frozenset[str]


def lay_out(sheet: Sheet, width: int | None = None, *, fold: bool = False) -> Layout:
    """Lay a sheet out in at most ``width`` cells; None means that there is room for all.

    Where it does not fit, long texts are cut with ``…``, then the last columns are left
    out; figures and dates are never cut. With ``fold`` long texts go on in the next line
    instead, except in the first column, which stays whole.
    """
    rows = list(sheet.texts())
    titles = tuple(printable(column.title) for column in sheet.columns)
    natural = [width_of(title) for title in titles]
    for row in rows:
        for at, text in enumerate(row):
            natural[at] = max(natural[at], width_of(text))
    gap, widths = GAP, natural
    if width is not None:
        gap, widths = _fit(_floors(sheet.columns, natural, fold), natural, width)
    sides: list[Side] = ["right" if figure else "left" for figure in sheet.numeric()]

    def line(texts: Sequence[str]) -> str:
        return gap.join(map(padded, texts, widths, sides)).rstrip()

    lines = [line(titles), gap.join("─" * room for room in widths)]
    for row in rows:
        lines += map(line, _folded(row, widths) if fold else (row,))
    found = frozenset(mark for row in rows for mark in marks(row[: len(widths)]))
    cut = tuple(
        column
        for column, room, wanted in zip(sheet.columns, widths, natural, strict=False)
        if room < wanted
    )
    return Layout(tuple(lines), sheet.columns[len(widths) :], cut, found)


def _floors(columns: Sequence[Column], natural: Sequence[int], fold: bool) -> list[int]:
    """The least width of each column."""
    least = [
        FLOOR if _can_be_cut(column) else wanted
        for column, wanted in zip(columns, natural, strict=True)
    ]
    if _can_be_cut(columns[0]):
        least[0] = natural[0] if fold else FIRST_FLOOR
    return list(map(min, least, natural))


def _fit(floors: Sequence[int], natural: Sequence[int], width: int) -> tuple[str, list[int]]:
    """The gap between columns, and widths of as many columns as the width has room for."""
    gap = GAP if sum(floors) + len(GAP) * (len(floors) - 1) <= width else NARROW_GAP
    kept = len(floors)
    while kept > 1 and sum(floors[:kept]) + len(gap) * (kept - 1) > width:
        kept -= 1
    widths = list(floors[:kept])
    widths[0] = min(widths[0], max(width, 1))
    room = width - len(gap) * (kept - 1) - sum(widths)
    return gap, _grown(widths, natural[:kept], room)


def _grown(widths: list[int], natural: Sequence[int], room: int) -> list[int]:
    """Widths that share the room evenly, the narrowest first, none above what it wants."""
    wanting = [at for at, wanted in enumerate(natural) if widths[at] < wanted]
    while room > 0 and wanting:
        lowest = min(widths[at] for at in wanting)
        level = [at for at in wanting if widths[at] == lowest]
        for at in level[:room]:
            widths[at] += 1
        room -= len(level)
        wanting = [at for at in wanting if widths[at] < natural[at]]
    return widths


def _can_be_cut(column: Column) -> bool:
    return not column.numeric and column.kind not in ("date", "flag", "country")


def _folded(row: Sequence[str], widths: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """A row as the lines that it takes when its texts are wrapped."""
    columns = [wrap(text, room) for text, room in zip(row, widths, strict=False)]
    return zip_longest(*columns, fillvalue="")
