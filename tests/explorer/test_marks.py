"""Marking rows: single ones, ranges, and the count that says how many."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import dataset, lines, opened, press, write
from tui.explorer.main_screen import MainScreen
from tui.explorer.result_rows import marked
from tui.query import View, table


def signed(pilot: Pilot[Any]) -> list[str]:
    """First words of the lines that carry the sign of a mark."""
    return [line[1:].split("  ")[0].strip() for line in lines(pilot) if line.startswith("▌")]


def legend(pilot: Pilot[Any]) -> str:
    return lines(pilot)[-2]


def marks(pilot: Pilot[Any]) -> set[str]:
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    return set(screen.now.view.marks)


async def test_space_marks_and_goes_on_and_unmarks() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "space")
        assert signed(pilot) == ["BSC AIF", "HammerHAI"]
        assert "2 marked" in legend(pilot)
        await press(pilot, "up", "space")
        assert signed(pilot) == ["BSC AIF"]
        assert "1 marked" in legend(pilot)


async def test_a_range_is_shown_while_it_is_drawn_and_kept_at_the_end() -> None:
    async with opened() as pilot:
        await press(pilot, "down", "V", "down", "down")
        assert signed(pilot) == ["HammerHAI", "IT4LIA", "L-AIF"]
        assert "range of 3 rows" in legend(pilot)
        assert marks(pilot) == set()
        await press(pilot, "up", "V")
        assert signed(pilot) == ["HammerHAI", "IT4LIA"]
        assert "2 marked" in legend(pilot)
        assert marks(pilot) == {"hammerhai", "it4lia"}
        await press(pilot, "u")
        assert marks(pilot) == set()
        assert "marked" not in legend(pilot)


async def test_a_range_upwards_adds_to_what_is_marked() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "end", "V", "up", "up", "V")
        assert signed(pilot) == ["BSC AIF", "JAIF", "PIAST-AI", "SLAIF"]


async def test_a_range_that_is_given_up_leaves_the_marks() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "V", "down", "down", "asterisk")
        assert signed(pilot) == ["BSC AIF"]
        assert legend(pilot).strip().startswith("1 marked")
        await press(pilot, "asterisk")
        assert marks(pilot) == set()
        await press(pilot, "u")
        assert signed(pilot) == ["BSC AIF"]


async def test_a_range_survives_a_filter_that_keeps_its_anchor() -> None:
    async with opened() as pilot:
        await press(pilot, "down", "V", "slash")
        await write(pilot, "country:DE,AT")
        await press(pilot, "enter", "end", "V")
        assert marks(pilot) == {"hammerhai", "ai-at", "jaif"}


async def test_a_range_whose_anchor_is_gone_begins_anew() -> None:
    async with opened() as pilot:
        await press(pilot, "V", "slash")
        await write(pilot, "country:DE,AT")
        await press(pilot, "enter", "home", "V", "V")
        assert marks(pilot) == {"hammerhai"}


async def test_shift_and_arrows_draw_a_range_and_take_it_back() -> None:
    async with opened() as pilot:
        await press(pilot, "down", "shift+down", "shift+down")
        assert signed(pilot) == ["HammerHAI", "IT4LIA", "L-AIF"]
        await press(pilot, "shift+up")
        assert signed(pilot) == ["HammerHAI", "IT4LIA"]
        await press(pilot, "u")
        assert marks(pilot) == set()


async def test_a_second_range_with_shift_leaves_the_first() -> None:
    async with opened() as pilot:
        await press(pilot, "shift+down", "down", "down", "shift+up")
        assert signed(pilot) == ["BSC AIF", "HammerHAI", "IT4LIA", "L-AIF"]
        await press(pilot, "u")
        assert signed(pilot) == ["BSC AIF", "HammerHAI"]


async def test_a_mark_that_the_filter_hides_is_counted_as_hidden() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "space", "slash")
        await write(pilot, "country:DE")
        await press(pilot, "enter")
        assert signed(pilot) == ["HammerHAI"]
        assert "2 marked (1 hidden by the filter)" in legend(pilot)
        await press(pilot, "x")
        assert "2 marked " in legend(pilot)
        assert "hidden" not in legend(pilot)


async def test_marks_of_sites_are_none_among_the_partners() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "space", "3", "tab")
        assert "marked" not in legend(pilot)
        await press(pilot, "space")
        assert "1 marked" in legend(pilot)
        assert len(marks(pilot)) == 3
        await press(pilot, "1")
        assert "2 marked" in legend(pilot)


async def test_unmarking_without_marks_says_so() -> None:
    async with opened() as pilot:
        await press(pilot, "asterisk")
        assert [notice.message for notice in pilot.app._notifications] == [
            "No row is marked; Space marks one"
        ]


@pytest.mark.parametrize(
    "name", ["sites", "partners", "sectors", "systems", "services", "access", "organisations",
             "regions", "indicators", "sources", "findings", "rankings"],
)  # fmt: skip
def test_the_marked_rows_of_a_table_are_found_by_their_keys(name: str) -> None:
    data = dataset("small")
    everything = table(data, View(cohort="all"), name)
    narrow = table(data, View(cohort="early", filter="birch"), name)
    keys = {everything.key(row) for row in range(0, len(everything), 2)}
    found = marked(everything, keys | {"nothing", "no/such", "no/such/3"})
    assert list(found.visible) == list(everything.rows)[::2]
    assert found.hidden == ()
    part = marked(narrow, keys)
    assert {narrow.key(list(narrow.rows).index(row)) for row in part.visible} == keys & {
        narrow.key(row) for row in range(len(narrow))
    }
    if name != "organisations":
        assert len(part) == len(keys)


def test_no_key_of_one_table_marks_a_row_of_another() -> None:
    data = dataset("small")
    names = ("sites", "partners", "services", "access", "regions", "findings")
    tables = {name: table(data, View(cohort="all"), name) for name in names}
    keys = {
        name: {result.key(row) for row in range(len(result))} for name, result in tables.items()
    }
    for name, result in tables.items():
        others = set().union(*(keys[other] for other in names if other != name))
        assert len(marked(result, others)) == 0
