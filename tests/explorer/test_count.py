"""Totals and tallies with real keys: what the rows of a table come to."""

from __future__ import annotations

import asyncio
import re
import shlex

import pytest

from tests.explorer.exporting import said
from tests.explorer.helpers import at_rest, dataset, go_to, key_event, lines, opened, press, screen
from tui.analysis import tables
from tui.analysis.tally import tally
from tui.explorer.actions.count import listed_rows, site_filter, speaks_of_findings
from tui.explorer.commands import TAB_IDS
from tui.explorer.dialogs.base import ChoiceScreen
from tui.explorer.dialogs.tally import TallyScreen
from tui.explorer.export_choice import Order, Picker
from tui.explorer.grid.grid import Grid
from tui.explorer.main_screen import MainScreen
from tui.export.sheet import Sheet
from tui.query import View
from tui.query.engine.view import Ask


async def test_the_column_under_the_cursor_is_added_up() -> None:
    async with opened(cohort="factories", size=(140, 40)) as pilot:
        assert "unknown" in lines(pilot)[-2]
        go_to(pilot, "members")
        await press(pilot)
        assert "Members, sum" in lines(pilot)[-2]
        assert "19 of 19 known" in lines(pilot)[-2]
        await press(pilot, "+")
        assert "Members, mean" in lines(pilot)[-2]
        await press(pilot, *"hhhhhhh")
        assert "unknown" in lines(pilot)[-2]


async def test_the_total_follows_the_filter() -> None:
    async with opened(cohort="factories", size=(140, 40)) as pilot:
        go_to(pilot, "members")
        await press(pilot, "/", *"nlaif", "enter")
        assert "1 of 1 known" in lines(pilot)[-2]


async def test_a_rank_is_not_added_up() -> None:
    async with opened(cohort="factories", size=(140, 40)) as pilot:
        go_to(pilot, "rank")
        await press(pilot)
        assert "TOP500, mean" in lines(pilot)[-2]


async def test_all_columns_added_up() -> None:
    async with opened(tab="compute", cohort="factories", size=(120, 40)) as pilot:
        await press(pilot, "=")
        text = screen(pilot)
        assert "Totals of systems" in text
        assert "not confirmed" in text
        told = [line[2:] for line in lines(pilot)[1:] if re.search("(sum|mean) [0-9]", line)]
        assert all(re.match(r"\S[\w. -]+  +(sum|mean) [0-9]", line) for line in told), told
        assert any(re.match("Chips +sum", line) for line in told)


async def test_a_tally_filters_to_a_value() -> None:
    async with opened(tab="consortia", cohort="factories", size=(120, 36)) as pilot:
        await press(pilot, "tab")
        go_to(pilot, "type")
        await press(pilot, "T")
        assert "Partners: rows by type" in screen(pilot)
        assert "All rows" in screen(pilot)
        await press(pilot, "j", "enter")
        assert isinstance(pilot.app.screen, MainScreen)
        assert "partner(type:university)" in lines(pilot)[2]
        await press(pilot, "u")
        assert "partner(" not in lines(pilot)[2]


async def test_a_tally_is_crossed_and_measured() -> None:
    """University share by selection, and chips by country, in a few keys."""
    async with opened(tab="compute", cohort="factories", size=(140, 40)) as pilot:
        go_to(pilot, "status")
        await press(pilot, "T", "f", "enter")
        grid = pilot.app.screen.query_one(Grid)
        assert grid.source is not None
        assert {"sum", "known", "unsure"} <= {each.id for each in grid.source.columns}
        await press(pilot, "+")
        assert "mean of" in screen(pilot)
        await press(pilot, "c", "enter")
        assert " and " in lines(pilot)[0]


async def test_the_command_prints_the_tally() -> None:
    async with opened(cohort="factories", filter="sectors:>=5", size=(140, 40)) as pilot:
        go_to(pilot, "country")
        await press(pilot, "T", "Y")
        assert "aif tally sites" in screen(pilot)
        assert "sectors:>=5" in screen(pilot)


@pytest.mark.parametrize("key", "12345678")
async def test_the_total_is_asked_for_while_a_tab_is_made(key: str) -> None:
    """As it is when the first frame of the tab takes longer than its widgets."""
    async with opened(tab="compute" if key == "1" else "sites") as pilot:
        app = pilot.app
        main = app.screen
        assert isinstance(main, MainScreen)
        app.post_message(key_event(key))
        while not at_rest(app):
            main._show_total()
            main.count_marks()
            await asyncio.sleep(0)
        assert main.tab == TAB_IDS[int(key) - 1]


async def test_what_leaves_a_cross_table_has_every_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen puts some together, and says so; file and clipboard have the same columns."""
    sheets: list[Sheet] = []

    def asked(picker: Picker, order: Order) -> ChoiceScreen:
        assert picker.sheet is not None
        sheets.append(picker.sheet)
        return ChoiceScreen("", [], "")

    monkeypatch.setattr("tui.explorer.dialogs.export.ExportScreen", asked)
    async with opened(cohort="factories", size=(80, 24)) as pilot:
        go_to(pilot, "selected")
        await press(pilot, "T", "c", *"country", "enter")
        assert "4 others stand together" in screen(pilot)
        await press(pilot, "y")
        heading = pilot.app.clipboard.splitlines()[0].split("\t")
        await press(pilot, "e")
    countries = {site.country for site in dataset().sites if site.kind == "factory"}
    for columns in (heading, [each.id for each in sheets[0].columns]):
        assert {f"n_{each}" for each in countries} <= set(columns)
        assert len(columns) == 3 + len(countries)


async def test_letters_find_the_figure() -> None:
    """Budget by country, as an analyst asks first."""
    async with opened(cohort="factories", size=(140, 40)) as pilot:
        go_to(pilot, "country")
        await press(pilot, "T", "f", "b", "u", "enter")
        text = screen(pilot)
        assert "Budget, sum" in text
        await press(pilot, "c", "z", "enter")
        assert isinstance(pilot.app.screen, TallyScreen)


async def test_a_cross_table_turns_to_shares_and_back() -> None:
    """On the screen and in the call; without a second column there is nothing to turn."""
    async with opened(tab="consortia", cohort="factories", size=(80, 24)) as pilot:
        await press(pilot, "tab", "T", "percent_sign")
        assert "Partners: rows by" in lines(pilot)[0]
        await press(pilot, "c", *"sel", "enter", "percent_sign")
        assert "Partners: % of each line by site and site: selected" in lines(pilot)[0]
        await press(pilot, "Y")
        assert "--share row" in screen(pilot)
        await press(pilot, "escape", *["percent_sign"] * 3)
        assert "Partners: rows by" in lines(pilot)[0]


async def test_systems_are_counted_by_what_their_sites_say() -> None:
    async with opened(tab="compute", cohort="factories", size=(140, 40)) as pilot:
        await press(pilot, "T", "b", *"sss", "enter", "f", "enter")
        assert "Systems: rows by site: country" in lines(pilot)[0]
        assert "Chips, sum" in screen(pilot)
        await press(pilot, "Y")
        assert "aif tally systems --by site.country --sum accelerator_count" in screen(pilot)


async def test_claims_are_counted_in_their_list_and_enter_filters_to_a_verdict() -> None:
    """What the filter cannot ask the findings for is listed."""
    async with opened(tab="findings", size=(120, 36)) as pilot:
        await press(pilot, "T", "j", "enter")
        assert lines(pilot)[2].startswith(" / verdict:holds")
        assert {line[1] for line in lines(pilot)[5:20] if "✓" in line or "≈" in line} == {"✓"}
    of_claims = tables.table(dataset(), View(), "claims-by-cohort")
    asked = {
        column: [speaks_of_findings(of_claims, group)
                 for group in tally(of_claims, Ask((column,))).records[:1]]
        for column in ("verdict", "turns", "verdict_brief", "id")
    }  # fmt: skip
    assert asked == {"verdict": [True], "turns": [True], "verdict_brief": [False], "id": [False]}


async def test_dates_are_put_together_by_day_month_and_year() -> None:
    async with opened(cohort="factories", size=(140, 40)) as pilot:
        go_to(pilot, "selected")
        await press(pilot, "T")
        assert "p day month year" in lines(pilot)[-1]
        seen = []
        for _ in range(4):
            rows = [line for line in lines(pilot) if re.search(r"\b20\d\d", line)]
            seen.append({each for line in rows for each in re.findall(r"20\d\d[-\d]*", line)})
            await press(pilot, "p")
        assert sorted({len(each) for each in seen[0]}) == [10]
        assert {"2024", "2025"} in seen
        assert len(set(map(frozenset, seen))) > 2


async def test_a_choice_that_is_left_changes_nothing_of_a_tally() -> None:
    async with opened(tab="compute", cohort="factories", size=(140, 40)) as pilot:
        go_to(pilot, "status")
        await press(pilot, "T")
        before = lines(pilot)
        for key in "bcfC":
            await press(pilot, key)
            assert lines(pilot) != before
            await press(pilot, "escape")
            assert lines(pilot) == before, key


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["T", "plus"], "f chooses a figure to measure"),
        (["T", "enter"], "This line stands for all rows"),
        (["T", "percent_sign"], "c crosses with a second column"),
        (["plus"], "No numbers are under the cursor"),
    ],
)
async def test_a_key_that_has_nothing_to_do_says_why(keys: list[str], words: str) -> None:
    async with opened(cohort="factories", size=(120, 36)) as pilot:
        go_to(pilot, "country")
        await press(pilot, *keys)
        assert words in said(pilot)


@pytest.mark.parametrize(
    ("tab", "keys", "words"),
    [
        ("sectors", ["equals_sign"], "No table with numbers has the keyboard"),
    ],
)
async def test_what_is_not_added_up_is_said(tab: str, keys: list[str], words: str) -> None:
    async with opened(tab=tab, cohort="factories", size=(120, 36)) as pilot:
        await press(pilot, *keys)
        assert words in said(pilot)


@pytest.mark.parametrize("name", tables.tables(dataset()))
def test_what_a_value_of_any_table_leads_to(name: str) -> None:
    """A filter on the sites that its rows belong to, else the rows and the call for them."""
    view = View(cohort="factories")
    result = tables.table(dataset(), view, name)
    for column in result.columns:
        for group in tally(result, Ask((column.id,))).records[:2]:
            part = site_filter(result, group)
            if part:
                picked = tables.table(dataset(), view.but(filter=part), "sites")
                sites = {picked.record(row).id for row in range(len(picked))}
                own = result.spec.own_column("site" if name != "sites" else "id")
                here = {result.value(row, own) for row in group.rows} if own else set()
                assert here <= sites | {None}
            else:
                told = listed_rows(result, group).lines
                assert len(told) == len(group.rows) + 1
                call = shlex.split(told[-1].text)
                rows = tables.table(dataset(), view.but(rows=call[3]), call[2])
                assert sorted(rows.rows) == sorted(result.rows[row] for row in group.rows)
