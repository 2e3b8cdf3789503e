"""The value of a key: each kind of ``Spec`` has a reader that checks and converts it."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from tui.dataset.faults import Report, Row
from tui.dataset.fields import Label, PartialDate, Spec, date_of, date_of_day
from tui.dataset.vocabulary import COUNTRIES, Vocabulary
from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern
from tui.text import quote

if TYPE_CHECKING:
    from tui.dataset.reading import SoundRows

_SLUG = lazy_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Beyond it, floats no longer tell neighbouring whole numbers apart; no figure comes near it.
LARGEST = 10**15
_NOTHING = frozenset({"", "n/a", "na", "none", "null", "unknown", "tbd", "?", "-"})
_LONGEST_NOTHING = max(map(len, _NOTHING))
# A closed list up to this length is named as a whole, beside the nearest word.
_LONGEST_LISTING = 400


class BadValueError(Exception):
    """A value that its key cannot have: why, and the nearest valid word or ""."""

    def __init__(self, reason: str, suggestion: str = "") -> None:
        self.reason = reason
        self.suggestion = suggestion


@frozen
class Context:
    """What a row is checked against."""

    report: Report
    vocabulary: Vocabulary
    sources: Collection[str] | None = None
    sound: dict[type, SoundRows[Any]] = field(default_factory=dict)
    """What reads sound rows, by class of record."""
    listed: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)
    """Lists of sources that were found sound."""


def _text(raw: object, spec: Spec | None = None, *_: object) -> str:
    if type(raw) is not str:
        raise BadValueError(f"must be text, not {quote(raw)}")
    bare = raw.strip()
    if len(bare) <= _LONGEST_NOTHING and bare.lower() in _NOTHING:
        needed = spec is not None and spec.required
        hint = "this key is needed" if needed else "leave out what is unknown"
        raise BadValueError(f"{quote(raw)} stands for nothing; {hint}")
    return raw


def _slug(raw: object, spec: Spec | None = None, *_: object) -> str:
    text = _text(raw, spec)
    if not _SLUG.fullmatch(text):
        fixed = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        raise BadValueError(f"{quote(text)} is not a slug (a-z, 0-9 and single hyphens)", fixed)
    return text


def _word(raw: object, spec: Spec, _row: Row, _key: str, context: Context) -> str:
    text = raw if type(raw) is str else _text(raw)
    words = context.vocabulary.words(spec.vocabulary)
    if text not in words:
        listed = f"{quote(text)} is not in the vocabulary '{spec.vocabulary}'"
        allowed = ", ".join(words)
        if len(allowed) <= _LONGEST_LISTING:
            listed += f", which has {allowed}" if words else ", which is empty"
        raise BadValueError(listed, context.report.nearest(text, words))
    return text


def _country(raw: object, spec: Spec, _row: Row, _key: str, context: Context) -> str:
    text = _text(raw, spec)
    if text not in COUNTRIES:
        by_name = {names[0].lower(): code for code, names in COUNTRIES.items()}
        wrong = {"EL": "GR", "UK": "GB"}.get(text) or by_name.get(text.lower())
        raise BadValueError(
            f"{quote(text)} is no country code (ISO 3166-1 alpha-2)",
            wrong or context.report.nearest(text.upper(), COUNTRIES),
        )
    return text


def _bounds(value: float, spec: Spec) -> None:
    if abs(value) > LARGEST:
        raise BadValueError(f"is beyond {LARGEST:,}, more than any figure here can be")
    if (spec.low is not None and value < spec.low) or (spec.high is not None and value > spec.high):
        limits = f"from {spec.low:g}" if spec.high is None else f"{spec.low:g} to {spec.high:g}"
        where = " (off Europe)" if spec.unit == "degrees" else ""
        raise BadValueError(f"{value:g} is out of range, {limits} expected{where}")


def _integer(raw: object, spec: Spec, *_: object) -> int:
    if type(raw) is not int:
        raise BadValueError(f"must be a whole number, not {quote(raw)}")
    _bounds(raw, spec)
    return raw


def _number(raw: object, spec: Spec, *_: object) -> float:
    if type(raw) is not float and type(raw) is not int:
        raise BadValueError(f"must be a number, not {quote(raw)}")
    if not _is_finite(raw):
        raise BadValueError("must be a finite number")
    _bounds(raw, spec)
    return float(raw)


def _is_finite(raw: float) -> bool:
    return isinstance(raw, int) or math.isfinite(raw)


def _flag(raw: object, *_: object) -> bool:
    if type(raw) is not bool:
        raise BadValueError(f"must be true or false, not {quote(raw)}")
    return raw


def _day(raw: object, *_: object) -> PartialDate:
    if type(raw) is not datetime.date:
        raise BadValueError(f"must be a date such as 2025-03-12 without quotes, not {quote(raw)}")
    return date_of_day(raw)


def _date(raw: object, *_: object) -> PartialDate:
    if type(raw) is datetime.date:
        return date_of_day(raw)
    if type(raw) is not str:
        raise BadValueError(f'must be a date or a text such as "2026-H2", not {quote(raw)}')
    try:
        return date_of(raw)
    except ValueError as error:
        raise BadValueError(f"{quote(raw)}: {error}") from None


def _list(raw: object) -> list[object]:
    if not isinstance(raw, list):
        raise BadValueError(f"must be a list, not {quote(raw)}")
    seen = set()
    for item in raw:
        if isinstance(item, str | int):
            if item in seen:
                raise BadValueError(f"{quote(item)} stands in the list twice")
            seen.add(item)
    return raw


def _texts(raw: object, *_: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in _list(raw))


def _slugs(raw: Any, _spec: Spec, _row: Row, key: str, context: Context) -> tuple[str, ...]:
    if key != "sources":
        return tuple(_slug(item) for item in _list(raw))
    found = _sources(_list(raw), context)
    return context.listed.setdefault(found, found)


def _sources(listed: list[object], context: Context) -> tuple[str, ...]:
    if not listed:
        raise BadValueError("needs at least one source")
    known = context.sources
    if known is None:
        return tuple(_slug(item) for item in listed)
    for item in listed:
        source = item if type(item) is str and item in known else _slug(item)
        if source not in known:
            raise BadValueError(
                f"no source {quote(source)} in sources.toml", context.report.nearest(source, known)
            )
    return tuple(map(str, listed))


def _countries(raw: object, *rest: Any) -> tuple[str, ...]:
    return tuple(_country(item, *rest) for item in _list(raw))


def _integers(raw: object, spec: Spec, *_: object) -> tuple[int, ...]:
    return tuple(_integer(item, spec) for item in _list(raw))


def _label(raw: object, _: Spec, row: Row, key: str, context: Context) -> Label | None:
    if not isinstance(raw, dict) or not {"en"} <= raw.keys() <= {"en", "de"}:
        raise BadValueError("needs the text .en, and .de where there is a German one")
    texts: dict[str, str] = {}
    for language, text in raw.items():
        try:
            texts[language] = _text(text)
        except BadValueError as bad:
            context.report.add(row, f"{key}.{language}", bad.reason)
    return Label(**texts) if len(texts) == len(raw) else None


_URL = lazy_pattern(r"https?://[^\s/]+\.[^\s]+")
_NUTS2 = lazy_pattern(r"[A-Z]{2}[0-9A-Z]{2}")


def _url(raw: object, *_: object) -> str:
    text = _text(raw)
    if not _URL.fullmatch(text):
        raise BadValueError(f"{quote(text)} is not an address (http:// or https://)")
    return text


def _urls(raw: object, *_: object) -> tuple[str, ...]:
    return tuple(_url(item) for item in _list(raw))


def _nuts2(raw: object, *_: object) -> str:
    text = _text(raw)
    if not _NUTS2.fullmatch(text):
        raise BadValueError(f"{quote(text)} is no NUTS 2 code, two letters and two signs")
    return text


_ANY_NUMBER = Spec("number", "")


def _claim(raw: object, *_: object) -> object:
    return _texts(raw) if isinstance(raw, list) else _mixed(raw)


def _mixed(raw: object, *_: object) -> object:
    if type(raw) is datetime.date:
        return date_of_day(raw)
    if type(raw) is str:
        return _text(raw)
    if (type(raw) is int or type(raw) is float) and _is_finite(raw):
        _bounds(raw, _ANY_NUMBER)
        return raw
    raise BadValueError(f"must be a number, a date or a text, not {quote(raw)}")


ValueReader = Callable[[Any, Spec, Row, str, Context], Any]
READERS: Mapping[str, ValueReader] = {
    "slug": _slug, "text": _text, "word": _word, "country": _country, "integer": _integer,
    "number": _number, "flag": _flag, "day": _day, "date": _date, "slugs": _slugs,
    "texts": _texts, "countries": _countries, "integers": _integers, "label": _label,
    "mixed": _mixed, "claim": _claim, "url": _url, "urls": _urls, "nuts2": _nuts2,
}  # fmt: skip
"""What reads the value of a key, by kind; raises BadValueError. Rows below are not among them."""
