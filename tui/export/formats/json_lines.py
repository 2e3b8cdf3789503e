"""JSON Lines: the objects of the JSON format, one a line and nothing around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from tui.export.formats.json_file import objects
from tui.export.sheet import Sheet

if TYPE_CHECKING:
    from tui.export.origin import Origin


def write(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write one object a line."""
    for line in objects(sheet):
        stream.write(f"{line}\n")
