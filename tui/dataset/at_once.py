"""Sound rows -> records in few steps: the usual case, which has to be quick.

A large dataset has millions of values. A row whose keys and values are all in order becomes a
record here; of any other ``reading`` tells what is wrong with it, key by key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from operator import call, getitem, itemgetter
from pathlib import Path
from typing import Any, Generic, NamedTuple, NoReturn, Protocol, TypeVar, cast

from tui.dataset.faults import Report, Row
from tui.dataset.fields import Spec, declared
from tui.dataset.records import SEAT, Partner
from tui.dataset.values import LARGEST, READERS, BadValueError, Context

T = TypeVar("T")

_MOST_SHAPES = 500
_TABLES = frozenset({dict})
_NOWHERE = Row("", Path(), (), {})


def sound_record(record: type[T], raw: dict[str, Any], context: Context) -> T | None:
    """The record of a row; None where anything may be wrong with it."""
    return sound_rows(record, context).one(raw)


def sound_rows(record: type[T], context: Context) -> SoundRows[T]:
    """What reads sound rows of a class."""
    if record not in context.sound:
        made = SoundPartners(context) if record is Partner else SoundRows(record, context)
        context.sound[record] = made
    return context.sound[record]


_Put = Callable[[Any, Any], None]


class _Values(Protocol):
    """What the values of a key stand for. Raises BadValueError, or TypeError for lists."""

    @property
    def read(self) -> Callable[[Any], Any]: ...

    def __getitem__(self, raw: Any, /) -> Any: ...


class _Shape(NamedTuple):
    """How rows with the same keys in the same order are read: ``puts`` set the attributes."""

    values: tuple[_Values, ...]
    puts: tuple[_Put, ...]
    absent: tuple[Any, ...]


class SoundRows(Generic[T]):
    """Makes records of one class of rows in which nothing is wrong."""

    def __init__(self, record: type[T], context: Context) -> None:
        """Know what the rows are checked against; the report of the context hears nothing."""
        self._record = record
        self._keys = declared(record)
        unheard = replace(context, report=_Unheard())
        self._values = {key: _values(spec, key, unheard) for key, spec in self._keys.specs.items()}
        self._shapes: dict[tuple[str, ...], _Shape] = {}

    def one(self, raw: dict[str, Any]) -> T | None:
        """The record of a row; None where anything may be wrong with it."""
        keys = tuple(raw)
        shape = self._shapes.get(keys) or self._shape(keys)
        if shape is None:
            return None
        try:
            values = [*map(getitem, shape.values, raw.values()), *shape.absent]
        except (BadValueError, TypeError):
            return None
        found = self._record.__new__(self._record)
        # A loop without steps of Python; what sets an attribute gives None.
        any(map(call, shape.puts, repeat(found), values))
        return found

    def all(self, raws: Sequence[dict[str, Any]]) -> tuple[T, ...] | None:
        """The records of rows; None where anything may be wrong with one."""
        found = tuple(map(self.one, raws))
        return None if None in found else cast("tuple[T, ...]", found)

    def _shape(self, keys: tuple[str, ...]) -> _Shape | None:
        """How rows with these keys are read; None where one is unknown or missing."""
        if not self._keys.required <= set(keys) <= self._keys.specs.keys():
            return None
        plan = self._record.__plan__  # type: ignore[attr-defined]
        puts = dict(plan.puts)
        named = [self._keys.attributes[key] for key in keys]
        absent = [name for name in puts if name not in set(named)]
        shape = _Shape(
            tuple(self._values[key] for key in keys),
            tuple(puts[name] for name in (*named, *absent)),
            tuple(plan.defaults[name] for name in absent),
        )
        if len(self._shapes) < _MOST_SHAPES:
            self._shapes[keys] = shape
        return shape


class _Columns(NamedTuple):
    """How rows with the same keys are read key by key; those that belong together in one step."""

    pick: Callable[[Any], tuple[Any, ...]]
    seats: _Seats
    puts: tuple[_Put, ...]
    others: tuple[tuple[_Put, Callable[[Any], Any], Callable[[Any], Any]], ...]
    """For each other key, what sets the attribute, what reads the value, what picks it."""
    absent: tuple[tuple[_Put, Any], ...]


class SoundPartners(SoundRows[Partner]):
    """Makes records of many partners.

    They are nearly all that a large dataset holds. What tells of an organisation is looked up
    in one step, since it is the same at every site.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(Partner, context)
        self._columns: dict[tuple[str, ...], _Columns] = {}
        self._seats: dict[tuple[str, ...], _Seats] = {}

    def all(self, raws: Sequence[dict[str, Any]]) -> tuple[Partner, ...] | None:
        """The records of rows; None where anything may be wrong with one."""
        made = tuple(map(Partner.__new__, repeat(Partner, len(raws))))
        alike: defaultdict[tuple[str, ...], list[tuple[Partner, dict[str, Any]]]]
        alike = defaultdict(list)
        for pair in zip(made, raws, strict=True):
            alike[tuple(pair[1])].append(pair)
        try:
            for keys, pairs in alike.items():
                columns = self._columns.get(keys) or self._columns_of(keys)
                if columns is None:
                    return None
                _fill(columns, *zip(*pairs, strict=True))
        except (BadValueError, TypeError):
            return None
        return made

    def seats(self) -> Iterator[tuple[str | None, ...]]:
        """What rows say of organisations, each once, in the order of ``SEAT``."""
        for keys, seats in self._seats.items():
            for seat in seats.values():
                said = dict(zip(keys, seat, strict=True))
                yield tuple(map(said.get, SEAT))

    def _columns_of(self, keys: tuple[str, ...]) -> _Columns | None:
        """How rows with these keys are read; None where one is unknown or missing."""
        shape = self._shape(keys)
        if shape is None:
            return None
        puts = dict(zip(keys, shape.puts, strict=False))
        seat = tuple(key for key in SEAT if key in puts)
        found = _Columns(
            itemgetter(*seat),
            self._seats.setdefault(seat, _Seats(self._read_seat(seat))),
            tuple(puts[key] for key in seat),
            tuple(
                (puts[key], self._values[key].__getitem__, itemgetter(key))
                for key in keys
                if key not in seat
            ),
            tuple(zip(shape.puts[len(keys) :], shape.absent, strict=True)),
        )
        if len(self._columns) < _MOST_SHAPES:
            self._columns[keys] = found
        return found

    def _read_seat(self, keys: tuple[str, ...]) -> Callable[[Any], Any]:
        """What checks the values of these keys. Names and ids are kept with their seat alone."""
        plain = ("id", "name", "acronym")
        reads = tuple(
            self._values[key].read if key in plain else self._values[key].__getitem__
            for key in keys
        )
        return lambda raw: tuple(map(call, reads, raw))


def seats_said(context: Context) -> Iterator[tuple[str | None, ...]]:
    """What the sound partners say of organisations, each once, in the order of ``SEAT``."""
    found = sound_rows(Partner, context)
    return found.seats() if isinstance(found, SoundPartners) else iter(())


def _fill(columns: _Columns, made: Sequence[Any], raws: Sequence[dict[str, Any]]) -> None:
    """Set the attributes of records. Raises BadValueError, or TypeError for lists."""
    seats = map(columns.seats.__getitem__, map(columns.pick, raws))
    for put, values in zip(columns.puts, zip(*seats, strict=True), strict=True):
        any(map(put, made, values))
    for put, read, pick in columns.others:
        any(map(put, made, map(read, map(pick, raws))))
    for put, value in columns.absent:
        any(map(put, made, repeat(value)))


class _Unheard(Report):
    """A report for rows that are read once more, and told of then, where one is at fault."""

    def add(self, row: Row, key: str, reason: str, suggestion: str = "") -> NoReturn:
        raise BadValueError(reason)

    def nearest(self, word: str, valid: object) -> str:
        return ""


class _Texts(dict[Any, Any]):
    """Values of a key by what the file says; the same ones come again and again.

    Only texts and dates are told apart by equality alone: 1 is equal to true.
    """

    __slots__ = ("read",)

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read

    def __missing__(self, raw: Any) -> Any:
        value = self[raw] = self.read(raw)
        return value


class _Seats(_Texts):
    """What is said of organisations; each is equal to what was read, and shares its parts."""

    __slots__ = ()

    def __missing__(self, raw: Any) -> Any:
        value = self.read(raw)
        self[value] = value
        return value


class _Others:
    """Values of a key that are checked each time."""

    __slots__ = ("read",)

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read

    def __getitem__(self, raw: Any) -> Any:
        return self.read(raw)


class _Numbers:
    """Numbers within bounds."""

    __slots__ = ("_high", "_low", "read")

    def __init__(self, read: Callable[[Any], Any], spec: Spec) -> None:
        self.read = read
        self._low = -LARGEST if spec.low is None else spec.low
        self._high = LARGEST if spec.high is None else spec.high

    def __getitem__(self, raw: Any) -> Any:
        return raw if type(raw) is float and self._low <= raw <= self._high else self.read(raw)


class _Sources:
    """Lists of sources."""

    __slots__ = ("_listed", "read")

    def __init__(self, read: Callable[[Any], Any], listed: Mapping[Any, Any]) -> None:
        self.read = read
        self._listed = listed

    def __getitem__(self, raw: Any) -> Any:
        found = self._listed.get(tuple(raw)) if type(raw) is list else None
        return found or self.read(raw)


def _values(spec: Spec, key: str, context: Context) -> _Values:
    if spec.kind == "rows":
        return _Others(_below(spec, context))
    if spec.kind == "table":
        return _Others(_beside(spec, context))
    reader = READERS[spec.kind]

    def read(raw: Any) -> Any:
        return reader(raw, spec, _NOWHERE, key, context)

    if key == "sources":
        return _Sources(read, context.listed)
    if spec.kind == "number":
        return _Numbers(read, spec)
    return _Texts(read) if spec.kind in _OF_TEXTS else _Others(read)


_OF_TEXTS = frozenset({"slug", "text", "word", "country", "day", "date", "url", "nuts2"})


def _below(spec: Spec, context: Context) -> Callable[[Any], Any]:
    """What reads an array of tables."""
    rows: SoundRows[Any] | None = sound_rows(spec.record, context) if spec.record else None

    def read(raw: Any) -> Any:
        if type(raw) is not list or not _TABLES.issuperset(map(type, raw)):
            raise BadValueError("")
        return _some(tuple(raw) if rows is None else rows.all(raw))

    return read


def _beside(spec: Spec, context: Context) -> Callable[[Any], Any]:
    """What reads a table."""
    rows: SoundRows[Any] | None = sound_rows(spec.record, context) if spec.record else None

    def read(raw: Any) -> Any:
        if type(raw) is not dict:
            raise BadValueError("")
        return _some(raw if rows is None else rows.one(raw))

    return read


def _some(found: object) -> object:
    if found is None:
        raise BadValueError("")
    return found
