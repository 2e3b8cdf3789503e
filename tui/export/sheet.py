"""What a writer writes: columns and rows, as typed values and as people read them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from tui.dataset import PartialDate
from tui.frozen import frozen
from tui.query.engine import format as display
from tui.query.engine.columns import Column, Field
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Table
from tui.query.engine.table import Result
from tui.text import number, printable


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
        if isinstance(self._column, Field) or self._marked:
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
