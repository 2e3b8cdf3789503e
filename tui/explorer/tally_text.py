"""A tally in words: what it counts, what is to be known about it, its lead column."""

from __future__ import annotations

from tui.analysis.tally import MOST_ACROSS, Group, put_together, tally
from tui.explorer.grid.text import Cell, GridColumn
from tui.explorer.result_rows import Drawn
from tui.query import Result, TableView, View
from tui.query.engine.columns import LIST_KINDS
from tui.query.engine.table import fitting, result_of
from tui.query.engine.view import PLAIN, Ask
from tui.text import plural, printable

ALL_ROWS = "All rows"
"""Name of the row that stands for all."""


def counted(
    result: Result, ask: Ask, cohort: str, shown: TableView = PLAIN, most_across: int = MOST_ACROSS
) -> Result:
    """The tally of a result as a table. Raises UnknownNameError for a column.

    ``most_across`` values of a second column have a column each, all of them where it is 0.
    """
    source = tally(result, ask, most_across)
    view = View(cohort=cohort).with_shown(source.spec.name, fitting(source.spec, shown))
    return result_of(result.store, source, view)


def title(result: Result, ask: Ask) -> str:
    """Which rows are counted, and by what."""
    by = " and ".join(column_title(result, ident) for ident in ask.by)
    return f"{result.spec.label}: {_PARTS[ask.share]} by {by}"


_PARTS = {"": "rows", "row": "% of each line", "column": "% of each column", "all": "% of all"}
"""What stands in the cells of a cross table."""


def counts(result: Result, found: Result) -> str:
    """How many rows are counted, and how many values they have."""
    return f"{plural(len(result), 'row')}, {plural(len(found), 'value')}"


def column_title(result: Result, ident: str) -> str:
    """A column as part of a sentence."""
    column = result.spec.column(ident)
    return (column.title if column is not None else ident).lower()


def remark(result: Result, ask: Ask, found: Result) -> str:
    """What is to be known about the figures of a tally."""
    column = result.spec.column(ask.by[0])
    parts = []
    if together := put_together(found.source):
        parts.append(f"{together} stand together, each by itself in what e and y take away")
    if column is not None and column.kind in LIST_KINDS:
        parts.append("each element of a list counts, so that rows may count more than once")
    if len(ask.by) > 1:
        parts.append("% turns to shares of the line, of the column, of all, and back to counts")
    if ask.figure:
        parts.append(f"{ask.measure} of {column_title(result, ask.figure)}, of the rows known")
    return " · ".join(parts)


def value_column(result: Result, ask: Ask) -> Drawn:
    """The column of the values."""

    def label(group: Group) -> Cell:
        return printable(group.label), "muted" if group.value is None else "title"

    name = column_title(result, ask.by[0]).capitalize()
    return Drawn(GridColumn("value", name, min_width=12, max_width=40), label)
