"""A window that changes its size again and again takes nothing from a person."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.geometry import Size
from textual.pilot import Pilot

from tests.explorer.helpers import lines, opened, press, screen, settle, write
from tests.explorer.terminals import as_seen, explorer
from tools.monkey.program import Program
from tui.explorer.commands import TAB_IDS
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.main_base import MainBase
from tui.explorer.panes.frame import FilterInput

SIZE = (100, 30)
WIDTHS, HEIGHTS = (20, 59, 60, 80, 100, 109, 110, 160), (5, 14, 15, 24, 30, 50)


def place(app: App[Any]) -> tuple[object, ...]:
    """Who has the keyboard, where the cursor is, what is in sight, what is filtered."""
    main, focused = app.screen_stack[0], app.focused
    assert isinstance(main, MainBase)
    assert focused is not None
    cursor = (focused.cursor_row, focused.cursor_column) if isinstance(focused, LineCursor) else ()
    return focused, cursor, focused.scroll_offset, main.now.view, main.now.typed


async def storm(pilot: Pilot[int], seed: str) -> None:
    draw = Random(seed)
    for _ in range(12):
        await pilot.resize_terminal(draw.choice(WIDTHS), draw.choice(HEIGHTS))
    await pilot.resize_terminal(*SIZE)
    await settle(pilot)


@pytest.mark.parametrize("tab", TAB_IDS)
async def test_cursor_scroll_and_screen_stay(tab: str) -> None:
    async with opened(size=SIZE, tab=tab) as pilot:
        await press(pilot, *"jjj", "pagedown", "up", "right", "right")
        before, shown = place(pilot.app), screen(pilot)
        await storm(pilot, tab)
        assert place(pilot.app) == before
        assert screen(pilot) == shown


async def test_a_filter_that_is_typed_stays_and_goes_on() -> None:
    async with opened(size=SIZE) as pilot:
        await press(pilot, "slash")
        await write(pilot, "country:D")
        before = place(pilot.app)
        await storm(pilot, "filter")
        assert place(pilot.app) == before
        await write(pilot, "E")
        assert place(pilot.app)[-1] == "country:DE"


LONG = " ".join(f"sectors:>={number}" for number in range(1, 20))
"""Longer than the widest window."""


async def test_the_cursor_of_a_long_filter_is_in_sight_at_every_size() -> None:
    async with opened(size=(160, 30)) as pilot:
        await press(pilot, "slash")
        field = pilot.app.screen.query_one(FilterInput)
        await write(pilot, LONG)
        for at in (0, 1, 40, 75, len(LONG) - 1, len(LONG)):
            field.cursor_position = at
            await settle(pilot)
            for width in (100, 60, 80, 61, 160, 110, 60, 160):
                await pilot.resize_terminal(width, 30)
                await settle(pilot)
                # Behind the text Textual counts a cell more than it draws.
                x, y = field.cursor_screen_offset - (field.cursor_at_end, 0)
                assert field.content_region.contains(x, y), (at, width)
                assert lines(pilot)[y].ljust(width)[x] == f"{LONG} "[at], (at, width)
                assert at < len(LONG) or lines(pilot)[y][x - 1] == LONG[-1], width
                assert field.value == LONG


async def test_facets_keep_the_keyboard() -> None:
    async with opened(size=SIZE) as pilot:
        await press(pilot, "f", "j", "j")
        before, shown = place(pilot.app), screen(pilot)
        await storm(pilot, "facets")
        assert place(pilot.app) == before
        assert screen(pilot) == shown


@pytest.mark.parametrize("key", ["", "b", "e", "?", ":", "v", "t", "enter", "o"])
async def test_a_size_that_comes_late_counts_for_nothing(key: str) -> None:
    async with opened(size=SIZE) as pilot:
        await press(pilot, *filter(None, [key]))
        shown, old = screen(pilot), Size(160, 50)
        for each in pilot.app.screen_stack:
            each.post_message(events.Resize(old, old))
        await settle(pilot)
        assert screen(pilot) == shown


def test_a_size_that_changes_while_it_is_asked_for(tmp_path: Path) -> None:
    """The signal for the new size is handled before the old one has been told."""
    code = """
import fcntl, struct, sys, termios
from tui.explorer.textual_private.driver import TerminalDriver
ask, asked = TerminalDriver._get_terminal_size, []
def size(self):
    have = ask(self)
    asked.append(have)
    if have == (110, 30):
        fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        sum(range(1000))
    return have
TerminalDriver._get_terminal_size = size
from tui.cli import main
sys.exit(main(sys.argv[1:]))
"""
    with Program(tmp_path, size=(100, 30), code=code) as program:
        program.ready()
        program.resize(110, 30)
        program.until(lambda data: b"\x1b[40" in data, "a line below the thirtieth")


def test_the_terminal_shows_what_it_should(tmp_path: Path) -> None:
    with explorer(tmp_path, (100, 30), COLORTERM="truecolor") as terminal:
        terminal.wait_for(["help"], 60)
        terminal.rest()
        before = as_seen(terminal.screen)
        draw = Random("terminal")
        for _ in range(30):
            terminal.resize(draw.choice(WIDTHS), draw.choice(HEIGHTS))
            terminal.drain()
        terminal.resize(100, 30)
        terminal.rest()
        assert as_seen(terminal.screen) == before
