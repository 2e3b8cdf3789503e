"""TOML row -> record: every key checked against its declaration."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import field, replace
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from tui.dataset.countries import COUNTRIES
from tui.dataset.dates import PartialDate
from tui.dataset.faults import Report, Row
from tui.dataset.fields import Spec, declared
from tui.dataset.label import Label
from tui.dataset.overlay import Stack, settle
from tui.dataset.vocabulary import Vocabulary
from tui.frozen import frozen, made
from tui.text import quote

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Beyond it, floats no longer tell neighbouring whole numbers apart; no figure comes near it.
LARGEST = 10**15
_NOTHING = frozenset({"", "n/a", "na", "none", "null", "unknown", "tbd", "?", "-"})
_LONGEST_NOTHING = max(map(len, _NOTHING))
# A closed list up to this length is named as a whole, beside the nearest word.
_LONGEST_LISTING = 400

T = TypeVar("T")


class _BadValueError(Exception):
    def __init__(self, reason: str, suggestion: str = "") -> None:
        self.reason = reason
        self.suggestion = suggestion


@frozen
class Context:
    """What a row is checked against."""

    report: Report
    vocabulary: Vocabulary
    sources: Collection[str] | None = None
    plans: dict[type, dict[str, Planned]] = field(default_factory=dict)
    listed: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)
    """Lists of sources that were found sound."""


class Planned(NamedTuple):
    """How a key of a record is read.

    ``sound`` holds the texts that were found sound at this key, with what they stand for: the
    same ones come again and again, and are then checked and kept once.
    """

    attribute: str
    spec: Spec
    read: _Reader
    sound: dict[str, Any]


def build(record: type[T], row: Row, context: Context) -> T | None:
    """Check a row and make its record; None, with all its faults reported, where it has any."""
    before = len(context.report.faults)
    values = read_values(record, row, context)
    if not declared(record).required <= row.raw.keys():
        for key in sorted(declared(record).required - row.raw.keys()):
            context.report.missing(row, key)
    if len(context.report.faults) > before:
        return None
    return made(record, values)


def read_values(record: type, row: Row, context: Context) -> dict[str, Any]:
    """The sound values of a row by attribute of the record; every other key is reported."""
    known = context.plans.get(record) or _plan(record, context)
    values: dict[str, Any] = {}
    for key, raw in row.raw.items():
        planned = known.get(key)
        if planned is None:
            _unknown(row, key, known, context.report)
            continue
        attribute, spec, read, sound = planned
        text = raw if type(raw) is str else None
        if text is not None and text in sound:
            values[attribute] = sound[text]
            continue
        try:
            values[attribute] = read(raw, spec, row, key, context)
        except _BadValueError as bad:
            context.report.add(row, key, bad.reason, bad.suggestion)
        else:
            if text is not None:
                sound[text] = values[attribute]
    return values


def _unknown(row: Row, key: str, known: Collection[str], report: Report) -> None:
    if key in ("absent", "removed"):
        report.add(row, key, "stands only in a row that lies over another; there is none below")
    else:
        report.add(row, key, "unknown key", report.nearest(key, known))


def _plan(record: type, context: Context) -> dict[str, Planned]:
    """How each key of a record is read, worked out once a class."""
    keys = declared(record)
    found = context.plans[record] = {
        key: Planned(keys.attributes[key], spec, _READERS[spec.kind], {})
        for key, spec in keys.specs.items()
    }
    return found


def rows_of(row: Row, key: str, raw: object, report: Report) -> Iterable[Row]:
    """The rows of an array of tables; a fault where the value is something else."""
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        report.add(row, key, f"must be written as [[{key}]] rows")
        return
    for index, item in enumerate(raw):
        yield row.child(item, key, index)


def _text(raw: object, *_: object) -> str:
    if type(raw) is not str:
        raise _BadValueError(f"must be text, not {quote(raw)}")
    bare = raw.strip()
    if len(bare) <= _LONGEST_NOTHING and bare.lower() in _NOTHING:
        raise _BadValueError(f"{quote(raw)} stands for nothing; leave out what is unknown")
    return raw


def _slug(raw: object, *_: object) -> str:
    text = _text(raw)
    if not _SLUG.fullmatch(text):
        fixed = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        raise _BadValueError(f"{quote(text)} is not a slug (a-z, 0-9 and single hyphens)", fixed)
    return text


def _word(raw: object, spec: Spec, _row: Row, _key: str, context: Context) -> str:
    text = raw if type(raw) is str else _text(raw)
    words = context.vocabulary.words(spec.vocabulary)
    if text not in words:
        listed = f"{quote(text)} is not in the vocabulary '{spec.vocabulary}'"
        allowed = ", ".join(words)
        if len(allowed) <= _LONGEST_LISTING:
            listed += f", which has {allowed}" if words else ", which is empty"
        raise _BadValueError(listed, context.report.nearest(text, words))
    return text


def _country(raw: object, _spec: Spec, _row: Row, _key: str, context: Context) -> str:
    text = _text(raw)
    if text not in COUNTRIES:
        by_name = {names[0].lower(): code for code, names in COUNTRIES.items()}
        wrong = {"EL": "GR", "UK": "GB"}.get(text) or by_name.get(text.lower())
        raise _BadValueError(
            f"{quote(text)} is no country code (ISO 3166-1 alpha-2)",
            wrong or context.report.nearest(text.upper(), COUNTRIES),
        )
    return text


def _bounds(value: float, spec: Spec) -> None:
    if abs(value) > LARGEST:
        raise _BadValueError(f"is beyond {LARGEST:,}, more than any figure here can be")
    if (spec.low is not None and value < spec.low) or (spec.high is not None and value > spec.high):
        limits = f"from {spec.low:g}" if spec.high is None else f"{spec.low:g} to {spec.high:g}"
        where = " (off Europe)" if spec.unit == "degrees" else ""
        raise _BadValueError(f"{value:g} is out of range, {limits} expected{where}")


def _integer(raw: object, spec: Spec, *_: object) -> int:
    if type(raw) is not int:
        raise _BadValueError(f"must be a whole number, not {quote(raw)}")
    _bounds(raw, spec)
    return raw


def _number(raw: object, spec: Spec, *_: object) -> float:
    if type(raw) is not float and type(raw) is not int:
        raise _BadValueError(f"must be a number, not {quote(raw)}")
    if not _is_finite(raw):
        raise _BadValueError("must be a finite number")
    _bounds(raw, spec)
    return float(raw)


def _is_finite(raw: float) -> bool:
    return isinstance(raw, int) or math.isfinite(raw)


def _flag(raw: object, *_: object) -> bool:
    if type(raw) is not bool:
        raise _BadValueError(f"must be true or false, not {quote(raw)}")
    return raw


@lru_cache(maxsize=4096)
def _partial(text: str) -> PartialDate:
    return PartialDate.parse(text)


@lru_cache(maxsize=4096)
def _of_day(day: datetime.date) -> PartialDate:
    return PartialDate.of_day(day)


def _day(raw: object, *_: object) -> PartialDate:
    if type(raw) is not datetime.date:
        raise _BadValueError(f"must be a date such as 2025-03-12 without quotes, not {quote(raw)}")
    return _of_day(raw)


def _date(raw: object, *_: object) -> PartialDate:
    if type(raw) is datetime.date:
        return _of_day(raw)
    if type(raw) is not str:
        raise _BadValueError(f'must be a date or a text such as "2026-H2", not {quote(raw)}')
    try:
        return _partial(raw)
    except ValueError as error:
        raise _BadValueError(f"{quote(raw)}: {error}") from None


def _list(raw: object) -> list[object]:
    if not isinstance(raw, list):
        raise _BadValueError(f"must be a list, not {quote(raw)}")
    seen = set()
    for item in raw:
        if isinstance(item, str | int):
            if item in seen:
                raise _BadValueError(f"{quote(item)} stands in the list twice")
            seen.add(item)
    return raw


def _texts(raw: object, *_: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in _list(raw))


def _slugs(raw: Any, _spec: Spec, _row: Row, key: str, context: Context) -> tuple[str, ...]:
    if key != "sources":
        return tuple(_slug(item) for item in _list(raw))
    try:
        return context.listed[tuple(raw)]
    except (KeyError, TypeError):  # new, or no list of texts
        found = _sources(_list(raw), context)
    return context.listed.setdefault(found, found)


def _sources(listed: list[object], context: Context) -> tuple[str, ...]:
    if not listed:
        raise _BadValueError("needs at least one source")
    known = context.sources
    if known is None:
        return tuple(_slug(item) for item in listed)
    for item in listed:
        source = item if type(item) is str and item in known else _slug(item)
        if source not in known:
            raise _BadValueError(
                f"no source {quote(source)} in sources.toml",
                context.report.nearest(source, known),
            )
    return tuple(map(str, listed))


def _countries(raw: object, *rest: Any) -> tuple[str, ...]:
    return tuple(_country(item, *rest) for item in _list(raw))


def _integers(raw: object, spec: Spec, *_: object) -> tuple[int, ...]:
    return tuple(_integer(item, spec) for item in _list(raw))


def _label(raw: object, _: Spec, row: Row, key: str, context: Context) -> Label | None:
    if not isinstance(raw, dict) or not {"en"} <= raw.keys() <= {"en", "de"}:
        raise _BadValueError("needs the text .en, and .de where there is a German one")
    texts: dict[str, str] = {}
    for language, text in raw.items():
        try:
            texts[language] = _text(text)
        except _BadValueError as bad:
            context.report.add(row, f"{key}.{language}", bad.reason)
    return Label(**texts) if len(texts) == len(raw) else None


_URL = re.compile(r"https?://[^\s/]+\.[^\s]+")
_NUTS2 = re.compile(r"[A-Z]{2}[0-9A-Z]{2}")


def _url(raw: object, *_: object) -> str:
    text = _text(raw)
    if not _URL.fullmatch(text):
        raise _BadValueError(f"{quote(text)} is not an address (http:// or https://)")
    return text


def _urls(raw: object, *_: object) -> tuple[str, ...]:
    return tuple(_url(item) for item in _list(raw))


def _nuts2(raw: object, *_: object) -> str:
    text = _text(raw)
    if not _NUTS2.fullmatch(text):
        raise _BadValueError(f"{quote(text)} is no NUTS 2 code, two letters and two signs")
    return text


_ANY_NUMBER = Spec("number", "")


def _claim(raw: object, *_: object) -> object:
    return _texts(raw) if isinstance(raw, list) else _mixed(raw)


def _mixed(raw: object, *_: object) -> object:
    if type(raw) is datetime.date:
        return _of_day(raw)
    if type(raw) is str:
        return _text(raw)
    if (type(raw) is int or type(raw) is float) and _is_finite(raw):
        _bounds(raw, _ANY_NUMBER)
        return raw
    raise _BadValueError(f"must be a number, a date or a text, not {quote(raw)}")


def _table(raw: object, spec: Spec, row: Row, key: str, context: Context) -> object:
    if not isinstance(raw, dict):
        raise _BadValueError(f"must be a table, written as [{key}]")
    return raw if spec.record is None else build(spec.record, row.child(raw, key), context)


def _rows(raw: object, spec: Spec, row: Row, key: str, context: Context) -> tuple[object, ...]:
    if spec.record is None:
        return tuple(child.raw for child in rows_of(row, key, raw, context.report))
    record = spec.record
    return tuple(build(record, child, context) for child in rows_of(row, key, raw, context.report))


_Reader = Callable[[Any, Spec, Row, str, Context], Any]
_READERS: dict[str, _Reader] = {
    "slug": _slug, "text": _text, "word": _word, "country": _country, "integer": _integer,
    "number": _number, "flag": _flag, "day": _day, "date": _date, "slugs": _slugs,
    "texts": _texts, "countries": _countries, "integers": _integers, "label": _label,
    "mixed": _mixed, "claim": _claim, "url": _url, "urls": _urls, "nuts2": _nuts2,
    "table": _table, "rows": _rows,
}  # fmt: skip


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
