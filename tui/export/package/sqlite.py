"""A SQLite database: a table a table, lists as tables of their own, keys, columns and origin.

A list stands in its column as a JSON array, as Datasette facets it, and item by item in a
table ``TABLE_COLUMN`` whose ``row_id`` leads back. Dates are ISO texts, yes and no 1 and 0.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tui.dataset import PartialDate
from tui.export.formats.data import cell
from tui.export.package import Bundle, key_of, links_of
from tui.export.sheet import Sheet
from tui.query.engine.columns import Column

_ROW = "row_id"
_TYPES = {"integer": "INTEGER", "number": "REAL", "flag": "BOOLEAN", "mixed": ""}


def content(bundle: Bundle) -> bytes:
    """The database as the bytes of its file."""
    connection = sqlite3.connect(":memory:")
    try:
        with connection:
            for sheet in bundle.sheets:
                _add(connection, sheet, bundle.sheets)
            _describe(connection, bundle)
        connection.execute("VACUUM")
        return connection.serialize()
    finally:
        connection.close()


def table_name(name: str) -> str:
    """The name of a table in the database; worked-out tables have hyphens in theirs."""
    return name.replace("-", "_")


def _add(connection: sqlite3.Connection, sheet: Sheet, sheets: Sequence[Sheet]) -> None:
    name = table_name(sheet.name)
    parts = [f"{_quoted(_ROW)} INTEGER PRIMARY KEY"]
    parts += [f"{_quoted(column.id)} {_type(column)}".rstrip() for column in sheet.columns]
    key = key_of(sheet)
    if key:
        parts.append(f"UNIQUE ({_listed(key)})")
    for link in links_of(sheet, sheets):
        target = _quoted(table_name(link.table))
        parts.append(
            f"FOREIGN KEY ({_listed(link.columns)}) REFERENCES {target} ({_listed(link.target)})"
        )
    connection.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(parts)})")
    rows = ((at, *map(_value, row)) for at, row in enumerate(sheet.values(), start=1))
    _insert(connection, name, len(sheet.columns) + 1, rows)
    for place, column in enumerate(sheet.columns):
        if column.many:
            _add_list(connection, name, column, _items(sheet, place))


def _items(sheet: Sheet, place: int) -> Iterator[tuple[int, int, Any]]:
    """Row, position and value of every item of a list column."""
    for at, row in enumerate(sheet.values(), start=1):
        for position, item in enumerate(row[place] or (), start=1):
            yield at, position, _value(item)


def _add_list(
    connection: sqlite3.Connection, table: str, column: Column, items: Iterable[tuple[Any, ...]]
) -> None:
    name = f"{table}_{column.id.replace('.', '_')}"
    kind = "INTEGER" if column.kind == "integers" else "TEXT"
    connection.execute(
        f"CREATE TABLE {_quoted(name)} ({_quoted(_ROW)} INTEGER REFERENCES {_quoted(table)}, "
        f"position INTEGER, value {kind}, PRIMARY KEY ({_quoted(_ROW)}, position))"
    )
    _insert(connection, name, 3, items)


def _describe(connection: sqlite3.Connection, bundle: Bundle) -> None:
    """What the columns mean, and where it all comes from."""
    connection.execute(
        'CREATE TABLE "columns" ("table" TEXT, "column" TEXT, title TEXT, unit TEXT, '
        "vocabulary TEXT, meaning TEXT)"
    )
    described = (
        (table_name(sheet.name), column.id, column.title, column.unit or None,
         column.vocabulary or None, column.meaning)
        for sheet in bundle.sheets
        for column in sheet.columns
    )  # fmt: skip
    _insert(connection, "columns", 6, described)
    connection.execute("CREATE TABLE origin (name TEXT PRIMARY KEY, value TEXT)")
    plain = bundle.origin.plain()
    plain.pop("sources", None)  # they have a table of their own
    said = (
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in plain.items()
    )
    _insert(connection, "origin", 2, said)


def _insert(
    connection: sqlite3.Connection, table: str, width: int, rows: Iterable[tuple[Any, ...]]
) -> None:
    marks = ", ".join("?" * width)
    # The name comes from the registry and is quoted; values are never part of a statement.
    connection.executemany(f"INSERT INTO {_quoted(table)} VALUES ({marks})", rows)  # noqa: S608


def _type(column: Column) -> str:
    return "TEXT" if column.many else _TYPES.get(column.kind, "TEXT")


def _value(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, tuple):
        items = [item if isinstance(item, int | float) else str(cell(item)) for item in value]
        return json.dumps(items, ensure_ascii=False) if items else None
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return str(value)
    return value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))
