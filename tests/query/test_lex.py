"""The tolerant lexer: pieces for colouring, and what is being typed at the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query.language.lex import INVISIBLE, Token, Typing, context_at, plain, tokens
from tui.query.language.tree import Span


def at(marked: str) -> Typing:
    """Ask for the context at the ``|`` in a text."""
    before, after = marked.split("|")
    return context_at(before + after, len(before))


def replaced(marked: str) -> str:
    """Return the text that a completion at the ``|`` would replace."""
    span = at(marked).span
    return marked.replace("|", "")[span.start : span.end]


def test_kinds_of_pieces() -> None:
    cut = tokens('-partner(type:a,"b") OR count(x):>=2 w:* n:/r/ s:1..2 "t" NOT word')
    assert [(token.kind, token.text) for token in cut] == [
        ("sign", "-"), ("relation", "partner"), ("open", "("),
        ("field", "type"), ("colon", ":"), ("value", "a"), ("comma", ","), ("string", '"b"'),
        ("close", ")"), ("operator", "OR"),
        ("relation", "count"), ("open", "("), ("word", "x"), ("close", ")"),
        ("colon", ":"), ("compare", ">="), ("value", "2"),
        ("field", "w"), ("colon", ":"), ("star", "*"),
        ("field", "n"), ("colon", ":"), ("regex", "/r/"),
        ("field", "s"), ("colon", ":"), ("value", "1"), ("range", ".."), ("value", "2"),
        ("string", '"t"'), ("operator", "NOT"), ("word", "word"),
    ]  # fmt: skip


def test_unfinished_pieces_are_marked() -> None:
    assert tokens('a "b (c') == [
        Token("word", "a", Span(0, 1)),
        Token("string", '"b (c', Span(2, 7), closed=False),
    ]
    regex = tokens(r"x:/a\/")[-1]
    assert (regex.kind, regex.closed, regex.content) == ("regex", False, r"a\/")
    assert tokens('"a\\')[0].closed is False


def seen(text: str) -> str:
    return INVISIBLE.sub("", text)


SIGNS = st.text("ab:\"“”„»–−：（≥\u200b\ufeff '/-", max_size=12)


@given(st.text() | SIGNS)
def test_pieces_cover_all_but_white_space(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert not seen(text[end : token.span.start]).strip()
        written = text[token.span.start : token.span.end]
        assert token.text != ""
        pairs = zip(seen(written), seen(token.text), strict=True)
        assert all(sign in (each, plain(each).text) for each, sign in pairs)
        end = token.span.end
    assert not seen(text[end:]).strip()


@pytest.mark.parametrize(
    ("marked", "kind", "prefix", "whole"),
    [
        ("|", "field", "", ""),
        ("cou|", "field", "cou", "cou"),
        ("cou|ntry", "field", "cou", "country"),
        ("cou|ntry:DE", "field", "cou", "country"),
        ("country|:DE", "field", "country", "country"),
        ("a -par|", "field", "par", "par"),
        ("par|tner(type:x)", "field", "par", "partner"),
        ("a | b", "field", "", ""),
        ("a |b", "field", "", ""),
        ("-|", "field", "", ""),
        ("(|", "field", "", ""),
        ("(a)|", "field", "", ""),
        ("a OR|", "field", "OR", "OR"),
        ("partner.ty|", "field", "partner.ty", "partner.ty"),
        ("jül|ich", "text", "jül", "jülich"),
        ("3d|", "text", "3d", "3d"),
        ('"max pl|', "text", "max pl", '"max pl'),
        ('a "max| planck" b', "text", "max", '"max planck"'),
        ('"max"|', "text", "max", '"max"'),
        ("count(|", "relation", "", ""),
        ("count(par|", "relation", "par", "par"),
        ("count(par|tner):2", "relation", "par", "partner"),
        ("count(OR|", "relation", "OR", "OR"),
        ("system(count(ra|", "relation", "ra", "ra"),
        ("count(partner |", "field", "", ""),
        ("country:|", "value", "", ""),
        ("country:| b", "value", "", ""),
        ("country: |", "field", "", ""),
        ("country:D|", "value", "D", "D"),
        ("country:D|E", "value", "D", "DE"),
        ("country:|DE", "value", "", "DE"),
        ("country:DE,|", "value", "", ""),
        ("country:DE,A|T,FR", "value", "A", "AT"),
        ("country:-|", "value", "-", "-"),
        ("website:*|", "value", "*", "*"),
        ('name:"max pl|', "value", "max pl", '"max pl'),
        ('name:"max| pl"', "value", "max", '"max pl"'),
        ('name:"max pl"|', "value", "max pl", '"max pl"'),
        ('name:"ma| country:"DE"', "value", "ma", '"ma'),
        ("rank:>=|", "value", "", ""),
        ("rank:>=1|0", "value", "1", "10"),
        ("rank:1|..5", "value", "1", "1"),
        ("rank:1..|", "value", "", ""),
        ("rank:1..5|", "value", "5", "5"),
        ("name:/^b|", "pattern", "^b", "/^b"),
        ("name:/^b (|c/", "pattern", "^b (", "/^b (c/"),
    ],
)
def test_context(marked: str, kind: str, prefix: str, whole: str) -> None:
    typing = at(marked)
    assert (typing.kind, typing.prefix, replaced(marked)) == (kind, prefix, whole)


@pytest.mark.parametrize(
    ("marked", "field", "listed", "operator"),
    [
        ("country:|", "country", (), ""),
        ('a country:DE,"A T",F|,X', "country", ("DE", "A T"), ""),
        ("country:DE,|", "country", ("DE",), ""),
        ("country:DE|", "country", (), ""),
        ("rank:<=5|", "rank", (), "<="),
        ("rank:1..|", "rank", (), ".."),
        ("rank:1|", "rank", (), ""),
        ("count(partner):|", "count", (), ""),
        ("count(partner(type:x)):>=|", "count", (), ">="),
        (":|", "", (), ""),
        ("x :a|", "", (), ""),
        ("count(partner) :|", "", (), ""),
        ("name:/^b|", "name", (), ""),
        ("country:DE |", "", (), ""),
    ],
)
def test_context_of_values(marked: str, field: str, listed: tuple[str, ...], operator: str) -> None:
    typing = at(marked)
    assert (typing.field, typing.listed, typing.operator) == (field, listed, operator)


@pytest.mark.parametrize(
    ("marked", "relations"),
    [
        ("partner(|", ("partner",)),
        ("a OR (partner(x (type:co|", ("partner",)),
        ("system(ranking(li|", ("system", "ranking")),
        ("count(partner(type:|", ("partner",)),
        ("system(name:/^b|", ("system",)),
        ("count(|", ()),
        ("partner(a) b|", ()),
        ("partner(a)) b|", ()),
        ("partner| (a", ()),
        ("partner (a|", ()),
    ],
)
def test_enclosing_relations(marked: str, relations: tuple[str, ...]) -> None:
    assert at(marked).relations == relations


@given(st.text('ab:()",-*/\\.<>= \nOR', max_size=30), st.integers(-3, 33))
def test_context_is_known_everywhere(text: str, cursor: int) -> None:
    span = context_at(text, cursor).span
    assert 0 <= span.start <= max(0, min(cursor, len(text))) <= span.end <= len(text)
