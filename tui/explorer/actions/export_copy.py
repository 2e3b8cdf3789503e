"""What a person leaves with: exports, copies, and which columns they have."""

from __future__ import annotations

import dataclasses
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from textual.timer import Timer

from tui.explorer.actions.count import MarkActions
from tui.query import Result, TableView, View

if TYPE_CHECKING:
    from tui.explorer.clipboard import Load, Outcome
    from tui.explorer.export_choice import Taken
    from tui.explorer.grid.grid import Grid


AGAIN = 5.0
"""Seconds within which another press of the key copies more."""


class TakeAwayActions(MarkActions):
    """Export and copy: what a person leaves with."""

    _taken: Taken | None = None
    """The choices of the last export."""
    _copies: tuple[View, str, int] = (View(), "", 0)
    """View, place and number of what was copied last."""
    _again: Timer | None = None

    # Files

    def action_export(self) -> None:
        """Write a table to a file."""
        self.open_export()

    def open_export(self, notice: str = "") -> None:
        """Ask what to write where; ``notice`` says why, where nobody asked for it."""
        from tui.explorer.dialogs.export import ExportScreen
        from tui.explorer.export_choice import Order, Picker

        here = self.here()
        name = here.result.name
        dataset, view = self.now.dataset, self.now.view
        picker = Picker(dataset, view, looked_at=here.result, folders=self.folders)
        before = self._taken
        order = dataclasses.replace(
            before.order if before else Order(""), table=name, rows=picker.rows(name)[0].id
        )
        folder = before.folder if before else ""
        screen = ExportScreen(picker, order, folder=folder, notice=notice)
        self.app.push_screen(screen, self._remember)

    def _remember(self, taken: Taken | None) -> None:
        if taken is not None:
            self._taken = taken

    # Clipboard

    def action_copy(self) -> None:
        """Copy the marked rows or the row at hand; again the table, again as Markdown."""
        from tui.explorer.clipboard import loads_of

        here = self.here()
        grid = here.grid
        place = f"{grid.id if grid else ''} {grid.cursor_key if grid else ''}"
        view, before, number = self._copies
        again = self._again is not None and (view, before) == (self.now.view, place)
        number = number + 1 if again else 0
        loads = loads_of(grid, here.result, self.now.view.marks)
        self._copies = (self.now.view, place, number)
        if self._again is not None:
            self._again.stop()
        self._again = self.set_timer(AGAIN, self._forget_copies)
        number %= len(loads)
        following = loads[number + 1].words if number + 1 < len(loads) else ""
        self._send(loads[number], f"\ny again: {following}" if following else "")

    def _forget_copies(self) -> None:
        self._again = None

    def _send(self, load: Load, more: str = "") -> None:
        from tui.explorer.clipboard import copy, too_large

        text = load.text()
        if text is None:
            self._sent(too_large(load.words), more)
            return

        async def work() -> None:
            self._sent(await copy(self.app, text, load.words), more)

        self._work(work())

    def _sent(self, outcome: Outcome, more: str = "") -> None:
        self.app.clear_notifications()
        if outcome.sent:
            self.notify(outcome.words + more, timeout=AGAIN)
        else:
            self.open_export(f"{outcome.words} A file takes it.")

    def action_copy_command(self) -> None:
        """Copy the call that prints the table at hand, and show it."""
        from tui.explorer.clipboard import copy
        from tui.explorer.dialogs.views import CommandScreen, call_of

        here = self.here()
        call = call_of(self.now.view, here.result, self.folders)

        async def work() -> None:
            outcome = await copy(self.app, call, "the command")
            self.app.push_screen(CommandScreen(call, outcome.words))

        self._work(work())

    def _work(self, work: Coroutine[Any, Any, None]) -> None:
        self.run_worker(work, group="copy", exclusive=True, description="Send to the clipboard")


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
        screen = ColumnsScreen(result.spec, shown, there)
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
            self.notify(said)

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
            self.notify("The column stays as wide as it is")
            return
        ident = grid.cursor_column_id
        again = self._resized == (self.now.view, result.name, ident)
        self._show_as(result.name, shown, step=not again)
        self._resized = (self.now.view, result.name, ident)
