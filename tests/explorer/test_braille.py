"""The canvas of braille dots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.explorer.panes.map_layout import Canvas

coordinates = st.tuples(st.integers(0, 39), st.integers(0, 39))


def dots(canvas: Canvas) -> set[tuple[int, int]]:
    """Read the set dots back from the text, by the numbering of the Unicode chart."""
    order = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    found = set()
    for row, text in enumerate(canvas.text()):
        for column, char in enumerate(text):
            bits = 0 if char == " " else ord(char) - 0x2800
            found |= {
                (column * 2 + x, row * 4 + y)
                for number, (x, y) in enumerate(order)
                if bits >> number & 1
            }
    return found


def test_empty_canvas_is_blank() -> None:
    assert Canvas(3, 2).text() == ("   ", "   ")
    assert Canvas(0, 0).text() == ()


@pytest.mark.parametrize(
    ("x", "y", "char"),
    [(0, 0, "⠁"), (1, 0, "⠈"), (0, 3, "⡀"), (1, 3, "⢀"), (0, 1, "⠂"), (1, 2, "⠠")],
)
def test_dot(x: int, y: int, char: str) -> None:
    canvas = Canvas(1, 1)
    canvas.dot(x, y)
    assert canvas.text() == (char,)


def test_full_cell() -> None:
    canvas = Canvas(2, 1)
    for x in (0, 1):
        for y in range(4):
            canvas.dot(x, y)
    assert canvas.text() == ("⣿ ",)
    assert canvas.text(ascii_only=True) == (". ",)


@given(st.integers(-50, 50), st.integers(-50, 50))
def test_dots_outside_are_left_out(x: int, y: int) -> None:
    canvas = Canvas(4, 3)
    canvas.dot(x, y)
    inside = 0 <= x < 8 and 0 <= y < 12
    assert dots(canvas) == ({(x, y)} if inside else set())


@given(coordinates, coordinates)
def test_line_is_one_unbroken_stroke(start: tuple[int, int], end: tuple[int, int]) -> None:
    canvas = Canvas(20, 10)
    canvas.line(start, end)
    found = dots(canvas)
    across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
    assert {start, end} <= found
    assert len(found) == max(across, down) + 1
    for x, y in found:
        # Across the longer side no dot is more than half a dot off the true line.
        area = (x - start[0]) * (end[1] - start[1]) - (y - start[1]) * (end[0] - start[0])
        assert 2 * abs(area) <= max(across, down)
    columns = {x for x, _ in found}
    rows = {y for _, y in found}
    assert len(columns) == across + 1
    assert len(rows) == down + 1


@given(coordinates, coordinates)
def test_both_ways_give_the_same_dots(start: tuple[int, int], end: tuple[int, int]) -> None:
    there, back = Canvas(20, 10), Canvas(20, 10)
    there.line(start, end)
    back.line(end, start)
    assert there.text() == back.text()


@given(st.tuples(st.integers(-60, 90), st.integers(-60, 90)), coordinates)
def test_line_from_outside_leaves_the_shape_alone(
    start: tuple[int, int], end: tuple[int, int]
) -> None:
    canvas = Canvas(20, 10)
    canvas.line(start, end)
    assert end in dots(canvas)
    for ascii_only in (False, True):
        rows = canvas.text(ascii_only=ascii_only)
        assert [len(row) for row in rows] == [20] * 10


@given(st.lists(coordinates))
def test_ascii_has_a_full_stop_where_there_is_a_dot(places: list[tuple[int, int]]) -> None:
    canvas = Canvas(20, 10)
    for x, y in places:
        canvas.dot(x, y)
    braille, plain = canvas.text(), canvas.text(ascii_only=True)
    assert "".join(plain) == "".join(" " if char == " " else "." for char in "".join(braille))


def test_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="-1x2"):
        Canvas(-1, 2)
