"""Choosing columns and sorting by several."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.explorer.helpers import dataset, lines, opened, press, screen
from tui.explorer.dialogs.columns import Chosen
from tui.query.engine.store import store_of
from tui.query.engine.view import TableView


async def test_a_column_is_added_moved_and_kept() -> None:
    """C, tick a further column, Enter: it stands in the header, and u takes it away."""
    async with opened(size=(140, 30)) as pilot:
        assert "Full name" not in lines(pilot)[3]
        await press(pilot, "C", "end", "home")
        await press(pilot, *["j"] * 9)
        await press(pilot, "space", "enter")
        spec = store_of(dataset()).specs["sites"]
        added = next(column for column in spec.columns if column not in spec.defaults)
        await press(pilot, *["l"] * 12)
        assert added.title in lines(pilot)[3]
        await press(pilot, "u")
        assert added.title not in lines(pilot)[3].split("│")[0]


async def test_sorting_by_two_columns() -> None:
    """The later sort weighs most, the earlier one breaks ties."""
    async with opened(size=(140, 30)) as pilot:
        await press(pilot, "s", "l", "s")
        countries = [line[15:17] for line in lines(pilot)[4:17]]
        assert countries == sorted(countries)
        names = [line.split()[0] for line in lines(pilot)[4:17] if " DE " in line]
        assert names == ["HammerHAI", "JAIF"]
        await press(pilot, "s")
        assert [line[15:17] for line in lines(pilot)[4:17]] != countries


async def test_columns_screen_tells_its_keys() -> None:
    """The list explains each column."""
    async with opened() as pilot:
        await press(pilot, "C")
        text = screen(pilot)
        assert "Columns of Sites" in text
        assert "Day of selection" in text
        await press(pilot, "escape")
        assert "13 of 13" in screen(pilot)


@given(st.lists(st.tuples(st.sampled_from(["toggle", "up", "down", "pin"]), st.integers(0, 40))))
def test_no_column_is_lost_or_doubled(steps: list[tuple[str, int]]) -> None:
    """Whatever is done, all columns are there once and at least one is shown."""
    spec = store_of(dataset()).specs["sites"]
    chosen = Chosen.of(spec, TableView())
    for what, at in steps:
        place = at % len(spec.columns)
        if what == "toggle":
            chosen = chosen.toggled(place)
        elif what == "pin":
            chosen = chosen.pinned_to(place)
        else:
            chosen = chosen.moved(place, -1 if what == "up" else 1)
        assert sorted(c.id for c in chosen.columns) == sorted(c.id for c in spec.columns)
        assert 1 <= chosen.shown <= len(spec.columns)
        assert 0 <= chosen.pinned <= chosen.shown


async def test_a_worked_out_table_has_columns_to_choose() -> None:
    """With the headings of the screen."""
    async with opened(tab="compute", size=(120, 30)) as pilot:
        await press(pilot, "a", "C")
        text = screen(pilot)
        assert "Columns of Sizes of systems" in text
        assert "[x]" in text
        assert "Chips" in text
        await press(pilot, "j", "j", "space", "enter")
        assert "Standing" not in screen(pilot)
        await press(pilot, "u")
        assert "Standing" in screen(pilot)


async def test_the_way_comes_back_with_the_view() -> None:
    async with opened(tab="compute", ways={"compute": "totals"}, size=(120, 30)) as pilot:
        assert "Accelerators in use" in screen(pilot)
        await press(pilot, "a")
        assert "Accelerators in use" not in screen(pilot)
        await press(pilot, "u")
        assert "Accelerators in use" in screen(pilot)
