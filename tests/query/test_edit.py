"""Cutting parts out of a filter text and adding some, without touching the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query.language.parse import parse
from tui.query.language.render import (
    all_of,
    filter_parts,
    normalise,
    source,
    with_part,
    without_parts,
)


@pytest.mark.parametrize(
    ("text", "place", "left"),
    [
        ("a", 0, ""),
        ("a  b   c", 1, "a c"),
        ("a AND b", 0, "b"),
        ("a AND b", 1, "a"),
        ("a AND b AND c", 1, "a AND c"),
        ('"x  y"   z  "a AND b"', 1, '"x  y" "a AND b"'),
        ("(a OR b) c", 0, "c"),
        ("((a OR b)) AND c", 0, "c"),
        ("(a b) c", 0, "(b) c"),
        ("( a )", 0, ""),
        ("x -(a b) y", 1, "x y"),
        ("NOT a b", 0, "b"),
        ("partner(a b) c:d", 1, "partner(a b)"),
        ("a OR b", 0, ""),
    ],
)
def test_cutting(text: str, place: int, left: str) -> None:
    assert without_parts(text, {place}) == left


@pytest.mark.parametrize(
    ("text", "part", "joined"),
    [
        ("", "a", "a"),
        ("  ", "a", "a"),
        ("a", "-b", "a -b"),
        ("a OR b", "c", "(a OR b) c"),
        ("(a OR b) ", "c", "(a OR b) c"),
        ("NOT a", "c:d", "NOT a c:d"),
    ],
)
def test_adding(text: str, part: str, joined: str) -> None:
    assert with_part(text, part) == joined


def test_a_part_is_given_as_it_was_written() -> None:
    text = 'x  (a OR "b  c") -( d )'
    assert [source(text, part) for part in filter_parts(parse(text))] == [
        "x",
        '(a OR "b  c")',
        "-( d )",
    ]


TERMS = st.sampled_from(
    ["a", '"b  c"', "-d", "NOT e", "f:g,h", "(i OR j)", "-(k l)", "partner(m OR n)", "(o p)",
     "((q))", "(r AND (s OR t))", "count(u):>=2", '(v:"w)" x)']
)  # fmt: skip
GLUE = st.sampled_from([" ", "  ", " AND ", "\t"])


@st.composite
def filters(draw: st.DrawFn) -> str:
    text = draw(TERMS)
    for term in draw(st.lists(TERMS, max_size=4)):
        text += draw(GLUE) + term
    return text


@given(filters(), st.data())
def test_what_is_left_says_the_rest(text: str, data: st.DataObject) -> None:
    found = filter_parts(parse(text))
    places = data.draw(st.sets(st.integers(0, len(found) - 1)))
    left = without_parts(text, places)
    rest = all_of(part for at, part in enumerate(found) if at not in places)
    assert normalise(parse(left)) == rest


@given(filters(), TERMS)
def test_adding_and_cutting_again_says_the_same(text: str, term: str) -> None:
    joined = with_part(text, term)
    assert joined.startswith(text)
    added = len(filter_parts(parse(term)))
    count = len(filter_parts(parse(joined)))
    again = without_parts(joined, set(range(count - added, count)))
    assert normalise(parse(again)) == normalise(parse(text))
