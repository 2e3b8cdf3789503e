"""A name or text that nothing meets: a slip that others beside it hide, or that it is excluded.

``site:it4lai,jaif`` leaves one site, as ``site:jaif`` does, and looks like an answer on two;
``-sector:healthx`` leaves all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tui.query.engine.bind import bind
from tui.query.engine.conditions import BoundColumn, BoundName, walk
from tui.query.engine.match import match
from tui.query.engine.relations import NAMES, parts_of
from tui.query.engine.store import Store
from tui.query.language.render import render
from tui.query.language.tree import FilterError, Node, Not, Note, OneOf, Or, Term, Text, Value
from tui.text import did_you_mean, quote

_WORD = re.compile(r"\w{4,}")


def unmet(store: Store, table: str, node: Node) -> Iterator[Note]:
    """Notes on values and alternatives that no row meets, where that leaves rows.

    A word of a list, a number and a date are read, and so no slip. The filter is a sound one.
    """
    for where, part in parts_of(table, node):
        excluded = isinstance(part, Not)
        choices = _choices(part.node) or [part.node] if isinstance(part, Not) else _choices(part)
        try:
            met = [1 in match(store, where, each) for each in choices]
        except FilterError:  # values that stand only together, such as a pair's
            continue
        # Else nothing is left, which is told with its cause, or it is told of the part itself.
        if any(met) == excluded:
            continue
        for each, is_met in zip(choices, met, strict=True):
            if not is_met and (sought := _sought(store, where, each)):
                value, names = sought
                near = did_you_mean(value.text, names)
                lead = f"; did you mean {quote(near)}?" if near else ""
                yield Note(f"nothing in the data meets {render(each)}{lead}", value.span)


def _choices(node: Node) -> list[Node]:
    """What is enough by itself for a node to be met, where there are several such."""
    match node:
        case Term(field, OneOf(values)) if len(values) > 1:
            return [Term(field, OneOf((each,))) for each in values]
        case Or():
            return list(node.nodes)
    return []


def _sought(store: Store, table: str, node: Node) -> tuple[Value, list[str]] | None:
    """The one text that a node looks for, and the names or texts that it looks through."""
    match node:
        case Text(value):
            return value, []
        case Term(_, OneOf((value,))):
            names = _looked_through(store, table, node)
            return None if names is None else (value, names)
    return None


def _looked_through(store: Store, table: str, term: Term) -> list[str] | None:
    for part in walk(bind(store, table, term)):
        if isinstance(part, BoundName):
            return _texts(store, part.table, NAMES[part.table])
        if isinstance(part, BoundColumn):
            is_text = part.column.kind in ("text", "texts", "slug", "slugs")
            return _texts(store, part.table, (part.column.id,)) if is_text else None
    return None


def _texts(store: Store, table: str, columns: Sequence[str]) -> list[str]:
    """What stands in some columns, and the words of it."""
    source = store.table(table)
    known = filter(None, map(source.spec.column, columns))
    held = ((column, each) for column in known for each in source.coded(column.id).distinct)
    texts = {text for column, each in held if each for text in store.searchable(column, each)}
    return sorted(texts | {word for each in texts for word in _WORD.findall(each)})
