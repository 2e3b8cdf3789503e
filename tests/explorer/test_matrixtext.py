"""Heads of narrow columns, and where the columns stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.explorer.helpers import dataset
from tui.explorer.panes.bars import codes
from tui.explorer.panes.matrix import heads, letters, place, wrapped
from tui.text import width_of


def test_codes_are_the_first_letters_where_that_tells_them_apart() -> None:
    assert codes(["Health and life sciences", "Biotechnology"]) == ("Hea", "Bio")


def test_codes_that_would_be_alike_take_other_letters() -> None:
    labels = ["Maritime economy", "Marine life", "Marine", "Mar", "Mar", "Mar"]
    found = codes(labels)
    assert found[:2] == ("Mar", "Mal")
    assert len(set(found)) == len(labels)


def test_every_sector_has_its_own_code() -> None:
    labels = [word.en for word in dataset().vocabulary.words("sector").values()]
    assert len(set(codes(labels))) == len(labels)


@given(st.lists(st.text(max_size=12), max_size=40))
def test_codes_differ_and_fit_three_cells(labels: list[str]) -> None:
    found = codes(labels)
    assert len(set(found)) == len(labels)
    assert all(0 < width_of(code) <= 3 for code in found)


@pytest.mark.parametrize(
    ("text", "lines", "shown"),
    [
        ("Hea", 3, "Hea"),
        ("Energy", 8, "Energy  "),
        ("Manufacturing", 6, "Manuf."),
        ("Health and life sciences", 12, "Health.     "),
        ("Health and life sciences", 16, "Health and life."),
        ("Public administration", 11, "Public.    "),
        ("Public administration", 13, "Public admin."),
        ("Mobility, aviation and space", 12, "Mobility.   "),
    ],
)
def test_letters_from_top_to_bottom(text: str, lines: int, shown: str) -> None:
    assert "".join(letters(text, lines)) == shown


@given(st.text(max_size=30), st.integers(1, 12))
def test_letters_take_one_cell_a_line(text: str, lines: int) -> None:
    found = letters(text, lines)
    assert len(found) == lines
    assert all(width_of(letter) == 1 for letter in found)
    if text and width_of(text[0]) == 1:
        assert found[0] in (text[0], ".")


def test_words_are_wrapped_and_what_is_left_out_is_marked() -> None:
    assert wrapped("Finance and law", 12, 2) == ["Finance and", "law"]
    assert wrapped("Health", 12, 2) == ["", "Health"]
    assert wrapped("Environment, energy and food", 12, 2) == ["Environment,", "energy and…"]
    assert wrapped("Environment", 6, 1) == ["Envir."]


@given(st.text(max_size=40), st.integers(2, 20), st.integers(1, 4))
def test_wrapped_lines_fit(text: str, width: int, lines: int) -> None:
    found = wrapped(text, width, lines)
    assert len(found) == lines
    assert all(width_of(line) <= width for line in found)


def test_heads_by_room() -> None:
    labels = ["Health and life sciences", "Energy"]
    assert heads(labels, 6, 1) == [["Health"], ["Energy"]]
    assert heads(labels, 3, 1) == [["Hea"], ["Ene"]]
    assert heads(labels, 1, 3) == [["H", "e", "a"], ["E", "n", "e"]]
    assert heads(labels, 1, 6)[1] == list("Energy")


def test_columns_stand_at_an_even_pitch() -> None:
    found = place((8, 3, 1, 1, 1), 2, 4, 2, 40)
    assert [(slot.column, slot.x) for slot in found.slots] == [
        (0, 1),
        (1, 11),
        (2, 16),
        (3, 20),
        (4, 24),
    ]
    assert not found.hidden_left
    assert not found.hidden_right


def test_columns_that_do_not_fit_are_scrolled_to() -> None:
    widths = (8, 3, *[1] * 10)
    first = place(widths, 2, 4, 2, 32)
    assert [slot.column for slot in first.slots] == [0, 1, 2, 3, 4, 5]
    assert (first.hidden_left, first.hidden_right) == (False, True)
    last = place(widths, 2, 4, 99, 32)
    assert [slot.column for slot in last.slots][-1] == 11
    assert (last.hidden_left, last.hidden_right) == (True, False)
