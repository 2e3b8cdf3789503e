"""The grid under the mouse."""

from __future__ import annotations

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.widget import Widget

from tests.explorer.grid_demo import SIZE, Demo, Rows, lines, start, turn_wheel
from tests.explorer.helpers import opened
from tui.explorer.commands import TAB_IDS
from tui.explorer.grid.grid import Grid


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


@pytest.mark.parametrize("tab", TAB_IDS)
async def test_the_mouse_may_come_before_the_new_colours_are_drawn(tab: str) -> None:
    async with opened(size=(140, 40), tab=tab) as pilot:
        app = pilot.app
        for widget in app.screen.walk_children(Widget):
            widget.notify_style_update()
        for y in range(app.size.height):
            app.screen.get_widget_and_offset_at(70, y)
            app.screen.get_widget_and_offset_at(10, y)
        await pilot.hover(offset=(10, 8))
        assert app.is_running
