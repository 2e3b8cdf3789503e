"""Which rows a filter would pick if incomplete lists were completed: at least, and at most.

Completing a list adds rows to it. A filter without negation can only gain by that, one
with negation can lose; the tree of the filter tells. Both masks bound what can happen:
what the first picks stays, what the second leaves out cannot come in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from tui.analysis.findings.measures import Scope
from tui.analysis.findings.rule import LIST_OF
from tui.query.engine import masks
from tui.query.engine.bind import is_name
from tui.query.engine.columns import MOVED, RANK, RANK_CONFIDENCE
from tui.query.engine.conditions import (
    Bound,
    BoundAnd,
    BoundCohort,
    BoundColumn,
    BoundCount,
    BoundEverything,
    BoundName,
    BoundNot,
    BoundOr,
    BoundRelated,
    BoundText,
)
from tui.query.engine.masks import Mask
from tui.query.engine.match import picked
from tui.query.engine.relations import Link
from tui.query.engine.typed_numbers import Amount, number, number_test
from tui.query.language.tree import Compare, OneOf, Pattern, Present

Bounds = tuple[Mask, Mask]

# derived column of sites -> list that it is worked out from, and how it moves as rows come
_DERIVED: Mapping[str, tuple[str, str]] = {
    "systems": ("systems", "up"),
    "partners": ("partners", "up"),
    "sectors": ("sectors", "up"),
    "services": ("services", "up"),
    "access": ("services", "up"),
    "members": ("partners", "up"),
    "academic_members": ("partners", "up"),
    "research_members": ("partners", "up"),
    "company_members": ("partners", "up"),
    "sector_groups": ("sectors", "up"),
    "accelerators_installed": ("systems", "up"),
    "accelerators_announced": ("systems", "up"),
    "member_countries": ("partners", "more"),
    "research_share": ("partners", "either"),
    "new_status": ("systems", "either"),
    "rank": ("systems", "either"),
    "generalist": ("sectors", "either"),
}

_SEATS = ("consortia", "sites", "roles")
"""Columns of organisations that say where they sit; consortia is a number, the others lists."""


def list_behind(column: str) -> str:
    """The list that a derived column of sites is worked out from, "" for any other column."""
    return _DERIVED.get(column, ("", ""))[0]


class Growth:
    """What can be added: ``open`` maps each list to the chosen sites where it is not complete."""

    def __init__(self, scope: Scope, lists: Sequence[str]) -> None:
        """Look up the completeness of these lists at the chosen sites."""
        self.scope = scope
        self.store = scope.store
        self.open: dict[str, Mask] = {}
        for name in lists:
            states = self.store.table("sites").values(f"completeness.{name}")
            gaps = bytes(state != "complete" for state in states)
            self.open[name] = masks.both(gaps, scope.sites)

    @property
    def sites(self) -> Mask:
        """Chosen sites where one of the lists is not complete."""
        nothing = masks.nothing(len(self.scope.sites))
        return reduce(masks.either, self.open.values(), nothing)

    def gap(self, table: str) -> Mask:
        """Sites at which rows of this table may be missing."""
        name = "partners" if table == "organisations" else LIST_OF.get(table, "")
        return self.open.get(name, masks.nothing(len(self.scope.sites)))

    def bounds(self, tree: Bound) -> Bounds:
        """Rows that the filter picks whatever is added, and those it may pick."""
        match tree:
            case BoundNot():
                low, high = self.bounds(tree.inner)
                return masks.invert(high), masks.invert(low)
            case BoundAnd() | BoundOr():
                return _joined(tree, [self.bounds(part) for part in tree.parts])
            case BoundRelated():
                return self._related(tree)
            case BoundCount():
                return self._count(tree)
            case BoundColumn():
                return self._own(tree)
            case BoundText() if tree.table == "sites":
                return self._more(self._now(tree), self.sites)
            case _:
                return self._exact(tree)

    def _now(self, tree: Bound) -> Mask:
        return picked(self.scope.source(tree.table), tree)

    def _exact(self, tree: Bound) -> Bounds:
        now = self._now(tree)
        return now, now

    def _more(self, now: Mask, rows: Mask) -> Bounds:
        return now, masks.either(now, rows)

    def _either(self, now: Mask, rows: Mask) -> Bounds:
        return masks.both(now, masks.invert(rows)), masks.either(now, rows)

    def _rows_gaining(self, link: Link) -> Mask:
        """Rows of the table that may gain rows at the other end of the link."""
        source = self.store.table(link.table)
        if link.relation in source.parents:
            return masks.nothing(len(source))
        gaps = self.gap(link.target)
        if link.table == "sites":
            return gaps
        if "site" in source.parents:
            return masks.spread(gaps, source.parents["site"])
        return masks.nothing(len(source))

    def _related(self, tree: BoundRelated) -> Bounds:
        gaining = self._rows_gaining(tree.link)
        if isinstance(tree.inner, BoundName | BoundEverything):
            return self._more(self._now(tree), gaining)
        low, high = self.bounds(tree.inner)
        return tree.link.some(self.store, low), masks.either(
            tree.link.some(self.store, high), gaining
        )

    def _count(self, tree: BoundCount) -> Bounds:
        low, high = (tree.link.counts(self.store, mask) for mask in self.bounds(tree.inner))
        return self._ranges(tree, low, high)

    def _ranges(self, tree: BoundCount, low: list[int], high: list[int]) -> Bounds:
        """Rows by a condition on a count that lies between two numbers, or has no upper end."""
        marks = _numbers(tree.condition)
        must, may = bytearray(), bytearray()
        for least, most, grows in zip(low, high, self._rows_gaining(tree.link), strict=True):
            outcomes = _outcomes(tree.test, marks, least, math.inf if grows else most)
            must.append(outcomes == {True})
            may.append(True in outcomes)
        return bytes(must), bytes(may)

    def _own(self, tree: BoundColumn) -> Bounds:
        """A condition on a column of the row itself; derived ones move with their list."""
        table, field, now = tree.table, tree.column.id, self._now(tree)
        if table == "organisations":
            return self._of_organisations(tree, now)
        if table == "systems" and field.startswith((RANK, MOVED, RANK_CONFIDENCE)):
            return self._placed(tree, now)
        name, way = _DERIVED.get(field, ("", "")) if table == "sites" else ("", "")
        gaps = self.open.get(name)
        if gaps is None or not any(gaps):
            return now, now
        condition = tree.condition
        if isinstance(condition, Present) or (way == "more" and isinstance(condition, OneOf)):
            return self._more(now, gaps)
        if way in ("up", "more") and not isinstance(condition, Pattern):
            values = [_size(value) for value in self.store.table(table).values(field)]
            return _rising(now, [math.inf if gap else 0 for gap in gaps], condition, values)
        return self._either(now, gaps)

    def _of_organisations(self, tree: BoundColumn, now: Mask) -> Bounds:
        """A condition on where an organisation sits: it may come to sit at more sites."""
        field, condition, more = tree.column.id, tree.condition, self.seats_to_come()
        if field not in _SEATS or not any(more):
            return now, now
        listed = field != "consortia"
        if isinstance(condition, Present | Pattern) or (listed and isinstance(condition, OneOf)):
            return self._more(now, bytes(map(bool, more)))
        values = self.scope.source(tree.table).table(tree.table).values(field)
        return _rising(now, more, condition, list(map(_size, values)))

    def seats_to_come(self) -> list[int]:
        """At how many sites more each organisation may come to sit: it has one seat at a site."""
        gaps = frozenset(self.scope.site_ids(self.gap("organisations")))
        source = self.scope.source("organisations").table("organisations")
        return [len(gaps.difference(sites)) for sites in source.values("sites")]

    def figures(self, table: str, column: str) -> tuple[list[Any], list[Any]] | None:
        """The figures of a column at least and at most, as rows come to what they count.

        None where they may be anything.
        """
        now = list(self.scope.source(table).table(table).values(column))
        if (table, column) == ("organisations", "consortia"):
            more: list[float] = list(self.seats_to_come())
        else:
            name, way = _DERIVED.get(column, ("", "")) if table == "sites" else ("", "")
            more = [math.inf if gap else 0 for gap in self.open.get(name, ())]
            if way and way != "up" and any(more):
                return None
        if not any(more):
            return now, now
        most = [value if value is None else value + by for value, by in zip(now, more, strict=True)]
        return now, most

    def _placed(self, tree: BoundColumn, now: Mask) -> Bounds:
        """A condition on a place in an edition: one that is not known may come to be known."""
        source = self.store.table("systems")
        values = source.values(tree.column.id)
        open_sites = masks.spread(self.gap("rankings"), source.parents["site"])
        return self._either(now, masks.both(open_sites, bytes(each is None for each in values)))

    def newcomers(self, tree: Bound) -> Bounds:
        """Sites at which a row yet to be added surely, or possibly, matches the filter.

        The filter is one on a child table; only what it says of the site is known of such
        a row.
        """
        match tree:
            case BoundNot():
                low, high = self.newcomers(tree.inner)
                return masks.invert(high), masks.invert(low)
            case BoundAnd() | BoundOr():
                return _joined(tree, [self.newcomers(part) for part in tree.parts])
            case BoundEverything():
                every = masks.everything(len(self.scope.sites))
                return every, every
            case BoundRelated() if tree.link.target == "sites":
                return self.bounds(tree.inner)
            case BoundCohort():
                return self._exact(BoundCohort("sites", tree.cohorts))
            case BoundColumn() if tree.column.id == "site" and is_name(tree.condition):
                return self._exact(BoundName("sites", tree.condition))
        size = len(self.scope.sites)
        return masks.nothing(size), masks.everything(size)


def _rising(now: Mask, more: Sequence[float], condition: Amount, values: Sequence[int]) -> Bounds:
    """Rows by a condition on a number that may grow by so much, row by row."""
    test, marks = number_test(condition), _numbers(condition)
    low, high = bytearray(now), bytearray(now)
    for row, by in enumerate(more):
        if by:
            outcomes = _outcomes(test, marks, values[row], values[row] + by)
            low[row] &= outcomes == {True}  # what is not known now may stay so
            high[row] = True in outcomes
    return bytes(low), bytes(high)


def _size(value: Any) -> int:
    """A number, or the length of a list; 0 where it is unknown."""
    return len(value) if isinstance(value, tuple) else value or 0


def _joined(tree: BoundAnd | BoundOr, parts: Sequence[Bounds]) -> Bounds:
    join = masks.both if isinstance(tree, BoundAnd) else masks.either
    return reduce(join, (low for low, _ in parts)), reduce(join, (high for _, high in parts))


def _numbers(condition: Amount) -> list[int]:
    """Whole numbers from which on a condition may say something else than of the one before."""
    if isinstance(condition, OneOf):
        values = list(condition.values)
    elif isinstance(condition, Compare):
        values = [condition.value]
    else:
        values = [end for end in (condition.low, condition.high) if end is not None]
    found = [number(value) for value in values]
    return [math.floor(n) + step for n in found if math.isfinite(n) for step in (0, 1)]


def _outcomes(
    test: Callable[[float], bool], marks: Sequence[int], low: float, high: float
) -> set[bool]:
    """What a test can give for whole numbers from low to high, which may have no end."""
    return {test(point) for point in (low, *(n for n in marks if low <= n <= high))}
