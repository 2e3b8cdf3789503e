"""The bound filter: a tree whose names are resolved, as :mod:`tui.query.engine.bind` makes it.

Matching, narrowing, bounds and support walk this tree; none of them looks up a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from tui.frozen import frozen
from tui.query.engine.columns import Column
from tui.query.engine.conditions import Picks, Test
from tui.query.engine.relations import Link
from tui.query.language.tree import Condition, OneOf, Pattern


@frozen
class BoundEverything:
    """Every row of the table."""

    table: str


@frozen
class BoundText:
    """Rows that hold a text, for sites also in their children."""

    table: str
    text: str


@frozen
class BoundColumn:
    """Rows whose own column meets a condition, which ``picks`` tells of a column of values."""

    table: str
    column: Column
    condition: Condition
    picks: Picks = field(compare=False, repr=False)


@frozen
class BoundName:
    """Rows found by their name alone."""

    table: str
    condition: OneOf | Pattern


@frozen
class BoundCohort:
    """Rows of the sites of one of these cohorts."""

    table: str
    cohorts: tuple[str, ...]


@frozen
class BoundRelated:
    """Rows for which some row at the other end of the link is picked by ``inner``."""

    table: str
    link: Link
    inner: Bound


@frozen
class BoundCount:
    """Rows for which the number of such rows meets a condition, which is what ``test`` says."""

    table: str
    link: Link
    inner: Bound
    condition: Condition
    test: Test = field(compare=False, repr=False)


@frozen
class BoundNot:
    """Rows that ``inner`` does not pick."""

    table: str
    inner: Bound


@frozen
class BoundAnd:
    """Rows that all parts pick."""

    table: str
    parts: tuple[Bound, ...]


@frozen
class BoundOr:
    """Rows that some part picks."""

    table: str
    parts: tuple[Bound, ...]


Leaf = BoundEverything | BoundText | BoundColumn | BoundName | BoundCohort
Bound = Leaf | BoundRelated | BoundCount | BoundNot | BoundAnd | BoundOr


def conjuncts(tree: Bound) -> tuple[Bound, ...]:
    """The parts that must all match; none for every row."""
    if isinstance(tree, BoundAnd):
        return tree.parts
    return () if isinstance(tree, BoundEverything) else (tree,)


def walk(tree: Bound) -> Iterator[Bound]:
    """The node and all nodes below it."""
    yield tree
    if isinstance(tree, BoundAnd | BoundOr):
        for part in tree.parts:
            yield from walk(part)
    elif isinstance(tree, BoundNot | BoundRelated | BoundCount):
        yield from walk(tree.inner)
