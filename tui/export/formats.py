"""The registry of formats: every way in which a table can leave the program."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tui.export.sheet import Sheet, sheet_of
from tui.query.engine.table import Result
from tui.text import did_you_mean

if TYPE_CHECKING:
    from tui.export.origin import Origin

    Writer = Callable[[Sheet, TextIO, Origin | None], None]


class UnknownFormatError(ValueError):
    """A format that does not exist; the message names the nearest one."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    ``suffixes`` are endings of file names, the usual one first. ``home`` is the module of
    this package that writes it, loaded when it does. With ``whole`` it carries all columns
    unless some are chosen. Where it does not carry the origin, :func:`export
    <tui.export.saving.export>` writes that into a second file.
    """

    id: str
    label: str
    suffixes: tuple[str, ...]
    home: str
    whole: bool
    carries_origin: bool

    @property
    def writer(self) -> Writer:
        """The function that writes a sheet in this format."""
        found: Writer = getattr(import_module(f"tui.export.{self.home}"), f"write_{self.id}")
        return found


FORMATS: dict[str, Format] = {
    each.id: each
    for each in (
        Format("table", "aligned text", (".txt",), "terminal", False, True),
        Format("csv", "comma-separated values", (".csv",), "delimited", True, True),
        Format("tsv", "tab-separated values", (".tsv", ".tab"), "delimited", True, True),
        Format("json", "JSON, a list of objects", (".json",), "jsons", True, False),
        Format("jsonl", "JSON Lines", (".jsonl", ".ndjson"), "jsons", True, False),
        Format("md", "Markdown table", (".md", ".markdown"), "markdowns", False, True),
        Format("toml", "TOML", (".toml",), "tomls", True, True),
    )
}


def format_of(name: str) -> Format:
    """The format with this id; raises :class:`UnknownFormatError`."""
    found = FORMATS.get(name)
    if found is None:
        close = did_you_mean(name, FORMATS)
        hint = f"; did you mean '{close}'?" if close else f"; there are {', '.join(FORMATS)}"
        raise UnknownFormatError(f"unknown format '{name}'{hint}")
    return found


def format_of_path(path: str | Path) -> Format | None:
    """The format that the ending of a file name stands for, or None."""
    suffix = Path(path).suffix.lower()
    for each in FORMATS.values():
        if suffix in each.suffixes:
            return each
    return None


def write(what: Result | Sheet, fmt: str, stream: TextIO, *, origin: Origin | None = None) -> None:
    """Write a table in a format; raises :class:`UnknownFormatError`.

    The stream should be UTF-8 with ``newline=""``, since every format ends its lines itself.
    """
    sheet = what if isinstance(what, Sheet) else sheet_of(what)
    format_of(fmt).writer(sheet, stream, origin)


def render(what: Result | Sheet, fmt: str, *, origin: Origin | None = None) -> str:
    """A table in a format as one text; raises :class:`UnknownFormatError`."""
    stream = io.StringIO(newline="")
    write(what, fmt, stream, origin=origin)
    return stream.getvalue()
