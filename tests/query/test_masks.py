"""Picked rows as bytes, and columns of which each distinct value is looked at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query.engine import masks
from tui.query.engine.fold import haystack, needle
from tui.query.engine.masks import DictionaryColumn

TEXTS = st.lists(st.text("ab \n\0", max_size=5) | st.none(), max_size=20)


@pytest.fixture(params=[1, 4, 2000])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """From how many values on a text is looked for in all of them at once."""
    monkeypatch.setattr(masks, "MANY", request.param)
    return int(request.param)


@pytest.mark.usefixtures("many")
@given(TEXTS, st.lists(st.text("ab \n\0", max_size=3).map(needle), min_size=1, max_size=3))
def test_a_text_is_found_wherever_it_stands(
    values: Sequence[str | None], wanted: Sequence[str]
) -> None:
    """However many values there are, and whatever was looked for before."""
    column = DictionaryColumn(values)
    for text in wanted:
        assert column.containing(text, None) == bytes(
            text in (haystack(each) if each else "") for each in values
        )


@pytest.mark.parametrize(
    "wanted", ["q", "value 0 ", "value 7", "value 1234 ", " end", "\0", "nowhere"]
)
def test_a_text_is_found_among_thousands_of_values(wanted: str) -> None:
    """A rare one through all of them at once; nothing is found across the end of a value."""
    values = [f"value {number} end" for number in range(2100)]
    values += ["q", *values[::3]]
    found = DictionaryColumn(values).containing(wanted, None)
    assert found == bytes(wanted in each for each in values)


@pytest.mark.usefixtures("many")
def test_texts_may_be_told_of_a_value() -> None:
    """Each form on a line of its own, folded; none of what is unknown."""
    column = DictionaryColumn(["DE", None, "FI", (), "DE"])
    names = {"DE": ("Germany", "Deutschland"), "FI": ("Finland", "Finnland")}
    assert column.containing("land", names.__getitem__) == bytes([1, 0, 1, 0, 1])
    assert column.containing("germanyd", names.__getitem__) == bytes(5)
    assert column.containing("germany\nd", names.__getitem__) == bytes([1, 0, 0, 0, 1])


@pytest.mark.parametrize("distinct", [3, 256, 257])
def test_rows_of_flagged_values(distinct: int) -> None:
    """Also where a byte is too small for the number of a value."""
    values = [*range(distinct), 0, distinct - 1]
    column = DictionaryColumn(values)
    assert column.distinct == list(range(distinct))
    picked = column.mask([value in (0, distinct - 1) for value in column.distinct])
    assert masks.rows(picked) == [0, distinct - 1, distinct, distinct + 1]
    assert masks.count(picked) == 4
    assert column.mask([False] * distinct) == masks.nothing(len(values))


@given(st.sets(st.integers(0, 19)), st.sets(st.integers(0, 19)))
def test_masks_are_sets_of_rows(one: set[int], other: set[int]) -> None:
    a, b = masks.of_rows(one, 20), masks.of_rows(other, 20)
    assert masks.rows(a) == sorted(one)
    assert masks.count(a) == len(one)
    assert masks.rows(masks.both(a, b)) == sorted(one & other)
    assert masks.rows(masks.either(a, b)) == sorted(one | other)
    assert masks.rows(masks.invert(a)) == sorted(set(range(20)) - one)
    assert masks.both(a, masks.everything(20)) == masks.either(a, masks.nothing(20)) == a


def test_children_are_picked_with_their_parent() -> None:
    assert masks.spread(bytes([0, 1]), [1, 0, -1, 1]) == bytes([1, 0, 0, 1])
