"""Rows of the dataset that stand behind what the tab of sectors shows."""

from __future__ import annotations

from collections.abc import Sequence

from tui.analysis.lenses.coverage import Coverage, SiteRow
from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.query import Result

Place = tuple[Result, int]
"""A table and one of its displayed rows."""


def site_place(state: State, ident: str) -> Place | None:
    """The row of a site."""
    result = state.result("sites")
    row = ResultSource(result).index(ident)
    return None if row is None else (result, row)


def cell_place(state: State, site: SiteRow, column: str) -> Place | None:
    """The row of the sector that a site names, the first of several in a group."""
    result = state.result("sectors")
    rows: Sequence[int] = result.rows
    named = site.cells.get(column, ())
    return next(((result, rows.index(row)) for row in named if row in rows), None)


def matrix_place(state: State, site: SiteRow | None, column: str) -> Place | None:
    """The row behind a cell of the matrix: a sector's, or the site's before the sectors."""
    if site is None:
        return None
    return cell_place(state, site, column) if column else site_place(state, site.id)


def only_place(state: State, found: Coverage, sector: str) -> Place | None:
    """The row of the one site that names a sector."""
    sites = found.covering.get(sector, ())
    return cell_place(state, sites[0], sector) if len(sites) == 1 else None
