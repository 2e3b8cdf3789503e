"""Totals and tallies: what the rows of a table come to."""

from __future__ import annotations

import shlex
from operator import is_not
from typing import TYPE_CHECKING

from tui.explorer.actions.mark import MarkActions
from tui.explorer.actions.session_actions import KeepActions
from tui.explorer.here import Here
from tui.explorer.panes.frame import Legend
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


class CountActions(MarkActions, KeepActions):
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
        from tui.explorer.dialogs.detail import DetailScreen

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
        self.app.push_screen(DetailScreen((Section(title, tuple(lines)),)))

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
            self.notify(
                printable(f"The tally cannot be shown: {error}"),
                severity="warning", timeout=8, markup=False,
            )  # fmt: skip

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
            return
        if speaks_of_findings(result, group):
            self.change(view.but(findings=with_part(view.findings, group.where)))
            return
        from tui.explorer.dialogs.detail import DetailScreen

        self.app.push_screen(DetailScreen((listed_rows(result, group),)))


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
