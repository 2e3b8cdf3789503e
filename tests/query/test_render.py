"""Rendering: trees and errors as text, and the small algebra that facets use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query.language.lex import plain
from tui.query.language.parse import parse
from tui.query.language.pointer import pointer
from tui.query.language.render import (
    all_of,
    any_of,
    filter_parts,
    literal,
    normalise,
    only,
    render,
)
from tui.query.language.tree import (
    And,
    Between,
    Compare,
    Condition,
    Count,
    Everything,
    FilterError,
    Group,
    Node,
    Not,
    OneOf,
    Operator,
    Or,
    Pattern,
    Present,
    Span,
    Term,
    Text,
    Value,
)
from tui.text import printable

A, B, C = (Text(Value(letter)) for letter in "abc")

TRICKY = st.text('ab1 "\\(),:.*/-<>=!\nü', max_size=6)
CONTENT = st.one_of(
    TRICKY, st.text(max_size=6), st.sampled_from(["OR", "AND", "NOT", "*", "..", "//", ""])
)
ELSEWHERE = st.sampled_from(
    ["not", "NICHT", "oder", "Und", "to", "bis", "between", "and", "or", "from", "5", "10", "2",
     "<", ">=", "=", "in", "like", "is", "null", "more", "than", "after", "order", "by", "desc",
     "limit", "with", "5<", "<x", "x:1", "x,", "-", "of", "where", "x", "country", "members",
     "DE"]
)  # fmt: skip
"""Words and signs by which other languages put terms together."""
VALUES = st.builds(Value, CONTENT)
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,6}", fullmatch=True)
RELATIONS = NAMES.filter(lambda name: name.upper() not in ("COUNT", "OR", "AND", "NOT"))
SOURCES = st.sampled_from(
    [r"^bsc", r"a/b", r"a\/b", r"\\/", r"[/]", "(a|b), c", "", "//", r"\\", "\n"]
)
OPERATORS: st.SearchStrategy[Operator] = st.sampled_from(["<", "<=", ">", ">=", "="])
CONDITIONS: st.SearchStrategy[Condition] = st.one_of(
    st.lists(VALUES, min_size=1, max_size=3).map(lambda values: OneOf(tuple(values))),
    st.builds(Compare, OPERATORS, VALUES),
    st.builds(Between, VALUES, st.none() | VALUES),
    st.builds(Between, st.none(), VALUES),
    st.just(Present()),
    SOURCES.map(Pattern),
)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Text, VALUES), st.builds(Term, NAMES, CONDITIONS)
)


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Build nodes around nodes."""
    some = st.lists(inner, min_size=2, max_size=3).map(tuple)
    groups = st.builds(Group, RELATIONS, inner | st.just(Everything()))
    return st.one_of(
        groups,
        st.builds(Count, groups, CONDITIONS),
        st.builds(Not, inner),
        st.builds(And, some),
        st.builds(Or, some),
    )


TREES = st.recursive(LEAVES, grown, max_leaves=8)


WORDS = st.builds(Value, ELSEWHERE)
SENTENCES = st.recursive(
    st.builds(Text, WORDS)
    | st.builds(
        Term,
        st.sampled_from(["x", "country"]),
        st.builds(OneOf, st.tuples(WORDS) | st.tuples(WORDS, WORDS)),
    )
    | st.builds(Term, st.just("x"), st.builds(Compare, OPERATORS, WORDS)),
    grown,
    max_leaves=8,
)


@given(SENTENCES)
def test_what_is_put_together_in_another_way_elsewhere_is_written_so_that_it_is_read(
    tree: Node,
) -> None:
    assert parse(render(tree)) == normalise(tree)


@given(TREES)
def test_a_rendered_tree_is_read_as_the_same_tree(tree: Node) -> None:
    assert parse(render(tree)) == normalise(tree)


@given(TREES)
def test_rendering_and_normalising_are_stable(tree: Node) -> None:
    assert render(parse(render(tree))) == render(tree)
    assert normalise(normalise(tree)) == normalise(tree)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("  ", ""),
        ("a  AND b", "a b"),
        ('"stuttgart"', "stuttgart"),
        ("((a b) c)", "a b c"),
        ("(a b) OR (c)", "a b OR c"),
        ("a (b OR c)", "a (b OR c)"),
        ("NOT a", "-a"),
        ("NOT (a b)", "-(a b)"),
        ("NOT partner( type:company )", "-partner(type:company)"),
        ("count( partner() ):>=2", "count(partner):>=2"),
        ('country:"DE","A T"', 'country:DE,"A T"'),
        ('"country:DE"', '"country:DE"'),
        ('"10:30"', "10:30"),
        ('"OR" "or"', '"OR" "or"'),
        ('"-a" "a-b"', '"-a" a-b'),
        ('x:"-5"', "x:-5"),
        ('x:"/a"', 'x:"/a"'),
        ('x:">5"', 'x:">5"'),
        (r'"a\"b" "a\b"', r'"a\"b" a\b'),
        ('x:"1.".."2"', 'x:"1."..2'),
        (r"x:/a\/b/", r"x:/a\/b/"),
    ],
)
def test_canonical_text(written: str, canonical: str) -> None:
    assert render(parse(written)) == canonical


def text(value: str) -> Text:
    return Text(Value(value))


def term(*values: str) -> Term:
    return Term("x", OneOf(tuple(map(Value, values))))


def between(low: str | None, high: str | None) -> Term:
    ends = (None if end is None else Value(end) for end in (low, high))
    return Term("x", Between(*ends))


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        # Three digits behind a number would belong to it.
        (And((text("10"), text("000"))), '10 "000"'),
        (And((text("a"), text("000"))), "a 000"),
        (And((text("10"), text("0000"))), "10 0000"),
        (term("1", "000"), 'x:1,"000"'),
        (term("1", "234", "567"), 'x:1,234,"567"'),
        (term("1", "23"), "x:1,23"),
        # A comma is part of a value in quotes, or of a number that stands alone.
        (term("1,000", "5"), 'x:"1,000",5'),
        (term("1,000"), "x:1,000"),
        (term("a,b", "c"), 'x:"a,b",c'),
        # A quote may find another one further on.
        (And((text("'a"), text("b'"))), "\"'a\" b'"),
        (term("'a"), 'x:"\'a"'),
        (text(r'a"\b'), r'"a\"\\b"'),
        (text(r"a \b"), r'"a \\b"'),
        (between(".5", "2"), 'x:".5"..2'),
        (between(None, ".5"), 'x:..".5"'),
        (between("5.", None), 'x:"5."..'),
        (Term("x", Pattern(r"a\/b/")), r"x:/a\/b\//"),
        (Term("x", Pattern("")), "x:/(?:)/"),
    ],
)
def test_text_of_a_tree(tree: Node, written: str) -> None:
    assert render(tree) == written
    assert parse(written) == normalise(tree)


def test_the_filter_of_a_value() -> None:
    assert only("country", "DE") == "country:DE"
    assert only("name", "max planck") == 'name:"max planck"'
    assert literal("DE") == "DE"
    assert literal("x:") == "x:"
    assert literal("a,b") == '"a,b"'


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        (Not(Everything()), "no text says Everything inside another node"),
        (Or(()), "an Or needs at least one node"),
        (Term("a b", Present()), "'a b' is no name of a field or relation"),
        (term(), "a list needs at least one value"),
        (between(None, None), "a range needs at least one end"),
        (Group("count", A), "'count' is no name of a relation"),
        (Group("NOT", A), "'NOT' is no name of a relation"),
        (Count(Group("1", A), Present()), "'1' is no name of a field or relation"),
    ],
)
def test_what_no_text_says_is_refused(tree: Node, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        render(tree)


FORMS = st.sampled_from(
    ["x:≠DE", "count( x( a ) ):≠2", "a or b", "not c", "x:10 000,5", "“a b”", "x：ＤＥ", "p( )",
     'x:a,"b c"', "x:/a b/", "x:≥5", "x:1..2 000", "-(a OR (b))", "count(x):>2"]
)  # fmt: skip


@given(TREES.map(render) | st.lists(FORMS, min_size=1, max_size=4).map(" ".join))
def test_the_text_in_the_span_of_a_node_says_the_node(written: str) -> None:
    for node in nodes(parse(written)):
        text = written[node.span.start : node.span.end]
        assert parse(text) == node
        if isinstance(node, Term):
            assert plain(written[node.field_span.start : node.field_span.end]).text == node.field
        if isinstance(node, Group):
            named = written[node.relation_span.start : node.relation_span.end]
            assert plain(named).text == node.relation


def nodes(node: Node) -> Iterator[Node]:
    """A node and those within it that are written as filters of their own."""
    yield node
    match node:
        case And() | Or():
            for each in node.nodes:
                yield from nodes(each)
        case Not():
            # A sign behind the colon excludes its term.
            yield from (each for each in nodes(node.node) if each.span != node.span)
        case Group():
            yield from nodes(node.node)
        case Count():
            named_alone = node.group.span == node.group.relation_span
            yield from nodes(node.group.node if named_alone else node.group)


def test_normalise() -> None:
    assert normalise(And((A, And((B, And((C, Everything()))))))) == And((A, B, C))
    assert normalise(Or((A, Or((B, C))))) == Or((A, B, C))
    assert normalise(And(())) == Everything()
    assert normalise(And((Or((A,)),))) == A
    assert normalise(Or((A, Everything()))) == Everything()
    assert normalise(Group("p", And((A, And((B,)))))) == Group("p", And((A, B)))
    assert normalise(Term("x", Pattern(r"a\/b\\/"))) == Term("x", Pattern(r"a/b\\/"))
    blank = normalise(And((Everything(),), Span(1, 3)))
    assert isinstance(blank, Everything)
    assert blank.span == Span(1, 3)


def test_facet_algebra() -> None:
    assert filter_parts(Everything()) == ()
    assert filter_parts(A) == (A,)
    assert filter_parts(normalise(And((A, And((B, Or((A, B)))))))) == (A, B, Or((A, B)))
    assert all_of([]) == Everything()
    assert all_of([Everything(), A]) == A
    assert all_of([And((A, B)), C]) == And((A, B, C))
    assert any_of([]) == Everything()
    assert any_of([Everything(), A]) == A
    assert any_of([Or((A, B)), And((A, B))]) == Or((A, B, And((A, B))))


@given(TREES)
def test_parts_make_the_whole_again(tree: Node) -> None:
    assert all_of(filter_parts(normalise(tree))) == normalise(tree)


def point(text: str, start: int, end: int, width: int = 40) -> tuple[str, str]:
    return pointer(text, FilterError("x", Span(start, end)), width)


def test_pointer() -> None:
    assert point("a country:", 2, 10) == ("a country:", "  ^^^^^^^^")
    assert point("a (", 3, 3) == ("a (", "   ^")
    assert point("", 0, 0) == ("", "^")
    assert point("a\tb\nc\x1b)", 6, 7) == ("a b c<U+001B>)", "             ^")
    assert point("日本 x)", 4, 5) == ("日本 x)", "      ^")
    assert point("u\u0308 )", 3, 4) == ("u\u0308 )", "  ^")
    assert point("0123456789)(0123456789", 10, 11, 11) == ("…6789)(012…", "     ^")
    assert point("0123456789)(0123456789", 0, 1, 11) == ("0123456789…", "^")
    assert point("0123456789)(0123456789", 22, 22, 11) == ("…123456789", "          ^")
    assert point("ab 0123456789 c", 3, 13, 8) == ("…012345…", " ^^^^^^")
    assert point("01)3456789", 2, 3, 8) == ("01)3456…", "  ^")
    assert point("abcdefg(((hijklm", 7, 10, 8) == ("…fg(((h…", "   ^^^")
    assert point("日0123456789)", 11, 12, 12) == ("…0123456789)", "           ^")
    assert point("日0123456789)", 11, 12, 13) == ("日0123456789)", "            ^")


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(8, 40))
def test_pointer_stays_within_the_width(text: str, start: int, length: int, width: int) -> None:
    start = min(start, len(text))
    line, carets = point(text, start, min(start + length, len(text)), width)
    assert len(carets) <= width
    assert carets.strip() == "^" * carets.count("^") != ""
    assert printable(line) == line
