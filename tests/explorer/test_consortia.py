"""The tab of consortia, with real keys and what stands on the screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import dataset, lines, opened, press, screen, settle, write
from tui.explorer.main_screen import MainScreen
from tui.explorer.state import make_state
from tui.explorer.tabs import ways_of
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Scene, source_of
from tui.query import View


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the partners follow the cursor without a pause."""
    monkeypatch.setattr(Tab, "pause", 0.001)


def main(pilot: Pilot[Any]) -> MainScreen:
    found = pilot.app.screen
    assert isinstance(found, MainScreen)
    return found


def tab(pilot: Pilot[Any]) -> Tab:
    found = main(pilot).tab_view
    assert isinstance(found, Tab)
    assert found.tab == "consortia"
    return found


def line_of(pilot: Pilot[Any], start: str) -> str:
    """The first line that begins with this text."""
    return next(line for line in lines(pilot) if line[1:].startswith(start))


async def test_a_bar_a_site_with_a_cell_for_each_member() -> None:
    async with opened(tab="consortia") as pilot:
        assert re.search(r"HammerHAI +5 +UH  C +20 +20 +80 +1 +0 +4", screen(pilot))
        assert "BSC AIF      6+" in screen(pilot)
        totals = "98 members · 4 companies · research 56 %, with HPC centres 74 % · 19 countries"
        assert totals in screen(pilot)
        assert "U University R Research H HPC" in lines(pilot)[-2]
        assert "+ incomplete" in lines(pilot)[-2]


async def test_the_partners_follow_the_cursor() -> None:
    async with opened(tab="consortia") as pilot:
        assert "Barcelona Supercomputing Center" in screen(pilot)
        await press(pilot, "j", "j")
        await settle(pilot)
        assert "HammerHAI: 5 members, 4 funders" in screen(pilot)
        assert "Karlsruhe Institute of Te" in screen(pilot)
        assert "Barcelona Supercomputing Center" not in screen(pilot)
        await press(pilot, "k")
        await settle(pilot)
        assert "BSC AIF: 6 members, 3 supporters, 3 funders · list incomplete" in screen(pilot)


async def test_the_key_goes_round_the_breakdowns() -> None:
    async with opened(tab="consortia") as pilot:
        await press(pilot, "a")
        assert re.search(r"University +32 +U 32 +33 +32 +11 +2 +0", screen(pilot))
        assert re.search(r"Company +4 +C +4 +4 +3 +1 +0", screen(pilot))
        await press(pilot, "a")
        assert re.search(r"FR France +20 ", screen(pilot))
        await press(pilot, "a")
        assert "3 in two consortia or more" in screen(pilot)
        assert re.search(r"Advanced Computing Austria +2 +IT4LIA, AI:AT", screen(pilot))
        await press(pilot, "a")
        assert "All 13" in screen(pilot)


async def test_a_type_shows_its_partners_and_enter_goes_to_them() -> None:
    async with opened(tab="consortia") as pilot:
        await press(pilot, "a", "j", "j", "j", "j", "j")
        await settle(pilot)
        assert "Company: 4 members, 1 supporter, at 3 sites" in screen(pilot)
        assert "SICOS BW" in screen(pilot)
        await press(pilot, "enter")
        below = tab(pilot).below
        assert below is not None
        assert below.has_focus


async def test_enter_opens_the_site_and_the_organisation() -> None:
    async with opened(tab="consortia") as pilot:
        await press(pilot, "j", "j", "enter")
        assert "AI Factory · Germany · Stuttgart" in screen(pilot)
        await press(pilot, "escape", "a", "a", "a", "j", "enter")
        assert "Advanced Computing Austria (ACA)" in lines(pilot)[0]
        assert "Organisation" in lines(pilot)[1]
        await press(pilot, "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_enter_on_a_partner_opens_it_once() -> None:
    async with opened(tab="consortia") as pilot:
        await press(pilot, "tab", "enter")
        assert len(pilot.app.screen_stack) == 2
        assert "Barcelona Supercomputing Center" in screen(pilot)


async def test_the_filter_narrows_and_whole_lists_come_back() -> None:
    async with opened(tab="consortia", filter="partner.type:company") as pilot:
        assert "5 of 50 rows · w for all" in screen(pilot)
        assert re.search(r"HammerHAI +1 +C +5 +20", screen(pilot))
        assert "Res%" not in screen(pilot)
        await press(pilot, "w")
        assert "w for all" not in screen(pilot)
        assert re.search(r"HammerHAI +5 +UH  C +20 +20 +80", screen(pilot))


async def test_sorting_is_a_step_that_can_be_undone() -> None:
    async with opened(tab="consortia") as pilot:
        await press(pilot, "l", "S")
        assert "Members by type ▼" in screen(pilot)
        rows = [line[1:].split("  ")[0] for line in lines(pilot)[4:9]]
        assert rows[1:4] == ["All 13", "AI2F", "AI:AT"]
        await press(pilot, "u")
        assert "▼" not in screen(pilot)


async def test_what_is_looked_at_is_what_is_taken_away() -> None:
    async with opened(tab="consortia") as pilot:
        names = []
        for _ in ways_of("consortia"):
            names.append(main(pilot).here().result.name)
            await press(pilot, "a")
        assert names == [way.table for way in ways_of("consortia")]
        await press(pilot, "tab")
        assert main(pilot).here().result.name == "partners"
        await press(pilot, "tab", "j", "j", "tab", "S")
        partners = main(pilot).here().result
        assert (partners.name, len(partners)) == ("partners", 9)


async def test_the_call_of_the_partners_below_names_their_site() -> None:
    async with opened(tab="consortia") as pilot:
        await press(pilot, "j", "j", "tab", "Y")
        assert "aif show partners site:hammerhai" in screen(pilot)


async def test_the_site_under_the_cursor_is_what_the_screen_looks_at() -> None:
    async with opened(tab="consortia") as pilot:
        assert main(pilot).here().row is None
        await press(pilot, "j", "j")
        place = main(pilot).here().row
        assert place is not None
        assert (place[0].name, place[0].key(place[1])) == ("sites", "hammerhai")
        await press(pilot, "space")
        assert main(pilot).now.view.marks == {"hammerhai"}
        await press(pilot, "home", "space")
        assert main(pilot).now.view.marks == {"hammerhai"}


async def test_typing_a_filter_keeps_what_is_looked_at() -> None:
    async with opened(tab="consortia") as pilot:
        await press(pilot, "/")
        await write(pilot, "country:DE")
        await press(pilot, "enter")
        assert "All 2" in screen(pilot)
        assert main(pilot).here().pane is tab(pilot).grid


@pytest.mark.parametrize("room", [3, 5, 9, 15, 31, 60])
def test_bars_are_drawn_to_the_width_that_was_set(room: int) -> None:
    view = View(cohort="brief").with_table("members-by-site", widths={"members": room})
    state = make_state(dataset(), view)
    scene = Scene(state, state.result("members-by-site"), 120)
    source = source_of(ways_of("consortia")[0], scene)
    column = [each.id for each in source.columns].index("members")
    texts = [source.cell(row, column)[0] for row in range(1, len(source))]
    assert max(map(len, texts)) == room if room > 5 else max(map(len, texts)) <= room
    known = [record.found.members for record in scene.records]
    numbers = [re.match(r" *(\d+)", text) for text in texts]
    assert [int(found[1]) for found in numbers if found] == known


async def test_bars_grow_with_the_window() -> None:
    async with opened(size=(140, 40), tab="consortia") as pilot:
        bar = "U  H 3      C  "
        assert bar in screen(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert bar not in screen(pilot)
        assert "UH  C" in screen(pilot)


async def test_an_unknown_list_is_a_dot_and_no_zero() -> None:
    async with opened(tab="consortia", cohort="network", filter="SKAIAT") as pilot:
        assert re.search(r"SKAIAT +· +· +· +· +·", screen(pilot))
        await press(pilot, "j")
        await settle(pilot)
        assert "SKAIAT: partners unknown" in screen(pilot)


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (140, 40)])
@pytest.mark.parametrize("name", ["hostile", "small"])
async def test_every_breakdown_stands_on_any_dataset(name: str, size: tuple[int, int]) -> None:
    async with opened(dataset(name), size=size, tab="consortia") as pilot:
        for _ in range(4):
            await press(pilot, "a", "j", "tab", "j", "tab")
            assert all("\x1b" not in line for line in lines(pilot))
            assert len(pilot.app.screen_stack) == 1


async def test_nothing_found_is_said() -> None:
    async with opened(tab="consortia", filter="name:nowhere") as pilot:
        assert "All 0" not in screen(pilot)
        assert "No site matches" in screen(pilot)


async def test_a_single_site_shares_nobody() -> None:
    async with opened(tab="consortia", filter="country:LU") as pilot:
        await press(pilot, "a", "a", "a")
        assert "No organisation sits at two of these sites." in screen(pilot)


async def test_a_click_chooses_a_breakdown() -> None:
    async with opened(tab="consortia") as pilot:
        await pilot.click("WayBar", offset=(12, 0))
        await settle(pilot)
        assert re.search(r"University +32 ", screen(pilot))
        assert line_of(pilot, "All").split()[1] == "98"
