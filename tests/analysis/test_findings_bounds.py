"""How far a value can move, against trying out everything that it can come to be."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis.findings.claim import Stated, compare
from tui.analysis.findings.rule import OVER_FIGURES, Room
from tui.analysis.findings.value_bounds import ANY, FIXED, Reach, truths

SIGNS = st.sampled_from(["==", "!=", ">=", "<=", ">", "<"])
PLACES = [step / 4 for step in range(-4, 45)]


@given(
    st.tuples(*[st.integers(0, 10)] * 3).map(sorted),
    SIGNS | st.just("~="),
    st.integers(0, 10),
    st.sampled_from([None, 0.0, 0.1, 0.5]),
)
def test_a_number_can_turn_out_as_one_between_its_ends_does(
    ends: Sequence[int], comparator: str, claimed: int, tolerance: float | None
) -> None:
    low, value, high = ends
    stated = Stated(claimed, comparator, tolerance)
    places = [place for place in PLACES if low <= place <= high]
    margin = (tolerance or 0.0) * claimed
    places += [x for x in (claimed - margin, claimed + margin) if low <= x <= high]
    tried = frozenset(compare(place, stated) for place in places)
    assert truths(Reach("numbers", low, high), value, stated) == tried


@pytest.mark.parametrize(
    ("comparator", "claimed", "can"),
    [(">=", 100, {True, False}), ("<=", 3, {True, False}), ("<=", 2, {False}), (">=", 3, {True}),
     ("~=", 100, {True, False}), ("==", 2, {False}), ("!=", 3, {True, False})],
)  # fmt: skip
def test_a_number_may_have_no_upper_end(comparator: str, claimed: int, can: set[bool]) -> None:
    found = Reach("numbers", 3, math.inf)
    assert truths(found, 3, Stated(claimed, comparator, 0.1)) == can


def test_a_number_that_only_rounding_parts_from_the_one_stated_is_that_one() -> None:
    assert truths(Reach("numbers", 0, 100 * 0.07), 0, Stated(7, ">=")) == {True, False}
    assert truths(Reach("numbers", 0, 6.999999999999999), 0, Stated(7, ">=")) == {True, False}


IDS = st.frozensets(st.sampled_from("abc"))


def between(must: frozenset[str], may: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Every set that holds all of the first and nothing but the second."""
    rest = sorted(may - must)
    for size in range(len(rest) + 1):
        for more in itertools.combinations(rest, size):
            yield (*must, *more)


@given(IDS, IDS, st.booleans(), st.sampled_from(["==", "!=", ">=", "<="]), IDS, st.data())
def test_a_set_can_turn_out_as_one_that_it_can_become_does(
    must: frozenset[str],
    more: frozenset[str],
    bounded: bool,
    comparator: str,
    claimed: frozenset[str],
    data: st.DataObject,
) -> None:
    may = must | more
    every = list(between(must, may if bounded else frozenset("abcd")))
    value = data.draw(st.sampled_from(every))
    stated = Stated(tuple(claimed), comparator)
    tried = frozenset(compare(each, stated) for each in every)
    found = Reach("sets", must=must, may=may if bounded else None)
    assert truths(found, value, stated) == tried


def test_what_cannot_move_and_what_has_no_bounds() -> None:
    assert truths(FIXED, 3, Stated(2, ">")) == {True}
    assert truths(FIXED, 1, Stated(2, ">")) == {False}
    assert truths(ANY, 1, Stated(2, ">")) == {True, False}
    assert truths(ANY, None, Stated(2, ">")) == {None}
    assert truths(Reach("numbers", 1, 3), "a", Stated(("a",), "==")) == {True, False}
    assert truths(Reach("sets"), ("a",), Stated("a", "==")) == {True, False}


FIGURES = st.lists(st.integers(0, 5), min_size=1, max_size=4)


@pytest.mark.parametrize("name", ["sum", "mean", "median", "min", "max"])
@given(FIGURES, st.integers(0, 4), st.lists(st.integers(0, 9), max_size=2))
def test_ends_hold_whatever_is_picked_in_the_end(
    name: str, high: list[int], sure: int, others: list[int]
) -> None:
    """And are no wider than that where every figure is known and one is sure to be picked."""
    measure = OVER_FIGURES[name]
    assert measure.ends is not None
    low = high[:sure]
    chosen = [
        (*low, *more)
        for size in range(len(high) + 1)
        for more in itertools.combinations(high[sure:], size)
        if low or more
    ]
    values = [measure.value(each) for each in chosen]
    least, most = measure.ends(Room(low, high, 0.0, loose=False))
    assert least <= min(values)
    assert most >= max(values)
    if low and name not in ("mean", "median"):
        assert (least, most) == (min(values), max(values))
    if name in ("mean", "median"):
        assert (least, most) == (min(high), max(high))
    least, most = measure.ends(Room(low, high, 0.0, loose=True))
    values += [measure.value((*each, *others)) for each in chosen]
    assert least <= min(values)
    assert most >= max(values)
    assert (least > 0) <= (name in ("sum", "max"))


def test_ends_of_figures_below_zero() -> None:
    """Others may take from a sum whatever is there."""
    ends = {name: each.ends for name, each in OVER_FIGURES.items() if each.ends}
    room = Room([-1], [-1, 2], -math.inf, loose=True)
    assert {name: found(room) for name, found in ends.items()} == {
        "sum": (-math.inf, math.inf),
        "mean": (-math.inf, math.inf),
        "median": (-math.inf, math.inf),
        "min": (-math.inf, -1),
        "max": (-1, math.inf),
    }
    none = Room([], [2, 3], 0.0, loose=False)
    assert {name: found(none) for name, found in ends.items()} == {
        "sum": (0, 5),
        "mean": (2, 3),
        "median": (2, 3),
        "min": (2, math.inf),
        "max": (0, 3),
    }


def test_decimals_are_added_without_dust() -> None:
    total = OVER_FIGURES["sum"].value
    assert total([0.1] * 10) == 1.0
    assert total([1, 2]) == 3
    assert isinstance(total([1, 2]), int)
