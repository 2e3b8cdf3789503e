"""Tables with types: an Excel workbook, and Parquet.

The cells of a workbook hold no formula; it has sheets on columns and origin. In Parquet lists are
kept and the origin stands in the metadata of the file. There whole numbers are int64, other
numbers double, days date32; a date that may be a month, a quarter or a year is a text, as in
every other format. A column of several types is a text.
"""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, Any

from tui.dataset import PartialDate
from tui.export.formats import DoesNotFitError, library
from tui.export.formats import content as table_content
from tui.export.formats.texts import cell
from tui.export.sheet import Sheet
from tui.query.engine.columns import Column
from tui.text import printable

if TYPE_CHECKING:
    from tui.export.origin import Origin
    from tui.export.package import Bundle

MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
EXACT = 2**53
"""Greatest whole number that a cell keeps exactly."""
WIDEST = 60
_SHORT_NAME = 31
_EARLIEST = datetime.date(1900, 3, 1)
"""Before it the calendar of spreadsheets is off by a day."""
_PLAIN_NUMBERS = frozenset({"year", "rank", "latitude", "longitude", "line"})


def write_xlsx(sheet: Sheet, stream: IO[bytes], origin: Origin | None) -> None:
    """Write the workbook with the sheets *data*, *columns* and *origin*."""
    write_workbook([sheet], stream, origin)


def write_workbook(sheets: Sequence[Sheet], stream: IO[bytes], origin: Origin | None) -> None:
    """Write one workbook with a sheet a table, one on the columns, one on the origin.

    Raises :class:`DoesNotFitError` for a table with more rows or columns than a sheet has.
    """
    book = _Book(stream, origin)
    for each in sheets:
        book.add(each)
    book.add_columns(sheets)
    if origin is not None:
        book.add_origin(origin)
    book.close()


def content(bundle: Bundle) -> bytes:
    """Many tables as one workbook."""
    stream = io.BytesIO()
    write_workbook(bundle.sheets, stream, bundle.origin)
    return stream.getvalue()


class _Book:
    """One workbook in the making, with the formats that its cells share."""

    def __init__(self, stream: IO[bytes], origin: Origin | None) -> None:
        xlsxwriter = library("xlsxwriter", "xlsx")
        self._book = xlsxwriter.Workbook(
            stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        day = origin.date if origin else datetime.date(2000, 1, 1)
        made = datetime.datetime.combine(day, datetime.time())
        properties: dict[str, Any] = {"created": made}
        if origin is not None:
            properties |= {"title": origin.dataset, "comments": origin.citation}
        self._book.set_properties(properties)
        self._head = self._book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._figure = self._book.add_format({"num_format": "#,##0.###"})
        self._whole = self._book.add_format({"num_format": "#,##0"})
        self._plain = self._book.add_format({"num_format": "0.#####"})
        self._text = self._book.add_format({"num_format": "@"})
        self.cut: list[str] = []

    def add(self, sheet: Sheet) -> None:
        """Add a table under its name."""
        if len(sheet) > MOST_ROWS or len(sheet.columns) > MOST_COLUMNS:
            raise DoesNotFitError(
                f"a sheet of a workbook holds {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns; "
                f"{sheet.name} has {len(sheet):,} and {len(sheet.columns):,}"
            )
        page = self._page(sheet.name, sheet.columns)
        widths = [len(column.id) for column in sheet.columns]
        number = 0
        for number, row in enumerate(sheet.values(), start=1):
            for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
                if value is None or value == ():
                    continue
                widths[at] = max(widths[at], len(self._put(page, number, at, column, value)))
        for at, width in enumerate(widths):
            page.set_column(at, at, min(width, WIDEST) + 2)
        if sheet.columns:
            page.autofilter(0, 0, max(number, 1), len(sheet.columns) - 1)

    def _page(self, name: str, columns: Sequence[Column]) -> Any:
        page = self._book.add_worksheet(name[:_SHORT_NAME])
        for at, column in enumerate(columns):
            page.write_string(0, at, printable(column.id), self._head)
        page.freeze_panes(1, 1 if len(columns) > 1 else 0)
        return page

    def _put(self, page: Any, row: int, at: int, column: Column, value: Any) -> str:
        """Put one value, and give the text that says how wide it is."""
        if isinstance(value, bool):
            page.write_boolean(row, at, value)
            return "FALSE"
        if isinstance(value, int | float) and abs(value) <= EXACT:
            whole = self._whole if isinstance(value, int) else self._figure
            page.write_number(row, at, value, self._plain if column.id in _PLAIN_NUMBERS else whole)
            return f"{value:,}"
        if isinstance(value, PartialDate) and value.first == value.last >= _EARLIEST:
            page.write_datetime(row, at, value.first, self._day)
            return value.text
        text = str(cell(value))
        if len(text) > LONGEST_TEXT:
            self.cut.append(f"{column.id} in row {row + 1}")
            text = f"{text[: LONGEST_TEXT - 1]}…"
        page.write_string(row, at, text, self._text)
        return max(text.splitlines(), key=len, default="")

    def add_columns(self, sheets: Sequence[Sheet]) -> None:
        """Say what each column holds."""
        columns = [
            Column(name, name, "text", "")
            for name in ("table", "column", "title", "unit", "meaning")
        ]
        page = self._page("columns", columns)
        rows = [
            (sheet.name, column.id, column.title, column.unit, column.meaning)
            for sheet in sheets
            for column in sheet.columns
        ]
        for number, row in enumerate(rows, start=1):
            for at, text in enumerate(row):
                page.write_string(number, at, printable(text))
        for at, width in enumerate((16, 28, 28, 20, 80)):
            page.set_column(at, at, width)

    def add_origin(self, origin: Origin) -> None:
        """Say where it comes from, and what was cut."""
        page = self._book.add_worksheet("origin")
        lines = origin.lines()
        lines += [f"Cut, since a cell holds {LONGEST_TEXT:,} characters: {', '.join(self.cut)}"] * (
            bool(self.cut)
        )
        for number, line in enumerate(lines):
            name, _, text = line.partition(": ")
            page.write_string(number, 0, name, self._head)
            page.write_string(number, 1, text)
        page.set_column(0, 0, 22)
        page.set_column(1, 1, 110)

    def close(self) -> None:
        """Write it out."""
        self._book.close()


def write_parquet(sheet: Sheet, stream: IO[bytes], origin: Origin | None) -> None:
    """Write the table."""
    parquet = library("pyarrow.parquet", "parquet")
    parquet.write_table(arrow_table(sheet, origin), stream, compression="zstd")


def files(bundle: Bundle) -> dict[str, bytes]:
    """Files of many tables by name, the origin in each and, with its sources, beside."""
    short = dataclasses.replace(bundle.origin, sources={})
    written = {
        f"{sheet.name}.parquet": table_content(sheet, "parquet", origin=short)
        for sheet in bundle.sheets
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
