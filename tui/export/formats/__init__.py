"""The registry of formats: every way in which a table can leave the program."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol

from tui.export.sheet import Sheet, sheet_of
from tui.frozen import frozen
from tui.query.engine.table import Result
from tui.text import did_you_mean

if TYPE_CHECKING:
    from tui.export.origin import Origin

Place = Literal["beside", "asked", "always"]


class UnknownFormatError(ValueError):
    """A format that does not exist; the message names the nearest one."""


class MissingLibraryError(Exception):
    """A format needs a library that is not installed; the message says what to install."""


class DoesNotFitError(Exception):
    """A table is larger than a format can hold; the message says which limit it breaks."""


class Writer(Protocol):
    """What a module of this package has to offer for each of its formats."""

    def __call__(self, sheet: Sheet, stream: IO[Any], origin: Origin | None) -> None:
        """Write a sheet to a stream of text, or of bytes for a binary format."""


@frozen
class Format:
    """One format.

    ``suffixes`` are endings of file names, the usual one first. ``home`` is the module of
    this package whose ``write_ID`` writes it, loaded when it does. With ``whole`` it carries
    all columns unless some are chosen, ids of vocabularies instead of labels, and beside
    every figure what says how sure it is. ``origin`` tells where its origin goes: into a
    second file only, into the file too where asked for, or into the file always. ``needs``
    is a library that does the writing, to be had with the extra of the same name as the
    format.
    """

    id: str
    label: str
    suffixes: tuple[str, ...]
    home: str
    whole: bool
    origin: Place = "beside"
    binary: bool = False
    needs: str = ""

    @property
    def carries_origin(self) -> bool:
        """Whether the origin has a place in the file itself."""
        return self.origin != "beside"

    @property
    def writer(self) -> Writer:
        """The function that writes a sheet in this format.

        Raises :class:`MissingLibraryError` where its library is not installed.
        """
        module = import_module(f"tui.export.formats.{self.home}")
        found: Writer = getattr(module, f"write_{self.id.replace('-', '_')}")
        return found


FORMATS: dict[str, Format] = {
    each.id: each
    for each in (
        Format("table", "aligned text", (".txt",), "texts", False, "asked"),
        Format("csv", "comma-separated values", (".csv",), "texts", True),
        Format("tsv", "tab-separated values", (".tsv", ".tab"), "texts", True),
        Format("json", "JSON, a list of objects", (".json",), "texts", True),
        Format("jsonl", "JSON Lines", (".jsonl", ".ndjson"), "texts", True),
        Format("md", "Markdown table", (".md", ".markdown"), "texts", False, "asked"),
        Format("toml", "TOML", (".toml",), "texts", True),
        Format("html", "web page to print", (".html", ".htm"), "texts", False, "always"),
        Format("latex", "LaTeX table, booktabs", (".tex",), "texts", False, "always"),
        Format("xlsx", "Excel workbook", (".xlsx",), "typed", True, "always", True, "xlsxwriter"),
        Format("parquet", "Parquet, typed", (".parquet",), "typed", True, "always", True,
               "pyarrow"),
        Format("excel-csv", "CSV for a double click", (), "texts", True),
        Format("excel-csv-semicolon", "the same, with 2,5 for 2.5", (), "texts", True),
    )
}  # fmt: skip


ALSO_CALLED = {"excel": "xlsx", "text": "table"}
"""Names from everyday speech that are neither an id nor the ending of a file."""
DATABASES = ("datapackage", "duckdb", "sqlite")
"""Forms that hold a whole dataset, which is not what a table is written in."""


def format_of(name: str) -> Format:
    """The format with this id, ending or everyday name, in any case.

    Raises :class:`UnknownFormatError`, which names the nearest one.
    """
    asked = name.lower()
    found = FORMATS.get(ALSO_CALLED.get(asked, asked)) or _ending_in(f".{asked}")
    if found is None:
        close = did_you_mean(asked, FORMATS)
        hint = f"did you mean '{close}'?" if close else f"there are {', '.join(FORMATS)}"
        if asked in DATABASES:
            hint = "'aif export' writes one"
        raise UnknownFormatError(f"unknown format '{name}'; {hint}")
    return found


def format_of_path(path: str | Path) -> Format | None:
    """The format that the ending of a file name stands for, or None."""
    return _ending_in(Path(path).suffix.lower())


def _ending_in(suffix: str) -> Format | None:
    return next((each for each in FORMATS.values() if suffix in each.suffixes), None)


def library(name: str, extra: str) -> Any:
    """Import a library that an extra brings; raises :class:`MissingLibraryError`."""
    try:
        return import_module(name)
    except ImportError:
        raise MissingLibraryError(
            f"{extra} needs the package {name.partition('.')[0]}, which is not installed: "
            f"pip install 'aif-explorer[{extra}]'"
        ) from None


def write(what: Result | Sheet, fmt: str, stream: IO[Any], *, origin: Origin | None = None) -> None:
    """Write a table in a format.

    The stream takes bytes for a binary format, else text; then it should be UTF-8 with
    ``newline=""``, since every format ends its lines itself. Raises
    :class:`UnknownFormatError`, :class:`MissingLibraryError` and :class:`DoesNotFitError`.
    """
    sheet = what if isinstance(what, Sheet) else sheet_of(what)
    format_of(fmt).writer(sheet, stream, origin)


def render(what: Result | Sheet, fmt: str, *, origin: Origin | None = None) -> str:
    """A table as one text, in a format that is text; raises as :func:`write` does."""
    stream = io.StringIO(newline="")
    write(what, fmt, stream, origin=origin)
    return stream.getvalue()


def content(what: Result | Sheet, fmt: str, *, origin: Origin | None = None) -> bytes:
    """A table as the bytes of a file; raises as :func:`write` does."""
    if not format_of(fmt).binary:
        return render(what, fmt, origin=origin).encode("utf-8", "replace")
    stream = io.BytesIO()
    write(what, fmt, stream, origin=origin)
    return stream.getvalue()
