"""Where a name leads from a table: to its own column, to that of a row beside it."""

from __future__ import annotations

from tui.query.engine.columns import Column
from tui.query.engine.relations import ROWS_ALSO_CALLED, Link, link_of
from tui.query.engine.store import Store


def itself(store: Store, table: str) -> tuple[str, ...]:
    """The names of a row of the table, before a dot or a parenthesis."""
    return (store.specs[table].singular, *ROWS_ALSO_CALLED.get(table, ()))


def inside(store: Store, table: str, head: str) -> Link | str | None:
    """Where a name before a dot or parenthesis leads: a link, the row itself, or nowhere."""
    link = link_of(table, head)
    if link is not None:
        return link
    return table if head in itself(store, table) else None


def column_of(store: Store, table: str, name: str) -> Column | None:
    """The column that a field of the table means, be it of a related table."""
    column = store.specs[table].own_column(name)
    head, _, rest = name.partition(".")
    where = inside(store, table, head) if column is None and rest else None
    if where is None:
        return column
    return column_of(store, where if isinstance(where, str) else where.target, rest)
