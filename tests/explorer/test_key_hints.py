"""The last line names keys that act now, in the pane that has the keyboard, and no others."""

from __future__ import annotations

import re

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from tests.explorer.exporting import said
from tests.explorer.helpers import dataset, lines, opened, press, screen, settle, write
from tui.explorer.commands import TAB_IDS, Hint
from tui.explorer.main_screen import MainScreen
from tui.explorer.panes.frame import KeyLine
from tui.explorer.tabs import ways_of
from tui.explorer.tabs.sites import SitesTab
from tui.query import View

SIZE = (120, 30)
SITUATIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "nothing left": ((), "nobody"),
    "a filter is typed": (("slash",), "countr"),
    "the detail has the keyboard": (("tab",), ""),
}
KEYS = {"/": "slash", "-": "minus", "?": "question_mark", "a-z": "s"}


async def go(pilot: Pilot[int], situation: str) -> tuple[Hint, ...]:
    """Come into a situation; what the last line has to choose from."""
    keys, text = SITUATIONS[situation]
    await press(pilot, *keys)
    if keys == ("slash",):
        await write(pilot, text)
    return pilot.app.screen.query_one(KeyLine).hints


def filter_of(situation: str) -> str:
    keys, text = SITUATIONS[situation]
    return "" if keys == ("slash",) else text


def seen(pilot: Pilot[int]) -> tuple[object, ...]:
    """Screen, notices, pane with the keyboard and its cursor."""
    focused = pilot.app.focused
    return screen(pilot), said(pilot), focused, getattr(focused, "cursor_row", None)


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_every_key_named_acts(situation: str) -> None:
    data = dataset("small")
    async with opened(data, SIZE, filter=filter_of(situation)) as pilot:
        named = await go(pilot, situation)
    assert named
    for hint in named:
        if hint.key == "q":
            continue
        async with opened(data, SIZE, filter=filter_of(situation)) as pilot:
            await go(pilot, situation)
            before = seen(pilot)
            await press(pilot, KEYS.get(hint.key, hint.key))
            assert seen(pilot) != before, hint


async def come_back(pilot: Pilot[int], view: View, pane: Widget | None) -> None:
    """Leave what a key opened, and go on from the view and the pane before it."""
    for _ in range(3):
        if len(pilot.app.screen_stack) > 1:
            await press(pilot, "escape")
    main = pilot.app.screen
    assert isinstance(main, MainScreen)
    if main.tab != view.tab:
        await main.action_tab(view.tab)
    if main.now.view != view:
        main.change(view)
    await settle(pilot)
    if pane is not None and pane.is_attached:
        pane.focus()
    await settle(pilot)


OF_THE_ROW = frozenset(("enter", "s", "space", "o", "T"))
"""Keys that act on what is under the cursor: the others act alike wherever the keyboard is."""


@pytest.mark.parametrize("tab", TAB_IDS)
async def test_every_key_named_acts_in_every_pane_of_every_way(tab: str) -> None:
    async with opened(dataset("small"), SIZE, tab=tab) as pilot:
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        for _ in ways_of(tab):
            view, panes = main.now.view, list[Widget | None]()
            while main.focused not in panes:
                panes.append(pane := main.focused)
                for hint in main.query_one(KeyLine).hints:
                    if hint.key not in OF_THE_ROW:
                        continue
                    pilot.app.clear_notifications()
                    before = seen(pilot)
                    await press(pilot, KEYS.get(hint.key, hint.key))
                    assert seen(pilot) != before, (view.ways, pane, hint)
                    assert not said(pilot).startswith("No "), (view.ways, pane, hint)
                    await come_back(pilot, view, pane)
                await press(pilot, "tab")
            await come_back(pilot, view, panes[0])
            await press(pilot, "a")


def named_in(pilot: Pilot[int]) -> str:
    return lines(pilot)[-1]


async def test_it_follows_what_is_mounted_late() -> None:
    async with opened(dataset("small"), SIZE) as pilot:
        await press(pilot, "a")
        assert "⏎ open" in named_in(pilot)
        tab = pilot.app.screen.query_one(SitesTab)
        await tab.query(".tab-caption, .tab-below").remove()
        await settle(pilot)
        assert "⏎ open" not in named_in(pilot)
        await tab._mount_rest()
        await settle(pilot)
        assert "⏎ open" in named_in(pilot)


async def test_it_follows_view_and_keyboard() -> None:
    async with opened(dataset("small"), (200, 30)) as pilot:
        assert not re.search(r" (clear|undo|compare|remove term|whole lists)\b", named_in(pilot))
        await press(pilot, "slash")
        assert named_in(pilot).split("  ")[0].strip() == "⏎ keep"
        await write(pilot, "country:DE")
        await press(pilot, "enter")
        assert "x clear" in named_in(pilot)
        assert "u undo" in named_in(pilot)
        await press(pilot, "space")
        assert "c compare" in named_in(pilot)
        await press(pilot, "f")
        assert "Space tick" in named_in(pilot)
        assert "filter" not in named_in(pilot)
        await press(pilot, "f", "x", "slash")
        await write(pilot, "nobody")
        await press(pilot, "enter")
        assert "d remove term" in named_in(pilot)
        assert not re.search(r" (open|sort|sources|export|copy)\b", named_in(pilot))
