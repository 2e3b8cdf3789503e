"""From the pieces behind a colon to a condition.

Regular expressions are compiled by an engine that is told when to stop, since some, such as
``(a+)+$``, need longer than anyone lives on a text of one line. It is imported when the first
expression is read: few filters have one.
"""

from __future__ import annotations

import math
import re
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn, cast

from tui.lazy_pattern import lazy_pattern
from tui.query.language.lex import INVISIBLE, Token
from tui.query.language.tree import (
    Between,
    Compare,
    Condition,
    FilterError,
    OneOf,
    Operator,
    Pattern,
    Present,
    Span,
    Value,
)

if TYPE_CHECKING:
    import regex

MAX_PARENTHESES = 60
"""How many groups an expression may have."""
MAX_LENGTH = 500_000
"""How long an expression may be with its repetitions written out, however they are nested."""

_AT_LEAST = lazy_pattern(r"\{\s*(\d{1,9})")

# An expression inside itself needs memory without bound.
_CALLS_ITSELF = lazy_pattern(r"\(\?(?:R|[+-]?\d|&|P>)")


class PatternError(ValueError):
    """Why an expression is not valid, and where in it, None where that is not known."""

    def __init__(self, reason: str, place: int | None = None) -> None:
        """Keep the parts."""
        super().__init__(reason)
        self.place = place


@lru_cache(maxsize=64)
def compiled(source: str) -> regex.Pattern[str]:
    """The expression, for which case does not matter. Raises :class:`PatternError`."""
    if source.count("(") > MAX_PARENTHESES:
        raise PatternError("the regular expression has too many parentheses")
    if call := _CALLS_ITSELF.search(source):
        raise PatternError("a regular expression cannot call itself", call.start())
    # The engine writes out what must be there, some 280 bytes a sign, before any limit of time.
    if len(source) * math.prod(int(n) or 1 for n in _AT_LEAST.findall(source)) > MAX_LENGTH:
        raise PatternError("the regular expression repeats too much")
    try:
        import regex
    except ImportError:
        raise PatternError("regular expressions need the package 'regex'") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return regex.compile(source, regex.IGNORECASE)
    except Exception as error:
        # Besides its own the engine raises errors of many kinds for what it cannot read.
        reason = getattr(error, "msg", "") or str(error).lower() or "too large"
        place = getattr(error, "pos", None)
        raise PatternError(f"the regular expression is not valid ({reason})", place) from None


SECONDS = 1.0
"""Seconds of computing for all texts together."""


class TooSlowError(Exception):
    """The time is over."""


def found_in(source: str, texts: Iterable[Sequence[str]]) -> list[bool]:
    """Whether the expression is found in one of the lines of each text.

    Raises :class:`TooSlowError` where that takes longer than ``SECONDS``.
    """
    search, flags = compiled(source).search, []
    until = time.thread_time() + SECONDS
    for lines in texts:
        found = False
        for line in lines:
            left = until - time.thread_time()
            if left <= 0:
                raise TooSlowError
            try:
                found = search(line, timeout=left) is not None
            except TimeoutError:
                raise TooSlowError from None
            if found:
                break
        flags.append(found)
    return flags


_COMPARISONS = frozenset({"<", "<=", ">", ">=", "="})
TYPOGRAPHIC = {"≥": ">=", "≤": "<="}
"""Comparisons in one sign, and how the language writes them."""
_NEAR_COMPARISONS = {"=>": ">=", "=<": "<=", "==": "="}
NEITHER = frozenset({"!=", "<>", "≠"})
"""Signs that exclude what stands behind them."""

_COMMAS = r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"
_DECIMAL_COMMA = r"-?[1-9]\d{0,2}(?:[.'’]\d{3})+,(?!\d{3}\Z)\d+"
DECIMAL_COMMA = lazy_pattern(_DECIMAL_COMMA, re.ASCII)
"""A number as German writes it, ``1.000,5``; three decimals could be thousands."""
ONE_NUMBER = lazy_pattern(f"{_COMMAS}|{_DECIMAL_COMMA}", re.ASCII)
"""A number as the screen or German writes it; behind a field its commas part no values."""
_WHOLE = lazy_pattern(r"-?\d[\d.]*", re.ASCII)
_POINTS = lazy_pattern(r"-?[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
_FIRST_DIGITS = lazy_pattern(r"-?[1-9]\d{0,2}(?: \d{3})*", re.ASCII)
_THREE_DIGITS = lazy_pattern(r"\d{3}(?:[.,]\d+)?", re.ASCII)


def fail(reason: str, span: Span, suggestion: str = "") -> NoReturn:
    """Raise the error."""
    raise FilterError(reason, span, suggestion)


def number_goes_on(value: Token, text: str, follower: Token | None) -> bool:
    """Whether ``follower`` is the next part of a number, as in ``10 000`` and ``10 000,5``."""
    if value.kind != "value" or follower is None or follower.kind != "word":
        return False
    gap = INVISIBLE.sub("", text[value.span.end : follower.span.start])
    digits = _FIRST_DIGITS.fullmatch(value.text)
    return len(gap) == 1 and bool(digits and _THREE_DIGITS.fullmatch(follower.text))


def read_condition(pieces: list[Token]) -> Condition:
    """Read the pieces after a colon: at least one, with no space between them.

    Signs that exclude are for the caller to take away before. Raises FilterError.
    """
    pieces = _with_thousands(pieces)
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
    operator = TYPOGRAPHIC.get(sign.text, sign.text)
    if operator not in _COMPARISONS:
        meant = _NEAR_COMPARISONS.get(sign.text, "")
        fail(f"'{sign.text}' is no comparison", sign.span, meant)
    if not rest:
        fail(f"'{sign.text}' has no value directly after it", sign.span)
    if len(rest) > 1:
        reason = "a comparison takes one value; a range is written 1..10"
        if decimal := _decimal(rest):
            fail(reason, _across([sign, *rest]), f"{operator}{decimal}")
        ranged = [piece.kind for piece in rest] == ["value", "range", "value"]
        if ranged and operator in ("<=", ">=", "="):
            fail(reason, _across([sign, *rest]), "".join(piece.text for piece in rest))
        fail(reason, _across(rest))
    return Compare(cast("Operator", operator), read_value(rest[0]))


def _decimal(pieces: Sequence[Token]) -> str:
    """What ``2,5`` or ``1.000,500`` may be meant for, "" for anything else."""
    if [piece.kind for piece in pieces] != ["value", "comma", "value"]:
        return ""
    whole = pieces[0].text
    if not (_WHOLE.fullmatch(whole) and pieces[2].text.isdecimal()):
        return ""
    return f"{whole.replace('.', '') if _POINTS.fullmatch(whole) else whole}.{pieces[2].text}"


def _pattern(regex: Token, rest: list[Token]) -> Pattern:
    if not regex.closed:
        fail("the regular expression is not closed; add '/'", regex.span)
    if rest:
        fail(r"text after the regular expression; inside it a slash is written \/", _across(rest))
    source = regex.content.replace(r"\/", "/")
    try:
        compiled(source)
    except PatternError as error:
        if error.place is None:
            fail(str(error), regex.span)
        place = min(error.place, len(source))
        start = min(regex.span.start + 1 + place + source.count("/", 0, place), regex.span.end - 1)
        fail(str(error), Span(start, regex.span.end - 1))
    return Pattern(source, regex.span)


def _between(pieces: list[Token]) -> Between:
    match [piece.kind for piece in pieces]:
        case ["range"]:
            fail("'..' has no value on either side", pieces[0].span)
        case ["range", ("value" | "string" | "star")]:
            return Between(None, read_value(pieces[1]))
        case [("value" | "string" | "star"), "range"]:
            return Between(read_value(pieces[0]), None)
        case [("value" | "string" | "star"), "range", ("value" | "string" | "star")]:
            return Between(read_value(pieces[0]), read_value(pieces[2]))
        case kinds if "comma" in kinds:
            at = kinds.index("range")
            ends = (_end(pieces[:at]), _end(pieces[at + 1 :]))
            meant = "..".join(ends) if all(ends) and kinds.count("range") == 1 else ""
            reason = "a range cannot stand in a list; join the parts with OR"
            fail(reason, _across(pieces), meant)
    fail("a range has two ends, as in 1..10", _across(pieces))


def _end(pieces: Sequence[Token]) -> str:
    """An end of a range, with a decimal point where it has a comma."""
    alone = len(pieces) == 1 and pieces[0].kind == "value"
    return pieces[0].text if alone else _decimal(pieces)


def _listed(pieces: list[Token]) -> Iterator[Value]:
    """Read values with commas between them."""
    expects_value = True
    for piece in pieces:
        if expects_value and piece.kind == "comma":
            fail("no value before ','", piece.span)
        if not expects_value and piece.kind != "comma":
            fail("a quote inside a value; put the whole value in quotes", piece.span)
        if piece.kind != "comma":
            yield read_value(piece)
        expects_value = piece.kind == "comma"
    if expects_value:
        fail("no value directly after ','", pieces[-1].span)


def read_value(token: Token) -> Value:
    """Read one literal, quoted or not."""
    if token.kind == "string":
        if not token.closed:
            fail("the quote is not closed; add '\"'", token.span)
        return Value(token.content, quoted=True, span=token.span)
    text = token.text
    if text.startswith(("!", "~")):
        form = "-field:" if text[0] == "!" else "field:"
        fail(f"'{text[0]}' before a value; write {form}{text[1:] or 'value'}", token.span)
    if "|" in text:
        meant = ",".join(part for part in text.split("|") if part)
        fail("values stand with commas between them; in quotes this is text", token.span, meant)
    if "*" in text:
        meant = text.strip("*")
        fail(
            "'*' stands alone after a field, as in website:*; parts of words are found without it",
            token.span,
            "" if "*" in meant else meant,
        )
    return Value(text, span=token.span)


def _across(pieces: list[Token]) -> Span:
    return Span(pieces[0].span.start, pieces[-1].span.end)


def _with_thousands(pieces: list[Token]) -> list[Token]:
    """The pieces with ``4,480`` as one value: where nothing else stands in the list."""
    found: list[Token] = []
    run: list[Token] = []
    for piece in pieces:
        if piece.kind in ("value", "comma"):
            run.append(piece)
        else:
            found += [*_one_number(run), piece]
            run = []
    return [*found, *_one_number(run)]


def _one_number(run: list[Token]) -> list[Token]:
    text = "".join(piece.text for piece in run)
    if len(run) > 1 and ONE_NUMBER.fullmatch(text):
        return [Token("value", text, _across(run))]
    return run
