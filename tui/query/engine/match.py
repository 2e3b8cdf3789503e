"""Bound filter -> rows that it picks, and those that it speaks of in other tables.

Free text is looked for in all texts of a site and of its lists, joined. A site's names are read
when they are first asked for, its other texts and those of its lists only where the names do not
hold what is looked for. So the first letter that is typed need not wait until everything is
read, and each further one is a search in three strings a site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial, reduce
from itertools import chain
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from tui.dataset import Dataset
from tui.dataset.dataset import Cohort, kept
from tui.query.engine import conditions, masks, relations
from tui.query.engine.bind import bind, bind_cohort, bind_text, errors_of
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
    Leaf,
)
from tui.query.engine.fold import haystack, needle
from tui.query.engine.masks import Mask
from tui.query.engine.relations import NAMES, SEARCHED
from tui.query.engine.store import Store, store_of
from tui.query.language.tree import NOWHERE, FilterError, Node, OneOf, Pattern, Span, Value

if TYPE_CHECKING:
    from tui.query.engine.store import Store


def match(store: Store, table: str, node: Node) -> Mask:
    """Rows of a table that a filter picks.

    Raises :class:`FilterError` for names and values that the table does not have.
    """
    return picked(store, bind(store, table, node))


def match_text(store: Store, table: str, text: str) -> Mask:
    """Rows of a table that the filter text picks. Raises FilterError, which knows the text."""
    kept = store.matched_texts.get((table, text))
    if kept is not None:
        return kept
    with errors_of(text):
        found = picked(store, bind_text(store, table, text))
    return store.matched_texts.put((table, text), found)


def picked(store: Store, tree: Bound) -> Mask:
    """Rows of its table that a bound filter picks.

    Raises FilterError where a regular expression takes too long.
    """
    kept = store.matched.get(tree)
    return store.matched.put(tree, _picked(store, tree)) if kept is None else kept


def _picked(store: Store, tree: Bound) -> Mask:
    match tree:
        case BoundRelated():
            return tree.link.some(store, picked(store, tree.inner))
        case BoundCount():
            counts = tree.link.counts(store, picked(store, tree.inner))
            return bytes(map(tree.test, counts))
        case BoundNot():
            return masks.invert(picked(store, tree.inner))
        case BoundAnd():
            return _all(store, tree)
        case BoundOr():
            return _some(store, tree)
        case _:
            return _leaf(store, tree)


def _leaf(store: Store, tree: Leaf) -> Mask:
    match tree:
        case BoundEverything():
            return masks.everything(len(store.table(tree.table)))
        case BoundText():
            return _text(store, tree)
        case BoundColumn():
            return tree.picks(store.table(tree.table).coded(tree.column.id))
        case BoundName():
            return _named(store, tree)
        case BoundCohort():
            return _of_cohorts(store, tree)


def _all(store: Store, tree: BoundAnd) -> Mask:
    """Rows that every part picks; the rest is left out once there are none."""
    found = masks.everything(len(store.table(tree.table)))
    for part in dict.fromkeys(tree.parts):
        found = masks.both(found, picked(store, part))
        if 1 not in found:
            break
    return found


def _some(store: Store, tree: BoundOr) -> Mask:
    """Rows that one part picks; the rest is left out once all are."""
    found = masks.nothing(len(store.table(tree.table)))
    for part in dict.fromkeys(tree.parts):
        found = masks.either(found, picked(store, part))
        if 0 not in found:
            break
    return found


def warm(store: Store) -> None:
    """Make what free text is looked for in, so that the first key costs what the next ones do."""
    _text(store, BoundText("sites", "warm"))


def cohort(store: Store, ident: str, span: Span = NOWHERE) -> Mask:
    """Sites of a cohort. Raises FilterError, at ``span``."""
    found = store.cohorts.get(ident)
    if found is None:
        found = store.cohorts[ident] = picked(store, bind_cohort(store, ident, span))
    return found


@kept()
def usable_cohorts(dataset: Dataset) -> tuple[Cohort, ...]:
    """The cohorts whose filter can be used, of all that a dataset declares."""
    return tuple(each for each in dataset.cohorts if is_usable(dataset, each.id))


def is_usable(dataset: Dataset, ident: str) -> bool:
    """Whether a dataset declares this cohort, with a filter that can be used."""
    try:
        cohort(store_of(dataset), ident)
    except FilterError:
        return False
    return True


def _of_cohorts(store: Store, tree: BoundCohort) -> Mask:
    sites = reduce(masks.either, (cohort(store, ident) for ident in tree.cohorts))
    found = relations.of_sites(store, tree.table, sites)
    assert found is not None  # noqa: S101 - only tables with sites are bound so
    return found


def _named(store: Store, tree: BoundName) -> Mask:
    """Rows found by name: one whose id, short name or name is the word, else all that hold it."""
    found = masks.nothing(len(store.table(tree.table)))
    condition = tree.condition
    values: Iterable[Value | Pattern]
    values = condition.values if isinstance(condition, OneOf) else (condition,)
    for value in values:
        found = masks.either(found, _named_once(store, tree.table, value))
    return found


def _named_once(store: Store, table: str, value: Value | Pattern) -> Mask:
    source = store.table(table)
    columns = [column for ident in NAMES[table] if (column := source.spec.own_column(ident))]
    exact = held = masks.nothing(len(source))
    for column in columns:
        coded = source.coded(column.id)
        if isinstance(value, Pattern):
            held = masks.either(held, conditions.matching(store, column, coded, value))
            continue
        wanted = needle(value.text)
        stacks = coded.haystacks(store.texts_of(column))
        hits = [wanted in stack for stack in stacks]
        if True in hits:
            same = [
                hit and wanted in stack.split("\n") for hit, stack in zip(hits, stacks, strict=True)
            ]
            exact = masks.either(exact, coded.mask(same))
            held = masks.either(held, coded.mask(hits))
    return exact if any(exact) else held


def _text(store: Store, tree: BoundText) -> Mask:
    """Free text: the row's own texts; for sites also those of their children."""
    if tree.table == "sites":
        store.texts = store.texts or SiteTexts(store)
        return store.texts.holding(tree.text)
    source = store.table(tree.table)
    found = masks.nothing(len(source))
    for column in filter(is_searched, source.spec.columns):
        hits = conditions.containing(store, column, source.coded(column.id), tree.text)
        found = masks.either(found, hits)
    return found


def narrowing(store: Store, table: str, tree: Bound) -> Mask | None:
    """Rows of a child table that a filter on sites speaks of; None where it speaks of none.

    ``partner.type:company`` picks the sites with a company, and in the table of partners only
    the companies. And narrows by every part, or by all of its parts if each speaks of the
    table, a negation not at all: the sites it leaves have no such row.
    """
    if isinstance(tree, BoundAnd):
        parts = [narrowing(store, table, part) for part in tree.parts]
        return _joined([part for part in parts if part is not None], masks.both)
    if isinstance(tree, BoundOr):
        parts = [narrowing(store, table, part) for part in tree.parts]
        known = [part for part in parts if part is not None]
        return _joined(known, masks.either) if len(known) == len(parts) else None
    if _speaks_of(tree) == table:
        assert isinstance(tree, BoundRelated | BoundCount)  # noqa: S101 - only these speak
        return tree.link.rows(store, picked(store, tree.inner))
    return None


def _joined(parts: list[Mask], join: Callable[[Mask, Mask], Mask]) -> Mask | None:
    return reduce(join, parts) if parts else None


def _speaks_of(tree: Bound) -> str:
    """The table some of whose rows a part of a filter asks for, "" where it asks for none."""
    if not isinstance(tree, BoundRelated | BoundCount):
        return ""
    every = isinstance(tree.inner, BoundEverything) and not tree.link.flag
    return "" if every else tree.link.target


def spoken_of(tree: Bound) -> frozenset[str]:
    """Tables that a filter on sites narrows."""
    if isinstance(tree, BoundAnd):
        return frozenset().union(*map(spoken_of, tree.parts))
    if isinstance(tree, BoundOr):
        first, *others = map(spoken_of, tree.parts)
        return first.intersection(*others)
    table = _speaks_of(tree)
    return frozenset({table} if table else ())


# Columns that are looked into first: short, and where most of what is typed first is found.
_NAMES = frozenset({"id", "name", "full_name", "city", "country", "host"})
# Ids by which people know a row: its own, and that of the machine that a place belongs to.
_IDS = frozenset({"id", "system"})
# So many searches are kept for those that go on from them.
_LATELY = 8


def is_searched(column: Column) -> bool:
    """Texts, words and countries are searched; ids of sources, figures and dates are not.

    In a worked-out table the names behind ids are searched as well, which are what people read.
    """
    if column.id.rpartition(".")[2] in ("sources", "confidence"):
        return False
    told = column.kind in ("text", "texts", "word", "words", "country", "countries")
    if isinstance(column, Field):
        return told or column.names_sites or bool(column.refers)
    return told or column.id in _IDS


class _Words(dict[tuple[Any, ...], str]):
    """Columns of few different values: their searched texts by the values of a row, made once."""

    def __init__(self, store: Store, columns: Sequence[Column]) -> None:
        super().__init__()
        self._texts_of = [partial(store.searchable, column) for column in columns]
        self.read = _reader([column.path for column in columns])

    def __missing__(self, values: tuple[Any, ...]) -> str:
        pairs = zip(values, self._texts_of, strict=True)
        texts = (text for value, texts_of in pairs if value for text in texts_of(value))
        folded = self[values] = "\n".join(map(haystack, texts))
        return folded


def _reader(paths: Sequence[tuple[str, ...]]) -> Callable[[Any], tuple[Any, ...]]:
    """Read the values at some paths of a record; None below a record that is absent."""
    if len(paths) > 1 and all(len(path) == 1 for path in paths):
        return attrgetter(*(path[0] for path in paths))

    def read(record: Any) -> tuple[Any, ...]:
        found = []
        for path in paths:
            value = record
            for name in path:
                value = getattr(value, name, None)
            found.append(value)
        return tuple(found)

    return read


class _Source:
    """Where searched texts of a site come from: columns of it, or of one of its lists."""

    def __init__(
        self, store: Store, columns: Sequence[Column], records: Callable[[Any], Iterable[Any]]
    ) -> None:
        plain = [column for column in columns if column.kind in ("text", "slug")]
        self._records = records
        self._read = _reader([column.path for column in plain])
        self._words = _Words(store, [column for column in columns if column not in plain])

    def texts(self, site: Any) -> Iterator[str]:
        """Texts as they are in the file."""
        return filter(None, chain.from_iterable(map(self._read, self._records(site))))

    def words(self, site: Any) -> Iterator[str]:
        """Texts in the form in which they are searched."""
        return map(self._words.__getitem__, map(self._words.read, self._records(site)))


class _Stage:
    """Some texts of every site, joined when they are first looked into."""

    def __init__(self, sites: Sequence[Any], sources: Sequence[_Source]) -> None:
        self._sites = sites
        self._sources = sources
        self._joined: list[str | None] = [None] * len(sites)

    def holds(self, at: int, wanted: str) -> bool:
        """Whether a text of the site contains an already folded one."""
        joined = self._joined[at]
        if joined is None:
            joined = self._joined[at] = self._read(self._sites[at])
        return wanted in joined

    def _read(self, site: Any) -> str:
        texts = list(chain.from_iterable(each.texts(site) for each in self._sources))
        words = dict.fromkeys(chain.from_iterable(each.words(site) for each in self._sources))
        ascii_only = list(filter(str.isascii, texts))
        plain = "\n".join(ascii_only)
        # ASCII texts with single spaces are folded all at once.
        if plain.count("\n") >= max(len(ascii_only), 1) or any(map(plain.__contains__, _SPACES)):
            return "\n".join((*map(haystack, texts), *words))
        if len(ascii_only) == len(texts):
            return "\n".join((plain.lower(), *words))
        others = (_folded(text) for text in texts if not text.isascii())
        return "\n".join((plain.lower(), *others, *words))


_SPACES = ("  ", *"\t\r\x0b\x0c\x1c\x1d\x1e\x1f")
_folded = lru_cache(maxsize=50_000)(haystack)


class SiteTexts:
    """The texts of every site: its names, the rest of its own, and those of its lists."""

    def __init__(self, store: Store) -> None:
        """Read nothing yet."""
        self._sites = store.dataset.sites
        own = _searched(store, "sites")
        names = [column for column in own if column.id in _NAMES]
        others = [column for column in own if column.id not in _NAMES]
        lists = [_Source(store, _searched(store, name), attrgetter(name)) for name in SEARCHED]
        self._stages = (
            _Stage(self._sites, [_Source(store, names, lambda site: (site,))]),
            _Stage(self._sites, [_Source(store, others, lambda site: (site,))]),
            _Stage(self._sites, lists),
        )
        self._lately: list[tuple[str, Mask]] = []

    def holding(self, wanted: str) -> Mask:
        """Sites one of whose texts contains an already folded one."""
        found = bytearray(len(self._sites))
        left = self._possible(wanted)
        for stage in self._stages:
            holds = stage.holds
            still = []
            for at in left:
                if holds(at, wanted):
                    found[at] = 1
                else:
                    still.append(at)
            left = still
        self._lately = [*self._lately[-_LATELY:], (wanted, bytes(found))]
        return bytes(found)

    def _possible(self, wanted: str) -> Sequence[int]:
        """Sites that may hold a text: those that held a part of it when it was typed before."""
        parts = [(len(part), rows) for part, rows in self._lately if part in wanted]
        if not parts:
            return range(len(self._sites))
        return masks.rows(max(parts, key=itemgetter(0))[1])


def _searched(store: Store, table: str) -> list[Column]:
    """Columns that the records themselves hold."""
    return [each for each in store.specs[table].columns if each.path and is_searched(each)]
