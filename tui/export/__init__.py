"""Tables leaving the program: one writer per format behind one registry, and safe saving."""

from tui.export.formats import (
    FORMATS,
    Format,
    UnknownFormatError,
    format_of,
    format_of_path,
    render,
    write,
)
from tui.export.origin import Origin, origin_of
from tui.export.saving import ExistsError, SaveError, export, save, suggest_name
from tui.export.sheet import Sheet, sheet, sheet_of

__all__ = [
    "FORMATS",
    "ExistsError",
    "Format",
    "Origin",
    "SaveError",
    "Sheet",
    "UnknownFormatError",
    "export",
    "format_of",
    "format_of_path",
    "origin_of",
    "render",
    "save",
    "sheet",
    "sheet_of",
    "suggest_name",
    "write",
]
