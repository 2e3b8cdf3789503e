"""A row in words: its name, then each key under its label, written once for all that tell it.

Detail, evidence, comparison and profile are views of a :class:`Telling`. Label, unit, order and
what a figure is come from the declaration of the column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.dataset.fields import PartialDate
from tui.dataset.vocabulary import country_name
from tui.frozen import frozen
from tui.query.engine.claim_words import stated
from tui.query.engine.columns import MOVED, RANK, RANK_CONFIDENCE, Column, Field, TableSpec
from tui.query.engine.format import (
    EXPECTED,
    MEASURED,
    UNSURE,
    mark_of,
    passed,
    states_texts,
    text_of,
)
from tui.query.engine.relations import TITLES
from tui.text import number, printable

if TYPE_CHECKING:
    from tui.query.engine.store import Store, Table

CONFIRMED = "confirmed"
PARTS = {"budget": "Money", "timeline": "Dates", "completeness": "Lists"}
"""Tables within the file of a site whose keys stand in its row, and the word for each."""
_CARRIED = frozenset({"sources", "confidence", "note"})
_RANKS = (RANK, MOVED, RANK_CONFIDENCE)
# Which row of another table a row belongs to: by table, the relation and the word for it.
_OWNERS = {"rankings": ("system", "systems"), "indicators": ("region", "regions")}
_INCLUDES = ("without the supercomputer", "with the supercomputer")


@frozen
class Told:
    """One key of a row: ``mark`` is ``~`` where no source confirms it, else "".

    ``words`` are the value with its unit and, in brackets, what it is. A ``plain`` one needs no
    label in a sentence. ``place`` is 0 for what the row belongs to and 2 for ids, coordinates,
    translations and what is worked out, all of which no list names. A figure, and what its table
    shows unasked, is ``brief``: it stands in a sentence.
    """

    key: str
    label: str
    words: str
    mark: str = ""
    value: Any = None
    unit: str = ""
    plain: bool = False
    place: int = 1
    brief: bool = False

    @property
    def text(self) -> str:
        """The value as it is read."""
        return f"{self.mark}{self.words}"

    @property
    def said(self) -> str:
        """The key inside a sentence."""
        return self.text if self.plain else f"{self.label}: {self.text}"

    @property
    def unmarked(self) -> str:
        """The key inside a sentence that says how sure all of it is."""
        return self.words if self.plain else f"{self.label}: {self.words}"


@frozen
class Telling:
    """A row in words.

    ``kind`` is the word for such a row, ``owner`` the name of what it belongs to where its own
    says too little, ``confidence`` "" where the row claims or is itself a source.
    """

    kind: str
    name: str
    owner: str
    keys: tuple[Told, ...]
    confidence: str
    note: str
    sources: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The name with that of what the row belongs to."""
        return f"{self.owner}, {self.name}" if self.owner else self.name

    @property
    def mark(self) -> str:
        """``~`` where no source confirms the row."""
        return UNSURE if self.confidence not in ("", CONFIRMED) else ""

    @property
    def states(self) -> tuple[Told, ...]:
        """The keys that a list names; a wording that only repeats the name is none."""
        own = self.name.casefold()
        return tuple(each for each in self.keys if each.place == 1 and each.words.casefold() != own)

    @property
    def stated(self) -> str:
        """What the row states, as a sentence names it; "" for nothing beside its name."""
        return " · ".join(each.said for each in self.states if each.brief)

    def __str__(self) -> str:
        """The row in a sentence, without marks: how sure it is stands once beside it."""
        stated = " · ".join(each.unmarked for each in self.states if each.brief)
        return f"{self.full_name}: {stated}" if stated else self.full_name


def kind_of(spec: TableSpec, part: str = "") -> str:
    """The word for a row of a table, or for a part of a site."""
    return PARTS[part] if part else spec.singular.replace("_", " ").capitalize()


def tell(store: Store, source: Table, row: int, part: str = "") -> Telling:
    """A row of a table of the dataset in words; ``part`` for a table within that of a site."""
    spec, record = source.spec, source.records[row]
    stating = getattr(record, part) if part else record
    kind = kind_of(spec, part)
    name = _name(store, source, row)
    owner = ""
    if spec.name in _OWNERS:
        relation, table = _OWNERS[spec.name]
        owner = _name(store, store.table(table), source.parents[relation][row])
    return Telling(
        kind,
        f"{kind} of {name}" if part else name,
        owner,
        tuple(_keys(store, source, row, part)),
        getattr(stating, "confidence", ""),
        printable(getattr(stating, "note", None) or ""),
        tuple(getattr(stating, "sources", ())),
    )


def site_of(store: Store, table: str, row: int) -> str:
    """Name of the site that a row of the store's table belongs to, "" where it is none's."""
    parents = store.table(table).parents.get("site")
    return "" if parents is None else printable(store.dataset.sites[parents[row]].name)


def name_of(store: Store, table: str, row: int) -> str:
    """Name of a row of the store's table, with that of its site."""
    name, site = tell(store, store.table(table), row).full_name, site_of(store, table, row)
    return f"{name}, {site}" if site else name


def told(store: Store, source: Table, row: int, column: Column) -> Told | None:
    """One key of a row of any table in words; None where it is unknown."""
    if isinstance(column, Field):
        return _of_field(store, column, source.records[row])
    value = source.values(column.id)[row]
    if value is None or value == ():
        return None
    unit = _unit(store, source, row, column)
    words = _valued(store, column, value, unit)
    if states_texts(source, column, value):
        words = stated(store, source.records[row])
    elif column.id == "system":
        words = _name(store, store.table("systems"), source.parents["system"][row])
    elif column.id == "role" and getattr(source.records[row], "coordinates", None):
        words = f"{words}, coordinator"
    dated = isinstance(value, PartialDate)
    what = ", ".join(_what(store, source, row, column)) if column.basis or dated else ""
    sure = source.values(column.confidence)[row] if column.confidence else None
    return Told(
        column.id, column.title, f"{words} ({printable(what)})" if what else words,
        UNSURE if sure not in (None, CONFIRMED) else "", value, unit,
        column.plain or bool(column.vocabulary or column.refers) or column.kind == "country",
        _place(source.spec, column), column.default or bool(column.confidence),
    )  # fmt: skip


def _of_field(store: Store, column: Field, record: Any) -> Told | None:
    """A key of a row of a worked-out table."""
    value = column.value(record)
    if value is None or value == ():
        return None
    if column.text is not None:
        words = with_unit(printable(column.text(record)), column.unit, column.title)
    else:
        words = _valued(store, column, value, column.unit)
    sure = column.sure is None or column.sure(record)
    return Told(column.id, column.title, words, "" if sure else UNSURE, value, column.unit)


def with_unit(figure: str, unit: str, label: str = "") -> str:
    """A figure with its unit: a currency before it, a definition in brackets.

    A unit that the label names is left out.
    """
    if not unit or unit.casefold() in label.casefold():
        return figure
    lead, _, rest = unit.partition(" ")
    if len(lead) == len("EUR") and lead.isupper() and rest:
        return f"{lead} {figure} {printable(rest)}"
    if unit == "degrees":
        return f"{figure}°"
    if "=" in unit:
        return f"{figure} ({printable(unit)})"
    return f"{figure} {printable(f'% {rest}'.rstrip() if lead == 'percent' else unit)}"


def in_sentence(label: str) -> str:
    """A label inside a sentence: ``HPC centre`` keeps its capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _keys(store: Store, source: Table, row: int, part: str) -> Iterator[Told]:
    """What the row belongs to, its own keys as they are declared, then those aside."""
    spec, record = source.spec, source.records[row]
    named = {f"{part}." if part else "", *TITLES.get(spec.name, ("name",))}
    # What a figure is stands behind it.
    behind = {"coordinates"} if getattr(record, "coordinates", None) else set()
    found: list[Told] = []
    for column in _columns(spec, part):
        each = None if column.id in named else told(store, source, row, column)
        if each is None:
            continue
        behind |= {column.basis} - {"", "status"}
        if column.id in ("value", "claimed") and isinstance(each.value, int | float):
            behind.add("unit")
        # Beside a date or a text a unit says what kind of thing it is: no part of a sentence.
        found.append(replace(each, brief=False) if column.id == "unit" else each)
    found.sort(key=lambda each: each.place)
    yield from (each for each in found if each.key not in behind)


def _columns(spec: TableSpec, part: str) -> Iterator[Column]:
    """The columns that tell of a row itself, not of what it carries or what is counted in it."""
    for column in spec.columns:
        head, _, last = column.id.rpartition(".") if "." in column.id else ("", "", column.id)
        if (head if head in PARTS else "") != part or last in _CARRIED:
            continue
        counted = spec.name == "sites" and not column.path
        if not counted and not column.id.startswith(_RANKS):
            yield column


def _place(spec: TableSpec, column: Column) -> int:
    ids = column.id in ("id", "topic", "label_de") or column.id.endswith(".de")
    if ids or column.unit == "degrees":
        return 2
    if column.path or column.id == "rmax_pflops" or spec.name == "organisations":
        return 1
    return 0 if column.id in ("site", "system", "region", "nuts2", "country") else 2


def _name(store: Store, source: Table, row: int) -> str:
    first, *more = TITLES.get(source.spec.name, ("name",))
    texts = [
        text_of(store, column, source.values(ident)[row], "")
        for ident in (first, *more)
        if (column := source.spec.own_column(ident)) is not None
    ]
    if source.spec.name == "rankings":
        return " ".join(texts)
    name, *aliases = texts
    return "".join((name, *(f" ({each})" for each in aliases if each and each != name)))


def _unit(store: Store, source: Table, row: int, column: Column) -> str:
    """The unit of a figure, which the row itself or its indicator may set."""
    record = source.records[row]
    if source.spec.name == "indicators" and column.id == "value":
        word = store.vocabulary.words("indicator").get(record.id)
        return str(word.attributes.get("unit", "")) if word else ""
    if column.id not in ("value", "claimed"):
        return column.unit
    unit = getattr(record, "unit", None) or ""
    # "AI chips of a gigafactory: 100,000" says it already.
    named = source.spec.name == "facts" and unit.casefold() in record.label.en.casefold()
    return "" if named else unit


def _valued(store: Store, column: Column, value: Any, unit: str) -> str:
    if column.kind in ("country", "countries"):
        countries = value if isinstance(value, tuple) else (value,)
        return ", ".join(printable(country_name(each)) for each in countries)
    if isinstance(value, int | float) and not isinstance(value, bool):
        exact = f"{value:g}" if unit == "degrees" else str(value)
        figure = exact if column.plain_digits else number(value)
        return with_unit(figure, unit, column.title)
    text = text_of(store, column, value)
    return with_unit(text, unit, column.title) if column.kind == "integers" else text


def _what(store: Store, source: Table, row: int, column: Column) -> Iterator[str]:
    """What a figure is: measured or expected, installed or planned; whether a date has passed."""
    ident = column.basis
    basis = source.values(ident)[row] if ident else None
    expected = column.id.endswith("operational_expected")
    if isinstance(basis, bool):
        if ident.endswith("includes_system"):
            yield _INCLUDES[basis]
        elif basis:
            expected = True
            yield EXPECTED
    elif ident == "status":
        mark = mark_of(ident, basis)
        yield from [EXPECTED if mark == mark_of("rmax_basis", EXPECTED) else mark] * bool(mark)
    elif basis and basis != MEASURED:
        of = source.spec.column(ident)
        words = of.vocabulary if of else ""
        yield in_sentence(store.vocabulary.label(words, basis)) if words else basis
    value = source.values(column.id)[row]
    if expected and isinstance(value, PartialDate) and passed(store, value):
        yield "passed"
