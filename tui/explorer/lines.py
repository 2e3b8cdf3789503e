"""Rows of a grid as a table to take away, whether it shows a table of the dataset or not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tui.explorer.picking import marked, rows_only
from tui.explorer.source import ResultSource
from tui.explorer.widgets.grid import GridSource
from tui.export import Sheet, sheet
from tui.query import Result
from tui.query.columns import Column


def marked_lines(source: GridSource, marks: Collection[str]) -> tuple[list[int], int]:
    """Marked rows of a grid in order, and how many marked rows of its table are not in it."""
    if not marks:
        return [], 0
    if isinstance(source, ResultSource):
        found = marked(source.result, marks)
        visible = set(found.visible)
        places = [place for place, row in enumerate(source.result.rows) if row in visible]
        return places, len(found.hidden)
    found_rows = (source.index(key) for key in marks)
    return sorted(row for row in found_rows if row is not None), 0


def lines_of(source: GridSource, rows: Sequence[int]) -> Result | Sheet:
    """Some rows of a grid: typed values of a table of the dataset, else the cells as they read."""
    if isinstance(source, ResultSource):
        result = source.result
        return rows_only(result, [result.rows[row] for row in rows])
    columns = [Column(column.id, column.title, "text", "") for column in source.columns]
    cells = [
        tuple(source.cell(row, place)[0].strip() for place in range(len(columns))) for row in rows
    ]
    return sheet("rows", columns, cells)
