"""The help: what works now first, two columns where there is room, found by typing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.explorer.helpers import lines, opened, press, screen, write
from tui.explorer.commands import COMMANDS, TAB_IDS, rebound
from tui.explorer.dialogs.help import everything, found, help_blocks
from tui.text import width_of


async def test_it_begins_with_what_works_now_and_says_how_to_leave() -> None:
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "?")
        shown = lines(pilot)
        assert "Help · Sites" in shown[0]
        assert "Here and now" in shown[2]
        here = shown[: shown.index("")]
        assert any("Clear the filter" in line for line in shown[:15])
        assert here
        assert "Esc, q or ? close" in shown[-1]
        await press(pilot, "q")
        assert "2 of 13" in screen(pilot)


async def test_a_pane_with_keys_of_its_own_tells_those() -> None:
    async with opened() as pilot:
        await press(pilot, "f", "?")
        if "Help" in lines(pilot)[0]:
            assert "tick" in "\n".join(lines(pilot)[:8])


async def test_typing_looks_for_words_and_what_is_elsewhere_too() -> None:
    """The map is a key of the sites alone, and is found from any tab with where it works."""
    async with opened(size=(80, 24)) as pilot:
        await press(pilot, "2", "?")
        await write(pilot, "map eur")
        text = screen(pilot)
        assert "Show the sites on a map of Europe, or close it (on Sites)" in text
        assert "Type a filter" not in text
        assert "/ map eur" in lines(pilot)[0]
        await press(pilot, *["backspace"] * 7, *"jkqzx")
        assert "Nothing of this name" in screen(pilot)
        await press(pilot, "escape")
        assert "Here and now" in screen(pilot)
        await press(pilot, "escape")
        assert "2 Compute" in screen(pilot)


async def test_two_columns_where_there_is_room() -> None:
    """The same entries, side by side, in fewer lines."""
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "?")
        shown = lines(pilot)
        first = next(line for line in shown if "Here and now" in line)
        assert first.split("   ")[-1].strip() not in ("", "Here and now")
        assert all(width_of(line) <= 140 for line in shown)


async def test_rebound_keys_stand_there() -> None:
    blocks = help_blocks("sites", rebound(COMMANDS, {"map": ["Z"]}), ())
    named = {entry.text: entry.name for block in blocks for entry in block.entries}
    assert named["Show the sites on a map of Europe, or close it"] == "Z"


@given(st.sampled_from(COMMANDS), st.sampled_from(TAB_IDS))
def test_every_command_is_found_by_its_words(command, tab) -> None:  # type: ignore[no-untyped-def]
    """By title, meaning and key; the tabs by the names of all."""
    every = everything(COMMANDS)
    for needle in (command.title, command.help.split(":")[0]):
        texts = [each.text for block in found(every, needle) for each in block.entries]
        wanted = "Go to a tab" if command.group == "Tabs" else command.help
        assert any(text.startswith(wanted) for text in texts), needle


@given(st.text(max_size=12))
def test_no_text_that_is_looked_for_breaks_anything(needle: str) -> None:
    every = everything(COMMANDS)
    kept = {entry for block in found(every, needle) for entry in block.entries}
    assert kept <= {entry for block in every for entry in block.entries}
