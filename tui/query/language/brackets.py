"""Conditions as they are written elsewhere: lists in brackets, behind ``in``, limits with ``+``.

``country:[DE, FR]``, ``country:<DE,FR>``, ``country in (DE, FR)``, ``count(partner):(2, 3)``,
``members:[5 TO 10]`` and ``members:5+`` are refused with the form that is meant,
``country:DE,FR``. A single value in square brackets may be a text.
"""

from __future__ import annotations

import re

from tui.lazy_pattern import lazy_pattern
from tui.query.language.condition import ONE_NUMBER
from tui.query.language.habits import SIGNS, Misread
from tui.query.language.lex import NAME_FORM, operator_named
from tui.query.language.tree import Span

_CLOSING = {"[": "]", "{": "}", "(": ")", "<": ">"}
_QUOTES = "\"'“”„‟‘’‚«»`"
_SIGN = r"(?:[<>=~≥≤≠]+|!=+|!~)"
# Angle brackets stand close around their values: else they compare.
_INSIDE = (
    r"(?P<open>[\[{(]|<(?=[^\s<>=]))(?P<inside>[^\[\]{}()<>:]*)"
    r"(?P<close>[\]})]|(?<=\S)>(?=[\s)]|\Z))"
)
_BEHIND = (
    rf"(?:\s*:\s*(?P<sign>{_SIGN}?)|\s*(?P<compared>{_SIGN})\s*|\s+(?P<denied>(?:not|nicht)\s+)?(?P<verb>in)\s*)"
    rf"{_INSIDE}"
)
_BEHIND_A_NAME = lazy_pattern(rf"(?P<name>{NAME_FORM}){_BEHIND}", re.IGNORECASE)
_BEHIND_A_COUNT = lazy_pattern(_BEHIND, re.IGNORECASE)
_COUNTED = lazy_pattern(
    r"(?P<name>[A-Za-z_]\w*)(?:\.|\s+(?:(?:where|with)\s+)?)(?P<terms>\S.*)", re.ASCII | re.DOTALL
)
_COMPARED = lazy_pattern(rf"\s*+:?\s*+(?P<sign>{_SIGN})?\s*+(?P<value>\d[^\s()]*)")
_OPEN_ENDED = lazy_pattern(
    r"\s*+(?=[:>=]):?\s*+(?P<sign>>=?|==?)?\s*+(?P<limit>-?\d[\d.'’_-]*(?:,\d+)*(?:[kmb]|mio|mrd)?)"
    r"(?:\s*\+|\s+(?:or|and|oder|und)\s+(?:(?P<more>more|above|over|up|higher|larger|later|after"
    r"|newer|mehr|höher|größer|später)|less|fewer|below|under|lower|smaller|earlier|before|older"
    r"|weniger|kleiner|früher)(?!\s+(?:than|als)))(?=[\s)]|\Z)",
    re.IGNORECASE,
)
_A_NAME = lazy_pattern(NAME_FORM)
_ALONE = lazy_pattern(_INSIDE)
_WITH_SPACES = r':(?P<inside>[^\s,()":]+(?:\s*,\s*[^\s,()":]+)+)(?=[\s)]|\Z)'
_SPACED = lazy_pattern(f"{NAME_FORM}{_WITH_SPACES}")
_SPACED_VALUES = lazy_pattern(_WITH_SPACES)
_PARTED = lazy_pattern(r"\s*[,;|]\s*|\s+(?:or|oder)\s+", re.IGNORECASE)
_FROM_TO = lazy_pattern(r"(?P<low>\S+)(?:\s+(?:to|bis)\s+|\.\.)(?P<high>\S+)", re.IGNORECASE)
_BARE = lazy_pattern(r"[^\s,;|*/!~<>=][^\s,;|*]*")
_CODE = lazy_pattern(r"[A-Z]{2}(?:,[A-Z]{2})*")
_NO_SPACE = "a count is compared directly behind its colon, as in count(partner):>=2"
_NO_BRACKETS = "values stand without brackets, as in field:one,other"


def bracketed(text: str, start: int) -> Misread | None:
    """The list in brackets, or with spaces in it, that a term from ``start`` on is or has.

    A limit with a plus sign is told too.
    """
    name = _A_NAME.match(text, start)
    if name and (found := _OPEN_ENDED.match(text, name.end())):
        return _open_ended(found, start, name[0])
    if found := _BEHIND_A_NAME.match(text, start):
        return _behind(found, start, found["name"])
    if found := _SPACED.match(text, start):
        return _spaced(found)
    found = _ALONE.match(text, start)
    values = _values(found) if found and found["open"] != "(" else ""
    if found is None or not _is_list(values):
        return None
    term = f"country:{values}" if _CODE.fullmatch(values) else f"FIELD:{values}"
    reason = f"'{found[0]}' has no field before it, as in {term} (in quotes it is text)"
    return Misread(reason, Span(found.start(), found.end()))


def behind_count(text: str, start: int, end: int) -> Misread | None:
    """What stands behind ``count(…)``, from ``start`` to ``end``, where it is no condition here."""
    name = text[start:end]
    if found := _OPEN_ENDED.match(text, end):
        return _open_ended(found, start, name)
    if found := _BEHIND_A_COUNT.match(text, end):
        return _behind(found, start, name)
    if found := _SPACED_VALUES.match(text, end):
        return _spaced(found)
    found = _COMPARED.match(text, end)
    sign = (found["sign"] or "") if found else ""
    if found is None or found[0] == f":{sign}{found['value']}":
        return None
    begin, condition = SIGNS.get(sign, ("", ""))
    span = Span(start, found.end())
    return Misread(_NO_SPACE, span, f"{begin}{name}:{condition}{found['value']}")


def counted(text: str) -> str:
    """What stands in ``count( )`` as it is meant: ``member(type:company)`` for ``member.type:…``.

    "" where that cannot be told.
    """
    found = _COUNTED.fullmatch(text)
    return f"{found['name']}({found['terms']})" if found else ""


def _behind(found: re.Match[str], start: int, name: str) -> Misread | None:
    values = _values(found)
    sign = found["sign"] or found["compared"] or ""
    asked = found["verb"] is None
    # Behind "in" a group of texts may stand, and one value in square brackets may be a text.
    in_doubt = not asked if found["open"] in "(<" else asked and not sign
    if not values or (in_doubt and not _is_list(values)):
        return None
    begin, condition = SIGNS.get(sign, ("", ""))
    if condition and _is_list(values):
        return None
    meant = f"{'-' if found['denied'] else begin}{name}:{condition}{values}"
    reason = _NO_BRACKETS if asked else f"'{found['verb']}' joins nothing here"
    return Misread(reason, Span(start, found.end()), meant)


def _open_ended(found: re.Match[str], start: int, name: str) -> Misread:
    """``members:5+``, ``members:5 or less``."""
    sign = (">" if found["sign"] == ">" else ">=") if found["more"] or "+" in found[0] else "<="
    meant = f"{sign}{found['limit']}"
    if "," in found["limit"] and not ONE_NUMBER.fullmatch(found["limit"]):
        reason = "a limit is one number, as in >=5 (in quotes it is text)"
        return Misread(reason, Span(start, found.end()))
    reason = f"a limit is written {meant} (in quotes it is text)"
    return Misread(reason, Span(start, found.end()), f"{name}:{meant}")


def _spaced(found: re.Match[str]) -> Misread | None:
    """``country:DE, FR``."""
    values = _joined(_PARTED.split(found["inside"]))
    joins = any(map(operator_named, re.split(r"[\s,]+", found["inside"])))
    if not values or joins or not re.search(r"\s", found["inside"]):
        return None
    span = Span(found.start("inside"), found.end("inside"))
    return Misread("a list has no spaces at its commas", span, values)


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
