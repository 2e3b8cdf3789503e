"""The faulty part of a filter, marked below it."""

from __future__ import annotations

from collections.abc import Sequence

from tui.query.language.tree import FilterError, Span
from tui.text import visible, width_of


def pointer(text: str, error: FilterError, width: int) -> tuple[str, str]:
    """Return one line with the faulty part of ``text``, and a line with carets below that part.

    ``width`` is in terminal cells, at least 8. What does not fit is cut with ``…``; hidden
    characters stand as their codes.
    """
    shown = list(visible(text))
    cells = list(map(width_of, shown))
    span = Span(min(error.span.start, len(text)), min(error.span.end, len(text)))
    first, last = _window(cells, span, max(width, 8))
    line = "…" * (first > 0) + "".join(shown[first:last]) + "…" * (last < len(text))
    indent = (first > 0) + sum(cells[first : span.start])
    return line, " " * indent + "^" * max(1, sum(cells[span.start : min(span.end, last)]))


def _window(cells: Sequence[int], span: Span, width: int) -> tuple[int, int]:
    """Choose the characters to show: the start of ``span`` and as much as fits around it."""
    count = len(cells)
    room = width - (span.start == count)

    def fits(first: int, last: int) -> bool:
        return sum(cells[first:last]) + (first > 0) + (last < count) <= room

    if fits(0, count):
        return 0, count
    first = last = span.start
    while last < span.end and fits(first, last + 1):
        last += 1
    while True:
        before = first, last
        if first > 0 and fits(first - 1, last):
            first -= 1
        if last < count and fits(first, last + 1):
            last += 1
        if (first, last) == before:
            return before
