"""Ways of looking: data that is known before Textual is there."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.explorer.helpers import FACTORIES, dataset, opened, press, screen
from tests.explorer.test_takecommand import printed
from tui.analysis import tables
from tui.explorer.commands import TAB_IDS
from tui.explorer.dialogs.views import call_of, tally_call
from tui.explorer.main_screen import MainScreen
from tui.explorer.panes.frame_text import fitting
from tui.explorer.result_rows import NO_ROW
from tui.explorer.start import opening_view
from tui.explorer.state import make_state
from tui.explorer.tabs import ways_of
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Scene, result_of, source_of
from tui.export.formats import render
from tui.export.sheet import with_evidence
from tui.query import View
from tui.query.engine.format import cell
from tui.query.engine.table import UnknownNameError
from tui.query.engine.view import Ask
from tui.text import printable, width_of
from tui.user.saved_views import find_view, save_view
from tui.user.settings import Options


@pytest.mark.parametrize("tab", TAB_IDS)
def test_ways_have_names_of_their_own_and_tables_of_the_registry(tab: str) -> None:
    ways = ways_of(tab)
    assert len({way.id for way in ways}) == len({way.title for way in ways}) == len(ways)
    known = tables.tables(dataset())
    for way in ways:
        assert way.table in known
        assert way.below is None or way.below.table in known


def test_the_ways_are_known_without_textual() -> None:
    code = (
        "import sys; from tui.explorer.tabs import ways_of; "
        "from tui.explorer.commands import TAB_IDS; "
        "found = sum(len(ways_of(tab)) for tab in TAB_IDS); "
        "print(found, 'textual' in sys.modules, 'rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == [str(sum(map(len, map(ways_of, TAB_IDS)))), "False", "False"]


def at(tab: str, address: str) -> View:
    """The view with which the explorer opens at an address."""
    options = Options(
        folders=(), filter="", cohort="", tab=tab, way=address, theme="", mouse=True, view="",
        resume=False, ascii=False,
    )  # fmt: skip
    return opening_view(options, dataset(), None)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("by-regoin", "did you mean 'by-region'"),
        ("by-indicator:rd_gpd", "did you mean 'rd_gdp'"),
        ("by-region:xx99", "no 'xx99' to choose"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_with_the_nearest(address: str, said: str) -> None:
    with pytest.raises(UnknownNameError, match=said):
        at("regions", address)


def test_nothing_can_be_chosen_where_there_is_no_list() -> None:
    with pytest.raises(UnknownNameError, match="nothing to choose in the way 'totals'"):
        at("compute", "totals:all")


async def test_an_address_with_a_choice_opens_it() -> None:
    view = at("regions", "by-region:de11")
    async with opened(tab=view.tab, ways=view.ways, tables=view.tables) as pilot:
        assert "Stuttgart · HammerHAI" in screen(pilot)


EACH_WAY = [(tab, way.id) for tab in TAB_IDS for way in ways_of(tab)]


@pytest.mark.parametrize(("tab", "way"), EACH_WAY)
async def test_a_saved_view_comes_back_in_its_way_and_its_command_prints_what_stands_there(
    tab: str, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table = next(each.table for each in ways_of(tab) if each.id == way)
    view = View(tab=tab, cohort="brief", filter="sectors:>=1").with_way(tab, way)
    save_view("mine", view)
    found = find_view("mine", ())
    assert found == view
    async with opened(
        size=(120, 40), tab=found.tab, cohort=found.cohort, filter=found.filter, ways=found.ways
    ) as pilot:
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        here = main.here()
        result = here.result
        assert result.name == table
        call = call_of(main.now.view, result, [FACTORIES])
    assert printed(call, capsys) == render(with_evidence(result), "csv")


@pytest.mark.parametrize("tab", ["sites", "compute"])
async def test_before_a_way_is_drawn_the_last_one_is_not_taken_for_it(tab: str) -> None:
    """A size, a pane, a cursor at rest: each may come between the key and the new table."""
    async with opened(size=(120, 30), tab=tab) as pilot:
        part = pilot.app.screen.query_one(f"#tab-{tab}", Tab)
        drawn = part.state
        assert drawn is not None
        for way in part.ways[1:]:
            view = drawn.view.but(ways={tab: way.id})
            part.set_reactive(Tab.state, dataclasses.replace(drawn, view=view))
            part.watch_wide(wide=True)
            part.on_resize()
            part.catch_up()
            part.legend_pieces()
            assert part.here(drawn, None).row is None


@pytest.mark.parametrize(("tab", "way"), [("sites", "by-country"), ("consortia", "by-type")])
async def test_the_table_below_is_called_and_counted_as_it_stands(
    tab: str, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with opened(
        size=(120, 40), tab=tab, ways={tab: way}, cohort="brief", filter="sectors:>=1"
    ) as pilot:
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        await press(pilot, "j", "j", "tab")
        here = main.here()
        assert here.focused
        assert not here.main
        assert 0 < len(here.result) < here.result.total
        view = main.now.view
        call = call_of(view, here.result, [FACTORIES])
        counted = tally_call(view, here.result, Ask(("country",)), [FACTORIES])
    assert printed(call, capsys) == render(with_evidence(here.result), "csv")
    rows = printed(counted, capsys).splitlines()[1:]
    assert sum(int(line.split(",")[1]) for line in rows) == len(here.result)


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("tab", TAB_IDS)
def test_every_column_that_can_be_chosen_is_shown(tab: str, words: bool) -> None:
    for way in ways_of(tab):
        spec = result_of(way, make_state(dataset(), View(cohort="brief"))).spec
        columns = tuple(each.id for each in spec.columns)
        view = View(cohort="brief").with_table(way.table, columns=columns)
        state = make_state(dataset(), view)
        scene = Scene(state, result_of(way, state), 200, in_words=words)
        source = source_of(way, scene)
        if tab != "sectors":  # a matrix tells these two in its lines
            assert {each.id for each in source.columns} >= set(columns)
        cells = [
            source.cell(row, column)
            for row in range(len(source))
            for column in range(len(source.columns))
        ]
        assert all(text == printable(text) for text, _ in cells)


def test_columns_of_claims_that_the_list_does_not_draw_are_told_as_in_their_table() -> None:
    (way,) = (each for each in ways_of("findings") if each.id == "claims")
    view = View(cohort="brief").with_table("verdicts", columns=("id", "turns", "turns_between"))
    state = make_state(dataset(), view)
    scene = Scene(state, result_of(way, state), 200)
    source = source_of(way, scene)
    told = {
        source.cell(row, 0)[0]: tuple(source.cell(row, column)[0] for column in (1, 2))
        for row in range(len(source))
        if not source.key(row).startswith(NO_ROW)
    }
    result = scene.result
    assert told == {
        cell(result, row, result.columns[0]): tuple(
            cell(result, row, column) for column in result.columns[1:]
        )
        for row in range(len(result))
    }
    assert any("/" in between for _, between in told.values())


@pytest.mark.parametrize("tab", TAB_IDS)
def test_at_80_columns_every_legend_is_whole(tab: str) -> None:
    state = make_state(dataset(), View(cohort="brief"))
    for way in ways_of(tab):
        if way.legend is not None:
            scene = Scene(state, result_of(way, state), 80)
            told = "".join(text for text, _ in fitting(way.legend(scene), 78))
            assert 0 < width_of(told) <= 78, told


@given(
    st.lists(st.sampled_from(["in use", "not confirmed", "x", "of another kind"]), min_size=1),
    st.integers(1, 60),
)
def test_a_legend_leaves_out_whole_explanations(words: list[str], width: int) -> None:
    pieces = [piece for word in words for piece in (("●", "glyph"), (f" {word}  ", "sign"))]
    told = "".join(text for text, _ in fitting(pieces, width))
    every = [f"● {word}" for word in words]
    most = max((n for n in range(len(every) + 1) if len("  ".join(every[:n])) <= width), default=0)
    assert told == "  ".join(every[: max(most, 1)])
