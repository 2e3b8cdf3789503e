"""Columns widened, narrowed and hidden on the table itself: another way to show it, or why not."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

from tui.explorer.grid.grid import Grid
from tui.explorer.grid.layout import full_width
from tui.explorer.result_rows import ResultSource
from tui.query import Result, TableView
from tui.query.engine.view import LEAST_WIDTH, MOST_WIDTH

STEP = 2
"""Cells that one press of a key adds to a column, or takes away."""


def resized(shown: TableView, ident: str, width: int, by: int) -> TableView:
    """With a column of ``width`` cells wider or narrower by so many steps, within the bounds."""
    wanted = width + by * STEP
    found = min(wanted, MOST_WIDTH) if by >= 0 else min(width, max(wanted, LEAST_WIDTH))
    return dataclasses.replace(shown, widths=MappingProxyType({**shown.widths, ident: found}))


def unsized(shown: TableView, ident: str) -> TableView:
    """With a column as wide as it is by itself."""
    widths = {each: width for each, width in shown.widths.items() if each != ident}
    return dataclasses.replace(shown, widths=MappingProxyType(widths))


def widened(grid: Grid, result: Result, shown: TableView, by: int) -> TableView | str:
    """With the column under the cursor wider, or narrower where ``by`` is below 0."""
    ident = grid.cursor_column_id or ""
    # What is drawn may be late: the next key counts from what the last one set.
    width = shown.widths.get(ident) or grid.column_width(grid.cursor_column)
    if result.spec.column(ident) is None:
        return "What is drawn here takes the room that there is"
    if width is None:
        return "The columns of a matrix share one width"
    return resized(shown, ident, width, by)


def in_full(grid: Grid, result: Result, shown: TableView) -> TableView | str:
    """With the column under the cursor as wide as its texts; again: as it is by itself."""
    ident = grid.cursor_column_id or ""
    if ident in shown.widths:
        return unsized(shown, ident)
    same = widened(grid, result, shown, 0)
    width = grid.column_width(grid.cursor_column)
    if isinstance(same, str) or grid.source is None or width is None:
        return same
    wanted = full_width(grid.source, grid.cursor_column, grid.sort, grid.glyphs, MOST_WIDTH)
    return resized(shown, ident, wanted, 0) if wanted > width else shown


def hidden(grid: Grid, result: Result, shown: TableView) -> TableView | str:
    """Without the column under the cursor."""
    ident, source = grid.cursor_column_id or "", grid.source
    places = [column.id for column in result.columns]
    if result.spec.column(ident) is None:
        return "What is drawn here goes with the column before it"
    if len(places) == 1 or grid.column_count == 1 or source is None:
        return "The last column stays"
    if not isinstance(source, ResultSource) and grid.cursor_column < source.pinned:
        return "This column of a matrix stays"
    fewer = ident in places[: shown.pinned] and shown.pinned > 1
    pinned = shown.pinned - 1 if fewer else shown.pinned
    if shown.columns:
        columns = tuple(each for each in shown.columns if each != ident)
        return dataclasses.replace(shown, columns=columns, pinned=pinned)
    return dataclasses.replace(shown, hidden=shown.hidden | {ident}, pinned=pinned)
