"""The table for a terminal: aligned, never wider than asked, figures never cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.samples import TABLES, hostile, small, texts
from tui.export.sheet import lay_out, sheet, sheet_of
from tui.query import Result
from tui.query.engine.columns import Column
from tui.text import width_of

WORDS = st.text(
    st.characters(exclude_categories=["C", "M", "Z"], include_characters=" "), max_size=40
)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 300])
@pytest.mark.parametrize("make", [small, hostile])
@pytest.mark.parametrize("fold", [False, True])
def test_every_table_fits(name: str, width: int, make: Callable[[str], Result], fold: bool) -> None:
    result = make(name)
    layout = lay_out(sheet_of(result), width, fold=fold)
    assert all(width_of(line) <= width for line in layout.lines[:2])
    if not fold:
        assert all(width_of(line) <= width for line in layout.lines)
        assert len(layout.lines) == len(result) + 2
    shown = len(result.columns) - len(layout.left_out)
    assert layout.left_out == result.columns[shown:]
    assert len(layout.lines[1].split()) == shown


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6), st.integers(1, 90))
def test_any_texts_fit_any_width(rows: list[tuple[str, str, str]], width: int) -> None:
    layout = lay_out(texts(*rows, titles=("one", "two", "three")), width)
    assert all(width_of(line) <= width for line in layout.lines)
    assert len(layout.lines) == len(rows) + 2


def test_figures_stand_on_the_right_and_are_not_cut() -> None:
    columns = (
        Column("name", "Name", "text", ""),
        Column("count", "Count", "integer", ""),
        Column("day", "Day", "text", ""),
    )
    rows = [("a rather long name indeed", 1234567, "x"), ("short", 5, "y")]
    assert lay_out(sheet("made", columns, rows), 32).lines == (
        "Name                  Count  Day",
        "────────────────  ─────────  ───",
        "a rather long n…  1,234,567  x",
        "short                     5  y",
    )


def test_what_does_not_fit_is_named() -> None:
    layout = lay_out(sheet_of(small("sites")), 40)
    assert [column.id for column in layout.left_out] == [
        column.id for column in small("sites").columns
    ][-len(layout.left_out) :]
    assert layout.left_out
    assert lay_out(sheet_of(small("sites"))).left_out == ()


def test_marks_that_need_a_legend_are_told() -> None:
    assert lay_out(texts(("plain",))).marks == frozenset()
    assert lay_out(texts((None,), ("~5",))).marks == {"·", "~"}


def test_wide_characters_take_two_cells() -> None:
    layout = lay_out(texts(("日本", "x"), ("abcd", "y"), titles=("a", "b")))
    assert layout.lines[2:] == ("日本  x", "abcd  y")


def test_folded_texts_go_on_in_the_next_line() -> None:
    made = texts(("id", "some longer meaning of it"), titles=("column", "meaning"))
    assert lay_out(made, 24, fold=True).lines == (
        "column  meaning",
        "──────  ────────────────",
        "id      some longer",
        "        meaning of it",
    )
