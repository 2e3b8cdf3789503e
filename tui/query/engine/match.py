"""Tree -> rows: binds the names of a filter to a table and picks the rows that match."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import TypeGuard

from tui.query.engine import conditions, masks, relations
from tui.query.engine.columns import Column
from tui.query.engine.fold import needle
from tui.query.engine.masks import Mask
from tui.query.engine.relations import NAMES, RELATIONS, SEARCHED
from tui.query.engine.store import Store
from tui.query.language.parse import parse, read
from tui.query.language.tree import (
    And,
    Between,
    Compare,
    Condition,
    Count,
    Everything,
    FilterError,
    Group,
    Node,
    Not,
    Note,
    OneOf,
    Pattern,
    Present,
    Span,
    Term,
    Text,
    Value,
)
from tui.text import did_you_mean

DEEPEST = 20
"""How many cohorts may stand behind one another."""


def match(store: Store, table: str, node: Node, within: tuple[str, ...] = ()) -> Mask:
    """Rows of a table that a filter picks.

    ``within`` holds the cohorts being worked out, so that one that names itself is an
    error. Raises :class:`FilterError` for names and values that the table does not have.
    """
    if within:
        return _match(store, table, node, within)
    kept = store.matched.get((table, node))
    return (
        store.matched.put((table, node), _match(store, table, node, ())) if kept is None else kept
    )


def _match(store: Store, table: str, node: Node, within: tuple[str, ...]) -> Mask:
    if isinstance(node, Text):
        return _text(store, table, node)
    if isinstance(node, Term):
        return _term(store, table, node, within)
    if isinstance(node, Group):
        return _group(store, table, node, within)
    if isinstance(node, Count):
        return _count(store, table, node, within)
    if isinstance(node, Not):
        return masks.invert(match(store, table, node.node, within))
    if isinstance(node, Everything):
        return masks.everything(len(store.table(table)))
    join = masks.both if isinstance(node, And) else masks.either
    return reduce(join, (match(store, table, part, within) for part in node.nodes))


def match_text(store: Store, table: str, text: str) -> Mask:
    """Rows of a table that the filter text picks."""
    return match(store, table, parse(text))


def notes(store: Store, table: str, text: str) -> tuple[Note, ...]:
    """What in a filter was taken for something else than it was written. Raises FilterError."""
    reading = read(text)
    match(store, table, reading.node)
    return reading.notes


def warm(store: Store) -> None:
    """Make what free text is looked for in, so that the first key costs what the next ones do."""
    _text(store, "sites", Text(Value("warm")))


def cohort(store: Store, ident: str, span: Span, within: tuple[str, ...] = ()) -> Mask:
    """Sites of a cohort."""
    listed = {each.id: each for each in store.dataset.cohorts}
    if ident not in listed:
        raise FilterError(f"no cohort '{ident}'", span, did_you_mean(ident, listed))
    if ident in within:
        raise FilterError(f"the cohort '{ident}' is defined by itself", span)
    if len(within) >= DEEPEST:
        raise FilterError("too many cohorts are defined by one another", span)
    key = ("cohorts", Text(Value(ident)))
    kept = store.matched.get(key)
    if kept is not None:
        return kept
    try:
        found = match(store, "sites", parse(listed[ident].where), (*within, ident))
        return store.matched.put(key, found)
    except FilterError as error:
        if within:
            raise
        raise FilterError(f"the filter of cohort '{ident}' is faulty ({error})", span) from None


def field_names(store: Store, table: str) -> list[str]:
    """Every name that a filter on the table may use before a colon, relations last."""
    names = [column.id for column in store.specs[table].columns]
    names += ["in"] if _has_sites(table) else []
    for relation, target in RELATIONS.get(table, {}).items():
        names.append(relation)
        names += [f"{relation}.{column.id}" for column in store.specs[target].columns]
    return names


def _has_sites(table: str) -> bool:
    return table == "sites" or "site" in RELATIONS.get(table, {})


def _term(store: Store, table: str, node: Term, within: tuple[str, ...]) -> Mask:
    name, condition = node.field, node.condition
    column = store.specs[table].column(name)
    related = name in RELATIONS.get(table, {}) or name == store.specs[table].singular
    if column is not None and not (related and _by_name(condition) and name != "site"):
        coded = store.table(table).coded(name)
        return conditions.mask_of(store, column, coded, condition, node.span)
    if name == "in" and _has_sites(table):
        return _in_cohort(store, table, node, within)
    if name == store.specs[table].singular and _by_name(condition):
        return _named(store, table, condition)
    if name in RELATIONS.get(table, {}):
        return _related_alone(store, table, node)
    head, _, rest = name.partition(".")
    if rest and head in RELATIONS.get(table, {}):
        target = RELATIONS[table][head]
        inner = match(store, target, _shifted(node, head, rest), within)
        return relations.some(store, table, head, inner)
    if rest and head == store.specs[table].singular:
        return match(store, table, _shifted(node, head, rest), within)
    raise FilterError(f"unknown field '{name}'", node.field_span, _suggest(store, table, name))


def _shifted(node: Term, head: str, rest: str) -> Term:
    span = node.field_span
    inside = Span(min(span.start + len(head) + 1, span.end), span.end)
    return Term(rest, node.condition, inside, node.span)


def _by_name(condition: Condition) -> TypeGuard[OneOf | Pattern]:
    return isinstance(condition, OneOf | Pattern)


def _suggest(store: Store, table: str, name: str) -> str:
    """Nearest field; ``partners.type`` and ``type`` lead to ``partner.type``."""
    names = field_names(store, table)
    found = did_you_mean(name, names)
    if found:
        return found
    endings = [each for each in names if each.rpartition(".")[2] == name.rpartition(".")[2]]
    return endings[0] if endings else ""


def _related_alone(store: Store, table: str, node: Term) -> Mask:
    target = RELATIONS[table][node.field]
    if _by_name(node.condition):
        inner = _named(store, target, node.condition)
        return relations.some(store, table, node.field, inner)
    if isinstance(node.condition, Present):
        return relations.some(store, table, node.field, masks.everything(len(store.table(target))))
    test = conditions.number_test(node.condition, node.span)
    every = masks.everything(len(store.table(target)))
    return bytes(test(n) for n in relations.counts(store, table, node.field, every))


def _named(store: Store, table: str, condition: OneOf | Pattern) -> Mask:
    """Rows found by name: one whose id, short name or name is the word, else all that hold it."""
    found = masks.nothing(len(store.table(table)))
    values: Iterable[Value | Pattern]
    values = condition.values if isinstance(condition, OneOf) else (condition,)
    for value in values:
        found = masks.either(found, _named_once(store, table, value))
    return found


def _named_once(store: Store, table: str, value: Value | Pattern) -> Mask:
    source = store.table(table)
    columns = [column for ident in NAMES[table] if (column := source.spec.column(ident))]
    exact = held = masks.nothing(len(source))
    for column in columns:
        coded = source.coded(column.id)
        if isinstance(value, Pattern):
            held = masks.either(held, conditions.mask_of(store, column, coded, value, value.span))
            continue
        wanted = needle(value.text)
        stacks = coded.haystacks(lambda item, column=column: store.searchable(column, item))  # type: ignore[misc]
        exact = masks.either(exact, coded.mask([wanted in s.split("\n") for s in stacks]))
        held = masks.either(held, coded.mask([wanted in stack for stack in stacks]))
    return exact if any(exact) else held


def _in_cohort(store: Store, table: str, node: Term, within: tuple[str, ...]) -> Mask:
    if not isinstance(node.condition, OneOf):
        raise FilterError("'in' takes the id of a cohort", node.span)
    sites = masks.nothing(len(store.table("sites")))
    for value in node.condition.values:
        sites = masks.either(sites, cohort(store, value.text, value.span, within))
    found = relations.of_sites(store, table, sites)
    assert found is not None  # noqa: S101 - _has_sites was asked before
    return found


def _target(store: Store, table: str, node: Group) -> str:
    known = RELATIONS.get(table, {})
    if node.relation in known:
        return known[node.relation]
    if node.relation == store.specs[table].singular:
        return table
    close = did_you_mean(node.relation, known)
    raise FilterError(f"'{node.relation}' has no rows here", node.relation_span, close)


def _group(store: Store, table: str, node: Group, within: tuple[str, ...]) -> Mask:
    target = _target(store, table, node)
    inner = match(store, target, node.node, within)
    return inner if target == table else relations.some(store, table, node.relation, inner)


def _count(store: Store, table: str, node: Count, within: tuple[str, ...]) -> Mask:
    target = _target(store, table, node.group)
    if target == table:
        raise FilterError(f"'{node.group.relation}' is the row itself", node.group.relation_span)
    inner = match(store, target, node.group.node, within)
    test = conditions.number_test(_countable(node.condition, node.span), node.span)
    return bytes(test(n) for n in relations.counts(store, table, node.group.relation, inner))


def _countable(condition: Condition, span: Span) -> Condition:
    if isinstance(condition, OneOf | Compare | Between):
        return condition
    raise FilterError("a count is compared with a number, such as >=2", span)


def _text(store: Store, table: str, node: Text) -> Mask:
    """Free text: the row's own texts; for sites also those of their children."""
    wanted = needle(node.value.text)
    found = _own_text(store, table, wanted)
    if table == "sites":
        for child in SEARCHED:
            inside = _own_text(store, child, wanted)
            relation = store.specs[child].singular
            found = masks.either(found, relations.some(store, table, relation, inside))
    return found


def _searched(column: Column) -> bool:
    """Texts, words and countries are searched; ids of sources, figures and dates are not."""
    if column.id.rpartition(".")[2] in ("sources", "confidence"):
        return False
    return bool(column.path) and (
        column.kind in ("text", "texts", "word", "country", "countries") or column.id == "id"
    )


def _own_text(store: Store, table: str, wanted: str) -> Mask:
    source = store.table(table)
    found = masks.nothing(len(source))
    for column in source.spec.columns:
        if _searched(column):
            hits = conditions.containing(store, column, source.coded(column.id), wanted)
            found = masks.either(found, hits)
    return found
