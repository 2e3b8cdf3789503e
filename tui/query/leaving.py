"""How many sites a filter would leave with another value at one place.

Everything of the filter that does not hang on the value is worked out once; each value
then costs its own condition and the joins above it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import reduce

from tui.query import masks, relations
from tui.query.conditions import number_test
from tui.query.lex import COUNT, tokens
from tui.query.masks import Mask
from tui.query.match import match
from tui.query.parse import parse
from tui.query.relations import RELATIONS
from tui.query.store import Store
from tui.query.tree import (
    And,
    Between,
    Compare,
    Condition,
    Count,
    FilterError,
    Group,
    Node,
    Not,
    OneOf,
    Or,
    Span,
    Term,
    Value,
)

Leaving = Callable[[Value], int | None]
_With = Callable[[Value], Mask]

_PROBE = "0"


def leaving(store: Store, scope: Mask, text: str, span: Span) -> Leaving:
    """A function from a value in place of ``span`` to the number of sites then left.

    ``scope`` are the sites that count, ``text`` may lack its last parentheses. The function
    gives None where the filter cannot be understood with that value.
    """
    probe = text[: span.start] + _PROBE + text[span.end :]
    try:
        node = parse(probe + _missing(probe))
        sites = _with(store, "sites", node, span.start)
    except FilterError:
        return lambda _: None

    def left(value: Value) -> int | None:
        try:
            return masks.count(masks.both(scope, sites(value)))
        except FilterError:
            return None

    return left


def _missing(text: str) -> str:
    """The parentheses that a filter in the making still lacks, innermost first."""
    opened: list[str] = []
    pieces = tokens(text)
    for at, piece in enumerate(pieces):
        if piece.kind == "open":
            counted = at > 0 and pieces[at - 1].kind == "relation" and pieces[at - 1].text == COUNT
            opened.append("):>0" if counted else ")")
        elif piece.kind == "close" and opened:
            opened.pop()
    return "".join(reversed(opened))


def _holds(node: Node, place: int) -> bool:
    return node.span.start <= place < node.span.end


def _with(store: Store, table: str, node: Node, place: int) -> _With:
    """Rows of the table by the value at ``place``, which lies within ``node``."""
    if isinstance(node, Term):
        return lambda value: match(
            store, table, dataclasses.replace(node, condition=_put(node.condition, place, value))
        )
    if isinstance(node, Not):
        opposite = _with(store, table, node.node, place)
        return lambda value: masks.invert(opposite(value))
    if isinstance(node, Group):
        return _in_group(store, table, node, place)
    if isinstance(node, Count):
        return _in_count(store, table, node, place)
    if isinstance(node, And | Or):
        return _beside(store, table, node, place)
    raise FilterError("no value here", node.span)


def _beside(store: Store, table: str, node: And | Or, place: int) -> _With:
    join = masks.both if isinstance(node, And) else masks.either
    (holder,) = (part for part in node.nodes if _holds(part, place))
    fixed = reduce(
        join, (match(store, table, part) for part in node.nodes if not _holds(part, place))
    )
    varied = _with(store, table, holder, place)
    return lambda value: join(fixed, varied(value))


def _in_group(store: Store, table: str, node: Group, place: int) -> _With:
    target = RELATIONS.get(table, {}).get(node.relation)
    if target is None:
        if node.relation == store.specs[table].singular:
            return _with(store, table, node.node, place)
        raise FilterError(f"'{node.relation}' has no rows here", node.relation_span)
    inner = _with(store, target, node.node, place)
    return lambda value: relations.some(store, table, node.relation, inner(value))


def _in_count(store: Store, table: str, node: Count, place: int) -> _With:
    relation = node.group.relation
    target = RELATIONS.get(table, {}).get(relation)
    if target is None or not _holds(node.group, place):
        raise FilterError(f"'{relation}' has no rows here", node.group.relation_span)
    test = number_test(node.condition, node.span)
    inner = _with(store, target, node.group.node, place)
    return lambda value: bytes(
        test(found) for found in relations.counts(store, table, relation, inner(value))
    )


def _put(condition: Condition, place: int, value: Value) -> Condition:
    """The condition with ``value`` at ``place``."""

    def other(present: Value) -> Value:
        return value if present.span.start == place else present

    if isinstance(condition, OneOf):
        return OneOf(tuple(map(other, condition.values)))
    if isinstance(condition, Compare):
        return Compare(condition.operator, other(condition.value))
    if isinstance(condition, Between):
        ends: Sequence[Value | None] = [
            other(end) if end else None for end in (condition.low, condition.high)
        ]
        return Between(*ends)
    return condition
