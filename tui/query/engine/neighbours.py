"""Texts beside a term that look like a value of its field: ``country:DE OR FR``, ``10 k``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from tui.query.engine.columns import Column
from tui.query.engine.paths import column_of
from tui.query.engine.relations import link_of
from tui.query.engine.store import Store
from tui.query.engine.typed_numbers import (
    COUNTS,
    Figures,
    as_number,
    check_follower,
    figures_of,
    is_numeric,
)
from tui.query.engine.typed_values import date, date_meant, is_small, is_value
from tui.query.language.render import render
from tui.query.language.tree import (
    And,
    Count,
    FilterError,
    Node,
    Not,
    Note,
    OneOf,
    Or,
    Span,
    Term,
    Text,
    Value,
)


def notes_of_neighbours(store: Store, table: str, node: And | Or) -> Iterator[Note]:
    """Notes on texts that look like values, or parts of them, of the field before them.

    Raises FilterError for the end of a number, such as the ``k`` of ``10 k``.
    """
    if isinstance(node, And):
        for before, text in pairwise(node.nodes):
            term = before.node if isinstance(before, Not) else before
            if isinstance(term, Term | Count) and isinstance(text, Text) and not text.value.quoted:
                figures = _figures_of(store, table, term)
                note = check_follower(term.condition, text.value, figures) if figures else None
                yield from [note] if note else []
    for at, before in enumerate(node.nodes[:-1]):
        term = before.nodes[-1] if isinstance(before, And) else before
        texts = [each.value for each in _texts(node.nodes[at + 1 :])]
        if isinstance(term, Term) and isinstance(term.condition, OneOf) and texts:
            column = column_of(store, table, term.field)
            if column is not None:
                beside = _alternatives if isinstance(node, Or) else _side_by_side
                yield from beside(store, column, term.field, term.condition.values, texts)


def _texts(nodes: Sequence[Node]) -> Iterator[Text]:
    """The texts that come next: of terms side by side the first."""
    for node in nodes:
        first = node.nodes[0] if isinstance(node, And) else node
        if not isinstance(first, Text):
            return
        yield first
        if first is not node:
            return


def _figures_of(store: Store, table: str, term: Term | Count) -> Figures | None:
    """How the numbers are written that a term compares with; None where it does not."""
    if isinstance(term, Count):
        return COUNTS
    column = column_of(store, table, term.field)
    if column is not None:
        return figures_of(column) if is_numeric(column) else None
    return COUNTS if link_of(table, term.field) is not None else None


def _alternatives(
    store: Store, column: Column, field: str, values: Sequence[Value], texts: Sequence[Value]
) -> Iterator[Note]:
    """``country:DE OR FR``."""
    others = list(
        takewhile(
            lambda text: _may_be(text, values[-1]) and _is_asked_for(store, column, text), texts
        )
    )
    for text in others:
        yield _note(field, text, [each.text for each in (*values, *others)])


def _side_by_side(
    store: Store, column: Column, field: str, values: Sequence[Value], texts: Sequence[Value]
) -> Iterator[Note]:
    """``sector:public services``, ``country:de fr``."""
    last, text = values[-1], texts[0]
    _check_date(column, last, text)
    listed = [each.text for each in values[:-1]]
    joined = f"{last.text} {text.text}"
    if not text.quoted and is_value(store, column, joined):
        yield _note(field, text, [*listed, joined])
        return
    small = not text.quoted and is_small(text.text)
    # Of other words it is told what they are anywhere; a small one may belong to the next.
    if (small or text.quoted) and _may_be(text, last):
        known = [last, text, *(each for each in texts[1:2] if not each.quoted and small)]
        if all(is_value(store, column, each.text) for each in known):
            yield _note(field, text, [*listed, last.text, text.text])


def _is_asked_for(store: Store, column: Column, text: Value) -> bool:
    """Whether a text is what is asked of a column: a whole value, a number, a date."""
    if column.kind == "date":
        try:
            date(text)
        except FilterError:
            return False
        return True
    if is_numeric(column) and as_number(text.text) is not None:
        return True
    return is_value(store, column, text.text)


def _may_be(text: Value, last: Value) -> bool:
    """Whether a text may be one more value: what alone stands in quotes is meant as text."""
    return last.quoted or not text.quoted


def _check_date(column: Column, last: Value, text: Value) -> None:
    """Raise FilterError for ``selected:10 December``."""
    whole = f"{last.text} {text.text}"
    if column.kind == "date" and not text.quoted and (day := date_meant(whole)):
        raise FilterError(f"'{whole}' is not a date", Span(last.span.start, text.span.end), day)


def _note(field: str, text: Value, values: Sequence[str]) -> Note:
    meant = render(Term(field, OneOf(tuple(map(Value, values)))))
    return Note(f"'{text.text}' is looked for as text; write {meant} for the value", text.span)
