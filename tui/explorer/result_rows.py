"""A table of the query layer as rows of a grid."""

from __future__ import annotations

from collections.abc import Sequence

from tui.explorer.grid.text import GridColumn
from tui.query import Result
from tui.query.engine.columns import Column
from tui.query.engine.format import UNKNOWN, UNSURE, text_of, unsure
from tui.query.engine.table import row_key

# Widest a column of this kind gets before it is cut with a mark.
_WIDEST = {"text": 46, "texts": 30, "slugs": 34, "countries": 24}
_GIVE_WAY = frozenset({"wording", "name", "note", "who", "title", "statement.en", "label.en"})


class ResultSource:
    """Rows of a :class:`Result` for a grid; cells are made when they are drawn."""

    def __init__(self, result: Result, pinned: int = 1) -> None:
        """Wrap a result; ``pinned`` columns stay in place while scrolling sideways."""
        self.result = result
        self.pinned = min(pinned, len(result.columns))
        self.columns: Sequence[GridColumn] = [_grid_column(column) for column in result.columns]

    def __len__(self) -> int:
        return len(self.result)

    def key(self, row: int) -> str:
        """Identity of the row."""
        return self.result.key(row)

    def index(self, key: str) -> int | None:
        """Row with this key, or None."""
        row = find_row(self.result, key)
        if row is None:
            return None
        rows = self.result.rows
        try:
            return rows.index(row)
        except ValueError:
            return None

    def cell(self, row: int, column: int) -> tuple[str, str]:
        """Text and role of a cell."""
        spec = self.result.columns[column]
        text = text_of(self.result.store, spec, self.result.value(row, spec))
        if text == UNKNOWN:
            return text, "muted"
        if unsure(self.result, row, spec):
            return f"{UNSURE}{text}", "unsure"
        return text, "title" if column == 0 else ""


def _grid_column(column: Column) -> GridColumn:
    return GridColumn(
        id=column.id,
        title=column.title,
        align="right" if column.numeric else "left",
        min_width=12 if column.id in _GIVE_WAY else 3,
        max_width=_WIDEST.get(column.kind, 24),
        weight=1 if column.id in _GIVE_WAY else 0,
    )


def find_row(result: Result, key: str) -> int | None:
    """Row of the result's source with this key, found through its site where it has one."""
    source, store = result.source, result.store
    name = source.spec.name
    if name == "sites":
        row = store.site_row(key)
        return row if row >= 0 else None
    candidates: Sequence[int] = result.rows
    if "site" in source.parents and name != "organisations":
        site = store.site_row(key.partition("/")[0])
        if site < 0:
            return None
        candidates = store.children("sites", name)[site]
    return next((row for row in candidates if row_key(source, row) == key), None)
