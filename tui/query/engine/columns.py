"""What a column and a table are: what can be filtered, shown and exported."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from tui.frozen import frozen
from tui.text import did_you_mean

if TYPE_CHECKING:
    from tui.query.language.tree import Note, Value

ColumnKind = Literal[
    "slug", "text", "word", "country", "integer", "number", "flag", "date", "slugs", "texts",
    "words", "countries", "integers", "mixed",
]  # fmt: skip

LIST_KINDS = frozenset({"slugs", "texts", "words", "countries", "integers"})
NUMBER_KINDS = frozenset({"integer", "number"})
_PLAIN_DIGITS = frozenset({"year", "rank", "latitude", "longitude"})
RANK, MOVED, RANK_CONFIDENCE = "rank_", "moved_", "confidence_"
"""Begin the ids of columns with the TOP500 rank of an edition, the places won, and how sure."""


@frozen
class Column:
    """One column of a table.

    ``path`` leads from the record to the value; () marks a derived column. ``confidence``
    is the id of the column that says how sure a figure is, ``basis`` of the one that says
    what it is (measured or expected, installed or planned), "" where none does. ``short`` is the
    heading on the screen where ``title`` is too long for it. ``refers`` names what the ids in it
    are ids of ("site", "access_mode"), so that people read names. ``declared`` is the type that a
    file must give, which may be narrower than ``kind``: ``day`` for a ``date`` of which the day
    is known. A ``plain`` value says itself what it is.
    """

    id: str
    title: str
    kind: ColumnKind
    meaning: str
    unit: str = ""
    vocabulary: str = ""
    default: bool = False
    path: tuple[str, ...] = ()
    confidence: str = ""
    basis: str = ""
    short: str = ""
    refers: str = ""
    declared: str = ""
    plain: bool = False

    @property
    def many(self) -> bool:
        """Whether a value is a list."""
        return self.kind in LIST_KINDS

    @property
    def heading(self) -> str:
        """What stands above the column on the screen."""
        return self.short or self.title

    @property
    def plain_digits(self) -> bool:
        """Whether its numbers are written without thousands signs, as years and ranks are."""
        last = self.id.rpartition(".")[2]
        return last in _PLAIN_DIGITS or (last.startswith(RANK) and self.numeric)

    @property
    def names_sites(self) -> bool:
        """Whether its values are ids of sites, for which people read names."""
        last = self.id.rpartition(".")[2]
        return self.refers == "site" or last in ("site", "sites", "linked_sites")

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers, which align right."""
        return self.kind in NUMBER_KINDS


@frozen(kw_only=True)
class Field(Column):
    """A column of a worked-out table: read from its rows, whatever they are.

    ``sure`` tells whether sources confirm the figure of a row. ``text`` puts a known value into
    words where the value alone does not say it. ``sorts_by`` is the id of the column whose
    values it is sorted by, "" for its own. ``within`` is the id of the list column that says in
    what a flag is true, so that a filter may ask for that; ``meant`` gives the ids that typed
    values of a list stand for, adds what was taken otherwise to the notes, and raises FilterError.
    ``offers`` are values to ask for that are known before any row is, () where they are not.
    """

    value: Callable[[Any], Any]
    sure: Callable[[Any], bool] | None = None
    text: Callable[[Any], str] | None = None
    sorts_by: str = ""
    within: str = ""
    meant: Callable[[tuple[Value, ...], list[Note]], tuple[Value, ...]] | None = None
    offers: tuple[str, ...] = ()


@frozen
class TableSpec:
    """A table: its name, the word for one row, and its columns in order.

    ``first`` names the columns that stand first where none are chosen. ``lends`` gives the
    columns of the rows that its rows belong to (``site.country``), which can be chosen too.
    With ``apart`` its rows are not to be added up: they are sums already, or in several units.
    """

    name: str
    singular: str
    label: str
    columns: tuple[Column, ...]
    first: tuple[str, ...] = ()
    lends: Callable[[], Mapping[str, Column]] = dataclasses.field(default=dict, compare=False)
    apart: bool = False

    @property
    def lent(self) -> tuple[Column, ...]:
        """The columns of the rows that its rows belong to; none of them is shown unasked."""
        return tuple(self.lends().values())

    @property
    def defaults(self) -> tuple[Column, ...]:
        """The columns shown when none are chosen, in reading order."""
        chosen = [column for column in self.columns if column.default]
        places = {ident: place for place, ident in enumerate(self.first)}
        return tuple(sorted(chosen, key=lambda column: places.get(column.id, len(places))))

    def own_column(self, ident: str) -> Column | None:
        """The column with this id among those of the table itself, or None."""
        for column in self.columns:
            if column.id == ident:
                return column
        return None

    def column(self, ident: str) -> Column | None:
        """The column with this id, its own or one of its parents', or None."""
        own = self.own_column(ident)
        return self.lends().get(ident) if own is None and "." in ident else own


def column_meant(word: str, columns: Sequence[Column], *, nearly: str = "") -> str:
    """The id of the column that a word speaks of, "" where it speaks of none.

    ``budget`` leads to the first figure of that group, ``rank`` to the newest edition, and what
    is ``nearly`` its id comes before a word of a heading or a unit (``chips``).
    """
    word = word.casefold()
    editions = [each.id for each in columns if each.id.startswith(f"{word}_2")]
    if editions:
        return max(editions)
    group = [each for each in columns if each.id.startswith(f"{word}.")]
    found = group or ([] if nearly else [each for each in columns if word in _words(each)])
    if found:
        first = min(found, key=lambda each: (not each.numeric, not each.default)).id
        kind = first.partition("_2")[0]
        return max((each.id for each in found if each.id.startswith(f"{kind}_2")), default=first)
    if nearly:
        return nearly
    other = _other_name(word, columns) or did_you_mean(word, _groups(columns), least=_NEAR)
    return column_meant(other, columns) if other and other != word else ""


def _other_name(word: str, columns: Sequence[Column]) -> str:
    """What a column is called otherwise, or in German, as a word of its id or heading."""
    known = {part for each in columns for part in _words(each)}
    return next((name for name in other_names(word) if name in known), "")


def other_names(word: str) -> list[str]:
    """What a column of this name, or this German one, is called here, the likeliest first."""
    return _OTHER_NAMES.get(word.casefold(), "").split()


_NEAR = 0.7
_OTHER_NAMES: Mapping[str, str] = {
    "wave": "selected", "date": "selected edition as_of", "year": "edition selected",
    "gpus": "chips", "gpu": "chips", "performance": "rmax", "power": "power_mw",
    "cost": "contract_meur cost_usd_bn", "price": "cost", "manufacturer": "vendor",
    "land": "country", "stadt": "city", "ort": "city", "mitglied": "member",
    "mitglieder": "members", "branche": "sector", "branchen": "sectors", "rang": "rank",
    "platz": "rank", "typ": "type", "art": "kind", "rolle": "role", "quelle": "sources",
    "quellen": "sources", "jahr": "year edition selected", "wert": "value",
    "kosten": "cost contract_meur",
    "hersteller": "vendor", "anteil": "share", "auswahl": "selected", "welle": "selected",
    "titel": "title", "einheit": "unit", "preis": "price", "dauer": "duration",
}  # fmt: skip


def _groups(columns: Sequence[Column]) -> list[str]:
    """What stands before the dots of ids, ``budget`` of ``budget.total_meur``."""
    return list(dict.fromkeys(each.id.partition(".")[0] for each in columns if "." in each.id))


def _words(column: Column) -> list[str]:
    return f"{column.id} {column.title} {column.short} {column.unit}".casefold().split()
