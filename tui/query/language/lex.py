"""The filter text in pieces, and what is being typed at the cursor.

Cutting never fails: an unclosed quote or a stray sign is a piece like any other, marked
where it is incomplete. The parser turns such pieces into errors; completion and syntax
colouring work on the same pieces while a filter is still in the making.

Signs of word processors and other keyboards are read as those of the language: typographic
quotes and dashes and full-width letters stand for the plain ones, invisible characters for
nothing. What stands in plain quotes or in a regular expression stays as it is. The span of a
piece is that of what was written. ``or``, ``and`` and ``not`` in lower case, and ``oder``, ``und``
and ``nicht``, are operators where they stand between terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern
from tui.query.language.tree import Span

_QUOTES = "“”„‟«»＂"
_DASHES = "‐‑‒–—―−－"
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_PLAIN = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, _QUOTES), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
}
_UNTOUCHED = lazy_pattern(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\\?)'  # in plain quotes
    rf'|(?P<first>[{_QUOTES}])(?P<quoted>[^"{_QUOTES}]*+)(?P<last>[{_QUOTES}"]?)'
    r"|(?<=[:：])/(?!/)[^/\\]*+(?:\\.[^/\\]*+)*(?:/|\\?)",  # a regular expression
    re.DOTALL,
)
INVISIBLE = lazy_pattern(f"[{_INVISIBLE}]")
_FOREIGN = lazy_pattern(f"[{_INVISIBLE}{_QUOTES}{_DASHES}！-～]")


@frozen
class Plain:
    """A text in the signs of the language.

    ``places`` holds for each character where it stands in the text as written, and then its
    length; None where nothing was changed.
    """

    text: str
    places: list[int] | None = None


def plain(text: str) -> Plain:
    """The text with plain signs and without invisible characters."""
    if text.isascii() or not _FOREIGN.search(text):
        return Plain(text)
    pieces: list[str] = []
    places: list[int] = []
    for start, piece, changed in _segments(text):
        if not changed:
            pieces.append(piece)
            places.extend(range(start, start + len(piece)))
            continue
        for at, character in enumerate(piece, start):
            if not INVISIBLE.match(character):
                pieces.append(character.translate(_PLAIN))
                places.append(at)
    return Plain("".join(pieces), [*places, len(text)])


def _segments(text: str) -> Iterator[tuple[int, str, bool]]:
    """The text in pieces with their places, each with whether its signs are to be changed."""
    end = 0
    for found in _UNTOUCHED.finditer(text):
        yield end, text[end : found.start()], True
        end = found.end()
        if found["first"] is None:
            yield found.start(), found[0], False
            continue
        yield found.start(), found["first"], True
        yield found.start("quoted"), found["quoted"], False
        yield found.start("last"), found["last"], True
    yield end, text[end:], True


TokenKind = Literal[
    "word",  # free text
    "string",  # quoted text, as free text or as a value
    "operator",  # OR, AND, NOT, also in lower case or German
    "sign",  # the minus before what is excluded
    "field",  # the name before a colon
    "colon",
    "relation",  # the name directly before an opening parenthesis; also `count`
    "open",
    "close",
    "compare",  # <, <=, >, >=, = and near misses such as !=, ≥ or =>
    "range",  # the two dots between low and high
    "star",
    "comma",
    "value",  # an unquoted literal after a colon
    "regex",
]

NAME_FORM = "[A-Za-z_][A-Za-z0-9_.-]*"
NAME = lazy_pattern(NAME_FORM)
OPERATORS = frozenset({"OR", "AND", "NOT"})
# "Oder" is a river.
_IN_GERMAN = {
    **dict.fromkeys(("oder", "ODER"), "OR"),
    **dict.fromkeys(("und", "Und", "UND"), "AND"),
    **dict.fromkeys(("nicht", "Nicht", "NICHT"), "NOT"),
}
COUNT = "count"

_SPACE = lazy_pattern(r"\s+")
_WORD = lazy_pattern(r'[^\s()"]+')
_VALUE = lazy_pattern(r'[^\s(),"]+')
_STRING = lazy_pattern(r'"[^"\\]*+(?:\\.[^"\\]*+)*("|\\?)', re.DOTALL)
_REGEX = lazy_pattern(r"/(?!/)[^/\\]*+(?:\\.[^/\\]*+)*(/|\\?)", re.DOTALL)
_COMPARE = lazy_pattern(r"[<>=]+|!=+|[≥≤≠]=?")
RANGE = lazy_pattern(r"(?<!\.)\.\.(?!\.)")
_ESCAPE = lazy_pattern(r'\\(["\\])')


@frozen
class Token:
    """One piece of a filter: its text in plain signs, its place, and whether it is complete.

    ``closed`` is False for a string or regular expression whose end is missing.
    """

    kind: TokenKind
    text: str
    span: Span
    closed: bool = True

    @property
    def content(self) -> str:
        """What the piece says: without the quotes of a string or slashes of a regex."""
        if self.kind not in ("string", "regex"):
            return self.text
        inner = self.text[1:-1] if self.closed else self.text[1:]
        return _ESCAPE.sub(r"\1", inner) if self.kind == "string" else inner


def operator_named(word: str) -> str:
    """The operator that a word is the name of, in any case or in German, "" for none."""
    name = word.upper()
    return name if name in OPERATORS else _IN_GERMAN.get(word, "")


def tokens(text: str) -> list[Token]:
    """Cut ``text`` into pieces from left to right, without the white space between them."""
    found = _Lexer(text).run()
    for at, token in enumerate(found):
        if token.kind == "word" and _joins(found, at):
            found[at] = Token("operator", token.text, token.span)
    return found


def _joins(found: list[Token], at: int) -> bool:
    """Whether a word at this place, such as ``or``, is the operator of that name."""
    name = operator_named(found[at].text)
    if not name:
        return False
    before = found[at - 1] if at else None
    if before and before.kind == "sign":
        return False
    has_left = before is not None and before.kind not in ("open", "operator")
    if name != "NOT" or has_left:
        return has_left
    after = found[at + 1] if at + 1 < len(found) else None
    return (
        after is not None
        and after.kind != "close"
        and operator_named(after.text) not in ("OR", "AND")
    )


class _Lexer:
    """Cuts one text; ``_position`` is where the next piece begins."""

    def __init__(self, text: str) -> None:
        written = plain(text)
        self._text, self._places = written.text, written.places
        self._position = 0
        self._found: list[Token] = []

    def run(self) -> list[Token]:
        """Cut the whole text."""
        while self._position < len(self._text):
            if space := _SPACE.match(self._text, self._position):
                self._position = space.end()
            elif self._piece() == "colon":
                self._condition()
        return self._found

    def _add(self, kind: TokenKind, end: int, *, closed: bool = True) -> TokenKind:
        start, self._position = self._position, end
        places = self._places
        span = Span(places[start], places[end]) if places else Span(start, end)
        self._found.append(Token(kind, self._text[start:end], span, closed))
        return kind

    def _piece(self) -> TokenKind:
        """Cut the piece at the start of a term."""
        simple: dict[str, TokenKind] = {"(": "open", ")": "close", "-": "sign", ":": "colon"}
        start = self._position
        character = self._text[start]
        if character in simple:
            return self._add(simple[character], start + 1)
        if character == '"':
            return self._string()
        if name := NAME.match(self._text, start):
            follower = self._text[name.end() : name.end() + 1]
            if follower == ":":
                self._add("field", name.end())
                return self._add("colon", name.end() + 1)
            if follower == "(" and not operator_named(name.group()):
                return self._add("relation", name.end())
        word = _WORD.match(self._text, start)
        end = word.end() if word else start + 1
        return self._add("operator" if self._text[start:end] in OPERATORS else "word", end)

    def _condition(self) -> None:
        """Cut what follows a colon, up to white space or a parenthesis."""
        if compare := _COMPARE.match(self._text, self._position):
            self._add("compare", compare.end())
        elif regex := _REGEX.match(self._text, self._position):
            self._add("regex", regex.end(), closed=regex.group(1) == "/")
        while self._position < len(self._text):
            if self._text[self._position] == ",":
                self._add("comma", self._position + 1)
            elif self._text[self._position] == '"':
                self._string()
            elif run := _VALUE.match(self._text, self._position):
                self._values(run.end())
            else:
                return

    def _values(self, end: int) -> None:
        """Cut an unquoted run at its range dots."""
        for dots in RANGE.finditer(self._text, self._position, end):
            self._value(dots.start())
            self._add("range", dots.end())
        self._value(end)

    def _value(self, end: int) -> None:
        if end > self._position:
            star = self._text[self._position : end] == "*"
            self._add("star" if star else "value", end)

    def _string(self) -> TokenKind:
        string = _STRING.match(self._text, self._position)
        end = string.end() if string else len(self._text)
        return self._add("string", end, closed=bool(string and string.group(1) == '"'))


TypingKind = Literal["field", "relation", "value", "text", "pattern"]


@frozen
class Typing:
    """What stands at the cursor of a filter in the making.

    ``kind``: ``field`` where the name of a field or relation, or a free word, can stand;
    ``relation`` where only the name of a relation can (in ``count( )``); ``value`` after a
    colon; ``text`` in free text that cannot be a name; ``pattern`` in a regular expression.
    ``prefix`` is what was typed up to the cursor, without quotes; ``span`` what a completion
    replaces. ``field`` is the name before the colon (``count`` after ``count( )``), ``listed``
    the values before this one in the same list, ``operator`` the comparison before the value
    or ``..`` behind a range's dots. ``relations`` are the enclosing ones, outermost first.
    """

    kind: TypingKind
    prefix: str
    span: Span
    field: str = ""
    relations: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    operator: str = ""


_LITERALS = frozenset({"value", "string", "star"})
_AFTER_COLON = _LITERALS | {"comma", "range", "compare", "regex"}


def context_at(text: str, cursor: int) -> Typing:
    """Say what is being typed in ``text`` at ``cursor``, counted in characters from 0."""
    cursor = max(0, min(cursor, len(text)))
    before = tokens(text[:cursor])
    relations, names_count = _enclosing(before, cursor)
    if (colon := _colon_before(before, cursor)) is not None:
        return _value_at(text, cursor, before, colon, relations)
    last = before[-1] if before and before[-1].span.end == cursor else None
    if last and last.kind in ("word", "operator", "string"):
        named = last.kind != "string" and NAME.fullmatch(last.text)
        kind: TypingKind = ("relation" if names_count else "field") if named else "text"
        return Typing(kind, last.content, _replaced(text, cursor, last), relations=relations)
    kind = "relation" if names_count else "field"
    return Typing(kind, "", Span(cursor, cursor), relations=relations)


def _enclosing(before: list[Token], cursor: int) -> tuple[tuple[str, ...], bool]:
    """Return the relations around the cursor, and whether it is at the name in ``count( )``."""
    names: list[str] = []
    opened = -1
    for index, token in enumerate(before):
        if token.kind == "open":
            relation = before[index - 1] if index else token
            names.append(relation.text if relation.kind == "relation" else "")
            opened = index
        elif token.kind == "close" and names:
            names.pop()
    after = before[opened + 1 :]
    name = len(after) == 1 and after[0].kind in ("word", "operator")
    at_name = not after or (name and after[0].span.end == cursor)
    relations = tuple(name for name in names if name not in ("", COUNT))
    return relations, names[-1:] == [COUNT] and at_name


def _colon_before(before: list[Token], cursor: int) -> int | None:
    """Return the index of the colon that the cursor stands behind without a space between."""
    end = cursor
    for index in range(len(before) - 1, -1, -1):
        token = before[index]
        if token.span.end != end or token.kind not in _AFTER_COLON | {"colon"}:
            return None
        if token.kind == "colon":
            return index
        end = token.span.start
    return None


def _value_at(
    text: str, cursor: int, before: list[Token], colon: int, relations: tuple[str, ...]
) -> Typing:
    """Describe the value being typed behind the colon at index ``colon``."""
    pieces = before[colon + 1 :]
    owner = (
        before[colon - 1]
        if colon and before[colon - 1].span.end == before[colon].span.start
        else None
    )
    field = ""
    if owner and owner.kind in ("field", "close"):
        field = owner.text if owner.kind == "field" else COUNT
    if pieces and pieces[0].kind == "regex":
        return Typing(
            "pattern", pieces[0].content, _replaced(text, cursor, pieces[0]), field, relations
        )
    live = pieces.pop() if pieces and pieces[-1].kind in _LITERALS else None
    signs = [piece.text for piece in pieces if piece.kind in ("compare", "range")]
    return Typing(
        "value",
        live.content if live else "",
        _replaced(text, cursor, live),
        field,
        relations,
        tuple(piece.content for piece in pieces if piece.kind in _LITERALS and not signs),
        signs[-1] if signs else "",
    )


def _replaced(text: str, cursor: int, typed: Token | None) -> Span:
    """Return the whole piece around the cursor, of which ``typed`` was typed before it.

    A quoted text ends at the cursor where the rest of it looks like other terms: then the
    quote that seems to close it more likely opens the next one.
    """
    start = typed.span.start if typed else cursor
    for token in tokens(text):
        if token.span.start == start:
            rest = text[cursor : token.span.end]
            if token.kind == "string" and (not token.closed or re.search("[:()]", rest)):
                break
            if typed or token.kind in _LITERALS:
                return Span(start, max(cursor, token.span.end))
    return Span(start, cursor)
