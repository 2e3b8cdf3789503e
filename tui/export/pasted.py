"""A table to be pasted: tab-separated lines that neither a spreadsheet nor a shell acts on."""

from __future__ import annotations

import csv
import io

from tui.export.escapes import spreadsheet
from tui.export.formats.cells import Cell, cell
from tui.export.sheet import Sheet, sheet_of
from tui.query.engine.table import Result
from tui.text import printable


def pasted(what: Result | Sheet) -> str:
    """A header of column ids and a row a line; no cell is a formula or moves a terminal."""
    sheet = what if isinstance(what, Sheet) else sheet_of(what)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    writer.writerow([_harmless(column.id) for column in sheet.columns])
    writer.writerows([_harmless(value) for value in row] for row in sheet.values())
    return stream.getvalue()


def _harmless(value: object) -> Cell:
    found = cell(value)
    return spreadsheet(printable(found)) if isinstance(found, str) else found
