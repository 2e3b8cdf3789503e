"""A computed table as rows of a grid, and the line that names the ways to break a tab down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

from tui.analysis.lenses.breakdown import Breakdown, Line
from tui.explorer.grid.text import Cell, GridColumn
from tui.explorer.panes.way_bar import WayBar as BreakdownBar
from tui.explorer.result_rows import NO_ROW
from tui.query.engine.columns import Column
from tui.query.engine.format import UNKNOWN, text_of
from tui.query.engine.store import Store
from tui.text import printable

if TYPE_CHECKING:
    from tui.export import Sheet

TOTAL = f"{NO_ROW}all"
"""Key of the row that stands for all."""

_SITES = frozenset({"other", "other_sites", "named_by"})
"""Columns that hold ids of sites, beside those that the query layer knows as such."""

__all__ = ["BreakdownBar"]

Draw = Callable[[Line], Cell]


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of a computed table on the screen: its layout, and a row's values as a cell."""

    layout: GridColumn
    draw: Draw


class ComputedSource:
    """Rows of a :class:`Breakdown` for a grid, the total first where there is one."""

    def __init__(self, found: Breakdown, columns: Sequence[Shown], total: str = "") -> None:
        """Show a table through some columns; ``total`` names the row of all, "" leaves it out."""
        self.found = found
        self.pinned = 1
        self.columns: Sequence[GridColumn] = [column.layout for column in columns]
        self._draw = [column.draw for column in columns]
        self._total = total
        self._lead = 1 if total and found.total else 0
        self._places = {key: self._lead + row for row, key in enumerate(found.keys)}

    def __len__(self) -> int:
        return self._lead + len(self.found)

    def key(self, row: int) -> str:
        """Identity of the row."""
        return TOTAL if row < self._lead else self.found.keys[row - self._lead]

    def index(self, key: str) -> int | None:
        """Row with this key, or None."""
        return 0 if key == TOTAL and self._lead else self._places.get(key)

    def line(self, row: int) -> Line:
        """Values of a row."""
        return self.found.total if row < self._lead else self.found.rows[row - self._lead]

    def cell(self, row: int, column: int) -> Cell:
        """Text and role of a cell."""
        if row < self._lead and column == 0:
            return self._total, "title"
        return self._draw[column](self.line(row))


def words(store: Store, column: Column, value: Any) -> str:
    """A value of a computed table as people read it."""
    if column.id in _SITES and value:
        sites = value if isinstance(value, tuple) else (value,)
        return ", ".join(printable(store.site_name(site)) for site in sites)
    return text_of(store, column, value)


def computed_sheet(store: Store, found: Breakdown) -> Sheet:
    """A computed table for export: values as they are, texts in words."""
    from tui.export import Sheet

    def texts() -> Iterator[tuple[str, ...]]:
        for row in found.rows:
            yield tuple(map(words, repeat(store), found.columns, row))

    return Sheet(found.name, found.columns, len(found), lambda: iter(found.rows), texts)


def plain(store: Store, found: Breakdown, ident: str, role: str = "") -> Draw:
    """Draw a column as the table function would."""
    place = found.place(ident)
    column = found.columns[place]

    def draw(line: Line) -> Cell:
        text = words(store, column, line[place])
        return text, "muted" if text == UNKNOWN else role

    return draw


def whole(found: Breakdown, ident: str, *, zero: str = "0") -> Draw:
    """Draw a column of numbers rounded, with ``zero`` in place of nothing."""
    place = found.place(ident)

    def draw(line: Line) -> Cell:
        value = line[place]
        if value is None:
            return UNKNOWN, "muted"
        return (f"{value:,.0f}", "") if value else (zero, "muted")

    return draw
