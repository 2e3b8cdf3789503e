"""One row of a table as a result, for computed tables whose rows stand for rows of the data."""

from __future__ import annotations

from tui.query import Result
from tui.query.engine.store import Store


def one_row(store: Store, table: str, row: int) -> Result:
    """The result that holds this row of the store's table only."""
    source = store.table(table)
    return Result(table, source.spec.defaults, (row,), 1, store, source)
