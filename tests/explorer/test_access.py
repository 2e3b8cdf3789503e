"""The tab of access, with real keys and what stands on the screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.pilot import Pilot

from tests.explorer.helpers import dataset, lines, opened, press, screen, settle
from tui.analysis.lenses.offers import hours
from tui.explorer.dialogs.detail import DetailScreen
from tui.explorer.main_screen import MainScreen
from tui.explorer.tabs import ways_of
from tui.explorer.tabs.access_ways import compact
from tui.explorer.tabs.tab import Tab

OFFERS, MODES = {"access": "offers"}, {"access": "eurohpc-modes"}
WAYS_IN = {"access": "ways-in"}


def tab(pilot: Pilot[Any]) -> Tab:
    main = pilot.app.screen
    assert isinstance(main, MainScreen)
    found = main.tab_view
    assert isinstance(found, Tab)
    assert found.tab == "access"
    return found


def line_of(pilot: Pilot[Any], start: str) -> str:
    """The first line that begins with this text."""
    return next(line for line in lines(pilot) if line[1:].startswith(start))


def go_to(pilot: Pilot[Any], site: str, column: str) -> None:
    grid = tab(pilot).grid
    grid.select(site)
    assert grid.source is not None
    grid.cursor_column = [each.id for each in grid.source.columns].index(column)


class TestMatrix:
    async def test_services_of_each_site_with_margins(self) -> None:
        async with opened(tab="access") as pilot:
            assert re.search(r"All 13 +8 +13 +11 +11 +12 +8 +5 +2 +11", screen(pilot))
            assert re.search(r"HammerHAI +4\+ +● +· +● +● +· +· +· +●", screen(pilot))
            assert re.search(r"LUMI AIF +6\+ +●2 +● +● +● +● +· +· +○", screen(pilot))
            assert "● confirmed  ○ not confirmed" in lines(pilot)[-2]

    async def test_own_ways_stand_to_the_right(self) -> None:
        async with opened(tab="access", size=(140, 40)) as pilot:
            assert re.search(r"National +Local", screen(pilot))
            assert re.search(r"JAIF .* ○ +●", screen(pilot))

    async def test_what_holds_everywhere_is_unknown_nowhere(self) -> None:
        """One site names the modes of EuroHPC, and no other is said to lack them."""
        async with opened(tab="access", size=(140, 40)) as pilot:
            assert "playground" not in screen(pilot)
            assert "modes hold for all sites; named by JAIF" in line_of(pilot, "EuroHPC")

    async def test_figures_say_what_is_specific(self) -> None:
        async with opened(tab="access") as pilot:
            services = line_of(pilot, "Services")
            assert (
                "2 to 8 kinds a site · all: Computing time · rarest: Physical hub (2)" in services
            )
            access = line_of(pilot, "Access")
            assert "National share: 7 at 7 sites · Local offer: 15 at 12 sites" in access
            assert "named by JAIF" in line_of(pilot, "EuroHPC")
            assert "13 of 13 lists incomplete" in screen(pilot)

    async def test_only_complete_lists_say_no(self) -> None:
        async with opened(dataset("small"), tab="access", cohort="all") as pilot:
            assert re.search(r"Alder +3 +● +● +– +○ +– +– +– +–", screen(pilot))
            assert re.search(r"Birch +2\+ +· +● +· +· +· +· +· +●", screen(pilot))
            assert re.search(r"Cedar +· +· +·", screen(pilot))
            go_to(pilot, "alder", "service_helpdesk")
            await settle(pilot)
            assert "Alder, Helpdesk: not offered" in screen(pilot)
            go_to(pilot, "birch", "service_compute")
            await settle(pilot)
            assert "Birch, Computing time: unknown, list incomplete" in screen(pilot)

    async def test_the_note_follows_row_and_column(self) -> None:
        async with opened(tab="access") as pilot:
            await press(pilot, "j", "j")
            missing = "HammerHAI: unknown, list incomplete: Training, Matchmaking and incubation"
            assert missing in screen(pilot)
            await press(pilot, "l", "l")
            assert "HammerHAI, Computing time:" in screen(pilot)
            await press(pilot, "g")
            assert "Computing time, 13 of 13 sites: BSC AIF" in screen(pilot)

    async def test_enter_opens_an_entry(self) -> None:
        async with opened(tab="access") as pilot:
            go_to(pilot, "hammerhai", "service_compute")
            await press(pilot, "enter")
            assert "Wording" in screen(pilot)
            assert "HammerHAI" in screen(pilot)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, MainScreen)

    async def test_enter_opens_all_entries_of_a_cell(self) -> None:
        async with opened(tab="access") as pilot:
            go_to(pilot, "it4lia", "mode_local")
            await press(pilot, "enter")
            text = screen(pilot)
            assert "IT4LIA TRY" in text
            assert "IT4LIA Medium" in text

    async def test_enter_opens_a_site_and_the_sites_of_a_column(self) -> None:
        async with opened(tab="access") as pilot:
            go_to(pilot, "jaif", "site")
            await press(pilot, "enter")
            assert "Jülich" in screen(pilot)
            await press(pilot, "escape")
            go_to(pilot, "*all", "service_physical_hub")
            await press(pilot, "enter")
            text = screen(pilot)
            assert "Physical hub: 2 sites of 13" in text
            assert "Unknown (11)" in text

    @pytest.mark.parametrize(
        ("width", "heads"),
        [
            (80, "Comp Trai Data Cons"),
            (100, "Comput Traini Data Consul"),
            (140, "Computing Training"),
        ],
    )
    async def test_heads_take_the_letters_that_have_room_and_all_are_in_sight(
        self, width: int, heads: str
    ) -> None:
        async with opened(tab="access", size=(width, 24)) as pilot:
            line = " ".join(line_of(pilot, "Site").split())
            assert heads in line
            assert "Loca" in line

    async def test_sources_of_all_entries_of_a_cell(self) -> None:
        async with opened(tab="access") as pilot:
            go_to(pilot, "it4lia", "mode_local")
            await press(pilot, "o")
            assert "Sources of IT4LIA, Local offer" in screen(pilot)

    async def test_sorting_keeps_the_total_on_top(self) -> None:
        async with opened(tab="access") as pilot:
            await press(pilot, "l", "S")
            rows = [line[1:] for line in lines(pilot)[8:11]]
            assert rows[0].startswith("All 13")
            assert rows[1].startswith("AI:AT")

    async def test_a_filter_on_services_narrows_the_columns(self) -> None:
        async with opened(tab="access", filter="service:training") as pilot:
            assert "w for all" in lines(pilot)[3]
            assert re.search(r"All 11 +1 +11 ", screen(pilot))
            assert "Comp" not in line_of(pilot, "Site")
            await press(pilot, "w")
            assert "Com" in line_of(pilot, "Site")


@given(st.integers(1, 10**9))
@example(50_000)
@example(2_400_000)
@example(229_940_100)
def test_a_number_in_short_is_that_number(many: int) -> None:
    text = compact(many).replace(",", "")
    unit = {"k": 1_000, "M": 1_000_000}.get(text[-1], 1)
    assert float(text.rstrip("kM")) * unit == many


class TestWaysIn:
    async def test_every_answer_stands_in_one_line_at_80_columns(self) -> None:
        async with opened(tab="access", cohort="factories") as pilot:
            await press(pilot, "a")
            heads = r"Way in +For +Cost +GPU-hours +Days +Mon\. +Open +Where"
            assert re.search(heads, screen(pilot))
            fast = r"Fast.*… +start-ups +free… +10k–50k +4 +1–3 +always +EuroHPC"
            assert re.search(fast, screen(pilot))
            assert re.search(r"IT4LIA.* +start-ups +free… +· +· +· +· +IT4LIA", screen(pilot))

    async def test_figures_answer_what_is_free(self) -> None:
        async with opened(tab="access", size=(140, 40), ways=WAYS_IN) as pilot:
            assert "Playground Access up to 5,000 · Fast Lane Access 10,000–50,000" in line_of(
                pilot, "Free hours"
            )
            assert "others name no companies" in lines(pilot)[3]

    async def test_enter_opens_mode_or_offer_and_o_its_sources(self) -> None:
        async with opened(tab="access", ways=WAYS_IN) as pilot:
            await press(pilot, "enter")
            assert "Eligibility" in screen(pilot)
            await press(pilot, "escape", "o")
            assert "Sources of Playground Access" in screen(pilot)
            await press(pilot, "escape")
            assert tab(pilot).grid.select("it4lia/IT4LIA TRY")
            await press(pilot, "enter")
            assert "IT4LIA TRY" in screen(pilot)


class TestOffers:
    async def test_offers_with_their_mode_in_words(self) -> None:
        async with opened(tab="access", ways=OFFERS, size=(140, 40)) as pilot:
            assert re.search(r"JAIF +Playground Access +Playground Access", screen(pilot))
            assert re.search(r"L-AIF +National share +National share of MeluXina-AI", screen(pilot))

    async def test_the_note_tells_the_offer_in_full(self) -> None:
        async with opened(tab="access", ways=OFFERS) as pilot:
            await press(pilot, "j")
            assert "Incubation programme, third call: companies with an EU tax number" in screen(
                pilot
            )

    async def test_sites_without_an_offer_are_named(self) -> None:
        async with opened(dataset("small"), tab="access", ways=OFFERS, cohort="all") as pilot:
            assert "listed for Cedar" in line_of(pilot, "No offer")

    async def test_enter_opens_the_offer_once(self) -> None:
        async with opened(tab="access", ways=OFFERS) as pilot:
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, DetailScreen)
            await press(pilot, "escape")
            assert len(pilot.app.screen_stack) == 1

    async def test_sorting_by_a_column(self) -> None:
        async with opened(tab="access", ways=OFFERS) as pilot:
            await press(pilot, "l", "l", "s")
            main = pilot.app.screen
            assert isinstance(main, MainScreen)
            assert main.now.view.table("access").sort == (("name", False),)
            assert "AI2F services" in lines(pilot)[7]
            assert "AI for Science" in lines(pilot)[8]


class TestModes:
    async def test_hours_months_review_and_price(self) -> None:
        async with opened(tab="access", ways=MODES, size=(140, 40)) as pilot:
            text = screen(pilot)
            assert re.search(r"Playground Access +up to 5,000 +1, 2, 3 +2 +free for AI", text)
            assert re.search(r"Fast Lane Access +10,000–50,000 +1, 2, 3 +4 +free", text)
            assert re.search(r"Large Scale Access +50,000–2,400,000 +3, 6, 12 +10 +free", text)
            assert re.search(r"Regular Access +· +~12 +·", text)
            assert "9 modes, the same for every site; GPU-hours known for 3" in text

    async def test_one_of_a_kind_is_counted_as_one(self) -> None:
        async with opened(dataset("small"), tab="access", ways=MODES) as pilot:
            text = screen(pilot)
            assert "1 mode, the same for every site" in text
            assert "2 working days, known for 1 mode" in text

    async def test_sorting_by_hours(self) -> None:
        async with opened(tab="access", ways=MODES) as pilot:
            await press(pilot, "l", "S")
            assert "Large Scale Access" in lines(pilot)[7]

    async def test_enter_opens_the_mode(self) -> None:
        async with opened(tab="access", ways=MODES) as pilot:
            await press(pilot, "enter")
            assert "Eligibility" in screen(pilot)

    @pytest.mark.parametrize(
        ("low", "high", "text"),
        [(None, None, None), (None, 5000, "up to 5,000"), (50, None, "from 50"),
         (10000, 50000, "10,000–50,000")],
    )  # fmt: skip
    def test_hours_in_words(self, low: int | None, high: int | None, text: str | None) -> None:
        assert hours(low, high) == text


class TestAround:
    async def test_the_key_goes_round(self) -> None:
        async with opened(tab="access") as pilot:
            before = screen(pilot)
            await press(pilot, *"aaaa")
            assert screen(pilot) == before

    async def test_what_is_computed_can_be_exported(self) -> None:
        async with opened(tab="access") as pilot:
            main = pilot.app.screen
            assert isinstance(main, MainScreen)
            found = []
            for _ in ways_of("access"):
                result = main.here().result
                found.append((result.name, len(result)))
                await press(pilot, "a")
            assert [found[0], found[3]] == [("offers", 13), ("eurohpc-modes", 9)]
            assert [found[1][0], found[2][0]] == ["ways-in", "access"]

    async def test_nothing_matches(self) -> None:
        async with opened(tab="access", filter="country:ES country:DE") as pilot:
            assert "No site matches." in screen(pilot)
            for _ in ways_of("access"):
                await press(pilot, "enter", "escape", "a")
            assert isinstance(pilot.app.screen, MainScreen)

    @pytest.mark.parametrize("size", [(60, 15), (80, 24), (140, 40)])
    async def test_hostile_names_stay_in_their_place(self, size: tuple[int, int]) -> None:
        async with opened(dataset("hostile"), size=size, tab="access", cohort="") as pilot:
            for _ in ways_of("access"):
                text = screen(pilot)
                assert "\x1b" not in text
                assert len(lines(pilot)) == size[1]
                await press(pilot, "G", "l", "l", "enter")
                if isinstance(pilot.app.screen, DetailScreen):
                    await press(pilot, "escape")
                await press(pilot, "a")

    async def test_no_line_is_longer_than_the_screen(self) -> None:
        for width in (60, 80, 110, 140):
            async with opened(tab="access", size=(width, 24), cohort="network") as pilot:
                assert all(len(line) <= width for line in lines(pilot))
                assert "All 32" in screen(pilot)
