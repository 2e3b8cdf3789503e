"""From filter text to tree.

Only the syntax is read here: whether a field or relation exists is for the binder to say.

Where the language leaves room, this is the reading:

- A ``-`` excludes wherever a term could start, also directly behind ``)`` or a quoted text.
- A quote starts a quoted text wherever it stands outside one; inside an unquoted value,
  quotes and ``(`` are errors that ask for quotes around the whole value.
- ``*`` only stands alone after a colon. In a word or value it is an error, since a reader
  of ``bsc*`` expects a wildcard and would silently find nothing.
- Exactly two dots make a range; three are part of a value. ``//`` starts a plain value.
- Habits from elsewhere that leave no doubt are taken, with a note: lower-case and German
  operators, typographic signs (see :mod:`.lex`), ``≠``, thousands signs. A word that would be a
  term elsewhere (``country=DE``) is an error, not text that occurs nowhere (see :mod:`.habits`),
  and so is a list in brackets (see :mod:`.brackets`).
- ``partner()`` means that there is some partner; empty grouping ``( )`` is an error.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NoReturn

from tui.frozen import frozen
from tui.query.language.brackets import behind_count, bracketed, counted
from tui.query.language.condition import NEITHER, fail, number_goes_on, read_condition, read_value
from tui.query.language.habits import Misread, address, misread, sign_notes, single_quoted
from tui.query.language.lex import COUNT, NAME, Token, operator_named, plain, tokens
from tui.query.language.terms_elsewhere import elsewhere, function
from tui.query.language.tree import (
    And,
    Condition,
    Count,
    Everything,
    Group,
    Node,
    Not,
    Note,
    Or,
    Span,
    Term,
    Text,
)

MAX_DEPTH = 60
"""How many parentheses and negations may stand inside each other."""

LONGEST = 200_000
"""Characters of the longest filter that is read."""

_LONGEST_KEPT = 2_000
_OPERATORS_SAY = "in quotes it is a word like any other"


@frozen
class Reading:
    """A filter as it was understood, with what was taken for something else than written."""

    node: Node
    notes: tuple[Note, ...] = ()


def parse(text: str) -> Node:
    """Read a filter; blank text is ``Everything``.

    Raises:
        FilterError: the text is no filter; its span lies within the text.

    """
    return read(text).node


def read(text: str) -> Reading:
    """Read a filter, with notes on what was written another way than the language has it.

    Raises:
        FilterError: the text is no filter; its span lies within the text.

    """
    if len(text) > LONGEST:
        fail(f"a filter of {len(text):,} characters; it can have {LONGEST:,}", Span(0, LONGEST))
    return _read_short(text) if len(text) <= _LONGEST_KEPT else _Parser(text).read()


@lru_cache(maxsize=1024)
def _read_short(text: str) -> Reading:
    return _Parser(text).read()


class _Parser:
    """Reads the pieces of one text from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._index = 0
        self._depth = 0
        self._notes: list[Note] = []
        self._excluded: set[int] = set()  # where terms begin whose note tells other signs too

    def read(self) -> Reading:
        """Read the whole text."""
        node = self._whole()
        signs = (
            note
            for note in sign_notes(self._text, self._tokens)
            if self._excluded.isdisjoint(range(note.span.start, note.span.end))
        )
        return Reading(node, (*self._notes, *signs))

    def _whole(self) -> Node:
        if not self._tokens:
            return Everything(Span(0, len(self._text)))
        node = self._alternatives()
        if rest := self._peek():
            fail("')' without '(' before it", rest.span)
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

    def _next_is(self, kind: str, *operators: str) -> bool:
        token = self._peek()
        return (
            token is not None
            and token.kind == kind
            and (not operators or operator_named(token.text) in operators)
        )

    def _alternatives(self) -> Node:
        """Read terms joined by OR."""
        start = self._tokens[self._index].span.start
        nodes = [self._conjunction()]
        while self._next_is("operator", "OR"):
            self._take_operator()
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
        if self._next_is("operator", "OR", "AND"):
            fail(
                f"{first.text} has nothing on its left; {_OPERATORS_SAY}",
                first.span,
            )
        nodes: list[Node] = []
        while self._peek() and not self._next_is("close") and not self._next_is("operator", "OR"):
            if self._next_is("operator", "AND"):
                self._take_operator()
            node = self._negation()
            nodes.extend(node.nodes if isinstance(node, And) else [node])
        if len(nodes) == 1:
            return nodes[0]
        return And(tuple(nodes), self._since(first.span.start))

    def _take_operator(self) -> None:
        """Take OR, AND or NOT, which needs something on its right."""
        operator = self._take()
        name = operator_named(operator.text)
        if operator.text != name:
            reason = f"'{operator.text}' is read as {name}; {_OPERATORS_SAY}"
            self._notes.append(Note(reason, operator.span))
        if self._peek() is None or self._next_is("close") or self._next_is("operator", "OR", "AND"):
            fail(
                f"{operator.text} has nothing on its right; {_OPERATORS_SAY}",
                operator.span,
            )

    def _negation(self) -> Node:
        """Read a term with or without a sign before it."""
        sign = self._peek()
        if sign and sign.kind == "sign":
            self._take()
            follower = self._adjacent()
            if not follower or follower.kind == "close" or self._next_is("operator", "OR", "AND"):
                fail(
                    "'-' has nothing directly after it to exclude; in quotes it is plain text",
                    sign.span,
                )
        elif sign and self._next_is("operator", "NOT"):
            self._take_operator()
        else:
            return self._primary()
        self._deeper(sign)
        node = self._negation()
        self._depth -= 1
        return Not(node, self._since(sign.span.start))

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            fail(f"more than {MAX_DEPTH} parentheses and negations inside each other", token.span)

    def _primary(self) -> Node:
        """Read one term without a sign."""
        token = self._take()
        if token.kind in ("word", "field"):
            start = token.span.start
            self._check(bracketed(self._text, start) or elsewhere(self._text, start))
        match token.kind:
            case "open":
                return self._inside(token)
            case "relation" if token.text == COUNT:
                return self._count(token)
            case "relation":
                self._check(function(self._text, token.span.start))
                return self._group(token)
            case "field":
                return self._term(token)
            case "colon":
                fail("':' has no field name directly before it", token.span)
            case "word":
                self._check_word(token)
        return Text(read_value(token), token.span)

    @staticmethod
    def _check(wrong: Misread | None) -> None:
        if wrong is not None:
            fail(wrong.reason, wrong.span, wrong.meant)

    def _check_word(self, token: Token) -> None:
        """Refuse what is a term elsewhere but would be looked for as text here."""
        before = self._tokens[self._index - 2] if self._index > 1 else None
        self._check(misread(token, before, self._ahead()))
        self._check_single_quotes(token)

    def _check_single_quotes(self, token: Token) -> None:
        after = self._ahead()
        held, count = single_quoted(token.text, after)
        if held:
            end = after[count - 1].span.end if count else token.span.end
            reason = "single quotes hold no words together"
            fail(reason, Span(token.span.start, end), f'"{held}"')

    def _ahead(self) -> list[Token]:
        """The next pieces, as many as a text in single quotes may have."""
        return self._tokens[self._index : self._index + 12]

    def _inside(self, opening: Token, *, may_be_empty: bool = False) -> Node:
        """Read up to the parenthesis that closes ``opening``."""
        self._deeper(opening)
        after = self._peek()
        if after and after.kind == "close":
            if not may_be_empty:
                fail("nothing between '(' and ')'", Span(opening.span.start, after.span.end))
            node: Node = Everything(Span(opening.span.end, after.span.start))
        elif after:
            node = self._alternatives()
        if self._peek() is None:
            fail("')' is missing for the '('", opening.span)
        self._take()
        self._depth -= 1
        return node

    def _group(self, relation: Token) -> Group:
        """Read ``relation( … )``."""
        if relation.text.lower() == COUNT and relation.text != COUNT:
            fail(f"'{relation.text}' is no name; count( ) counts", relation.span, COUNT)
        node = self._inside(self._take(), may_be_empty=True)
        return Group(relation.text, node, relation.span, self._since(relation.span.start))

    def _count(self, count: Token) -> Count | Not:
        """Read ``count(relation):condition`` or ``count(relation( … )):condition``."""
        opening = self._take()
        self._deeper(opening)
        inner = self._peek()
        if inner is None:
            fail("')' is missing for the '('", opening.span)
        if inner.kind == "relation" and inner.text != COUNT:
            group = self._group(self._take())
        elif inner.kind == "word" and NAME.fullmatch(inner.text):
            self._take()
            group = Group(
                inner.text, Everything(Span(inner.span.end, inner.span.end)), inner.span, inner.span
            )
        else:
            reason = "count( ) needs the name of what is counted, as in count(partner):>=2"
            self._fail_in_count(inner, reason)
        if not self._peek():
            fail("')' is missing for the '('", opening.span)
        if not self._next_is("close"):
            self._fail_in_count(
                inner,
                "count( ) takes one name; a filter on it has its own parentheses, "
                "as in count(partner(country:DE)):>=2",
            )
        end = self._take().span.end
        self._depth -= 1
        colon = self._adjacent()
        self._check(behind_count(self._text, count.span.start, end))
        if not colon or colon.kind != "colon":
            fail(
                "count( ) needs a number to compare with directly after it, such as ':>=2'",
                self._since(count.span.start),
            )
        missing = "count( ): has no number directly after it, such as '>=2'"
        condition, sign = self._condition(missing, count.span.start)
        node = Count(group, condition, self._since(count.span.start))
        return self._excluding(node, sign) if sign else node

    def _fail_in_count(self, inner: Token, reason: str) -> NoReturn:
        """Something else stands where the name of what is counted should, from ``inner`` on."""
        opened, span = 0, inner.span
        for piece in self._tokens[self._tokens.index(inner) :]:
            opened += (piece.kind == "open") - (piece.kind == "close")
            if opened < 0:
                break
            span = Span(inner.span.start, piece.span.end)
        meant = counted(self._text[span.start : span.end])
        fail(reason, span if meant else self._tokens[self._index].span, meant)

    def _term(self, field: Token) -> Term | Not:
        """Read ``field:condition``."""
        colon = self._tokens[self._index]
        self._check(address(self._text, field.span.start, colon.span))
        missing = f"'{field.text}:' has no value directly after it"
        condition, sign = self._condition(missing, field.span.start)
        node = Term(field.text, condition, field.span, self._since(field.span.start))
        return self._excluding(node, sign) if sign else node

    def _excluding(self, node: Term | Count, sign: Token) -> Not:
        """``country:≠DE`` as ``-country:DE``."""
        start, end = node.span.start, node.span.end
        kept = (self._text[start : sign.span.start], self._text[sign.span.end : end])
        form = "".join(plain(each).text for each in kept)
        self._notes.append(Note(f"{self._text[start:end]} is read as -{form}", node.span))
        self._excluded.add(start)
        return Not(node, node.span)

    def _condition(self, missing: str, start: int) -> tuple[Condition, Token | None]:
        """Read from the colon on; the second is the sign that excludes what it names, if any.

        Without a value, the term from ``start`` on is ``missing``.
        """
        self._take()
        pieces: list[Token] = []
        while (piece := self._adjacent()) and piece.kind not in ("open", "close"):
            pieces.append(self._take())
        if piece and piece.kind == "open":
            self._fail_at_parenthesis(pieces, piece)
        if not pieces:
            fail(missing, self._since(start))
        if pieces[0].kind == "value":
            self._check_single_quotes(pieces[0])
        self._take_thousands(pieces)
        first, *others = pieces
        if first.kind != "compare" or first.text not in NEITHER:
            return read_condition(pieces), None
        if not others:
            fail(f"'{first.text}' has no value directly after it", first.span)
        return read_condition(others), first

    def _take_thousands(self, pieces: list[Token]) -> None:
        """Take the further digits of ``10 000``."""
        if any(piece.kind == "comma" for piece in pieces):
            return
        first = last = pieces[-1]
        while number_goes_on(last, self._text, self._peek()):
            more = self._take()
            span = Span(last.span.start, more.span.end)
            last = Token("value", f"{last.text} {more.text}", span)
        if last is not first:
            number = last.text.replace(" ", "").replace(",", ".")
            pieces[-1] = Token("value", number, last.span)
            self._notes.append(Note(f"{last.text} is read as {number}", last.span))

    def _fail_at_parenthesis(self, pieces: list[Token], opening: Token) -> NoReturn:
        if not pieces:
            reason = "'(' cannot follow ':'; write field:value, field:one,other or relation( … )"
            fail(reason, opening.span)
        fail(
            "'(' inside a value; put the whole value in quotes, or a space before '('", opening.span
        )
