"""CSV for a spreadsheet of a country that writes 2,5: semicolons and decimal commas.

There a spreadsheet splits a file at semicolons, and takes 2.5 for the second of May.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from tui.export.formats.cells import Cell
from tui.export.formats.excel_csv import write_guarded
from tui.export.sheet import Sheet

if TYPE_CHECKING:
    from tui.export.origin import Origin


def write(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write semicolon-separated values for a spreadsheet."""
    write_guarded(sheet, stream, ";", _with_comma)


def _with_comma(figure: float) -> Cell:
    return figure if isinstance(figure, int) else str(figure).replace(".", ",")
