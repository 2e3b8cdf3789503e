"""Many tables leaving the program at once: the whole dataset, or what a selection leaves of it."""

from __future__ import annotations

import dataclasses
import datetime
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.analysis.tables import known, table
from tui.export.origin import Origin, date_of, origin_of
from tui.export.sheet import Sheet, sheet, sheet_of, with_evidence
from tui.frozen import frozen
from tui.query.engine.columns import Column
from tui.query.engine.store import store_of
from tui.query.engine.view import View

if TYPE_CHECKING:
    from tui.dataset import Dataset


SOURCES, VOCABULARY = "sources", "vocabulary"


@frozen
class Kind:
    """A form in which many tables leave together.

    ``suffixes`` are endings of its file, none for a folder. ``home`` and ``writer`` are a module
    of the exports and its function that gives the files by name, or the bytes of the one file.
    """

    id: str
    label: str
    suffixes: tuple[str, ...]
    home: str
    writer: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        return not self.suffixes


KINDS = {
    each.id: each
    for each in (
        Kind("datapackage", "Data Package: a folder of CSV with schemas", (), "package.databases",
             "packaged"),
        Kind("datapackage-zip", "the same in one file", (".zip",), "package.databases", "zipped"),
        Kind("sqlite", "SQLite database", (".sqlite", ".sqlite3", ".db"), "package.databases",
             "database"),
        Kind("xlsx", "Excel workbook, a sheet a table", (".xlsx",), "formats.typed", "content"),
        Kind("parquet", "folder of Parquet", (), "formats.typed", "files"),
    )
}  # fmt: skip


@frozen
class Bundle:
    """The tables that leave together, and where they come from."""

    dataset: Dataset
    sheets: tuple[Sheet, ...]
    origin: Origin


def kind_of_path(path: str) -> Kind | None:
    """The form that a name stands for: by its ending, or a Data Package folder; None if unknown.

    A name without an ending is a folder, and so is one that a slash closes; a version such as
    the ``.2`` of ``data-1.2`` is no ending.
    """
    suffix = Path(path).suffix.lower()
    if not suffix[1:].strip("0123456789-_") or path.endswith("/"):
        return KINDS["datapackage"]
    return next((each for each in KINDS.values() if suffix in each.suffixes), None)


def bundle_of(
    dataset: Dataset,
    view: View,
    names: Sequence[str] = (),
    *,
    words: Sequence[str] = (),
    date: datetime.date | None = None,
) -> Bundle:
    """The tables by name under a view, () for all of the dataset, with sources and vocabulary.

    ``words`` are those of the command that does the same. Raises UnknownNameError for a table
    and FilterError for a filter that does not fit.
    """
    wanted = list(dict.fromkeys(names)) or list(store_of(dataset).specs)
    for name in wanted:
        known(dataset, name)
    wanted += [] if SOURCES in wanted else [SOURCES]
    results = [with_evidence(table(dataset, view, name, every=True)) for name in wanted]
    origins = [origin_of(dataset, view, result) for result in results]
    confidence: Counter[str] = Counter()
    for each in origins:
        confidence.update(each.confidence)
    origin = dataclasses.replace(
        origins[0],
        table=", ".join(wanted),
        count=sum(map(len, results)),
        filter=view.filter,
        rows="",
        columns=(),
        command=shlex.join(["aif", "export", *words]),
        date=date_of(dataset, date),
        confidence=dict(confidence),
        sources={ident: text for each in origins for ident, text in each.sources.items()},
    )
    return Bundle(dataset, (*map(sheet_of, results), _vocabulary(dataset)), origin)


def _vocabulary(dataset: Dataset) -> Sheet:
    """The words that columns hold, with their labels."""
    columns = (
        Column("list", "List", "text", "Vocabulary that the word is in"),
        Column("id", "Id", "text", "The word as the tables hold it"),
        Column("label.en", "Label", "text", "The word in English"),
        Column("label.de", "Label (German)", "text", "The word in German"),
        Column("definition", "Definition", "text", "What it means"),
    )
    rows = [
        (name, word.id, word.en, word.de, word.definition or None)
        for name in dataset.vocabulary
        for word in dataset.vocabulary.words(name).values()
    ]
    return sheet(VOCABULARY, columns, rows)


def content(bundle: Bundle, kind: Kind) -> bytes:
    """The one file of a form; raises MissingLibraryError and DoesNotFitError."""
    written: bytes = _written(bundle, kind)
    return written


def files(bundle: Bundle, kind: Kind) -> dict[str, bytes]:
    """The files of a folder by name; raises MissingLibraryError."""
    written: dict[str, bytes] = _written(bundle, kind)
    return written


def _written(bundle: Bundle, kind: Kind) -> Any:
    return getattr(import_module(f"tui.export.{kind.home}"), kind.writer)(bundle)


_KEYS: Mapping[str, tuple[str, ...]] = {
    "systems": ("site", "id"),
    "rankings": ("site", "system", "list", "edition"),
    "partners": ("site", "id"),
    "sectors": ("site", "id"),
    "regions": ("nuts2",),
    "vocabulary": ("list", "id"),
    **dict.fromkeys(
        ("sites", "organisations", "access_modes", "clusters", "facts", "findings", "sources"),
        ("id",),
    ),
}


@frozen
class Link:
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


_SITE = Link(("site",), "sites", ("id",))
_LINKS: Mapping[str, tuple[Link, ...]] = {
    "systems": (_SITE,),
    "rankings": (_SITE, Link(("site", "system"), "systems", ("site", "id"))),
    "partners": (_SITE, Link(("id",), "organisations", ("id",))),
    "sectors": (_SITE,),
    "services": (_SITE,),
    "access": (_SITE,),
    "indicators": (Link(("nuts2",), "regions", ("nuts2",)),),
}


def key_of(sheet: Sheet) -> tuple[str, ...]:
    """The primary key of a table, () where none holds."""
    key = _KEYS.get(sheet.name, ())
    if not key or not _has(sheet, key):
        return ()
    rows = list(tuples(sheet, key))
    unknown = any(None in row for row in rows)
    return () if unknown or len(set(rows)) < len(rows) else key


def links_of(sheet: Sheet, sheets: Sequence[Sheet]) -> Iterator[Link]:
    """The links of a table whose every row finds what it names among the tables at hand."""
    there = {each.name: each for each in sheets}
    for link in _LINKS.get(sheet.name, ()):
        target = there.get(link.table)
        if target is None or not _has(sheet, link.columns) or key_of(target) != link.target:
            continue
        if set(tuples(sheet, link.columns)) <= set(tuples(target, link.target)):
            yield link


def tuples(sheet: Sheet, idents: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Some columns of all rows."""
    places = [[column.id for column in sheet.columns].index(ident) for ident in idents]
    return (tuple(row[place] for place in places) for row in sheet.values())


def _has(sheet: Sheet, idents: Sequence[str]) -> bool:
    return {column.id for column in sheet.columns} >= set(idents)
