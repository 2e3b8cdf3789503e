"""Export and copy: what a person leaves with."""

from __future__ import annotations

import dataclasses
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.timer import Timer

from tui.explorer.clipboard import MOST_BYTES, Outcome, copy, too_large
from tui.explorer.lines import lines_of, marked_lines
from tui.explorer.picking import COMPUTED, Order, Picker, count_of
from tui.explorer.screens.export import ExportScreen, Taken
from tui.explorer.screens.marking import MarkActions
from tui.explorer.screens.showcommand import CommandScreen
from tui.explorer.source import ResultSource
from tui.explorer.takecommand import call_of
from tui.explorer.widgets.grid import Grid
from tui.explorer.widgets.gridtext import cut
from tui.export import Sheet, render
from tui.query import Result, View
from tui.query.display import shown

AGAIN = 5.0
"""Seconds within which another press of the key copies more."""


@dataclass(frozen=True, slots=True)
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
        text = render(self.what, self.format)
        return text if self.header else text.split("\n", 1)[1].rstrip("\n")


class TakeAwayActions(MarkActions):
    """Export and copy: what a person leaves with."""

    folders: Sequence[Path] = ()
    """Folders of a dataset that is not the bundled one."""

    _taken = Taken(Order(""), "")
    """The choices of the last export."""
    _copies: tuple[View, str, int] = (View(), "", 0)
    """View, place and number of what was copied last."""
    _again: Timer | None = None

    def result_at_hand(self) -> Result:
        """The table under the cursor as it stands on the screen, or the tab's own."""
        grid = self.grid_at_hand()
        if grid is not None and isinstance(grid.source, ResultSource):
            return grid.source.result
        return self.current_result()

    # Files

    def action_export(self) -> None:
        """Write a table to a file."""
        self.open_export()

    def open_export(self, notice: str = "") -> None:
        """Ask what to write where; ``notice`` says why, where nobody asked for it."""
        sheet, result = self._computed(), self.result_at_hand()
        picker = Picker(self.now.dataset, self.now.view, sheet, result)
        name = COMPUTED if sheet is not None else result.name
        best = picker.rows(name)[0].id
        order = dataclasses.replace(self._taken.order, table=name, rows=best)
        screen = ExportScreen(
            picker, order, folder=self._taken.folder, notice=notice, glyphs=self.now.glyphs
        )
        self.app.push_screen(screen, self._remember)

    def _computed(self) -> Sheet | None:
        """The computed table that is looked at, None where it is one of the dataset."""
        grid = self.grid_at_hand()
        if grid is not None and isinstance(grid.source, ResultSource):
            return None
        return self.tab_view.sheet()

    def _remember(self, taken: Taken | None) -> None:
        if taken is not None:
            self._taken = taken

    # Clipboard

    def action_copy(self) -> None:
        """Copy the marked rows or the row at hand; again the table, again as Markdown."""
        grid = self.grid_at_hand()
        place = f"{grid.id if grid else ''} {grid.cursor_key if grid else ''}"
        view, before, number = self._copies
        again = self._again is not None and (view, before) == (self.now.view, place)
        number = number + 1 if again else 0
        loads = self._loads(grid)
        self._copies = (self.now.view, place, number)
        if self._again is not None:
            self._again.stop()
        self._again = self.set_timer(AGAIN, self._forget_copies)
        number %= len(loads)
        following = loads[number + 1].words if number + 1 < len(loads) else ""
        self._send(loads[number], f"\ny again: {following}" if following else "")

    def _forget_copies(self) -> None:
        self._again = None

    def _loads(self, grid: Grid | None) -> list[Load]:
        """What can be copied, by the number of presses."""
        table = self._computed() or self.result_at_hand()
        size = count_of(len(table), "row")
        rows = self._rows(grid) if grid is not None else None
        loads = [rows] if rows is not None else []
        loads.append(Load(f"the table ({size})", table))
        loads.append(Load(f"the table as Markdown ({size})", table, "md"))
        return loads

    def _rows(self, grid: Grid) -> Load | None:
        """The marked rows in sight, else the one under the cursor; None without rows."""
        source = grid.source
        if source is None or grid.cursor_key is None:
            return None
        rows, hidden = marked_lines(source, self.now.view.marks)
        words = f"{len(rows):,} marked {'row' if len(rows) == 1 else 'rows'}"
        if hidden:
            words += f" (not the {hidden:,} that the filter hides)"
        if not rows:
            rows = [grid.cursor_row]
            name = shown(source.cell(grid.cursor_row, 0)[0])
            words = f"the row {cut(name, 40, grid.glyphs.ellipsis)[0]}"
        return Load(words, lines_of(source, rows), header=len(rows) > 1)

    def _send(self, load: Load, more: str = "") -> None:
        text = load.text()
        if text is None:
            self._sent(too_large(load.words), more)
            return

        async def work() -> None:
            self._sent(await copy(self.app, text, load.words), more)

        self._work(work())

    def _sent(self, outcome: Outcome, more: str = "") -> None:
        self.app.clear_notifications()
        if outcome.too_large:
            self.open_export(f"{outcome.words} A file takes it.")
        elif outcome.sent:
            self.notify(outcome.words + more, timeout=AGAIN, markup=False)
        else:
            self.notify(outcome.words, severity="warning", timeout=8, markup=False)

    def action_copy_command(self) -> None:
        """Copy the call that prints the table at hand, and show it."""
        result = self.result_at_hand()
        call = call_of(self.now.view, result, self.folders)

        async def work() -> None:
            outcome = await copy(self.app, call.text, "the command")
            remarks = [outcome.words]
            if self._computed() is not None:
                remarks.append(f"It prints {result.spec.label.lower()}; this view is worked out.")
            elif not call.exact:
                remarks.append("It prints more rows than are shown here.")
            self.app.push_screen(CommandScreen(call.text, " ".join(remarks)))

        self._work(work())

    def _work(self, work: Coroutine[Any, Any, None]) -> None:
        self.run_worker(work, group="copy", exclusive=True, description="Send to the clipboard")
