"""Values as people read them: labels, ISO dates, `·` for unknown, `~` for unconfirmed."""

from __future__ import annotations

from typing import Any

from tui.query.engine.columns import Column, Field
from tui.query.engine.figures import figure_mark
from tui.query.engine.store import Store
from tui.query.engine.table import Result
from tui.text import number, printable

UNKNOWN = "·"
UNSURE = "~"


def text_of(store: Store, column: Column, value: Any, unknown: str = UNKNOWN) -> str:
    """One value in words; ``unknown`` where there is none."""
    if value is None or value == ():
        return unknown
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value) if column.plain_digits else number(value)
    if isinstance(value, tuple) and value and isinstance(value[0], int):
        return ", ".join(map(str, value))
    return printable(store.label(column, value))


def unsure(result: Result, row: int, column: Column) -> bool:
    """Whether a displayed figure rests on a source that does not confirm it."""
    place = result.rows[row]
    if isinstance(column, Field):
        record = result.source.records[place]
        return (
            column.sure is not None and column.value(record) is not None and not column.sure(record)
        )
    if not column.confidence or result.value(row, column) is None:
        return False
    sure = result.source.values(column.confidence)[place]
    return sure is not None and sure != "confirmed"


def record_text(store: Store, column: Column, record: Any, unknown: str = UNKNOWN) -> str:
    """A cell of a worked-out table as text, of any record such as the total."""
    if not isinstance(column, Field):
        raise TypeError(f"{column.id} is no column of a worked-out table")
    value = column.value(record)
    if value is None or value == ():
        return unknown
    text = (
        printable(column.text(record)) if column.text is not None else text_of(store, column, value)
    )
    return text if column.sure is None or column.sure(record) else f"{UNSURE}{text}"


def cell(result: Result, row: int, column: Column, unknown: str = UNKNOWN) -> str:
    """A cell of a table as text, `~` before an unconfirmed figure."""
    if isinstance(column, Field):
        return record_text(result.store, column, result.record(row), unknown)
    value = result.value(row, column)
    text = text_of(result.store, column, value, unknown)
    if value is None:
        return text
    mark = kind_of_figure(result, row, column)
    text = f"{text} {mark}" if mark else text
    return f"{UNSURE}{text}" if unsure(result, row, column) else text


def kind_of_figure(result: Result, row: int, column: Column) -> str:
    """The mark behind a figure that is not what it seems, such as ``exp.`` or ``planned``.

    "" where the column that says so stands beside it.
    """
    if not column.basis and not column.id.endswith("operational_expected"):
        return ""
    if any(each.id == column.basis for each in result.columns):
        return ""
    return printable(figure_mark(result.store, result.source, result.rows[row], column))
