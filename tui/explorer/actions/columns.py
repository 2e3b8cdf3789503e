"""Columns: chosen from a list, or widened, narrowed and hidden where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.explorer.actions.export_copy import TakeAwayActions
from tui.query import Result, TableView, View

if TYPE_CHECKING:
    from tui.explorer.grid.grid import Grid


class ColumnActions(TakeAwayActions):
    """The columns of the table at hand."""

    _resized: tuple[View, str, str | None] | None = None
    """The view that a change of a width made, the table and the column."""

    def action_columns(self) -> None:
        """Choose the columns of the table at hand."""
        from tui.explorer.dialogs.columns import ColumnsScreen, standing

        here = self.here()
        result = here.result

        def chosen(shown: TableView | None) -> None:
            if shown is not None:
                self._show_as(result.name, shown)

        shown = self.now.view.table(result.name)
        there = standing(here.grid) if here.grid is not None else {}
        screen = ColumnsScreen(result.spec, shown, there, self.now.glyphs)
        self.app.push_screen(screen, chosen)

    def action_widen(self, by: int) -> None:
        """Make the column under the cursor wider, or narrower where ``by`` is below 0."""
        from tui.explorer.dialogs.columns import widened

        found = self._at_column()
        if found is not None:
            self._resize(*found, widened(*found, self._shown(found[1]), by))

    def action_full_width(self) -> None:
        """Make the column under the cursor as wide as its texts, or as it is by itself."""
        from tui.explorer.dialogs.columns import in_full

        found = self._at_column()
        if found is not None:
            self._resize(*found, in_full(*found, self._shown(found[1])))

    def action_hide(self) -> None:
        """Leave the column under the cursor out."""
        from tui.explorer.dialogs.columns import hidden

        found = self._at_column()
        if found is None:
            return
        grid, result = found
        column = result.spec.column(grid.cursor_column_id or "")
        shown = hidden(grid, result, self._shown(result))
        if isinstance(shown, str):
            self.notify(shown)
        elif column is not None:
            self._show_as(result.name, shown)
            said = f"{column.heading} is hidden; u or the list of columns brings it back"
            self.notify(said, markup=False)

    def _at_column(self) -> tuple[Grid, Result] | None:
        """The table at hand; says so where it has no columns to change."""
        here = self.here()
        if here.grid is None or not here.grid.column_count:
            self.notify("The columns of this table are fixed")
            return None
        return here.grid, here.result

    def _shown(self, result: Result) -> TableView:
        return self.now.view.table(result.name)

    def _show_as(self, name: str, shown: TableView, *, step: bool = True) -> None:
        self.change(self.now.view.with_shown(name, shown), step=step)

    def _resize(self, grid: Grid, result: Result, shown: TableView | str) -> None:
        """Take a width over; that of one column is one step, however often a key is pressed."""
        if isinstance(shown, str):
            self.notify(shown)
            return
        if shown == self._shown(result):
            return
        ident = grid.cursor_column_id
        again = self._resized == (self.now.view, result.name, ident)
        self._show_as(result.name, shown, step=not again)
        self._resized = (self.now.view, result.name, ident)
