"""From filter text to tree.

Only the syntax is read here: whether a field or relation exists is for the binder to say.

Where the language leaves room, this is the reading:

- A ``-`` excludes wherever a term could start, also directly behind ``)`` or a quoted text.
- A quote starts a quoted text wherever it stands outside one; inside an unquoted value,
  quotes and ``(`` are errors that ask for quotes around the whole value.
- ``*`` only stands alone after a colon. In a word or value it is an error, since a reader
  of ``bsc*`` expects a wildcard and would silently find nothing.
- Exactly two dots make a range; three are part of a value. ``//`` starts a plain value.
- ``partner()`` means that there is some partner; empty grouping ``( )`` is an error.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import NoReturn, cast

from tui.query.language.lex import COUNT, NAME, Token, tokens
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

MAX_DEPTH = 60
"""How many parentheses and negations may stand inside each other."""

_COMPARISONS = frozenset({"<", "<=", ">", ">=", "="})
_NEAR_COMPARISONS = {"=>": ">=", "=<": "<=", "==": "="}
_NEITHER = frozenset({"!=", "<>"})


def parse(text: str) -> Node:
    """Read a filter; blank text is ``Everything``.

    Raises:
        FilterError: the text is no filter; its span lies within the text.

    """
    return _Parser(text).parse()


def _fail(reason: str, span: Span, suggestion: str = "") -> NoReturn:
    raise FilterError(reason, span, suggestion)


class _Parser:
    """Reads the pieces of one text from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._index = 0
        self._depth = 0

    def parse(self) -> Node:
        """Read the whole text."""
        if not self._tokens:
            return Everything(Span(0, len(self._text)))
        node = self._alternatives()
        if rest := self._peek():
            _fail("')' without '(' before it", rest.span)
        return node

    def _peek(self) -> Token | None:
        return self._tokens[self._index] if self._index < len(self._tokens) else None

    def _take(self) -> Token:
        token = self._tokens[self._index]
        self._index += 1
        return token

    def _adjacent(self) -> Token | None:
        """Return the next piece if no space separates it from the last one."""
        token = self._peek()
        if token and token.span.start == self._tokens[self._index - 1].span.end:
            return token
        return None

    def _since(self, start: int) -> Span:
        """Return the span from ``start`` to the end of the last piece taken."""
        return Span(start, self._tokens[self._index - 1].span.end)

    def _next_is(self, kind: str, *texts: str) -> bool:
        token = self._peek()
        return token is not None and token.kind == kind and (not texts or token.text in texts)

    def _alternatives(self) -> Node:
        """Read terms joined by OR."""
        start = self._tokens[self._index].span.start
        nodes = [self._conjunction()]
        while self._next_is("operator", "OR"):
            self._need_right_side(self._take())
            nodes.append(self._conjunction())
        if len(nodes) == 1:
            return nodes[0]
        flat = [
            inner for node in nodes for inner in (node.nodes if isinstance(node, Or) else [node])
        ]
        return Or(tuple(flat), self._since(start))

    def _conjunction(self) -> Node:
        """Read one or more terms side by side."""
        first = self._tokens[self._index]
        if first.kind == "close":
            _fail("')' without '(' before it", first.span)
        if self._next_is("operator", "OR", "AND"):
            _fail(
                f"{first.text} has nothing on its left; in quotes it is a word like any other",
                first.span,
            )
        nodes: list[Node] = []
        while self._peek() and not self._next_is("close") and not self._next_is("operator", "OR"):
            if self._next_is("operator", "AND"):
                self._need_right_side(self._take())
            node = self._negation()
            nodes.extend(node.nodes if isinstance(node, And) else [node])
        if len(nodes) == 1:
            return nodes[0]
        return And(tuple(nodes), self._since(first.span.start))

    def _need_right_side(self, operator: Token) -> None:
        if self._peek() is None or self._next_is("close") or self._next_is("operator", "OR", "AND"):
            _fail(
                f"{operator.text} has nothing on its right; in quotes it is a word like any other",
                operator.span,
            )

    def _negation(self) -> Node:
        """Read a term with or without a sign before it."""
        sign = self._peek()
        if sign and sign.kind == "sign":
            self._take()
            follower = self._adjacent()
            if not follower or follower.kind == "close" or self._next_is("operator", "OR", "AND"):
                _fail(
                    "'-' has nothing directly after it to exclude; in quotes it is plain text",
                    sign.span,
                )
        elif sign and self._next_is("operator", "NOT"):
            self._need_right_side(self._take())
        else:
            return self._primary()
        self._deeper(sign)
        node = self._negation()
        self._depth -= 1
        return Not(node, self._since(sign.span.start))

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            _fail(f"more than {MAX_DEPTH} parentheses and negations inside each other", token.span)

    def _primary(self) -> Node:
        """Read one term without a sign."""
        token = self._take()
        match token.kind:
            case "open":
                return self._inside(token)
            case "relation" if token.text == COUNT:
                return self._count(token)
            case "relation":
                return self._group(token)
            case "field":
                return self._term(token)
            case "colon":
                _fail("':' has no field name directly before it", token.span)
            case _:
                return Text(_value(token), token.span)

    def _inside(self, opening: Token, *, may_be_empty: bool = False) -> Node:
        """Read up to the parenthesis that closes ``opening``."""
        self._deeper(opening)
        after = self._peek()
        if after and after.kind == "close":
            if not may_be_empty:
                _fail("nothing between '(' and ')'", Span(opening.span.start, after.span.end))
            node: Node = Everything(Span(opening.span.end, after.span.start))
        elif after:
            node = self._alternatives()
        if self._peek() is None:
            _fail("')' is missing for the '('", opening.span)
        self._take()
        self._depth -= 1
        return node

    def _group(self, relation: Token) -> Group:
        """Read ``relation( … )``."""
        node = self._inside(self._take(), may_be_empty=True)
        return Group(relation.text, node, relation.span, self._since(relation.span.start))

    def _count(self, count: Token) -> Count:
        """Read ``count(relation):condition`` or ``count(relation( … )):condition``."""
        opening = self._take()
        self._deeper(opening)
        inner = self._peek()
        if inner is None:
            _fail("')' is missing for the '('", opening.span)
        if inner.kind == "relation" and inner.text != COUNT:
            group = self._group(self._take())
        elif inner.kind == "word" and NAME.fullmatch(inner.text):
            self._take()
            group = Group(
                inner.text, Everything(Span(inner.span.end, inner.span.end)), inner.span, inner.span
            )
        else:
            _fail(
                "count( ) needs the name of what is counted, as in count(partner):>=2", inner.span
            )
        if not self._peek():
            _fail("')' is missing for the '('", opening.span)
        if not self._next_is("close"):
            _fail(
                "count( ) takes one name; a filter on it has its own parentheses, "
                "as in count(partner(country:DE)):>=2",
                self._take().span,
            )
        self._take()
        self._depth -= 1
        colon = self._adjacent()
        if not colon or colon.kind != "colon":
            _fail(
                "count( ) needs a number to compare with directly after it, such as ':>=2'",
                self._since(count.span.start),
            )
        missing = "count( ): has no number directly after it, such as '>=2'"
        condition = self._condition(missing, count.span.start)
        return Count(group, condition, self._since(count.span.start))

    def _term(self, field: Token) -> Term:
        """Read ``field:condition``."""
        missing = f"'{field.text}:' has no value directly after it"
        condition = self._condition(missing, field.span.start)
        return Term(field.text, condition, field.span, self._since(field.span.start))

    def _condition(self, missing: str, start: int) -> Condition:
        """Read from the colon on; without a value, the term from ``start`` on is ``missing``."""
        self._take()
        pieces: list[Token] = []
        while (piece := self._adjacent()) and piece.kind not in ("open", "close"):
            pieces.append(self._take())
        if piece and piece.kind == "open":
            self._fail_at_parenthesis(pieces, piece)
        if not pieces:
            _fail(missing, self._since(start))
        return _condition(pieces)

    def _fail_at_parenthesis(self, pieces: list[Token], opening: Token) -> NoReturn:
        if not pieces:
            _fail("'(' cannot follow ':'; write field:value or relation( … )", opening.span)
        _fail(
            "'(' inside a value; put the whole value in quotes, or a space before '('", opening.span
        )


def _condition(pieces: list[Token]) -> Condition:
    """Read the pieces after a colon: at least one, with no space between them."""
    first, rest = pieces[0], pieces[1:]
    if first.kind == "compare":
        return _comparison(first, rest)
    if first.kind == "regex":
        return _pattern(first, rest)
    if any(piece.kind == "range" for piece in pieces):
        return _between(pieces)
    if first.kind == "star" and not rest:
        return Present()
    return OneOf(tuple(_listed(pieces)))


def _comparison(sign: Token, rest: list[Token]) -> Compare:
    if sign.text in _NEITHER:
        _fail(
            f"'{sign.text}' is no comparison; to exclude a value, put '-' before the field",
            sign.span,
        )
    if sign.text not in _COMPARISONS:
        meant = _NEAR_COMPARISONS.get(sign.text, "")
        _fail(f"'{sign.text}' is no comparison", sign.span, meant)
    if not rest:
        _fail(f"'{sign.text}' has no value directly after it", sign.span)
    if len(rest) > 1:
        _fail("a comparison takes one value; a range is written 1..10", _across(rest))
    return Compare(cast("Operator", sign.text), _value(rest[0]))


def _pattern(regex: Token, rest: list[Token]) -> Pattern:
    if not regex.closed:
        _fail("the regular expression is not closed; add '/'", regex.span)
    if rest:
        _fail(r"text after the regular expression; inside it a slash is written \/", _across(rest))
    source = regex.content.replace(r"\/", "/")
    if source.count("(") > MAX_DEPTH:
        _fail("the regular expression has too many parentheses", regex.span)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(source)
    except re.error as error:
        place = error.pos or 0
        start = min(regex.span.start + 1 + place + source.count("/", 0, place), regex.span.end - 1)
        _fail(f"the regular expression is not valid ({error.msg})", Span(start, regex.span.end - 1))
    except (OverflowError, RecursionError):
        _fail("the regular expression is too large", regex.span)
    return Pattern(source, regex.span)


def _between(pieces: list[Token]) -> Between:
    match [piece.kind for piece in pieces]:
        case ["range"]:
            _fail("'..' has no value on either side", pieces[0].span)
        case ["range", ("value" | "string" | "star")]:
            return Between(None, _value(pieces[1]))
        case [("value" | "string" | "star"), "range"]:
            return Between(_value(pieces[0]), None)
        case [("value" | "string" | "star"), "range", ("value" | "string" | "star")]:
            return Between(_value(pieces[0]), _value(pieces[2]))
        case kinds if "comma" in kinds:
            _fail("a range cannot stand in a list; join the parts with OR", _across(pieces))
    _fail("a range has two ends, as in 1..10", _across(pieces))


def _listed(pieces: list[Token]) -> Iterator[Value]:
    """Read values with commas between them."""
    expects_value = True
    for piece in pieces:
        if expects_value and piece.kind == "comma":
            _fail("no value before ','", piece.span)
        if not expects_value and piece.kind != "comma":
            _fail("a quote inside a value; put the whole value in quotes", piece.span)
        if piece.kind != "comma":
            yield _value(piece)
        expects_value = piece.kind == "comma"
    if expects_value:
        _fail("no value directly after ','", pieces[-1].span)


def _value(token: Token) -> Value:
    """Read one literal, quoted or not."""
    if token.kind == "string":
        if not token.closed:
            _fail("the quote is not closed; add '\"'", token.span)
        return Value(token.content, quoted=True, span=token.span)
    if "*" in token.text:
        meant = token.text.strip("*")
        _fail(
            "'*' stands alone after a field, as in website:*; parts of words are found without it",
            token.span,
            "" if "*" in meant else meant,
        )
    return Value(token.text, span=token.span)


def _across(pieces: list[Token]) -> Span:
    return Span(pieces[0].span.start, pieces[-1].span.end)
