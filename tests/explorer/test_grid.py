"""The grid under real keys: what it draws, and what a key costs."""

from __future__ import annotations

import pytest

from tests.explorer.grid_demo import (
    BODY,
    SIZE,
    Demo,
    Rows,
    cursor,
    drawn_lines,
    lines,
    start,
    strips,
    style_at,
)
from tui.explorer.glyphs import ASCII
from tui.explorer.grid.grid import Grid
from tui.explorer.grid.text import Cell


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
        assert "<U+001B>]0;title<U+0007>[b" in lines(app)[1]
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
