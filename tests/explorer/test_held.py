"""While a filter does not parse, the last good result stays, greyed, on all tabs."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import dataset, lines, opened, press, screen, settle, write
from tui.explorer.commands import TAB_IDS
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.explorer.grid.grid import Grid
from tui.explorer.panes.frame_text import COUNT_WIDTH, filter_count
from tui.explorer.state import State, make_state, notes_while_typing, typed_state
from tui.query import View

TOP = 4
"""Lines above a tab while nothing is wrong: header, tabs, filter, way."""


def cells(pilot: Pilot[Any]) -> list[object]:
    """What stands in the tables of the tab, wherever it is scrolled to."""
    sources = [grid.source for grid in pilot.app.screen.query("Tab Grid").results(Grid)]
    return [
        source.cell(row, column)
        for source in sources
        if source is not None
        for row in range(len(source))
        for column in range(len(source.columns))
    ]


def inks(pilot: Pilot[Any]) -> set[str]:
    """The colours of the texts in the tab, below what may be said of the filter."""
    strips = pilot.app.screen._compositor.render_strips()
    return {
        str(segment.style.color)
        for strip in strips[TOP + 2 : -2]
        for segment in strip
        if segment.style is not None and any(map(str.isalnum, segment.text))
    }


@pytest.mark.parametrize("tab", TAB_IDS)
async def test_the_last_result_stays_greyed(tab: str) -> None:
    async with opened(tab=tab, size=(110, 30)) as pilot:
        await press(pilot, "/")
        await write(pilot, "country:DE")
        shown, colours, picture = cells(pilot), inks(pilot), lines(pilot)
        assert lines(pilot)[2].endswith(" 2 of 13")
        for more in (" country:", " nosuch:x", " (name:a"):
            await write(pilot, more)
            assert lines(pilot)[2].endswith("still 2 of 13"), more
            assert cells(pilot) == shown, more
            assert not inks(pilot) & colours, more
            await press(pilot, *["backspace"] * len(more))
            assert lines(pilot) == picture, more
            assert inks(pilot) == colours, more


async def test_a_good_filter_ends_the_grey() -> None:
    async with opened(size=(110, 30)) as pilot:
        await press(pilot, "/")
        await write(pilot, "country:DE sector:")
        colours = inks(pilot)
        await write(pilot, "health")
        assert "still" not in lines(pilot)[2]
        assert inks(pilot) != colours


async def test_the_tab_in_sight_alone_is_greyed() -> None:
    async with opened(size=(110, 30)) as pilot:
        screen = pilot.app.screen
        await press(pilot, "2", "1", "/")
        await write(pilot, "country:DE sector:")
        assert [each.id for each in screen.query("Tab.-held")] == ["tab-sites"]
        await screen.run_action("tab('compute')")
        await settle(pilot)
        assert [each.id for each in screen.query("Tab.-held")] == []


def test_a_word_that_becomes_a_field_brings_the_result_back() -> None:
    """The word alone picks nothing; with a colon it is no word any more."""
    state = make_state(dataset(), View(cohort="brief"))
    state = typed_state(state, "country:DE")
    state = typed_state(state, "country:DE nosuch")
    assert (state.site_count, state.held) == (0, False)
    state = typed_state(state, "country:DE nosuch:")
    assert (state.site_count, state.held, state.view.filter) == (2, True, "country:DE")
    state = typed_state(state, "country:DE nosuch:x")
    assert state.error is not None
    assert (state.site_count, state.held, state.typed) == (2, True, "country:DE nosuch:x")


def test_nothing_is_worked_out_anew_while_a_result_is_held() -> None:
    state = typed_state(make_state(dataset(), View(cohort="brief")), "country:DE")
    kept = state.result("sites")
    held = typed_state(state, "country:DE name:")
    assert held.held
    assert held.result("sites") is kept


def test_a_letter_behind_a_number_may_become_a_word() -> None:
    """It is the end of a number, and wrong, once the filter is kept or goes on as one."""
    state = typed_state(make_state(dataset(), View(cohort="brief")), "members:>3")
    begun = typed_state(state, "members:>3 b")
    assert (begun.error, begun.held, begun.site_count) == (None, True, state.site_count)
    assert not typed_state(begun, "members:>3 bsc").held
    assert typed_state(begun, "members:>3 bn").error is not None
    assert typed_state(begun, "members:>3b").error is not None


@pytest.mark.parametrize("last", ["DE", "AT", "country:Holland", "“x”", "member:DE"])
@pytest.mark.parametrize("first", ["FR", "country:Holland", "“bsc”"])
def test_what_is_said_of_the_last_word_waits_for_the_space_behind_it(first: str, last: str) -> None:
    """What is said of the words before it does not."""
    state = make_state(dataset(), View(cohort="brief"))

    def said(text: str) -> set[str]:
        return {each.text for each in notes_while_typing(typed_state(state, text))}

    assert said(first) == set()
    before = said(f"{first} ")
    assert before
    typing, typed = said(f"{first} {last}"), said(f"{first} {last} ")
    assert typing == before
    assert typed > typing or first == last


def test_the_count_has_as_much_of_the_lists_as_there_is_room_for() -> None:
    state = make_state(dataset(), View(cohort="brief", tab="consortia"))
    state = typed_state(state, "member.type:company")
    held = typed_state(state, "member.type:company foo:")

    def told(state: State, glyphs: Glyphs = UNICODE) -> str:
        count = filter_count(state, "consortia", glyphs, cut_off=False)
        assert len(count) == COUNT_WIDTH
        return count.strip()

    assert told(state) == "narrowed lists · 3 of 13"
    assert told(state, ASCII) == "narrowed lists . 3 of 13"
    assert told(held) == "narrowed · still 3 of 13"
    many = dataclasses.replace(held, scope=bytes([1]) * 10**6)
    assert told(many) == "still 3 of 1000000"


async def test_what_is_wrong_is_cut_anew_for_another_width() -> None:
    async with opened(size=(60, 20)) as pilot:
        await press(pilot, "/")
        await write(pilot, LONG)
        narrow = lines(pilot)[3:]
    async with opened(size=(140, 20)) as pilot:
        await press(pilot, "/")
        await write(pilot, LONG)
        await pilot.resize_terminal(60, 20)
        await settle(pilot)
        assert lines(pilot)[3:] == narrow


LONG = "country:DE sectors:>=5 members:>3 budget.total_meur:>1 name:JA foo:1"


@pytest.mark.parametrize("end", ["enter", "space"])
async def test_a_note_on_a_word_waits_until_the_word_is_typed(end: str) -> None:
    told = "country:DE asks for the country"
    async with opened(cohort="brief") as pilot:
        await press(pilot, "/", *"sectors:>0 DE")
        assert told not in screen(pilot)
        await press(pilot, end)
        assert told in screen(pilot)
        await press(pilot, "/")
        assert told in screen(pilot), "it stays until another filter is typed"
