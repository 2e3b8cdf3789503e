"""Rows marked by hand, and what the rows of a table come to: marks, totals, tallies."""

from __future__ import annotations

import dataclasses
import shlex
from operator import is_not
from typing import TYPE_CHECKING

from tui.explorer.grid.grid import Grid
from tui.explorer.here import Here
from tui.explorer.main_base import MainBase
from tui.explorer.messages import MarkRequested
from tui.explorer.panes.frame import Legend
from tui.explorer.result_rows import NO_ROW, marked_lines
from tui.frozen import frozen
from tui.query import FilterError, Result, UnknownNameError, View
from tui.query.engine.format import cell
from tui.query.engine.relations import RELATIONS
from tui.query.engine.view import MEASURES, PLAIN, TALLY, Ask, Measure, TallyView
from tui.query.language.render import render, with_part
from tui.query.language.tree import OneOf, Term, Value
from tui.text import plural, printable

if TYPE_CHECKING:
    from tui.analysis.tally import Group
    from tui.analysis.telling.sections import Section
    from tui.user.saved_views import SavedView


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


_NO_ROW = "No row that can be marked is under the cursor"


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
        else:
            self.notify(_NO_ROW)

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
            self.notify(_NO_ROW)
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
            self.notify(_NO_ROW)
            return
        now = self.now.view.marks
        grown = self._growing
        going_on = grown is not None and grown.grid is grid and grown.marks == now
        if grown is None or not going_on or grid.cursor_key not in now:
            going_on = False
            grown = Range(grid, grid.cursor_key, now, now)
        before = grid.cursor_row
        grid.cursor_row += by
        marks = grown.marked()
        if grid.cursor_row == before and marks in (None, now):
            self.notify(_NO_ROW)
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


class CountActions(MarkActions):
    """Totals and tallies: what the rows of a table come to."""

    _measure: Measure = "sum"

    _added: tuple[object, ...] = ()
    """Rows, column and measure of the total that is told or will be after the next frame."""

    def follow_total(self, here: Here) -> None:
        """Let the total be that of the column under the cursor, whatever stands there now."""
        column = here.column
        wanted = (*(() if column is None else (here.result, column)), self._measure)
        if len(wanted) != len(self._added) or any(map(is_not, wanted, self._added)):
            self._added = wanted
            self.call_after_refresh(self._show_total)

    def _show_total(self) -> None:
        for legend in self.query(Legend):
            legend.total = self._total_words()

    def _total_words(self) -> str:
        """The total of the column under the cursor; "" where it holds no numbers."""
        here = self.here()
        column = here.column
        if column is None or not column.numeric or not here.row_by_row or not len(here.result):
            return ""
        from tui.analysis.totals import told

        room = self.query_one(Legend).room
        return told(here.result, column, first=self._measure, room=room)

    def action_measure(self) -> None:
        """Show the next measure of the column under the cursor."""
        place = MEASURES.index(self._measure)
        self._measure = MEASURES[(place + 1) % len(MEASURES)]
        self.check_idle()
        if not self._total_words():
            self.notify("No numbers are under the cursor; h and l go to another column")

    def action_totals(self) -> None:
        """Tell the totals of all columns that hold numbers."""
        from tui.analysis.telling.sections import Line, Section
        from tui.analysis.totals import measurable, total, words

        here = self.here()
        result = here.result
        if not here.row_by_row:
            self.notify("No table with numbers has the keyboard")
            return
        if result.spec.apart:
            self.notify("These rows are not added up: they are sums, or in several units")
            return
        lines = []
        for column in result.columns:
            told: dict[str, list[str]] = {}
            for measure in (each for each in MEASURES if measurable(column, each)):
                said = words(column, total(result, column, measure)).split(", ", 1)[-1]
                figure, _, rests_on = said.partition(" · ")
                told.setdefault(rests_on, []).append(figure)
            lines += [
                Line(column.title, " · ".join(filter(None, (*figures, rests_on))))
                for rests_on, figures in told.items()
            ]
        if not lines:
            self.notify("No column of this table holds numbers")
            return
        title = f"Totals of {result.spec.label.lower()}, {len(result):,} rows"
        self.read((Section(title, tuple(lines)),))

    def acts_on(self, here: Here, command: str) -> bool:
        """The rows of some tables cannot be counted by the column under the cursor."""
        if command != "tally":
            return super().acts_on(here, command)
        return here.scene is None or here.column is not None

    def action_tally(self) -> None:
        """Count the rows of the table by the column under the cursor."""
        here = self.here()
        column = here.column
        if column is None:
            self.notify("No table is under the cursor whose rows can be counted")
            return
        view = self.now.view.with_shown(TALLY, PLAIN)
        self._count(here.result, Ask((column.id,)), view)

    def open_tally(self, tally: TallyView) -> None:
        """Open the tally of a saved view over the present one."""
        try:
            result = self.now.result(tally.table, tally.rows)
            self._count(result, tally.ask, self.now.view.but(rows=tally.rows))
        except (FilterError, UnknownNameError) as error:
            told = printable(f"The tally cannot be shown: {error}")
            self.notify(told, severity="warning", timeout=8)

    def _count(self, result: Result, ask: Ask, view: View) -> None:
        """Open a tally; raises UnknownNameError for a column of it."""
        from tui.explorer.dialogs.tally import TallyScreen
        from tui.user.saved_views import SavedView

        def chosen(choice: Group | SavedView | None) -> None:
            self._tally = None
            if isinstance(choice, SavedView):
                self.apply_view(choice.view)
            elif choice is not None:
                self._filter_to(result, choice)

        self._tally = TallyScreen(result, ask, view, self.folders)
        self.app.push_screen(self._tally, chosen)

    def _filter_to(self, result: Result, group: Group) -> None:
        """Narrow the filter to what has a value; rows that no filter speaks of are listed."""
        part = site_filter(result, group)
        view = self.now.view
        if part:
            self.change(view.but(filter=with_part(view.filter, part)))
        elif speaks_of_findings(result, group):
            self.change(view.but(findings=with_part(view.findings, group.where)))
        else:
            self.read((listed_rows(result, group),))


def site_filter(result: Result, group: Group) -> str:
    """The filter on sites for a value of a table of theirs; "" where a table has no sites."""
    name, where = result.name, group.where
    if name == "sites":
        return where
    if name in RELATIONS["sites"].values():
        for sign in ("-", ""):
            if where.startswith(f"{sign}site."):
                return sign + where.removeprefix(f"{sign}site.")
        return f"{result.spec.singular}({where})"
    column = result.spec.own_column("site")
    if column is None:
        return ""
    sites = dict.fromkeys(result.value(row, column) for row in group.rows)
    named = tuple(Value(site) for site in sites if site)
    return render(Term("id", OneOf(named))) if named else ""


def speaks_of_findings(result: Result, group: Group) -> bool:
    """Whether the filter of the explorer can ask the findings for a value."""
    from tui.analysis.lenses.verdict_table import is_of_findings
    from tui.analysis.tables import OF_FINDINGS

    return result.name in OF_FINDINGS and is_of_findings(result.store.dataset, group.where)


def listed_rows(result: Result, group: Group) -> Section:
    """The rows with a value: the first two columns that are shown."""
    from tui.analysis.telling.sections import Line, Section

    first, *more = result.columns
    lines = [
        Line(cell(result, row, first), cell(result, row, more[0]) if more else "")
        for row in group.rows
    ]
    title = f"{result.spec.label} with {group.label}, {plural(len(lines), 'row')}"
    where = " ".join(filter(None, (result.where, group.where)))
    lines.append(Line("As a filter", f"aif show {result.name} {shlex.quote(where)}", "muted"))
    return Section(title, tuple(lines))
