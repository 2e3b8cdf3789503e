"""Parquet: typed columns, lists kept, the origin in the metadata of the file.

Whole numbers are int64, other numbers double, days date32; a date that may be a month, a
quarter or a year is a text, as in every other format. A column of several types is a text.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

from tui.dataset import PartialDate
from tui.export.formats import content, library
from tui.export.formats.data import cell
from tui.export.sheet import Sheet
from tui.query.engine.columns import Column

if TYPE_CHECKING:
    from tui.export.origin import Origin
    from tui.export.package import Bundle


def write_parquet(sheet: Sheet, stream: IO[bytes], origin: Origin | None) -> None:
    """Write the table."""
    parquet = library("pyarrow.parquet", "parquet")
    parquet.write_table(arrow_table(sheet, origin), stream, compression="zstd")


def files(bundle: Bundle) -> dict[str, bytes]:
    """Files of many tables by name, the origin in each and, with its sources, beside."""
    short = dataclasses.replace(bundle.origin, sources={})
    written = {
        f"{sheet.name}.parquet": content(sheet, "parquet", origin=short) for sheet in bundle.sheets
    }
    return {**written, "origin.toml": bundle.origin.toml().encode()}


def arrow_table(sheet: Sheet, origin: Origin | None) -> Any:
    """The sheet as a table of Apache Arrow."""
    arrow = library("pyarrow", "parquet")
    columns: list[list[Any]] = [[] for _ in sheet.columns]
    converters = [_converter(column) for column in sheet.columns]
    for row in sheet.values():
        for values, convert, value in zip(columns, converters, row, strict=True):
            values.append(None if value is None else convert(value))
    fields = [
        arrow.field(column.id, _type(arrow, column), metadata=_notes(column))
        for column in sheet.columns
    ]
    schema = arrow.schema(fields, metadata=_metadata(sheet, origin))
    arrays = [
        arrow.array(values, type=field.type) for values, field in zip(columns, fields, strict=True)
    ]
    return arrow.Table.from_arrays(arrays, schema=schema)


def _type(arrow: Any, column: Column) -> Any:
    simple = {
        "integer": arrow.int64,
        "number": arrow.float64,
        "flag": arrow.bool_,
        "integers": lambda: arrow.list_(arrow.int64()),
    }
    if column.declared == "day":
        return arrow.date32()
    if column.many:
        return simple.get(column.kind, lambda: arrow.list_(arrow.string()))()
    return simple.get(column.kind, arrow.string)()


def _converter(column: Column) -> Callable[[Any], Any]:
    if column.declared == "day":
        return lambda day: day.first
    if column.many:
        return lambda items: [
            _text(item) if isinstance(item, PartialDate) else item for item in items
        ]
    if column.kind == "number":
        return float
    return (lambda value: value) if column.kind in ("integer", "flag") else _text


def _text(value: Any) -> str:
    return str(cell(value))


def _notes(column: Column) -> dict[str, str]:
    notes = {"title": column.title, "unit": column.unit, "meaning": column.meaning}
    return {name: text for name, text in notes.items() if text}


def _metadata(sheet: Sheet, origin: Origin | None) -> dict[str, str]:
    if origin is None:
        return {"table": sheet.name}
    return {"table": sheet.name, "origin": json.dumps(origin.plain(), ensure_ascii=False)}
