"""Rows of a data frame as pandas picks them: ``df[(df.country == "DE") & (df.sectors > 5)]``.

They are refused with the filter that is meant, ``country:DE sectors:>5``.
"""

from __future__ import annotations

import re

from tui.lazy_pattern import lazy_pattern
from tui.query.language.habits import Misread, is_denied, term_meant
from tui.query.language.tree import Span

_NAME = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_TEXT = r"\"[^\"]*\"|'[^']*'"
_COLUMN = rf"(?P<frame>[A-Za-z_]\w*)(?:\.(?P<name>{_NAME})|\[[\"'](?P<quoted>{_NAME})[\"']\])"
_TERM = (
    rf"{_COLUMN}(?:\s*+(?P<sign>==|!=|[<>]=?)\s*+(?P<value>{_TEXT}|[^\s()&|\]\"']+)"
    rf"|\.isin\(\[(?P<values>(?:{_TEXT}|[^\]\"'])*)\]\)|\.(?P<known>isna|isnull|notna|notnull)\(\))"
)
_ALONE = lazy_pattern(rf"{_TERM}(?=[\s)]|\Z)")
_PIECE = lazy_pattern(rf"\s*+(?:{_TERM}|(?P<joins>[()&|~]|(?:and|or|not)\b))")
_OPENS = lazy_pattern(r"[A-Za-z_]\w*(?:\.loc)?\[(?=[\s(~]*+(?:not\s+)?[A-Za-z_]\w*[.\[])")
_CLOSES = lazy_pattern(r"\s*+\](?=[\s)]|\Z)")
_OPERATORS = {"and": "&", "or": "|", "not": "~"}
_JOINED = {"&": " ", "|": " OR ", "~": "-"}
_ONE_IN_PARENTHESES = lazy_pattern(r"\((-?[^\s():]+:(?:\"[^\"]*\"|[^\s()\"])+)\)")
_REASON = "what is picked of a frame is a filter here"


def of_frame(text: str, start: int) -> Misread | None:
    """The rows of a frame that are picked from ``start`` on; None where none are."""
    alone = _ALONE.match(text, start)
    if alone and alone["quoted"]:
        return Misread(_REASON, Span(start, alone.end()), _term(alone))
    opened = _OPENS.match(text, start)
    if opened is None:
        return None
    at, parts, joined = opened.end(), list[str](), set[str]()
    while found := _PIECE.match(text, at):
        at = found.end()
        joins = _OPERATORS.get(found["joins"], found["joins"])
        joined.add(joins)
        parts.append(_JOINED.get(joins, joins) if joins else _term(found))
    closed = _CLOSES.match(text, at)
    if closed is None:
        return None
    meant = _ONE_IN_PARENTHESES.sub(r"\1", "".join(parts))
    if "|" in joined or ("&" in joined and is_denied(text[:start])):
        meant = f"({meant})"
    return Misread(_REASON, Span(start, closed.end()), meant)


def _term(found: re.Match[str]) -> str:
    name = found["name"] or found["quoted"]
    if known := found["known"]:
        return f"{'-' if known in ('isna', 'isnull') else ''}{name}:*"
    if (values := found["values"]) is not None:
        return f"{name}:{','.join(each.strip() for each in values.split(','))}".replace("'", '"')
    return term_meant(name, found["sign"], found["value"])
