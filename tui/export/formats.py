"""The registry of formats: every way in which a table can leave the program."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tui.dataset.faults import nearest
from tui.export.delimited import write_csv, write_tsv
from tui.export.jsons import write_json, write_jsonl
from tui.export.markdowns import write_markdown
from tui.export.origin import Origin
from tui.export.sheet import Sheet, sheet_of
from tui.export.terminal import write_table
from tui.export.tomls import write_toml
from tui.query.table import Result

Writer = Callable[[Sheet, TextIO, Origin | None], None]


class UnknownFormatError(ValueError):
    """A format that does not exist; the message names the nearest one."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    ``suffixes`` are endings of file names, the usual one first. With ``whole`` it carries
    all columns unless some are chosen. Where it does not carry the origin, :func:`export
    <tui.export.saving.export>` writes that into a second file.
    """

    id: str
    label: str
    suffixes: tuple[str, ...]
    writer: Writer
    whole: bool
    carries_origin: bool


FORMATS: dict[str, Format] = {
    each.id: each
    for each in (
        Format("table", "aligned text", (".txt",), write_table, False, True),
        Format("csv", "comma-separated values", (".csv",), write_csv, True, True),
        Format("tsv", "tab-separated values", (".tsv", ".tab"), write_tsv, True, True),
        Format("json", "JSON, a list of objects", (".json",), write_json, True, False),
        Format("jsonl", "JSON Lines", (".jsonl", ".ndjson"), write_jsonl, True, False),
        Format("md", "Markdown table", (".md", ".markdown"), write_markdown, False, True),
        Format("toml", "TOML", (".toml",), write_toml, True, True),
    )
}


def format_of(name: str) -> Format:
    """The format with this id; raises :class:`UnknownFormatError`."""
    found = FORMATS.get(name)
    if found is None:
        close = nearest(name, FORMATS)
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
