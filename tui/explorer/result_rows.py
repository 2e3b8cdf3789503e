"""A table, of the dataset or worked out, as rows of a grid; those of them to take away."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from tui.explorer.colours import role_of
from tui.explorer.grid.text import Cell, GridColumn, GridSource
from tui.frozen import frozen
from tui.query import Result
from tui.query.engine.columns import Column, Field
from tui.query.engine.fold import fold
from tui.query.engine.format import UNKNOWN, UNSURE, cell, record_text, unsure
from tui.query.engine.store import Table
from tui.query.engine.table import row_key, row_of
from tui.query.engine.view import PLAIN, TableView
from tui.query.language.parse import parse
from tui.query.language.tree import And, Node, Or
from tui.query.language.tree import Text as FreeText
from tui.text import printable, width_of

if TYPE_CHECKING:
    from tui.export.sheet import Sheet


NO_ROW = "*"
"""Begins the key of a line that stands for no row of the data, such as a total."""
TOTAL = f"{NO_ROW}all"
"""Key of the row that stands for all."""

# Widest a column of this kind gets before it is cut with a mark.
_WIDEST = {"text": 46, "texts": 30, "slugs": 34, "countries": 24}
_GIVE_WAY = frozenset({"wording", "name", "note", "who", "title", "statement.en", "label.en"})


@frozen
class Drawn:
    """How a column is drawn where its text and the usual layout are not enough.

    ``cell`` draws a record of the table (of a worked-out one, perhaps that of all rows). A
    drawing that is no column of the table, such as bars, stands behind the column ``after``,
    where that is shown.
    """

    layout: GridColumn | None = None
    cell: Callable[[Any], Cell] | None = None
    after: str = ""


# By table, then by column and whether the one that says what it is stands beside it.
_WIDTHS: WeakKeyDictionary[Table, dict[tuple[str, bool], dict[int, int]]] = WeakKeyDictionary()


class ResultSource:
    """Rows of a :class:`Result` for a grid; cells are made when they are drawn.

    The row of all rows stands first where ``total`` names it and the table has one.
    """

    def __init__(
        self,
        result: Result,
        shown: TableView = PLAIN,
        *,
        drawn: Mapping[str, Drawn] | None = None,
        total: str = "",
    ) -> None:
        """Wrap a result; ``shown`` says which columns stay in place, and which widths are set."""
        self.result = result
        self._drawn = drawn or {}
        self._total = total
        self._lead = 1 if total and result.source.total is not None and len(result) else 0
        self._columns = self._placed(result.columns)
        self.pinned = min(shown.pinned, len(self._columns))
        self.columns: Sequence[GridColumn] = [sized(layout, shown) for layout, _ in self._columns]

    def _placed(self, columns: Sequence[Column]) -> list[tuple[GridColumn, Column | Drawn]]:
        """Columns with their layout, and the drawings behind the columns that they belong to."""
        own = {column.id for column in self.result.spec.columns}
        extra = [each for ident, each in self._drawn.items() if ident not in own]
        placed: list[tuple[GridColumn, Column | Drawn]] = []
        for column in columns:
            drawn = self._drawn.get(column.id)
            layout = drawn.layout if drawn is not None else None
            placed.append((layout or column_layout(column), column))
            placed += [(e.layout, e) for e in extra if e.after == column.id and e.layout]
        return placed

    def __len__(self) -> int:
        return self._lead + len(self.result)

    def key(self, row: int) -> str:
        """Identity of the row."""
        return TOTAL if row < self._lead else self.result.key(row - self._lead)

    def index(self, key: str) -> int | None:
        """Row with this key, or None."""
        if key == TOTAL:
            return 0 if self._lead else None
        row = index_of(self.result, key)
        return None if row is None else row + self._lead

    def row_of(self, row: int) -> int | None:
        """Row of the result behind a row of the grid; None for that of all rows."""
        found = row - self._lead
        return found if 0 <= found < len(self.result) else None

    def record(self, row: int) -> Any:
        """Record behind a row of the grid, perhaps that of all rows."""
        return (
            self.result.source.total if row < self._lead else self.result.record(row - self._lead)
        )

    def cell_width(self, row: int, column: int) -> int:
        """Cells that the text of a cell takes.

        Kept for the table, since it is asked for at every key in the filter bar.
        """
        spec = self._columns[column][1]
        if row < self._lead or isinstance(spec, Drawn) or self._has_drawing(spec):
            return width_of(printable(self.cell(row, column)[0]))
        kept = self._widths[column]
        place = self.result.rows[row - self._lead]
        found = kept.get(place)
        if found is None:
            text = cell(self.result, row - self._lead, spec)
            found = kept[place] = width_of(printable(text))
        return found

    def _has_drawing(self, spec: Column) -> bool:
        drawn = self._drawn.get(spec.id)
        return drawn is not None and drawn.cell is not None

    @cached_property
    def _widths(self) -> list[dict[int, int]]:
        """What is kept of each column, by row of the table."""
        kept = _WIDTHS.setdefault(self.result.source, {})
        shown = {column.id for column in self.result.columns}
        return [
            {} if isinstance(spec, Drawn) else kept.setdefault((spec.id, spec.basis in shown), {})
            for _, spec in self._columns
        ]

    def cell(self, row: int, column: int) -> Cell:
        """Text and role of a cell."""
        spec = self._columns[column][1]
        if row < self._lead and column == 0:
            return self._total, "title"
        if isinstance(spec, Drawn):
            return spec.cell(self.record(row)) if spec.cell is not None else ("", "")
        drawn = self._drawn.get(spec.id)
        if drawn is not None and drawn.cell is not None:
            return drawn.cell(self.record(row))
        if row < self._lead:
            return self._whole(spec)
        place = row - self._lead
        text = cell(self.result, place, spec)
        if text == UNKNOWN:
            return text, "muted"
        if text.startswith(UNSURE) and unsure(self.result, place, spec):
            return text, "unsure"
        if column == 0:
            return text, "title"
        value = self.result.value(place, spec) if spec.vocabulary else None
        return text, role_of(spec.vocabulary, value) if isinstance(value, str) else ""

    def _whole(self, column: Column) -> Cell:
        """A cell of the row of all rows."""
        text = record_text(self.result.store, column, self.result.source.total)
        if text.startswith(UNSURE) and isinstance(column, Field) and column.sure is not None:
            return text, "unsure"
        return text, "muted" if text == UNKNOWN else ""


def sized(layout: GridColumn, shown: TableView) -> GridColumn:
    """A column with the width that a person set, if any."""
    width = shown.widths.get(layout.id)
    return layout if width is None else dataclasses.replace(layout, width=width)


def column_layout(column: Column) -> GridColumn:
    """The usual layout of a column."""
    return GridColumn(
        id=column.id,
        title=column.heading,
        align="right" if column.numeric else "left",
        min_width=12 if column.id in _GIVE_WAY else 3,
        max_width=_WIDEST.get(column.kind, 24),
        weight=1 if column.id in _GIVE_WAY else 0,
    )


def index_of(result: Result, key: str) -> int | None:
    """Place of the row with this key among those shown, or None."""
    row = find_row(result, key)
    if row is None:
        return None
    try:
        return result.rows.index(row)
    except ValueError:
        return None


def find_row(result: Result, key: str) -> int | None:
    """Row of the result's source with this key, found through its site where it has one."""
    return row_of(result.store, result.source, key, result.rows) if result.rows else None


def needles(text: str) -> tuple[str, ...]:
    """Free texts of a filter, folded, to set off where they occur."""

    def free(node: Node) -> list[str]:
        if isinstance(node, FreeText):
            return [fold(node.value.text)]
        if isinstance(node, And | Or):
            return [found for part in node.nodes for found in free(part)]
        return []

    return tuple(free(parse(text)))


@frozen
class Marked:
    """The marked rows of a table, as row numbers of its source.

    ``visible`` stand in the table now, in its order; ``hidden`` the filter keeps out.
    """

    visible: tuple[int, ...]
    hidden: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.visible) + len(self.hidden)


def marked(result: Result, marks: Collection[str]) -> Marked:
    """The rows of a table that are marked; ``marks`` may hold keys of other tables."""
    if not marks:
        return Marked((), ())
    named = set(_named(result, marks))
    visible = tuple(row for row in result.rows if row in named)
    return Marked(visible, tuple(sorted(named.difference(visible))))


def _named(result: Result, marks: Collection[str]) -> Iterator[int]:
    source = result.source
    keys = frozenset(marks)
    return (row for row in _candidates(result, keys) if row_key(source, row) in keys)


def _candidates(result: Result, marks: frozenset[str]) -> Iterable[int]:
    """Rows that may be marked: where rows belong to sites, those of the sites named."""
    store, source = result.store, result.source
    if source is not _kept(result):
        return range(len(source))
    if source.spec.name == "sites":
        return (row for key in marks if (row := store.site_row(key)) >= 0)
    if "site" in source.parents:
        children = store.children("sites", source.spec.name)
        sites = {store.site_row(key.partition("/")[0]) for key in marks if "/" in key}
        return chain.from_iterable(children[site] for site in sites if site >= 0)
    return range(len(source))


def _kept(result: Result) -> Table | None:
    """The store's own table, None for one made for this result alone."""
    made = result.name == "organisations" or result.source.key is not None
    return None if made else result.store.table(result.name)


def rows_only(result: Result, rows: Sequence[int]) -> Result:
    """A table with these rows of its source only."""
    return dataclasses.replace(result, rows=tuple(rows))


def marked_lines(source: GridSource, marks: Collection[str]) -> tuple[list[int], int]:
    """Marked rows of a grid in order, and how many marked rows of its table are not in it."""
    if not marks:
        return [], 0
    if isinstance(source, ResultSource):
        found = marked(source.result, marks)
        visible = set(found.visible)
        rows = source.result.rows
        places = ((row, source.row_of(row)) for row in range(len(source)))
        shown = [row for row, place in places if place is not None and rows[place] in visible]
        return shown, len(found.hidden)
    found_rows = (source.index(key) for key in marks)
    return sorted(row for row in found_rows if row is not None), 0


def lines_of(source: GridSource, rows: Sequence[int]) -> Result | Sheet:
    """Some rows of a grid: typed values of a table, of the row of all the cells as they read."""
    if isinstance(source, ResultSource):
        result = source.result
        places = [place for row in rows if (place := source.row_of(row)) is not None]
        if len(places) == len(rows):
            return rows_only(result, [result.rows[place] for place in places])
    from tui.export.sheet import sheet

    columns = [Column(column.id, column.title, "text", "") for column in source.columns]
    cells = [
        tuple(source.cell(row, place)[0].strip() for place in range(len(columns))) for row in rows
    ]
    return sheet("rows", columns, cells)
