"""Changing a filter text without touching the rest of it.

A filter is a list of parts that must all match. Parts are cut out and added in the text
itself, so that what somebody wrote by hand stays as it was written. Each result is read
again: where the text does not say what it should, the tree is written out anew instead.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from tui.query.language.lex import Token, tokens
from tui.query.language.parse import parse
from tui.query.language.render import all_of, normalise, render
from tui.query.language.tree import And, Everything, FilterError, Node, Span


def parts(node: Node) -> tuple[Node, ...]:
    """The parts of a parsed filter that must all match, with their places; none if blank."""
    if isinstance(node, And):
        return node.nodes
    return () if isinstance(node, Everything) else (node,)


def source(text: str, *parts: Node) -> str:
    """Parts as they were written, each with the parentheses around it, a space between them."""
    pieces = tokens(text)
    ends = (_around(pieces, part.span) for part in parts)
    return " ".join(text[pieces[a].span.start : pieces[b].span.end] for a, b in ends)


def without_parts(text: str, places: Collection[int]) -> str:
    """The filter text without the parts at these places, counted from 0.

    Raises FilterError where the text is no filter.
    """
    found = parts(parse(text))
    cut = text
    for place in sorted(places, reverse=True):
        cut = _cut(cut, found[place].span)
    return _said(cut, all_of(part for at, part in enumerate(found) if at not in places))


def with_part(text: str, part: str) -> str:
    """The filter text that needs ``part``, itself a filter, as well.

    Raises FilterError where one of the two is no filter.
    """
    wanted = all_of((parse(text), parse(part)))
    blank = not text.strip()
    plain = part if blank else f"{text.rstrip()} {part}"
    return plain if _says(plain, wanted) else _said(f"({text.strip()}) {part}", wanted)


def with_values(text: str, span: Span, values: Sequence[str], wanted: Node) -> str:
    """The filter text with other values in ``span``; ``wanted`` is what it is to say."""
    return _said(text[: span.start] + ",".join(values) + text[span.end :], wanted)


def _says(text: str, wanted: Node) -> bool:
    try:
        return normalise(parse(text)) == normalise(wanted)
    except FilterError:
        return False


def _said(text: str, wanted: Node) -> str:
    return text if _says(text, wanted) else render(wanted)


def _around(pieces: Sequence[Token], span: Span) -> tuple[int, int]:
    """First and last piece of a part, with the parentheses that hold nothing else."""
    first = bisect_left(pieces, span.start, key=lambda piece: piece.span.start)
    last = bisect_right(pieces, span.end, key=lambda piece: piece.span.end) - 1
    while (
        first > 0
        and last + 1 < len(pieces)
        and pieces[first - 1].kind == "open"
        and pieces[last + 1].kind == "close"
    ):
        first, last = first - 1, last + 1
    return first, last


def _cut(text: str, span: Span) -> str:
    """The text without a part, the AND beside it and the space that it leaves."""
    pieces = tokens(text)
    first, last = _around(pieces, span)
    if first > 0 and _is_and(pieces[first - 1]):
        first -= 1
    elif last + 1 < len(pieces) and _is_and(pieces[last + 1]):
        last += 1
    before = text[: pieces[first].span.start].rstrip()
    after = text[pieces[last].span.end :].lstrip()
    apart = before and after and not before.endswith("(") and not after.startswith(")")
    return f"{before} {after}" if apart else before + after


def _is_and(piece: Token) -> bool:
    return piece.kind == "operator" and piece.text.upper() == "AND"
