"""CSV as RFC 4180 has it, and nothing added: every text comes back as it is in the data.

One header line of column ids, then one record a row; UTF-8, quotes where a cell needs them.
Lines end with a line feed, as programs in a pipe expect. Unknown is empty; a list is one
cell (see :mod:`~tui.export.formats.cells`).
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from tui.export.formats.cells import cell
from tui.export.sheet import Sheet

if TYPE_CHECKING:
    from tui.export.origin import Origin


def write(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
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
