"""Pasted text arrives whole in a field of one line, and is never a key."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from tests.explorer.exporting import said
from tests.explorer.helpers import make_app, opened, press, screen, settle
from tui.explorer.main_base import MainBase
from tui.query import View
from tui.text import one_line


async def paste(pilot: Pilot[Any], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await settle(pilot)


@pytest.mark.parametrize("text", ["country:DE\ncity:Jülich", "country:DE\r\ncity:Jülich\r\n"])
async def test_line_breaks_become_spaces_in_the_filter(text: str) -> None:
    async with opened(size=(80, 24)) as pilot:
        await press(pilot, "/")
        await paste(pilot, text)
        assert pilot.app.screen.query_one("#filter-input", Input).value == "country:DE city:Jülich"
        assert "1 of 13" in screen(pilot)


@pytest.mark.parametrize("keys", [("v", "s"), ("e", "up", "ctrl+u"), (":",)])
async def test_and_in_every_other_field(keys: tuple[str, ...]) -> None:
    async with opened(size=(80, 24)) as pilot:
        await press(pilot, *keys)
        await paste(pilot, "one\ntwo\tthree\n")
        assert isinstance(pilot.app.focused, Input)
        assert pilot.app.focused.value == "one two three"


async def test_a_paste_and_keys_in_one_packet_keep_their_order() -> None:
    async with opened(size=(80, 24)) as pilot:
        for key in ("/", "country:", "\r"):
            if len(key) == 1:
                await press(pilot, "enter" if key == "\r" else key)
            else:
                pilot.app.post_message(events.Paste(key))
                pilot.app.post_message(events.Key("D", "D"))
                pilot.app.post_message(events.Paste("E"))
        main = pilot.app.screen_stack[0]
        assert isinstance(main, MainBase)
        assert main.now.view.filter == "country:DE"


async def test_where_no_field_is_open_it_does_nothing_and_says_so() -> None:
    async with opened(size=(80, 24)) as pilot:
        main = pilot.app.screen_stack[0]
        assert isinstance(main, MainBase)
        view = main.now.view
        await paste(pilot, "q x 3 country:DE")
        assert main.now.view == view
        assert "/ opens the filter" in said(pilot)


async def test_a_filter_of_several_lines_from_the_command_line_is_one() -> None:
    app = make_app(filter="country:DE\ncity:Jülich")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "country:DE city:Jülich" in screen(pilot)
        assert "1 of 13" in screen(pilot)


@given(st.text(st.sampled_from("ab \t\r\n\x0b\x85\u2028"), max_size=8))
def test_one_line_changes_breaks_alone(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line.replace(" ", "") == "".join(c for c in text if c in "ab")
    assert View(filter=text).filter == (text if text.isprintable() else line)
