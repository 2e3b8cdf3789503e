"""A dataset as columns: lists of values a table, built when first used and kept.

Filtering, sorting, drawing and exporting all read these lists, so that a row costs the
same whatever its record looks like.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.dataset.vocabulary import COUNTRIES
from tui.query.engine import derived, masks
from tui.query.engine.columns import LIST_KINDS, Column, Field, TableSpec
from tui.query.engine.fold import natural
from tui.query.engine.masks import DictionaryColumn, Mask
from tui.query.engine.specs import Specs, Words
from tui.query.language.tree import Node

if TYPE_CHECKING:
    from tui.query.engine.conditions import Bound
    from tui.query.engine.match import SiteTexts

Values = list[Any]
KEPT_MASKS = 64
KEPT_FILTERS = 1024
KEPT_BYTES = 2_000_000
"""Filters of which the rows are kept: enough for all rules of the findings, few of many rows."""


class Table:
    """One table of a store: records, columns of values, and the parents of its rows.

    ``parents`` maps a relation (``site``, ``system``, ``region``) to the row of that table
    that each row belongs to. A worked-out table has ``key``, which names a row whatever the
    selection, and perhaps ``total``, a record that stands for all rows.
    """

    def __init__(
        self,
        spec: TableSpec,
        records: Sequence[Any],
        parents: Mapping[str, Sequence[int]],
        derive: Callable[[str], Values],
        key: Callable[[Any], str] | None = None,
        total: Any = None,
    ) -> None:
        """Keep the records; columns are read from them when first used."""
        self.spec = spec
        self.records = records
        self.parents = parents
        self.key = key
        self.total = total
        self._derive = derive
        self._places: dict[str, int] | None = None
        self._values: dict[str, Values] = {}
        self._coded: dict[str, DictionaryColumn] = {}
        self._orders: dict[tuple[tuple[str, bool], ...], list[int]] = {}

    def __len__(self) -> int:
        return len(self.records)

    def values(self, ident: str) -> Values:
        """The values of a column, one a row; None or () where unknown."""
        found = self._values.get(ident)
        if found is None:
            column = self.spec.column(ident)
            path = column.path if column else ()
            if isinstance(column, Field):
                found = [column.value(record) for record in self.records]
            else:
                found = _read(self.records, path) if path else self._derive(ident)
            self._values[ident] = found
        return found

    def place(self, key: str) -> int | None:
        """Row of a worked-out table with this key, or None."""
        if self._places is None:
            keys = map(self.key, self.records) if self.key is not None else ()
            self._places = {each: row for row, each in enumerate(keys)}
        return self._places.get(key)

    def coded(self, ident: str) -> DictionaryColumn:
        """The column by distinct values."""
        found = self._coded.get(ident)
        if found is None:
            found = self._coded[ident] = DictionaryColumn(self.values(ident))
        return found

    def order(self, sort: tuple[tuple[str, bool], ...], rank: Callable[[Column], Any]) -> list[int]:
        """All rows sorted by (column id, descending) pairs, unknown last; kept for re-use."""
        found = self._orders.get(sort)
        if found is None:
            found = list(range(len(self)))
            for ident, descending in reversed(sort):
                column = self.spec.column(ident)
                if isinstance(column, Field) and column.sorts_by:
                    column = self.spec.column(column.sorts_by)
                if column is not None:
                    _sort(found, self.values(column.id), rank(column), descending)
            if len(self._orders) > 8:
                self._orders.clear()
            self._orders[sort] = found
        return found


def _read(records: Sequence[Any], path: tuple[str, ...]) -> Values:
    values: Values = list(records)
    for name in path:
        values = [getattr(value, name, None) for value in values]
    return values


def _sort(order: list[int], values: Values, rank: Callable[[Any], Any], descending: bool) -> None:
    known = [row for row in order if values[row] is not None and values[row] != ()]
    unknown = [row for row in order if values[row] is None or values[row] == ()]
    known.sort(key=lambda row: rank(values[row]), reverse=descending)
    order[:] = known + unknown


K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """The values used lately, so that the parts of a filter are not worked out at each key."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._values: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """The value of a key, which is then the youngest; None where it is not kept."""
        value = self._values.pop(key, None)
        if value is not None:
            self._values[key] = value
        return value

    def put(self, key: K, value: V) -> V:
        """Keep a value, and let go of the oldest one where there are too many."""
        self._values[key] = value
        # A copy, since another thread may use the store at the same time.
        for oldest in list(self._values)[: -self._most]:
            self._values.pop(oldest, None)
        return value


class Store:
    """All tables of a dataset, each built when first used."""

    def __init__(self, dataset: Dataset) -> None:
        """Wrap a dataset."""
        self.dataset = dataset
        self.vocabulary = dataset.vocabulary
        words = self.vocabulary.words("indicator").values()
        indicators = tuple(
            (word.id, word.en, word.definition, str(word.attributes.get("unit", "")))
            for word in words
        )

        def editions() -> list[str]:
            return derived.editions(each for site in dataset.sites for each in site.systems)

        self.specs = Specs(Words(indicators, editions))
        self._tables: dict[str, Table] = {}
        self._children: dict[tuple[str, str], list[list[int]]] = {}
        self._labels: dict[str, dict[str, str]] = {}
        self._lock = threading.RLock()
        self.bound: Kept[tuple[str, Node], Bound] = Kept(KEPT_FILTERS)
        """Filters resolved lately, by table and filter."""
        self.bound_texts: Kept[tuple[str, str], Bound] = Kept(KEPT_FILTERS)
        """The same by table and filter text."""
        many = min(KEPT_FILTERS, KEPT_BYTES // (1 + 20 * len(dataset.sites)))
        self.matched: Kept[Bound, Mask] = Kept(max(KEPT_MASKS, many))
        """Rows that filters picked lately."""
        self.matched_texts: Kept[tuple[str, str], Mask] = Kept(max(KEPT_MASKS, many))
        """The same by table and filter text."""
        self.texts: SiteTexts | None = None
        """What free text is looked for in, made when it first is."""
        self.cohorts: dict[str, Mask] = {}
        """Sites of the cohorts asked for so far."""
        self.endless: set[str] = set()
        """Regular expressions that took too long, so that none of them is tried again."""

    def table(self, name: str) -> Table:
        """The table of this name; KeyError where there is none."""
        found = self._tables.get(name)
        if found is None:
            with self._lock:
                found = self._tables.get(name) or self._make(name)
                self._tables[name] = found
        return found

    def put(self, name: str, table: Table) -> None:
        """Use this table under a name, such as organisations of a selection only."""
        self.specs.put(table.spec)
        self._tables[name] = table

    def _make(self, name: str) -> Table:
        spec = self.specs[name]
        records, parents = _RECORDS[name](self)
        return Table(spec, records, parents, lambda ident: derived.values(self, name, ident))

    def children(self, parent: str, child: str) -> list[list[int]]:
        """Rows of the child table, a list for each row of the parent table."""
        found = self._children.get((parent, child))
        if found is None:
            relation = self.specs[parent].singular
            found = [[] for _ in range(len(self.table(parent)))]
            for row, up in enumerate(self.table(child).parents[relation]):
                if up >= 0:
                    found[up].append(row)
            self._children[parent, child] = found
        return found

    def site_row(self, ident: str) -> int:
        """Row of a site, -1 where there is none."""
        return self._site_rows().get(ident, -1)

    def site_name(self, ident: str) -> str:
        """Short name of a site, or the id itself where there is none."""
        self._site_rows()
        return self._labels["site"].get(ident, ident)

    def _site_rows(self) -> dict[str, int]:
        if "site" not in self._labels:
            self._site_index = {site.id: row for row, site in enumerate(self.dataset.sites)}
            self._labels["site"] = {site.id: site.name for site in self.dataset.sites}
        return self._site_index

    def label(self, column: Column, value: object) -> str:
        """A value in the words that people read: labels for codes, names for site ids."""
        if isinstance(value, tuple):
            return ", ".join(self.label(column, item) for item in value)
        text = str(value)
        if column.vocabulary:
            return self.vocabulary.label(column.vocabulary, text)
        if column.names_sites:
            return self.site_name(text)
        if column.refers:
            return self.names(column.refers).get(text, text)
        return text

    def names(self, kind: str) -> Mapping[str, str]:
        """Names by id of a kind of records beside the sites, such as ``access_mode``."""
        if kind not in self._labels:
            names = {each.id: each.name for each in getattr(self.dataset, f"{kind}s")}
            if kind == "access_mode":
                # What is a site's own to give away has its words in the vocabulary.
                own = self.vocabulary.words("access_scope").values()
                names = {word.id: word.en for word in own} | names
            self._labels[kind] = names
        return self._labels[kind]

    def searchable(self, column: Column, value: object) -> tuple[str, ...]:
        """All texts that a value can be found by: itself and its labels in both languages."""
        if isinstance(value, tuple):
            return tuple(text for item in value for text in self.searchable(column, item))
        text = str(value)
        if column.vocabulary:
            word = self.vocabulary.words(column.vocabulary).get(text)
            return (text, word.en, word.de) if word else (text,)
        if column.kind in ("country", "countries"):
            return (text, *COUNTRIES.get(text, ())[:2])
        if column.refers or column.names_sites:
            return (text, self.label(column, text))
        return (text,)

    def texts_of(self, column: Column) -> Callable[[Any], tuple[str, ...]] | None:
        """What gives :meth:`searchable` texts; None where the values themselves are the texts."""
        plain = column.kind in ("text", "slug") and not (column.vocabulary or column.refers)
        return None if plain and not column.names_sites else partial(self.searchable, column)

    def rank(self, column: Column) -> Callable[[Any], Any]:
        """Sort key of a column: numbers and dates by size, words as listed, texts as people do."""
        if column.kind == "word":
            places = {word: at for at, word in enumerate(self.vocabulary.words(column.vocabulary))}
            return lambda value: places.get(value, len(places))
        if column.kind in LIST_KINDS:
            return lambda value: (len(value), [natural(str(item)) for item in value])
        if column.kind == "mixed":
            return _mixed_rank
        if column.refers or column.names_sites:
            return lambda value: natural(self.label(column, value))
        if column.kind in ("text", "slug", "country"):
            return natural
        return lambda value: value


def _mixed_rank(value: object) -> tuple[int, Any]:
    if isinstance(value, int | float):
        return 0, value
    return (1, natural(value)) if isinstance(value, str) else (2, str(value))


Rows = tuple[Sequence[Any], Mapping[str, Sequence[int]]]


def _child_rows(attribute: str) -> Callable[[Store], Rows]:
    def read(store: Store) -> Rows:
        sites = store.dataset.sites
        records = [child for site in sites for child in getattr(site, attribute)]
        parents = array("l")
        for row, site in enumerate(sites):
            parents.extend([row] * len(getattr(site, attribute)))
        return records, {"site": parents}

    return read


def _ranking_rows(store: Store) -> Rows:
    systems = store.table("systems")
    pairs = [
        (row, place) for row, system in enumerate(systems.records) for place in system.rankings
    ]
    up = [row for row, _ in pairs]
    sites = systems.parents["site"]
    return [place for _, place in pairs], {"system": up, "site": [sites[row] for row in up]}


def _indicator_rows(store: Store) -> Rows:
    regions = store.table("regions").records
    pairs = [(row, figure) for row, region in enumerate(regions) for figure in region.indicators]
    return [figure for _, figure in pairs], {"region": [row for row, _ in pairs]}


def _plain(attribute: str) -> Callable[[Store], Rows]:
    return lambda store: (getattr(store.dataset, attribute), {})


_RECORDS: dict[str, Callable[[Store], Rows]] = {
    "sites": _plain("sites"),
    "systems": _child_rows("systems"),
    "rankings": _ranking_rows,
    "partners": _child_rows("partners"),
    "organisations": lambda store: derived.organisations(
        store, masks.everything(len(store.table("sites")))
    ),
    "sectors": _child_rows("sectors"),
    "services": _child_rows("services"),
    "access": _child_rows("access"),
    "access_modes": _plain("access_modes"),
    "regions": _plain("regions"),
    "indicators": _indicator_rows,
    "clusters": _plain("clusters"),
    "facts": _plain("facts"),
    "findings": _plain("findings"),
    "sources": _plain("sources"),
}


@kept()
def store_of(dataset: Dataset) -> Store:
    """The store of a dataset, the same at every call."""
    return Store(dataset)
