"""On which figures a value rests, and which of them no source confirms."""

from __future__ import annotations

from collections.abc import Iterator

from tui.analysis.growth import list_behind
from tui.analysis.measures import Measured
from tui.analysis.rules import value_column
from tui.analysis.scope import Scope
from tui.query import masks, relations
from tui.query.masks import Mask
from tui.query.match import match
from tui.query.parse import parse
from tui.query.relations import RELATIONS
from tui.query.store import Store
from tui.query.tree import And, Count, Group, Node, Not, OneOf, Or, Pattern, Term, Value

Place = tuple[str, str]
"""Table and key of a row."""


def unconfirmed(scope: Scope, measured: Measured) -> tuple[Place, ...]:
    """Rows behind a value whose confidence is not ``confirmed``, each once.

    These are the rows that the rule reads; for a rule on sites, also the children that its
    filter speaks of at the sites that match: those that it asks for, or the whole list
    where it asks that there be none.
    """
    found: dict[Place, None] = {}
    for leaf in measured.leaves:
        of = leaf.check.of
        column = value_column(scope.store, leaf.check)
        sure = column.confidence if column else ""
        if not sure and of != "sites" and scope.store.specs[of].column("confidence"):
            sure = "confidence"
        if sure:
            rows = masks.both(leaf.base, masks.invert(leaf.blank))
            found.update(dict.fromkeys(_unsure(scope, of, rows, sure)))
        if of == "sites":
            for table, rows, confidence in _spoken_of(scope, parse(leaf.check.where), leaf.picked):
                found.update(dict.fromkeys(_unsure(scope, table, rows, confidence)))
    return tuple(found)


def _unsure(scope: Scope, table: str, rows: Mask, column: str) -> Iterator[Place]:
    states = scope.source(table).table(table).values(column)
    doubtful = [row for row in masks.rows(rows) if states[row] not in (None, "confirmed")]
    for key in scope.keys(table, scope.numbers(table, doubtful)):
        yield table, key


def _spoken_of(scope: Scope, node: Node, sites: Mask) -> Iterator[tuple[str, Mask, str]]:
    """Rows that a filter on sites speaks of: table, rows, and the column of their confidence."""
    store = scope.store
    for term, positive in _terms(node):
        relation = term.relation if isinstance(term, Group) else term.field.partition(".")[0]
        table = RELATIONS["sites"].get(relation, "")
        if isinstance(term, Group):
            rows = match(store, table, term.node) if positive else _all(store, table)
            yield table, masks.both(rows, _at(store, relation, sites)), "confidence"
        elif table and not _is_figure(store, term):
            alone = term.field == relation and not isinstance(term.condition, OneOf | Pattern)
            rows = _all(store, table) if alone or not positive else match(store, table, term)
            if store.specs[table].column("confidence"):
                yield table, masks.both(rows, _at(store, relation, sites)), "confidence"
        else:
            yield from _figures(scope, term.field, sites)


def _is_figure(store: Store, term: Term) -> bool:
    by_name = isinstance(term.condition, OneOf | Pattern)
    return store.specs["sites"].column(term.field) is not None and not by_name


def _figures(scope: Scope, field: str, sites: Mask) -> Iterator[tuple[str, Mask, str]]:
    store = scope.store
    column = store.specs["sites"].column(field)
    relation = {table: name for name, table in RELATIONS["sites"].items()}
    behind = field if field in relation else list_behind(field)
    if behind:
        yield behind, _at(store, relation[behind], sites), "confidence"
    elif field in store.vocabulary.words("indicator"):
        rows = match(store, "indicators", Term("id", OneOf((Value(field),))))
        yield "indicators", masks.both(rows, _at(store, "indicator", sites)), "confidence"
    elif column is not None and column.confidence:
        known = bytes(value is not None for value in store.table("sites").values(field))
        yield "sites", masks.both(known, sites), column.confidence


def _all(store: Store, table: str) -> Mask:
    return masks.everything(len(store.table(table)))


def _at(store: Store, relation: str, sites: Mask) -> Mask:
    """Rows of the related table that belong to these sites."""
    linked = relations.links(store, "sites", relation)
    table = store.table(RELATIONS["sites"][relation])
    return masks.of_rows((r for site in masks.rows(sites) for r in linked[site]), len(table))


def _terms(node: Node, positive: bool = True) -> Iterator[tuple[Group | Term, bool]]:
    """Terms and groups of a filter, each with whether it asks for rows or forbids them."""
    if isinstance(node, Not):
        yield from _terms(node.node, not positive)
    elif isinstance(node, And | Or):
        for part in node.nodes:
            yield from _terms(part, positive)
    elif isinstance(node, Group) and node.relation not in RELATIONS["sites"]:
        yield from _terms(node.node, positive)
    elif isinstance(node, Group | Term):
        yield node, positive
    elif isinstance(node, Count):
        yield from _terms(node.group, positive)
