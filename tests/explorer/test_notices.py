"""Notices: one of the same words at a time, few at once, and none left behind elsewhere."""

from __future__ import annotations

import pytest
from textual.widgets._toast import ToastHolder

from tests.explorer.helpers import make_app, press, screen, settle
from tui.explorer.textual_private.notices import MOST


async def test_a_key_pressed_again_and_again_tells_it_once() -> None:
    app = make_app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, *"-" * 20)
        assert screen(pilot).count("The last column stays") == 1


@pytest.mark.parametrize("key", ["", "?", "e"])
async def test_the_newest_few_stand_whatever_is_opened(key: str) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await settle(pilot)
        for number in range(4):
            app.notify(f"thing {number} done", timeout=60)
            await settle(pilot)
        await press(pilot, *filter(None, [key]))
        for number in range(4, 7):
            app.notify(f"thing {number} done", timeout=60)
            await settle(pilot)
        assert [f"thing {number} done" in screen(pilot) for number in range(7)] == (
            [False] * (7 - MOST) + [True] * MOST
        )
        for each in app.screen_stack:
            assert len(each.query(ToastHolder)) <= MOST
        await press(pilot, *(["escape"] if key else []))
        assert [f"thing {number} done" in screen(pilot) for number in range(7)] == (
            [False] * (7 - MOST) + [True] * MOST
        )
