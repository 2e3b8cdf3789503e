"""A table as aligned text, as wide as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from tui.export.sheet import Sheet
from tui.export.terminal import lay_out

if TYPE_CHECKING:
    from tui.export.origin import Origin


def write(sheet: Sheet, stream: TextIO, origin: Origin | None) -> None:
    """Write the table; the origin stands below it."""
    for line in lay_out(sheet).lines:
        stream.write(f"{line}\n")
    if origin:
        stream.write("\n")
        for line in origin.lines():
            stream.write(f"{line}\n")
