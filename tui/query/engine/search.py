"""What free text is looked for in: all texts of a site and of its lists in one string.

A site's names are read when they are first asked for, its other texts and those of its lists
only where the names do not hold what is looked for. So the first letter that is typed need not
wait until everything is read, and each further one is a search in three strings a site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from tui.query.engine import masks
from tui.query.engine.columns import Column, Field
from tui.query.engine.fold import haystack
from tui.query.engine.masks import Mask
from tui.query.engine.relations import SEARCHED

if TYPE_CHECKING:
    from tui.query.engine.store import Store

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
