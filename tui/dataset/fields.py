"""How a key of a TOML row is declared once, for records, checking, filters and exports.

A record class is a frozen dataclass whose fields come from the functions below. Their
metadata holds a :class:`Spec`: what type the file must give, which vocabulary the value
is from, which unit it has and what it means.
"""

from __future__ import annotations

import dataclasses
import datetime
from calendar import monthrange
from collections.abc import Mapping
from functools import lru_cache, total_ordering
from typing import Any, Literal

from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern

Kind = Literal[
    "slug", "text", "word", "country", "integer", "number", "flag", "day", "date", "slugs",
    "texts", "countries", "integers", "label", "mixed", "claim", "url", "urls", "nuts2",
    "table", "rows",
]  # fmt: skip


@frozen
class Spec:
    """Declaration of one key.

    ``kind`` is the type that the file must give; ``vocabulary`` the list in
    vocabulary.toml that a ``word`` is from; ``record`` the class of a nested ``table`` or
    of ``rows`` (an array of tables, written in the singular in the file); ``identity`` the
    keys that tell such rows apart. ``basis`` is the key or column beside a figure that says
    what it is: measured or expected, installed or planned. ``title`` stands before a value,
    ``short`` above a column that has no room for it; a ``plain`` value says itself what it is,
    so that a sentence needs no title before it.
    """

    kind: Kind
    meaning: str
    title: str = ""
    unit: str = ""
    vocabulary: str = ""
    required: bool = False
    default_column: bool = False
    record: type | None = None
    singular: str = ""
    low: float | None = None
    high: float | None = None
    identity: tuple[str, ...] = ("id",)
    basis: str = ""
    short: str = ""
    plain: bool = False


def _declare(spec: Spec) -> Any:
    if spec.required:
        return dataclasses.field(metadata={"spec": spec})
    empty: Any = () if spec.kind in _LISTS else None
    return dataclasses.field(default=empty, metadata={"spec": spec})


_LISTS = frozenset({"slugs", "texts", "urls", "countries", "integers", "rows"})


def key(kind: Kind, meaning: str, title: str = "", **more: Any) -> Any:
    """Declare an optional key; an absent one is None, or () for a list."""
    return _declare(Spec(kind, meaning, title, **more))


def need(kind: Kind, meaning: str, title: str = "", **more: Any) -> Any:
    """Declare a key that every row must have."""
    return _declare(Spec(kind, meaning, title, required=True, **more))


# Every stated fact carries these three.


def rests_on() -> Any:
    """Declare ``sources``."""
    return need("slugs", "Ids of the sources that the row rests on", "Sources")


def how_sure() -> Any:
    """Declare ``confidence``."""
    meaning = "How sure the row is: confirmed, likely or unverified"
    return need("word", meaning, "Confidence", vocabulary="confidence")


def remark() -> Any:
    """Declare ``note``."""
    return key("text", "Remark; where sources disagree, both values are named", "Note")


@frozen
class Declared:
    """The declared keys of a record class.

    ``specs`` and ``attributes`` go from the key as the file writes it (``partner``) to its
    declaration and to the attribute of the record (``partners``).
    """

    specs: Mapping[str, Spec]
    attributes: Mapping[str, str]
    required: frozenset[str]


_DECLARED: dict[type, Declared] = {}


def declared(record: type) -> Declared:
    """The declared keys of a record class, worked out once a class."""
    found = _DECLARED.get(record)
    if found is None:
        named: dict[str, Spec] = {}
        attributes: dict[str, str] = {}
        for field in dataclasses.fields(record):
            spec: Spec | None = field.metadata.get("spec")
            if spec is not None:
                named[spec.singular or field.name] = spec
                attributes[spec.singular or field.name] = field.name
        must = frozenset(name for name, spec in named.items() if spec.required)
        found = _DECLARED[record] = Declared(named, attributes, must)
    return found


@frozen(kw_only=True)
class Label:
    """A text in English, and in German where there is one."""

    en: str
    de: str | None = None


_FORM = lazy_pattern(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?")


@total_ordering
class PartialDate:
    """A day, month, quarter, half-year or year: ``2026-09-01``, ``2026-Q3``, ``2026``.

    ``first`` and ``last`` are the days it spans. Order is by first day, then last.
    """

    __slots__ = ("first", "last", "text")

    def __init__(self, text: str, first: datetime.date, last: datetime.date) -> None:
        """Keep the written form and the days that it spans."""
        self.text = text
        self.first = first
        self.last = last

    @classmethod
    def of_day(cls, day: datetime.date) -> PartialDate:
        """A date whose day is known."""
        return cls(day.isoformat(), day, day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the written form; ValueError with a reason when it is not a date."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError("not a date; write 2026, 2026-H2, 2026-Q3, 2026-09 or 2026-09-01")
        year, half, quarter, month, day = match.groups()
        if month is not None and not 1 <= int(month) <= 12:
            raise ValueError(f"there is no month {month}")
        begin, months = _months(half, quarter, month)
        if day is not None:
            try:
                return cls.of_day(datetime.date(int(year), begin, int(day)))
            except ValueError:
                raise ValueError(f"there is no day {text}") from None
        end = begin + months - 1
        try:
            first = datetime.date(int(year), begin, 1)
            last = datetime.date(int(year), end, monthrange(int(year), end)[1])
        except ValueError:
            raise ValueError(f"there is no year {year}") from None
        return cls(text, first, last)

    def within(self, other: PartialDate) -> bool:
        """Whether every day of this date lies in the other."""
        return other.first <= self.first and self.last <= other.last

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self.first == other.first and self.last == other.last

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first, self.last) < (other.first, other.last)

    def __hash__(self) -> int:
        return hash((self.first, self.last))


def _months(half: str | None, quarter: str | None, month: str | None) -> tuple[int, int]:
    """First month and number of months of the period written."""
    if half is not None:
        return (1 if half == "1" else 7), 6
    if quarter is not None:
        return 3 * int(quarter) - 2, 3
    if month is not None:
        return int(month), 1
    return 1, 12


@lru_cache(maxsize=4096)
def date_of(text: str) -> PartialDate:
    """Like ``parse``, the same date for the same text."""
    return PartialDate.parse(text)


@lru_cache(maxsize=4096)
def date_of_day(day: datetime.date) -> PartialDate:
    """Like ``of_day``, the same date for the same day."""
    return PartialDate.of_day(day)
