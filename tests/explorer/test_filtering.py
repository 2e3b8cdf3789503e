"""Facets, completion and earlier filters, as a person uses them."""

from __future__ import annotations

import pytest

from tests.explorer.helpers import lines, opened, press, screen, write
from tui.explorer.main_screen import MainScreen
from tui.explorer.panes.facets import FacetGrid


async def test_facets_and_bar_are_two_faces_of_one_filter() -> None:
    """A tick writes the filter, a typed filter shows the tick."""
    async with opened(size=(140, 80)) as pilot:
        await press(pilot, "f", "g", "space")
        await press(pilot, "f")
        assert "of 13" in screen(pilot)
        assert ":" in lines(pilot)[2]
        await press(pilot, "x", "slash")
        await write(pilot, "country:DE")
        await press(pilot, "enter", "f")
        assert "[x] Germany" in screen(pilot)


async def test_several_values_of_a_facet_mean_or() -> None:
    """A second country joins the first in one term; a minus excludes."""
    async with opened(filter="country:DE", size=(140, 60)) as pilot:
        await press(pilot, "f")
        grid = pilot.app.screen.query_one(FacetGrid)
        assert grid.select("country=FR")
        await press(pilot, "space")
        assert "country:DE,FR" in lines(pilot)[2]
        assert grid.select("country=FR")
        await press(pilot, "minus")
        assert "-country:FR" in lines(pilot)[2]
        assert "2 of 13" in screen(pilot)


async def test_a_handwritten_part_stays_beside_the_facets() -> None:
    """What facets cannot show is left as it was written."""
    text = "count(partner(type:company)):>=1"
    async with opened(filter=text, size=(140, 40)) as pilot:
        await press(pilot, "f", "space")
        assert text in lines(pilot)[2]
        await press(pilot, "space")
        assert lines(pilot)[2].strip().startswith(f"/ {text}")


async def test_a_suggestion_is_one_that_is_read() -> None:
    """Steps that follow each other at one place are told as one."""
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "slash")
        await write(pilot, "budget.total_meur != NULL")
        await press(pilot, "enter")
        assert "did you mean 'budget.total_meur:*'?" in screen(pilot)


async def test_a_heading_of_the_facets_is_reset_but_not_ticked() -> None:
    async with opened(filter="country:DE sectors:>=1", size=(140, 60)) as pilot:
        await press(pilot, "f")
        grid = pilot.app.screen.query_one(FacetGrid)
        assert grid.select("country=FR")
        at = grid.cursor_row
        await press(pilot, "home", "space")
        assert "country:DE sectors:>=1" in lines(pilot)[2]
        grid.cursor_row = at
        await press(pilot, "x")
        assert lines(pilot)[2].strip().startswith("/ sectors:>=1")


async def test_a_letter_that_no_value_begins_with_moves_nothing() -> None:
    async with opened(size=(140, 60)) as pilot:
        await press(pilot, "f")
        grid = pilot.app.screen.query_one(FacetGrid)
        at = grid.cursor_row
        await press(pilot, "ö")
        assert grid.cursor_row == at
        await press(pilot, "f", "f")
        assert "[ ]" in screen(pilot)


async def test_facets_stand_in_place_of_the_table_at_80_columns() -> None:
    """And f brings the table back."""
    async with opened() as pilot:
        await press(pilot, "f")
        assert "[ ]" in screen(pilot)
        assert "Stuttgart" not in screen(pilot)
        await press(pilot, "f")
        assert "Stuttgart" in screen(pilot)


async def test_tab_completes_fields_and_values_with_counts() -> None:
    """A field in full, then the values that are there with the sites they leave."""
    async with opened() as pilot:
        await press(pilot, "slash")
        await write(pilot, "countr")
        await press(pilot, "tab")
        assert "country:" in lines(pilot)[2]
        await press(pilot, "escape")
        await write(pilot, "g")
        await press(pilot, "tab")
        text = screen(pilot)
        assert "Germany" in text or "country:DE" in text


async def test_enter_takes_the_chosen_completion_and_then_keeps() -> None:
    """The list is a step before the filter is kept."""
    async with opened() as pilot:
        await press(pilot, "slash")
        await write(pilot, "in:")
        await press(pilot, "tab")
        assert "brief" in screen(pilot)
        await press(pilot, "enter")
        assert lines(pilot)[2].strip().startswith("/ in:")
        assert "Enter take" not in screen(pilot)


async def test_up_recalls_earlier_filters() -> None:
    """The filter kept last comes first, and Down leads back to what was typed."""
    async with opened() as pilot:
        for text in ("country:DE", "country:FR"):
            await press(pilot, "x", "slash")
            await write(pilot, text)
            await press(pilot, "enter")
        await press(pilot, "x", "slash", "up")
        assert "country:FR" in lines(pilot)[2]
        await press(pilot, "up")
        assert "country:DE" in lines(pilot)[2]
        assert "2 of 13" in screen(pilot)
        await press(pilot, "down", "down")
        assert "13 of 13" in screen(pilot)


async def test_an_empty_result_says_which_term_excluded_the_last_rows() -> None:
    """And one key drops it."""
    async with opened(filter="country:DE rank:100..200") as pilot:
        text = screen(pilot)
        assert "No site matches" in text
        assert "rank:100..200" in text
        await press(pilot, "d")
        assert "2 of 13" in screen(pilot)
        assert lines(pilot)[2].strip().startswith("/ country:DE")


async def test_a_figure_that_none_reaches_is_told_what_the_known_ones_are() -> None:
    async with opened(filter="budget.total_meur:>100000000", size=(140, 40)) as pilot:
        assert "(known values go from 3.8 to 612 EUR million)" in " ".join(screen(pilot).split())


async def test_whole_or_narrowed_lists_and_which_of_them_is_shown() -> None:
    """w changes between the two, and the filter bar says which."""
    async with opened(filter="partner.type:company", tab="consortia", size=(120, 40)) as pilot:
        assert "narrowed lists" in lines(pilot)[2]
        narrowed = screen(pilot)
        assert "University of Stuttgart" not in narrowed
        await press(pilot, "w")
        assert "whole lists" in lines(pilot)[2]
        await press(pilot, "1")
        assert "lists" not in lines(pilot)[2]


async def test_a_long_filter_shows_its_beginning_and_a_mark() -> None:
    """While nobody types; in the bar the end is in sight."""
    text = "sector:health_life_sciences member.type:company country:FR,DE"
    async with opened(filter=text) as pilot:
        assert lines(pilot)[2].startswith(" / sector:health_life_sciences")
        assert "…" in lines(pilot)[2]
        await press(pilot, "slash")
        assert "country:FR,DE" in lines(pilot)[2]
        assert "…" not in lines(pilot)[2]
        await press(pilot, "enter")
        assert lines(pilot)[2].startswith(" / sector:health_life_sciences")


@pytest.mark.parametrize(
    ("typed", "leads_away", "kept"),
    [
        ("country:DE", "compute", "country:DE"),
        ("country:DE", "views", "country:DE"),
        ("country:DE (", "compute", ""),
    ],
)
async def test_a_filter_in_sight_is_kept_by_what_leads_away(
    typed: str, leads_away: str, kept: str
) -> None:
    """Mouse and palette lead away from the bar without the key that keeps what stands there."""
    async with opened(cohort="factories") as pilot:
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        await press(pilot, "/", *typed)
        if leads_away == "views":
            main.action_views()
            await press(pilot, "escape")
            assert main.present().filter == kept
        else:
            await pilot.click("TabBar", offset=(10, 0))
            assert (main.tab, main.now.typed) == (leads_away, kept)
        assert (main.now.view.filter, len(main.history.views)) == (kept, 1 + bool(kept))
        main.action_undo()
        assert not main.now.view.filter


@pytest.mark.parametrize(
    ("typed", "left"), [("turns:", 13), ("country:DE open:", 2), ("city(", 13)]
)
async def test_a_field_before_its_value_is_no_word_to_look_for(typed: str, left: int) -> None:
    """The rows are those of the filter before it, though some sites hold the word."""
    async with opened() as pilot:
        await press(pilot, "slash")
        await write(pilot, typed)
        assert f"still {left} of 13" in lines(pilot)[2]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("selected:25/12/2024", "2024-12-25"),
        ("selected:12/10/2024", "write 2024-10-12 or 2024-12-10"),
        ("country:[DE, FR]", "country:DE,FR"),
        ("[DE,FR]", "as in country:DE,FR"),
    ],
)
async def test_a_form_from_elsewhere_is_answered_with_the_one_that_is_read(
    typed: str, said: str
) -> None:
    async with opened(size=(120, 30)) as pilot:
        await press(pilot, "slash")
        await write(pilot, typed)
        below = "\n".join(lines(pilot)[3:6])
        assert said in below
