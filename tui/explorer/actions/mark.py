"""Marks: rows that a person picks by hand to copy, write or compare them."""

from __future__ import annotations

import dataclasses

from tui.explorer.grid.grid import Grid
from tui.explorer.here import Here
from tui.explorer.main_base import MainBase
from tui.explorer.messages import MarkRequested
from tui.explorer.panes.frame import Legend
from tui.explorer.result_rows import NO_ROW, marked_lines
from tui.frozen import frozen
from tui.text import plural


@frozen
class Range:
    """A range of rows that is being drawn in a grid.

    ``anchor`` is the key of the row where it began, ``base`` the marks that stood before,
    ``marks`` those that the range led to last.
    """

    grid: Grid
    anchor: str
    base: frozenset[str]
    marks: frozenset[str]

    def rows(self) -> range | None:
        """Rows from the anchor to the cursor, in order; None where the anchor is gone."""
        source = self.grid.source
        anchor = source.index(self.anchor) if source is not None else None
        if anchor is None:
            return None
        here = self.grid.cursor_row
        return range(min(anchor, here), max(anchor, here) + 1)

    def marked(self) -> frozenset[str] | None:
        """All marks with those of the range; None where the anchor is gone."""
        rows = self.rows()
        if rows is None:
            return None
        keys = map(self.grid.key_at, rows)
        return self.base.union(key for key in keys if can_be_marked(key))


def can_be_marked(key: str | None) -> bool:
    """Whether a key stands for a row, not for none or for a total."""
    return bool(key) and not str(key).startswith(NO_ROW)


class MarkActions(MainBase):
    """Marking single rows and ranges, and the count of marks in the legend."""

    _open_range: Range | None = None
    """Drawn with V: shown in the grid, and part of the view once V is pressed again."""
    _growing: Range | None = None
    """Drawn with shift and an arrow: part of the view at every step."""
    _counted = ""
    """Name of the table whose marks the legend counts."""

    async def on_mount(self) -> None:
        """Count the marks whenever the view changes."""
        self.watch(self, "state", self._recount, init=False)
        self.watch(self, "tab", self._give_up_range, init=False)

    def set_marks(self, marks: frozenset[str], *, step: bool = True) -> None:
        """Mark exactly these rows; without ``step`` it is part of the step before."""
        if marks != self.now.view.marks:
            self.change(self.now.view.but(marks=marks), step=step)

    def action_mark(self) -> None:
        """Mark the row under the cursor, or unmark it, and go on to the next."""
        here = self.here()
        grid = here.grid
        if here.focused and grid is not None and can_be_marked(grid.cursor_key):
            self.set_marks(self.now.view.marks ^ {str(grid.cursor_key)})
            grid.action_cursor_down()

    def acts_on(self, here: Here, command: str) -> bool:
        """Totals and rows that stand for none cannot be marked."""
        if command != "mark":
            return super().acts_on(here, command)
        return here.grid is None or not here.focused or can_be_marked(here.grid.cursor_key)

    def on_mark_requested(self, message: MarkRequested) -> None:
        """Mark a row, or unmark it."""
        if can_be_marked(message.key):
            self.set_marks(self.now.view.marks ^ {message.key})

    def action_mark_range(self) -> None:
        """Begin a range at the cursor, or mark the range that was begun."""
        grid = self.here().grid
        if grid is None or grid.cursor_key is None:
            return
        begun = self._open_range
        marks = begun.marked() if begun is not None and begun.grid is grid else None
        if marks is None:
            now = self.now.view.marks
            self._open_range = Range(grid, grid.cursor_key, now, now)
            self._draw_range()
        else:
            self._open_range = None
            self.set_marks(marks)
            self.count_marks()

    def action_mark_on(self, by: int) -> None:
        """Mark the row under the cursor and the one above or below it; back takes it back."""
        grid = self.here().grid
        if grid is None or grid.cursor_key is None:
            return
        now = self.now.view.marks
        grown = self._growing
        going_on = grown is not None and grown.grid is grid and grown.marks == now
        if grown is None or not going_on or grid.cursor_key not in now:
            going_on = False
            grown = Range(grid, grid.cursor_key, now, now)
        grid.cursor_row += by
        marks = grown.marked()
        if marks is not None:
            self._growing = dataclasses.replace(grown, marks=marks)
            self.set_marks(marks, step=not going_on)

    def action_unmark(self) -> None:
        """Take all marks away, or give up the range that was begun."""
        marks = self.now.view.marks
        if self._open_range is not None:
            self._give_up_range()
        elif marks:
            self.set_marks(frozenset())
            self.notify(f"{plural(len(marks), 'mark')} taken away; u brings them back")
        else:
            self.notify("No row is marked; Space marks one")

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """Let the range that was begun follow the cursor."""
        if self._open_range is not None and event.grid is self._open_range.grid:
            self._draw_range()

    def on_cursor_moved(self) -> None:
        """Count the marks of another table."""
        if self.now.view.marks and self.here().table != self._counted:
            self._recount()

    def _draw_range(self) -> None:
        """Show the range in the grid before it is kept."""
        drawn = self._open_range
        marks = drawn.marked() if drawn is not None else None
        if drawn is not None and marks is not None:
            drawn.grid.marks = marks
        self.count_marks()

    def _give_up_range(self) -> None:
        """Forget the range that was begun."""
        drawn, self._open_range = self._open_range, None
        if drawn is not None:
            drawn.grid.marks = self.now.view.marks
        self.count_marks()

    def _recount(self) -> None:
        """Count once the tab is drawn anew."""
        self.call_after_refresh(self.count_marks if self._open_range is None else self._draw_range)

    def count_marks(self) -> None:
        """Say in the legend how many rows of the table at hand are marked."""
        self.query_one(Legend).marked = self._marked_words()

    def _marked_words(self) -> str:
        drawn = self._open_range
        if drawn is not None:
            reach = drawn.rows()
            size = f"range of {plural(len(reach), 'row')}: V marks it" if reach else "range"
            return f"{size}, * gives it up"
        marks = self.now.view.marks
        if not marks:
            return ""
        here = self.here()
        source = here.grid.source if here.grid is not None else None
        self._counted = here.table
        rows, hidden = marked_lines(source, marks) if source is not None else ([], 0)
        aside = f" ({hidden:,} hidden by the filter)" if hidden else ""
        return f"{len(rows) + hidden:,} marked{aside}" if rows or hidden else ""
