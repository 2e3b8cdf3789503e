"""On which figures a value rests, and which of them no source confirms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tui.analysis.findings.measures import Measured
from tui.analysis.findings.row_bounds import list_behind
from tui.analysis.findings.rule import value_column
from tui.analysis.findings.scope import Scope
from tui.query.engine import masks, relations
from tui.query.engine.masks import Mask
from tui.query.engine.match import match
from tui.query.engine.relations import RELATIONS
from tui.query.engine.store import Store
from tui.query.language.parse import parse
from tui.query.language.tree import And, Count, Group, Node, Not, OneOf, Or, Pattern, Term, Value

Place = tuple[str, str]
"""Table and key of a row."""


@dataclass(frozen=True, slots=True)
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
            found.extend(_spoken_of(scope.store, parse(leaf.check.where), leaf.picked))
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


def _spoken_of(store: Store, node: Node, sites: Mask) -> Iterator[Ground]:
    """Rows that a filter on sites speaks of."""
    for term, positive in _terms(node):
        relation = term.relation if isinstance(term, Group) else term.field.partition(".")[0]
        table = RELATIONS["sites"].get(relation, "")
        if isinstance(term, Group):
            rows = match(store, table, term.node) if positive else _all(store, table)
            yield from _children(store, relation, rows, sites)
        elif table and not _is_figure(store, term):
            alone = term.field == relation and not isinstance(term.condition, OneOf | Pattern)
            rows = _all(store, table) if alone or not positive else match(store, table, term)
            yield from _children(store, relation, rows, sites)
        else:
            yield from _figures(store, term.field, sites)


def _is_figure(store: Store, term: Term) -> bool:
    by_name = isinstance(term.condition, OneOf | Pattern)
    return store.specs["sites"].column(term.field) is not None and not by_name


def _children(store: Store, relation: str, rows: Mask, sites: Mask) -> Iterator[Ground]:
    """These rows of a related table as far as they belong to the sites."""
    table = RELATIONS["sites"][relation]
    if store.specs[table].column("confidence"):
        yield Ground(table, masks.both(rows, _at(store, relation, sites)), "confidence")


def _figures(store: Store, field: str, sites: Mask) -> Iterator[Ground]:
    column = store.specs["sites"].column(field)
    relation = {table: name for name, table in RELATIONS["sites"].items()}
    behind = field if field in relation else list_behind(field)
    if behind:
        yield from _children(store, relation[behind], _all(store, behind), sites)
    elif field in store.vocabulary.words("indicator"):
        rows = match(store, "indicators", Term("id", OneOf((Value(field),))))
        yield from _children(store, "indicator", rows, sites)
    elif column is not None and column.confidence:
        known = bytes(value is not None for value in store.table("sites").values(field))
        yield Ground("sites", masks.both(known, sites), column.confidence)


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
