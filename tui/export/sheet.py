"""What a writer writes: columns and rows, as typed values and as people read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tui.dataset import PartialDate
from tui.query.engine import format as display
from tui.query.engine.columns import Column, Field
from tui.query.engine.format import UNKNOWN
from tui.query.engine.table import Result
from tui.text import number, printable


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready to be written.

    ``values`` gives the rows as typed values (None or () where unknown), ``texts`` the same
    rows as a screen shows them; both may be called again and again.
    """

    name: str
    columns: tuple[Column, ...]
    size: int
    values: Callable[[], Iterator[tuple[Any, ...]]]
    texts: Callable[[], Iterator[tuple[str, ...]]]

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

    return Sheet(result.name, result.columns, len(result), result.lines, texts)


class _Texts:
    """The texts of one column; equal values are put into words once."""

    def __init__(self, result: Result, column: Column) -> None:
        self._result = result
        self._column = column
        self._known: dict[Any, str] = {}

    def text(self, row: int, value: Any) -> str:
        """Text of a cell, with the mark of an unconfirmed figure."""
        if isinstance(self._column, Field):
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

    return Sheet(name, tuple(columns), len(rows), lambda: iter(rows), texts)


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
