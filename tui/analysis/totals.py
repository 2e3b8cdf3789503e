"""A column added up: how much, of how many rows, how much of it not confirmed, and of what kinds.

Worked out with the standard library: the answer stands at once, where importing pandas takes
half a second; the tests hold it against pandas.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field

from tui.frozen import frozen
from tui.query.engine.columns import Column
from tui.query.engine.format import LOWER_BOUND, figure_mark, unsure
from tui.query.engine.table import Result
from tui.query.engine.view import MEASURES, Measure
from tui.text import number, plural, width_of

_WORK_OUT: Mapping[Measure, Callable[[Sequence[float]], float]] = {
    "sum": sum,
    "mean": statistics.fmean,
    "median": statistics.median,
    "least": min,
    "most": max,
}
_NO_SUM = frozenset({"year", "rank", "latitude", "longitude", "value", "to_eu", "to_mean"})
_ONLY_ENDS = frozenset({"year"})
"""Columns of which only the least and the most say something."""
_KINDS = 3
"""Kinds of figures named one by one at most."""


@frozen
class Total:
    """A measure of some figures.

    ``value`` is None where none is known. ``known`` of ``rows`` rows have a figure; ``unsure``
    is the same measure of those that no source confirms, None where there are none, and
    ``unsure_rows`` counts them. ``kinds`` counts the figures by their mark, such as ``exp.`` or
    ``planned``, "" for those that are what they seem.
    """

    measure: Measure
    value: float | None
    known: int
    rows: int
    unsure: float | None = None
    unsure_rows: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)

    @property
    def low(self) -> bool:
        """Whether a sum may be more: a figure is missing from it, or is itself a lower bound."""
        return self.measure == "sum" and (self.known < self.rows or LOWER_BOUND in self.kinds)


def measurable(column: Column, measure: Measure = "sum") -> bool:
    """Whether a measure of a column says something.

    Ranks, places, indices and differences have no sum; of years there are a first and a last.
    """
    if not column.numeric:
        return False
    last = column.id.rpartition(".")[2]
    if last in _ONLY_ENDS:
        return measure in ("least", "most")
    if measure != "sum":
        return True
    return not (last in _NO_SUM or last.startswith(("rank_", "moved_")) or column.unit == "percent")


def total(
    result: Result, column: Column, measure: Measure = "sum", rows: Iterable[int] | None = None
) -> Total:
    """A measure of a numeric column over displayed rows, by default all of them."""
    places = range(len(result)) if rows is None else list(rows)
    known = [(row, value) for row in places if (value := result.value(row, column)) is not None]
    figures = [value for _, value in known]
    doubtful = [value for row, value in known if unsure(result, row, column)]
    kinds: dict[str, int] = {}
    for row, _ in known:
        mark = figure_mark(result.store, result.source, result.rows[row], column)
        kinds[mark] = kinds.get(mark, 0) + 1
    return Total(
        measure,
        measure_of(figures, measure),
        len(known),
        len(places),
        measure_of(doubtful, measure),
        len(doubtful),
        kinds,
    )


def measure_of(figures: Sequence[float], measure: Measure) -> float | None:
    """A measure of figures; None where there is none."""
    return undusted(_WORK_OUT[measure](figures)) if figures else None


def undusted(value: float) -> float:
    """A figure without the dust of binary fractions; whole where it is whole."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def sum_told(found: Total, *, low: bool) -> str:
    """A figure, that it is a lower bound, and of what kinds it is made: not in silence."""
    kinds = dict.fromkeys("" if kind == LOWER_BOUND else kind for kind in found.kinds)
    mark = "mixed" if len(kinds) > 1 else "".join(kinds)
    return " ".join(filter(None, (number(found.value or 0), LOWER_BOUND if low else "", mark)))


def words(column: Column, found: Total, room: int = 0) -> str:
    """``Budget, sum 2,443.7 EUR m · 17 of 19 known · 939 not confirmed``.

    Where that takes more than ``room`` cells the kinds of figures are not told one by one.
    """
    head = f"{column.heading}, {found.measure}"
    if found.value is None:
        return f"{head}: none of {plural(found.rows, 'row')} has a figure"
    unit = f" {column.unit}" if column.unit and column.unit != "percent" else ""
    unit = unit.replace(" million", " m")
    sign = " %" if column.unit == "percent" else ""
    year = column.id.rpartition(".")[2] in _ONLY_ENDS
    figure = str(found.value) if year else number(found.value)
    parts = [f"{head} {figure}{sign}{unit}", f"{found.known:,} of {found.rows:,} known"]
    if found.unsure_rows:
        parts.append(_doubt(found))
    kinds = _kinds(found)
    text = " · ".join([*parts, *([kinds] if kinds else [])])
    short = " · ".join([*parts, "mixed kinds"])
    return short if 0 < room < width_of(text) and ":" in kinds else text


def told(result: Result, column: Column, *, first: Measure = "sum", room: int = 0) -> str:
    """The first measure from ``first`` on that says something of a column, in words; or "".

    ``room`` is that of :func:`words`.
    """
    if result.spec.apart:
        return ""
    at = MEASURES.index(first)
    order = (*MEASURES[at:], *MEASURES[:at])
    measure = next((each for each in order if measurable(column, each)), None)
    return words(column, total(result, column, measure), room) if measure is not None else ""


def _doubt(found: Total) -> str:
    """How much is not confirmed: of a sum the part, else how many figures."""
    if found.measure == "sum" and found.unsure is not None:
        return f"{number(found.unsure)} not confirmed"
    return f"{plural(found.unsure_rows, 'figure')} not confirmed"


def _kinds(found: Total) -> str:
    """That figures of different kinds are taken together, which ones and how many."""
    marked = {mark: many for mark, many in found.kinds.items() if mark}
    if not marked:
        return ""
    parts = sorted(marked.items(), key=lambda each: -each[1])
    named = ", ".join(f"{many} {mark}" for mark, many in parts[:_KINDS])
    rest = sum(many for _, many in parts[_KINDS:])
    more = f", {rest} of other kinds" if rest else ""
    lead = "mixed: " if len(found.kinds) > 1 else "all "
    return f"{lead}{named}{more}" if len(found.kinds) > 1 else f"{lead}{parts[0][0]}"
