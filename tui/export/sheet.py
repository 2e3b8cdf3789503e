"""What a writer writes, columns and rows as typed values and as people read them; and laid out.

A terminal shows a sheet in aligned columns that fit its width.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from tui.dataset import PartialDate
from tui.frozen import frozen
from tui.query.engine import format as display
from tui.query.engine.columns import Column, Field
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Table
from tui.query.engine.table import Result
from tui.text import Side, number, padded, printable, width_of, wrap


@frozen
class Sheet:
    """A table ready to be written.

    ``values`` gives the rows as typed values (None or () where unknown), ``texts`` the same
    rows as a screen shows them; both may be called again and again. ``title`` is the name
    as people read it.
    """

    name: str
    columns: tuple[Column, ...]
    size: int
    values: Callable[[], Iterator[tuple[Any, ...]]]
    texts: Callable[[], Iterator[tuple[str, ...]]]
    title: str = ""

    def __len__(self) -> int:
        return self.size

    def numeric(self) -> tuple[bool, ...]:
        """For each column whether all that is known in it are numbers, which align right."""
        figures = [column.numeric or column.kind == "mixed" for column in self.columns]
        mixed = [at for at, column in enumerate(self.columns) if column.kind == "mixed"]
        if mixed:
            for row in self.values():
                for at in mixed:
                    value = row[at]
                    if value is not None and (type(value) is not int and type(value) is not float):
                        figures[at] = False
        return tuple(figures)


def sheet_of(result: Result) -> Sheet:
    """The sheet of what the table function gave."""

    def texts() -> Iterator[tuple[str, ...]]:
        columns = [_Texts(result, column) for column in result.columns]
        for row, values in enumerate(result.lines()):
            yield tuple(each.text(row, value) for each, value in zip(columns, values, strict=True))

    label = result.spec.label
    return Sheet(result.name, result.columns, len(result), result.lines, texts, label)


def with_evidence(result: Result) -> Result:
    """The table with what says how sure its figures are, each right behind the last of them.

    A figure without it would leave the program as if it were certain. Where a worked-out
    figure may rest on what no source confirms, a column that ends in ``.confirmed`` says so.
    """
    result = _with_doubts(result)
    there = {column.id for column in result.columns}
    last = {
        ident: at
        for at, column in enumerate(result.columns)
        for ident in (column.basis, column.confidence)
        if ident and ident not in there
    }
    columns: list[Column] = []
    for at, column in enumerate(result.columns):
        columns.append(column)
        beside = [each for each in (column.basis, column.confidence) if last.get(each) == at]
        columns += [found for each in beside if (found := result.spec.column(each)) is not None]
    return dataclasses.replace(result, columns=tuple(columns)) if last else result


def _with_doubts(result: Result) -> Result:
    """A worked-out table with a flag behind each figure that may not be confirmed."""
    columns: list[Column] = []
    doubts: list[Column] = []
    for column in result.columns:
        columns.append(column)
        if isinstance(column, Field) and column.sure is not None:
            doubts.append(_doubt(column))
            columns.append(doubts[-1])
    if not doubts:
        return result
    old = result.source
    spec = dataclasses.replace(old.spec, columns=(*old.spec.columns, *doubts))
    source = Table(spec, old.records, old.parents, old.values, old.key, old.total)
    return dataclasses.replace(result, columns=tuple(columns), source=source)


_CONFIRMED = ".confirmed"


def asked_for(columns: Sequence[Column]) -> tuple[Column, ...]:
    """These columns without those that only :func:`with_evidence` knows."""
    return tuple(
        column
        for column in columns
        if not (isinstance(column, Field) and column.id.endswith(_CONFIRMED))
    )


def _doubt(column: Field) -> Field:
    def confirmed(record: Any) -> bool | None:
        known = column.sure is not None and column.value(record) is not None
        return column.sure(record) if known and column.sure else None

    return Field(
        f"{column.id}{_CONFIRMED}",
        f"{column.title} confirmed",
        "flag",
        "True where sources confirm all that the figure beside it rests on",
        value=confirmed,
    )


class _Texts:
    """The texts of one column; equal values of the dataset are put into words once."""

    def __init__(self, result: Result, column: Column) -> None:
        self._result = result
        self._column = column
        ident = column.id
        self._marked = bool(column.basis) or ident.endswith("operational_expected")
        self._known: dict[Any, str] = {}

    def text(self, row: int, value: Any) -> str:
        """Text of a cell, with the mark of an unconfirmed figure."""
        by_row = self._marked or display.states_texts(self._result.source, self._column, value)
        if isinstance(self._column, Field) or by_row:
            return display.cell(self._result, row, self._column)
        text = self._known.get(value)
        if text is None:
            text = self._known[value] = display.text_of(self._result.store, self._column, value)
        sure = not self._column.confidence or not display.unsure(self._result, row, self._column)
        return text if sure else f"{display.UNSURE}{text}"


def sheet(
    name: str, columns: Sequence[Column], rows: Sequence[tuple[Any, ...]], unknown: str = UNKNOWN
) -> Sheet:
    """A sheet of rows at hand, such as a matrix, a comparison or the list of fields.

    ``unknown`` stands on the screen where there is no value.
    """

    def texts() -> Iterator[tuple[str, ...]]:
        for row in rows:
            yield tuple(unknown if value in (None, ()) else text_of(value) for value in row)

    title = name.replace("_", " ").replace("-", " ").capitalize()
    return Sheet(name, tuple(columns), len(rows), lambda: iter(rows), texts, title)


def text_of(value: Any) -> str:
    """A known value in words where no vocabulary is at hand."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, tuple):
        return ", ".join(text_of(item) for item in value)
    return printable(str(value))


def heading(column: Column) -> str:
    """What stands over a column in print: its title, with the unit where that says more."""
    if not column.unit or column.unit.lower() in column.title.lower():
        return column.title
    return f"{column.title} ({column.unit})"


LEGEND = {
    UNSURE: f"{UNSURE} stands before a figure that its source does not confirm.",
    UNKNOWN: f"{UNKNOWN} means unknown.",
}


def marks(row: tuple[str, ...]) -> set[str]:
    """The marks that stand in a row of texts: for unknown, and for an unconfirmed figure."""
    found = {UNSURE for text in row if text.startswith(UNSURE)}
    return found | {UNKNOWN} if UNKNOWN in row else found


def legend(found: Collection[str]) -> str:
    """What these marks mean, "" without any."""
    return " ".join(text for mark, text in LEGEND.items() if mark in found)


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
