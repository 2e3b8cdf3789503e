"""How a filter on sites narrows a child table to the rows that it speaks of.

``partner.type:company`` picks the sites with a company, and in the table of partners only
the companies. And narrows by every part, or by all of its parts if each speaks of the
table, a negation not at all: the sites it leaves have no such row.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from tui.query.engine import masks
from tui.query.engine.masks import Mask
from tui.query.engine.match import match
from tui.query.engine.relations import RELATIONS
from tui.query.engine.store import Store
from tui.query.language.tree import And, Count, Group, Node, OneOf, Or, Pattern, Term


def narrowing(store: Store, table: str, node: Node) -> Mask | None:
    """Rows of a child table that the filter speaks of; None where it speaks of none."""
    if isinstance(node, And):
        parts = [narrowing(store, table, part) for part in node.nodes]
        known = [part for part in parts if part is not None]
        return _fold(known, masks.both)
    if isinstance(node, Or):
        parts = [narrowing(store, table, part) for part in node.nodes]
        known = [part for part in parts if part is not None]
        return _fold(known, masks.either) if len(known) == len(parts) else None
    if isinstance(node, Count):
        return narrowing(store, table, node.group)
    if isinstance(node, Group) and RELATIONS["sites"].get(node.relation) == table:
        return match(store, table, node.node)
    if isinstance(node, Term):
        return _term(store, table, node)
    return None


def _fold(parts: list[Mask], join: Callable[[Mask, Mask], Mask]) -> Mask | None:
    return reduce(join, parts) if parts else None


def _term(store: Store, table: str, node: Term) -> Mask | None:
    relation, _, rest = node.field.partition(".")
    if RELATIONS["sites"].get(relation) != table:
        return None
    if not rest and not isinstance(node.condition, OneOf | Pattern):
        return None
    return match(store, table, node)


def spoken_of(node: Node) -> frozenset[str]:
    """Tables that the filter narrows, by its form alone; the same rules as above."""
    if isinstance(node, And):
        return frozenset().union(*map(spoken_of, node.nodes))
    if isinstance(node, Or):
        first, *others = map(spoken_of, node.nodes)
        return first.intersection(*others)
    if isinstance(node, Count):
        return spoken_of(node.group)
    relations = RELATIONS["sites"]
    if isinstance(node, Group):
        return frozenset({relations[node.relation]} if node.relation in relations else ())
    if isinstance(node, Term):
        relation, _, rest = node.field.partition(".")
        by_name = rest or isinstance(node.condition, OneOf | Pattern)
        return frozenset({relations[relation]} if relation in relations and by_name else ())
    return frozenset()
