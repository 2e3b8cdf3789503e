"""A list to choose from shows which entry Enter takes, with colours and without."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from tests.explorer.helpers import lines, opened, press, screen
from tui.explorer.dialogs.base import aligned


@pytest.mark.parametrize("theme", ["paper", "terminal"])
async def test_the_entry_under_the_cursor_is_set_off_and_can_be_read(theme: str) -> None:
    """Its remark has the colour of its text; in the terminal's colours a line is below it."""
    async with opened(theme=theme) as pilot:
        await press(pilot, "b", "down")
        options = pilot.app.screen.query_one(OptionList)
        shown = [
            [each.style for each in line] for line in options.render_lines(options.size.region)
        ]
        chosen = [style for style in shown[1] if style is not None]
        other = [style for style in shown[2] if style is not None]
        assert len({style.color for style in chosen}) == 1
        if theme == "terminal":
            assert all(style.underline and style.bold for style in chosen)
            assert not any(style.underline for style in other)
        else:
            assert {style.bgcolor for style in chosen}.isdisjoint(each.bgcolor for each in other)


async def test_a_long_list_leaves_the_keys_in_sight_in_the_smallest_window() -> None:
    async with opened(size=(60, 15), tab="consortia") as pilot:
        await press(pilot, "T", "b")
        assert "Count by" in screen(pilot)
        assert "Enter choose" in screen(pilot)


async def test_no_remark_is_cut_beside_long_entries() -> None:
    async with opened(size=(80, 24), tab="compute") as pilot:
        await press(pilot, "T", "c")
        (line,) = [line for line in lines(pilot) if "  Count basis  " in line]
        assert " accelerator_count_basis " in line


def test_numbers_stand_below_one_another_and_words_where_they_begin() -> None:
    assert aligned(["13 sites", "1 site"]) == ["13 sites", " 1 site"]
    assert aligned(["site", "vendor"]) == ["site", "vendor"]
