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

# What stands between a name and a value elsewhere -> what begins the term here, and its condition.
_SIGNS = {
    "=": ("", ""), "==": ("", ""), "~": ("", ""), "=~": ("", ""), "~=": ("", ""),
    "!=": ("-", ""), "!==": ("-", ""), "<>": ("-", ""), "≠": ("-", ""), "!~": ("-", ""),
    ">": ("", ">"), "<": ("", "<"), ">=": ("", ">="), "<=": ("", "<="), "=>": ("", ">="),
    "=<": ("", "<="), "≥": ("", ">="), "≤": ("", "<="),
}  # fmt: skip
_JOINED = {"&": "a b", "&&": "a b", "+": "a b", "|": "a OR b", "||": "a OR b"}
_SIGN = r"[<>=~≥≤≠]+|!=+|!~"
_WITH_SIGN = lazy_pattern(rf"(?P<name>{NAME_FORM}?)(?P<sign>{_SIGN})(?P<value>.*)", re.DOTALL)
_BEGINS_WITH_SIGN = lazy_pattern(rf"(?P<sign>{_SIGN})(?P<value>.*)", re.DOTALL)
_EXCLUDED = lazy_pattern(r"[!¬](?P<rest>.*)", re.DOTALL)
_NEEDED = lazy_pattern(r"\+(?P<rest>[^\W\d].*)", re.DOTALL)
_RANGE = lazy_pattern(r"-?\d[\d.]*?\.\.\d*|\.\.\d+")
_BEHIND_SIGNS = lazy_pattern(r'[^\w"\'’‘-]+(?P<term>[A-Za-z_][\w.]*:\S.*)', re.DOTALL)
_FOREIGN_NAME = lazy_pattern(r"(?P<name>[^\W\d][\w.-]*):\S", re.DOTALL)
_CLOSING = ("'", "’", "‘")
_SCHEMES = frozenset({"http", "https", "ftp", "ftps", "sftp", "file"})
_PLAIN_SCHEMES = frozenset({"mailto", "doi", "urn"})


@frozen
class Misread:
    """Why a word is no term, and the text that may be meant, "" where that is not told."""

    reason: str
    meant: str = ""


def _said(written: str, meant: str) -> Misread:
    return Misread(f"'{written}' is no term {_QUOTE_IT}", meant)


def misread(
    token: Token, before: Token | None = None, after: Token | None = None
) -> Misread | None:
    """What is wrong with a word as free text; None where it is a word like any other.

    ``before`` and ``after`` are the pieces beside it.
    """
    compared = _WITH_SIGN.fullmatch(token.text)
    apart = _BEGINS_WITH_SIGN.fullmatch(token.text)
    if compared:
        return _compared(token, compared, after)
    return _compared_apart(token, apart, before, after) if apart else _marked(token.text, after)


def _marked(text: str, after: Token | None) -> Misread | None:
    """Words with a sign that means something elsewhere."""
    if text in _JOINED:
        return Misread(f"'{text}' joins nothing here; write {_JOINED[text]} {_QUOTE_IT}")
    if found := _EXCLUDED.fullmatch(text):
        rest = found["rest"] or (after.text if after is not None else "")
        return _said(text, f"-{rest}" if rest else "")
    if found := _NEEDED.fullmatch(text):
        return _said(text, found["rest"])
    if _RANGE.fullmatch(text):
        return Misread(f"'{text}' has no field before it, as in rank:1..10 {_QUOTE_IT}")
    if found := _BEHIND_SIGNS.fullmatch(text):
        return _said(text, found["term"].rstrip("]}"))
    if found := _FOREIGN_NAME.match(text):
        return Misread(f"no field has the name '{found['name']}' {_QUOTE_IT}")
    return None


def _next(after: Token | None) -> str:
    return after.text if after is not None else "…"


def _term(name: str, sign: str, value: str) -> str:
    begin, condition = _SIGNS.get(sign, ("", ""))
    if value[:1] in _CLOSING and value.endswith(_CLOSING) and value[1:-1].isalnum():
        value = value[1:-1]
    return f"{begin}{name}:{condition}{value}"


def _compared(token: Token, found: re.Match[str], after: Token | None) -> Misread:
    """``country=DE``."""
    return _said(token.text, _term(found["name"], found["sign"], found["value"] or _next(after)))


def _compared_apart(
    token: Token, found: re.Match[str], before: Token | None, after: Token | None
) -> Misread:
    """``members > 5``: the sign of its own."""
    value = found["value"] or _next(after)
    if before is not None and before.kind == "word" and NAME.fullmatch(before.text):
        return _said(token.text, _term(before.text, found["sign"], value))
    return Misread(f"'{token.text}' has no field before it, as in members:>5 {_QUOTE_IT}")


def is_address(scheme: str, value: str) -> bool:
    """Whether ``scheme:value`` is an address, such as one pasted from a browser."""
    plain = scheme.lower()
    return plain in _PLAIN_SCHEMES or (plain in _SCHEMES and value.startswith("//"))


def single_quoted(word: str, after: Sequence[Token]) -> str:
    """The text that single quotes were meant to hold together, "" where they hold none."""
    if word[:1] not in "'‘‚":
        return ""
    if len(word) > 2 and word.endswith(_CLOSING):
        return word[1:-1]
    parts = [word]
    for piece in after:
        parts.append(piece.text)
        if piece.text.endswith(_CLOSING):
            return " ".join(parts)[1:-1]
    return ""


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
