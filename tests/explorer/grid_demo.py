"""A small app around the grid, with keys bound to its actions, for the tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pytest
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.events import MouseEvent
from textual.geometry import Region
from textual.pilot import Pilot
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Input

from tui.explorer.grid.grid import Grid, GridColumn, GridSource
from tui.explorer.grid.text import Cell
from tui.query.engine.fold import fold

COLUMNS = (
    GridColumn("site", "Site"),
    GridColumn("city", "City"),
    GridColumn("members", "Members", align="right"),
    GridColumn("note", "Note", max_width=20),
    GridColumn("system", "System", min_width=12),
    GridColumn("budget", "Budget", align="right", min_width=12),
)


class Rows:
    """Rows numbered by key; counts the cells asked for."""

    pinned = 1

    def __init__(self, keys: Sequence[int], columns: Sequence[GridColumn] = COLUMNS) -> None:
        self.keys = keys
        self.columns = columns
        self.asked = 0

    def __len__(self) -> int:
        return len(self.keys)

    def key(self, row: int) -> str:
        return f"k{self.keys[row]}"

    def index(self, key: str) -> int | None:
        try:
            return self.keys.index(int(key[1:]))
        except ValueError:
            return None

    def cell(self, row: int, column: int) -> Cell:
        self.asked += 1
        number = self.keys[row]
        cells = {
            "site": (f"Site {number}", "title"),
            "city": ("Jülich" if number % 2 else "Kajaani", ""),
            "members": (str(number), "warn" if number == 4 else ""),
            "note": ("Led by a university of the region", "muted"),
            "system": ("✓ running", "good"),
            "budget": ("·", "unsure"),
        }
        return cells[self.columns[column].id]


class Demo(App[None]):
    """Binds keys the way the explorer does and keeps the messages it gets."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "focused.cursor_down"),
        Binding("k,up", "focused.cursor_up"),
        Binding("h,left", "focused.cursor_left"),
        Binding("l,right", "focused.cursor_right"),
        Binding("pageup", "focused.page_up"),
        Binding("pagedown", "focused.page_down"),
        Binding("home", "focused.home"),
        Binding("end", "focused.end"),
        Binding("enter", "focused.open"),
    ]
    rows: reactive[GridSource | None] = reactive[GridSource | None](None, always_update=True)

    def __init__(self, rows: GridSource | None, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.set_reactive(Demo.rows, rows)
        self.seen: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        grid = Grid(fold=fold)
        grid.empty_message = Text("No row matches. Press x to see all of them.")
        yield grid.data_bind(source=Demo.rows)
        yield Input(id="filter")

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    def on_grid_row_highlighted(self, message: Grid.RowHighlighted) -> None:
        self.seen.append(("highlighted", message.key))

    def on_grid_row_opened(self, message: Grid.RowOpened) -> None:
        self.seen.append(("opened", message.key))

    def on_grid_header_pressed(self, message: Grid.HeaderPressed) -> None:
        self.seen.append(("header", message.column_id))


SIZE = (60, 14)
BODY = 10


def lines(app: Demo) -> list[str]:
    """Texts of the grid's lines as they stand now."""
    return [strip.text for strip in strips(app)]


def strips(app: Demo) -> list[Strip]:
    width, height = app.grid.size
    return app.grid.render_lines(Region(0, 0, width, height))


def style_at(app: Demo, line: int, text: str) -> Style:
    """Style of the place in a line where a text begins."""
    strip = strips(app)[line]
    at = strip.text.index(text)
    for segment in strip:
        if at < len(segment.text):
            assert segment.style is not None
            return segment.style
        at -= len(segment.text)
    raise AssertionError(text)


async def start(pilot: Pilot[None]) -> None:
    pilot.app.query_one(Grid).focus()
    await pilot.pause()


def cursor(app: Demo) -> str | None:
    return app.grid.cursor_key


def has_scroll_bar(app: Demo) -> bool:
    return app.grid.show_vertical_scrollbar


async def turn_wheel(pilot: Pilot[None], turn: type[MouseEvent], *, shift: bool = False) -> None:
    await pilot._post_mouse_events([turn], Grid, offset=(5, 5), button=0, shift=shift)


def drawn_lines(monkeypatch: pytest.MonkeyPatch, app: Demo) -> list[int]:
    """Collect the line numbers drawn from now on."""
    drawn: list[int] = []
    draw = app.grid.render_line

    def noted(y: int) -> Strip:
        drawn.append(y)
        return draw(y)

    monkeypatch.setattr(app.grid, "render_line", noted)
    return drawn
