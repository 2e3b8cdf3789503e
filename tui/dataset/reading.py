"""Reading: a row of TOML into a record, and the files beside the sites, each when it is needed.

A large dataset has millions of values, and nearly all are sound. So a row is read in few steps
first; where anything in it may be wrong it is read again, key by key, to tell what.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, repeat
from operator import call
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, NoReturn, TypeVar

from tui.dataset import checking
from tui.dataset.faults import Fault, Report, Row
from tui.dataset.fields import Spec, declared
from tui.dataset.files import Folders
from tui.dataset.overlay import REMOVED, Stack, settle
from tui.dataset.records import Region
from tui.dataset.values import READERS, BadValueError, Context, ValueReader
from tui.dataset.vocabulary import Vocabulary
from tui.frozen import made

if TYPE_CHECKING:
    from tui.dataset.reference import AccessMode, Cluster, Fact, Finding, Source

T = TypeVar("T")


_MOST_SHAPES = 500
_NOWHERE = Row("", Path(), (), {})
_OF_TEXTS = frozenset({"slug", "text", "word", "country", "day", "date", "url", "nuts2"})


class _Unheard(Report):
    """A report for rows that are read once more, and told of then, where one is at fault."""

    def add(self, row: Row, key: str, reason: str, suggestion: str = "") -> NoReturn:
        raise BadValueError(reason)

    def nearest(self, word: str, valid: object) -> str:
        return ""


class _Known(dict[Any, Any]):
    """Values of a key by what the file says."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self._read = read

    def __missing__(self, raw: Any) -> Any:
        value = self[raw] = self._read(raw)
        return value


class _Shape(NamedTuple):
    """How rows with the same keys in the same order are read: ``puts`` set the attributes."""

    reads: tuple[Callable[[Any], Any], ...]
    puts: tuple[Callable[[Any, Any], None], ...]
    absent: tuple[Any, ...]


class SoundRows(Generic[T]):
    """Makes records of one class of rows in which nothing is wrong."""

    def __init__(self, record: type[T], context: Context) -> None:
        """Know what the rows are checked against; the report of the context hears nothing."""
        self._record = record
        unheard = replace(context, report=_Unheard())
        specs = declared(record).specs
        self._reads = {key: _reader(spec, key, unheard) for key, spec in specs.items()}
        self._shape = lru_cache(_MOST_SHAPES)(self._shape_of)

    def read(self, raw: Any) -> T:
        """The record of a row. Raises BadValueError or TypeError where anything may be wrong."""
        if type(raw) is not dict:
            raise BadValueError("")
        reads, puts, absent = self._shape(tuple(raw))
        found = self._record.__new__(self._record)
        # A loop without steps of Python; what sets an attribute gives None.
        any(map(call, puts, repeat(found), chain(map(call, reads, raw.values()), absent)))
        return found

    def _shape_of(self, keys: tuple[str, ...]) -> _Shape:
        known = declared(self._record)
        if not known.required <= set(keys) <= known.specs.keys():
            raise BadValueError("")
        plan = self._record.__plan__  # type: ignore[attr-defined]
        puts = dict(plan.puts)
        named = [known.attributes[key] for key in keys]
        absent = [name for name in puts if name not in named]
        return _Shape(
            tuple(self._reads[key] for key in keys),
            tuple(puts[name] for name in (*named, *absent)),
            tuple(plan.defaults[name] for name in absent),
        )


def sound_rows(record: type[T], context: Context) -> SoundRows[T]:
    """What reads sound rows of a class."""
    if record not in context.sound:
        context.sound[record] = SoundRows(record, context)
    return context.sound[record]


def _reader(spec: Spec, key: str, context: Context) -> Callable[[Any], Any]:
    """What reads a sound value of a key; the same texts and days come again and again."""
    if spec.kind in ("rows", "table"):
        one = sound_rows(spec.record, context).read if spec.record else _any_table
        return one if spec.kind == "table" else lambda raw: tuple(map(one, _any_list(raw)))
    reader = READERS[spec.kind]

    def read(raw: Any) -> Any:
        return reader(raw, spec, _NOWHERE, key, context)

    if key == "sources":
        listed = context.listed
        return lambda raw: (type(raw) is list and listed.get(tuple(raw))) or read(raw)
    # Only these are told apart by equality alone: 1 is equal to true.
    return _Known(read).__getitem__ if spec.kind in _OF_TEXTS else read


def _any_table(raw: Any) -> Any:
    if type(raw) is not dict:
        raise BadValueError("")
    return raw


def _any_list(raw: Any) -> Any:
    if type(raw) is not list:
        raise BadValueError("")
    return raw


def build(record: type[T], row: Row, context: Context) -> T | None:
    """Check a row and make its record; None, with all its faults reported, where it has any."""
    try:
        return sound_rows(record, context).read(row.raw)
    except (BadValueError, TypeError):
        pass
    before = len(context.report.faults)
    values = read_values(record, row, context)
    for key in sorted(declared(record).required - row.raw.keys()):
        context.report.missing(row, key)
    if len(context.report.faults) > before:
        return None
    return made(record, values)


def read_values(record: type, row: Row, context: Context) -> dict[str, Any]:
    """The sound values of a row by attribute of the record; every other key is reported."""
    keys = declared(record)
    values: dict[str, Any] = {}
    for key, raw in row.raw.items():
        spec = keys.specs.get(key)
        if spec is None:
            _unknown(row, key, keys.specs, context.report)
            continue
        try:
            values[keys.attributes[key]] = _READERS[spec.kind](raw, spec, row, key, context)
        except BadValueError as bad:
            context.report.add(row, key, bad.reason, bad.suggestion)
    return values


def _unknown(row: Row, key: str, known: Collection[str], report: Report) -> None:
    if key in ("absent", "removed"):
        report.add(row, key, "stands only in a row that lies over another; there is none below")
    else:
        report.add(row, key, "unknown key", report.nearest(key, known))


def rows_of(row: Row, key: str, raw: object, report: Report) -> Iterable[Row]:
    """The rows of an array of tables; a fault where the value is something else."""
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        report.add(row, key, f"must be written as [[{key}]] rows")
        return
    for index, item in enumerate(raw):
        yield row.child(item, key, index)


def _table(raw: object, spec: Spec, row: Row, key: str, context: Context) -> object:
    if not isinstance(raw, dict):
        raise BadValueError(f"must be a table, written as [{key}]")
    return raw if spec.record is None else build(spec.record, row.child(raw, key), context)


def _rows(raw: object, spec: Spec, row: Row, key: str, context: Context) -> tuple[object, ...]:
    if spec.record is None:
        return tuple(child.raw for child in rows_of(row, key, raw, context.report))
    record = spec.record
    return tuple(build(record, child, context) for child in rows_of(row, key, raw, context.report))


_READERS: dict[str, ValueReader] = {**READERS, "table": _table, "rows": _rows}


def build_all(
    record: type[T],
    stacks: Sequence[Stack],
    context: Context,
    check: Callable[[Sequence[Row], Report], None] | None = None,
) -> tuple[T, ...]:
    """Records of the rows that have no fault; ``check`` looks at what keys say together."""

    def make(row: Row, report: Report) -> T | None:
        found = build(record, row, replace(context, report=report))
        if check is not None:
            check([row], report)
        return found

    settled = [settle(stack, record, make, context.report) for stack in stacks]
    return tuple(each.record for each in settled if each and each.record is not None)


Part = tuple[tuple[T, ...], tuple[Fault, ...]]
_Check = Callable[[Sequence[Row], Report], None]


class Reader:
    """Each method reads its file and gives the sound rows and the faults."""

    def __init__(
        self, where: Folders, vocabulary: Vocabulary, sites: Mapping[str, str | None]
    ) -> None:
        """``sites`` maps the ids of the sound sites to their NUTS 2 codes."""
        self._where = where
        self._vocabulary = vocabulary
        every_site = dict.fromkeys(where.site_files())
        self._sites: dict[str, str | None] = every_site | dict(sites)

    def sources(self) -> Part[Source]:
        """The bibliography."""
        from tui.dataset.reference import Source

        return self._part(Source, "sources.toml", "source", checking.check_sources, removable=False)

    def regions(self) -> Part[Region]:
        """The regions with their indicators."""

        def check(rows: Sequence[Row], report: Report) -> None:
            checking.check_regions(rows, self._sites, report)

        return self._part(Region, "regions.toml", "region", check, "nuts2")

    def access_modes(self) -> Part[AccessMode]:
        """The EuroHPC-wide access modes."""
        from tui.dataset.reference import AccessMode

        check = checking.check_access_modes
        return self._part(AccessMode, "access_modes.toml", "access_mode", check)

    def findings(self) -> Part[Finding]:
        """The claims of the brief."""
        from tui.dataset.reference import Finding

        return self._part(Finding, "findings.toml", "finding")

    def comparisons(self) -> tuple[tuple[tuple[Cluster, ...], tuple[Fact, ...]], tuple[Fault, ...]]:
        """Clusters and single figures, which share a file."""
        from tui.dataset.reference import Cluster, Fact

        report = Report()
        kinds = {"cluster": "id", "fact": "id"}
        tables = self._where.tables("comparisons.toml", report, kinds)
        context = Context(report, self._vocabulary, self._where.ids("sources.toml"))
        clusters = build_all(Cluster, tables.get("cluster", []), context)
        facts = build_all(Fact, tables.get("fact", []), context)
        return (clusters, facts), tuple(report.faults)

    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with all these files."""
        parts = (
            self.sources()[1],
            self.regions()[1],
            self.access_modes()[1],
            self.comparisons()[1],
            self.findings()[1],
        )
        return tuple(fault for part in parts for fault in part)

    def _part(
        self,
        record: type[T],
        file: str,
        kind: str,
        check: _Check | None = None,
        key: str = "id",
        *,
        removable: bool = True,
    ) -> Part[T]:
        report = Report()
        stacks = self._where.tables(file, report, {kind: key}).get(kind, [])
        if not removable:
            stacks = [[*_kept(stack, report)] for stack in stacks]
        sources = None if kind == "source" else self._where.ids("sources.toml")
        found = build_all(record, stacks, Context(report, self._vocabulary, sources), check)
        return found, tuple(report.faults)


def _kept(stack: Stack, report: Report) -> Iterator[Row]:
    """The rows of a stack that other rows rest on: none of them takes it away."""
    for row in stack:
        if REMOVED in row.raw and row is not stack[0]:
            report.add(row, REMOVED, "a source stays, since rows rest on it; correct its keys")
        else:
            yield row
