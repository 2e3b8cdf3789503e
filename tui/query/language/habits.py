"""Ways to write that people bring from elsewhere: each is told the form that is meant here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern
from tui.query.language.condition import TYPOGRAPHIC
from tui.query.language.lex import INVISIBLE, NAME, NAME_FORM, Token
from tui.query.language.tree import Note, Span

_QUOTE_IT = "(in quotes it is text)"

SIGNS = {
    "=": ("", ""), "==": ("", ""), "~": ("", ""), "=~": ("", ""), "~=": ("", ""),
    "!=": ("-", ""), "!==": ("-", ""), "<>": ("-", ""), "≠": ("-", ""), "!~": ("-", ""),
    ">": ("", ">"), "<": ("", "<"), ">=": ("", ">="), "<=": ("", "<="), "=>": ("", ">="),
    "=<": ("", "<="), "≥": ("", ">="), "≤": ("", "<="),
}  # fmt: skip
"""Signs between a name and a value: what begins the term that is meant, and its condition."""
_JOINED = {"&": "a b", "&&": "a b", "+": "a b", "|": "a OR b", "||": "a OR b"}
_SIGN = r"[<>=~≥≤≠]+|!=+|!~"
_WITH_SIGN = lazy_pattern(rf"(?P<name>{NAME_FORM}?)(?P<sign>{_SIGN})(?P<value>.*)", re.DOTALL)
_BEGINS_WITH_SIGN = lazy_pattern(rf"(?P<sign>{_SIGN})(?P<value>.*)", re.DOTALL)
_EXCLUDED = lazy_pattern(r"[!¬](?P<rest>.*)", re.DOTALL)
_NEEDED = lazy_pattern(r"\+(?P<rest>[^\W\d].*)", re.DOTALL)
_RANGE = lazy_pattern(r"-?\d[\d.]*?\.\.\d*|\.\.\d+")
_BEHIND_SIGNS = lazy_pattern(r'[^\w"\'’‘-]+(?P<term>[A-Za-z_][\w.]*:\S.*)', re.DOTALL)
_FOREIGN_NAME = lazy_pattern(r"(?P<name>[^\W\d][\w.-]*):\S", re.DOTALL)
_LONGEST_DENIAL = len(" nicht")
_DENIES = lazy_pattern(r"(?:-|(?:\A|[\s(])(?:not|nicht))\Z", re.IGNORECASE)
_PLAIN_VALUE = lazy_pattern(r"\w+(?:[.-]\w+)*")
_CASTS = frozenset({"date", "timestamp", "datetime"})
# As in members__gt=5.
_WORDS_FOR_SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "ne": "!=", "exact": "=",
                    "iexact": "=", "contains": "=", "icontains": "=", "in": "="}  # fmt: skip
_NULLS = frozenset({"null", "nil", "nan"})
_OPENING = ("'", "‘", "‚")
_CLOSING = ("'", "’", "‘")
_SCHEMES = frozenset({"http", "https", "ftp", "ftps", "sftp", "file"})
_PLAIN_SCHEMES = frozenset({"mailto", "doi", "urn"})


@frozen
class Misread:
    """Why something is no term, where it stands, and the text that is meant in its place.

    ``meant`` is "" where that is not told.
    """

    reason: str
    span: Span
    meant: str = ""


def _said(token: Token, meant: str, span: Span | None = None) -> Misread:
    return Misread(f"'{token.text}' is no term {_QUOTE_IT}", span or token.span, meant)


def misread(token: Token, before: Token | None, after: Sequence[Token]) -> Misread | None:
    """What is wrong with a word as free text; None where it is a word like any other.

    ``before`` and ``after`` are the pieces beside it.
    """
    compared = _WITH_SIGN.fullmatch(token.text)
    apart = _BEGINS_WITH_SIGN.fullmatch(token.text)
    if compared:
        return _compared(token, compared, after)
    return _compared_apart(token, apart, before, after) if apart else _marked(token, after)


def _marked(token: Token, after: Sequence[Token]) -> Misread | None:
    """Words with a sign that means something elsewhere."""
    text, span = token.text, token.span
    if text in _JOINED:
        return Misread(f"'{text}' joins nothing here; write {_JOINED[text]} {_QUOTE_IT}", span)
    if found := _EXCLUDED.fullmatch(text):
        rest, end = found["rest"], span.end
        for piece in () if rest else after:
            if rest and piece.span.start != end:
                break
            rest, end = f"{rest}{piece.text}", piece.span.end
        return _said(token, f"-{rest}" if rest else "", Span(span.start, end))
    if found := _NEEDED.fullmatch(text):
        return _said(token, found["rest"])
    if _RANGE.fullmatch(text):
        return Misread(f"'{text}' has no field before it, as in rank:1..10 {_QUOTE_IT}", span)
    if found := _BEHIND_SIGNS.fullmatch(text):
        return _said(token, found["term"].rstrip("]}"))
    if found := _FOREIGN_NAME.match(text):
        return Misread(f"no field has the name '{found['name']}' {_QUOTE_IT}", span)
    return None


def is_denied(before: str) -> bool:
    """Whether what follows a text is denied by its end."""
    return _DENIES.search(before.rstrip()[-_LONGEST_DENIAL:]) is not None


def term_meant(name: str, sign: str, value: str) -> str:
    """The term that a name, a sign of another language and a value mean."""
    field, _, word = name.rpartition("__")
    if field and (compared := _WORDS_FOR_SIGNS.get(word.casefold())) is not None:
        name, sign = field, compared
    begin, condition = SIGNS.get(sign, ("", ""))
    if not condition and (value.casefold() in _NULLS or value == "None"):
        return f"{'' if begin else '-'}{name}:*"
    if value[:1] in _CLOSING and value.endswith(_CLOSING) and len(value) > 2:
        value = value[1:-1] if _PLAIN_VALUE.fullmatch(value[1:-1]) else f'"{value[1:-1]}"'
    # The comma behind a limit parts it from the next term, as in a sentence.
    return f"{begin}{name}:{condition}{value.rstrip(',;') if condition else value}"


def _value(value: str, end: int, after: Sequence[Token]) -> tuple[str, int]:
    """The value behind a sign, which may be the next piece or several, and where it ends."""
    if value.startswith(_CLOSING):
        held, last = single_quoted(value, after)
        return (f"'{held}'", after[last - 1].span.end if last else end) if held else (value, end)
    if value:
        cast = _cast(after) if value.casefold() in _CASTS else None
        return cast or (value, end)
    if not after:
        return "…", end
    return _value(after[0].text, after[0].span.end, after[1:])


def _cast(after: Sequence[Token]) -> tuple[str, int] | None:
    """The value in ``DATE '2025-01-01'`` and ``date('2025-01-01')``, and where it ends."""
    opened = bool(after) and after[0].kind == "open"
    held = after[1:] if opened else after
    if not held or held[0].text[0] not in ("'", "‘", '"'):
        return None
    value, end = _value(held[0].text, held[0].span.end, held[1:])
    closed = [piece.span.end for piece in held if piece.kind == "close"]
    return value, closed[0] if opened and closed else end


def _compared(token: Token, found: re.Match[str], after: Sequence[Token]) -> Misread:
    """``country=DE``."""
    value, end = _value(found["value"], token.span.end, after)
    meant = term_meant(found["name"], found["sign"], value)
    return _said(token, meant, Span(token.span.start, end))


def _compared_apart(
    token: Token, found: re.Match[str], before: Token | None, after: Sequence[Token]
) -> Misread:
    """``members > 5``: the sign of its own."""
    if before is not None and before.kind == "word" and NAME.fullmatch(before.text):
        value, end = _value(found["value"], token.span.end, after)
        span = Span(before.span.start, end)
        return _said(token, term_meant(before.text, found["sign"], value), span)
    reason = f"'{token.text}' has no field before it, as in members:>5 {_QUOTE_IT}"
    return Misread(reason, token.span)


def address(text: str, start: int, colon: Span) -> Misread | None:
    """An address as it comes from a browser, whose scheme from ``start`` on looks like a field."""
    rest = text[colon.end :].split(maxsplit=1)
    if not rest or text[colon.end] != rest[0][0]:
        return None
    scheme = text[start : colon.start].lower()
    if scheme not in _PLAIN_SCHEMES and not (scheme in _SCHEMES and rest[0].startswith("//")):
        return None
    span = Span(start, colon.end + len(rest[0]))
    return Misread("an address stands in quotes", span, f'"{text[start : span.end]}"')


def single_quoted(word: str, after: Sequence[Token]) -> tuple[str, int]:
    """The text that single quotes were meant to hold together, "" where they hold none.

    With it comes how many of the pieces ``after`` the word belong to it.
    """
    if word[:1] not in _OPENING:
        return "", 0
    if len(word) > 2 and word.endswith(_CLOSING):
        return word[1:-1], 0
    parts = [word]
    for count, piece in enumerate(after, 1):
        parts.append(piece.text)
        if piece.text.endswith(_CLOSING):
            return " ".join(parts)[1:-1], count
    return "", 0


_LONGEST_SHOWN = 40


def sign_notes(text: str, pieces: list[Token]) -> Iterator[Note]:
    """Notes on signs that were taken for those of the language, one for each term."""
    at = 0
    while at < len(pieces):
        first = at
        while at + 1 < len(pieces) and pieces[at + 1].span.start == pieces[at].span.end:
            at += 1
        term = pieces[first : at + 1]
        at += 1
        if any(piece.kind != "word" and _other_signs(text, piece) for piece in term):
            span = Span(term[0].span.start, term[-1].span.end)
            form = "".join(TYPOGRAPHIC.get(piece.text, piece.text) for piece in term)
            written = INVISIBLE.sub("", text[span.start : span.end])
            if written == form:
                yield Note(f"invisible characters in {_cut(form)} are left out", span)
            else:
                yield Note(f"{_cut(written)} is read as {_cut(form)}", span)


def _other_signs(text: str, piece: Token) -> bool:
    return piece.text in TYPOGRAPHIC or piece.text != text[piece.span.start : piece.span.end]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
