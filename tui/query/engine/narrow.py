"""How a filter on sites narrows a child table to the rows that it speaks of.

``partner.type:company`` picks the sites with a company, and in the table of partners only
the companies. And narrows by every part, or by all of its parts if each speaks of the
table, a negation not at all: the sites it leaves have no such row.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from tui.query.engine import masks
from tui.query.engine.bound import (
    Bound,
    BoundAnd,
    BoundCount,
    BoundEverything,
    BoundOr,
    BoundRelated,
)
from tui.query.engine.masks import Mask
from tui.query.engine.match import picked
from tui.query.engine.store import Store


def narrowing(store: Store, table: str, tree: Bound) -> Mask | None:
    """Rows of a child table that a filter on sites speaks of; None where it speaks of none."""
    if isinstance(tree, BoundAnd):
        parts = [narrowing(store, table, part) for part in tree.parts]
        return _joined([part for part in parts if part is not None], masks.both)
    if isinstance(tree, BoundOr):
        parts = [narrowing(store, table, part) for part in tree.parts]
        known = [part for part in parts if part is not None]
        return _joined(known, masks.either) if len(known) == len(parts) else None
    if _speaks_of(tree) == table:
        assert isinstance(tree, BoundRelated | BoundCount)  # noqa: S101 - only these speak
        return tree.link.rows(store, picked(store, tree.inner))
    return None


def _joined(parts: list[Mask], join: Callable[[Mask, Mask], Mask]) -> Mask | None:
    return reduce(join, parts) if parts else None


def _speaks_of(tree: Bound) -> str:
    """The table some of whose rows a part of a filter asks for, "" where it asks for none."""
    if not isinstance(tree, BoundRelated | BoundCount):
        return ""
    every = isinstance(tree.inner, BoundEverything) and not tree.link.flag
    return "" if every else tree.link.target


def spoken_of(tree: Bound) -> frozenset[str]:
    """Tables that a filter on sites narrows."""
    if isinstance(tree, BoundAnd):
        return frozenset().union(*map(spoken_of, tree.parts))
    if isinstance(tree, BoundOr):
        first, *others = map(spoken_of, tree.parts)
        return first.intersection(*others)
    table = _speaks_of(tree)
    return frozenset({table} if table else ())
