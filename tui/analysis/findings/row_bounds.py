"""Which rows a filter would pick if incomplete lists were completed: at least, and at most.

Completing a list adds rows to it. A filter without negation can only gain by that, one
with negation can lose; the tree of the filter tells. Both masks bound what can happen:
what the first picks stays, what the second leaves out cannot come in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from tui.analysis.findings.rule import LIST_OF
from tui.analysis.findings.scope import Scope
from tui.query.engine import conditions, masks, relations
from tui.query.engine.masks import Mask
from tui.query.engine.match import match
from tui.query.engine.relations import RELATIONS
from tui.query.language.tree import (
    NOWHERE,
    And,
    Between,
    Compare,
    Condition,
    Count,
    Everything,
    Group,
    Node,
    Not,
    OneOf,
    Or,
    Pattern,
    Present,
    Term,
    Text,
)

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

    def bounds(self, table: str, node: Node) -> Bounds:
        """Rows of a table that the filter picks whatever is added, and those it may pick."""
        if isinstance(node, Not):
            low, high = self.bounds(table, node.node)
            return masks.invert(high), masks.invert(low)
        if isinstance(node, And | Or):
            return _joined(node, [self.bounds(table, part) for part in node.nodes])
        if isinstance(node, Group):
            return self._group(table, node.relation, node.node)
        if isinstance(node, Count):
            return self._count(table, node)
        if isinstance(node, Term):
            return self._term(table, node)
        if isinstance(node, Text) and table == "sites":
            return self._more(self._now(table, node), self.sites)
        return self._exact(table, node)

    def _now(self, table: str, node: Node) -> Mask:
        return match(self.scope.source(table), table, node)

    def _exact(self, table: str, node: Node) -> Bounds:
        now = self._now(table, node)
        return now, now

    def _more(self, now: Mask, rows: Mask) -> Bounds:
        return now, masks.either(now, rows)

    def _either(self, now: Mask, rows: Mask) -> Bounds:
        return masks.both(now, masks.invert(rows)), masks.either(now, rows)

    def _rows_gaining(self, table: str, relation: str) -> Mask:
        """Rows of the table that may gain related rows."""
        source = self.store.table(table)
        if relation in source.parents:
            return masks.nothing(len(source))
        gaps = self.gap(RELATIONS[table][relation])
        if table == "sites":
            return gaps
        if "site" in source.parents:
            return masks.spread(gaps, source.parents["site"])
        return masks.nothing(len(source))

    def _group(self, table: str, relation: str, inner: Node) -> Bounds:
        known = RELATIONS.get(table, {})
        if relation not in known:
            return self.bounds(table, inner)
        low, high = self.bounds(known[relation], inner)
        some = relations.some(self.store, table, relation, high)
        return (
            relations.some(self.store, table, relation, low),
            masks.either(some, self._rows_gaining(table, relation)),
        )

    def _count(self, table: str, node: Count) -> Bounds:
        relation = node.group.relation
        inner = self.bounds(RELATIONS[table][relation], node.group.node)
        low, high = (relations.counts(self.store, table, relation, mask) for mask in inner)
        return self._ranges(table, relation, node.condition, low, high)

    def _ranges(
        self, table: str, relation: str, condition: Condition, low: list[int], high: list[int]
    ) -> Bounds:
        """Rows by a condition on a count that lies between two numbers, or has no upper end."""
        gaining = self._rows_gaining(table, relation)
        test, marks = conditions.number_test(condition, NOWHERE), _numbers(condition)
        must, may = bytearray(), bytearray()
        for least, most, grows in zip(low, high, gaining, strict=True):
            outcomes = _outcomes(test, marks, least, math.inf if grows else most)
            must.append(outcomes == {True})
            may.append(True in outcomes)
        return bytes(must), bytes(may)

    def _term(self, table: str, node: Term) -> Bounds:
        source, known = self.store.specs[table], RELATIONS.get(table, {})
        by_name = isinstance(node.condition, OneOf | Pattern)
        related = node.field in known or node.field == source.singular
        if source.column(node.field) is not None and not (
            related and by_name and node.field != "site"
        ):
            return self._own(table, node)
        if node.field in known:
            return self._related(table, node)
        head, _, rest = node.field.partition(".")
        inner = Term(rest, node.condition)
        if rest and head in known:
            return self._group(table, head, inner)
        if rest and head == source.singular:
            return self.bounds(table, inner)
        return self._exact(table, node)

    def _related(self, table: str, node: Term) -> Bounds:
        if isinstance(node.condition, OneOf | Pattern | Present):
            return self._more(self._now(table, node), self._rows_gaining(table, node.field))
        every = masks.everything(len(self.store.table(RELATIONS[table][node.field])))
        counts = relations.counts(self.store, table, node.field, every)
        return self._ranges(table, node.field, node.condition, counts, counts)

    def _own(self, table: str, node: Term) -> Bounds:
        """A condition on a column of the row itself; derived ones move with their list."""
        now = self._now(table, node)
        if table == "organisations" and any(self.gap(table)):
            moving = node.field in ("consortia", "sites", "roles")
            every = masks.everything(len(now))
            return self._either(now, every) if moving else (now, now)
        name, way = _DERIVED.get(node.field, ("", "")) if table == "sites" else ("", "")
        gaps = self.open.get(name)
        if gaps is None or not any(gaps):
            return now, now
        if isinstance(node.condition, Present) or (
            way == "more" and isinstance(node.condition, OneOf)
        ):
            return self._more(now, gaps)
        if way == "up" and not isinstance(node.condition, Pattern):
            values = [value or 0 for value in self.store.table(table).values(node.field)]
            return self._rising(now, gaps, node.condition, values)
        return self._either(now, gaps)

    def _rising(self, now: Mask, gaps: Mask, condition: Condition, values: Sequence[int]) -> Bounds:
        test, marks = conditions.number_test(condition, NOWHERE), _numbers(condition)
        low, high = bytearray(now), bytearray(now)
        for row in masks.rows(gaps):
            outcomes = _outcomes(test, marks, values[row], math.inf)
            low[row] &= outcomes == {True}
            high[row] |= True in outcomes
        return bytes(low), bytes(high)

    def newcomers(self, node: Node) -> Bounds:
        """Sites at which a row yet to be added surely, or possibly, matches the filter.

        The filter is one on a child table; only what it says of the site is known of such
        a row.
        """
        if isinstance(node, Not):
            low, high = self.newcomers(node.node)
            return masks.invert(high), masks.invert(low)
        if isinstance(node, And | Or):
            return _joined(node, [self.newcomers(part) for part in node.nodes])
        size = len(self.scope.sites)
        if isinstance(node, Everything):
            return masks.everything(size), masks.everything(size)
        if isinstance(node, Group) and node.relation == "site":
            return self.bounds("sites", node.node)
        if isinstance(node, Term) and node.field in ("in", "site"):
            return self._exact("sites", node)
        if isinstance(node, Term) and node.field.startswith("site."):
            return self.bounds("sites", Term(node.field.removeprefix("site."), node.condition))
        return masks.nothing(size), masks.everything(size)


def _joined(node: And | Or, parts: Sequence[Bounds]) -> Bounds:
    join = masks.both if isinstance(node, And) else masks.either
    return reduce(join, (low for low, _ in parts)), reduce(join, (high for _, high in parts))


def _numbers(condition: Condition) -> list[int]:
    """Whole numbers at and around which a condition can change its mind."""
    if isinstance(condition, OneOf):
        values = list(condition.values)
    elif isinstance(condition, Compare):
        values = [condition.value]
    elif isinstance(condition, Between):
        values = [end for end in (condition.low, condition.high) if end is not None]
    else:
        values = []
    found = [conditions.number(value) for value in values]
    return [math.floor(n) + step for n in found if math.isfinite(n) for step in (-1, 0, 1, 2)]


def _outcomes(
    test: Callable[[float], bool], marks: Sequence[int], low: float, high: float
) -> set[bool]:
    """What a test can give for whole numbers from low to high."""
    ends = [low] if math.isinf(high) else [low, high]
    top = max([low, *marks]) + 1
    points = {*ends, *(n for n in marks if low <= n <= high), *([top] if math.isinf(high) else [])}
    return {test(point) for point in points}
