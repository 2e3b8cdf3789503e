"""Tab 6 with real keys: where does a region stand, and by what?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.analysis.test_regions import partnered
from tests.explorer.helpers import (
    FACTORIES,
    ROOT,
    dataset,
    lines,
    opened,
    press,
    screen,
    settle,
    write,
)
from tests.explorer.test_takecommand import printed
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.dialogs.views import call_of
from tui.explorer.glyphs import ASCII
from tui.explorer.grid.grid import Grid
from tui.explorer.main_screen import MainScreen
from tui.explorer.panes.detail import DetailPane
from tui.explorer.theming import load_themes
from tui.export.formats import render
from tui.export.sheet import with_evidence
from tui.query import View
from tui.query.engine.view import from_plain, to_plain

NARROW, WIDE = (80, 24), (140, 40)


def line_with(pilot: Pilot[int], *texts: str) -> str:
    """The line that holds all these texts."""
    found = [line for line in lines(pilot) if all(text in line for text in texts)]
    assert len(found) == 1, f"{texts} in {len(found)} lines of\n{screen(pilot)}"
    return found[0]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_stuttgart_among_the_regions(size: tuple[int, int]) -> None:
    """One key, and rank, value and both differences stand in its line."""
    async with opened(size=size) as pilot:
        await press(pilot, "6")
        line = line_with(pilot, "Stuttgart", "HammerHAI", "137.14")
        assert line.partition("Stuttgart")[2].split()[0] == "4"
        assert "+28.67" in line
        assert "+22.12" in line
        assert "EU 108.47 · mean 115.02" in screen(pilot)
        assert "Regional Innovation" in screen(pilot)
        assert "13 of 13" in screen(pilot)


async def test_the_list_unfolds_on_tab_and_chooses_the_indicator() -> None:
    async with opened(size=NARROW, tab="regions") as pilot:
        assert "RIS 2023 group" not in screen(pilot)
        await press(pilot, "tab")
        assert "RIS 2023 group" in screen(pilot)
        await press(pilot, "j", "j", "enter")
        assert "leader" in screen(pilot)
        text = screen(pilot)
        assert "RIS 2023 relative" not in text
        assert line_with(pilot, "Île-de-France").split()[1] == "1="
        assert text.index("leader") < text.index("strong") < text.index("moderate")
        assert "To EU" not in text
        await press(pilot, "j")
        assert isinstance(pilot.app.screen, MainScreen)
        looked_at = pilot.app.screen.here().row
        assert looked_at is not None
        assert looked_at[0].record(looked_at[1]).id == "ris23_group"


async def test_a_shows_all_indicators_of_the_region_under_the_cursor() -> None:
    async with opened(size=NARROW, tab="regions") as pilot:
        await press(pilot, "j", "j", "j", "a")
        assert "Stuttgart · HammerHAI" in lines(pilot)[3]
        assert "4 of 13" in line_with(pilot, "Regional Innovation Scoreboard 2023")
        assert "1= of 13" in line_with(pilot, "RIS 2023 group")
        assert "~133.02" in line_with(pilot, "Regional Innovation Scoreboard 2025")
        assert "2 of  6" in line_with(pilot, "Regional Innovation Scoreboard 2025")
        await press(pilot, "G", "k")
        assert "·" in line_with(pilot, "Enterprises using AI")
        await press(pilot, "a")
        assert "Enterprises using AI" in lines(pilot)[5]


async def test_what_a_figure_covers_is_told_in_a_word() -> None:
    async with opened(size=WIDE, tab="regions") as pilot:
        assert " Level " in lines(pilot)[4]
        assert "Region AT1" in line_with(pilot, "Wien", "136.31")
        assert "Region" in line_with(pilot, "Köln", "141.86").partition("+26.84")[2]
        await press(pilot, "tab", "tab", "G")
        assert "+0.93" in screen(pilot)
        assert "Country" in line_with(pilot, "Köln", "+0.93")
        assert re.search(r"Level +Country", screen(pilot)), "the detail calls it the same"


async def test_regions_without_a_figure_are_named_last() -> None:
    async with opened(size=NARROW, tab="regions") as pilot:
        await press(pilot, "shift+tab", "G", "enter")
        assert "EU by year" in screen(pilot)
        text = screen(pilot)
        assert "countries · EU by year · mean 2.17 · 2020 to 2024" in text
        assert "~2.18" in line_with(pilot, "Île-de-France")
        last = [line for line in lines(pilot)[7:] if line.strip()][12]
        assert "Emilia-Romagna" in last
        assert last.split()[1] == "·"


async def test_the_network_names_antennas_without_a_region() -> None:
    async with opened(size=WIDE, tab="regions", cohort="network") as pilot:
        await press(pilot, "G")
        assert "19 of 32" in screen(pilot)
        assert "The region of this site is not described in the dataset." in screen(pilot)


async def test_the_detail_tells_what_the_figure_under_the_cursor_says() -> None:
    async with opened(size=WIDE, tab="regions") as pilot:
        await press(pilot, "j", "j", "j")
        assert "137.14 (EU 2016 = 100)" in screen(pilot)
        text = screen(pilot)
        assert "108.47 in 2023; difference +28.67" in text
        assert "Leader in RIS 2023, strong innovator in RIS 2025." in text


async def test_enter_tells_it_in_a_narrow_window() -> None:
    async with opened(size=NARROW, tab="regions") as pilot:
        await press(pilot, "j", "j", "j", "enter")
        assert pilot.app.screen.query_one(DetailPane)
        assert "Composite index of regional innovation performance" in screen(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_sorting_is_a_step_that_can_be_undone() -> None:
    async with opened(size=NARROW, tab="regions") as pilot:
        await press(pilot, "l", "S")
        ordered = [line.split()[0] for line in lines(pilot)[7:20]]
        assert ordered[0] == "Wielkopolskie"
        await press(pilot, "u")
        assert [line.split()[0] for line in lines(pilot)[7:9]] == ["Köln", "Île-de-France"]


async def test_the_filter_leaves_the_regions_of_its_sites() -> None:
    async with opened(size=NARROW, tab="regions") as pilot:
        await press(pilot, "slash")
        await write(pilot, "country:DE")
        await press(pilot, "enter")
        text = screen(pilot)
        assert "Köln" in text
        assert "Stuttgart" in text
        assert "Wien" not in text
        assert "2 of 2" in text
        await press(pilot, "x", "slash")
        await write(pilot, "sectors:>=99")
        await press(pilot, "enter")
        assert "No site matches" in screen(pilot)


async def test_what_leaves_is_what_stands_on_the_screen() -> None:
    async with opened(size=NARROW, tab="regions") as pilot:
        assert isinstance(pilot.app.screen, MainScreen)
        result = pilot.app.screen.here().result
        names = [column.id for column in result.columns]
        rows = [dict(zip(names, row, strict=True)) for row in result.lines()]
        assert [row["rank"] for row in rows] == [*range(1, 14)]
        assert rows[3]["region"] == "Stuttgart"
        assert rows[3]["to_eu"] == pytest.approx(28.67)


async def test_a_dataset_that_describes_no_region_of_its_sites() -> None:
    async with opened(dataset("hostile"), size=NARROW, tab="regions") as pilot:
        await press(pilot, "a")
        assert "describes none of the regions" in screen(pilot)
        await press(pilot, "a", "j", "o")
        assert "Sources of" in screen(pilot)


async def test_signs_of_an_ascii_terminal() -> None:
    themes, _ = load_themes([ROOT / "themes"])
    view, launch = View(cohort="brief", tab="regions"), Launch(glyphs=ASCII)
    app = ExplorerApp(dataset(), view, themes, launch=launch)
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        text = "\n".join(lines(pilot)[3:-1])
        assert not set(text) & set("█▉▊▋▌▍▎▏│·…›")
        assert "########|##" in text


# What is chosen is part of the view


async def test_a_choice_is_one_step_however_far_the_cursor_went() -> None:
    async with opened(size=NARROW, tab="regions") as pilot:
        await press(pilot, "tab", "j", "j", "enter")
        assert "leader" in screen(pilot)
        await press(pilot, "u")
        assert "137.14" in screen(pilot)
        await press(pilot, "U")
        assert "leader" in screen(pilot)


async def test_keys_in_one_go_do_what_they_do_one_by_one() -> None:
    """The list may still have to be followed when the next key comes."""
    walks = (("tab", "j", "j", "a"), ("tab", "j", "u"), ("j", "a", "tab", "j", "enter", "a"))
    for keys in walks:
        async with opened(size=WIDE, tab="regions") as pilot:
            await press(pilot, *keys)
            at_once = screen(pilot)
        async with opened(size=WIDE, tab="regions") as pilot:
            for key in keys:
                await press(pilot, key)
            assert screen(pilot) == at_once, keys


async def test_the_region_stays_under_the_cursor_when_the_indicator_changes() -> None:
    async with opened(size=WIDE, tab="regions") as pilot:
        await press(pilot, "j", "j", "j", "shift+tab", "G")
        assert isinstance(pilot.app.screen, MainScreen)
        front = pilot.app.screen.query_one("#regions-grid", Grid)
        assert front.cursor_key == "rd_gdp/de11"
        await press(pilot, "enter", "a")
        assert "Stuttgart · HammerHAI" in lines(pilot)[3]
        assert pilot.app.screen.here().grid is front
        assert front.cursor_key == "rd_gdp/de11"


async def test_the_choice_comes_back_with_its_view_and_from_the_command_line() -> None:
    view = View(tab="regions", cohort="brief").with_table("region-indicators", chosen="rd_gdp")
    kept = from_plain(to_plain(view))
    assert kept == view
    async with opened(size=NARROW, tab="regions", tables=kept.tables) as pilot:
        assert "R&D expenditure of the country" in lines(pilot)[5]
        assert "3.1" in line_with(pilot, "Stuttgart")


async def test_a_choice_that_the_filter_hides_gives_way_to_the_first() -> None:
    tables = View().with_table("region-hosts", chosen="de11").tables
    async with opened(
        size=NARROW, tab="regions", tables=tables, ways={"regions": "by-region"}
    ) as pilot:
        assert "Stuttgart · HammerHAI" in lines(pilot)[3]
        await press(pilot, "slash")
        await write(pilot, "country:AT")
        await press(pilot, "enter")
        assert "Wien · AI:AT" in lines(pilot)[3]
        await press(pilot, "x")
        assert "Stuttgart · HammerHAI" in lines(pilot)[3]


@pytest.mark.parametrize("keys", [(), ("j", "a"), ("tab",), ("tab", "j", "j", "enter")])
async def test_the_copied_command_prints_what_is_in_sight(
    keys: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    async with opened(size=NARROW, tab="regions") as pilot:
        await press(pilot, *keys)
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        here = main.here()
        result = here.result
        call = call_of(main.now.view, result, [FACTORIES])
    assert printed(call, capsys) == render(with_evidence(result), "csv")


async def test_a_region_where_only_partners_sit_is_listed_unranked(tmp_path: Path) -> None:
    data = partnered(tmp_path / "data")
    async with opened(data, size=WIDE, tab="regions") as pilot:
        assert "partners of Birch" in line_with(pilot, "Karlsruhe", "160")
        await press(pilot, "G", "a")
        assert "Karlsruhe · partners of Birch" in lines(pilot)[3]
        assert "Not ranked" in screen(pilot)
