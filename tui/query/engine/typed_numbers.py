"""What a typed number means, also as other countries write it, and comparisons with numbers.

``10.000`` is ten thousand in German and ten in English. Where a column holds whole numbers it
can only be the first; else the decimal point counts, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tui.dataset.fields import PartialDate
from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern
from tui.query.engine.columns import LIST_KINDS, NUMBER_KINDS, Column
from tui.query.engine.typed_values import date
from tui.query.language.condition import DECIMAL_COMMA
from tui.query.language.tree import (
    Between,
    Compare,
    Condition,
    FilterError,
    Note,
    OneOf,
    Span,
    Value,
)

_NUMBER = lazy_pattern(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_SEPARATED = lazy_pattern(r"-?[1-9]\d{0,2}(?:[,'’_]\d{3})+(?:\.\d+)?", re.ASCII)
_ONE_COMMA = lazy_pattern(r"-?[1-9]\d{0,2},\d{3}", re.ASCII)
_ONE_POINT = lazy_pattern(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_POINTS = lazy_pattern(r"-?[1-9]\d{0,2}(?:\.\d{3}){2,}", re.ASCII)
_WITH_DASH = lazy_pattern(r"(?P<low>\d+(?:\.\d+)?)(?:-|…|to|bis)(?P<high>\d+(?:\.\d+)?)", re.ASCII)
_WITH_MORE = lazy_pattern(
    r"(?P<before>[€$]?)(?P<number>[-+]?\d[\d.,'’_]*)(?P<more>[^\d\s.,][^\d\s]*|)", re.ASCII
)
_NO_MEANING = frozenset({"+", "%", "€", "$", "eur", "usd", "euro", "x"})

_POWERS = (
    (10**3, ("k", "tsd", "thousand", "thousands", "tausend")),
    (10**6, ("m", "mn", "mio", "mill", "million", "millions", "millionen")),
    (10**9, ("b", "g", "bn", "mrd", "billion", "billions", "milliarde", "milliarden")),
)
_POWER_OF = {word: power for power, words in _POWERS for word in words}
_POWER_OF_UNIT = {"million": 10**6, "billion": 10**9}


@frozen
class Figures:
    """How the numbers of a column, or counts, are written.

    ``whole`` numbers have no decimals; those with ``plain`` digits no thousands signs (years,
    ranks, degrees). ``unit`` is what they are numbers of, "" for things.
    """

    whole: bool = True
    plain: bool = False
    unit: str = ""


COUNTS = Figures()
"""Numbers of rows, and lengths of lists."""


def figures_of(column: Column) -> Figures:
    """How the numbers are written that a column is compared with."""
    whole = column.kind not in ("number", "mixed")
    return Figures(whole, column.plain_digits, column.unit)


def is_numeric(column: Column) -> bool:
    """Whether a column is compared with numbers."""
    return column.numeric or column.many or column.kind == "mixed"


def as_number(text: str) -> float | None:
    """A number, also with thousands signs; None for any other text.

    A single point before three digits is a decimal one here.
    """
    if _SEPARATED.fullmatch(text):
        text = re.sub(r"[,'’_]", "", text)
    elif DECIMAL_COMMA.fullmatch(text):
        text = _with_decimal_point(text)
    elif _POINTS.fullmatch(text):
        text = text.replace(".", "")
    return float(text) if _NUMBER.fullmatch(text) else None


def number(value: Value, figures: Figures = COUNTS, notes: list[Note] | None = None) -> float:
    """A number as typed, with a note where it may have been meant otherwise. Raises FilterError."""
    text = value.text
    if as_number(text) is None:
        raise FilterError(f"'{text}' is not a number", value.span, number_meant(text, figures.unit))
    found, other = _readings(text, figures)
    if notes is not None and (other is not None or _foreign(text)):
        taken = f"{found:.10g}"
        reading = "with a decimal point" if taken == text else f"as {taken}"
        but = "" if other is None else f", not as {other:.10g}"
        notes.append(Note(f"{text} is read {reading}{but}", value.span))
    return found


def _foreign(text: str) -> bool:
    """Whether a number is written in a way that is not that of the screen."""
    return bool(DECIMAL_COMMA.fullmatch(text) or _POINTS.fullmatch(text))


def _readings(text: str, figures: Figures) -> tuple[float, float | None]:
    """What a number means in a column, and what else it could mean, None for nothing else."""
    found = as_number(text)
    assert found is not None  # noqa: S101 - only numbers come here
    sign = "." if _ONE_POINT.fullmatch(text) else "," if _ONE_COMMA.fullmatch(text) else ""
    if not sign:
        return found, None
    grouped, decimal = float(text.replace(sign, "")), float(text.replace(sign, "."))
    if figures.whole:
        return grouped, decimal if sign == "." else None
    if figures.plain:
        return decimal, None if sign == "." else grouped
    return found, decimal if found == grouped else grouped


def notes_of_comma(condition: OneOf, figures: Figures) -> Iterator[Note]:
    """That ``2,5`` are two values, where they may have been meant as one with a decimal comma."""
    texts = [value.text for value in condition.values]
    if figures.whole or figures.plain or len(texts) != 2 or not all(map(str.isdigit, texts)):
        return
    one, other = texts
    reason = f"{one},{other} is read as the values {one} and {other}, not as {one}.{other}"
    yield Note(reason, condition.values[0].span)


def notes_of_percent(
    column: Column, condition: Condition, known: Callable[[], Iterable[Any]]
) -> Iterator[Note]:
    """That a column is in percent, for ``research_share:>0.5``, and what may be meant.

    ``known`` gives its values: where one lies between 0 and 1, such a limit is meant as it is.
    """
    values = _typed(condition)
    typed = [as_number(each.text) for each in values]
    limits = [each for each in typed if each is not None and 0 <= each <= 1]
    if not column.unit.startswith(_PERCENT) or not limits or len(limits) < len(typed):
        return
    held = [each for each in known() if each is not None] if set(limits) - {0, 1} else ()
    if not held or any(0 < each < 1 for each in held):
        return
    written = iter(f"{each * 100:.10g}" for each in limits)
    match condition:
        case Compare(operator):
            meant = f"{operator}{next(written)}"
        case Between(low, high):
            meant = f"{next(written) if low else ''}..{next(written) if high else ''}"
        case _:
            meant = ",".join(written)
    may_be = column.unit == _PERCENT or max(limits) * 100 <= max(held)
    reason = f"{column.id} is in {column.unit}"
    yield Note(f"{reason}; {meant} may be meant" if may_be else reason, values[-1].span)


_PERCENT = "percent"


def _typed(condition: Condition) -> Sequence[Value]:
    """The values that a condition compares with."""
    match condition:
        case OneOf(values):
            return values
        case Compare():
            return (condition.value,)
        case Between():
            return tuple(end for end in (condition.low, condition.high) if end)
        case _:
            return ()


def _with_decimal_point(text: str) -> str:
    whole, _, decimals = text.partition(",")
    return f"{re.sub(r'[^-0-9]', '', whole)}.{decimals}"


def number_meant(text: str, unit: str) -> str:
    """The number that may be meant by a text that is none, "" where that cannot be told."""
    if span := _WITH_DASH.fullmatch(text):
        return f"{span['low']}..{span['high']}"
    found = _WITH_MORE.fullmatch(text)
    if found is None:
        return ""
    more = found["more"].casefold().rstrip(".")
    plain = as_number(found["number"])
    if plain is None or (more not in _POWER_OF and more not in _without_meaning(unit)):
        return ""
    return _written(plain, more, unit)


def _written(plain: float, power: str, unit: str) -> str:
    """A number as a filter has it: ``10k`` is 10000, 300M of millions 300; "" for 10k of these."""
    times = _POWER_OF.get(power, 1)
    scales = [scale for word, scale in _POWER_OF_UNIT.items() if word in unit.split()]
    if times > 1 and scales:
        if times < scales[0]:
            return ""
        times //= scales[0]
    return f"{plain * times:.12g}"


def _without_meaning(unit: str) -> frozenset[str]:
    """What may stand behind a number of this unit and changes nothing."""
    words = re.split(r"[\s/-]+", unit.casefold())
    return _NO_MEANING | {*words, unit.casefold(), unit.casefold().replace("/", ""), ""}


def check_follower(condition: Condition, word: Value, figures: Figures) -> Note | None:
    """What to say of a word that stands behind a number: ``10 k``, ``300 million``, ``5 chips``.

    It is text that is looked for. Raises FilterError where that cannot be meant.
    """
    last = _last_value(condition)
    plain = as_number(last.text) if last is not None else None
    if last is None or plain is None:
        return None
    more = word.text.casefold().rstrip(".")
    if more in _POWER_OF:
        span = Span(last.span.start, word.span.end)
        raise FilterError(
            f"'{word.text}' is no part of a number", span, _written(plain, more, figures.unit)
        )
    if more in _without_meaning(figures.unit):
        return Note(f"'{word.text}' is looked for as text; a number has no unit", word.span)
    return None


def _last_value(condition: Condition) -> Value | None:
    """The value at the end of a condition on a number."""
    if isinstance(condition, Between):
        return condition.high
    return next(reversed(_typed(condition)), None)


Test = Callable[[Any], bool]
Amount = OneOf | Compare | Between
"""What can be asked of how many or how much something is."""

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
}


def number_test(
    condition: Amount, notes: list[Note] | None = None, figures: Figures = COUNTS
) -> Test:
    """Test of a number, of a count unless other figures are given."""

    def read(value: Value) -> float:
        return number(value, figures, notes)

    if isinstance(condition, Compare):
        limit, compare = read(condition.value), _COMPARE[condition.operator]
        return lambda value: compare(value, limit)
    if isinstance(condition, Between):
        low = read(condition.low) if condition.low else float("-inf")
        high = read(condition.high) if condition.high else float("inf")
        return lambda value: low <= value <= high
    wanted = {read(value) for value in condition.values}
    return lambda value: value in wanted


def _date_test(condition: Compare | Between) -> Test:
    """Test of a date that holds for every day of it."""
    if isinstance(condition, Between):
        low = date(condition.low).first if condition.low else None
        high = date(condition.high).last if condition.high else None
        return lambda value: (
            (low is None or value.first >= low) and (high is None or value.last <= high)
        )
    limit = date(condition.value)
    tests: Mapping[str, Test] = {
        "<": lambda value: value.last < limit.first,
        "<=": lambda value: value.last <= limit.last,
        ">": lambda value: value.first > limit.last,
        ">=": lambda value: value.first >= limit.first,
        "=": lambda value: value.within(limit),
    }
    return tests[condition.operator]


def ordered(column: Column, condition: Compare | Between, where: Span, notes: list[Note]) -> Test:
    """Test of a comparison or range on a number or date column."""
    if column.kind in NUMBER_KINDS or column.kind in LIST_KINDS:
        return number_test(condition, notes, figures_of(column))
    if column.kind == "date":
        return _date_test(condition)
    if column.kind == "mixed":
        return _mixed_test(condition, notes, figures_of(column))
    raise FilterError(f"'{column.id}' is not a number or a date, so it cannot be compared", where)


def _mixed_test(condition: Compare | Between, notes: list[Note], figures: Figures) -> Test:
    """Numbers against a number, dates against a date; other values never match."""
    ends = _typed(condition)
    if all(as_number(end.text) is not None for end in ends):
        numeric = number_test(condition, notes, figures)
        return lambda value: isinstance(value, int | float) and numeric(value)
    try:
        dated = _date_test(condition)
    except FilterError:
        for end in ends:
            if number_meant(end.text, figures.unit):
                number(end, figures)
        raise
    return lambda value: isinstance(value, PartialDate) and dated(value)
