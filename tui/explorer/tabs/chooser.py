"""A table to choose from: its row under the cursor picks the rows of another table."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from tui.explorer.result_rows import Drawn, index_of
from tui.explorer.state import State
from tui.frozen import frozen
from tui.query import Result
from tui.query.language.render import only


@frozen
class Chooser:
    """What a way of looking is chosen by.

    ``table`` is listed beside the way's own, whose column ``field`` holds the key of the row
    chosen. ``moves`` gives from that key, and the key of the row that was under the cursor, the
    row that is to be under it. ``drawn`` says how its columns are laid out. The choice is part of
    the view.
    """

    table: str
    field: str
    moves: Callable[[str, str], str]
    drawn: Mapping[str, Drawn] = dataclasses.field(default_factory=dict)

    def chosen(self, state: State) -> str:
        """Key of the row chosen, by default the first of the list unsorted; "" without rows."""
        result = state.result(self.table)
        key = state.view.table(self.table).chosen
        if key and index_of(result, key) is not None:
            return key
        first = min(result.rows, default=None)
        return "" if first is None else dataclasses.replace(result, rows=(first,)).key(0)

    def pick(self, state: State, table: str) -> Result:
        """The rows of a table that the choice picks; none where there is nothing to choose."""
        key = self.chosen(state)
        if key:
            return state.result(table, only(self.field, key))
        return dataclasses.replace(state.result(table), rows=())

    def choice(self, state: State, result: Result, row: int) -> tuple[str, str] | None:
        """What a row of another way would have chosen here, as a table and a key of it.

        None where it says nothing of it, or that is chosen already.
        """
        column = result.spec.own_column(self.field)
        key = None if column is None else result.value(row, column)
        listed = state.result(self.table)
        if not isinstance(key, str) or index_of(listed, key) is None or key == self.chosen(state):
            return None
        return self.table, key
