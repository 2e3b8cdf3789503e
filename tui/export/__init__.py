"""Tables leaving the program: one writer per format behind one registry, and safe saving.

What saves and what says where a table comes from is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tui.export.formats import (
    FORMATS,
    DoesNotFitError,
    Format,
    MissingLibraryError,
    UnknownFormatError,
    content,
    format_of,
    format_of_path,
    render,
    write,
)
from tui.export.sheet import Sheet, sheet, sheet_of, with_evidence

if TYPE_CHECKING:
    from tui.export.origin import Origin, origin_of
    from tui.export.saving import ExistsError, SaveError, ending_of, export, save, suggest_name

__all__ = [
    "FORMATS",
    "DoesNotFitError",
    "ExistsError",
    "Format",
    "MissingLibraryError",
    "Origin",
    "SaveError",
    "Sheet",
    "UnknownFormatError",
    "content",
    "ending_of",
    "export",
    "format_of",
    "format_of_path",
    "origin_of",
    "render",
    "save",
    "sheet",
    "sheet_of",
    "suggest_name",
    "with_evidence",
    "write",
]

_LATE = {
    **dict.fromkeys(("Origin", "origin_of"), "origin"),
    **dict.fromkeys(
        ("ExistsError", "SaveError", "ending_of", "export", "save", "suggest_name"), "saving"
    ),
}


def __getattr__(name: str) -> object:
    """Load what is not loaded yet."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
