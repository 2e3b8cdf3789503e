"""What is said beside the answer of a filter: what it was read as, and what may be meant instead.

``member:DE`` looks for "de" in the names of members, and free text for it in all texts. That is
an answer, but hardly to the question: the note tells ``member.country:DE``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tui.frozen import frozen
from tui.query.engine.bind import bind, errors_of, notes_of_reading
from tui.query.engine.conditions import Bound, BoundColumn, BoundName, walk
from tui.query.engine.habit_terms import is_nothing
from tui.query.engine.match import match
from tui.query.engine.relations import has_sites, link_of, parts_of
from tui.query.engine.store import Store
from tui.query.engine.typed_values import class_of, is_small, is_value
from tui.query.engine.unmet import unmet
from tui.query.language.parse import parse
from tui.query.language.render import filter_parts, render
from tui.query.language.tree import (
    Node,
    Note,
    OneOf,
    Present,
    Term,
    Text,
    Value,
)


def notes(store: Store, table: str, text: str) -> tuple[Note, ...]:
    """What to say of a filter that is no error. Raises FilterError, which knows the text."""
    with errors_of(text):
        node = parse(text)
        read = notes_of_reading(store, table, text)
        sought = (*_absent_sought(store, table, node), *_classes_sought(store, table, node))
        return tuple(dict.fromkeys((*read, *sought, *unmet(store, table, node))))


def _absent_sought(store: Store, table: str, node: Node) -> Iterator[Note]:
    """Where a word for what is not known is looked for as text, whatever that finds."""
    for where, leaf in _leaves(table, node):
        if not isinstance(leaf, Text) or leaf.value.quoted:
            continue
        if is_nothing(leaf.value.text) and not is_small(leaf.value.text):
            how = f"rows without a value are asked for by field, as in {_absent(store, where)}"
            yield Note(f"'{leaf.value.text}' is looked for as text; {how}", leaf.value.span)


def _absent(store: Store, table: str) -> str:
    """A term that asks for rows without a value: of a column that lacks some, best a shown one."""
    source = store.table(table)
    columns = (*source.spec.defaults, *source.spec.columns)
    lacking = (
        each.id
        for each in columns
        if each.id not in _OF_ALL and {None, ()} & set(source.coded(each.id).distinct)
    )
    return f"-{next(lacking, 'FIELD')}:*"


def _classes_sought(store: Store, table: str, node: Node) -> Iterator[Note]:
    """Where a country or a word of a vocabulary is looked for in names or texts."""
    parts = filter_parts(node)
    for part in parts:
        # Small words join others: of "university in Stuttgart" none is India.
        if isinstance(part, Text) and len(parts) > 1 and is_small(part.value.text):
            continue
        # What finds nothing at all is told with the way to what may be meant.
        if isinstance(part, Text | Term) and 1 not in match(store, table, part):
            continue
        for where, leaf in _leaves(table, part):
            yield from _on_values(store, where, leaf)


def _leaves(table: str, node: Node) -> Iterator[tuple[str, Text | Term]]:
    """The texts and terms in a filter, each with the table that it is about."""
    for where, part in parts_of(table, node):
        if isinstance(part, Text | Term):
            yield where, part


@frozen
class Instead:
    """A term that may be meant in place of another: a class of rows, not a part of a text.

    ``value`` is what was typed, ``where`` it is looked for, ``title`` the heading of the column
    that the term asks for, "" where it asks for any value, ``code`` "*", or for "yes".
    """

    value: Value
    where: str
    field: str
    code: str
    title: str

    @property
    def term(self) -> Term:
        """The term."""
        asked = Present() if self.code == "*" else OneOf((Value(self.code),))
        return Term(self.field, asked)

    @property
    def told(self) -> str:
        """The term with what it asks for, in words."""
        any_value = "those where it is known" if self.code == "*" else "those where it is so"
        what = f"the {self.title.lower()}" if self.title else any_value
        return f"{render(self.term)} asks for {what}"


def instead_of(store: Store, table: str, node: Text | Term) -> Iterator[Instead]:
    """The terms that may be meant by the values of a term, or by a text."""
    if isinstance(node, Text):
        yield from _for_text(store, table, node.value)
    elif isinstance(node.condition, OneOf):
        part = _looked_at(bind(store, table, node))
        for value in node.condition.values if part is not None else ():
            yield from _for_value(store, node.field, part, value)


def _for_text(store: Store, table: str, value: Value) -> Iterator[Instead]:
    if field := _field_named(store, table, value.text):
        column = store.specs[table].column(field)
        code = "yes" if column is not None and column.kind == "flag" else "*"
        yield Instead(value, "as text", field, code, "")
        return
    if has_sites(table) and any(value.text == each.id for each in store.dataset.cohorts):
        yield Instead(value, "as text", "in", value.text, "cohort")
        return
    found, prefix = class_of(store, table, value.text), ""
    if found is None and link_of(table, "site") is not None and not is_nothing(value.text):
        found, prefix = class_of(store, "sites", value.text), "site."
    if found is not None:
        column, code = found
        yield Instead(value, "as text", f"{prefix}{column.id}", code, column.title)


def _field_named(store: Store, table: str, word: str) -> str:
    """The field whose name a text is, or the first figure of the group; "" for other texts."""
    columns = store.specs[table].columns
    if any(each.id == word and word not in _OF_ALL for each in columns):
        return word
    return next((each.id for each in columns if each.id.startswith(f"{word}.")), "")


_OF_ALL = frozenset({"id", "name", "note", "sources", "confidence", "site", "sites"})


def _for_value(
    store: Store, field: str, part: BoundName | BoundColumn | None, value: Value
) -> Iterator[Instead]:
    match part:
        case BoundName():
            found, start, where = class_of(store, part.table, value.text), f"{field}.", "in names"
        case BoundColumn() if part.column.id == "site":
            found, start, where = class_of(store, "sites", value.text), f"{field}.", "in names"
        case BoundColumn() if not is_value(store, part.column, value.text):
            found, where = class_of(store, part.table, value.text), f"in {field}"
            start = field.removesuffix(part.column.id)
        case _:
            return
    if found is not None:
        yield Instead(value, where, f"{start}{found[0].id}", found[1], found[0].title)


def _looked_at(tree: Bound) -> BoundName | BoundColumn | None:
    """The names, or the column of words or sites, that a term looks at."""
    for part in walk(tree):
        if isinstance(part, BoundName):
            return part
        if isinstance(part, BoundColumn):
            listed = part.column.kind in ("word", "words", "country", "countries")
            return part if listed or part.column.id == "site" else None
    return None


def _on_values(store: Store, table: str, node: Text | Term) -> Iterator[Note]:
    """Notes on values for which the rows of what may be meant are others than those of the term."""
    for other in instead_of(store, table, node):
        # Quotes around a word say that it is text; two words stand in them anyway.
        if other.value.quoted and " " not in other.value.text:
            continue
        one = replace(node, condition=OneOf((other.value,))) if isinstance(node, Term) else node
        if match(store, table, one) != match(store, table, other.term):
            text = f"'{other.value.text}' is looked for {other.where}; {other.told}"
            yield Note(text, other.value.span)
