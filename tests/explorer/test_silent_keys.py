"""No key of a command is silent: it changes what is seen, opens something, or tells why not."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from tests.explorer.exporting import said
from tests.explorer.helpers import dataset, opened, press, screen, settle
from tests.explorer.test_key_hints import come_back, seen
from tui.explorer.commands import BY_ID, COMMANDS, SORTABLE, TAB_IDS, Command, textual_key
from tui.explorer.main_screen import MainScreen
from tui.explorer.tabs import ways_of
from tui.query import View

SIZE = (120, 30)
ELSEWHERE = frozenset(("quit", "suspend", "redraw", "theme", "next_pane", "previous_pane"))
"""They leave the program, act on all of it, or have nowhere to go where there is one pane."""
MOVES = frozenset(("up", "down", "left", "right", "page_up", "page_down", "first", "last"))
"""At the end of a table they stand still, and everybody knows why."""
PRESSED = [
    each for each in COMMANDS if each.id not in ELSEWHERE | MOVES and not each.id.startswith("tab.")
]


async def panes_of(pilot: Pilot[int]) -> list[Widget]:
    """The panes that the keyboard goes through, the first one being that of the table."""
    main, found = pilot.app.screen, list[Widget]()
    while main.focused is not None and main.focused not in found:
        found.append(main.focused)
        await press(pilot, "tab")
    return found


async def is_silent(pilot: Pilot[int], command: Command) -> bool:
    pilot.app.clear_notifications()
    before = seen(pilot)
    await press(pilot, textual_key(command.keys[0]))
    return seen(pilot) == before and len(pilot.app.screen_stack) == 1


async def silent_alone(tab: str, way: str, pane: int, command: Command) -> bool:
    """Whether it is silent in an explorer in which nothing was pressed before."""
    async with opened(dataset("small"), SIZE, tab=tab, ways={tab: way}) as pilot:
        (await panes_of(pilot))[pane].focus()
        await settle(pilot)
        return await is_silent(pilot, command)


async def silent_ones(tab: str, way: str, part: int, parts: int) -> list[tuple[str, int, str]]:
    """The silent ones of a part of the commands in a way, of each pane another share."""
    found = []
    async with opened(dataset("small"), SIZE, tab=tab, ways={tab: way}) as pilot:
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        view, panes = main.now.view, await panes_of(pilot)
        for at, pane in enumerate(panes):
            for command in PRESSED[part + at * parts :: parts * len(panes)]:
                await come_back(pilot, view, pane)
                if await is_silent(pilot, command):
                    found.append((way, at, command.id))
    return found


@pytest.mark.parametrize("tab", TAB_IDS)
async def test_each_key_does_something_or_tells_why_not(tab: str) -> None:
    """In each way and pane another part of the commands, all of them on each tab."""
    ways = ways_of(tab)
    for part, way in enumerate(ways):
        for ident, pane, command in await silent_ones(tab, way.id, part, len(ways)):
            silent = await silent_alone(tab, ident, pane, BY_ID[command])
            assert not silent, (ident, pane, command)


@pytest.mark.parametrize("tab", TAB_IDS)
async def test_a_key_of_other_tabs_tells_which(tab: str) -> None:
    off = [each for each in COMMANDS if not each.enabled_on(tab)]
    async with opened(dataset("small"), SIZE, tab=tab) as pilot:
        for command in off:
            pilot.app.clear_notifications()
            before = screen(pilot)
            await press(pilot, textual_key(command.keys[0]))
            assert said(pilot) == command.why_off()
            pilot.app.clear_notifications()
            await settle(pilot)
            assert screen(pilot) == before


def test_why_a_key_does_nothing_names_the_tabs() -> None:
    assert BY_ID["map"].why_off() == "map is for Sites (1)"
    assert BY_ID["sort_up"].why_off() == "Findings keep the order of the brief"
    assert BY_ID["sort_up"].tabs == SORTABLE


async def test_where_no_filter_narrows_whole_lists_are_no_step() -> None:
    async with opened(dataset("small"), SIZE, tab="consortia") as pilot:
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        await press(pilot, "w", "x")
        assert said(pilot).split("\n") == [
            "The lists of this tab are whole: no filter narrows them",
            "No filter is set: there is nothing to clear",
        ]
        assert main.history.place == 0
        main.change(View(filter="member.type:company", tab="consortia", cohort="all"))
        await press(pilot, "w")
        assert main.now.view.whole
        await press(pilot, "x", "w")
        assert not main.now.view.whole


async def test_keys_typed_in_the_facets_are_not_commands_of_other_tabs() -> None:
    async with opened(dataset("small"), SIZE, tab="compute") as pilot:
        await press(pilot, "f", "m")
        assert said(pilot) == ""
