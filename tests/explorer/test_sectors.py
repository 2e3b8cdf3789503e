"""The tab of sectors, with real keys and what stands on the screen."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import dataset, lines, opened, press, screen, settle
from tui.explorer.glyphs import ASCII
from tui.explorer.main_screen import MainScreen
from tui.explorer.tabs import ways_of
from tui.explorer.tabs.tab import Tab


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the details follow the cursor without a pause."""
    monkeypatch.setattr(Tab, "pause", 0.001)


def main(pilot: Pilot[Any]) -> MainScreen:
    found = pilot.app.screen
    assert isinstance(found, MainScreen)
    return found


def tab(pilot: Pilot[Any]) -> Tab:
    found = main(pilot).tab_view
    assert isinstance(found, Tab)
    assert found.tab == "sectors"
    return found


def row(pilot: Pilot[Any], name: str) -> list[str]:
    """The cells of the line that begins with this name."""
    return next(line for line in lines(pilot) if line[1:].startswith(name))[len(name) + 1 :].split()


async def test_the_whole_matrix_stands_in_80_columns() -> None:
    async with opened(tab="sectors") as pilot:
        assert "›" not in screen(pilot)
        numbers = row(pilot, "Named by")[:30]
        assert "".join(numbers) == "875555444433332222111111100000"
        cells = row(pilot, "HammerHAI")
        assert cells[0] == "4+"
        assert "".join(cells[1:31]) == "··●············●··○···●·······"


async def test_the_line_stands_below_the_sites_with_five_sectors() -> None:
    async with opened(tab="sectors", size=(140, 36)) as pilot:
        names = [line[1:12].strip() for line in lines(pilot)[6:20]]
        assert names[:8] == [
            "AI2F", "BSC AIF", "PIAST-AI", "JAIF", "LUMI AIF", "SLAIF", "BRAIN++", "▲ 5 or more",
        ]  # fmt: skip
        await press(pilot, "s")
        assert "▲ 5 or more" not in screen(pilot)


async def test_codes_head_the_columns_where_there_is_room() -> None:
    async with opened(tab="sectors", size=(140, 36)) as pilot:
        heads = lines(pilot)[4].split()
        assert heads[:5] == ["Site", "No.", "Hea", "Cli", "Man"]
        assert len(heads) == len(set(heads)) == 32


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_note_tells_what_the_only_site_names(size: tuple[int, int]) -> None:
    """Not the many sectors that it does not name."""
    async with opened(tab="sectors", filter="site:hammerhai", size=size) as pilot:
        said = " ".join(" ".join(lines(pilot)[-5:-2]).split())
        assert said == (
            "HammerHAI: 4 sectors, 3 official, list incomplete · named: Manufacturing, Automotive, "
            "Mobility and transport, Engineering"
        )


async def test_of_many_names_the_note_tells_the_first_and_how_many_more() -> None:
    async with opened(tab="sectors", filter="site:hammerhai,jaif") as pilot:
        said = " ".join(" ".join(lines(pilot)[-4:-2]).split())
        many = re.search(r"· (\d+) named by none: (.+) and (\d+) more$", said)
        assert many is not None
        labels = [each.en for each in dataset().vocabulary.words("sector").values()]
        names = many[2].split(", ")
        assert set(names) <= set(labels)
        assert len(names) + int(many[3]) == int(many[1])


async def test_the_caption_tells_what_is_under_the_cursor() -> None:
    async with opened(tab="sectors") as pilot:
        assert "25 of 30 sectors named · 7 of 13 sites with 5 sectors or more" in screen(pilot)
        await press(pilot, "l", "l")
        said = "Health and life sciences: 8 of 13, official at 7: AI2F, BSC AIF"
        assert said in screen(pilot)
        await press(pilot, "j")
        assert "AI2F · Health and life sciences, official: health" in screen(pilot)
        await press(pilot, "l", "l")
        assert "AI2F · Manufacturing: not named" in screen(pilot)
        await press(pilot, "h", "h", "h", "j")
        said = "BSC AIF: 10 sectors, 9 official, generalist (5 or more), list incomplete"
        assert said in screen(pilot)


async def test_enter_opens_the_sector_of_a_cell_and_the_site_of_a_name() -> None:
    async with opened(tab="sectors") as pilot:
        await press(pilot, "j", "l", "l", "enter")
        assert "AI2F · Health and life sciences" in lines(pilot)[0]
        assert "The EuroHPC JU Selects Additional AI Factories" in screen(pilot)
        assert "Official at" in screen(pilot)
        await press(pilot, "escape", "h", "h", "enter")
        assert "AI Factory · France · Bruyères-le-Châtel" in screen(pilot)
        await press(pilot, "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_the_record_of_a_cell_is_what_the_screen_looks_at() -> None:
    async with opened(tab="sectors") as pilot:
        await press(pilot, "j", "l", "l")
        place = main(pilot).here().row
        assert place is not None
        assert place[0].key(place[1]) == "ai2f/health_life_sciences"
        await press(pilot, "l", "l")
        assert main(pilot).here().row is None
        await press(pilot, "h", "h", "h", "space")
        assert main(pilot).now.view.marks == {"ai2f"}


async def test_nothing_found_is_said() -> None:
    async with opened(tab="sectors", filter="name:nowhere") as pilot:
        assert "Named by" not in screen(pilot)
        assert "No site matches" in screen(pilot)


async def test_groups_count_their_sectors() -> None:
    async with opened(tab="sectors") as pilot:
        await press(pilot, "a")
        heads = lines(pilot)[4].split()
        assert heads[2:5] == ["Indus.", "Health", "Envir."]
        assert row(pilot, "HammerHAI")[:3] == ["4+", "●2", "○1"]
        await press(pilot, "j", "l", "l", "l", "l")
        said = "AI2F · Environment, energy and food: "
        said += "Energy (official), Agriculture and food ("
        assert said in " ".join(screen(pilot).split())


async def test_gaps_name_what_nobody_and_what_one_covers() -> None:
    async with opened(tab="sectors") as pilot:
        await press(pilot, "a", "a")
        assert "5 sectors named by none, 7 by one site" in screen(pilot)
        assert row(pilot, "Tourism")[0] == "none"
        assert row(pilot, "Games")[:2] == ["MIMER", "yes"]
        await press(pilot, "enter")
        assert "Construction (0 of 13 sites)" in screen(pilot)
        await press(pilot, "escape", "end", "enter")
        assert "MIMER · Games" in screen(pilot)


async def test_the_most_similar_come_first_and_follow_the_cursor() -> None:
    async with opened(tab="sectors") as pilot:
        await press(pilot, "a", "a", "a")
        await settle(pilot)
        assert "BSC AIF and JAIF: 6 of 11 sectors shared: Health" in screen(pilot)
        assert re.search(r"BSC AIF +JAIF +55 +83 +6 +11 ", screen(pilot))
        await press(pilot, "j", "j")
        assert "JAIF and BSC AIF: 6 of 11 sectors shared: Health" in screen(pilot)
        await press(pilot, "tab")
        pairs = main(pilot).here().result
        assert pairs.name == "sector-likeness"
        assert len(pairs) == 12
        assert all(
            "jaif" in (record.site, record.other) for record in map(pairs.record, range(len(pairs)))
        )


async def test_every_way_can_be_taken_away() -> None:
    async with opened(tab="sectors") as pilot:
        titles = [column.title for column in main(pilot).here().result.columns]
        assert titles[:3] == ["Site", "Sectors", "Health and life sciences"]
        names = []
        for _ in ways_of("sectors"):
            names.append(main(pilot).here().result.name)
            await press(pilot, "a")
        assert names == [way.table for way in ways_of("sectors")]


async def test_the_keyboard_goes_over_to_the_table_of_each_way() -> None:
    async with opened(tab="sectors") as pilot:
        for _ in range(2 * len(ways_of("sectors"))):
            await press(pilot, "a", "home", "j")
            assert tab(pilot).grid.has_focus
            assert tab(pilot).grid.cursor_row == 1


async def test_the_filter_narrows_the_columns() -> None:
    async with opened(tab="sectors", filter="sector.official:false") as pilot:
        assert "12 of 29 rows · w for all" in screen(pilot)
        assert "▲ 5 or more" not in screen(pilot)
        assert row(pilot, "AI:AT")[:4] == ["3+", "○", "○", "○"]
        await press(pilot, "w")
        assert "w for all" not in screen(pilot)


async def test_sorting_by_a_sector_puts_the_official_first() -> None:
    async with opened(tab="sectors", size=(140, 30)) as pilot:
        await press(pilot, "l", "l", "s")
        assert "Hea▲" in lines(pilot)[4]
        column = [row(pilot, name)[1] for name in ("AI2F", "SLAIF", "HammerHAI")]
        assert column == ["●", "○", "·"]
        places = [line[1:8].strip() for line in lines(pilot)]
        assert places.index("SLAIF") == 6 + places[6:].index("Pharos") + 1


async def test_names_stand_in_full_where_lines_are_free() -> None:
    async with opened(tab="sectors", size=(120, 52)) as pilot:
        assert upright(pilot)[0].strip() == "Health and life sciences"


def upright(pilot: Pilot[Any]) -> list[str]:
    """The heads that stand from top to bottom, above the numbers of sites."""
    shown = lines(pilot)
    last = next(at for at, line in enumerate(shown) if line.startswith(" Named by"))
    columns = [at for at, sign in enumerate(shown[last]) if sign.isdigit()]
    return ["".join(line[at : at + 1] or " " for line in shown[4:last]) for at in columns]


@pytest.mark.parametrize("filtered", ["", "country:DE,FR,ES,IT", "country:DE"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (140, 40), (160, 50)])
async def test_names_from_top_to_bottom_begin_on_one_line_and_leave_room_for_the_note(
    filtered: str, size: tuple[int, int]
) -> None:
    async with opened(tab="sectors", size=size, filter=filtered) as pilot:
        heads = upright(pilot)
        assert len(heads) == 30
        assert all(head[0].isalpha() for head in heads)
        assert len(heads[0]) <= 0.6 * size[1]
        note = pilot.app.screen.query_one("#sectors-note")
        assert note.region.height == (2 if size[0] < 100 else 3)
        said = "\n".join(lines(pilot)[note.region.y : note.region.bottom])
        assert " sectors named · " in said
        assert "…" not in said or filtered


@pytest.mark.parametrize("size", [(120, 36), (140, 40)])
async def test_what_is_told_of_a_cell_is_whole(size: tuple[int, int]) -> None:
    async with opened(tab="sectors", size=size) as pilot:
        note = pilot.app.screen.query_one("#sectors-note")
        for key in ("l", "l", "j", "j", "j", "l", "j", "j", "j"):
            await press(pilot, key)
            told = " ".join("\n".join(lines(pilot)[note.region.y : note.region.bottom]).split())
            assert told, key
            assert "…" not in told, key


async def test_the_rows_stand_whole_beside_heads_and_note() -> None:
    async with opened(tab="sectors", size=(120, 36)) as pilot:
        note = pilot.app.screen.query_one("#sectors-note")
        assert lines(pilot)[note.region.y - 1].startswith(" AI:AT")
        assert {"Energy", "Climate.", "Cybersecuri."} <= {head.strip() for head in upright(pilot)}


async def test_moving_sideways_scrolls_the_columns_that_do_not_fit() -> None:
    async with opened(tab="sectors", size=(60, 15)) as pilot:
        assert "›" in screen(pilot)
        await press(pilot, *["l"] * 31)
        assert "‹" in screen(pilot)
        assert "Tourism: 0 of 13: none" in screen(pilot)


async def test_a_click_on_a_cell_moves_there() -> None:
    async with opened(tab="sectors", size=(140, 36)) as pilot:
        line = lines(pilot).index(next(x for x in lines(pilot) if x.startswith(" HammerHAI")))
        await pilot.click(offset=(lines(pilot)[4].index("Aut") + 1, line))
        await settle(pilot)
        place = main(pilot).here().row
        assert place is not None
        assert place[0].key(place[1]) == "hammerhai/automotive"


async def test_signs_of_an_ascii_terminal() -> None:
    async with opened(tab="sectors") as pilot:
        main(pilot).state = dataclasses.replace(main(pilot).now, glyphs=ASCII)
        await settle(pilot)
        assert row(pilot, "HammerHAI")[3] == "#"
        assert lines(pilot)[-2].startswith(" # official  o other evidence  - not named")


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (140, 40)])
@pytest.mark.parametrize("name", ["hostile", "small"])
async def test_every_breakdown_stands_on_any_dataset(name: str, size: tuple[int, int]) -> None:
    async with opened(dataset(name), size=size, tab="sectors") as pilot:
        for _ in range(4):
            await press(pilot, "a", "j", "l", "l", "l", "tab", "j", "tab")
            assert all("\x1b" not in line for line in lines(pilot))
            assert len(pilot.app.screen_stack) == 1


async def test_names_stand_where_lines_are_free_and_the_rows_stay_in_sight() -> None:
    """At 200x60 a code of three letters tells less than a name from top to bottom."""
    async with opened(tab="sectors", cohort="factories", size=(200, 60)) as pilot:
        assert "Health and life sciences" in {head.strip() for head in upright(pilot)}
        assert any(line.startswith(" CZAI") for line in lines(pilot))


@pytest.mark.parametrize("way", ["by-sector", "by-group"])
async def test_no_line_of_the_note_is_empty_where_it_has_two(way: str) -> None:
    """What more there is to tell stands in it: all sectors of a site, all sites of a sector."""
    async with opened(tab="sectors", ways={"sectors": way}) as pilot:
        note = pilot.app.screen.query_one("#sectors-note")
        top = note.region.y
        assert note.region.height == 2
        assert ": " in lines(pilot)[top] + lines(pilot)[top + 1]
        for key in ("j", "l", "l", "j", "l"):
            await press(pilot, key)
            assert lines(pilot)[top].strip(), key
            assert lines(pilot)[top + 1].strip(), key
