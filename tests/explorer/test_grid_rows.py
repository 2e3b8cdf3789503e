"""The grid when its rows are replaced: cursor and scroll position survive."""

from __future__ import annotations

from tests.explorer.grid_demo import (
    BODY,
    COLUMNS,
    SIZE,
    Demo,
    Rows,
    cursor,
    has_scroll_bar,
    lines,
    start,
)


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
        # The first rows are measured, and again where their columns have to share the line.
        bound = len(COLUMNS) * (2 * 500 + 5 * BODY)
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
