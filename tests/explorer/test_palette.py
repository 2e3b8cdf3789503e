"""The palette goes to what it finds: the right tab, the cursor on it."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.explorer.exporting import said
from tests.explorer.helpers import dataset, lines, opened, press, screen, write
from tui.explorer.grid.grid import Grid
from tui.explorer.main_screen import MainScreen


async def find(pilot: Pilot[Any], text: str) -> MainScreen:
    """Type into the palette and take its first hit."""
    await press(pilot, ":")
    await write(pilot, text)
    await press(pilot, "enter")
    main = pilot.app.screen
    assert isinstance(main, MainScreen), screen(pilot)
    return main


def here(main: MainScreen) -> tuple[str, str, str]:
    """Tab, row and column under the cursor."""
    grid = main.here().grid
    assert isinstance(grid, Grid)
    return main.tab, str(grid.cursor_key), str(grid.cursor_column_id)


@pytest.mark.parametrize(
    ("text", "tab", "row"),
    [
        ("hammerhai", "sites", "hammerhai"),
        ("jupiter booster", "compute", "jaif/jupiter-booster"),
        ("rwth aachen", "consortia", "jaif/rwth"),
        ("only two of the thirteen have no academic", "findings", "cons-two-without-academic"),
    ],
)
@pytest.mark.parametrize("start", ["sites", "sources"])
async def test_enter_puts_the_cursor_on_it(text: str, tab: str, row: str, start: str) -> None:
    async with opened(tab=start, cohort="factories", size=(120, 40)) as pilot:
        main = await find(pilot, text)
        assert here(main)[:2] == (tab, row)
        await press(pilot, "j")
        assert here(main)[1] != row


async def test_a_sector_is_a_column_of_the_matrix() -> None:
    async with opened(cohort="factories", size=(120, 40)) as pilot:
        main = await find(pilot, "health and life")
        tab, _, column = here(main)
        assert (tab, column) == ("sectors", "health_life_sciences")


async def test_a_sector_that_narrowed_lists_leave_out_makes_them_whole_and_takes_no_keys() -> None:
    """What cannot be gone to is not gone to later either, in the middle of what is typed."""
    async with opened(cohort="factories", filter="sector.group:health", size=(120, 40)) as pilot:
        main = await find(pilot, "robotics")
        assert here(main)[::2] == ("sectors", "robotics")
        assert "the lists are whole now" in said(pilot)
        await press(pilot, "u")
        main.tab_view.aim("", "robotics")
        await press(pilot, "/", "ctrl+u", *"country:DE")
        assert main.now.typed == "country:DE"


async def test_a_column_is_shown_where_it_was_not() -> None:
    async with opened(tab="compute", cohort="factories", size=(120, 40)) as pilot:
        main = await find(pilot, "budget confidence")
        tab, _, column = here(main)
        assert (tab, column) == ("sites", "budget.confidence")
        await press(pilot, "u")
        assert not main.now.view.table("sites").columns


async def test_what_the_filter_left_out_is_shown_and_said() -> None:
    async with opened(cohort="factories", filter="country:FR", size=(120, 40)) as pilot:
        main = await find(pilot, "hammerhai")
        assert here(main)[:2] == ("sites", "hammerhai")
        assert "The filter left HammerHAI out and is cleared" in said(pilot)
        await press(pilot, "u")
        assert "/ country:FR" in lines(pilot)[2]


async def test_what_is_in_no_row_of_the_cohort_changes_it() -> None:
    async with opened(cohort="brief", size=(120, 40)) as pilot:
        main = await find(pilot, "litai")
        assert here(main)[:2] == ("sites", "litai")
        assert "is not in the cohort" in said(pilot)


async def test_commands_are_found_as_before() -> None:
    async with opened(size=(120, 40)) as pilot:
        main = await find(pilot, "go to the tab compute")
        assert main.tab == "compute"


async def test_hostile_names_stay_text() -> None:
    async with opened(dataset("hostile"), cohort="", size=(120, 40)) as pilot:
        await press(pilot, ":")
        for letter in "aeiou":
            await press(pilot, letter)
            assert "\x1b" not in screen(pilot)
            await press(pilot, "backspace")
