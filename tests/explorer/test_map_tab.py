"""The map in the tab of the sites: one cursor for table and map."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.explorer.exporting import said
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
from tui.analysis.telling.site import neighbours
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.commands import COMMANDS, rebound
from tui.explorer.glyphs import ASCII, UNICODE
from tui.explorer.panes.map import EuropeMap
from tui.explorer.tabs.map_marks import (
    COMPANIES,
    MOST_CLASSES,
    RESEARCH,
    SHAPES,
    STATUS,
    STEPS,
    TITLES,
    WAVE,
    read,
)
from tui.explorer.tabs.site_map import MapPane
from tui.explorer.tabs.sites import SitesTab
from tui.explorer.theming import load_themes
from tui.query import View, table
from tui.query.engine.store import store_of

SIZES = [(80, 24), (140, 40)]


def europe(pilot: Pilot[Any]) -> EuropeMap:
    return pilot.app.screen.query_one(EuropeMap)


def cursor(pilot: Pilot[Any]) -> str | None:
    return pilot.app.screen.query_one("#sites-grid").cursor_key  # type: ignore[attr-defined,no-any-return]


# Opening and closing


@pytest.mark.parametrize("size", SIZES)
async def test_m_opens_and_closes_the_map(size: tuple[int, int]) -> None:
    async with opened(size=size) as pilot:
        before = [line[:80] for line in lines(pilot)[3:22]]
        await press(pilot, "m")
        text = screen(pilot)
        assert "13 sites · BSC AIF, Barcelona" in text
        assert TITLES[WAVE] in text
        assert any("⠁" <= sign <= "⣿" for sign in text), "no coast"
        assert pilot.app.focused is europe(pilot)
        await press(pilot, "m")
        assert [line[:80] for line in lines(pilot)[3:22]] == before


async def test_wide_windows_show_table_and_map() -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "m")
        assert "HammerHAI" in screen(pilot)
        assert "Money and dates" not in screen(pilot)


async def test_narrow_windows_show_one_of_them_and_tab_turns() -> None:
    async with opened() as pilot:
        await press(pilot, "m")
        assert "HammerHAI" not in screen(pilot)
        await press(pilot, "tab")
        assert "HammerHAI" in screen(pilot)
        assert TITLES[WAVE] not in screen(pilot)
        await press(pilot, "j", "shift+tab")
        assert "HammerHAI, Stuttgart" in screen(pilot)
        await press(pilot, "tab", "m")
        assert "HammerHAI, Stuttgart" in screen(pilot)


async def test_the_window_may_change_while_the_map_is_open() -> None:
    """Whichever pane has the keyboard keeps it and stays in sight."""
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "m", "l")
        here = cursor(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert pilot.app.focused is europe(pilot)
        assert TITLES[WAVE] in screen(pilot)
        await press(pilot, "tab")
        assert "HammerHAI" in screen(pilot)
        await pilot.resize_terminal(140, 40)
        await settle(pilot)
        assert "HammerHAI" in screen(pilot)
        assert TITLES[WAVE] in screen(pilot)
        assert cursor(pilot) == here


async def test_it_holds_in_the_smallest_window() -> None:
    async with opened(size=(60, 15)) as pilot:
        await press(pilot, "m")
        assert "13 sites" in screen(pilot)
        assert TITLES[WAVE] in screen(pilot)


# One cursor


@pytest.mark.parametrize("size", SIZES)
async def test_arrows_go_to_the_nearest_site_and_the_table_follows(size: tuple[int, int]) -> None:
    """From Barcelona right to Bologna, up to Maribor, which lies nearer than Stuttgart."""
    async with opened(size=size) as pilot:
        await press(pilot, "m", "l")
        assert "IT4LIA, Bologna" in screen(pilot)
        assert cursor(pilot) == "it4lia"
        await press(pilot, "up")
        assert "SLAIF, Maribor" in screen(pilot)
        assert cursor(pilot) == "slaif"
        await press(pilot, "tab", "k")
        assert cursor(pilot) == "piast"
        assert europe(pilot).current == "piast"


async def test_quick_moves_do_not_run_back() -> None:
    """News of the table about an earlier move does not take the map back."""
    async with opened() as pilot:
        await press(pilot, "m")
        drawn, view = europe(pilot), pilot.app.screen.query_one(SitesTab)
        walked: list[str | None] = []

        def note(key: str | None) -> None:
            walked.append(key)

        pilot.app.screen.watch(drawn, "current", note, init=False)
        drawn.action_move("right")
        # The table takes the move over; before it can tell of it the next key comes.
        view.on_europe_map_mark_highlighted(EuropeMap.MarkHighlighted(str(drawn.current)))
        drawn.action_move("up")
        await settle(pilot)
        assert walked == ["it4lia", "slaif"]
        assert cursor(pilot) == "slaif"


async def test_the_map_follows_the_table_in_wide_windows() -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "m", "tab", "j", "j", "j", "j")
        assert "LUMI AIF, Kajaani" in screen(pilot)


async def test_enter_opens_the_details_and_escape_comes_back_to_the_map() -> None:
    async with opened() as pilot:
        await press(pilot, "m", "l", "enter")
        assert "IT4LIA – Italy for Artificial Intelligence" in screen(pilot)
        await press(pilot, "escape")
        assert "IT4LIA, Bologna" in screen(pilot)
        assert pilot.app.focused is europe(pilot)


async def test_sources_and_marks_work_from_the_map() -> None:
    """o shows the sources of the site under the cursor, space marks it, c compares."""
    async with opened() as pilot:
        await press(pilot, "m", "l", "o")
        assert "Sources of IT4LIA" in screen(pilot)
        await press(pilot, "escape", "space")
        assert "1 marked" in screen(pilot)
        assert "▌IT4LIA" in screen(pilot)
        await press(pilot, "up", "c")
        assert lines(pilot)[1].split() == ["IT4LIA", "SLAIF"]


async def test_the_map_shows_the_selection_only() -> None:
    """The filter picks the marks; without a site there is an empty map."""
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "m", "slash")
        await write(pilot, "country:DE")
        await press(pilot, "enter")
        assert {mark.key for mark in europe(pilot).marks} == {"hammerhai", "jaif"}
        assert pilot.app.focused is europe(pilot)
        await press(pilot, "slash")
        await write(pilot, " country:FR")
        await press(pilot, "enter")
        assert europe(pilot).marks == ()
        assert "no sites" in screen(pilot)
        await press(pilot, "x")
        assert len(europe(pilot).marks) == 13


async def test_the_map_is_there_again_after_another_tab() -> None:
    async with opened() as pilot:
        await press(pilot, "m", "l", "3", "1")
        assert "IT4LIA, Bologna" in screen(pilot)
        await press(pilot, "up")
        assert "SLAIF, Maribor" in screen(pilot)


async def test_keys_that_were_bound_anew_move_on_the_map_too() -> None:
    themes, _ = load_themes([ROOT / "themes"])
    launch = Launch(commands=rebound(COMMANDS, {"right": ("n",), "map": ("M",)}))
    app = ExplorerApp(dataset(), View(cohort="brief"), themes, "night", launch)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "M", "n")
        assert "IT4LIA, Bologna" in screen(pilot)


async def test_the_nearest_and_the_most_similar_stand_beside_the_map() -> None:
    """They follow the cursor, whichever of the two moves it, and are those of the detail."""
    store = store_of(dataset())
    for size in SIZES:
        async with opened(size=size) as pilot:
            await press(pilot, "j", "m")
            for keys in ((), ("l",), ("tab", "j", "tab")):
                await press(pilot, *keys)
                site = store.dataset.sites[store.site_row(str(cursor(pilot)))]
                for label, told in neighbours(store, site):
                    beside = screen(pilot).split(label)[1]
                    assert all(each[:9] in beside for each in told[:2])


async def test_the_map_belongs_to_the_way_of_the_sites() -> None:
    """a at the table goes on to the countries; m comes back to the sites with the map."""
    for size in SIZES:
        async with opened(size=size) as pilot:
            await press(pilot, "m", "tab", "a")
            assert "All 13" in screen(pilot)
            assert TITLES[WAVE] not in screen(pilot)
            await press(pilot, "m")
            assert TITLES[WAVE] in screen(pilot)
            assert pilot.app.focused is europe(pilot)


# What the marks stand for


async def test_a_lets_the_marks_stand_for_something_else() -> None:
    """On the map each press of a names other signs, and at last the first again."""
    async with opened() as pilot:
        await press(pilot, "m")
        for title in (*TITLES[1:], TITLES[0]):
            await press(pilot, "a")
            assert title in screen(pilot)
        await press(pilot, "a", "a")
        assert "up to two thirds" in screen(pilot)
        await press(pilot, "a")
        for word in ("Contracted", "Tendering", "Being installed"):
            assert word in screen(pilot)


async def test_an_ascii_terminal_gets_an_ascii_map() -> None:
    themes, _ = load_themes([ROOT / "themes"])
    app = ExplorerApp(
        dataset(), View(cohort="brief"), themes, "night", Launch(glyphs=ASCII)
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "m")
        for _ in TITLES:
            await press(pilot, "a")
            area = "\n".join(lines(pilot)[3:21])
            assert area.isascii()
            assert "." * 4 in area


def counts(way: int, name: str = "small", cohort: str = "all") -> dict[str, int]:
    data = dataset(name)
    found = read(table(data, View(cohort=cohort), "sites"), way, UNICODE)
    assert sum(entry.count for entry in found.entries) == len(found.marks)
    signs = [entry.glyph for entry in found.entries]
    assert len(set(signs)) == len(signs)
    for entry in found.entries:
        shown = sum((mark.glyph, mark.role) == (entry.glyph, entry.role) for mark in found.marks)
        assert shown == entry.count
    return {entry.label: entry.count for entry in found.entries}


def test_waves() -> None:
    assert counts(WAVE, "factories", "network") == {
        "2024-12": 7, "2025-03": 6, "2025-10": 6, "AI Factory antenna": 13,
    }  # fmt: skip
    assert counts(WAVE, "factories", "brief") == {"2024-12": 7, "2025-03": 6}


def test_shares_in_three_steps() -> None:
    """BSC AIF has 2 of 6 research members: just a third."""
    assert counts(RESEARCH, "factories", "brief") == {
        "up to a third": 3, "up to two thirds": 7, "more than two thirds": 3,
    }  # fmt: skip
    assert counts(COMPANIES, "factories", "brief") == {
        "none": 10, "up to 10 %": 1, "more than 10 %": 2,
    }  # fmt: skip
    assert counts(COMPANIES, "factories", "network")["members unknown"] == 1


def test_status_of_the_new_system() -> None:
    assert counts(STATUS, "factories", "brief") == {
        "Operational": 1, "Being installed": 3, "Contracted": 6, "Tendering": 1, "Planned": 2,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["factories", "small", "hostile"])
@pytest.mark.parametrize("way", range(len(TITLES)))
def test_signs_are_one_cell_and_there_in_both_sets(name: str, way: int) -> None:
    result = table(dataset(name), View(), "sites")
    for glyphs in (UNICODE, ASCII):
        found = read(result, way, glyphs)
        assert len(found.entries) <= max(MOST_CLASSES, 8) + 1
        for mark in found.marks:
            assert len(mark.glyph) == 1
            assert glyphs is UNICODE or mark.glyph.isascii()
    for signs in (SHAPES, STEPS):
        assert len(signs["unicode"]) == len(set(signs["ascii"])) == len(signs["ascii"])


# The coast


async def opened_on(folder: Path, pilot_keys: tuple[str, ...]) -> tuple[str, EuropeMap]:
    themes, _ = load_themes([ROOT / "themes"])
    launch = Launch(folders=(folder,))
    app = ExplorerApp(dataset(), View(cohort="brief"), themes, "night", launch)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, *pilot_keys)
        return f"{screen(pilot)}\n{said(pilot)}", europe(pilot)


async def test_a_dataset_may_bring_its_own_coast(tmp_path: Path) -> None:
    text = '{"window": {"west": 2550000, "south": 1350000, "east": 6600000, "north": 5450000},'
    text += ' "scale": 100, "lines": [[900, 4800, 200, 100]]}'
    (tmp_path / "coast.json").write_text(text)
    _, own = await opened_on(tmp_path, ("m",))
    assert own.coast is not None
    assert len(own.coast.lines) == 1


async def test_a_faulty_coast_is_told_and_the_bundled_one_drawn(tmp_path: Path) -> None:
    (tmp_path / "coast.json").write_text("{}")
    text, drawn = await opened_on(tmp_path, ("m",))
    assert "not a coast file" in text
    assert drawn.coast is not None
    assert len(drawn.coast.lines) > 1


async def test_without_a_coast_the_marks_stand_alone_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.user.paths.data_dir", lambda: tmp_path)
    shutil.copy(FACTORIES / "coast.json", tmp_path / "other.json")
    text, drawn = await opened_on(tmp_path / "none", ("m", "l"))
    assert drawn.coast is None
    assert "coast cannot be read" in " ".join(text.split())
    assert "13 sites · IT4LIA, Bologna" in text


async def test_a_map_that_does_not_stand_yet_gets_the_keyboard() -> None:
    async with opened() as pilot:
        await press(pilot, "m")
        tab = pilot.app.screen.query_one(SitesTab)
        await tab.query(MapPane).remove()
        tab._map = MapPane(())
        tab.query_one(".tab-main").mount(tab._map)
        tab.focus_first()
        await settle(pilot)
        assert pilot.app.focused is tab._map.map
