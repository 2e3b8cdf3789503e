"""Lists as they are written elsewhere: in brackets, behind ``in``, with spaces at the commas.

``country:[DE, FR]``, ``country in (DE, FR)`` and ``members:[5 TO 10]`` are refused with the form
that is meant, ``country:DE,FR``. A single value in square brackets may be a text.
"""

from __future__ import annotations

import re

from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern
from tui.query.language.lex import NAME_FORM
from tui.query.language.tree import Span

_CLOSING = {"[": "]", "{": "}", "(": ")"}
_QUOTES = "\"'“”„‟‘’‚«»`"
_SIGN = r"(?:[<>=~≥≤≠]+|!=+|!~)"
_INSIDE = r"(?P<open>[\[{(])(?P<inside>[^\[\]{}():]*)(?P<close>[\]})])"
_BEHIND_A_NAME = lazy_pattern(
    rf"(?P<name>{NAME_FORM})"
    rf"(?:\s*:\s*(?P<sign>{_SIGN}?)|\s*(?P<compared>{_SIGN})\s*|\s+(?P<denied>not\s+)?(?P<verb>in)\s*)"
    rf"{_INSIDE}",
    re.IGNORECASE,
)
_ALONE = lazy_pattern(_INSIDE)
_SPACED = lazy_pattern(
    rf'(?P<name>{NAME_FORM}):(?P<inside>[^\s,()":]+(?:\s*,\s*[^\s,()":]+)+)(?=[\s)]|\Z)'
)
_PARTED = lazy_pattern(r"\s*[,;|]\s*|\s+(?:or|oder)\s+", re.IGNORECASE)
_FROM_TO = lazy_pattern(r"(?P<low>\S+)(?:\s+(?:to|bis)\s+|\.\.)(?P<high>\S+)", re.IGNORECASE)
_BARE = lazy_pattern(r"[^\s,;|*/!~<>=][^\s,;|*]*")
_CODE = lazy_pattern(r"[A-Z]{2}(?:,[A-Z]{2})*")
_NO_BRACKETS = "values stand without brackets, as in field:one,other"


@frozen
class Bracketed:
    """Values in brackets: why they are refused, where, and the term that is meant."""

    reason: str
    span: Span
    meant: str = ""


def bracketed(text: str, start: int) -> Bracketed | None:
    """The list in brackets, or with spaces in it, that a term from ``start`` on is or has."""
    if found := _BEHIND_A_NAME.match(text, start):
        return _behind_a_name(found)
    if found := _SPACED.match(text, start):
        return _spaced(found)
    found = _ALONE.match(text, start)
    values = _values(found) if found and found["open"] != "(" else ""
    if found is None or not _is_list(values):
        return None
    term = f"country:{values}" if _CODE.fullmatch(values) else f"FIELD:{values}"
    reason = f"'{found[0]}' has no field before it, as in {term} (in quotes it is text)"
    return Bracketed(reason, Span(found.start(), found.end()))


def _behind_a_name(found: re.Match[str]) -> Bracketed | None:
    values = _values(found)
    sign = found["sign"] or found["compared"] or ""
    asked = found["verb"] is None
    # Behind "in" a group of texts may stand, and one value in square brackets may be a text.
    in_doubt = not asked if found["open"] == "(" else asked and not sign
    if not values or (in_doubt and not _is_list(values)):
        return None
    excludes = bool(found["denied"]) or sign[:1] in ("!", "≠") or sign == "<>"
    condition = "" if excludes else sign.strip("=~") + "=" * (sign in (">=", "<="))
    condition = {"≥": ">=", "≤": "<="}.get(condition, condition)
    if condition and _is_list(values):
        return None
    meant = f"{'-' if excludes else ''}{found['name']}:{condition}{values}"
    reason = _NO_BRACKETS if asked else f"'{found['verb']}' joins nothing here"
    return Bracketed(reason, Span(found.start(), found.end()), meant)


def _spaced(found: re.Match[str]) -> Bracketed | None:
    """``country:DE, FR``."""
    values = _joined(_PARTED.split(found["inside"]))
    if not values or not re.search(r"\s", found["inside"]):
        return None
    span = Span(found.start("inside"), found.end("inside"))
    return Bracketed("a list has no spaces at its commas", span, values)


def _values(found: re.Match[str]) -> str:
    """The condition that the brackets are meant for, "" where they hold something else."""
    inside = found["inside"].strip()
    if found["close"] != _CLOSING[found["open"]] or not inside:
        return ""
    if ends := _FROM_TO.fullmatch(inside):
        low, high = (_plain(each) for each in ends.group("low", "high"))
        ranged = f"{'' if low == '*' else low}..{'' if high == '*' else high}"
        return ranged if ranged != ".." and '"' not in ranged else ""
    return _joined(_PARTED.split(inside))


def _joined(parts: list[str]) -> str:
    """Values as they stand in a list, "" where one of them is none."""
    plain = [_plain(part) for part in parts]
    if not all(plain) or any(sign in part for part in plain for sign in _QUOTES):
        return ""
    if any(part == "*" or part.startswith(("/", "!", "~", "<", ">", "=")) for part in plain):
        return ""
    return ",".join(part if _BARE.fullmatch(part) else f'"{part}"' for part in plain)


def _plain(text: str) -> str:
    """A value without the quotes around it."""
    quoted = len(text) > 2 and text[0] in _QUOTES and text[-1] in _QUOTES
    return text[1:-1] if quoted else text


def _is_list(values: str) -> bool:
    return "," in values or ".." in values
