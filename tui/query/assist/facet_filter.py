"""Facets and filter text as two faces of one filter.

Of the parts of a filter that must all match, a facet owns those that it can show: one list
of wanted values (``country:DE,AT``) and any number of exclusions (``-country:FR``). The
rest was written by hand: it is never touched, and what a facet changes is changed in place.
A second list of wanted values of the same facet belongs to the rest for as long as the first
stands, since a facet joins its values by or.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from tui.dataset import Dataset
from tui.frozen import frozen
from tui.query.assist.facet_values import BY_ID, FACETS, Choice, Facet, meant, term
from tui.query.language import edit
from tui.query.language.parse import parse
from tui.query.language.render import all_of, literal
from tui.query.language.tree import Node, Not, OneOf, Span, Term, Value


@frozen
class FacetState:
    """What a filter says in facets: the values chosen by facet, and the rest of it."""

    chosen: Mapping[str, Mapping[str, Choice]]
    rest: Node


@frozen
class Owned:
    """A part of a filter that a facet shows.

    ``place`` counts the parts from 0; ``keys`` holds for each of ``values`` what it means.
    """

    facet: Facet
    choice: Choice
    place: int
    node: Node
    term: Term
    values: tuple[Value, ...]
    keys: tuple[frozenset[str], ...]


def read(dataset: Dataset, filter_text: str) -> FacetState:
    """What the facets show of a filter. Raises FilterError where it does not parse."""
    parts = edit.parts(parse(filter_text))
    owned = owned_parts(dataset, parts)
    chosen: dict[str, dict[str, Choice]] = {}
    for part in sorted(owned, key=lambda part: part.choice):
        states = chosen.setdefault(part.facet.id, {})
        states.update((each, part.choice) for keys in part.keys for each in sorted(keys))
    places = {part.place for part in owned}
    return FacetState(chosen, all_of(p for at, p in enumerate(parts) if at not in places))


def owned_parts(dataset: Dataset, parts: tuple[Node, ...]) -> list[Owned]:
    """The parts that a facet shows, in the order of the filter."""
    found: list[Owned] = []
    wanted: set[str] = set()
    for place, part in enumerate(parts):
        owned = _owned(dataset, part, place)
        if owned is None or (owned.choice == "in" and owned.facet.id in wanted):
            continue
        if owned.choice == "in":
            wanted.add(owned.facet.id)
        found.append(owned)
    return found


def _owned(dataset: Dataset, part: Node, place: int) -> Owned | None:
    choice: Choice = "out" if isinstance(part, Not) else "in"
    node = part.node if isinstance(part, Not) else part
    if not isinstance(node, Term) or not isinstance(node.condition, OneOf):
        return None
    for facet in FACETS:
        if node.field in facet.fields:
            listed = node.condition.values
            keys = tuple(meant(dataset, facet, node.field, value.text) for value in listed)
            return Owned(facet, choice, place, part, node, listed, keys) if all(keys) else None
    return None


def toggle(dataset: Dataset, filter_text: str, facet_id: str, value: str, how: Choice) -> str:
    """The filter text with a value wanted or excluded (``how``), or not if it was already.

    A value that was excluded and is now wanted, or the other way round, changes sides.
    Raises FilterError where the filter does not parse, KeyError for an unknown facet.
    """
    facet = BY_ID[facet_id]
    present = read(dataset, filter_text).chosen.get(facet_id, {}).get(value, "")
    text = filter_text
    while (holder := _holder(dataset, text, facet, value)) is not None:
        text = _without(text, holder, value)
    return text if how in ("", present) else _with(dataset, text, facet, value, how)


def clear(dataset: Dataset, filter_text: str, facet_id: str) -> str:
    """The filter text without anything that the facet shows. Raises FilterError."""
    owned = owned_parts(dataset, edit.parts(parse(filter_text)))
    places = {part.place for part in owned if part.facet.id == facet_id}
    return edit.without_parts(filter_text, places) if places else filter_text


def _holder(dataset: Dataset, text: str, facet: Facet, value: str) -> Owned | None:
    """A part of the facet in which the value stands."""
    for part in owned_parts(dataset, edit.parts(parse(text))):
        if part.facet == facet and any(value in keys for keys in part.keys):
            return part
    return None


def _without(text: str, part: Owned, value: str) -> str:
    """The text without a value in a part; the other values stay as they were written."""
    written: list[str] = []
    left: list[Value] = []
    for listed, keys in zip(part.values, part.keys, strict=True):
        if value not in keys:
            written.append(text[listed.span.start : listed.span.end])
            left.append(listed)
            continue
        others = sorted(keys - {value})
        written += map(literal, others)
        left += map(Value, others)
    if not left:
        return edit.without_parts(text, {part.place})
    return _rewritten(text, part, written, left)


def _with(dataset: Dataset, text: str, facet: Facet, value: str, how: Choice) -> str:
    """The text with a value added to the facet's part of that kind, or in a part of its own."""
    for part in owned_parts(dataset, edit.parts(parse(text))):
        if part.facet == facet and part.choice == how:
            written = [text[each.span.start : each.span.end] for each in part.values]
            return _rewritten(text, part, [*written, literal(value)], [*part.values, Value(value)])
    return edit.with_part(text, term(dataset, facet, value, how))


def _rewritten(text: str, part: Owned, written: list[str], listed: list[Value]) -> str:
    """The text with another list of values in a part."""
    wanted = dataclasses.replace(part.term, condition=OneOf(tuple(listed)))
    parts = list(edit.parts(parse(text)))
    parts[part.place] = _replaced(part.node, part.term, wanted)
    span = Span(part.values[0].span.start, part.values[-1].span.end)
    return edit.with_values(text, span, written, all_of(parts))


def _replaced(node: Node, old: Term, new: Term) -> Node:
    """A part with one of its terms replaced."""
    if node is old:
        return new
    if isinstance(node, Not):
        return dataclasses.replace(node, node=_replaced(node.node, old, new))
    return node
