"""Small defects that came up when the explorer was tried as a new person would."""

from __future__ import annotations

from tests.explorer.helpers import ROOT, dataset, lines, opened, press, screen, settle, write
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.glyphs import ASCII
from tui.explorer.theming import load_themes
from tui.query import View


async def test_the_first_facet_has_its_heading() -> None:
    """The list of facets opens with the name of the first one in sight."""
    async with opened() as pilot:
        await press(pilot, "f")
        assert "Sector" in lines(pilot)[4]
        assert "[ ]" in lines(pilot)[5]


async def test_a_facet_gone_to_is_shown_with_heading_and_values() -> None:
    """Right scrolls so that the values of the next facet can be read, left back to its name."""
    async with opened() as pilot:
        await press(pilot, "f", "right")
        text = screen(pilot)
        assert "Member type" in text
        assert "Company" in text
        await press(pilot, "left")
        assert "Sector" in lines(pilot)[4]


async def test_the_palette_finds_a_command_by_its_short_name() -> None:
    """The word of the key line is found as well as the sentence of the help."""
    async with opened() as pilot:
        await press(pilot, "colon")
        await write(pilot, "export")
        assert "Write the table to a file" in screen(pilot)
        assert "export: key e" in screen(pilot)


async def test_a_list_to_choose_from_has_one_frame() -> None:
    """No box within the box."""
    async with opened() as pilot:
        await press(pilot, "b")
        text = screen(pilot)
        assert "Cohort" in text
        assert "▔" not in text
        assert "▊" not in text


async def test_dialogs_have_ascii_frames_on_an_ascii_terminal() -> None:
    """Cohort, columns and views are framed with signs that every terminal can draw."""
    source = dataset()
    themes, _ = load_themes([ROOT / "themes"])
    app = ExplorerApp(source, View(cohort=source.default_cohort), themes, launch=Launch(ASCII))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in ("b", "C", "v"):
            await press(pilot, key)
            text = screen(pilot)
            assert "+---" in text, key
            assert "╭" not in text, key
            await press(pilot, "escape")


async def test_saved_views_tell_their_keys_in_the_smallest_window() -> None:
    """The list gives way to the line of keys."""
    async with opened(size=(60, 15)) as pilot:
        await press(pilot, "v")
        text = screen(pilot)
        assert "Enter apply" in text
        assert "close" in text
        await press(pilot, "s")
        assert "Enter saves" in screen(pilot)
        assert "Enter apply" not in screen(pilot)


async def test_lines_of_the_help_go_on_below_their_text() -> None:
    """What does not fit into a line begins where the text began, at every width."""
    async with opened(size=(60, 15)) as pilot:
        await press(pilot, "question_mark", *"free")
        shown = lines(pilot)
        place = next(row for row, line in enumerate(shown) if "free text" in line)
        column = shown[place].index("free text")
        assert shown[place + 1][:column].strip() == ""
        assert shown[place + 1][column] != " "
        await press(pilot, "escape", "end")
        assert "Esc, q or ? close" in screen(pilot)
