"""The frame: what stands on the screen and what the keys do."""

from __future__ import annotations

import pytest

from tests.explorer.helpers import dataset, lines, opened, press, screen, settle, write
from tui.explorer.app import ExplorerApp
from tui.explorer.commands import COMMANDS, TAB_IDS
from tui.explorer.main_screen import MainScreen
from tui.explorer.messages import SortRequested

BRIEF = ["BSC AIF", "HammerHAI", "IT4LIA", "L-AIF", "LUMI AIF", "MIMER", "Pharos", "AI2F",
         "AI:AT", "BRAIN++", "JAIF", "PIAST-AI", "SLAIF"]  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_it_opens_on_the_thirteen_of_the_brief(size: tuple[int, int]) -> None:
    """All thirteen names, the cohort and the count are on the screen."""
    async with opened(size=size) as pilot:
        text = screen(pilot)
        for name in BRIEF:
            assert name in text
        assert "The thirteen of the brief" in text
        assert "13 of 13" in text


async def test_the_filter_follows_the_typing() -> None:
    """Each key narrows the list; Enter keeps it, x drops it."""
    async with opened() as pilot:
        await press(pilot, "slash")
        await write(pilot, "country:DE")
        assert "2 of 13" in screen(pilot)
        await press(pilot, "enter")
        assert "HammerHAI" in screen(pilot)
        assert "BSC AIF" not in screen(pilot)
        await press(pilot, "x")
        assert "13 of 13" in screen(pilot)


async def test_escape_brings_back_what_stood_before() -> None:
    """A change that was not kept is given up."""
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "slash")
        await write(pilot, " x")
        await press(pilot, "escape")
        assert "country:DE" in lines(pilot)[2]
        assert "2 of 13" in screen(pilot)


async def test_what_was_taken_for_something_else_is_told() -> None:
    """The filter goes on, and a line below it shows the form that was understood."""
    async with opened() as pilot:
        await press(pilot, "slash")
        await write(pilot, "not country:DE")
        text = screen(pilot)
        assert "11 of 13" in text
        assert "'not' is read as NOT; in quotes it is a word like any other" in text
        await press(pilot, "escape")
        assert "is read as" not in screen(pilot)


async def test_an_error_points_to_the_place() -> None:
    """The caret stands under the unknown word, the suggestion beside it."""
    async with opened() as pilot:
        await press(pilot, "slash")
        await write(pilot, "contry:DE")
        text = screen(pilot)
        assert "did you mean 'country'?" in text
        assert "^" in text
        assert "contry:DE" in text


async def test_the_last_good_result_stays_under_an_error() -> None:
    """An open parenthesis does not empty the table, and is told when the filter is kept."""
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "slash")
        await write(pilot, " (")
        assert "2 of 13" in screen(pilot)
        assert "column" not in screen(pilot)
        await press(pilot, "enter")
        text = screen(pilot)
        assert "2 of 13" in text
        assert "HammerHAI" in text
        assert "column 12" in text
        await write(pilot, ")")
        assert "column" in screen(pilot)


async def test_a_field_in_the_making_does_not_empty_the_table() -> None:
    """The beginning of a field name is not yet a search for that word."""
    async with opened() as pilot:
        await press(pilot, "slash")
        await write(pilot, "country:DE longitud")
        assert "0 of 13" not in screen(pilot)
        await write(pilot, "e:>8")
        assert "1 of 13" in screen(pilot)
        await press(pilot, "enter", "x", "slash")
        await write(pilot, "longitud")
        await press(pilot, "enter")
        assert "0 of 13" in screen(pilot)


async def test_undo_and_redo() -> None:
    """u takes a change back, U does it again."""
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "x")
        assert "13 of 13" in screen(pilot)
        await press(pilot, "u")
        assert "2 of 13" in screen(pilot)
        await press(pilot, "U")
        assert "13 of 13" in screen(pilot)


async def test_the_cohort_is_chosen_from_a_list() -> None:
    """b, one down, Enter: all nineteen factories."""
    async with opened() as pilot:
        await press(pilot, "b")
        assert "All AI Factories" in screen(pilot)
        await press(pilot, "j", "enter")
        assert "19 of 19" in screen(pilot)


async def test_sorting_by_the_column_under_the_cursor() -> None:
    """l moves to a column, S sorts downwards by it."""
    async with opened() as pilot:
        await press(pilot, "l", "l", "l", "l", "l", "S")
        first = lines(pilot)[5]
        assert first.split()[0] == "AI2F"
        await press(pilot, "u")
        assert lines(pilot)[5].split()[0] == "BSC"


async def test_enter_opens_everything_known_about_a_site() -> None:
    """At 80 columns the detail lies over the table; Escape comes back."""
    async with opened() as pilot:
        await press(pilot, "j", "enter")
        text = screen(pilot)
        assert "AI Factory · Germany · Stuttgart" in text
        assert "EUR 85 million" in text
        await press(pilot, "escape")
        assert "13 of 13" in screen(pilot)


async def test_two_panes_from_110_columns_on() -> None:
    """The detail follows the cursor beside the table."""
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "j")
        await settle(pilot)
        assert "AI Factory · Germany · Stuttgart" in screen(pilot)


async def test_every_tab_opens_and_keeps_the_filter() -> None:
    """One filter stands over all tabs."""
    async with opened(filter="country:DE") as pilot:
        for place, tab in enumerate(TAB_IDS, 1):
            if tab in TAB_IDS:
                await press(pilot, str(place))
                assert "2 of 13" in screen(pilot), tab


async def test_sites_with_faults_are_counted_in_the_header() -> None:
    """What is left out is not kept quiet."""
    async with opened(dataset("broken"), size=(100, 24)) as pilot:
        assert "19 sites left out" in lines(pilot)[0]
        assert " Sound " in screen(pilot)
        await press(pilot, "exclamation_mark")
        text = screen(pilot)
        assert "broken/" in text
        assert "line " in text
        assert "did you mean" in text


async def test_strings_from_files_are_shown_not_sent() -> None:
    """Escape sequences and markup of a hostile dataset stay text."""
    async with opened(dataset("hostile"), size=(120, 30), cohort="") as pilot:
        text = screen(pilot)
        assert "\x1b" not in text
        assert "\x07" not in text
        await press(pilot, "enter")
        assert "\x1b" not in screen(pilot)


async def test_help_names_every_key_of_the_tab() -> None:
    """The key table is the one the bindings come from."""
    async with opened(size=(100, 120)) as pilot:
        await press(pilot, "question_mark")
        text = screen(pilot)
        for command in COMMANDS:
            if command.enabled_on("sites") and command.group != "Tabs" and command.id != "help":
                assert command.help in text, command.id


def test_commands_have_unique_ids_keys_and_actions() -> None:
    """No key does two things; every action exists on the main screen."""
    ids = [command.id for command in COMMANDS]
    assert len(ids) == len(set(ids))
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    for command in COMMANDS:
        name = command.action.split("(")[0]
        owner = ExplorerApp if name.startswith("app.") else MainScreen
        assert hasattr(owner, f"action_{name.removeprefix('app.')}"), command.id


async def test_the_colours_are_chosen_from_all_themes() -> None:
    """t lists them by their titles; the chosen one is put on at once."""
    async with opened() as pilot:
        await press(pilot, "t")
        assert "Paper" in screen(pilot)
        await press(pilot, "j", "j", "enter")
        assert pilot.app.theme != "night"
        assert "13 of 13" in screen(pilot)


async def test_the_sources_of_a_row_follow_its_details() -> None:
    """o in the full text goes on to what it rests on."""
    async with opened() as pilot:
        await press(pilot, "enter")
        assert "o sources" in screen(pilot)
        await press(pilot, "o")
        assert "EuroHPC" in screen(pilot)
        await press(pilot, "q")
        assert "13 of 13" in screen(pilot)


async def test_each_table_in_sight_has_its_columns() -> None:
    async with opened(tab="consortia", size=(120, 40)) as pilot:
        await press(pilot, "C")
        assert "Columns of Members by site" in screen(pilot)
        await press(pilot, "escape")
        await press(pilot, "tab", "C")
        assert "Columns of Partners" in screen(pilot)


async def test_a_column_that_a_table_does_not_have_sorts_nothing() -> None:
    """Columns that stand on the screen alone can be clicked, too."""
    async with opened(tab="sectors") as pilot:
        main = pilot.app.screen_stack[0]
        assert isinstance(main, MainScreen)
        view = main.now.view
        main.post_message(SortRequested("sectors", "value"))
        await settle(pilot)
        assert main.now.view == view
