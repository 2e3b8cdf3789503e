"""What could stand at a place of a filter: names of fields and relations, values of a column."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Literal

from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.dataset.fields import PartialDate
from tui.dataset.vocabulary import COUNTRIES, country_name
from tui.frozen import frozen
from tui.query.engine.columns import Column, Field
from tui.query.engine.fold import fold
from tui.query.engine.format import text_of
from tui.query.engine.relations import NAMES, RELATIONS, has_sites, members_first
from tui.query.engine.store import Store, Table, store_of

Kind = Literal["field", "relation", "value", "cohort", "operator", "view"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

# Weights of names: default columns (0), relations and saved views, other columns, and the
# fields of a relation, which are only offered when they are asked for.
_LEADING, _OTHER, DOTTED = 1, 2, 3

# More different figures than this are no choice, only noise.
_FIGURES = 200
# Nobody completes whole sentences.
_LONGEST = 80


@frozen
class Candidate:
    """One thing to offer: its text, what explains it, and the folded texts it is found by.

    ``forms`` holds those texts one a line, the text itself first. ``ending`` follows the
    text when it is inserted; ``weight`` orders names that are found equally well, smaller
    first.
    """

    text: str
    hint: str
    forms: str
    kind: Kind = "value"
    ending: str = ""
    weight: int = 0


def table_at(store: Store, relations: Iterable[str]) -> str | None:
    """The table whose fields stand inside these relations; None where one is unknown."""
    table = "sites"
    for relation in relations:
        if relation in RELATIONS.get(table, {}):
            table = RELATIONS[table][relation]
        elif relation != store.specs[table].singular:
            return None
    return table


@kept()
def names(dataset: Dataset, table: str) -> tuple[Candidate, ...]:
    """Fields and relations that a filter on the table may name."""
    store = store_of(dataset)
    found = [
        _field(column, "", 0 if column.default else _OTHER) for column in store.specs[table].columns
    ]
    if has_sites(table):
        found.append(Candidate("in", "Cohort of the site", "in", "field", ":", _LEADING))
    for relation, target in members_first(table):
        label = _label(store, relation, target)
        hint = f"{label}: one and the same row meets what stands inside"
        found.append(Candidate(relation, hint, relation, "relation", "(", _LEADING))
        if store.specs[table].column(relation) is None:
            hint = f"{label}: by name alone"
            found.append(Candidate(relation, hint, relation, "field", ":", _LEADING))
        found += [_field(column, f"{relation}.", DOTTED) for column in store.specs[target].columns]
    if RELATIONS.get(table):
        hint = "Number of such rows, as in count(member(type:company)):>=2"
        found.append(Candidate("count", hint, "count", "relation", "(", _OTHER))
    return tuple(found)


def _field(column: Column, prefix: str, weight: int) -> Candidate:
    ident = prefix + column.id
    hint = f"{column.meaning} ({column.unit})" if column.unit else column.meaning
    forms = _forms(ident, column.id, column.id.rpartition(".")[2], column.title)
    return Candidate(ident, hint, forms, "field", ":", weight)


def field_of(column: Column, kind: str) -> Candidate:
    """A field to name; ``kind`` begins what explains it."""
    found = _field(column, "", _OTHER)
    return dataclasses.replace(found, hint=f"{kind}{found.hint}")


def _forms(*texts: str) -> str:
    return "\n".join(dict.fromkeys(map(fold, texts)))


def relations_of(store: Store, table: str) -> tuple[Candidate, ...]:
    """Relations of the table, as they stand in ``count( )``."""
    return tuple(
        Candidate(relation, _label(store, relation, target), relation, "relation")
        for relation, target in members_first(table)
    )


def _label(store: Store, relation: str, target: str) -> str:
    return "Members" if relation == "member" else store.specs[target].label


def column_at(store: Store, table: str, field: str) -> tuple[str, Column] | None:
    """The table and column that a field of the table means; None where it means none."""
    column = store.specs[table].column(field)
    if column is not None:
        return table, column
    head, _, rest = field.partition(".")
    target = RELATIONS.get(table, {}).get(head)
    if target is None and head == store.specs[table].singular:
        target = table
    column = store.specs[target].column(rest) if target else None
    return (target, column) if target and column else None


def named_at(store: Store, table: str, field: str) -> str | None:
    """The table whose rows a field picks by their name alone; None where it does not."""
    if field == "site" and store.specs[table].column("site"):
        return None
    if field == store.specs[table].singular:
        return table
    return RELATIONS.get(table, {}).get(field)


@kept()
def of_names(dataset: Dataset, table: str) -> tuple[Candidate, ...]:
    """Names of the rows of a table, by which a child is found."""
    store = store_of(dataset)
    source, first = store.table(table), NAMES[table][0]
    column = source.spec.column(first)
    if column is None or column.vocabulary or len(NAMES[table]) == 1:
        return () if column is None else of_column(dataset, table, column)
    if table == "access":
        return tuple(_mode(store, str(mode)) for mode in source.coded(first).distinct)
    others = [source.values(ident) for ident in NAMES[table][1:]]
    found: dict[str, Candidate] = {}
    for row, ident in enumerate(source.values(first)):
        if isinstance(ident, str) and ident not in found and ident.isprintable():
            also = [str(values[row]) for values in others if values[row]]
            found[ident] = Candidate(ident, also[-1] if also else "", _forms(ident, *also))
    return tuple(found.values())


def _mode(store: Store, mode: str) -> Candidate:
    name = mode_name(store, mode)
    return Candidate(mode, name, _forms(mode, name))


def mode_name(store: Store, mode: str) -> str:
    """Name of an access mode or of a site's own way, the same as in the tables."""
    return store.names("access_mode").get(mode, mode)


@kept(256)
def of_column(dataset: Dataset, table: str, column: Column) -> tuple[Candidate, ...]:
    """Values that a filter may ask of a column, in their natural order."""
    store = store_of(dataset)
    return values_of(store, store.table(table), column)


def values_of(store: Store, source: Table, column: Column) -> tuple[Candidate, ...]:
    """The same for a column of any table, worked-out ones too."""
    if isinstance(column, Field) and column.offers:
        return tuple(_text(store, column, text) for text in column.offers)
    if column.vocabulary:
        return tuple(_words(store, column))
    if column.kind == "flag":
        return (Candidate("true", "", "true\nyes"), Candidate("false", "", "false\nno"))
    present = _present(source, column)
    if column.kind in ("country", "countries"):
        return tuple(_country(code) for code in sorted(map(str, present)))
    if column.kind == "date":
        return tuple(_periods(present))
    figures = [value for value in present if isinstance(value, int | float)]
    texts = sorted({str(value) for value in present if isinstance(value, str)}, key=fold)
    return (*(_text(store, column, text) for text in texts if _typable(text)),
            *_figures(figures))  # fmt: skip


def _typable(text: str) -> bool:
    return text.isprintable() and len(text) <= _LONGEST


def _present(source: Table, column: Column) -> set[object]:
    found: set[object] = set()
    for value in source.coded(column.id).distinct:
        found.update(value if isinstance(value, tuple) else (value,))
    return found - {None}


def _words(store: Store, column: Column) -> Iterator[Candidate]:
    for word in store.vocabulary.words(column.vocabulary).values():
        yield Candidate(word.id, word.en, _forms(word.id, word.en, word.de))
    if column.vocabulary == "role":
        yield Candidate("member", "Every role that makes a member", "member")


def _country(code: str) -> Candidate:
    names = COUNTRIES.get(code, ())
    # Behind a space they are parts: France comes before the Federal Republic for an "f".
    others = (f" {each}" for each in names[2:])
    return Candidate(code, country_name(code), _forms(code, *names[:2], *others))


def _periods(present: Iterable[object]) -> Iterator[Candidate]:
    """Years, months and days that the values lie in."""
    texts: set[str] = set()
    for value in (item for item in present if isinstance(item, PartialDate)):
        for end in (4, 7, len(value.text)):
            texts.add(value.text[:end])
    for text in sorted(texts):
        yield Candidate(text, month_name(text), _forms(text, month_name(text)))


def month_name(text: str) -> str:
    """``2024-12`` as ``December 2024``; "" for what is no month."""
    year, _, month = text.partition("-")
    if len(month) == 2 and month.isdecimal() and 1 <= int(month) <= 12:
        return f"{MONTHS[int(month) - 1]} {year}"
    return ""


def _figures(figures: list[int | float]) -> tuple[Candidate, ...]:
    distinct = sorted(set(figures))
    if len(distinct) > _FIGURES:
        return ()
    return tuple(Candidate(str(figure), "", str(figure)) for figure in distinct)


def _text(store: Store, column: Column, text: str) -> Candidate:
    label = store.label(column, text)
    hint = "" if label == text else label
    return Candidate(text, hint, _forms(text, label))


def of_views(saved: Iterable[tuple[str, str]], typed: str) -> list[Candidate]:
    """Saved views, by (name, filter), whose name begins with what was typed."""
    wanted = fold(typed)
    return [
        Candidate(text, name, fold(name), "view", weight=_LEADING)
        for name, text in saved
        if fold(name).startswith(wanted)
    ]


def of_cohorts(dataset: Dataset) -> tuple[Candidate, ...]:
    """Cohorts, as they stand behind ``in:``."""
    return tuple(
        Candidate(
            each.id, each.label.en, _forms(each.id, each.label.en, each.label.de or ""),
            "cohort",
        )
        for each in dataset.cohorts
    )  # fmt: skip


def comparisons(dataset: Dataset, table: str, column: Column) -> tuple[Candidate, ...]:
    """What compares a number or date, with the span of the column as hint."""
    store = store_of(dataset)
    return compared(store, store.table(table), column)


def compared(store: Store, source: Table, column: Column) -> tuple[Candidate, ...]:
    """The same for a column of any table, worked-out ones too."""
    present = [value for value in _present(source, column) if not isinstance(value, str)]
    if not present or not (column.numeric or column.kind in ("date", "integers", "mixed")):
        return ()
    try:
        low, high = min(present), max(present)  # type: ignore[type-var]
    except TypeError:
        return ()
    ends = [text_of(store, column, end) for end in (low, high)]
    span = " to ".join(dict.fromkeys(ends))
    return signs(f"{span} {column.unit}" if column.unit else span)


def signs(hint: str) -> tuple[Candidate, ...]:
    """The signs of comparison."""
    return tuple(Candidate(sign, hint, sign, "operator") for sign in (">=", "<=", ">", "<"))
