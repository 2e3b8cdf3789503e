"""CSV for a spreadsheet that opens on a double click: nothing in it is computed.

A byte order mark makes it UTF-8. A text that a spreadsheet would take for a formula has an
apostrophe before it, control characters are shown as codes, lines end with CR LF. What is
to be read by a program is better served by plain csv.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from tui.export.escapes import spreadsheet
from tui.export.formats.cells import Cell, cell
from tui.export.sheet import Sheet

if TYPE_CHECKING:
    from tui.export.origin import Origin

BOM = "\ufeff"


def write(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write comma-separated values for a spreadsheet."""
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
