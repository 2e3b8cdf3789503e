"""In a window below 60x15 one line stands for all, and no key acts but the one it names."""

from __future__ import annotations

import pytest

from tests.explorer.helpers import lines, make_app, opened, press, screen, settle
from tui.explorer.commands import COMMANDS, rebound
from tui.explorer.dialogs.base import TooSmallScreen
from tui.explorer.main_base import MainBase


@pytest.mark.parametrize("size", [(59, 24), (80, 14), (12, 6), (1, 1)])
async def test_it_says_so_and_all_is_there_again(size: tuple[int, int]) -> None:
    async with opened() as pilot:
        await press(pilot, "down")
        before = screen(pilot)
        await pilot.resize_terminal(*size)
        await settle(pilot)
        said = " ".join(" ".join(lines(pilot)).split())
        whole = f"Too small: {size[0]}x{size[1]}, 60x15 needed. q quits."
        assert said == (whole if size[0] > 1 else "T")
        assert isinstance(pilot.app.screen, TooSmallScreen)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert screen(pilot) == before


@pytest.mark.parametrize("size", [(30, 8), (59, 14), (20, 3)])
async def test_no_notice_stands_over_it(size: tuple[int, int]) -> None:
    """Those from before are there again with the window."""
    app = make_app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        app.notify("One from before", timeout=60)
        await settle(pilot)
        assert "One from before" in screen(pilot)
        await pilot.resize_terminal(*size)
        await settle(pilot)
        app.notify("One from meanwhile", timeout=60)
        await settle(pilot)
        said = " ".join(" ".join(lines(pilot)).split())
        assert said == f"Too small: {size[0]}x{size[1]}, 60x15 needed. q quits."
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "One from before" in screen(pilot)
        assert "One from meanwhile" in screen(pilot)


async def test_a_small_window_at_the_start() -> None:
    app = make_app()
    async with app.run_test(size=(50, 10)) as pilot:
        await settle(pilot)
        assert "Too small: 50x10, 60x15 needed. q quits." in screen(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "HammerHAI" in screen(pilot)
        await press(pilot, "down", "enter")
        assert "Stuttgart" in screen(pilot)


async def test_no_key_acts_but_the_users_own() -> None:
    app = make_app(commands=rebound(COMMANDS, {"quit": ("Q",)}))
    async with app.run_test(size=(80, 24)) as pilot:
        main = app.screen_stack[0]
        assert isinstance(main, MainBase)
        await settle(pilot)
        view = main.now.view
        await pilot.resize_terminal(50, 10)
        await settle(pilot)
        assert "Q quits" in screen(pilot)
        await press(
            pilot, *(key for command in COMMANDS for key in command.keys), "escape", "ctrl+q"
        )
        assert main.now.view == view
        assert isinstance(app.screen, TooSmallScreen)
        await press(pilot, "Q")
        assert app.return_value == 0


@pytest.mark.parametrize("key", ["b", "e", "?", ":", "v", "C", "t", "enter", "o"])
async def test_a_dialogue_is_there_again_at_its_new_size(key: str) -> None:
    async with opened(size=(80, 24)) as pilot:
        await press(pilot, key)
        dialog = type(pilot.app.screen)
        await pilot.resize_terminal(40, 9)
        await press(pilot, "escape", "x")
        assert "Too small" in screen(pilot)
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert type(pilot.app.screen) is dialog
        assert len(lines(pilot)) == 30
        await press(pilot, "escape")
        assert "HammerHAI" in lines(pilot)[5] or "HammerHAI" in screen(pilot)
        assert len(pilot.app.screen_stack) == 1
