"""The tab of computers, with real keys and what stands on the screen."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import dataset, lines, opened, press, screen, settle, write
from tui.explorer.dialogs.detail import DetailScreen
from tui.explorer.glyphs import ASCII, UNICODE
from tui.explorer.main_screen import MainScreen
from tui.explorer.panes.bars import scale
from tui.explorer.tabs import ways_of
from tui.explorer.tabs.compute_text import moved
from tui.explorer.tabs.naming import noted
from tui.explorer.tabs.tab import Tab
from tui.text import listed_within


def tab(pilot: Pilot[Any]) -> Tab:
    main = pilot.app.screen
    assert isinstance(main, MainScreen)
    found = main.tab_view
    assert isinstance(found, Tab)
    assert found.tab == "compute"
    return found


def line_of(pilot: Pilot[Any], start: str) -> str:
    """The first line that begins with this text."""
    return next(line for line in lines(pilot) if line[1:].startswith(start))


class TestSums:
    async def test_how_many_are_in_use_and_how_many_only_announced(self) -> None:
        async with opened(tab="compute") as pilot:
            in_use, announced = line_of(pilot, "In use"), line_of(pilot, "Announced")
            assert "~67,556 chips in 15 of 22 systems" in in_use
            assert "10 kinds, counted, not weighed" in in_use
            assert "~12,886 chips in 6 of 16 systems · 1,328 being installed" in announced

    async def test_what_is_missing_is_named(self) -> None:
        async with opened(tab="compute", size=(140, 40)) as pilot:
            missing = line_of(pilot, "No count")
            assert "10 announced: MareNostrum 5 AI upgrade" in missing
            assert re.search(r"7 in use, no accelerator named: GAIA cloud.* and \d more", missing)

    async def test_the_sums_are_those_of_the_selection(self) -> None:
        async with opened(tab="compute", filter="lumi-ai") as pilot:
            assert "11,912 chips in 1 of 1 systems" in line_of(pilot, "In use")
            assert "no count known" in line_of(pilot, "Announced")
            assert "LUMI-AI, LUMI-IQ" in line_of(pilot, "No count")

    async def test_no_line_is_longer_than_the_screen(self) -> None:
        for width in (60, 80, 110, 140):
            async with opened(tab="compute", size=(width, 24), cohort="factories") as pilot:
                assert all(len(line) <= width for line in lines(pilot))
                assert "chips in" in line_of(pilot, "In use")


class TestSystems:
    async def test_status_count_and_basis_in_words(self) -> None:
        async with opened(tab="compute") as pilot:
            assert re.search(r"MIMER|IT4LIA +Contracted +8,000 +Minimum", screen(pilot))
            assert re.search(r"LISA +IT4LIA +Being installed +~1,328 +Contracted", screen(pilot))
            assert re.search(r"HammerHAI +HammerHAI +Contracted +· +·", screen(pilot))

    async def test_sideways_stand_performance_date_and_ranks(self) -> None:
        async with opened(tab="compute", size=(140, 40)) as pilot:
            await press(pilot, *"l" * 13)
            assert re.search(r"HammerHAI .* 15 inf\. +55 +2026-H2 exp\.", screen(pilot))
            assert "2024-11   2025-06   2025-11   2026-06" in screen(pilot)
            assert re.search(r"Leonardo .* 9 +10 ▼1 +10 = +~12 ▼2", screen(pilot))

    async def test_the_note_follows_the_cursor(self) -> None:
        async with opened(tab="compute") as pilot:
            await press(pilot, "j", "j")
            assert line_of(pilot, "HammerHAI: new system. HPE. NVIDIA GB200 NVL4")

    async def test_a_filter_on_systems_narrows_table_and_sums(self) -> None:
        async with opened(tab="compute", filter="system.status:contracted") as pilot:
            # the seven contracted systems of these sites, of 29 that they have
            assert "7 of " in lines(pilot)[3]
            assert "w for all" in lines(pilot)[3]
            assert "9,408 chips in 3 of 7 systems" in line_of(pilot, "Announced")
            await press(pilot, "w")
            assert "w for all" not in lines(pilot)[3]
            assert "chips in" in line_of(pilot, "In use")

    async def test_enter_opens_a_system_with_its_ranks(self) -> None:
        async with opened(tab="compute", filter="lumi") as pilot:
            await press(pilot, "enter")
            text = screen(pilot)
            assert "AMD Instinct MI250X" in text
            await press(pilot, "end")
            assert re.search(r"Rankings \(4\) ─", screen(pilot))
            assert "Rank: ~11 · Rmax: ~379.7 PFlop/s" in screen(pilot)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, MainScreen)

    async def test_sorting_by_a_column_and_by_a_rank(self) -> None:
        async with opened(tab="compute", size=(200, 40)) as pilot:
            view = tab(pilot)
            await press(pilot, *"l" * 3, "S")
            assert "JUPITER Booster" in lines(pilot)[8]
            view.grid.cursor_column = [c.id for c in view.grid.source.columns].index("rank_2024-11")  # type: ignore[union-attr]
            await press(pilot, "s")
            assert "LUMI " in lines(pilot)[8]
            assert "Leonardo" in lines(pilot)[9]
            await press(pilot, "u")
            assert "JUPITER Booster" in lines(pilot)[8]

    async def test_a_click_on_a_header_sorts_once(self) -> None:
        async with opened(tab="compute") as pilot:
            await pilot.click("#compute-grid", offset=(2, 0))
            await settle(pilot)
            main = pilot.app.screen
            assert isinstance(main, MainScreen)
            assert main.now.view.table("systems").sort == (("name", False),)

    async def test_chosen_columns_are_kept(self) -> None:
        async with opened(tab="compute", size=(140, 40)) as pilot:
            main = pilot.app.screen
            assert isinstance(main, MainScreen)
            main.change(main.now.view.with_table("systems", columns=("name", "vendor")))
            await settle(pilot)
            assert re.search(r"System +Vendor", screen(pilot))
            assert "HPE (Cray EX)" in screen(pilot)


class TestSizes:
    async def test_bars_on_a_log_scale_with_yardsticks(self) -> None:
        async with opened(tab="compute", size=(112, 40)) as pilot:
            await press(pilot, "a")
            header = line_of(pilot, "System")
            assert re.search(r"10 +100 +1k +10k +100k", header)
            giga = line_of(pilot, "AI chips of a gigafactory")
            assert re.search(r"100,000 +─+ +yardstick", giga)
            assert re.search(r"~67,556 +█+.? +in use", line_of(pilot, "All in use here"))
            assert re.search(r"8,000 +▄+ +announced", line_of(pilot, "IT4LIA AI-optimised"))
            assert giga.count("─") > line_of(pilot, "AI chips of an AI Factory").count("─")
            assert "█ in use  ▄ announced  ─ yardstick" in lines(pilot)[-2]

    async def test_the_longest_bar_fills_its_column(self) -> None:
        async with opened(tab="compute", size=(112, 40)) as pilot:
            await press(pilot, "a")
            header, first = line_of(pilot, "System"), line_of(pilot, "Project Rainier")
            start = header.index("10 ")
            bar = first[start : first.index("yardstick")].rstrip()
            assert set(bar) == {"─"}
            assert len(bar) == header.index("Standing") - start - 2

    async def test_enter_opens_a_yardstick_or_the_systems_of_a_sum(self) -> None:
        async with opened(tab="compute") as pilot:
            await press(pilot, "a", "enter")
            assert "AWS Trainium2" in screen(pilot)
            assert "687,000" in screen(pilot)
            await press(pilot, "escape")
            tab(pilot).grid.select("*in_use")
            await press(pilot, "enter")
            assert re.search(r"23,536 +JUPITER Booster · JAIF", screen(pilot))

    async def test_sorting_by_the_bars_is_sorting_by_size(self) -> None:
        async with opened(tab="compute") as pilot:
            await press(pilot, "a", "l", "l", "s", "g")
            assert "Discoverer+" in lines(pilot)[8]

    async def test_signs_of_ascii_terminals(self) -> None:
        async with opened(tab="compute") as pilot:
            main = pilot.app.screen
            assert isinstance(main, MainScreen)
            view = tab(pilot)
            await press(pilot, "a")
            main.state = dataclasses.replace(main.now, glyphs=ASCII)
            await settle(pilot)
            assert re.search(r"23,536 +#+ +in use", line_of(pilot, "JUPITER"))
            assert all(text.isascii() for text, _ in view.legend_pieces())
            # the scroll bars follow what the app was started with
            drawn = [line.rstrip("┃│") for line in lines(pilot)[4:-3]]
            assert all(line.isascii() for line in drawn)


class TestRanks:
    async def test_editions_with_movement(self) -> None:
        async with opened(tab="compute") as pilot:
            await press(pilot, "a", "a")
            jupiter = line_of(pilot, "JUPITER Booster")
            assert re.search(r"~18 +4 ▲14 +4 = +5 ▼1 +▲13", jupiter)
            assert "5 of 38 systems with a rank here, the best JUPITER Booster at 5" in line_of(
                pilot, "2026-06"
            )

    async def test_without_ranks_a_sentence_says_so(self) -> None:
        async with opened(tab="compute", filter="hammerhai") as pilot:
            await press(pilot, "a", "a")
            assert "No system here has a rank that is known." in screen(pilot)

    @pytest.mark.parametrize(("by", "text"), [(None, ""), (0, "="), (3, "▲3"), (-12, "▼12")])
    def test_movement_in_signs(self, by: int | None, text: str) -> None:
        assert moved(by, UNICODE) == text


class TestTotals:
    async def test_by_status_and_by_kind_of_chip(self) -> None:
        async with opened(tab="compute", size=(140, 40)) as pilot:
            await press(pilot, "a", "a", "a")
            text = screen(pilot)
            assert re.search(r"Chips in use +22 +15 +67,556 min\. +chips +~5,052", text)
            assert re.search(r"  NVIDIA GH200 +2 +2 +25,064", text)
            assert re.search(r"  Contracted +7 +3 +9,408 .*LUMI-AI", text)
            assert re.search(r"  AMD MI430X +2 +0 +· .*LUMI-AI, Alice Recoque", text)

    async def test_sources_of_all_systems_of_a_sum(self) -> None:
        async with opened(tab="compute") as pilot:
            await press(pilot, "a", "a", "a", "o")
            assert "Sources of Chips in use" in screen(pilot)


class TestAround:
    async def test_the_key_goes_round_and_the_legend_with_it(self) -> None:
        async with opened(tab="compute") as pilot:
            seen = []
            for _ in range(5):
                seen.append((tab(pilot).way.id, lines(pilot)[-2]))
                await press(pilot, "a")
            assert [way for way, _ in seen] == ["systems", "sizes", "top500", "totals", "systems"]
            assert seen[0] == seen[4]
            assert len({legend for _, legend in seen}) == len(ways_of("compute"))

    async def test_every_breakdown_can_be_exported(self) -> None:
        async with opened(tab="compute") as pilot:
            names = []
            for _ in ways_of("compute"):
                main = pilot.app.screen
                assert isinstance(main, MainScreen)
                names.append(main.here().result.name)
                await press(pilot, "a")
            assert names == [
                "systems", "compute-sizes", "compute-ranks", "compute-totals",
            ]  # fmt: skip

    async def test_nothing_matches(self) -> None:
        async with opened(tab="compute", filter="country:ES country:DE") as pilot:
            assert "No site matches." in screen(pilot)
            assert "no system listed" in line_of(pilot, "In use")
            for opens in (True, False, False, False):
                # yardsticks are there whatever the selection
                await press(pilot, "a", "enter")
                assert isinstance(pilot.app.screen, DetailScreen) == opens
                if opens:
                    await press(pilot, "escape")

    async def test_typing_a_filter_fills_the_tab(self) -> None:
        async with opened(tab="compute") as pilot:
            await press(pilot, "/")
            await write(pilot, "country:FI")
            assert "11,912 chips in 1 of 1 systems" in line_of(pilot, "In use")

    @pytest.mark.parametrize("size", [(60, 15), (80, 24), (140, 40)])
    async def test_hostile_names_stay_in_their_place(self, size: tuple[int, int]) -> None:
        async with opened(dataset("hostile"), size=size, tab="compute", cohort="") as pilot:
            for _ in ways_of("compute"):
                text = screen(pilot)
                assert "\x1b" not in text
                assert len(lines(pilot)) == size[1]
                await press(pilot, "G", "enter")
                if isinstance(pilot.app.screen, DetailScreen):
                    await press(pilot, "escape")
                await press(pilot, "a")

    async def test_a_low_window_gives_the_note_up(self) -> None:
        async with opened(size=(60, 15), tab="compute") as pilot:
            assert "existing system." not in screen(pilot)
            await pilot.resize_terminal(80, 24)
            await settle(pilot)
            assert "existing system." in screen(pilot)


class TestPieces:
    @pytest.mark.parametrize(
        ("width", "text"),
        [(3, ""), (16, "alpha and 2 more"), (17, "alpha and 2 more"), (18, "alpha, beta, gamma")],
    )
    def test_names_as_many_as_fit(self, width: int, text: str) -> None:
        assert listed_within(["alpha", "beta", "gamma"], width) == text

    def test_a_note_is_cut_with_a_mark(self) -> None:
        text = noted("one two three four five six", 9, 2, "…")
        assert text == "one two\nthree fo…"
        assert noted("one two", 9, 2, "…") == "one two"

    @pytest.mark.parametrize(
        ("values", "ends"),
        [([], (1, 10)), ([32, 1_000_000], (10, 1_000_000)), ([100], (100, 1000)), ([0], (1, 10))],
    )
    def test_the_scale_ends_at_powers_of_ten(
        self, values: list[float], ends: tuple[float, float]
    ) -> None:
        assert scale(values) == ends


class TestNames:
    async def test_two_names_that_begin_alike_keep_their_ends(self) -> None:
        """Cut at the end both would read the same; others are cut at their end."""
        async with opened(tab="compute", cohort="factories", size=(110, 50)) as pilot:
            text = screen(pilot)
            names = re.findall(r"Vienna \S.*?(?=  )", text)
            assert len(names) == len(set(names)) == 2
            assert all("…" in name and name.endswith(")") for name in names)
            assert re.search(r"MareNostrum 5, acc\S*…  ", text)
            await press(pilot, "/", *"vienna", "enter")
            assert all(name in screen(pilot) for name in names)
