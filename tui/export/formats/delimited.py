"""Cells with one character between them: CSV, TSV, CSV for spreadsheets, what is pasted.

CSV is as RFC 4180 has it, and nothing added: every text comes back as it is in the data. One
header line of column ids, then one record a row; UTF-8, quotes where a cell needs them. Lines
end with a line feed, as programs in a pipe expect. Unknown is empty; a list is one cell. TSV
is the same with tabs.

The others are for spreadsheets that compute what looks like a formula: such a text has an
apostrophe before it, control characters are shown as codes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TextIO

from tui.dataset import PartialDate
from tui.export.sheet import Sheet, sheet_of
from tui.markup import spreadsheet
from tui.query.engine.table import Result
from tui.text import printable

if TYPE_CHECKING:
    from tui.export.origin import Origin


Cell = str | int | float
BOM = "\ufeff"


def cell(value: Any) -> Cell:
    """Unknown empty, yes and no as ``true`` and ``false``, dates ISO, a list joined by ``; ``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, PartialDate):
        return value.text
    return joined(value)


def joined(items: Iterable[Any]) -> str:
    """The items of a list joined by ``; ``; a backslash escapes both in an item."""
    return "; ".join(str(cell(item)).replace("\\", "\\\\").replace(";", "\\;") for item in items)


def write_csv(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write comma-separated values."""
    write_separated(sheet, stream, ",")


def write_separated(sheet: Sheet, stream: TextIO, delimiter: str) -> None:
    """Write values separated by one character."""
    writer = csv.writer(_LineFeeds(stream), delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([column.id for column in sheet.columns])
    writer.writerows(map(cell, row) for row in sheet.values())


class _LineFeeds:
    """Takes lines that end with CR LF and hands them on with LF.

    The writer quotes a lone carriage return or line feed in a cell only where it is part of
    its own line end.
    """

    def __init__(self, stream: TextIO) -> None:
        self._write = stream.write

    def write(self, line: str) -> int:
        """Take one line."""
        return self._write(f"{line[:-2]}\n")


def write_tsv(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write tab-separated values."""
    write_separated(sheet, stream, "\t")


def write_excel_csv(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write comma-separated values for a spreadsheet that opens on a double click."""
    write_guarded(sheet, stream, ",", lambda figure: figure)


def write_guarded(
    sheet: Sheet, stream: TextIO, delimiter: str, figure: Callable[[int | float], Cell]
) -> None:
    """Write guarded cells; ``figure`` puts a number as the spreadsheet reads it."""

    def guarded(value: object) -> Cell:
        found = cell(value)
        return spreadsheet(found) if isinstance(found, str) else figure(found)

    stream.write(BOM)
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([spreadsheet(column.id) for column in sheet.columns])
    writer.writerows(map(guarded, row) for row in sheet.values())


def write_excel_csv_semicolon(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write semicolon-separated values, for a spreadsheet of a country that writes 2,5.

    There a spreadsheet splits a file at semicolons, and takes 2.5 for the second of May.
    """
    write_guarded(sheet, stream, ";", _with_comma)


def _with_comma(figure: float) -> Cell:
    return figure if isinstance(figure, int) else str(figure).replace(".", ",")


def pasted(what: Result | Sheet) -> str:
    """Tab-separated lines to be pasted: no cell is a formula or moves a terminal."""
    sheet = what if isinstance(what, Sheet) else sheet_of(what)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    writer.writerow([_harmless(column.id) for column in sheet.columns])
    writer.writerows([_harmless(value) for value in row] for row in sheet.values())
    return stream.getvalue()


def _harmless(value: object) -> Cell:
    found = cell(value)
    return spreadsheet(printable(found)) if isinstance(found, str) else found
