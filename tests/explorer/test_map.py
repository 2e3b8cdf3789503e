"""The map on a screen: keys, mouse, messages and what is repainted."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.pilot import Pilot
from textual.strip import Strip

from tests.explorer.helpers import FACTORIES
from tui.analysis.lenses.geo import load_coast
from tui.explorer.panes.map import EuropeMap
from tui.explorer.panes.map_layout import MapMark

COAST = load_coast(FACTORIES / "coast.json")
MARKS = (
    MapMark("lumi", "LUMI AIF", 64.232, 27.691, role="accent", city="Kajaani"),
    MapMark("pharos", "Pharos", 37.984, 23.728, role="accent", city="Athens"),
    MapMark("bsc", "BSC AIF", 41.389, 2.116, role="accent", city="Barcelona"),
    MapMark("hammerhai", "HammerHAI", 48.74, 9.097, role="accent", city="Stuttgart"),
    MapMark("is", "Iceland", 64.14, -21.95, glyph="○", role="muted", city="Reykjavík"),
)


class CountingMap(EuropeMap):
    """Remembers which lines were drawn."""

    drawn: ClassVar[list[int]] = []

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)


class MapApp(App[None]):
    """A map with keys, and a record of its messages."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("up,k", "focused.move('up')", "Up"),
        ("down,j", "focused.move('down')", "Down"),
        ("left,h", "focused.move('left')", "Left"),
        ("right,l", "focused.move('right')", "Right"),
        ("enter", "focused.open", "Open"),
    ]

    def __init__(
        self, marks: tuple[MapMark, ...] = MARKS, current: str | None = "hammerhai"
    ) -> None:
        super().__init__()
        self.map = CountingMap()
        self.map.coast = COAST
        self.map.marks = marks
        self.map.current = current
        self.said: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield self.map

    def on_mount(self) -> None:
        self.map.focus()

    def on_europe_map_mark_highlighted(self, event: EuropeMap.MarkHighlighted) -> None:
        self.said.append(("highlighted", event.key))

    def on_europe_map_mark_opened(self, event: EuropeMap.MarkOpened) -> None:
        self.said.append(("opened", event.key))


def screen(app: MapApp) -> list[str]:
    return [app.map.render_line(y).text for y in range(app.map.size.height)]


def segments(app: MapApp) -> list[Segment]:
    return [piece for y in range(app.map.size.height) for piece in app.map.render_line(y)]


async def settle(pilot: Pilot[None], app: MapApp) -> None:
    await pilot.pause()
    app.map.drawn.clear()


@pytest.mark.parametrize("size", [(30, 10), (60, 20), (80, 22), (140, 40), (160, 50)])
async def test_it_fills_its_place(size: tuple[int, int]) -> None:
    app = MapApp()
    async with app.run_test(size=size):
        lines = screen(app)
        assert len(lines) == size[1]
        assert {len(line) for line in lines} == {size[0]}
        assert sum("●" in line for line in lines[:-2]) >= 3
        assert any("HammerHAI" in line for line in lines[:-2])
        assert any(line.startswith("5 sites · HammerHAI, Stuttg") for line in lines[-2:])


async def test_keys_move_to_the_nearest_site_that_way() -> None:
    app = MapApp()
    async with app.run_test(size=(80, 22)) as pilot:
        await pilot.press("down")
        assert app.map.current == "bsc"
        await pilot.press("right")
        assert app.map.current == "hammerhai"
        await pilot.press("l")
        assert app.map.current == "pharos"
        await pilot.press("h", "k")
        assert app.map.current == "lumi"
        await pilot.press("up")
        assert app.map.current == "lumi"
        await pilot.press("enter")
    assert app.said == [
        ("highlighted", "bsc"),
        ("highlighted", "hammerhai"),
        ("highlighted", "pharos"),
        ("highlighted", "hammerhai"),
        ("highlighted", "lumi"),
        ("opened", "lumi"),
    ]


async def test_nearest_asks_without_moving() -> None:
    app = MapApp()
    async with app.run_test(size=(80, 22)):
        assert app.map.nearest("down") == "bsc"
        assert app.map.current == "hammerhai"
        assert app.said == []


@pytest.mark.parametrize("current", [None, "not shown"])
async def test_without_a_current_site_a_key_takes_the_middle_one(current: str | None) -> None:
    app = MapApp(current=current)
    async with app.run_test(size=(80, 22)) as pilot:
        await pilot.press("enter")
        assert app.said == []
        await pilot.press("up")
        assert app.said == [("highlighted", "hammerhai")]


async def test_without_sites_nothing_happens() -> None:
    app = MapApp(marks=(), current=None)
    async with app.run_test(size=(80, 22)) as pilot:
        await pilot.press("up", "left", "enter")
        assert app.said == []
        assert screen(app)[-1].startswith("no sites")


async def test_setting_the_current_site_from_above_says_nothing() -> None:
    app = MapApp()
    async with app.run_test(size=(80, 22)) as pilot:
        app.map.current = "pharos"
        await pilot.pause()
        assert app.said == []
        assert any("Pharos, Athens" in line for line in screen(app))


async def test_a_move_repaints_only_its_lines() -> None:
    app = MapApp()
    async with app.run_test(size=(80, 22)) as pilot:
        await settle(pilot, app)
        rows = {app.map.picture.spots[key][1] for key in ("hammerhai", "pharos")}
        app.map.current = "pharos"
        await pilot.pause()
        assert set(app.map.drawn) == rows | {app.map.picture.rows}


async def test_what_a_move_left_behind_is_gone() -> None:
    app = MapApp()
    async with app.run_test(size=(80, 22)) as pilot:
        await pilot.press("down", "up")
        moved = [strip.text for strip in app.screen._compositor.render_strips()]
        app.map.refresh()
        await pilot.pause()
        assert moved == [strip.text for strip in app.screen._compositor.render_strips()]


async def test_hovering_repaints_nothing() -> None:
    app = MapApp()
    async with app.run_test(size=(80, 22)) as pilot:
        await pilot.hover(CountingMap, offset=(1, 1))
        await settle(pilot, app)
        for key in ("hammerhai", "pharos", "is"):
            await pilot.hover(CountingMap, offset=app.map.picture.spots[key])
        await pilot.pause()
        assert app.map.drawn == []
        assert app.said == []


async def test_click_takes_a_site_and_a_second_one_opens_it() -> None:
    app = MapApp()
    async with app.run_test(size=(80, 22)) as pilot:
        column, row = app.map.picture.spots["pharos"]
        await pilot.click(CountingMap, offset=(column, row))
        await pilot.click(CountingMap, offset=(column + 1, row))
        await pilot.click(CountingMap, offset=(2, 2))
    assert app.said == [("highlighted", "pharos"), ("opened", "pharos")]


async def test_clicks_walk_through_a_shared_cell() -> None:
    near = replace(MARKS[3], key="near", name="Near", latitude=48.75)
    app = MapApp(marks=(*MARKS, near), current=None)
    async with app.run_test(size=(80, 22)) as pilot:
        spot = app.map.picture.spots["near"]
        assert spot == app.map.picture.spots["hammerhai"]
        for _ in range(3):
            await pilot.click(CountingMap, offset=spot)
        assert any("same spot: Near" in line for line in screen(app))
        assert Segment("2", app.map.get_component_rich_style("europe-map--current")) in segments(
            app
        )
    assert app.said == [
        ("highlighted", "hammerhai"),
        ("highlighted", "near"),
        ("highlighted", "hammerhai"),
    ]


async def test_current_site_stands_out_without_colour() -> None:
    app = MapApp()
    async with app.run_test(size=(80, 22)):
        reversed_ = [piece for piece in segments(app) if piece.style and piece.style.reverse]
        assert [piece.text for piece in reversed_] == ["●", "HammerHAI"]


async def test_too_small_says_so_and_recovers() -> None:
    app = MapApp()
    async with app.run_test(size=(40, 9)) as pilot:
        lines = screen(app)
        assert [line.strip() for line in lines if line.strip()] == [
            "The map needs 30 columns and 10 lines."
        ]
        await pilot.click(CountingMap, offset=(5, 5))
        await pilot.resize_terminal(12, 5)
        assert [line for line in screen(app) if line.strip()] == ["The map nee…"]
        await pilot.press("down")
        assert app.map.current == "bsc"
        await pilot.resize_terminal(80, 22)
        await pilot.pause()
        assert any("BSC AIF, Barcelona" in line for line in screen(app))


async def test_ascii_draws_nothing_else() -> None:
    plain = tuple(replace(mark, glyph="#" if mark.glyph == "●" else "o", city="") for mark in MARKS)
    app = MapApp(marks=plain)
    app.map.ascii = True
    async with app.run_test(size=(80, 22)) as pilot:
        assert "".join(screen(app)).isascii()
        app.map.ascii = False
        await pilot.pause()
        assert not "".join(screen(app)).isascii()


async def test_hostile_names_are_shown_not_sent() -> None:
    hostile = replace(MARKS[3], name="[red]a\x1b[31m\x07\nb", city="\u202ec")
    app = MapApp(marks=(hostile,))
    async with app.run_test(size=(80, 22)):
        lines = screen(app)
        assert all(line.isprintable() for line in lines)
        assert any("[red]a<U+001B>[31m" in line for line in lines[:-2])


async def test_changed_marks_are_drawn() -> None:
    app = MapApp()
    async with app.run_test(size=(80, 22)) as pilot:
        app.map.marks = MARKS[:1]
        await pilot.pause()
        assert screen(app)[-1].startswith("1 site ")
        assert sum(line.count("●") for line in screen(app)[:-1]) == 1
