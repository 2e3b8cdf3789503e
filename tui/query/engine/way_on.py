"""Where a suggestion leads: past the next fault at its place, to a filter that is read."""

from __future__ import annotations

from collections.abc import Callable

from tui.query.language.tree import FilterError, Span

_STEPS = 4


def led_to_the_end(error: FilterError, text: str, reads: Callable[[str], object]) -> FilterError:
    """The error with what its suggestion leads to, where that takes more than one to be read.

    ``budget.total_meur != NULL`` leads to a number that is none, which leads to
    ``budget.total_meur:*``. ``reads`` raises FilterError for a filter that is not read. A fault
    at another place is another matter, and what leads nowhere stays as it is.
    """
    told = error
    for _ in range(_STEPS):
        if not told.suggestion:
            return error
        written = f"{text[: told.span.start]}{told.suggestion}{text[told.span.end :]}"
        try:
            reads(written)
        except FilterError as later:
            place = Span(told.span.start, told.span.start + len(told.suggestion))
            if later.span.end <= place.start or later.span.start >= place.end:
                return told
            told = _together(told, later, written, place)
        else:
            return told
    return error


def _together(told: FilterError, later: FilterError, written: str, place: Span) -> FilterError:
    """Two steps as one: the later is about ``written``, where the first put something at a place.

    Without a suggestion where the later has none.
    """
    start, end = min(place.start, later.span.start), max(place.end, later.span.end)
    span = Span(start, told.span.end + end - place.end)
    if not later.suggestion:
        return FilterError(told.reason, span)
    before, after = written[start : later.span.start], written[later.span.end : end]
    # Denied twice is said once.
    meant = f"{before}{later.suggestion}{after}".removeprefix("--")
    guessed = f"; {later.reason}" if later.reason.startswith("unknown field") else ""
    return FilterError(f"{told.reason}{guessed}", span, meant)
