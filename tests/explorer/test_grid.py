"""The grid under real keys and clicks, in a small app that binds keys to its actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pytest
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.events import MouseEvent, MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.pilot import Pilot
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Input

from tui.explorer.widgets.glyphs import ASCII
from tui.explorer.widgets.grid import Grid, GridColumn, GridSource
from tui.explorer.widgets.gridtext import Cell
from tui.query.fold import fold

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
        grid = Grid(fold=fold, empty_message=Text("No row matches. Press x to see all of them."))
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


async def test_rows_stand_below_the_header() -> None:
    app = Demo(Rows(range(3)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert lines(app)[:4] == [
            " Site    City     Members  Note                  System    ›",
            " Site 0  Kajaani        0  Led by a university…  ✓ running  ",
            " Site 1  Jülich         1  Led by a university…  ✓ running  ",
            " Site 2  Kajaani        2  Led by a university…  ✓ running  ",
        ]
        assert app.seen == [("highlighted", "k0")]


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (["down", "j"], 2),
        (["j", "j", "k", "up", "up"], 0),
        (["pagedown"], BODY),
        (["pagedown", "pagedown", "pageup"], BODY),
        (["end"], 29),
        (["end", "down", "pagedown"], 29),
        (["end", "home"], 0),
    ],
)
async def test_keys_move_the_row_cursor(keys: list[str], row: int) -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.press(*keys)
        await pilot.pause()
        assert app.grid.cursor_row == row
        assert cursor(app) == f"k{row}"
        assert app.seen[-1] == ("highlighted", f"k{row}")
        on_screen = row - app.grid.scroll_offset.y
        assert 0 <= on_screen < BODY
        assert lines(app)[1 + on_screen].startswith(f" Site {row} ")


async def test_the_header_stays_while_the_rows_scroll() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        header = lines(app)[0]
        await pilot.press("end")
        assert lines(app)[0] == header
        assert lines(app)[-1].startswith(" Site 29")


async def test_columns_scroll_with_the_cursor_and_the_first_stays() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert "‹" not in lines(app)[0]
        await pilot.press("l", "l", "l", "l", "right", "right")
        assert app.grid.cursor_column_id == "budget"
        assert lines(app)[0] == " Site   ‹ System              Budget                        "
        assert lines(app)[1] == " Site 0   ✓ running                ·                        "
        await pilot.press("h", "h", "h", "h")
        assert app.grid.cursor_column_id == "city"
        assert lines(app)[0].startswith(" Site     City ")
        await pilot.press("left", "left")
        assert app.grid.cursor_column_id == "site"


async def test_moving_the_cursor_draws_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        drawn = drawn_lines(monkeypatch, app)
        await pilot.press("down")
        await pilot.pause()
        assert drawn == [1, 2]
        drawn.clear()
        await pilot.press("right")
        await pilot.pause()
        assert drawn == [0, 2]


async def test_hovering_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        drawn = drawn_lines(monkeypatch, app)
        for y in range(6):
            await pilot.hover(Grid, offset=(5, y))
        await pilot.pause()
        assert drawn == []


async def test_marking_draws_the_row_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        drawn = drawn_lines(monkeypatch, app)
        app.grid.marks = frozenset({"k2", "k25"})
        await pilot.pause()
        assert drawn == [3]
        assert lines(app)[3].startswith("▌Site 2 ")
        app.grid.marks = frozenset()
        assert lines(app)[3].startswith(" Site 2 ")


async def test_the_cursor_is_seen_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Demo(Rows(range(30)), ansi_color=True)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.press("down", "right")
        await pilot.pause()
        for line, strip in enumerate(strips(app)):
            for segment in strip.crop(0, SIZE[0] - 1):
                assert segment.style is not None
                assert segment.style.color is None or segment.style.color.is_default
                assert segment.style.bgcolor is None or segment.style.bgcolor.is_default
                assert bool(segment.style.reverse) == (line == 2)
        cell = style_at(app, 2, "Jülich")
        assert cell.bold
        assert cell.underline
        assert not style_at(app, 2, "Site 1").underline
        assert style_at(app, 0, "City").underline
        assert not style_at(app, 0, "Members").underline


async def test_the_cursor_row_is_quieter_without_focus() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert style_at(app, 1, "Kajaani").reverse
        await pilot.press("tab")
        await pilot.pause()
        blurred = style_at(app, 1, "Kajaani")
        assert not blurred.reverse
        assert blurred.bold
        assert not style_at(app, 2, "Jülich").bold


async def test_roles_colour_the_cells() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert style_at(app, 5, "Kajaani").color == style_at(app, 4, "Jülich").color
        assert style_at(app, 5, "4  Led").color != style_at(app, 4, "3  Led").color
        assert style_at(app, 5, "Site 4").bold


async def test_changing_the_theme_redraws_in_its_colours() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        before = style_at(app, 3, "Kajaani")
        app.theme = "textual-light"
        await pilot.pause()
        assert style_at(app, 3, "Kajaani").bgcolor != before.bgcolor


async def test_matches_are_set_off_without_case_and_accents() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        app.grid.highlight = ("uli",)
        assert style_at(app, 2, "üli").underline
        assert not style_at(app, 2, "J").underline
        app.grid.highlight = ()
        assert not style_at(app, 2, "Jülich").underline


async def test_the_sort_stands_in_the_header() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        app.grid.sort = (("city", False),)
        assert " City ▲   Members  " in lines(app)[0]
        app.grid.sort = (("members", True), ("city", False))
        assert " City ▲2  Members ▼1  " in lines(app)[0]


async def test_ascii_signs_replace_the_others_and_keep_the_layout() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.press("l", "l", "l", "l", "l")
        app.grid.marks = frozenset({"k1"})
        app.grid.sort = (("system", True),)
        widths = [len(line) for line in lines(app)]
        app.grid.glyphs = ASCII
        plain = lines(app)
        assert all(line.isascii() for line in plain)
        assert plain[0].startswith(" Site   < System v ")
        assert plain[2].startswith("*Site 1   + running ")
        assert plain[2].rstrip().endswith(".")
        assert [len(line) for line in plain] == widths


async def test_new_rows_keep_the_cursor_on_its_key() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.press("down", "down", "down", "right", "right")
        app.seen.clear()
        app.rows = Rows([9, 3, 1])
        await pilot.pause()
        assert cursor(app) == "k3"
        assert app.grid.cursor_row == 1
        assert app.grid.cursor_column_id == "members"
        assert app.seen == []


async def test_without_its_key_the_cursor_stays_at_its_place() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.press("down", "down", "down")
        app.rows = Rows([9, 8])
        await pilot.pause()
        assert app.grid.cursor_row == 1
        assert app.seen[-1] == ("highlighted", "k8")


async def test_the_cursor_comes_back_after_an_empty_result() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.press("down", "down", "down", "right")
        app.rows = Rows([])
        await pilot.pause()
        assert cursor(app) is None
        app.rows = Rows(range(30))
        await pilot.pause()
        assert cursor(app) == "k3"
        assert app.grid.cursor_column_id == "city"


async def test_new_columns_keep_the_cursor_on_its_column() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.press("l", "l")
        app.rows = Rows(range(30), (COLUMNS[0], COLUMNS[2], COLUMNS[1]))
        assert app.grid.cursor_column_id == "members"
        app.rows = Rows(range(30), COLUMNS[:1])
        assert app.grid.cursor_column_id == "site"


async def test_new_rows_leave_the_scroll_position() -> None:
    app = Demo(Rows(range(100)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        app.grid.scroll_to(y=40, animate=False)
        await pilot.pause()
        app.rows = Rows(range(1, 101))
        await pilot.pause()
        assert app.grid.scroll_offset.y == 40
        app.rows = Rows(range(20))
        await pilot.pause()
        assert app.grid.scroll_offset.y == 20 - BODY


async def test_the_scroll_bar_comes_and_goes_with_the_rows() -> None:
    app = Demo(Rows(range(BODY)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert not has_scroll_bar(app)
        assert len(lines(app)[0].rstrip()) == SIZE[0]
        app.rows = Rows(range(BODY + 1))
        await pilot.pause()
        assert has_scroll_bar(app)
        assert lines(app)[0].rstrip().endswith("›")
        assert len(lines(app)[0].rstrip()) == SIZE[0] - 1
        app.rows = Rows(range(1000))
        await pilot.pause()
        assert app.grid.vertical_scrollbar.window_virtual_size == 1001
        app.rows = Rows(range(2))
        await pilot.pause()
        assert not has_scroll_bar(app)


async def test_many_rows_cost_what_is_looked_at() -> None:
    first = Rows(range(200_000))
    app = Demo(first)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.press("end", "home", "pagedown")
        bound = len(COLUMNS) * (500 + 5 * BODY)
        assert first.asked <= bound
        second = Rows(range(100_000, 300_000))
        app.rows = second
        await pilot.pause()
        assert second.asked <= bound


async def test_no_rows_show_the_message_and_the_header() -> None:
    app = Demo(Rows([]))
    async with app.run_test(size=(30, 14)) as pilot:
        await start(pilot)
        text = [line.strip() for line in lines(app)]
        assert text[0].startswith("Site")
        assert "No row matches. Press x to" in text
        assert "see all of them." in text
        await pilot.press("down", "end", "enter", "right", "pagedown")
        assert app.seen == []


async def test_no_source_shows_the_message() -> None:
    app = Demo(None)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.press("down", "right", "enter")
        assert any("No row matches." in line for line in lines(app))
        app.rows = Rows(range(3))
        await pilot.pause()
        assert app.seen == [("highlighted", "k0")]


async def test_enter_and_a_second_click_open_the_row() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.press("enter")
        await pilot.click(Grid, offset=(12, 3))
        await pilot.click(Grid, offset=(12, 3))
        await pilot.pause()
        assert app.grid.cursor_column_id == "city"
        assert app.seen == [
            ("highlighted", "k0"),
            ("opened", "k0"),
            ("highlighted", "k2"),
            ("opened", "k2"),
        ]


async def test_a_click_below_the_rows_does_nothing() -> None:
    app = Demo(Rows(range(2)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.click(Grid, offset=(5, 7))
        assert app.seen == [("highlighted", "k0")]


async def test_a_click_on_a_header_names_its_column() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.click(Grid, offset=(20, 0))
        assert app.seen[-1] == ("header", "members")


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await turn_wheel(pilot, MouseScrollDown)
        await pilot.pause()
        assert app.grid.scroll_offset.y > 0
        assert app.grid.scroll_offset.x == 0
        assert app.grid.cursor_row == 0


async def test_the_wheel_with_shift_scrolls_the_columns() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        for _ in range(20):
            await turn_wheel(pilot, MouseScrollDown, shift=True)
        await pilot.pause()
        assert lines(app)[0].startswith(" Site   ‹ System ")
        assert app.grid.cursor_column == 0
        for _ in range(20):
            await turn_wheel(pilot, MouseScrollUp, shift=True)
        await pilot.pause()
        assert lines(app)[0].startswith(" Site     City ")


async def test_select_moves_to_a_key() -> None:
    app = Demo(Rows(range(100)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert app.grid.select("k70")
        assert not app.grid.select("k700")
        await pilot.pause()
        assert app.grid.cursor_row == 70
        assert any(line.startswith(" Site 70 ") for line in lines(app))


async def test_keys_of_the_scroll_view_reach_the_app() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert list(app.grid._bindings) == []
        await pilot.press("ctrl+pagedown")
        assert app.grid.cursor_row == 0


async def test_a_smaller_window_keeps_the_cursor_in_sight() -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=(120, 30)) as pilot:
        await start(pilot)
        await pilot.press("pagedown", "l", "l", "l", "l", "l")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert any(line.startswith(f" Site {app.grid.cursor_row} ") for line in lines(app))
        assert "Budget" in lines(app)[0]


async def test_control_characters_do_not_reach_the_terminal() -> None:
    class Hostile(Rows):
        def cell(self, row: int, column: int) -> Cell:
            return "\x1b]0;title\x07[bold]x[/bold]\r\n", ""

    app = Demo(Hostile(range(3)))
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert "␛]0;title␇[bold]x" in lines(app)[1]
        assert all(line.isprintable() for line in lines(app))


@pytest.mark.parametrize("size", [(1, 2), (3, 3), (8, 4), (20, 5)])
async def test_the_smallest_windows_do_not_break_the_grid(size: tuple[int, int]) -> None:
    app = Demo(Rows(range(30)))
    async with app.run_test(size=size) as pilot:
        await start(pilot)
        await pilot.press("l", "j", "end", "l", "l", "home")
        app.rows = Rows([])
        await pilot.pause()
        assert cursor(app) is None
