"""The tab of the sites: table and detail."""

from __future__ import annotations

from tests.explorer.exporting import said
from tests.explorer.helpers import dataset, lines, opened, press, screen, settle, write


async def test_the_detail_follows_the_cursor() -> None:
    async with opened(size=(140, 40)) as pilot:
        await settle(pilot)
        assert "Barcelona Supercomputing" in screen(pilot)
        await press(pilot, "j", "j")
        await settle(pilot)
        assert "AI Factory · Italy · Bologna · Selected: 2024-12-10" in screen(pilot)


async def test_the_detail_says_when_there_is_no_site() -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "slash")
        await write(pilot, "country:XK")
        await press(pilot, "enter")
        await settle(pilot)
        assert "No row is under the cursor." in screen(pilot)


async def test_what_is_under_the_cursor_is_known_after_another_tab() -> None:
    """o works at once when one comes back; without sites it says that there is no row."""
    async with opened() as pilot:
        await press(pilot, "j", "3", "1", "o")
        assert "Sources of HammerHAI" in screen(pilot)
        await press(pilot, "escape", "slash")
        await write(pilot, "country:XK")
        await press(pilot, "enter", "o")
        assert "No row with sources" in said(pilot)


async def test_one_pane_below_110_columns_two_above() -> None:
    async with opened(size=(140, 30)) as pilot:
        await settle(pilot)
        assert "Money and dates" in screen(pilot)
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert "Money and dates" not in screen(pilot)
        assert "│" not in lines(pilot)[10]
        await pilot.resize_terminal(140, 30)
        await settle(pilot)
        await settle(pilot)
        assert "Money and dates" in screen(pilot)


async def test_details_of_hostile_names_stay_inside_their_pane() -> None:
    """Names of 500 characters are wrapped, not cut; nothing runs over the table."""
    async with opened(dataset("hostile"), size=(120, 40), cohort="") as pilot:
        for _ in range(len(dataset("hostile").sites)):
            await press(pilot, "j")
            await settle(pilot)
            divider = lines(pilot)[4].index("│")
            assert {line[divider] for line in lines(pilot)[4:38]} == {"│"}
            assert "\x1b" not in screen(pilot)


async def test_the_sites_by_country_and_selection_with_the_sites_behind_a_group() -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "a", "j")
        assert "DE Germany: 2 sites" in screen(pilot)
        below = screen(pilot).split("DE Germany: 2 sites")[1]
        assert "HammerHAI" in below
        assert "BSC AIF" not in below
        await press(pilot, "a", "j")
        assert "2024-12-10: 7 sites" in screen(pilot)
        await press(pilot, "a")
        assert "takes part without hosting" in screen(pilot)
        await press(pilot, "a")
        assert "Money and dates" in screen(pilot)
        await press(pilot, "u")
        assert "takes part without hosting" in screen(pilot)
