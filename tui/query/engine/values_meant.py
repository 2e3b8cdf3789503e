"""The values, or the term, that are meant by a value that a column does not have."""

from __future__ import annotations

from tui.lazy_pattern import lazy_pattern
from tui.query.engine import conditions
from tui.query.engine.columns import Column
from tui.query.engine.habit_terms import says_anything, says_nothing
from tui.query.engine.store import Store
from tui.query.engine.typed_values import class_in, class_of, is_value, says_yes
from tui.query.language.render import only
from tui.query.language.tree import FilterError, OneOf, Span, Term, Value

_BRACKETS = "[]{}<>'"
_PARTED = lazy_pattern(r"[;/|+&,]+")
_YEARS = lazy_pattern(r"(?P<first>\d{4})[-/–](?P<last>\d{4})")


def in_words(node: Term, error: FilterError, *, own: bool) -> str:
    """The term that is meant where its value says that there is one, or none; else "".

    ``error`` is what is wrong with the term, whose field is a column of the table if it is its
    ``own``.
    """
    # What stands behind a dot is told by the whole term, an unknown field by its name.
    if _is_behind_a_dot(node) or error.span.end <= node.field_span.end:
        return ""
    if says_anything(node.condition):
        return f"{node.field}:*"
    if not says_nothing(node.condition):
        return ""
    head, dot, rest = ("", "", "") if own else node.field.partition(".")
    return f"{head}(-{rest}:*)" if dot else f"-{node.field}:*"


def _is_behind_a_dot(node: Term) -> bool:
    return node.field_span.start != node.span.start


def without_sign(node: Term, error: FilterError) -> Term | None:
    """The term of which the opposite is meant by ``type:-company``; None for all others.

    ``error`` is what is wrong with the whole term.
    """
    at_value = isinstance(node.condition, OneOf) and any(
        each.span == error.span for each in node.condition.values
    )
    return excluded(node) if at_value and not _is_behind_a_dot(node) else None


def excluded(node: Term) -> Term | None:
    """The term with the values that those with a sign exclude; None unless all have one."""
    values = node.condition.values if isinstance(node.condition, OneOf) else ()
    if not values or not all(len(each.text) > 1 and each.text.startswith("-") for each in values):
        return None
    return Term(node.field, OneOf(tuple(Value(each.text[1:]) for each in values)))


def led_on(store: Store, table: str, column: Column, node: Term, error: FilterError) -> FilterError:
    """The error with the values that are meant, or the column that a value belongs to."""
    values = node.condition.values if isinstance(node.condition, OneOf) else ()
    wrong = next((value for value in values if value.span == error.span), None)
    if wrong is None:
        return error
    if meant := _listed(store, column, wrong.text):
        return FilterError(error.reason, error.span, meant)
    if len(values) == 1 and not error.suggestion:
        error = _of_yes_or_no(store, table, column, node, error, says_yes(wrong.text))
    if wrong.text.startswith("-"):
        return FilterError(error.reason, error.span)  # what looks like it asks for the opposite
    if error.suggestion:
        return error
    if column.kind == "date" and (years := _YEARS.fullmatch(wrong.text)):
        return FilterError(error.reason, error.span, f"{years['first']}..{years['last']}")
    inner = wrong.text.strip(_BRACKETS)
    if inner and _has(store, column, node, inner):
        return FilterError(error.reason, error.span, inner)
    found = class_of(store, table, wrong.text)
    if found is None or says_nothing(node.condition):
        return error
    reason = f"{error.reason}; {only(found[0].id, found[1])} asks for the "
    return FilterError(f"{reason}{found[0].title.lower()}", error.span)


def _of_yes_or_no(
    store: Store, table: str, column: Column, node: Term, error: FilterError, is_so: bool | None
) -> FilterError:
    """The error with what is meant by a yes or no: ``operational:yes``, ``unconfirmed:no``.

    That is a class that bears the name of the column, or for numbers that there are any.
    """
    if is_so is None:
        return error
    if found := class_in(store, table, column.id):
        term = only(found[0].id, found[1])
        if is_so or not _is_behind_a_dot(node):
            whole = Span(node.field_span.start, node.span.end)
            return FilterError(error.reason, whole, term if is_so else f"-{term}")
    known = store.table(table).coded(column.id).distinct
    # Fields of findings are read without rows: a count may be 0 there.
    if column.numeric and (0 in known or (column.kind == "integer" and not known)):
        return FilterError(error.reason, error.span, ">0" if is_so else "0")
    return error


def _listed(store: Store, column: Column, text: str) -> str:
    """The list that a text of several values is meant for, "" where it is none."""
    parts = [part for part in _PARTED.split(text) if part]
    known = (len(part) > 1 and is_value(store, column, part) for part in parts)
    return ",".join(parts) if len(parts) > 1 and all(known) else ""


def _has(store: Store, column: Column, node: Term, text: str) -> bool:
    """Whether a text is a value that can be asked of the column."""
    try:
        conditions.prepare(store, column, OneOf((Value(text),)), node.span, [])
    except FilterError:
        return False
    return True
