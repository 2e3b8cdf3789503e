"""Tab 8 and the key o with real keys: on what does a figure rest, and how sure is it?"""

from __future__ import annotations

import asyncio
import re

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import dataset, deadline, lines, opened, press, screen, settle, write
from tui.analysis.provenance import facts
from tui.explorer.dialogs.detail import SourcesScreen
from tui.explorer.grid.grid import Grid
from tui.explorer.main_screen import MainScreen
from tui.explorer.panes.detail import DetailPane
from tui.explorer.tabs import sources_ways

NARROW, WIDE = (80, 24), (140, 40)
CONTRACT = "EuroHPC JU signs contract to deploy LUMI-AI supercomputer"


async def until(pilot: Pilot[int], text: str) -> None:
    """Wait for what follows the cursor."""
    async with deadline(pilot.app):
        while text not in screen(pilot):
            await asyncio.sleep(0.002)


def line_with(pilot: Pilot[int], *texts: str) -> str:
    """The line that holds all these texts."""
    found = [line for line in lines(pilot) if all(text in line for text in texts)]
    assert len(found) == 1, f"{texts} in {len(found)} lines of\n{screen(pilot)}"
    return found[0]


# The tab


async def test_the_bibliography_says_what_rests_on_each_source() -> None:
    async with opened(size=NARROW, tab="sources") as pilot:
        known = facts(dataset())
        assert f"of {len(dataset().sources)} sources" in lines(pilot)[3]
        first = lines(pilot)[5]
        assert first.split()[:2] == ["Regional", "Innovation"]
        assert str(known.usage["github-ris-2023-xlsx"]) in first.split()
        assert "Register" in first
        assert "direct" in first


async def test_enter_tells_the_facts_that_rest_on_a_source() -> None:
    async with opened(size=NARROW, tab="sources") as pilot:
        await press(pilot, "enter")
        text = screen(pilot)
        assert pilot.app.screen.query_one(DetailPane)
        assert "github-ris-2023-xlsx" in text
        assert "Facts of these sites (91)" in text
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_beside_the_table_the_detail_follows() -> None:
    async with opened(size=WIDE, tab="sources") as pilot:
        await until(pilot, "Facts of these sites (91)")
        await press(pilot, "j")
        await until(pilot, "Facts of these sites (52)")
        assert "github-rci-2022-xlsx" in screen(pilot)


async def test_confidence_by_site() -> None:
    async with opened(size=NARROW, tab="sources") as pilot:
        await press(pilot, "a")
        total = line_with(pilot, "All 13").split()
        rows = [line.split() for line in lines(pilot)[6:19]]
        for column in (-6, -5, -3, -2):
            known = [int(row[column]) for row in rows if row[column].isdigit()]
            assert int(total[column]) == sum(known)
        assert line_with(pilot, "LUMI AIF").split()[-6:] == ["35", "19", "54", "13", "3", "3"]
        assert "  C 19   L   U  " in line_with(pilot, "LUMI AIF")
        assert "C confirmed  L likely  U unverified" in screen(pilot)


@pytest.mark.parametrize("text", ["", "lumi-ai"])
async def test_each_legend_says_which_facts_are_counted(text: str) -> None:
    """Three totals of the same sites differ: with regions, without, and with what has no site."""
    async with opened(size=NARROW, tab="sources", filter=text) as pilot:
        assert "Here: facts of these sites and their regions · All: facts of the" in screen(pilot)
        await press(pilot, "a")
        assert "Facts: of sites · Region ~: unsure there" in screen(pilot)
        await press(pilot, "a")
        told = line_with(pilot, "Of these sites and their regions").strip()
        more = "; also clusters, access modes, single facts"
        assert told == f"Of these sites and their regions{'' if text else more}"


async def test_which_figures_about_lumi_ai_are_not_confirmed() -> None:
    async with opened(size=NARROW, tab="sources") as pilot:
        await press(pilot, "slash")
        await write(pilot, "lumi-ai")
        await press(pilot, "enter", "a", "a")
        assert "19 of 51 facts" in lines(pilot)[3]
        assert "Unverified" in line_with(pilot, "Money of LUMI AIF: Budget: EUR 612 million")
        assert "LUMI-AI: Contracted" not in screen(pilot)
        await press(pilot, "enter")
        assert "Total from general knowledge" in screen(pilot)
        await press(pilot, "escape", "o")
        assert isinstance(pilot.app.screen, SourcesScreen)
        assert "~unverified" in screen(pilot)


async def test_a_filter_lists_the_sources_of_its_sites_and_w_all() -> None:
    async with opened(size=NARROW, tab="sources", filter="lumi-ai") as pilot:
        assert "w all" in lines(pilot)[3]
        grid = pilot.app.screen.query_one("#sources-grid", Grid)
        few = grid.row_count
        assert 0 < few < len(dataset().sources)
        await press(pilot, "w")
        assert grid.row_count == len(dataset().sources)
        assert "w all" not in lines(pilot)[3]


async def test_what_the_filter_speaks_of_is_counted_alone() -> None:
    async with opened(size=NARROW, tab="sources", filter="system:lumi-ai") as pilot:
        await press(pilot, "a")
        narrowed = line_with(pilot, "LUMI AIF").split()
        await press(pilot, "w")
        whole = line_with(pilot, "LUMI AIF").split()
        assert whole[-6] == "35"
        assert int(narrowed[-6]) < 35


async def test_nothing_left_says_why() -> None:
    async with opened(size=NARROW, tab="sources", filter="sectors:>=99") as pilot:
        assert "No site matches" in screen(pilot)
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_sorting_and_the_sheet_agree_with_the_screen() -> None:
    async with opened(size=NARROW, tab="sources") as pilot:
        await press(pilot, "a", "l", "l", "l", "s")
        names = [line.split()[0] for line in lines(pilot)[6:19]]
        assert isinstance(pilot.app.screen, MainScreen)
        result = pilot.app.screen.here().result
        sites = {site.id: site.name for site in dataset().sites}
        places = range(len(result))
        assert [sites[result.record(row).site].split()[0] for row in places] == names
        confirmed = [result.record(row).counts["confirmed"] for row in places]
        assert confirmed == sorted(confirmed)
        await press(pilot, "u")
        assert lines(pilot)[6].split()[:2] == ["BSC", "AIF"]


async def test_very_many_sites_are_counted_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources_ways, "MANY_SITES", 3)
    async with opened(size=NARROW, tab="sources") as pilot:
        await press(pilot, "a")
        assert "LUMI AIF" in screen(pilot)
        await press(pilot, "a")
        assert "Money of HammerHAI" in screen(pilot)


async def test_each_view_keeps_its_row() -> None:
    async with opened(size=NARROW, tab="sources") as pilot:
        grid = pilot.app.screen.query_one("#sources-grid", Grid)
        await press(pilot, "j", "j")
        key = grid.cursor_key
        await press(pilot, "a", "j", "a", "a")
        assert grid.cursor_key == key
        await press(pilot, "a")
        assert grid.cursor_key == "bsc-aif"


# The key o


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_on_which_source_the_contract_sum_of_lumi_ai_rests(size: tuple[int, int]) -> None:
    async with opened(size=size, tab="compute", filter="system:lumi-ai") as pilot:
        await press(pilot, "o")
        text = screen(pilot)
        assert "Sources of LUMI-AI, LUMI AIF · 3 sources" in text
        assert "387.8" in text
        assert "confirmed" in text
        assert "Contract of 31 August 2026" in text
        assert CONTRACT in text
        assert "EuroHPC Joint Undertaking · 2026-08-31 · official · quoted" in text
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_a_site_shows_the_sources_of_all_its_facts() -> None:
    async with opened(size=NARROW, filter="lumi-ai") as pilot:
        await press(pilot, "o")
        assert "Site  LUMI AIF" in screen(pilot)
        seen = set()
        for _ in range(60):
            seen |= {line.split("  ")[0].strip() for line in lines(pilot)}
            await pilot.press("j")
        await settle(pilot)
        assert {"Site", "Money", "Dates", "System", "Ranking", "Partner", "Sector"} <= seen


async def test_the_cursor_goes_from_source_to_source() -> None:
    async with opened(size=NARROW, tab="compute", filter="system:lumi-ai") as pilot:
        await press(pilot, "o")
        assert line_with(pilot, CONTRACT).startswith(" ▌")
        await press(pilot, "down")
        assert line_with(pilot, "Computing infrastructure").startswith(" ▌")
        assert not line_with(pilot, CONTRACT).startswith(" ▌")
        await press(pilot, "G")
        assert line_with(pilot, "News of 1 September 2026").startswith(" ▌")
        await press(pilot, "g")
        assert "System  LUMI-AI" in screen(pilot)


@pytest.mark.parametrize(
    ("key", "begins"),
    [
        ("y", "EuroHPC Joint Undertaking (2026-08-31). EuroHPC JU signs contract"),
        ("Y", "@online{eurohpc-ju-signs-contract-deploy-lumi-ai-supercomputer-2026-08-31,"),
    ],
)
async def test_a_citation_is_sent_to_the_clipboard(
    monkeypatch: pytest.MonkeyPatch, key: str, begins: str
) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    async with opened(size=NARROW, tab="compute", filter="system:lumi-ai") as pilot:
        await press(pilot, "o", key)
        assert pilot.app.clipboard.startswith(begins)
        assert isinstance(pilot.app.screen, SourcesScreen)


async def test_a_figure_of_a_region_brings_that_of_the_eu() -> None:
    async with opened(size=NARROW, tab="regions") as pilot:
        await press(pilot, "o")
        text = screen(pilot)
        assert "Indicator  Köln, Regional Innovation Scoreboard 2023: 141.86" in text
        assert "Fact  EU in the Regional Innovation Scoreboard 2023: 108.47" in text
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_a_partner_and_a_source_show_their_sources() -> None:
    async with opened(size=NARROW, tab="consortia", filter="partner:cyfronet") as pilot:
        await press(pilot, "tab", "o")
        assert "Sources of Academic Computer Centre Cyfronet AGH (Cyfronet), LUMI" in screen(pilot)
        await press(pilot, "escape", "8", "o")
        assert " on it" in lines(pilot)[1]


async def test_a_claim_shows_its_sources() -> None:
    async with opened(size=NARROW, tab="findings") as pilot:
        await press(pilot, "o")
        assert "Finding  The study covers thirteen factories" in screen(pilot)
        seed = next(source for source in dataset().sources if source.id == "seed")
        assert line_with(pilot, seed.title[:40]).startswith(" ▌")


async def test_a_long_name_leaves_the_count_of_sources_in_sight() -> None:
    async with opened(tab="findings") as pilot:
        await press(pilot, "j", "o")
        assert re.search(r"^ Sources of .+… · \d+ sources?$", lines(pilot)[0])


async def test_long_and_hostile_texts_stay_within_the_window() -> None:
    async with opened(dataset("hostile"), size=(60, 15)) as pilot:
        await press(pilot, "o")
        for _ in range(30):
            assert all(len(line) <= 60 for line in lines(pilot))
            assert "\x1b" not in screen(pilot)
            await press(pilot, "j")
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert isinstance(pilot.app.screen, SourcesScreen)
        assert any("▌" in line for line in lines(pilot))
