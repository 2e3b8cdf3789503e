"""Choosing columns and sorting by several."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from tests.explorer.exporting import said
from tests.explorer.helpers import dataset, lines, opened, press, screen
from tui.explorer.commands import TAB_IDS
from tui.explorer.dialogs.columns import Chosen
from tui.explorer.grid.grid import Grid
from tui.explorer.main_screen import MainScreen
from tui.explorer.state import make_state
from tui.query import TableView, View, table
from tui.query.engine.store import store_of


async def test_a_column_is_added_moved_and_kept() -> None:
    """C, tick a further column, Enter: it stands in the header, and u takes it away."""
    async with opened(size=(140, 30)) as pilot:
        assert "Full name" not in lines(pilot)[4]
        await press(pilot, "C", "end", "home")
        await press(pilot, *["j"] * 9)
        await press(pilot, "space", "enter")
        spec = store_of(dataset()).specs["sites"]
        added = next(column for column in spec.columns if column not in spec.defaults)
        await press(pilot, *["l"] * 12)
        assert added.title in lines(pilot)[4]
        await press(pilot, "u")
        assert added.title not in lines(pilot)[4].split("│")[0]


async def test_sorting_by_two_columns() -> None:
    """The later sort weighs most, the earlier one breaks ties."""
    async with opened(size=(140, 30)) as pilot:
        await press(pilot, "s", "l", "s")
        countries = [line[15:17] for line in lines(pilot)[5:18]]
        assert countries == sorted(countries)
        names = [line.split()[0] for line in lines(pilot)[5:18] if " DE " in line]
        assert names == ["HammerHAI", "JAIF"]
        await press(pilot, "s")
        assert [line[15:17] for line in lines(pilot)[5:18]] != countries


async def test_columns_screen_tells_its_keys() -> None:
    """The list explains each column."""
    async with opened() as pilot:
        await press(pilot, "C")
        text = screen(pilot)
        assert "Columns of Sites" in text
        assert "Day of selection" in text
        await press(pilot, "escape")
        assert "13 of 13" in screen(pilot)


SPEC = store_of(dataset()).specs["systems"]
EVERY = [column.id for column in (*SPEC.columns, *SPEC.lent)]
PRESSES = st.lists(st.tuples(st.sampled_from(["toggle", "up", "down", "pin"]), st.integers(0, 90)))
SHOWN = st.builds(
    TableView,
    columns=st.lists(st.sampled_from(EVERY), unique=True, max_size=6).map(tuple),
    hidden=st.frozensets(st.sampled_from([column.id for column in SPEC.defaults]), max_size=4),
    pinned=st.integers(0, 4),
    widths=st.dictionaries(st.sampled_from(EVERY), st.integers(3, 60), max_size=3),
)


def shown_ids(shown: TableView) -> list[str]:
    view = View().with_shown("systems", shown)
    return [column.id for column in table(dataset(), view, "systems").columns]


@given(SHOWN, PRESSES)
def test_no_column_is_lost_or_doubled(shown: TableView, steps: list[tuple[str, int]]) -> None:
    """Whatever is done, all columns are there once and at least one is shown."""
    chosen = Chosen.of(SPEC, shown)
    for what, at in steps:
        place = at % len(EVERY)
        before = chosen.columns
        if what == "toggle":
            chosen = chosen.toggled(place)
            assert chosen.columns == before, "a row stays where it is when it is ticked"
        elif what == "pin":
            chosen = chosen.pinned_to(place)
        else:
            chosen = chosen.moved(place, -1 if what == "up" else 1)
        assert sorted(c.id for c in chosen.columns) == sorted(EVERY)
        assert len(chosen.shown) >= 1
        assert 0 <= chosen.pinned <= len(chosen.shown)
        order = [c.id for c in chosen.columns if c.id in chosen.shown]
        assert shown_ids(chosen.as_view(SPEC, shown)) == order


@given(SHOWN)
def test_confirming_what_stands_changes_nothing(shown: TableView) -> None:
    """Columns of the table and of its parents, their order, widths, pins and sort."""
    sorted_too = dataclasses.replace(shown, sort=(("name", True),))
    after = Chosen.of(SPEC, sorted_too).as_view(SPEC, sorted_too)
    assert shown_ids(after) == shown_ids(shown)
    assert min(after.pinned, len(shown_ids(shown))) == min(shown.pinned, len(shown_ids(shown)))
    assert (after.widths, after.sort) == (shown.widths, sorted_too.sort)


@given(SHOWN, st.integers(0, 90))
def test_ticking_twice_changes_nothing(shown: TableView, at: int) -> None:
    chosen = Chosen.of(SPEC, shown)
    place = at % len(EVERY)
    again = chosen.toggled(place)
    if again != chosen:
        assert again.toggled(place) == chosen


async def test_the_list_says_what_stands_on_the_screen() -> None:
    """Headings in order, with their widths."""
    async with opened(tab="compute", size=(140, 40)) as pilot:
        grid = grid_of(pilot)
        assert grid.source is not None
        headings = [column.title for column in grid.source.columns]
        widths = [grid.column_width(at) for at in range(len(headings))]
        await press(pilot, "C")
        listed = [line.split("│")[1] for line in lines(pilot) if "│  [x]" in line]
        assert [line[6:].split("  ")[0].strip("| ") for line in listed] == headings
        assert [int(re.findall(r"  (\d+)  ", line)[0]) for line in listed] == widths


async def test_a_letter_goes_to_a_column_and_a_ticked_row_stays() -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "C", "f", "space")
        here = next(line for line in lines(pilot) if "Full name" in line)
        assert "[x]" in here
        place = lines(pilot).index(here)
        await press(pilot, "space")
        assert "[ ]  Full name" in lines(pilot)[place]
        await press(pilot, "space", "s", ">", "enter", *"l" * 12)
        assert "Full name" in lines(pilot)[4]
        assert list(view_of(pilot).table("sites").widths) == ["sources"]


async def test_a_column_of_the_parent_stays_when_confirmed() -> None:
    """Columns that the list once did not know were dropped."""
    columns = ("name", "site.country", "site.selected")
    tables = {"systems": TableView(columns)}
    async with opened(tab="compute", size=(140, 40), tables=tables) as pilot:
        await press(pilot, "C", "enter")
        assert view_of(pilot).table("systems").columns == columns
        await press(pilot, "C", "j", "space", "enter")
        assert view_of(pilot).table("systems").columns == ("name", "site.selected")


# On the table itself


def grid_of(pilot: Pilot[Any]) -> Grid:
    main = pilot.app.screen_stack[0]
    assert isinstance(main, MainScreen)
    grid = main.here().grid
    assert grid is not None
    return grid


def view_of(pilot: Pilot[Any]) -> View:
    main = pilot.app.screen_stack[0]
    assert isinstance(main, MainScreen)
    return main.now.view


def columns_of(grid: Grid) -> list[str]:
    assert grid.source is not None
    return [column.id for column in grid.source.columns]


async def test_wider_narrower_hidden_in_one_burst() -> None:
    """The keys count, the row under the cursor stays, and one undo takes a width back."""
    async with opened(size=(140, 30)) as pilot:
        await press(pilot, "j", "j", "l")
        grid = grid_of(pilot)
        width, key = grid.column_width(1), grid.cursor_key
        assert width is not None
        await press(pilot, *">>>>", *"<")
        assert grid.column_width(1) == width + 3 * 2
        await press(pilot, "u")
        assert grid.column_width(1) == width
        await press(pilot, "U", "l", *"--")
        assert columns_of(grid)[:3] == ["name", "country", "new_status"]
        assert (grid.cursor_column_id, grid.cursor_key) == ("new_status", key)
        await press(pilot, "u")
        assert columns_of(grid)[:3] == ["name", "country", "selected"]
        await press(pilot, "u", "u")
        assert columns_of(grid)[:3] == ["name", "country", "city"]
        assert grid.column_width(1) == width


async def test_a_column_in_full() -> None:
    async with opened(tab="compute", size=(80, 24)) as pilot:
        grid = grid_of(pilot)
        await press(pilot, *"lllll")
        assert grid.cursor_column_id == "accelerator"
        await press(pilot, *"<<<<<<<<<")
        assert "…" in "".join(lines(pilot)[5:12])
        await press(pilot, *"__")
        assert "accelerator" in view_of(pilot).table("systems").widths
        await press(pilot, "_")
        assert not view_of(pilot).table("systems").widths


@pytest.mark.parametrize("tab", TAB_IDS)
async def test_in_every_way_of_every_tab(tab: str) -> None:
    """A column under the cursor is widened and hidden, or the reason is said."""
    async with opened(tab=tab, size=(120, 40)) as pilot:
        view = pilot.app.screen_stack[0]
        assert isinstance(view, MainScreen)
        for _ in range(max(len(getattr(view.tab_view, "ways", ())), 1)):
            grid = grid_of(pilot)
            result = view.here().result
            before = columns_of(grid)
            at = 2 if result.spec.column(before[1]) is None else 1  # drawn beside the first
            await press(pilot, *"h" * 30, *"l" * at)
            width = grid.column_width(at)
            assert width is not None
            await press(pilot, *">>")
            assert grid.column_width(at) == width + 4, view.tab_view
            if "matrix" not in str(grid):
                await press(pilot, "-")
                assert before[at] not in columns_of(grid)
                await press(pilot, "u")
                assert columns_of(grid) == before
            await press(pilot, "a")


async def test_the_last_column_stays() -> None:
    async with opened(size=(140, 30)) as pilot:
        await press(pilot, *"-" * 30)
        assert len(columns_of(grid_of(pilot))) == 1
        assert "last column stays" in said(pilot)


async def test_the_command_names_what_is_left() -> None:
    async with opened(size=(140, 30)) as pilot:
        await press(pilot, "l", "-", ">", "Y")
        text = screen(pilot)
        assert "--columns name,city,selected" in " ".join(text.split())


async def test_bars_go_with_their_column() -> None:
    async with opened(tab="compute", ways={"compute": "sizes"}, size=(140, 30)) as pilot:
        grid = grid_of(pilot)
        place = columns_of(grid).index("bar")
        await press(pilot, *"l" * place, "-")
        assert "goes with the column before it" in said(pilot)
        await press(pilot, "h", "-")
        assert not {"bar", "size"} & set(columns_of(grid))


async def test_the_matrix_shows_the_columns_chosen() -> None:
    async with opened(tab="sectors", size=(120, 40)) as pilot:
        grid = grid_of(pilot)
        before = columns_of(grid)
        await press(pilot, *"lll", *"--")
        assert columns_of(grid) == [*before[:3], *before[5:]]
        await press(pilot, "C", "home", *"jj", "J", "enter")
        assert columns_of(grid)[2:4] == [before[5], before[2]]
        await press(pilot, *">")
        assert "share one width" in said(pilot)


@pytest.mark.parametrize("tab", ["sectors", "access"])
async def test_a_column_that_the_filter_takes_away_does_no_harm(tab: str) -> None:
    """Columns of some worked-out tables depend on what is picked; sort and choice are kept."""
    async with opened(tab=tab, size=(120, 40)) as pilot:
        await press(pilot, *"l" * 40, "s", "<", "C", "J", "enter")
        kept = view_of(pilot).tables
        await press(pilot, "/", *"sector:space service:training", "enter", "Y", "escape", "C")
        await press(pilot, "enter", "x")
        assert view_of(pilot).tables == kept


async def test_a_saved_view_with_a_column_that_is_gone_opens() -> None:
    tables = {"sites": TableView(("name", "gone", "city"), (("gone", True),))}
    async with opened(size=(120, 40), tables=tables) as pilot:
        assert columns_of(grid_of(pilot)) == ["name", "city"]
        await press(pilot, "Y")
        assert "--columns name,city" in screen(pilot)


async def test_the_columns_of_a_tally() -> None:
    """They are shaped and chosen by the same keys."""
    async with opened(size=(120, 40)) as pilot:
        await press(pilot, "l", "T", "l")
        grid = pilot.app.screen.query_one(Grid)
        before, width = columns_of(grid), grid.column_width(1)
        assert width is not None
        await press(pilot, *">>")
        assert grid.column_width(1) == width + 4
        await press(pilot, "-")
        assert columns_of(grid) == [before[0], *before[2:]]
        await press(pilot, "C", "j", "space", "enter")
        assert columns_of(grid) == before
        await press(pilot, "C", "D", "enter")
        assert grid.column_width(1) == width


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
        assert "Chips in use" in screen(pilot)
        await press(pilot, "a")
        assert "Chips in use" not in screen(pilot)
        await press(pilot, "u")
        assert "Chips in use" in screen(pilot)


def test_a_table_is_worked_out_again_only_where_its_rows_or_columns_change() -> None:
    """Neither a width nor a mark costs a pass over a large table."""
    state = make_state(dataset(), View(cohort="brief", filter="country:DE"))
    before = state.result("partners"), state.result("members-by-type")
    view = state.view.with_table("partners", widths={"name": 30}, pinned=2)
    for same in (view, view.but(marks=frozenset({"jaif"})), view.but(tab="access")):
        other = state.showing(same)
        assert other.result("partners") is before[0]
        assert other.result("members-by-type") is before[1]
    sorted_ = state.showing(view.with_table("partners", sort=(("name", True),)))
    assert list(sorted_.result("partners").rows) != list(before[0].rows)
    assert sorted_.result("members-by-type") is before[1]
    for changed in (view.but(filter=""), view.but(cohort="factories"), view.but(whole=True)):
        assert state.showing(changed).result("partners") is not before[0]
