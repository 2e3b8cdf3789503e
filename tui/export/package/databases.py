"""A Data Package, version 2, and a SQLite database: tables with types, keys, meanings, origin.

A Data Package (https://datapackage.org) is a CSV file a table, and datapackage.json that says
what it all is. DuckDB, pandas, Polars and R read the CSV files as they are, the tools of
Frictionless check them against their schemas.

In the database a list stands in its column as a JSON array, as Datasette facets it, and item by
item in a table ``TABLE_COLUMN`` whose ``row_id`` leads back. Dates are ISO texts, yes and no 1
and 0.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tui.dataset import PartialDate
from tui.export.formats import content as table_content
from tui.export.formats.texts import cell
from tui.export.package import Bundle, key_of, links_of
from tui.export.sheet import Sheet
from tui.markup import escaped_json
from tui.query.engine.columns import Column
from tui.text import printable

_PROFILES = "https://datapackage.org/profiles/2.0"
_LICENCES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC0-1.0": (
        "Creative Commons Zero 1.0 Universal",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
}
_DATE = r"\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?"
_TYPES = {"integer": "integer", "number": "number", "flag": "boolean", "mixed": "any"}


def packaged(bundle: Bundle) -> dict[str, bytes]:
    """The files of the package by name."""
    tables = {f"{sheet.name}.csv": table_content(sheet, "csv") for sheet in bundle.sheets}
    described = json.dumps(_package(bundle, tables), ensure_ascii=False, indent=2)
    return {"datapackage.json": f"{escaped_json(described)}\n".encode(), **tables}


def zipped(bundle: Bundle) -> bytes:
    """The package as one ZIP file."""
    stream = io.BytesIO()
    day = bundle.origin.date
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, written in packaged(bundle).items():
            entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, written)
    return stream.getvalue()


def _package(bundle: Bundle, tables: dict[str, bytes]) -> dict[str, Any]:
    meta, origin = bundle.dataset.meta, bundle.origin
    title, path = _LICENCES.get(meta.licence, (meta.licence, ""))
    licence = {"name": printable(meta.licence), "title": printable(title)}
    resources = zip(bundle.sheets, tables.items(), strict=True)
    package: dict[str, Any] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": meta.id,
        "title": printable(meta.title.en),
        "description": printable(meta.description.en),
        "version": printable(meta.version),
        "created": f"{origin.date.isoformat()}T00:00:00Z",
        "licenses": [licence | ({"path": path} if path else {})],
        "contributors": [
            {"title": printable(name), "roles": ["creator"]} for name in meta.contributors
        ],
        "sources": _sources(bundle),
        "resources": [
            _resource(sheet, name, written, bundle) for sheet, (name, written) in resources
        ],
        "origin": origin.plain(),
    }
    return {name: value for name, value in package.items() if value not in ([], "")}


def _sources(bundle: Bundle) -> list[dict[str, str]]:
    """What the rows rest on, as the profile has it: a title, and a path where there is one."""
    return [
        {"title": printable(f"{source.publisher}: {source.title}"), "name": source.id}
        | ({"path": printable(source.url)} if source.url else {})
        for source in bundle.dataset.sources
        if source.id in bundle.origin.sources
    ]


def _resource(sheet: Sheet, name: str, written: bytes, bundle: Bundle) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column, bundle) for column in sheet.columns],
        "missingValues": [""],
    }
    key = key_of(sheet)
    links = list(links_of(sheet, bundle.sheets))
    if key:
        schema["primaryKey"] = list(key)
    if links:
        schema["foreignKeys"] = [
            {
                "fields": list(link.columns),
                "reference": {"resource": link.table, "fields": list(link.target)},
            }
            for link in links
        ]
    return {
        "name": sheet.name,
        "type": "table",
        "title": printable(sheet.title),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "header": True},
        "bytes": len(written),
        "hash": f"sha256:{hashlib.sha256(written).hexdigest()}",
        "schema": schema,
    }


def _field(column: Column, bundle: Bundle) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.id,
        "title": printable(column.title),
        "description": printable(column.meaning),
        **_type(column, bundle),
    }
    if column.unit:
        field["unit"] = printable(column.unit)
    return {name: value for name, value in field.items() if value != ""}


def _type(column: Column, bundle: Bundle) -> dict[str, Any]:
    """The type of a column, and what its values are from."""
    if column.many:
        return _list_type(column)
    if column.declared == "day":
        return {"type": "date"}
    if column.kind == "date":
        return {"type": "string", "constraints": {"pattern": _DATE}}
    if column.kind == "word":
        words = bundle.dataset.vocabulary.words(column.vocabulary).values()
        categories: Sequence[dict[str, str]] = [
            {"value": word.id, "label": printable(word.en)} for word in words
        ]
        return {"type": "string", **({"categories": categories} if categories else {})}
    return {"type": _TYPES.get(column.kind, "string")}


def _list_type(column: Column) -> dict[str, Any]:
    """A list of ids or numbers; an item of a list of texts may hold an escaped semicolon."""
    if column.kind == "texts":
        return {"type": "string"}
    item = "integer" if column.kind == "integers" else "string"
    return {"type": "list", "delimiter": "; ", "itemType": item}


_ROW = "row_id"
_SQL_TYPES = {"integer": "INTEGER", "number": "REAL", "flag": "BOOLEAN", "mixed": ""}


def database(bundle: Bundle) -> bytes:
    """The SQLite database as the bytes of its file."""
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
    parts += [f"{_quoted(column.id)} {_sql_type(column)}".rstrip() for column in sheet.columns]
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


def _sql_type(column: Column) -> str:
    return "TEXT" if column.many else _SQL_TYPES.get(column.kind, "TEXT")


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
