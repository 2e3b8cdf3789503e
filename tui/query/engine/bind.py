"""Resolving a filter against a dataset: what each name in it means, once for all who read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeGuard

from tui.query.engine import conditions
from tui.query.engine.columns import Column, Field
from tui.query.engine.conditions import (
    Bound,
    BoundAnd,
    BoundCohort,
    BoundColumn,
    BoundCount,
    BoundEverything,
    BoundName,
    BoundNot,
    BoundOr,
    BoundRelated,
    BoundText,
)
from tui.query.engine.fields_meant import columns_named, suggested_field
from tui.query.engine.fold import needle
from tui.query.engine.habit_terms import (
    meant_term,
    refuse_empty,
)
from tui.query.engine.neighbours import notes_of_neighbours
from tui.query.engine.paths import inside, itself
from tui.query.engine.relations import (
    NAMES,
    RELATIONS,
    ROWS_ALSO_CALLED,
    Link,
    has_sites,
    link_of,
)
from tui.query.engine.sentences import refuse_sentence
from tui.query.engine.store import Store
from tui.query.engine.typed_numbers import (
    notes_of_percent,
    number_test,
)
from tui.query.engine.typed_values import NEAR, is_flag, tell_parts
from tui.query.engine.values_meant import in_words, led_on, without_sign
from tui.query.engine.way_on import led_to_the_end
from tui.query.language.parse import parse, read
from tui.query.language.render import render
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
    Or,
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


def bind(store: Store, table: str, node: Node) -> Bound:
    """What a filter on a table means.

    Raises :class:`FilterError` for names and values that the table does not have.
    """
    return _bound(store, table, node, ())


def bind_text(store: Store, table: str, text: str) -> Bound:
    """What a filter text means. Raises FilterError, which then knows the text."""
    kept = store.bound_texts.get((table, text))
    if kept is not None:
        return kept
    with errors_of(text, lambda other: bind(store, table, parse(other))):
        return store.bound_texts.put((table, text), bind(store, table, parse(text)))


@contextmanager
def errors_of(text: str, reads: Callable[[str], object] | None = None) -> Iterator[None]:
    """Errors from the block know the filter text that they speak of.

    With ``reads``, which raises FilterError for a text that is no filter, they suggest what is one.
    """
    try:
        yield
    except FilterError as error:
        told = led_to_the_end(error, text, reads) if reads and not error.text else error
        told.text = told.text or text
        raise told from error.__cause__


def notes_of_reading(store: Store, table: str, text: str) -> tuple[Note, ...]:
    """What in a filter was taken for something else than it was written. Raises FilterError."""
    reading = read(text)
    binder = _Binder(store, ())
    binder.bind(table, reading.node)
    return tuple(dict.fromkeys((*reading.notes, *binder.notes)))


def bind_cohort(store: Store, ident: str, span: Span, within: tuple[str, ...] = ()) -> Bound:
    """The filter of a cohort on the sites.

    ``within`` holds the cohorts being resolved, so that one that names itself is an error.
    Raises FilterError, at ``span`` also for what is wrong within the cohort's own filter.
    """
    listed = {each.id: each for each in store.dataset.cohorts}
    if ident not in listed:
        close = did_you_mean(ident, listed, least=NEAR)
        known = "" if close or not listed else f", only {', '.join(listed)}"
        raise FilterError(f"no cohort '{ident}'{known}", span, close)
    if ident in within:
        raise FilterError(f"the cohort '{ident}' is defined by itself", span)
    if len(within) >= DEEPEST:
        raise FilterError("too many cohorts are defined by one another", span)
    try:
        node = parse(listed[ident].where)
        return _bound(store, "sites", node, (*within, ident))
    except FilterError as error:
        if within:
            raise
        raise FilterError(f"the filter of cohort '{ident}' is faulty ({error})", span) from None


def _bound(store: Store, table: str, node: Node, within: tuple[str, ...]) -> Bound:
    kept = store.bound.get((table, node))
    if kept is not None:
        return kept
    binder = _Binder(store, within)
    tree = binder.bind(table, node)
    # A pattern that takes too long is an error at its place, which the next filter may move.
    return tree if binder.patterns else store.bound.put((table, node), tree)


class _Binder:
    """Resolves one filter; ``notes`` gathers what was taken for something else."""

    def __init__(self, store: Store, within: tuple[str, ...]) -> None:
        self._store = store
        self._within = within
        self.notes: list[Note] = []
        self.patterns = False

    def bind(self, table: str, node: Node) -> Bound:
        """The bound form of a node."""
        match node:
            case Everything():
                return BoundEverything(table)
            case Text():
                return BoundText(table, needle(node.value.text))
            case Term():
                return self._term(table, node)
            case Group():
                return self._group(table, node)
            case Count():
                return self._count(table, node)
            case Not():
                return BoundNot(table, self._denied(table, node))
            case And() | Or():
                if isinstance(node, And):
                    refuse_sentence(columns_named(self._store, table), node.nodes)
                self.notes += notes_of_neighbours(self._store, table, node)
                parts = tuple(self.bind(table, each) for each in node.nodes)
                return BoundAnd(table, parts) if isinstance(node, And) else BoundOr(table, parts)

    def _denied(self, table: str, node: Not) -> Bound:
        try:
            return self.bind(table, node.node)
        except FilterError as error:
            # A sign behind the colon, as in country:≠DE, is within the term that is to be replaced.
            if error.span != node.span or not error.suggestion:
                raise
            meant = error.suggestion
            turned = meant[1:] if meant.startswith("-") else f"-{meant}"
            raise FilterError(error.reason, error.span, turned) from None

    def _term(self, table: str, node: Term) -> Bound:
        try:
            refuse_empty(node.condition)
            return self._known_term(table, node)
        except FilterError as error:
            plain = without_sign(node, error)
            if plain is not None and self._is_read(table, plain):
                raise FilterError(error.reason, node.span, f"-{render(plain)}") from None
            own = self._store.specs[table].own_column(node.field) is not None
            meant = "" if error.suggestion else in_words(node, error, own=own)
            if not meant:
                raise
            raise FilterError(error.reason, node.span, meant) from None

    def _is_read(self, table: str, node: Term) -> bool:
        try:
            bind(self._store, table, node)
        except FilterError:
            return False
        return True

    def _known_term(self, table: str, node: Term) -> Bound:
        name, condition = node.field, node.condition
        spec = self._store.specs[table]
        by_name = is_name(condition)
        link = link_of(table, name)
        column = spec.own_column(name)
        # Only tables of the dataset have rows that are known by a name of their own.
        own = name == spec.singular and table in NAMES
        named = link is not None or own
        if column is not None and not (named and by_name and name != "site"):
            return self._column(table, column, node)
        if name == "in" and has_sites(table):
            return self._cohorts(table, node)
        if own and is_name(condition):
            return self._named(table, condition)
        if link is not None:
            return self._related_alone(table, link, node)
        head, _, rest = name.partition(".")
        if rest and (within := inside(self._store, table, head)) is not None:
            return self._led(table, within, _shifted(node, head, rest), head)
        raise self._no_field(table, node)

    def _no_field(self, table: str, node: Term) -> FilterError:
        """The error of a term whose field there is not."""
        close = suggested_field(self._store, table, node.field)
        reason, term = meant_term(self._store, table, node, close)
        if reason:
            return FilterError(reason, Span(node.field_span.start, node.span.end), term)
        return FilterError(f"unknown field '{node.field}'", node.field_span, close)

    def _led(self, table: str, within: Link | str, node: Node, head: str) -> Bound:
        if isinstance(within, Link):
            return BoundRelated(table, within, self.bind(within.target, node))
        inner = self.bind(table, node)
        flag = ROWS_ALSO_CALLED.get(table, {}).get(head, "")
        if not flag:
            return inner
        wanted = Term(flag, OneOf((Value("true"),)))
        return BoundAnd(table, (self.bind(table, wanted), inner))

    def _column(self, table: str, column: Column, node: Term) -> BoundColumn:
        if isinstance(column, Field) and column.within and not is_flag(node.condition):
            column = self._store.specs[table].own_column(column.within) or column
        self.patterns |= isinstance(node.condition, Pattern)
        try:
            condition, picks = conditions.prepare(
                self._store, column, node.condition, node.span, self.notes
            )
        except FilterError as error:
            raise led_on(self._store, table, column, node, error) from None
        source = self._store.table(table)
        self.notes += notes_of_percent(column, condition, lambda: source.coded(column.id).distinct)
        return BoundColumn(table, column, condition, picks)

    def _named(self, table: str, condition: OneOf | Pattern) -> BoundName:
        self.patterns |= isinstance(condition, Pattern)
        named = map(self._store.specs[table].own_column, NAMES[table])
        for column in [each for each in named if each is not None and each.vocabulary]:
            for value in condition.values if isinstance(condition, OneOf) else ():
                tell_parts(self._store, column, value, self.notes)
        return BoundName(table, condition)

    def _related_alone(self, table: str, link: Link, node: Term) -> Bound:
        """A child's name alone, that there is one, or how many there are."""
        condition = node.condition
        if isinstance(condition, OneOf | Pattern):
            return BoundRelated(table, link, self._named(link.target, condition))
        every = BoundEverything(link.target)
        if isinstance(condition, Present):
            return BoundRelated(table, link, every)
        test = number_test(condition, self.notes)
        return BoundCount(table, link, every, condition, test)

    def _cohorts(self, table: str, node: Term) -> BoundCohort:
        if not isinstance(node.condition, OneOf):
            raise FilterError("'in' takes the id of a cohort", node.span)
        for value in node.condition.values:
            bind_cohort(self._store, value.text, value.span, self._within)
        return BoundCohort(table, tuple(value.text for value in node.condition.values))

    def _group(self, table: str, node: Group) -> Bound:
        return self._led(table, self._target(table, node), node.node, node.relation)

    def _target(self, table: str, node: Group) -> Link | str:
        within = inside(self._store, table, node.relation)
        if within is None:
            known = (*RELATIONS.get(table, {}), *itself(self._store, table))
            close = did_you_mean(node.relation, known, least=NEAR)
            raise FilterError(f"'{node.relation}' has no rows here", node.relation_span, close)
        return within

    def _count(self, table: str, node: Count) -> BoundCount:
        link = self._target(table, node.group)
        if isinstance(link, str):
            name, span = node.group.relation, node.group.relation_span
            raise FilterError(f"'{name}' is the row itself", span)
        inner = self.bind(link.target, node.group.node)
        if not isinstance(node.condition, OneOf | Compare | Between):
            raise FilterError("a count is compared with a number, such as >=2", node.span)
        test = number_test(node.condition, self.notes)
        return BoundCount(table, link, inner, node.condition, test)


def is_name(condition: Condition) -> TypeGuard[OneOf | Pattern]:
    """Whether a condition can stand for the name of a row."""
    return isinstance(condition, OneOf | Pattern)


def _shifted(node: Term, head: str, rest: str) -> Term:
    span = node.field_span
    inside = Span(min(span.start + len(head) + 1, span.end), span.end)
    return replace(node, field=rest, field_span=inside)
