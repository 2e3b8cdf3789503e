"""How the rows of a table fall: counted by a column, crossed with another, a figure measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from tui.analysis.tally import Group
from tui.analysis.totals import measurable
from tui.explorer import tally_text as text
from tui.explorer.dialogs.base import GridDialog, key_line
from tui.explorer.dialogs.columns import hidden, in_full, widened
from tui.explorer.grid.grid import Grid
from tui.explorer.grid.text import Cell, GridColumn
from tui.explorer.panes.bars import bar
from tui.explorer.panes.frame import OneLine, Words
from tui.explorer.result_rows import Drawn, ResultSource
from tui.query import Result, TableView, View
from tui.query.engine.columns import Column
from tui.query.engine.fold import fold
from tui.query.engine.view import MEASURES, PLAIN, SHARES, TALLY, Ask, TallyView
from tui.text import printable
from tui.user.saved_views import SavedView

BAR = 12
"""Cells of a bar."""
_GRAINS = ("", "year", "month", "day")


class TallyScreen(GridDialog[Group | SavedView | None]):
    """The tally of a table.

    Gives the value to filter to, a saved view to go to, None where it was only looked at.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,T", "leave"),
        ("right,l", "go('cursor_right')"),
        ("left,h", "go('cursor_left')"),
        ("enter", "open"),
        ("b", "by"),
        ("c", "cross"),
        ("f", "figure"),
        ("plus", "measure"),
        ("p", "grain"),
        ("percent_sign", "share"),
        ("C", "columns"),
        ("greater_than_sign", "widen(1)"),
        ("less_than_sign", "widen(-1)"),
        ("underscore", "full_width"),
        ("minus", "hide"),
        ("e", "export"),
        ("y", "copy"),
        ("Y", "copy_command"),
        ("s", "save"),
    ]
    DEFAULT_CSS = """
    TallyScreen { align: center top; background: $background; }
    TallyScreen > Vertical { width: 100%; max-width: 150; }
    TallyScreen OneLine { padding: 0 1; }
    TallyScreen #tally-keys { height: auto; padding: 0 1; }
    TallyScreen Grid { height: 1fr; }
    """

    def __init__(self, result: Result, ask: Ask, view: View, folders: Sequence[Path] = ()) -> None:
        """Count a result; ``view`` is the one that gives it, for export and command.

        Raises UnknownNameError for a column.
        """
        super().__init__()
        self._result = result
        self._view = view
        self._folders = folders
        self._ask = ask
        self._shown = view.table(TALLY)
        self._found = self._work_out(self._ask)

    def _work_out(self, ask: Ask) -> Result:
        return text.counted(self._result, ask, self._view.cohort, self._shown)

    def _in_full(self) -> Result:
        """The tally with each value of the second column by itself, for what leaves the program."""
        return text.counted(self._result, self._ask, self._view.cohort, self._shown, 0)

    def compose(self) -> ComposeResult:
        """Title, table, remark, keys."""
        with Vertical():
            yield OneLine(id="tally-title")
            yield Grid(fold=fold, glyphs=self.glyphs, id="tally-grid")
            yield OneLine(id="tally-remark")
            yield Words(id="tally-keys")

    def on_mount(self) -> None:
        """Show the tally."""
        self.grid.focus()
        self._show()

    def _show(self) -> None:
        title = text.title(self._result, self._ask)
        more = f"   {text.counts(self._result, self._found)}"
        self.query_one("#tally-title", OneLine).put(
            Content.assemble((printable(title), "bold $primary"), (more, "$text-muted"))
        )
        self.grid.source = ResultSource(
            self._found, self._shown, drawn=self._drawn(), total=text.ALL_ROWS
        )
        self.query_one("#tally-remark", OneLine).put(
            Content.assemble((text.remark(self._result, self._ask, self._found), "$text-muted"))
        )
        self._say_keys()

    def on_resize(self) -> None:
        """Name the keys in as many lines as they need."""
        self._say_keys()

    def _say_keys(self) -> None:
        keys = self.query_one("#tally-keys", Words)
        keys.update(key_line(self._keys(), max(self.size.width - 2, 20)))

    def _drawn(self) -> dict[str, Drawn]:
        most = max((len(group.rows) for group in self._found.source.records), default=1)
        glyphs = self.glyphs

        def bars(group: Group) -> Cell:
            if group.key == "*all":
                return "", ""
            return bar(len(group.rows), most, BAR, glyphs), "bar"

        layout = GridColumn("bar", "", min_width=BAR, max_width=BAR)
        return {
            "value": text.value_column(self._result, self._ask),
            "bar": Drawn(layout, bars, after="share"),
        }

    def _keys(self) -> list[tuple[str, str]]:
        keys = [("Enter", "filter to it"), ("b", "by"), ("c", "cross"), ("f", "figure")]
        if self._ask.figure:
            keys.append(("+", "measure"))
        if len(self._ask.by) > 1:
            keys.append(("%", "shares"))
        if self._dated():
            keys.append(("p", "day month year"))
        more = [("s", "save"), ("C", "columns"), ("e", "export"), ("y", "copy")]
        return [*keys, *more, ("Y", "command"), ("Esc", "close")]

    def _column(self, ident: str) -> Column | None:
        return self._result.spec.column(ident)

    def _dated(self) -> bool:
        column = self._column(self._ask.by[0])
        return column is not None and column.kind == "date"

    def _take(self, ask: Ask) -> None:
        if ask.by != self._ask.by:
            self._shown = PLAIN
        self._ask = ask
        self._found = self._work_out(ask)
        self._show()

    def action_open(self) -> None:
        """Filter to the value under the cursor."""
        source = self.grid.source
        if not isinstance(source, ResultSource) or not len(source):
            return
        group = source.record(self.grid.cursor_row)
        if group.key == "*all":
            self.notify("This line stands for all rows")
        else:
            self.dismiss(group)

    def on_grid_row_opened(self) -> None:
        """A click on the chosen line filters too."""
        self.action_open()

    def action_by(self) -> None:
        """Count by another column, also of what the rows belong to."""

        def chosen(ident: str | None) -> None:
            if ident is not None and ident != self._ask.by[0]:
                rest = tuple(each for each in self._ask.by[1:] if each != ident)
                self._recount(replace(self._ask, by=(ident, *rest), each=""))

        self._choose("Count by", self._columns(), self._ask.by[0], chosen)

    def action_cross(self) -> None:
        """Cross with another column, or with none."""
        columns = [each for each in self._columns() if each.id != self._ask.by[0]]
        current = self._ask.by[1] if len(self._ask.by) > 1 else ""

        def chosen(ident: str | None) -> None:
            if ident is not None:
                by = self._ask.by[:1] if ident in ("", current) else (self._ask.by[0], ident)
                self._recount(replace(self._ask, by=by))

        self._choose("Cross with", columns, current, chosen)

    def _recount(self, ask: Ask) -> None:
        """Count by other columns; without a second one there are no shares to turn to."""
        self._take(ask if len(ask.by) > 1 else replace(ask, share=""))

    def action_share(self) -> None:
        """Turn from counts to shares of the line, of the column, of all, and back."""
        if len(self._ask.by) < 2:
            self.notify("c crosses with a second column; % then turns to shares")
            return
        place = SHARES.index(self._ask.share)
        self._take(replace(self._ask, share=SHARES[(place + 1) % len(SHARES)]))

    def action_figure(self) -> None:
        """Measure a figure within each value, or none."""
        columns = [each for each in self._columns() if each.numeric]

        def chosen(ident: str | None) -> None:
            if ident is not None:
                figure = "" if ident == self._ask.figure else ident
                self._take(replace(self._ask, figure=figure, measure=self._fitting(figure)))

        self._choose("Figure to measure", columns, self._ask.figure, chosen)

    def _fitting(self, figure: str) -> Any:
        """The present measure where it says something of a figure, else the first that does."""
        column = self._column(figure)
        if column is None or measurable(column, self._ask.measure):
            return self._ask.measure
        return next(each for each in MEASURES if measurable(column, each))

    def _columns(self) -> list[Column]:
        """Those shown first, also for the sites that the rows belong to, then all others."""
        spec, store = self._result.spec, self._result.store
        shown = {column.id for column in self._result.columns}
        shown |= {f"site.{column.id}" for column in store.specs["sites"].defaults}
        every = [each for each in (*spec.columns, *spec.lent) if not each.id.endswith(".de")]
        return sorted(every, key=lambda column: column.id not in shown)

    def _choose(
        self,
        title: str,
        columns: Sequence[Column],
        current: str,
        chosen: Callable[[str | None], None],
    ) -> None:
        from tui.explorer.dialogs.base import Choice, ChoiceScreen

        choices = [Choice(each.id, each.title, each.id) for each in columns]
        self.app.push_screen(ChoiceScreen(title, choices, current), chosen)

    def action_measure(self) -> None:
        """The next measure of the figure."""
        column = self._column(self._ask.figure)
        if column is None:
            self.notify("f chooses a figure to measure")
            return
        fitting = [each for each in MEASURES if measurable(column, each)]
        place = fitting.index(self._ask.measure)
        self._take(replace(self._ask, measure=fitting[(place + 1) % len(fitting)]))

    def action_grain(self) -> None:
        """Put dates together another way."""
        if self._dated():
            place = _GRAINS.index(self._ask.each) if self._ask.each in _GRAINS else 0
            grains: Any = _GRAINS[(place + 1) % len(_GRAINS)]
            self._take(replace(self._ask, each=grains))

    def action_columns(self) -> None:
        """Choose the columns of the tally."""
        from tui.explorer.dialogs.columns import ColumnsScreen, standing

        def chosen(shown: TableView | None) -> None:
            if shown is not None:
                self._reshape(shown)

        screen = ColumnsScreen(self._found.spec, self._shown, standing(self.grid))
        self.app.push_screen(screen, chosen)

    def action_widen(self, by: int) -> None:
        """Make the column under the cursor wider, or narrower."""
        self._reshape(widened(self.grid, self._found, self._shown, by))

    def action_full_width(self) -> None:
        """Make the column under the cursor as wide as its texts, or as it is by itself."""
        self._reshape(in_full(self.grid, self._found, self._shown))

    def action_hide(self) -> None:
        """Leave the column under the cursor out."""
        self._reshape(hidden(self.grid, self._found, self._shown))

    def _reshape(self, shown: TableView | str) -> None:
        if isinstance(shown, str):
            self.notify(shown)
        else:
            self._shown = shown
            self._take(self._ask)

    def action_export(self) -> None:
        """Write the tally to a file."""
        from tui.explorer.dialogs.export import ExportScreen
        from tui.explorer.export_choice import COMPUTED, Order, Picker
        from tui.export.sheet import sheet_of

        dataset = self._result.store.dataset
        picker = Picker(dataset, self._view, sheet_of(self._in_full()), folders=self._folders)
        self.app.push_screen(ExportScreen(picker, Order(COMPUTED)))

    def action_copy(self) -> None:
        """Send the tally to the clipboard."""
        from tui.explorer.clipboard import send
        from tui.export.formats import render

        send(self.app, render(self._in_full(), "tsv"), "the tally")

    def action_copy_command(self) -> None:
        """Send the call that prints the tally to the clipboard, and show it."""
        from tui.explorer.clipboard import send
        from tui.explorer.dialogs.views import CommandScreen, tally_call

        call = tally_call(self._view, self._result, self._ask, self._folders)
        send(self.app, call, "the command")
        self.app.push_screen(CommandScreen(call, ""))

    def kept(self, view: View) -> View:
        """A view with this tally over it, as it stands."""
        counted = TallyView(self._result.name, self._ask, self._result.where)
        return view.but(rows="", tally=counted).with_shown(TALLY, self._shown)

    def action_save(self) -> None:
        """Keep the tally as a saved view."""
        from tui.explorer.dialogs.views import ViewsScreen
        from tui.user.paths import data_dir

        present = self.kept(self._view)

        def taken(choice: SavedView | None) -> None:
            if choice is not None:
                self.dismiss(choice)

        folders = tuple(self._folders) or (data_dir(),)
        screen = ViewsScreen(present, folders, asking="save")
        self.app.push_screen(screen, taken)
