"""Facets and filter text as two faces of one filter, and how many sites each value would leave.

A facet reads one column, of the sites or of their children. Its values are keys: the ids,
codes and words of the column, or the month for a date.

Of the parts of a filter that must all match, a facet owns those that it can show: one list
of wanted values (``country:DE,AT``) and any number of exclusions (``-country:FR``). The
rest was written by hand: it is never touched, and what a facet changes is changed in place.
A second list of wanted values of the same facet belongs to the rest for as long as the first
stands, since a facet joins its values by or.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, Literal

from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.dataset.fields import PartialDate
from tui.dataset.vocabulary import COUNTRIES, country_name
from tui.frozen import frozen
from tui.query.assist.candidates import mode_name, month_name
from tui.query.engine import masks
from tui.query.engine.columns import Column
from tui.query.engine.fold import fold
from tui.query.engine.masks import Mask
from tui.query.engine.match import match
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import cohort_mask
from tui.query.engine.view import View
from tui.query.language.parse import parse
from tui.query.language.render import (
    all_of,
    filter_parts,
    literal,
    render,
    with_part,
    with_values,
    without_parts,
)
from tui.query.language.tree import FilterError, Node, Not, OneOf, Span, Term, Value

Choice = Literal["", "in", "out"]
"""What is asked of a value: nothing, one of the values wanted, or excluded."""

# Regional innovation groups, best to weakest.
_GROUPS = ("leader", "strong", "moderate", "emerging")


@frozen
class Facet:
    """One facet.

    ``table`` and ``column`` hold its values; ``fields`` are the names by which a filter on
    sites asks for them, the first being written unless only a later one is unambiguous.
    With ``members`` only the rows that make a member have one.
    """

    id: str
    title: str
    table: str
    column: str
    fields: tuple[str, ...]
    members: bool = False


FACETS: tuple[Facet, ...] = (
    Facet("sector", "Sector", "sectors", "id", ("sector", "sector.id")),
    Facet("member_type", "Member type", "partners", "type", ("member.type",), members=True),
    Facet("region_2023", "Region, innovation 2023", "sites", "ris23_group", ("ris23_group",)),
    Facet("region_2025", "Region, innovation 2025", "sites", "ris_group", ("ris_group",)),
    Facet("country", "Country", "sites", "country", ("country",)),
    Facet("wave", "Wave", "sites", "selected", ("selected",)),
    Facet("new_status", "New system", "sites", "new_status", ("new_status",)),
    Facet("sector_group", "Sector group", "sectors", "group", ("sector.group",)),
    Facet("service", "Service", "services", "kind", ("service", "service.kind")),
    Facet("access", "Access mode", "access", "mode", ("access.mode", "access")),
    Facet("confidence", "Confidence", "sites", "confidence", ("confidence",)),
)

BY_ID: Mapping[str, Facet] = {facet.id: facet for facet in FACETS}


@frozen
class Values:
    """The values of a facet in a dataset: ``keys`` of the rows, and the sites of each key."""

    keys: Sequence[str | None]
    sites: Mapping[str, Mask]


@kept()
def values(dataset: Dataset, facet: Facet) -> Values:
    """The values that occur, in their natural order."""
    store = store_of(dataset)
    source = store.table(facet.table)
    if source.spec.column(facet.column) is None:
        return Values([None] * len(source), {})
    key_of = {value: key(value) for value in source.coded(facet.column).distinct}
    keys = [key_of[value] for value in source.values(facet.column)]
    counted = source.values("member") if facet.members else None
    parents = source.parents.get("site") or range(len(source))
    flags: dict[str, bytearray] = {}
    for row, found in enumerate(keys):
        if found is not None and (counted is None or counted[row]):
            if found not in flags:
                flags[found] = bytearray(len(dataset.sites))
            flags[found][parents[row]] = 1
    ordered = sorted(flags, key=lambda each: _rank(store, facet, each))
    return Values(keys, {each: bytes(flags[each]) for each in ordered})


def available(dataset: Dataset) -> tuple[Facet, ...]:
    """The facets that have a value in the dataset."""
    return tuple(facet for facet in FACETS if values(dataset, facet).sites)


def key(value: Any) -> str | None:
    """The key of a cell; None where nothing is known. A date counts by its month."""
    if value is None:
        return None
    return value.text[:7] if isinstance(value, PartialDate) else str(value)


def _column(store: Store, facet: Facet) -> Column | None:
    return store.specs[facet.table].column(facet.column)


def _rank(store: Store, facet: Facet, each: str) -> tuple[int, str]:
    column = _column(store, facet)
    if column is not None and column.vocabulary:
        order = tuple(store.vocabulary.words(column.vocabulary))
    elif facet.table == "access":
        order = tuple(mode.id for mode in store.dataset.access_modes)
    else:
        order = _GROUPS
    place = order.index(each) if each in order else len(order)
    return place, fold(label(store.dataset, facet, each)) if facet.id == "country" else each


def label(dataset: Dataset, facet: Facet, each: str) -> str:
    """A key in words."""
    store = store_of(dataset)
    if facet.id == "country":
        return country_name(each)
    if facet.id == "wave":
        return month_name(each) or each
    if facet.id == "access":
        return mode_name(store, each)
    column = _column(store, facet)
    if column is not None and column.vocabulary:
        return store.label(column, each)
    return each[:1].upper() + each[1:]


@kept(1024)
def meant(dataset: Dataset, facet: Facet, field: str, text: str) -> frozenset[str]:
    """Keys that a value behind one of the facet's fields stands for.

    Empty where the facet cannot show what the value picks, such as a single day of a month.
    """
    store = store_of(dataset)
    value = Value(text)
    inner = field if facet.table == "sites" else field.rpartition(".")[2]
    try:
        picked = match(store, facet.table, Term(inner, OneOf((value,))))
    except FilterError:
        return frozenset()
    keys = values(dataset, facet).keys
    found = {each for row in masks.rows(picked) if (each := keys[row]) is not None}
    if not found:
        return frozenset({text}) if _possible(store, facet, text) else frozenset()
    same = bytes(each in found for each in keys) == picked
    return frozenset(found) if same else frozenset()


def _possible(store: Store, facet: Facet, text: str) -> bool:
    """Whether a key that occurs nowhere could occur."""
    if facet.id == "country":
        return text in COUNTRIES
    column = _column(store, facet)
    if column is not None and column.vocabulary:
        return text in store.vocabulary.words(column.vocabulary)
    return bool(month_name(text)) if facet.id == "wave" else text in _GROUPS


def term(dataset: Dataset, facet: Facet, each: str, choice: Choice) -> str:
    """The filter text that wants or excludes one value."""
    exact = (field for field in facet.fields if meant(dataset, facet, field, each) == {each})
    node: Node = Term(next(exact, facet.fields[0]), OneOf((Value(each),)))
    return render(Not(node) if choice == "out" else node)


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
    parts = filter_parts(parse(filter_text))
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
    owned = owned_parts(dataset, filter_parts(parse(filter_text)))
    places = {part.place for part in owned if part.facet.id == facet_id}
    return without_parts(filter_text, places)


def _holder(dataset: Dataset, text: str, facet: Facet, value: str) -> Owned | None:
    """A part of the facet in which the value stands."""
    for part in owned_parts(dataset, filter_parts(parse(text))):
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
        return without_parts(text, {part.place})
    return _rewritten(text, part, written, left)


def _with(dataset: Dataset, text: str, facet: Facet, value: str, how: Choice) -> str:
    """The text with a value added to the facet's part of that kind, or in a part of its own."""
    for part in owned_parts(dataset, filter_parts(parse(text))):
        if part.facet == facet and part.choice == how:
            written = [text[each.span.start : each.span.end] for each in part.values]
            return _rewritten(text, part, [*written, literal(value)], [*part.values, Value(value)])
    return with_part(text, term(dataset, facet, value, how))


def _rewritten(text: str, part: Owned, written: list[str], listed: list[Value]) -> str:
    """The text with another list of values in a part."""
    wanted = dataclasses.replace(part.term, condition=OneOf(tuple(listed)))
    parts = list(filter_parts(parse(text)))
    parts[part.place] = _replaced(part.node, part.term, wanted)
    span = Span(part.values[0].span.start, part.values[-1].span.end)
    return with_values(text, span, written, all_of(parts))


def _replaced(node: Node, old: Term, new: Term) -> Node:
    """A part with one of its terms replaced."""
    if node is old:
        return new
    if isinstance(node, Not):
        return dataclasses.replace(node, node=_replaced(node.node, old, new))
    return node


@frozen
class FacetValue:
    """One value of a facet, with the number of sites that it alone would leave."""

    id: str
    label: str
    count: int
    state: Choice = ""


def counts(dataset: Dataset, view: View, facet: Facet) -> tuple[FacetValue, ...]:
    """The values of a facet that occur in the view's cohort, and those chosen.

    A count is the number of sites that would remain with this value chosen: the cohort, the
    rest of the filter and the other facets hold, what the facet itself asks for does not,
    so that the alternatives show real numbers. Raises FilterError.
    """
    return _Counter(dataset, view).of(facet)


def all_counts(dataset: Dataset, view: View) -> Mapping[Facet, tuple[FacetValue, ...]]:
    """:func:`counts` of every facet that has a value, worked out together."""
    counter = _Counter(dataset, view)
    return {facet: counter.of(facet) for facet in available(dataset)}


def known(dataset: Dataset, view: View, facet: Facet) -> tuple[int, int]:
    """For how many sites of the cohort the facet has a value, and how many there are."""
    scope = cohort_mask(dataset, view)
    some = reduce(
        masks.either, values(dataset, facet).sites.values(), masks.nothing(len(dataset.sites))
    )
    return masks.count(masks.both(scope, some)), masks.count(scope)


class _Counter:
    """The parts of one filter as masks, joined anew for each facet."""

    def __init__(self, dataset: Dataset, view: View) -> None:
        self._dataset = dataset
        self._scope = cohort_mask(dataset, view)
        self._chosen = read(dataset, view.filter).chosen
        parts = filter_parts(parse(view.filter))
        owners = {part.place: part.facet for part in owned_parts(dataset, parts)}
        self._parts: list[tuple[Facet | None, Mask]] = [
            (owners.get(place), match(store_of(dataset), "sites", part))
            for place, part in enumerate(parts)
        ]

    def of(self, facet: Facet) -> tuple[FacetValue, ...]:
        """The values of a facet with their counts."""
        others = (mask for owner, mask in self._parts if owner != facet)
        base = reduce(masks.both, others, self._scope)
        chosen = self._chosen.get(facet.id, {})
        sites = values(self._dataset, facet).sites
        found = [
            FacetValue(each, label(self._dataset, facet, each),
                       masks.count(masks.both(base, mask)), chosen.get(each, ""))
            for each, mask in sites.items()
            if each in chosen or 1 in masks.both(self._scope, mask)
        ]  # fmt: skip
        absent = [
            FacetValue(each, label(self._dataset, facet, each), 0, state)
            for each, state in chosen.items()
            if each not in sites
        ]
        return (*found, *absent)
