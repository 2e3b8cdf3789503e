"""Rows of the data that rows of a worked-out table stand for."""

from __future__ import annotations

from tui.query import Result
from tui.query.engine.store import Store
from tui.query.language.render import render
from tui.query.language.tree import OneOf, Term, Value


def one_row(store: Store, table: str, row: int) -> Result:
    """The result that holds this row of the store's table only."""
    source = store.table(table)
    return Result(table, source.spec.defaults, (row,), 1, store, source)


def only(field: str, value: str) -> str:
    """The filter of the rows that have this value."""
    return render(Term(field, OneOf((Value(value),))))
