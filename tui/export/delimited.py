"""CSV and TSV: one header line of column ids, one record a row, UTF-8, line feeds.

Unknown is empty, yes and no are ``true`` and ``false``, dates ISO. The items of a list are
joined by ``; ``; a semicolon or backslash inside an item has a backslash before it. Quotes
as in RFC 4180. In TSV, tabs and line breaks within a text become spaces.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

from tui.dataset import PartialDate
from tui.export.escapes import spreadsheet
from tui.export.sheet import Sheet
from tui.text import printable

if TYPE_CHECKING:
    from tui.export.origin import Origin

Field = str | int | float


def write_csv(sheet: Sheet, stream: TextIO, origin: Origin | None) -> None:
    """Write comma-separated values; the origin goes into ``#`` lines on top."""
    _write(sheet, stream, origin, ",", spreadsheet)


def write_tsv(sheet: Sheet, stream: TextIO, origin: Origin | None) -> None:
    """Write tab-separated values; the origin goes into ``#`` lines on top."""
    _write(sheet, stream, origin, "\t", lambda text: spreadsheet(printable(text)))


def _write(
    sheet: Sheet, stream: TextIO, origin: Origin | None, delimiter: str, safe: Callable[[str], str]
) -> None:
    for line in origin.lines() if origin else ():
        stream.write(f"# {line}\n")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow([safe(column.id) for column in sheet.columns])
    for row in sheet.values():
        writer.writerow([_field(value, safe) for value in row])


def _field(value: Any, safe: Callable[[str], str]) -> Field:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, PartialDate):
        return value.text
    return safe("; ".join(_item(item) for item in value))


def _item(item: object) -> str:
    return str(item).replace("\\", "\\\\").replace(";", "\\;")
