"""The measures over figures, each one object: its value, its words, and how far it can move.

A measure added here is known to the rules, to their checking, to verdicts and to sentences.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from math import fsum
from statistics import fmean, median, multimode
from typing import Any, Literal

from tui.frozen import frozen


@frozen
class Room:
    """What a measure can come to rest on once lists are completed and figures are found.

    ``low`` are the figures that are picked in any case, ``high`` all that may be; no figure is
    below ``floor``; with ``loose`` there may be others.
    """

    low: Sequence[Any]
    high: Sequence[Any]
    floor: float
    loose: bool


@frozen(kw_only=True)
class FigureMeasure:
    """A measure over the known figures of a column.

    ``words`` are a rule in words, with ``{value}`` and ``{of}``. ``reads`` says which columns it
    takes: numbers, those with an order (dates too), or any; what it gives is a number, else what
    the column holds, with ``by_item`` single items of lists. ``value`` is that of one figure or
    more. ``ends`` are the bounds of a value, None where none are known; with ``grows`` more
    sites can only make it more.
    """

    id: str
    words: str
    value: Callable[[Sequence[Any]], Any]
    reads: Literal["numbers", "ordered", "any"] = "numbers"
    by_item: bool = False
    ends: Callable[[Room], tuple[float, float]] | None = None
    grows: bool = False


def _sum(values: Sequence[Any]) -> int | float:
    return fsum(values) if float in map(type, values) else sum(values)


def _sum_ends(room: Room) -> tuple[float, float]:
    if room.floor:
        return -math.inf, math.inf
    return sum(room.low), math.inf if room.loose else sum(room.high)


def _middle(room: Room) -> tuple[float, float]:
    return (room.floor, math.inf) if room.loose else (min(room.high), max(room.high))


def _least(room: Room) -> tuple[float, float]:
    return room.floor if room.loose else min(room.high), min(room.low, default=math.inf)


def _most(room: Room) -> tuple[float, float]:
    return max(room.low, default=room.floor), math.inf if room.loose else max(room.high)


def _modes(items: Sequence[Any]) -> Any:
    """The value that occurs most often; all of them, sorted, where several do."""
    top = multimode(items)
    return top[0] if len(top) == 1 else tuple(sorted(map(str, top)))


OVER_FIGURES = {
    each.id: each
    for each in (
        FigureMeasure(id="sum", words="sum of {value} over {of}", value=_sum, ends=_sum_ends,
                      grows=True),
        FigureMeasure(id="mean", words="mean of {value} over {of}", value=fmean, ends=_middle),
        FigureMeasure(id="median", words="median of {value} over {of}",
                      value=lambda values: float(median(values)), ends=_middle),
        FigureMeasure(id="min", words="least {value} in {of}", value=min, reads="ordered",
                      ends=_least),
        FigureMeasure(id="max", words="greatest {value} in {of}", value=max, reads="ordered",
                      ends=_most),
        FigureMeasure(id="mode", words="most frequent {value} in {of}", value=_modes, reads="any",
                      by_item=True),
    )
}  # fmt: skip
"""The measures over figures by their id."""
