"""Bars: exact width, order kept, no value lost."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.explorer.panes.bars import bar, lettered, letters_of, log_axis, log_bar, shape_of, shaped

numbers = st.floats(0, 1e12)
widths = st.integers(0, 60)
sets = st.sampled_from([UNICODE, ASCII])


def length(text: str, glyphs: Glyphs) -> int:
    """Filled part of a bar in steps of the glyph set."""
    steps = len(glyphs.blocks)
    return sum((glyphs.blocks.index(sign) + 1) * (8 // steps) for sign in text.rstrip())


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "    "), (1, "▌   "), (4, "██  "), (0.001, "▏   "), (8, "████"), (99, "████")],
)
def test_bar(value: float, expected: str) -> None:
    assert bar(value, 8, 4) == expected


@pytest.mark.parametrize("value", [-1, math.nan, -math.inf])
def test_what_is_no_length_is_blank(value: float) -> None:
    assert bar(value, 8, 4) == "    "
    assert log_bar(value, 1, 8, 4) == "    "
    assert lettered([(value, "A", "a")], 8, 4) == ("    ", ())


@pytest.mark.parametrize("maximum", [0, -1, math.nan])
def test_a_scale_without_length_is_blank(maximum: float) -> None:
    assert bar(1, maximum, 4) == "    "
    assert log_bar(1, 1, maximum, 4) == "    "
    assert lettered([(1, "A", "a")], maximum, 4) == ("    ", ())


@given(numbers, numbers, widths, sets)
def test_bars_are_exactly_as_wide_as_asked(
    value: float, maximum: float, width: int, glyphs: Glyphs
) -> None:
    assert len(bar(value, maximum, width, glyphs)) == width
    assert len(log_bar(value, 10, maximum, width, glyphs)) == width


@given(numbers, numbers, st.floats(1, 1e12), st.integers(1, 60), sets)
def test_bars_keep_the_order_of_the_values(
    one: float, other: float, maximum: float, width: int, glyphs: Glyphs
) -> None:
    small, large = sorted((one, other))
    linear = [bar(value, maximum, width, glyphs) for value in (small, large)]
    logarithmic = [log_bar(value, 0.5, maximum, width, glyphs) for value in (small, large)]
    for shorter, longer in (linear, logarithmic):
        assert length(shorter, glyphs) <= length(longer, glyphs)


@given(st.floats(0, 1e12, exclude_min=True), st.floats(1, 1e12), st.integers(1, 60), sets)
def test_every_value_above_zero_leaves_a_sign(
    value: float, maximum: float, width: int, glyphs: Glyphs
) -> None:
    assert bar(value, maximum, width, glyphs).strip()
    assert log_bar(value, 0.5, maximum, width, glyphs).strip()


@given(st.floats(0, 0.999999), st.integers(2, 60), sets)
def test_only_the_maximum_fills_a_bar(share: float, width: int, glyphs: Glyphs) -> None:
    assert bar(share, 1, width, glyphs) != bar(1, 1, width, glyphs)


def test_log_bar_grows_by_the_same_length_for_the_same_factor() -> None:
    bars = [log_bar(10**power, 1, 1000, 30) for power in range(4)]
    assert [length(text, UNICODE) for text in bars] == [1, 80, 160, 240]


def test_log_axis_puts_the_powers_of_ten_where_the_bars_reach() -> None:
    axis = log_axis(1000, 1e6, 40)
    assert axis == "1k           10k           100k         "
    for power, text in ((3, "1k"), (4, "10k"), (5, "100k")):
        assert abs(len(log_bar(10**power, 1000, 1e6, 40).rstrip()) - axis.index(text)) <= 1


@given(st.floats(1e-3, 1e6), st.floats(1e-3, 1e9), widths)
def test_log_axis_is_exactly_as_wide_as_asked(minimum: float, maximum: float, width: int) -> None:
    assert len(log_axis(minimum, maximum, width)) == width


@given(numbers, numbers, widths, sets, st.integers(0, 3))
def test_a_shape_is_as_long_as_its_bar(
    value: float, maximum: float, width: int, glyphs: Glyphs, place: int
) -> None:
    text = bar(value, maximum, width, glyphs)
    drawn = shaped(text, place, glyphs)
    assert len(drawn) == len(text)
    assert len(drawn.rstrip()) == len(text.rstrip())
    if place:
        assert set(drawn.strip()) <= {shape_of(place, glyphs)}


@given(st.lists(st.integers(0, 500), min_size=2, max_size=7), st.integers(9, 60))
def test_parts_keep_the_order_of_their_values(values: list[int], width: int) -> None:
    parts = [(value, "A", str(place)) for place, value in enumerate(values)]
    _, runs = lettered(parts, sum(values), width)
    sizes = {role.removeprefix("on "): size for size, role in runs}
    for one in range(len(values)):
        for other in range(len(values)):
            if values[one] > values[other]:
                assert sizes.get(str(one), 0) >= sizes.get(str(other), 0)


def test_more_parts_than_cells_shows_the_largest() -> None:
    text, _ = lettered([(1, "A", "a"), (5, "B", "b"), (3, "C", "c")], 9, 2)
    assert text == "BC"


@given(
    st.lists(st.integers(0, 99), min_size=1, max_size=7), st.integers(0, 120), st.integers(1, 300)
)
def test_lettered_parts_fill_the_bar_and_keep_their_letters(
    values: list[int], width: int, maximum: int
) -> None:
    parts = [(value, "ABCDEFG"[place], f"r{place}") for place, value in enumerate(values)]
    text, runs = lettered(parts, maximum, width)
    assert len(text) == width
    at = 0
    for size, role in runs:
        place = int(role.removeprefix("on r"))
        assert text[at] == "ABCDEFG"[place]
        assert text[at + 1 : at + size].strip() in ("", str(values[place]))
        at += size
    assert text[at:].strip() == ""
    if width >= len(values):
        assert len(runs) == sum(value > 0 for value in values)


def test_letters_tell_labels_apart() -> None:
    assert letters_of(["University", "Research", "HPC", "Public", "Company", "Cluster"]) == [
        "U", "R", "H", "P", "C", "L"
    ]  # fmt: skip
    assert letters_of(["", "aa", "aA"]) == ["?", "A", "?"]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7), st.integers(7, 80))
def test_without_colour_each_part_is_as_long_as_what_follows_its_letter(
    values: list[int], width: int
) -> None:
    parts = [(value, "ABCDEFG"[place], f"{place}") for place, value in enumerate(values)]
    text, runs = lettered(parts, max(sum(values), 1), width, "_")
    read = re.findall(r"([A-G](?: \d+)?_*)", text)
    assert [len(part) for part in read] == [size for size, _ in runs]
    assert [part[0] for part in read] == ["ABCDEFG"[int(role[-1])] for _, role in runs]
    assert "".join(read) == text.rstrip()
