"""What a comparison or range says of a single value: tests of numbers and dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tui.dataset.fields import PartialDate
from tui.query.engine.columns import LIST_KINDS, NUMBER_KINDS, Column
from tui.query.engine.typed_numbers import (
    COUNTS,
    Figures,
    as_number,
    figures_of,
    number,
    number_meant,
)
from tui.query.engine.typed_values import date
from tui.query.language.tree import (
    Between,
    Compare,
    FilterError,
    Note,
    OneOf,
    Span,
    Value,
)

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
    ends = (
        [condition.value]
        if isinstance(condition, Compare)
        else [end for end in (condition.low, condition.high) if end]
    )
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
