"""TSV: as CSV is written, with tabs between the cells; what holds a tab or a break is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from tui.export.formats.csv_file import write_separated
from tui.export.sheet import Sheet

if TYPE_CHECKING:
    from tui.export.origin import Origin


def write(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write tab-separated values."""
    write_separated(sheet, stream, "\t")
