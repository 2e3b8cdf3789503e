"""Choosing the columns of a table: which, in what order, how many stay in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui.explorer.dialogs.base import Dialog
from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.grid import Grid, GridColumn
from tui.frozen import frozen
from tui.query.engine.columns import Column, TableSpec
from tui.query.engine.fold import fold
from tui.query.engine.view import TableView
from tui.text import printable


@frozen
class Chosen:
    """Columns in order, those shown first, and the number pinned."""

    columns: tuple[Column, ...]
    shown: int
    pinned: int

    @classmethod
    def of(cls, spec: TableSpec, view: TableView) -> Chosen:
        """What is chosen now, the columns that are not shown behind."""
        known = {column.id: column for column in spec.columns}
        first = tuple(known[ident] for ident in view.columns if ident in known) or spec.defaults
        rest = tuple(column for column in spec.columns if column not in first)
        return cls((*first, *rest), len(first), view.pinned)

    def toggled(self, place: int) -> Chosen:
        """With one column shown at the end of the shown ones, or no longer shown."""
        columns = list(self.columns)
        column = columns.pop(place)
        if place < self.shown:
            if self.shown == 1:
                return self
            columns.insert(self.shown - 1, column)
            return Chosen(tuple(columns), self.shown - 1, min(self.pinned, self.shown - 1))
        columns.insert(self.shown, column)
        return Chosen(tuple(columns), self.shown + 1, self.pinned)

    def moved(self, place: int, by: int) -> Chosen:
        """With a shown column one place further up or down."""
        other = place + by
        if not (place < self.shown and 0 <= other < self.shown):
            return self
        columns = list(self.columns)
        columns[place], columns[other] = columns[other], columns[place]
        return Chosen(tuple(columns), self.shown, self.pinned)

    def pinned_to(self, place: int) -> Chosen:
        """With the columns up to this one in place; none where they were so already."""
        wanted = place + 1 if place < self.shown else self.pinned
        return Chosen(self.columns, self.shown, 0 if wanted == self.pinned else wanted)


class ColumnLines:
    """The columns as rows of a grid."""

    columns: Sequence[GridColumn] = (
        GridColumn("column", "Column", min_width=20, max_width=40),
        GridColumn("meaning", "Meaning", min_width=20, max_width=90, weight=1),
        GridColumn("id", "Id", max_width=30),
    )
    pinned = 1

    def __init__(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self._places = {column.id: place for place, column in enumerate(chosen.columns)}

    def __len__(self) -> int:
        return len(self.chosen.columns)

    def key(self, row: int) -> str:
        """Id of the column."""
        return self.chosen.columns[row].id

    def index(self, key: str) -> int | None:
        """Place of a column."""
        return self._places.get(key)

    def cell(self, row: int, column: int) -> tuple[str, str]:
        """Tick, pin and heading; the meaning with its unit; the id."""
        spec = self.chosen.columns[row]
        shown = row < self.chosen.shown
        if column == 0:
            pin = "|" if row < self.chosen.pinned else " "
            text = f"[{'x' if shown else ' '}]{pin} {printable(spec.heading)}"
            return text, "" if shown else "muted"
        if column == 2:
            return printable(spec.id), "muted"
        unit = f" ({spec.unit})" if spec.unit else ""
        return f"{spec.meaning}{unit}", "" if shown else "muted"


class ColumnsScreen(Dialog[Chosen | None]):
    """A list of all columns of a table to tick, order and pin; None when given up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False),
        Binding("J,shift+down", "move(1)", show=False),
        Binding("K,shift+up", "move(-1)", show=False),
        Binding("p", "pin", show=False),
        Binding("d", "defaults", show=False),
        Binding("down,j", "go('cursor_down')", show=False),
        Binding("up,k", "go('cursor_up')", show=False),
        Binding("pagedown", "go('page_down')", show=False),
        Binding("pageup", "go('page_up')", show=False),
        Binding("home,g", "go('home')", show=False),
        Binding("end,G", "go('end')", show=False),
        Binding("enter", "apply", show=False),
        Binding("escape,q", "leave", show=False),
    ]
    DEFAULT_CSS = """
    ColumnsScreen { align: center middle; background: $background 60%; }
    ColumnsScreen > Vertical {
        width: 100; max-width: 96%; height: 90%; border: round $border;
        background: $background; padding: 0 1;
    }
    ColumnsScreen #columns-title { color: $primary; text-style: bold; height: 1; }
    ColumnsScreen #columns-keys { color: $text-muted; height: auto; }
    """

    def __init__(self, spec: TableSpec, view: TableView, glyphs: Glyphs) -> None:
        super().__init__()
        self._spec = spec
        self._chosen = Chosen.of(spec, view)
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Title, list and keys."""
        with Vertical():
            yield Static(f"Columns of {self._spec.label}", id="columns-title", markup=False)
            yield Grid(ColumnLines(self._chosen), fold=fold, glyphs=self._glyphs)
            yield Static(
                "Space show  J K move  p pin up to here  d defaults  Enter apply  Esc leave",
                id="columns-keys",
                markup=False,
            )

    @property
    def _grid(self) -> Grid:
        return self.query_one(Grid)

    def on_mount(self) -> None:
        """Let the keys work on the list."""
        self._grid.focus()

    def _show(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._grid.source = ColumnLines(chosen)

    def action_go(self, move: str) -> None:
        """Move the cursor."""
        getattr(self._grid, f"action_{move}")()

    def action_tick(self) -> None:
        """Show the column, or no longer."""
        place = self._grid.cursor_row
        self._show(self._chosen.toggled(place))

    def action_move(self, by: int) -> None:
        """Move the column up or down among those shown."""
        self._show(self._chosen.moved(self._grid.cursor_row, by))

    def action_pin(self) -> None:
        """Keep the columns up to this one in place while scrolling sideways."""
        self._show(self._chosen.pinned_to(self._grid.cursor_row))

    def action_defaults(self) -> None:
        """Go back to the default selection."""
        self._show(Chosen.of(self._spec, TableView()))

    def action_apply(self) -> None:
        """Take the choice over."""
        self.dismiss(self._chosen)

    def on_grid_row_opened(self) -> None:
        """A click on the chosen line ticks it."""
        self.action_tick()

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)
