"""Choosing the columns of a table: which, in what order, how wide, how many stay in place."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from tui.explorer.dialogs.base import GridDialog
from tui.explorer.grid.grid import Grid, GridColumn
from tui.explorer.grid.layout import full_width
from tui.explorer.grid.text import ListSource
from tui.explorer.panes.frame import Words
from tui.explorer.result_rows import ResultSource
from tui.frozen import frozen
from tui.query import Result, TableView
from tui.query.engine.columns import Column, TableSpec
from tui.query.engine.fold import fold
from tui.query.engine.view import LEAST_WIDTH, MOST_WIDTH, PLAIN
from tui.text import printable, width_of

STEP = 2
"""Cells that one press of a key adds to a column, or takes away."""


def resized(shown: TableView, ident: str, width: int, by: int) -> TableView:
    """With a column of ``width`` cells wider or narrower by so many steps, within the bounds."""
    wanted = width + by * STEP
    found = min(wanted, MOST_WIDTH) if by >= 0 else min(width, max(wanted, LEAST_WIDTH))
    return dataclasses.replace(shown, widths=MappingProxyType({**shown.widths, ident: found}))


def unsized(shown: TableView, ident: str) -> TableView:
    """With a column as wide as it is by itself."""
    widths = {each: width for each, width in shown.widths.items() if each != ident}
    return dataclasses.replace(shown, widths=MappingProxyType(widths))


def widened(grid: Grid, result: Result, shown: TableView, by: int) -> TableView | str:
    """With the column under the cursor wider, or narrower where ``by`` is below 0."""
    ident = grid.cursor_column_id or ""
    # What is drawn may be late: the next key counts from what the last one set.
    width = shown.widths.get(ident) or grid.column_width(grid.cursor_column)
    if result.spec.column(ident) is None:
        return "What is drawn here takes the room that there is"
    if width is None:
        return "The columns of a matrix share one width"
    return resized(shown, ident, width, by)


def in_full(grid: Grid, result: Result, shown: TableView) -> TableView | str:
    """With the column under the cursor as wide as its texts; again: as it is by itself."""
    ident = grid.cursor_column_id or ""
    if ident in shown.widths:
        return unsized(shown, ident)
    same = widened(grid, result, shown, 0)
    width = grid.column_width(grid.cursor_column)
    if isinstance(same, str) or grid.source is None or width is None:
        return same
    wanted = full_width(grid.source, grid.cursor_column, grid.sort, grid.glyphs, MOST_WIDTH)
    if wanted <= width:
        return "The column is as wide as its texts already"
    return resized(shown, ident, wanted, 0)


def hidden(grid: Grid, result: Result, shown: TableView) -> TableView | str:
    """Without the column under the cursor."""
    ident, source = grid.cursor_column_id or "", grid.source
    places = [column.id for column in result.columns]
    if result.spec.column(ident) is None:
        return "What is drawn here goes with the column before it"
    if len(places) == 1 or grid.column_count == 1 or source is None:
        return "The last column stays"
    if not isinstance(source, ResultSource) and grid.cursor_column < source.pinned:
        return "This column of a matrix stays"
    fewer = ident in places[: shown.pinned] and shown.pinned > 1
    pinned = shown.pinned - 1 if fewer else shown.pinned
    if shown.columns:
        columns = tuple(each for each in shown.columns if each != ident)
        return dataclasses.replace(shown, columns=columns, pinned=pinned)
    return dataclasses.replace(shown, hidden=shown.hidden | {ident}, pinned=pinned)


_TAKEN = frozenset("gjkq")
"""Letters that are keys here, so that none goes to a column."""
KEYS = (
    "Space show  J K move  P pin to here  < > width  _ own width  D defaults  "
    "a-z to a column  Enter apply  Esc close"
)


@frozen
class Chosen:
    """All columns of a table in order, and the ids of those shown.

    ``edge`` counts the columns of the list, shown or not, above the line up to which they stay
    in place. ``widths`` are those that are set.
    """

    columns: tuple[Column, ...]
    shown: frozenset[str]
    edge: int
    widths: Mapping[str, int]

    @classmethod
    def of(cls, spec: TableSpec, view: TableView) -> Chosen:
        """What is chosen now, in the order of the screen; other columns stand behind."""
        chosen = [column for ident in view.columns if (column := spec.column(ident)) is not None]
        first = {column.id: column for column in chosen or spec.defaults}
        shown = frozenset(first) - (frozenset() if chosen else view.hidden) or frozenset(first)
        every = first | {column.id: column for column in (*spec.columns, *spec.lent)}
        found = cls(tuple(every.values()), shown, 0, view.widths)
        return dataclasses.replace(found, edge=found._edge_of(view.pinned))

    def _edge_of(self, pinned: int) -> int:
        """The edge below so many of the columns shown."""
        places = [place for place, each in enumerate(self.columns) if each.id in self.shown]
        return places[min(pinned, len(places)) - 1] + 1 if pinned > 0 else 0

    @property
    def pinned(self) -> int:
        """How many of the columns shown stay in place."""
        above = sum(column.id in self.shown for column in self.columns[: self.edge])
        return max(above, 1) if self.edge else 0

    def as_view(self, spec: TableSpec, before: TableView) -> TableView:
        """How the table is shown then; what the table does not have now is kept."""
        columns = tuple(column.id for column in self.columns if column.id in self.shown)
        absent = tuple(ident for ident in before.columns if spec.column(ident) is None)
        usual = tuple(column.id for column in spec.defaults)
        hidden = frozenset(usual) - self.shown | before.hidden - frozenset(usual)
        if columns == tuple(ident for ident in usual if ident in self.shown) and not absent:
            columns = ()
        else:
            columns, hidden = (*columns, *absent), frozenset()
        return dataclasses.replace(
            before, columns=columns, hidden=hidden, pinned=self.pinned, widths=self.widths
        )

    def toggled(self, place: int) -> Chosen:
        """With a column shown, or no longer shown; the last one stays."""
        shown = self.shown ^ {self.columns[place].id}
        return dataclasses.replace(self, shown=shown) if shown else self

    def moved(self, place: int, by: int) -> Chosen:
        """With a column further up or down: one that is shown past the next that is shown."""
        columns = list(self.columns)
        column = columns.pop(place)
        other = place + by
        while column.id in self.shown and 0 <= other < len(self.columns):
            if self.columns[other].id in self.shown:
                break
            other += by
        if not 0 <= other < len(self.columns):
            return self
        columns.insert(other, column)
        found = dataclasses.replace(self, columns=tuple(columns))
        return dataclasses.replace(found, edge=found._edge_of(self.pinned))

    def pinned_to(self, place: int) -> Chosen:
        """With the columns up to this one in place; none where they were so already."""
        if self.columns[place].id not in self.shown:
            return self
        found = dataclasses.replace(self, edge=place + 1)
        return dataclasses.replace(self, edge=0) if found.pinned == self.pinned else found


Standing = Mapping[str, tuple[str, int]]
"""Heading and width (0 where it has none of its own) of columns on the screen, by id."""


class ColumnLines(ListSource[Column]):
    """The columns as rows of a grid, as they stand on the screen."""

    columns: Sequence[GridColumn] = (
        GridColumn("column", "Column", min_width=20, max_width=40),
        GridColumn("width", "Width", align="right"),
        GridColumn("meaning", "Meaning", min_width=20, max_width=90, weight=1),
        GridColumn("id", "Id", max_width=30),
    )

    def __init__(self, chosen: Chosen, standing: Standing) -> None:
        super().__init__(chosen.columns)
        self.chosen = chosen
        self._standing = standing
        self._pinned = chosen.pinned and chosen.edge

    def key(self, row: int) -> str:
        """Id of the column."""
        return self.lines[row].id

    def heading(self, row: int) -> str:
        """Heading of a column, that of the screen where it stands there."""
        column = self.lines[row]
        return printable(self._standing.get(column.id, ("", 0))[0] or column.heading)

    def width(self, row: int) -> int:
        """Cells of a column: those set, else those on the screen; 0 where it is not there."""
        ident = self.lines[row].id
        return self.chosen.widths.get(ident, self._standing.get(ident, ("", 0))[1])

    def cell(self, row: int, column: int) -> tuple[str, str]:
        """Tick, pin and heading; the width; the meaning with its unit; the id."""
        spec = self.lines[row]
        shown = spec.id in self.chosen.shown
        if column == 0:
            pin = "|" if shown and row < self._pinned else " "
            text = f"[{'x' if shown else ' '}]{pin} {self.heading(row)}"
            return text, "" if shown else "muted"
        if column == 1:
            return str(self.width(row) or ""), "" if spec.id in self.chosen.widths else "muted"
        if column == 3:
            return printable(spec.id), "muted"
        unit = f" ({spec.unit})" if spec.unit else ""
        return printable(f"{spec.meaning}{unit}"), "" if shown else "muted"


def standing(grid: Grid) -> Standing:
    """What the columns of a table look like on the screen."""
    columns = grid.source.columns if grid.source is not None else ()
    return {
        column.id: (column.title, grid.column_width(place) or 0)
        for place, column in enumerate(columns)
    }


class ColumnsScreen(GridDialog[TableView | None]):
    """A list of all columns of a table to tick, order, pin and size.

    Gives how the table is to be shown; None when given up.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("space", "tick"),
        ("J,shift+down", "move(1)"),
        ("K,shift+up", "move(-1)"),
        ("P", "pin"),
        ("D", "defaults"),
        ("greater_than_sign", "widen(1)"),
        ("less_than_sign", "widen(-1)"),
        ("underscore", "own_width"),
        ("enter", "apply"),
        ("escape,q", "leave"),
    ]
    DEFAULT_CLASSES = "-box"
    DEFAULT_CSS = """
    ColumnsScreen > Vertical { width: 110; max-width: 96%; height: 90%; }
    """

    def __init__(self, spec: TableSpec, shown: TableView, standing: Standing) -> None:
        """Choose from a table's columns; ``standing`` tells of those on the screen."""
        super().__init__()
        self._spec = spec
        self._first = Chosen.of(spec, shown)
        self._before = shown
        self._standing = standing
        self._lines = ColumnLines(self._first, standing)

    def compose(self) -> ComposeResult:
        """Title, list and keys."""
        with Vertical():
            yield Words(self._title(), classes="dialog-title")
            yield Grid(self._lines, fold=fold, glyphs=self.glyphs)
            yield Words(KEYS, classes="dialog-keys")

    def _title(self) -> str:
        shown, every = len(self._chosen.shown), len(self._chosen.columns)
        return f"Columns of {printable(self._spec.label)}, {shown} of {every} shown"

    @property
    def _here(self) -> Column:
        return self._chosen.columns[self.grid.cursor_row]

    def on_mount(self) -> None:
        """Let the keys work on the list."""
        self.grid.focus()

    @property
    def _chosen(self) -> Chosen:
        return self._lines.chosen

    def _show(self, chosen: Chosen) -> None:
        self.grid.source = self._lines = ColumnLines(chosen, self._standing)
        self.query_one(".dialog-title", Words).update(self._title())

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next column whose heading begins with it."""
        letter = event.character or ""
        if letter in _TAKEN or not (letter.isalpha() and letter.islower()):
            return
        event.stop()
        lines, here = self._lines, self.grid.cursor_row
        for place in (*range(here + 1, len(lines)), *range(here)):
            if fold(lines.heading(place)).startswith(fold(letter)):
                self.grid.cursor_row = place
                return

    def action_tick(self) -> None:
        """Show the column, or no longer."""
        self._show(self._chosen.toggled(self.grid.cursor_row))

    def action_move(self, by: int) -> None:
        """Move the column up or down."""
        self._show(self._chosen.moved(self.grid.cursor_row, by))

    def action_pin(self) -> None:
        """Keep the columns up to this one in place while scrolling sideways."""
        self._show(self._chosen.pinned_to(self.grid.cursor_row))

    def action_widen(self, by: int) -> None:
        """Make the column wider, or narrower where ``by`` is below 0."""
        place = self.grid.cursor_row
        width = self._lines.width(place) or width_of(self._lines.heading(place))
        self._resize(resized(self._sized(), self._here.id, width, by))

    def action_own_width(self) -> None:
        """Let the column be as wide as it is by itself."""
        self._resize(unsized(self._sized(), self._here.id))

    def _sized(self) -> TableView:
        return TableView(widths=self._chosen.widths)

    def _resize(self, sized: TableView) -> None:
        self._show(dataclasses.replace(self._chosen, widths=sized.widths))

    def action_defaults(self) -> None:
        """Go back to the default selection and to the widths that columns have by themselves."""
        self._show(Chosen.of(self._spec, PLAIN))

    def action_apply(self) -> None:
        """Take the choice over."""
        same = self._chosen == self._first
        self.dismiss(self._before if same else self._chosen.as_view(self._spec, self._before))

    def on_grid_row_opened(self) -> None:
        """A click on the chosen line ticks it."""
        self.action_tick()
