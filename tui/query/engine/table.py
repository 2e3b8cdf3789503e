"""The table function: dataset and view in, columns and rows out.

The screen draws what it gives, ``aif show`` prints it, and every export writes it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Any

from tui.dataset import Dataset
from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern
from tui.query.engine import derived, masks, relations
from tui.query.engine.bind import bind_text
from tui.query.engine.columns import Column, TableSpec, column_meant, other_names
from tui.query.engine.fold import fold
from tui.query.engine.masks import Mask
from tui.query.engine.match import cohort, match, match_text, narrowing
from tui.query.engine.notes import notes
from tui.query.engine.relations import NAMES
from tui.query.engine.store import Store, Table, store_of
from tui.query.engine.typed_values import NEAR
from tui.query.engine.view import TableView, View
from tui.query.language.parse import parse
from tui.query.language.render import filter_parts, render
from tui.query.language.tree import NOWHERE, Note, OneOf, Term, Text, Value
from tui.text import did_you_mean, listed


class UnknownNameError(ValueError):
    """A table or column that does not exist; the message names the nearest one.

    ``column`` is the column that the table lacks and to which no other comes near, "" for any
    other name; ``table`` is that table where it has too many columns for the message.
    """

    def __init__(self, message: str, column: str = "", table: str = "") -> None:
        """Keep the names."""
        super().__init__(message)
        self.column = column
        self.table = table


@frozen
class Result:
    """Rows and columns of one table under a view.

    ``rows`` are row numbers of ``source`` in order of display; ``total`` is how many there
    would be without filter (the cohort's). ``where`` is the filter of its rows, "" for none.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[int]
    total: int
    store: Store
    source: Table
    where: str = ""

    @property
    def spec(self) -> TableSpec:
        """The table's declaration."""
        return self.source.spec

    def __len__(self) -> int:
        return len(self.rows)

    def value(self, row: int, column: Column) -> Any:
        """Value of a cell; ``row`` counts the displayed rows from 0."""
        return self.source.values(column.id)[self.rows[row]]

    def record(self, row: int) -> Any:
        """The record behind a displayed row."""
        return self.source.records[self.rows[row]]

    def key(self, row: int) -> str:
        """A name of the row that is the same whatever the filter and sort."""
        return row_key(self.source, self.rows[row])

    def lines(self) -> Iterator[tuple[Any, ...]]:
        """The rows as tuples of values."""
        lists = [self.source.values(column.id) for column in self.columns]
        for row in self.rows:
            yield tuple(values[row] for values in lists)


def row_key(source: Table, row: int) -> str:
    """``jaif`` for a site, ``jaif/kit`` for a child, with the place where needed."""
    if source.key is not None:
        return source.key(source.records[row])
    name = source.spec.name
    own = str(source.values(NAMES[name][0])[row])
    if "site" in source.parents:
        site = source.values("site")[row]
        unique = name in ("systems", "partners", "sectors")
        return f"{site}/{own}" if unique else f"{site}/{own}/{row}"
    return f"{own}/{row}" if name == "indicators" else own


def row_of(store: Store, source: Table, key: str, among: Sequence[int] = ()) -> int | None:
    """The row of a table with this key; None where there is none.

    It is looked for at its site where rows belong to one, else ``among`` these rows, () for all.
    """
    if source.key is not None:
        return source.place(key)
    name = source.spec.name
    if name == "sites":
        row = store.site_row(key)
        return row if row >= 0 else None
    candidates: Sequence[int] = among or range(len(source))
    if "site" in source.parents:
        site = store.site_row(key.partition("/")[0])
        candidates = store.children("sites", name)[site] if site >= 0 else ()
    return next((row for row in candidates if row_key(source, row) == key), None)


def spec_of(store: Store, name: str) -> TableSpec:
    """The table of this name; raises :class:`UnknownNameError`."""
    spec = store.specs.get(name)
    if spec is None:
        close = did_you_mean(name, store.specs)
        hint = f"; did you mean '{close}'?" if close else ""
        raise UnknownNameError(f"unknown table '{name}'{hint}")
    return spec


_FEW = 12
"""Columns that a message lists where no other comes near."""
_ORDERED = lazy_pattern(
    r"(?P<name>[\w.]+)[\s:=](?P<way>asc|ascending|desc|descending|auf|ab|down|up)", re.IGNORECASE
)


def columns_of(
    spec: TableSpec, idents: Sequence[str], *, every: bool = False
) -> tuple[Column, ...]:
    """Columns by id; () stands for the default selection, or for all with ``every``."""
    if not idents:
        return spec.columns if every else spec.defaults
    found = []
    for ident in idents:
        column = spec.column(ident)
        if column is None:
            way = _ORDERED.fullmatch(ident)
            if way is not None and spec.column(way["name"]) is not None:
                sign = "-" if way["way"].lower().startswith(("d", "ab")) else ""
                raise UnknownNameError(
                    f"unknown column '{ident}' of {spec.name}; did you mean '{sign}{way['name']}'?"
                )
            known = (*spec.columns, *(spec.lent if "." in ident else ()))
            nearly = did_you_mean(ident, [each.id for each in known], least=NEAR)
            lent = {each.id.rpartition(".")[2]: each.id for each in reversed(spec.lent)}
            meant = column_meant(ident, known, nearly=nearly)
            # The newest edition of a rank of its own comes before the rank of the site.
            close = meant if meant.startswith(f"{ident}_") else lent.get(ident) or meant
            close = close or next((lent[each] for each in other_names(ident) if each in lent), "")
            close = close or lent.get(did_you_mean(ident, lent, least=NEAR), "")
            reason = f"unknown column '{ident}' of {spec.name}"
            if close:
                raise UnknownNameError(f"{reason}; did you mean '{close}'?")
            if len(spec.columns) <= _FEW:
                there = listed([each.id for each in spec.columns])
                raise UnknownNameError(f"{reason}; there are {there}", ident)
            raise UnknownNameError(reason, ident, spec.name)
        found.append(column)
    return tuple(found)


def fitting(spec: TableSpec, shown: TableView) -> TableView:
    """How a table is shown, without the columns that it does not have."""
    return dataclasses.replace(
        shown,
        columns=tuple(ident for ident in shown.columns if spec.column(ident) is not None),
        sort=tuple(pair for pair in shown.sort if spec.column(pair[0]) is not None),
    )


def cohort_mask(dataset: Dataset, view: View) -> Mask:
    """Sites of the view's cohort; all sites where it names none."""
    store = store_of(dataset)
    if not view.cohort:
        return masks.everything(len(dataset.sites))
    return cohort(store, view.cohort, NOWHERE)


def site_mask(dataset: Dataset, view: View) -> Mask:
    """Sites of the cohort that the filter picks. Raises FilterError."""
    picked = match_text(store_of(dataset), "sites", view.filter)
    return masks.both(cohort_mask(dataset, view), picked)


def table(dataset: Dataset, view: View, name: str, *, every: bool = False) -> Result:
    """Rows and columns of a table under a view.

    With ``every`` all columns are given where the view chooses none. Raises FilterError
    for a filter that does not fit and :class:`UnknownNameError` for a table or column.
    """
    store = store_of(dataset)
    spec_of(store, name)
    scope, picked = cohort_mask(dataset, view), site_mask(dataset, view)
    if name == "organisations":
        source = Table(
            store.specs[name],
            *derived.organisations(store, picked),
            lambda ident: [getattr(record, ident) for record in source.records],
        )
        total = len(derived.organisations(store, scope)[0])
        return result_of(store, source, view, total=total, every=every)
    mask, total = _picked(store, view, name, scope, picked)
    return result_of(store, store.table(name), view, mask, total=total, every=every)


def result_of(
    store: Store,
    source: Table,
    view: View,
    mask: Mask | None = None,
    *,
    total: int | None = None,
    every: bool = False,
) -> Result:
    """A table of the dataset or a worked-out one as the view shows it.

    ``mask`` picks rows, None all of them; ``total`` counts those of the cohort. Raises
    FilterError for the filter of rows and :class:`UnknownNameError` for a column.
    """
    spec = source.spec
    shown = view.table(spec.name)
    columns = columns_of(spec, shown.columns, every=every)
    if shown.hidden and not shown.columns and not every:
        columns = tuple(each for each in columns if each.id not in shown.hidden) or columns
    columns_of(spec, [ident for ident, _ in shown.sort])
    picked = masks.everything(len(source)) if mask is None else mask
    if view.rows:
        picked = masks.both(picked, match_text(over(store, source), spec.name, view.rows))
    rows = _sorted_rows(store, source, picked, shown.sort)
    many = len(source) if total is None else total
    return Result(spec.name, columns, rows[: view.limit or None], many, store, source, view.rows)


def _picked(store: Store, view: View, name: str, scope: Mask, sites: Mask) -> tuple[Mask, int]:
    """Rows of the picked sites, narrowed unless whole, and the number in the cohort."""
    mask = relations.listed_for(store, name, sites)
    every = masks.everything(len(store.table(name)))
    if mask is None:
        return every, len(every)
    total = masks.count(relations.listed_for(store, name, scope) or every)
    if name != "sites" and not view.whole:
        narrowed = narrowing(store, name, bind_text(store, "sites", view.filter))
        if narrowed is not None:
            mask = masks.both(mask, narrowed)
    return mask, total


def over(store: Store, source: Table) -> Store:
    """The store in which filters of a table's rows are read: it holds that very table.

    Worked-out tables and organisations stand beside the tables of the dataset there.
    """
    if source.spec.name != "organisations" and source.key is None:
        return store
    overlay = Store(store.dataset)
    overlay.put(source.spec.name, source)
    return overlay


def notes_of(result: Result, view: View) -> tuple[Note, ...]:
    """What in the filters of a view was taken for something else than it was written."""
    store, name = result.store, result.name
    found = notes(store, "sites", view.filter)
    if not view.rows:
        return found
    asked = (*notes(over(store, result.source), name, view.rows), *_sites_sought(store, name, view))
    return (*found, *asked)


def _sites_sought(store: Store, table: str, view: View) -> Iterator[Note]:
    """Where free text names a site whose rows it does not pick: it looks into the rows alone."""
    if table not in store.specs or store.specs[table].own_column("site") is None:
        return
    for part in filter_parts(parse(view.rows)):
        if not isinstance(part, Text) or part.value.quoted:
            continue
        # A part from within a name is hardly meant: "health" of 1HealthAI.
        word = f" {fold(part.value.text)}"
        named = [site for site in store.dataset.sites if word in f" {fold(site.name)}"]
        if len(named) == 1:
            meant = Term("site", OneOf((Value(named[0].id),)))
            if 1 in masks.both(match(store, table, meant), masks.invert(match(store, table, part))):
                text = (
                    f"'{part.value.text}' is looked for in the rows; {render(meant)} picks them by"
                )
                yield Note(f"{text} their site", part.span)


def _sorted_rows(
    store: Store, source: Table, mask: Mask, sort: tuple[tuple[str, bool], ...]
) -> list[int]:
    if not sort:
        return masks.rows(mask)
    return [row for row in source.order(sort, store.rank) if mask[row]]
