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
    with_values,
    without_parts,
)
from tui.query.language.tree import OneOf, Span, Term, Value


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
        # What is left stays as it was written, quotes that it does not need included.
        ('((a OR b)) AND  "c"', 0, '"c"'),
        ('"c" (a OR b)', 1, '"c"'),
        ('"a" AND ((b OR c)) AND "d"', 1, '"a" AND "d"'),
        ('a AND "b" "c"', 0, '"b" "c"'),
        ('-(a b) AND "c"', 0, '"c"'),
        ("x AND a b", 2, "x AND a"),
        ("(a b) c", 1, "(a) c"),
        ('a NOT "b"', 0, 'NOT "b"'),
        ('a "AND" "b"', 0, '"AND" "b"'),
        # Three digits that would come behind a number are kept from belonging to it.
        ("x:>10 y 000", 1, 'x:>10 "000"'),
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
        ("x:>10", "000", "(x:>10) 000"),
        ("'a", "b'", "\"'a\" b'"),  # with any parentheses the two quotes would be a pair
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


def test_parts_are_given_with_a_space_between_them() -> None:
    text = 'x  (a OR "b  c") y'
    assert source(text, *filter_parts(parse(text))[:2]) == 'x (a OR "b  c")'
    assert source(text) == ""


def test_a_blank_filter_has_no_parts() -> None:
    assert filter_parts(parse(" ")) == ()


def test_other_values_stand_where_the_first_ones_did() -> None:
    text = 'x:a,b  "c"'
    assert with_values(text, Span(2, 5), ["d", "e"], parse('x:d,e "c"')) == 'x:d,e  "c"'
    number = Term("x", OneOf((Value("1"), Value("000"))))
    assert with_values("x:a", Span(2, 3), ["1", "000"], number) == 'x:1,"000"'


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
