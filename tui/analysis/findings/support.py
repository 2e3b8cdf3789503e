"""On which figures a value rests, and which of them no source confirms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.analysis.findings.measures import Measured, Scope
from tui.analysis.findings.row_bounds import list_behind
from tui.analysis.findings.rule import value_column
from tui.frozen import frozen
from tui.query.engine import masks, relations
from tui.query.engine.bind import bind_text
from tui.query.engine.bound import (
    Bound,
    BoundAnd,
    BoundColumn,
    BoundCount,
    BoundNot,
    BoundOr,
    BoundRelated,
)
from tui.query.engine.columns import Column
from tui.query.engine.masks import Mask
from tui.query.engine.match import match, picked
from tui.query.engine.relations import CHILDREN, Link
from tui.query.engine.store import Store
from tui.query.language.tree import OneOf, Term, Value

Place = tuple[str, str]
"""Table and key of a row."""


@frozen
class Ground:
    """Rows that a value rests on.

    ``confidence`` is the column that says how sure they are; its twin ``sources`` names what
    they come from.
    """

    table: str
    rows: Mask
    confidence: str

    @property
    def sources(self) -> str:
        """Id of the column with the sources."""
        return f"{self.confidence.removesuffix('confidence')}sources"


def grounds(scope: Scope, measured: Measured) -> tuple[Ground, ...]:
    """The rows behind a value.

    These are the rows that the rule reads; for a rule on sites also the children that its
    filter speaks of at the sites that match: those that it asks for, or the whole list
    where it asks that there be none.
    """
    found: list[Ground] = []
    for leaf in measured.leaves:
        of = leaf.check.of
        column = value_column(scope.store, leaf.check)
        sure = column.confidence if column else ""
        if not sure and of != "sites" and scope.store.specs[of].column("confidence"):
            sure = "confidence"
        if sure:
            found.append(Ground(of, masks.both(leaf.base, masks.invert(leaf.blank)), sure))
        if of == "sites":
            found.extend(
                _spoken_of(
                    scope.store, bind_text(scope.store, "sites", leaf.check.where), leaf.picked
                )
            )
    return tuple(found)


def unconfirmed(scope: Scope, found: Iterable[Ground]) -> tuple[Place, ...]:
    """Rows whose confidence is not ``confirmed``, each once."""
    places: dict[Place, None] = {}
    for ground in found:
        states = scope.source(ground.table).table(ground.table).values(ground.confidence)
        doubtful = [r for r in masks.rows(ground.rows) if states[r] not in (None, "confirmed")]
        for key in scope.keys(ground.table, scope.numbers(ground.table, doubtful)):
            places[ground.table, key] = None
    return tuple(places)


def sources(scope: Scope, found: Iterable[Ground]) -> tuple[str, ...]:
    """Ids of the sources of these rows, each once."""
    idents: dict[str, None] = {}
    for ground in found:
        values = scope.source(ground.table).table(ground.table).values(ground.sources)
        for row in masks.rows(ground.rows):
            idents.update(dict.fromkeys(values[row] or ()))
    return tuple(idents)


def _spoken_of(store: Store, tree: Bound, sites: Mask) -> Iterator[Ground]:
    """Rows that a filter on sites speaks of."""
    for part, positive in _parts(tree):
        if isinstance(part, BoundColumn):
            yield from _figures(store, part.column, sites)
        else:
            table = part.link.target
            rows = picked(store, part.inner) if positive else _all(store, table)
            yield from _children(store, part.link, rows, sites)


def _children(store: Store, link: Link, rows: Mask, sites: Mask) -> Iterator[Ground]:
    """These rows at the other end of a link as far as they belong to the sites."""
    if store.specs[link.target].column("confidence"):
        meant = link.rows(store, rows)
        yield Ground(link.target, masks.both(meant, _at(store, link, sites)), "confidence")


def _figures(store: Store, column: Column, sites: Mask) -> Iterator[Ground]:
    behind = column.id if column.id in CHILDREN else list_behind(column.id)
    if behind:
        yield from _children(store, CHILDREN[behind], _all(store, behind), sites)
    elif column.id in store.vocabulary.words("indicator"):
        rows = match(store, "indicators", Term("id", OneOf((Value(column.id),))))
        yield from _children(store, CHILDREN["indicators"], rows, sites)
    elif column.confidence:
        known = bytes(value is not None for value in store.table("sites").values(column.id))
        yield Ground("sites", masks.both(known, sites), column.confidence)


def _all(store: Store, table: str) -> Mask:
    return masks.everything(len(store.table(table)))


def _at(store: Store, link: Link, sites: Mask) -> Mask:
    """Rows at the other end of the link that belong to these sites."""
    linked = relations.links(store, "sites", link.relation)
    rows = (row for site in masks.rows(sites) for row in linked[site])
    return masks.of_rows(rows, len(store.table(link.target)))


def _parts(
    tree: Bound, positive: bool = True
) -> Iterator[tuple[BoundColumn | BoundRelated | BoundCount, bool]]:
    """What a filter says of columns and children, with whether it asks for them or forbids them."""
    if isinstance(tree, BoundNot):
        yield from _parts(tree.inner, not positive)
    elif isinstance(tree, BoundAnd | BoundOr):
        for part in tree.parts:
            yield from _parts(part, positive)
    elif isinstance(tree, BoundColumn | BoundRelated | BoundCount):
        yield tree, positive
