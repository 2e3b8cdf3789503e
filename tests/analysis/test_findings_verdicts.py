"""Comparing what is stated with what comes out: at the edges, and against plain reasoning."""

from __future__ import annotations

import datetime
import itertools
import operator
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.analysis.findings.claim import (
    Stated,
    Truth,
    compare,
    numbers,
    outdated_since,
    reachable,
    verdict_of,
)
from tui.dataset.fields import PartialDate

OPERATORS = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge,
}  # fmt: skip


@pytest.mark.parametrize(
    ("computed", "comparator", "claimed", "true"),
    [
        (0.1 + 0.2, "==", 0.3, True),
        (0.1 + 0.2, ">", 0.3, False),
        (3e12 + 0.001, "==", 3e12, True),
        (3e12 + 1, "<=", 3e12, True),
        (1e-13, "==", 0, True),
        (1e-13, ">", 0, False),
        (1e-9, "==", 0, False),
        (10.5, "==", 10, False),
        (10.5, "~=", 10, False),
        (10, "~=", 10, True),
    ],
)
def test_rounding_of_the_machine_is_no_difference_and_nothing_else_is_rounded(
    computed: float, comparator: str, claimed: float, true: bool
) -> None:
    assert numbers(computed, comparator, claimed) is true


@pytest.mark.parametrize(
    ("computed", "claimed", "tolerance", "true"),
    [
        (110, 100, 0.1, True),
        (111, 100, 0.1, False),
        (90, 100, 0.1, True),
        (-90, -100, 0.1, True),
        (0.33, 0.3, 0.1, True),
        (3.3e12 + 0.001, 3e12, 0.1, True),
        (1e-13, 0, 0.1, True),
        (1e-9, 0, 0.1, False),
    ],
)
def test_a_tolerance_reaches_to_its_very_edge(
    computed: float, claimed: float, tolerance: float, true: bool
) -> None:
    assert compare(computed, Stated(claimed, "~=", tolerance)) is true


@given(st.integers(-9, 9), st.sampled_from(sorted(OPERATORS)), st.integers(-9, 9))
def test_whole_numbers_compare_as_they_do(computed: int, comparator: str, claimed: int) -> None:
    assert numbers(computed, comparator, claimed) is OPERATORS[comparator](computed, claimed)


WORDS = st.lists(st.sampled_from(["ab", "ba", "c d"]), max_size=3).map(tuple)


@given(WORDS, WORDS)
def test_sets_hold_all_or_none_but_what_is_stated(
    computed: tuple[str, ...], claimed: tuple[str, ...]
) -> None:
    found, said = set(computed), set(claimed)
    expected = {
        "==": found == said, "!=": found != said,
        ">=": not said - found, "<=": not found - said, ">": None, "<": None,
    }  # fmt: skip
    for comparator, true in expected.items():
        assert compare(computed, Stated(claimed, comparator)) is true
    if len(computed) == 1 and claimed:
        assert compare(computed[0], Stated(claimed, "<=")) is (computed[0] in said)


PERIODS = [
    "2025", "2026", "2025-H1", "2025-H2", "2025-Q2", "2025-03", "2025-06", "2025-07", "2025-06-30",
    "2025-07-01", "2025-01-01", "2025-12-31", "2026-01-01",
]  # fmt: skip


def days(period: str) -> list[datetime.date]:
    """The first and last day of a period, and its neighbours within it."""
    date = PartialDate.parse(period)
    near = (date.first, date.first + datetime.timedelta(1), date.last - datetime.timedelta(1))
    return [day for day in (*near, date.last) if date.first <= day <= date.last]


@pytest.mark.parametrize("comparator", ["<", "<=", ">", ">="])
def test_a_period_is_before_or_after_where_all_its_days_are(comparator: str) -> None:
    """``<`` is before it begins, ``<=`` by its end, ``>`` after it, ``>=`` from its start."""
    for left, right in itertools.product(PERIODS, repeat=2):
        claimed = PartialDate.parse(right)
        edge = claimed.first if comparator in ("<", ">=") else claimed.last
        truths = {OPERATORS[comparator](day, edge) for day in days(left)}
        expected = truths.pop() if len(truths) == 1 else None
        assert compare(left, Stated(right, comparator)) is expected, (left, right)


TRUTHS = st.sampled_from([True, False, None])
STATES = st.lists(st.tuples(st.sampled_from(["2025-06", "2025-11", "2026-06"]), TRUTHS), max_size=4)


@given(STATES)
def test_a_claim_is_outdated_since_the_first_of_the_last_states_that_disagree(
    later: list[tuple[str, Truth]],
) -> None:
    since = ""
    for moment in sorted({text for text, _ in later}):
        known = {truth for text, truth in later if text == moment and truth is not None}
        if known:
            since = (since or moment) if False in known else ""
    assert outdated_since(later) == since


WAYS = st.sets(TRUTHS, min_size=1)
OPEN = st.lists(st.tuples(st.sampled_from(["2025-06", "2025-11"]), WAYS), max_size=3)


@example([{True}], [("2025-06", {True}), ("2025-11", {False})])
@example([{True}], [("2025-06", {True}), ("2025-06", {False})])
@given(st.lists(WAYS, min_size=1, max_size=3), OPEN)
def test_the_verdicts_that_can_come_out_are_those_of_every_way_to_turn_out(
    now: list[set[Truth]], later: list[tuple[str, set[Truth]]]
) -> None:
    """Each reading in each way it can turn out, one by one."""
    moments: Sequence[str] = [text for text, _ in later]
    found = {
        verdict_of(present, list(zip(moments, ahead, strict=True)))[0]
        for present in itertools.product(*now)
        for ahead in itertools.product(*(ways for _, ways in later))
    }
    assert reachable(now, later) == found
