"""The facets: which values each has, and which sites have them.

A facet reads one column, of the sites or of their children. Its values are keys: the ids,
codes and words of the column, or the month for a date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.dataset.dates import PartialDate
from tui.dataset.vocabulary import COUNTRIES, country_name
from tui.frozen import frozen
from tui.query.assist.candidates import mode_name, month_name
from tui.query.engine import masks
from tui.query.engine.columns import Column
from tui.query.engine.fold import fold
from tui.query.engine.masks import Mask
from tui.query.engine.match import match
from tui.query.engine.store import Store, store_of
from tui.query.language.render import render
from tui.query.language.tree import FilterError, Node, Not, OneOf, Term, Value

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
