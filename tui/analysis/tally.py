"""How the rows of a table fall: counted by the values of a column, or of two.

Any column of any table will do: words, countries, texts, flags, lists (each element counts),
dates by day, month or year, numbers by value or in classes; and any numeric column can be
measured within each value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import count, pairwise
from typing import Any

from tui.analysis.tables import percent, worked_out
from tui.analysis.totals import Total, measurable, sum_told, total
from tui.dataset.fields import PartialDate
from tui.frozen import frozen
from tui.query.engine.columns import LIST_KINDS, Column, Field
from tui.query.engine.fold import natural
from tui.query.engine.format import text_of
from tui.query.engine.relations import link_of
from tui.query.engine.store import Table
from tui.query.engine.table import Result, UnknownNameError, columns_of
from tui.query.engine.view import MEASURES, TALLY, Ask, Each, Measure, Share
from tui.query.language.render import only
from tui.text import MOST_NAMED, listed, number

MOST_VALUES = 12
"""Distinct numbers or days up to which each counts for itself."""
CLASSES = 6
"""About how many classes numbers are put in."""
MOST_ACROSS = 12
"""Values of the second column that get a column of their own where people read; the others are
put together."""
OTHER = "*other"
UNKNOWN, NONE = "unknown", "none"
"""Labels of what has no value: nothing is known, or it is known that a list is empty."""


@frozen
class Group:
    """The rows that have a value.

    ``value`` is None where it is unknown or there is none, ``label`` what people read; ``rows``
    are places in the result; ``across`` counts them by the values of the second column. ``where``
    is the filter on the table that picks the rows with the value.
    """

    key: str
    value: Any
    label: str
    rows: tuple[int, ...]
    where: str = ""
    across: Mapping[str, int] | None = None
    figure: Total | None = None


def tally(result: Result, ask: Ask, most_across: int = 0) -> Table:
    """The rows of a result counted; raises :class:`UnknownNameError` for a column.

    Its columns: the value, the number of rows, their share of all rows in percent; where a figure
    is asked for its measure, how many rows have it and how much is not confirmed; where there is a
    second column, a column for each of its values, with counts or with shares in percent. With
    ``most_across`` the values beyond so many are put together there.
    """
    if not 1 <= len(ask.by) <= 2:
        raise UnknownNameError("a tally takes one column or two")
    if ask.share and len(ask.by) < 2:
        raise UnknownNameError("shares of a row or column take a tally by two columns")
    columns = columns_of(result.spec, ask.by)
    figure = columns_of(result.spec, (ask.figure,))[0] if ask.figure else None
    if figure is not None and not figure.numeric:
        numeric = [each.id for each in result.spec.columns if each.numeric]
        there = f"; there are {listed(numeric, MOST_NAMED)}" if numeric else ", nor does another"
        raise UnknownNameError(f"column '{figure.id}' of {result.name} holds no numbers{there}")
    _check_each(ask, columns)
    groups = list(_groups(result, columns[0], ask.each))
    if figure is not None:
        groups = [
            replace(group, figure=total(result, figure, ask.measure, group.rows))
            for group in groups
        ]
    across: tuple[tuple[str, str], ...] = ()
    if len(columns) == 2:
        groups, across = _crossed(result, groups, columns[1], most_across)
    whole = _whole(result, figure, ask, groups)
    return worked_out(TALLY, _fields(columns[0], figure, ask, across, whole), groups,
                      key=lambda row: str(row.key), total=whole, singular="value",
                      title=f"Tally of {result.spec.label.lower()}")  # fmt: skip


def put_together(found: Table) -> str:
    """What stands for several values of the second column, such as ``34 others``; "" for none."""
    across = found.total.across or {}
    # It comes last, behind value, rows and share.
    return found.spec.columns[2 + len(across)].title if OTHER in across else ""


def _check_each(ask: Ask, columns: Sequence[Column]) -> None:
    """Raise UnknownNameError where no column can be put together in the way that is asked."""
    kinds = {"date" if each.kind == "date" else "number" for each in columns
             if each.kind == "date" or each.numeric}  # fmt: skip
    wanted = {"day": "date", "month": "date", "year": "date", "class": "number"}.get(ask.each)
    if wanted is not None and wanted not in kinds:
        holding = f"{ask.by[0]} holds" if len(ask.by) == 1 else "no column of these holds"
        negated = "no " if len(ask.by) == 1 else ""
        reason = f"nothing to put together by {ask.each}: {holding} {negated}{wanted}s"
        raise UnknownNameError(reason)


def _groups(result: Result, column: Column, each: Each) -> Iterator[Group]:
    """The groups in order, what has no value last.

    Words stand as in their vocabulary, numbers and dates by size, others by their rows. A list
    that was worked out is empty where there is none; one that the data leave out is unknown.
    """
    values = [result.value(row, column) for row in range(len(result))]
    sort_into = _classifier(result.name, column, values, each)
    found: dict[str, list[int]] = {}
    first: dict[str, tuple[Any, str, str]] = {}
    without: list[int] = []
    labels: set[str] = set()
    for row, value in enumerate(values):
        parts = value if isinstance(value, tuple) else (value,)
        if value is None or not parts:
            without.append(row)
            labels.add(NONE if parts == () and isinstance(column, Field) else UNKNOWN)
            continue
        for part in dict.fromkeys(parts):
            key, shown, label, where = sort_into(part)
            found.setdefault(key, []).append(row)
            first.setdefault(key, (shown, label, where))
    for key in sorted(found, key=_order(result, column, found, first)):
        shown, label, where = first[key]
        yield Group(key, shown, label or _label(result, column, shown), tuple(found[key]), where)
    if without:
        # Both are the same to a filter.
        yield Group("", None, " or ".join(sorted(labels)), tuple(without), f"-{column.id}:*")


def _label(result: Result, column: Column, value: Any) -> str:
    return text_of(result.store, column, value)


def _order(
    result: Result,
    column: Column,
    found: Mapping[str, Sequence[int]],
    first: Mapping[str, tuple[Any, str, str]],
) -> Callable[[str], Any]:
    if column.kind in ("word", "words"):
        places = {word: at for at, word in enumerate(_vocabulary(result, column))}
        return lambda key: places.get(key, len(places))
    if column.numeric or column.kind == "date":
        return lambda key: first[key][0]
    return lambda key: (-len(found[key]), natural(key))


def _vocabulary(result: Result, column: Column) -> Sequence[str]:
    return list(result.store.vocabulary.words(column.vocabulary))


Sorted = tuple[str, Any, str, str]
"""Key of a value, the value that stands for it, its label ("" for the usual one), its filter."""


def _digits(value: float) -> str:
    """A number, whole ones alike whether the file writes 4 or 4.0."""
    return str(int(value)) if value == int(value) else repr(value)


def _equal(table: str, column: Column, value: float) -> str:
    """The filter for a number; a range where it would be read as a text or a child's name too."""
    text = _digits(value)
    either = column.kind == "mixed" or link_of(table, column.id)
    return f"{column.id}:{text}..{text}" if either else f"{column.id}:{text}"


def _classifier(
    table: str, column: Column, values: Sequence[Any], each: Each
) -> Callable[[Any], Sorted]:
    """What puts a value into its group."""
    known = {value for value in values if value is not None and not isinstance(value, tuple)}
    ident = column.id
    if column.kind == "date":
        grain = each if each in ("day", "month", "year") else _grain(known)
        return lambda value: _dated(ident, value, grain)
    if column.numeric and each != "value" and (each == "class" or len(known) > MOST_VALUES):
        edges = classes(sorted(known))
        return lambda value: _classed(ident, value, edges)
    if column.kind == "mixed":
        return partial(_mixed, table, column)
    if column.numeric:
        return lambda value: (_digits(value), value, "", _equal(table, column, value))
    if column.kind == "flag":
        return lambda value: (str(value), value, "", f"{ident}:{'yes' if value else 'no'}")
    return lambda value: (str(value), value, "", _named(column, str(value)))


def _mixed(table: str, column: Column, value: Any) -> Sorted:
    """A number, date or text of a column that holds all of these."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _digits(value), value, "", _equal(table, column, value)
    text = value.text if isinstance(value, PartialDate) else str(value)
    return text, value, "", _named(column, text)


def _named(column: Column, text: str) -> str:
    """The filter that picks a word, code, id or text, and nothing that only holds it."""
    if column.kind in ("text", "texts", "mixed"):
        return f"{column.id}:/^{_escaped(text)}$/"
    return only(column.id, text)


def _escaped(text: str) -> str:
    return re.escape(text).replace("/", "\\/")


def _grain(dates: set[Any]) -> Each:
    """Years where there are many dates or some that are not known to the day."""
    exact = all(date.first == date.last for date in dates)
    return "day" if exact and len(dates) <= MOST_VALUES else "year"


def _dated(ident: str, value: PartialDate, grain: Each) -> Sorted:
    """A date by day, month or year; one that is known less exactly stands for itself."""
    text = value.text
    if grain == "year":
        text = text[:4]
    elif grain == "month" and value.first == value.last:
        text = text[:7]
    return text, PartialDate.parse(text), text, f"{ident}:{text}"


def _classed(ident: str, value: float, edges: Sequence[float]) -> Sorted:
    """The class of a number: from one edge up to, not including, the next."""
    at = max(place for place, edge in enumerate(edges[:-1]) if value >= edge)
    low, high = edges[at], edges[at + 1]
    label = f"{number(low)} to under {number(high)}"
    # A filter's range takes both ends in; the largest number below the next edge ends it.
    where = f"{ident}:{_plain(low)}..{_plain(_below(high))}"
    return f"{low:g}", low, label, where


def _below(edge: float) -> float:
    """The largest number of at most nine decimals under an edge, whole below whole ones."""
    return edge - 1e-9 if edge != int(edge) or abs(edge) < 10 else edge - 1e-6


def _plain(value: float) -> str:
    return f"{value:.9f}".rstrip("0").rstrip(".")


def classes(values: Sequence[float]) -> list[float]:
    """Round edges of about six classes over sorted numbers.

    Powers of ten where the numbers span three or more of them and all lie above 0.
    """
    low, high = values[0], values[-1]
    if low > 0 and high / low >= 1000:
        first, last = math.floor(math.log10(low)), math.floor(math.log10(high)) + 1
        return [10.0**power for power in range(first, last + 1)]
    step = _round_step((high - low) / CLASSES or 1)
    start = math.floor(low / step) * step
    count = math.floor((high - start) / step) + 1
    edges = [round(start + step * place, 9) for place in range(count + 1)]
    # Numbers that lie closer together than the decimals told make one class.
    holds = edges[0] <= low and high < edges[-1] and all(a < b for a, b in pairwise(edges))
    return edges if holds else [low, math.nextafter(high, math.inf)]


def _round_step(step: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step * 0.999999)


def _crossed(
    result: Result, groups: Sequence[Group], column: Column, most: int
) -> tuple[list[Group], tuple[tuple[str, str], ...]]:
    """The groups with their rows counted by a second column, and its values with labels."""
    others = list(_groups(result, column, ""))
    ranked = sorted(others, key=lambda group: -len(group.rows))
    # One value takes no more room than what would stand for it.
    fold = most and len(others) > most + 1
    kept = {group.key for group in ranked[: most if fold else None]}
    across = [(group.key, group.label) for group in others if group.key in kept]
    if len(others) > len(kept):
        across.append((OTHER, f"{len(others) - len(kept)} others"))
    sets = {group.key: frozenset(group.rows) for group in others}
    crossed = []
    for group in groups:
        rows, counts = frozenset(group.rows), dict.fromkeys((key for key, _ in across), 0)
        for key, some in sets.items():
            counts[key if key in kept else OTHER] += len(rows & some)
        crossed.append(replace(group, across=counts))
    return crossed, tuple(across)


def _whole(result: Result, figure: Column | None, ask: Ask, groups: Sequence[Group]) -> Group:
    """The group of all rows."""
    rows = tuple(range(len(result)))
    across = None
    if groups and groups[0].across is not None:
        (second,) = columns_of(result.spec, (ask.by[1],))
        others = {group.key: len(group.rows) for group in _groups(result, second, "")}
        kept = set(groups[0].across)
        across = dict.fromkeys(groups[0].across, 0)
        for key, many in others.items():
            across[key if key in kept else OTHER] += many
    found = total(result, figure, ask.measure) if figure is not None else None
    return Group("*all", None, "all rows", rows, "", across, found)


def _fields(
    column: Column, figure: Column | None, ask: Ask, across: Sequence[tuple[str, str]], every: Group
) -> list[Field]:
    whole = len(every.rows)
    fields = [
        Field(
            id="value", title=column.heading, kind="text", default=True,
            meaning=f"Value of {column.title.lower()}; of a list each element counts"
            if column.kind in LIST_KINDS else f"Value of {column.title.lower()}",
            value=lambda row: row.label,
        ),
        Field("rows", "Rows", "integer", "Rows that have the value", default=True,
              value=lambda row: len(row.rows)),
        Field("share", "Share", "number", "Of all rows", unit="percent", default=True,
              value=lambda row: percent(len(row.rows), whole), short="%"),
    ]  # fmt: skip
    taken: set[str] = set()
    for key, label in across:
        # A word may be called like what stands for several values, or for none.
        name = next(each for each in _names(key, label) if each not in taken)
        taken.add(name)
        made = _part(name, key, label, ask.share, every) if ask.share else _cell(name, key, label)
        fields.append(made)
    if figure is not None:
        fields += _measured(figure, ask.measure)
    return fields


def _names(key: str, label: str) -> Iterator[str]:
    """What the column of a value may be called."""
    name = key.lstrip("*") or label.replace(" ", "_")
    return (f"{name}{'_' * times}" for times in count())


def _cell(name: str, key: str, label: str) -> Field:
    return Field(f"n_{name}", label, "integer", f"Rows that have {label} too",
                 default=True, value=lambda row: row.across[key])  # fmt: skip


def _part(name: str, key: str, label: str, share: Share, every: Group) -> Field:
    """Rows that have both values as percent of those in the row, in the column, or of all."""
    of = {"row": "Of the rows of this line", "column": f"Of the rows that have {label}",
          "all": "Of all rows"}[share]  # fmt: skip
    column = (every.across or {})[key]

    def value(group: Group) -> float | None:
        whole = {"row": len(group.rows), "column": column, "all": len(every.rows)}[share]
        return percent((group.across or {})[key], whole)

    return Field(f"share_{name}", label, "number", f"{of}, in percent: {label}",
                 unit="percent", default=True, value=value)  # fmt: skip


def _measured(figure: Column, measure: Measure) -> list[Field]:
    """The measure of a figure, how many rows have it, and what is not confirmed of it."""
    if measure not in MEASURES or not measurable(figure, measure):
        raise UnknownNameError(f"the {measure} of '{figure.id}' says nothing")
    return [
        Field(measure, f"{figure.heading}, {measure}", "number",
              f"The {measure} of {figure.title.lower()}", unit=figure.unit, default=True,
              value=lambda row: row.figure.value,
              text=lambda row: sum_told(row.figure, low=row.figure.low),
              sure=lambda row: not row.figure.unsure_rows),
        Field("known", "Known", "integer", "Rows that have the figure", default=True,
              value=lambda row: row.figure.known),
        Field(
            id="unsure", title="Not confirmed", kind="number", default=True,
            unit=figure.unit if measure == "sum" else "",
            meaning="Part that no source confirms" if measure == "sum"
            else "Figures that no source confirms",
            value=lambda row: (row.figure.unsure if measure == "sum" else row.figure.unsure_rows)
            or None,
        ),
        Field(
            id="kinds", title="Kinds", kind="text", default=True,
            meaning="How many of the figures are expected, planned or of another kind",
            value=lambda row: ", ".join(
                f"{many} {mark}" for mark, many in row.figure.kinds.items() if mark
            ) or None,
        ),
    ]  # fmt: skip
