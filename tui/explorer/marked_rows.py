"""Rows of a grid to take away: the marked ones, and any of them as a table."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from tui.explorer.grid.grid import GridSource
from tui.explorer.result_rows import ResultSource
from tui.frozen import frozen
from tui.query import Result
from tui.query.engine.columns import Column
from tui.query.engine.store import Table
from tui.query.engine.table import row_key

if TYPE_CHECKING:
    from tui.export import Sheet


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
    from tui.export import sheet

    columns = [Column(column.id, column.title, "text", "") for column in source.columns]
    cells = [
        tuple(source.cell(row, place)[0].strip() for place in range(len(columns))) for row in rows
    ]
    return sheet("rows", columns, cells)
