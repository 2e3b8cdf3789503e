"""What a dataset has a name for: sites, organisations, systems, sectors, columns, claims.

They are looked for by parts of their names, without case and accents. Names lie in one text a
kind, so that a hundred thousand are searched in a few milliseconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice
from threading import Lock
from typing import Any, Literal

from tui.dataset.vocabulary import country_name
from tui.frozen import frozen
from tui.query.engine.fold import begins_part, haystack, needle
from tui.query.engine.store import Store
from tui.text import plural

Kind = Literal["site", "system", "organisation", "sector", "claim", "column"]
KINDS: tuple[Kind, ...] = ("site", "system", "organisation", "sector", "claim", "column")
SHOWN = 8
"""How many of a kind are given at most."""
MOST_LOOKED_AT = 400
"""Names of a kind that hold what is looked for, and are ranked, at most."""


@frozen
class Thing:
    """Something with a name.

    ``key`` is the id of its row (``site/id`` for a system, that of the column for a column);
    ``sites`` are those that it belongs to; ``table`` is that of a column. ``detail`` says what
    it is.
    """

    kind: Kind
    key: str
    label: str
    detail: str = ""
    sites: tuple[str, ...] = ()
    table: str = ""


class _Names:
    """The names of one kind in one text, a line each."""

    def __init__(self, lines: Sequence[str], lengths: Sequence[int]) -> None:
        """``lengths`` are those of the names as they are shown."""
        self._lines = lines
        self._lengths = lengths
        self._text = "\n" + "\n".join(lines) + "\n"
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=1))

    def holding(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Rank and place of names that hold all words, the lowest rank first, short ones first."""
        found: dict[int, tuple[int, int]] = {}
        # Those that begin with it come first, however many only hold it.
        for wanted in ("\n" + " ".join(words), max(words, key=len)):
            for place in islice(self._places(wanted), MOST_LOOKED_AT):
                line = self._lines[place]
                if all(word in line for word in words):
                    found[place] = _rank(line, words), self._lengths[place]
        ranked = sorted(found, key=found.__getitem__)
        return [(found[place][0], place) for place in ranked]

    def _places(self, wanted: str) -> Iterator[int]:
        """Lines that hold a text, in order."""
        at = self._text.find(wanted)
        while at >= 0:
            place = bisect_right(self._starts, at + (wanted[0] == "\n")) - 1
            yield place
            at = self._text.find(wanted, self._starts[place + 1] - 1)


def _rank(line: str, words: Sequence[str]) -> int:
    """0 where a name begins with the words, 1 where all begin a part of it, else 2."""
    if line.startswith(" ".join(words)):
        return 0
    return 1 if all(begins_part(word, line) for word in words) else 2


class Things:
    """All that has a name in a dataset; a kind is read when it is first looked for."""

    def __init__(self, store: Store, tables: Sequence[str] = ()) -> None:
        """``tables`` are those of which columns can be looked for."""
        self._store = store
        self._tables = tables
        self._reading = Lock()

    def find(self, text: str) -> Iterator[tuple[int, Thing]]:
        """Things whose names hold all words of a text, with a rank, of each kind the nearest."""
        words = needle(text).split()
        for kind in KINDS if words else ():
            with self._reading:  # each keystroke asks from a thread of its own
                things, names = self._known[kind]
            for rank, place in names.holding(words)[:SHOWN]:
                yield rank, things[place]

    @cached_property
    def _known(self) -> dict[Kind, tuple[list[Thing], _Names]]:
        found = {}
        for kind in KINDS:
            pairs = list(getattr(self, f"_{kind}s")())
            # Other words for it are looked into too; the shown name comes first.
            lines = [haystack(f"{each.label} {more}").replace("\n", " ") for each, more in pairs]
            things = [each for each, _ in pairs]
            found[kind] = things, _Names(lines, [len(each.label) for each in things])
        return found

    def _sites(self) -> Iterator[tuple[Thing, str]]:
        for site in self._store.dataset.sites:
            where = country_name(site.country)
            about = f"{site.city}, {where}"
            more = f"{site.full_name or ''} {site.city} {where} {site.id}"
            yield Thing("site", site.id, site.name, about, (site.id,)), more

    def _systems(self) -> Iterator[tuple[Thing, str]]:
        for site in self._store.dataset.sites:
            for system in site.systems:
                about = f"system of {site.name}"
                key = f"{site.id}/{system.id}"
                yield Thing("system", key, system.name, about, (site.id,)), ""

    def _organisations(self) -> Iterator[tuple[Thing, str]]:
        for each in self._store.table("organisations").records:
            about = f"organisation at {plural(len(each.sites), 'site')}"
            yield Thing("organisation", each.id, each.name, about, each.sites), each.acronym or ""

    def _sectors(self) -> Iterator[tuple[Thing, str]]:
        for word, label in self._store.vocabulary.words("sector").items():
            yield Thing("sector", word, label.en, "sector"), word

    def _claims(self) -> Iterator[tuple[Thing, str]]:
        for each in self._store.dataset.findings:
            yield Thing("claim", each.id, each.statement.en, "finding"), each.statement.de or ""

    def _columns(self) -> Iterator[tuple[Thing, str]]:
        for name in self._tables:
            spec: Any = self._store.specs[name]
            for each in spec.columns:
                if not each.id.endswith(".de"):
                    about = f"column of {spec.label.lower()}"
                    yield Thing("column", each.id, each.title, about, table=name), each.id
