"""Tables leaving the program: one writer per format behind one registry, and safe saving.

What saves and what says where a table comes from is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tui.export.formats import (
    FORMATS,
    Format,
    UnknownFormatError,
    format_of,
    format_of_path,
    render,
    write,
)
from tui.export.sheet import Sheet, sheet, sheet_of

if TYPE_CHECKING:
    from tui.export.origin import Origin, origin_of
    from tui.export.saving import ExistsError, SaveError, export, save, suggest_name

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

_LATE = {
    **dict.fromkeys(("Origin", "origin_of"), "origin"),
    **dict.fromkeys(("ExistsError", "SaveError", "export", "save", "suggest_name"), "saving"),
}


def __getattr__(name: str) -> object:
    """Load what is not loaded yet."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
