"""From what to what the known figures go that a term compares, told where none meets it."""

from __future__ import annotations

from collections.abc import Iterable

from tui.query.engine.bind import bind
from tui.query.engine.conditions import Bound, BoundColumn, BoundCount, BoundRelated
from tui.query.engine.match import picked
from tui.query.engine.store import Store
from tui.query.language.tree import Between, Compare, Node, OneOf
from tui.text import number


def known_figures(store: Store, table: str, node: Node) -> str:
    """``known values go from 50 to 612 EUR million``; "" for what compares no figures."""
    bound = bind(store, table, node)
    while isinstance(bound, BoundRelated):
        bound = bound.inner
    values, unit, plain = _figures(store, bound)
    if not values:
        return ""
    ends = [f"{each:g}" if plain else number(each) for each in (min(values), max(values))]
    of_unit = f" {unit}" if unit else ""
    if ends[0] == ends[1]:
        return f"the only known value is {ends[0]}{of_unit}"
    return f"known values go from {ends[0]} to {ends[1]}{of_unit}"


def _figures(store: Store, bound: Bound) -> tuple[Iterable[float], str, bool]:
    """The known values that a bound term compares, their unit, and whether their digits are plain.

    None of tables whose rows are in several units.
    """
    if isinstance(bound, BoundCount):
        return bound.link.counts(store, picked(store, bound.inner)), "", False
    if not isinstance(bound, BoundColumn) or store.specs[bound.table].apart:
        return (), "", False
    column, compares = bound.column, isinstance(bound.condition, OneOf | Compare | Between)
    if not (column.numeric and compares):
        return (), "", False
    distinct = store.table(bound.table).coded(column.id).distinct
    return [each for each in distinct if each is not None], column.unit, column.plain_digits
