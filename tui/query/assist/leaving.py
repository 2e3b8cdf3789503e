"""How many sites a filter would leave with another value at one place.

Everything of the filter that does not hang on the value is worked out once; each value
then costs its own condition and the joins above it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import reduce

from tui.query.assist.candidates import named_at
from tui.query.engine import masks, relations
from tui.query.engine.columns import Column
from tui.query.engine.conditions import number_test
from tui.query.engine.fold import needle
from tui.query.engine.lookup import lookup
from tui.query.engine.masks import Mask
from tui.query.engine.match import match
from tui.query.engine.relations import NAMES, RELATIONS
from tui.query.engine.store import Store
from tui.query.language.lex import COUNT, tokens
from tui.query.language.parse import parse
from tui.query.language.tree import (
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
# From this many different texts on they are searched through a look-up.
_MANY = 1000


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
        return _in_term(store, table, node, place)
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
    inner, up = _with(store, target, node.node, place), _up(store, table, node.relation)
    return lambda value: up(inner(value))


def _up(store: Store, table: str, relation: str) -> Callable[[Mask], Mask]:
    """From rows of the related table to rows of the table, with links worked out once."""
    own = store.specs[table].singular
    if relation in store.table(table).parents:
        return lambda mask: relations.some(store, table, relation, mask)
    if own in store.table(RELATIONS[table][relation]).parents:
        return lambda mask: relations.some(store, table, relation, mask)
    links = relations.links(store, table, relation)
    return lambda mask: bytes(any(mask[row] for row in rows) for rows in links)


def _in_term(store: Store, table: str, node: Term, place: int) -> _With:
    """A term as its own condition and the way up from the related table, if there is one."""
    condition = node.condition
    by_name = isinstance(condition, OneOf)
    named = named_at(store, table, node.field) if by_name else None
    if named and node.field != store.specs[table].singular:
        return _in_named(store, table, node, named, place)
    head, _, rest = node.field.partition(".")
    target = RELATIONS.get(table, {}).get(head) if rest else None
    if target is not None and store.specs[table].column(node.field) is None:
        shifted = dataclasses.replace(node, field=rest)
        inner, up = _in_term(store, target, shifted, place), _up(store, table, head)
        return lambda value: up(inner(value))
    column = store.specs[table].column(node.field)
    if column is not None and named is None and _is_searched(store, table, column, condition):
        return _contained(store, table, column, condition, place)
    return lambda value: match(
        store, table, dataclasses.replace(node, condition=_put(condition, place, value))
    )


def _is_searched(store: Store, table: str, column: Column, condition: Condition) -> bool:
    """Whether values of the column are looked for in more texts than a scan should read."""
    if column.kind != "text" or not isinstance(condition, OneOf):
        return False
    return len(store.table(table).coded(column.id).distinct) > _MANY


def _contained(store: Store, table: str, column: Column, condition: Condition, place: int) -> _With:
    find = lookup(store.dataset, table, column).containing
    size, others = len(store.table(table)), _others(condition, place)

    def rows(value: Value) -> Mask:
        return masks.of_rows((row for each in (value, *others) for row in find(needle(each.text))),
                             size)  # fmt: skip

    return rows


def _in_named(store: Store, table: str, node: Term, named: str, place: int) -> _With:
    """A child by its name alone: by look-up where a row bears the very name."""
    columns = [column for ident in NAMES[named] if (column := store.specs[named].column(ident))]
    searches = [lookup(store.dataset, named, column).equal for column in columns]
    parents = store.table(named).parents.get(store.specs[table].singular)
    up = _up(store, table, node.field) if parents is None else None
    size, others = len(store.table(table)), _others(node.condition, place)

    def scanned(*values: Value) -> Mask:
        return match(store, table, dataclasses.replace(node, condition=OneOf(values)))

    def above(rows: Sequence[int]) -> Mask:
        if parents is not None:
            return masks.of_rows((parents[row] for row in rows), size)
        mask = masks.of_rows(rows, len(store.table(named)))
        return up(mask) if up else mask

    fixed = scanned(*others) if others else masks.nothing(size)

    def picked(value: Value) -> Mask:
        wanted = needle(value.text)
        exact = [row for search in searches for row in search(wanted)]
        return masks.either(fixed, above(exact) if exact else scanned(value))

    return picked


def _others(condition: Condition, place: int) -> tuple[Value, ...]:
    """The values of a list beside the one at ``place``."""
    values = condition.values if isinstance(condition, OneOf) else ()
    return tuple(value for value in values if value.span.start != place)


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
