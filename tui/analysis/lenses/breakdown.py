"""A computed table: figures a row, under columns declared like those of the dataset."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tui.analysis.lenses.rows import worked_out
from tui.query.engine.columns import Column, Field
from tui.query.engine.store import Store, Table

Line = tuple[Any, ...]
"""Values of one row, one a column; None or () where unknown."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A computed table.

    ``name`` serves for file names and to remember how the table is sorted, ``keys`` name the
    rows whatever their order; ``total`` is the same figures over all rows, () where that
    makes no sense.
    """

    name: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    rows: tuple[Line, ...]
    total: Line = ()

    def __len__(self) -> int:
        return len(self.rows)

    def place(self, ident: str) -> int:
        """Place of a column; KeyError where there is none."""
        for place, column in enumerate(self.columns):
            if column.id == ident:
                return place
        raise KeyError(ident)

    def has(self, ident: str) -> bool:
        """Whether there is a column with this id."""
        return any(column.id == ident for column in self.columns)

    def values(self, ident: str) -> list[Any]:
        """The values of a column, one a row."""
        place = self.place(ident)
        return [row[place] for row in self.rows]

    def sorted(self, store: Store, sort: Sequence[tuple[str, bool]]) -> Breakdown:
        """The rows by (column id, descending) pairs, unknown last; other ids are passed over."""
        order = list(range(len(self.rows)))
        for ident, descending in reversed(sort):
            if self.has(ident):
                rank = store.rank(self.columns[self.place(ident)])
                values = self.values(ident)
                known = [row for row in order if values[row] not in (None, ())]
                unknown = [row for row in order if values[row] in (None, ())]
                known.sort(key=lambda row: rank(values[row]), reverse=descending)
                order = known + unknown
        return dataclasses.replace(
            self,
            keys=tuple(self.keys[row] for row in order),
            rows=tuple(self.rows[row] for row in order),
        )


def _reader(place: int) -> Callable[[tuple[str, Line]], Any]:
    return lambda row: row[1][place]


def as_table(found: Breakdown, title: str, singular: str = "row", *, every: bool = False) -> Table:
    """The same rows as a table of the registry; with ``every`` all columns are shown."""
    fields = [
        Field(
            id=column.id, title=column.title, kind=column.kind, meaning=column.meaning,
            unit=column.unit, vocabulary=column.vocabulary, default=column.default or every,
            refers="site" if column.id in ("other", "other_sites", "named_by") else column.refers,
            value=_reader(place),
        )
        for place, column in enumerate(found.columns)
    ]  # fmt: skip
    rows = list(zip(found.keys, found.rows, strict=True))
    total = ("", found.total) if found.total else None
    return worked_out(
        found.name, title, fields, rows, key=lambda row: str(row[0]), total=total,
        singular=singular,
    )  # fmt: skip


def percent(part: int, whole: int) -> float | None:
    """A part as percent of the whole; None where the whole is 0."""
    return 100 * part / whole if whole else None


def count(ident: str, title: str, meaning: str) -> Column:
    """A column of counts."""
    return Column(ident, title, "integer", meaning, default=True)


def share(ident: str, title: str, meaning: str) -> Column:
    """A column of percentages."""
    return Column(ident, title, "number", meaning, unit="percent", default=True)
