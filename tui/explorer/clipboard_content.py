"""What goes to the clipboard, by the number of presses of its key."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from tui.explorer.clipboard import MOST_BYTES
from tui.explorer.grid.grid import Grid
from tui.explorer.marked_rows import lines_of, marked_lines
from tui.export import Sheet, render, sheet
from tui.export.formats.delimited import pasted
from tui.frozen import frozen
from tui.query import Result
from tui.query.engine.columns import Column
from tui.text import cut, plural, printable


@frozen
class Load:
    """Something for the clipboard: the words for it, the table and how to write it.

    A single row goes without its header, so that it can stand in a sentence or a cell.
    """

    words: str
    what: Result | Sheet
    format: str = "tsv"
    header: bool = True

    def text(self) -> str | None:
        """The text; None where the number of cells alone says that it is too large."""
        if len(self.what) * len(self.what.columns) > MOST_BYTES:
            return None
        text = pasted(self.what) if self.format == "tsv" else render(self.what, self.format)
        return text if self.header else text.split("\n", 1)[1].rstrip("\n")


def loads_of(grid: Grid | None, table: Result, marks: Collection[str]) -> list[Load]:
    """What can be copied of a table that stands in a grid, the quickest first."""
    rows = _rows(grid, marks) if grid is not None else None
    loads = [rows] if rows is not None else []
    size = plural(len(table), "row")
    loads.append(Load(f"the table ({size})", table))
    loads.append(Load(f"the table as Markdown ({size})", table, "md"))
    loads.append(Load(f"the table as text ({size})", table, "table"))
    if rows is not None and grid is not None:
        for form, name in (("md", "Markdown"), ("table", "text")):
            words = f"{rows.words} as {name}"
            loads.append(dataclasses.replace(rows, words=words, format=form, header=True))
        loads.append(_cell(grid))
    return loads


def _cell(grid: Grid) -> Load:
    """The cell under the cursor, as it reads."""
    source = grid.source
    if source is None:
        raise ValueError("a grid without rows has no cell")
    place = grid.cursor_column
    column = source.columns[place]
    text = source.cell(grid.cursor_row, place)[0].strip()
    held = sheet("cell", (Column("cell", column.title, "text", ""),), [(text,)])
    words = f"the cell {cut(printable(column.title), 30, grid.glyphs.ellipsis)}"
    return Load(words, held, header=False)


def _rows(grid: Grid, marks: Collection[str]) -> Load | None:
    """The marked rows in sight, else the one under the cursor; None without rows."""
    source = grid.source
    if source is None or grid.cursor_key is None:
        return None
    rows, hidden = marked_lines(source, marks)
    words = plural(len(rows), "marked row")
    if hidden:
        words += f" (not the {hidden:,} that the filter hides)"
    if not rows:
        rows = [grid.cursor_row]
        name = printable(source.cell(grid.cursor_row, 0)[0])
        words = f"the row {cut(name, 40, grid.glyphs.ellipsis)}"
    return Load(words, lines_of(source, rows), header=len(rows) > 1)
