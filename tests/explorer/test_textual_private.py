"""What the explorer uses of Textual beyond its public interface still is there, in one place."""

from __future__ import annotations

import ast
import asyncio
import gc
import importlib.util
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.cache import FIFOCache
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.screen import UPDATE_PERIOD, Screen
from textual.strip import Strip
from textual.widgets import Static

from tests.explorer.helpers import dataset, make_app, settle
from tui.explorer.dialogs.base import Dialog
from tui.explorer.grid.grid import Grid
from tui.explorer.main_screen import MainScreen
from tui.explorer.panes.detail import DetailPane
from tui.explorer.panes.frame import Header
from tui.explorer.textual_private import (
    WatchedQueue,
    _sgr,
    at_rest,
    obey_late_timers,
    settled,
    watch_queues,
)
from tui.explorer.textual_private.memory import KEPT, keep_less, keep_lines_lean

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "tui" / "explorer"
PRIVATE = re.compile(r"_(?!_)\w+")
NOT_OF_TEXTUAL = {"os._exit"}


def reached_into(nodes: list[ast.AST]) -> Iterator[str]:
    """Private names that a module uses of anything but itself and what it defines."""
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    own |= {name for node in nodes if (name := bound(node))}
    for node in nodes:
        match node:
            case ast.Attribute(value, name) if PRIVATE.fullmatch(name):
                if name not in own and not is_itself(value):
                    yield ast.unparse(node)
            case ast.ImportFrom(module, names):
                parts = [*(module or "").split("."), *(each.name for each in names)]
                yield from filter(PRIVATE.fullmatch, parts)
            case ast.Call(ast.Name("getattr" | "setattr" | "hasattr"), [_, ast.Constant(word), *_]):
                yield from filter(PRIVATE.fullmatch, [str(word)])


def is_itself(value: ast.expr) -> bool:
    match value:
        case ast.Name("self" | "cls") | ast.Call(ast.Name("super")):
            return True
    return False


def bound(node: ast.AST) -> str | None:
    """The name that an assignment gives to a module, a class or ``self``."""
    match node:
        case ast.Attribute(ast.Name("self"), name, ast.Store()) | ast.Name(name, ast.Store()):
            return name
    return None


def taken_over(body: ast.ClassDef, found: type) -> Iterator[str]:
    """Private names of Textual's that one of its classes uses or defines anew."""
    theirs = frozenset[str]().union(*map(private_names, found.__mro__))
    for node in ast.walk(body) if theirs else ():
        match node:
            case ast.Attribute(value, name) if name in theirs and is_itself(value):
                yield f"{found.__name__}.{name}"
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) if name in theirs:
                yield f"{found.__name__}.{name}"
            case ast.Name(name, ast.Store()) if name in theirs:
                yield f"{found.__name__}.{name}"


@cache
def private_names(base: type) -> frozenset[str]:
    """What a class of Textual's keeps to itself: its members and what it gives to ``self``."""
    if not base.__module__.startswith("textual."):
        return frozenset()
    given = re.findall(r"\bself\.(_(?!_)\w+)", inspect.getsource(base))
    return frozenset(filter(PRIVATE.fullmatch, vars(base))).union(given)


def private_uses(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found = set(reached_into(nodes)) - NOT_OF_TEXTUAL
    for node in nodes:
        if isinstance(node, ast.ClassDef) and node.name in vars(module):
            found.update(taken_over(node, vars(module)[node.name]))
    return found


def test_private_uses_stand_in_one_room() -> None:
    uses = {path: private_uses(path) for path in ROOM.rglob("*.py") if path.stem != "__init__"}
    elsewhere = {
        path: found for path, found in uses.items() if path.parent != ROOM / "textual_private"
    }
    assert {path.name: found for path, found in elsewhere.items() if found} == {}
    within = set().union(*uses.values())
    assert {"_xterm_parser", "self._app._handle_exception", "HeldScreen._update_timer"} <= within
    assert "TypedLine._value" in within


class Small(App[None]):
    """An app that mounts a widget whose message takes a while."""

    def __init__(self) -> None:
        watch_queues()
        super().__init__()
        self.go_on = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield Static("text")

    async def wait_long(self) -> None:
        await self.go_on.wait()


async def test_every_queue_of_an_app_is_watched() -> None:
    app = Small()
    async with app.run_test() as pilot:
        await pilot.pause()
        for pump in (app, app.screen, app.query_one(Static)):
            assert isinstance(pump._message_queue, WatchedQueue)


async def test_an_empty_queue_is_not_at_rest_while_its_owner_is_at_work() -> None:
    app = Small()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert settled(app, in_place=True)
        widget = app.query_one(Static)
        widget.call_later(app.wait_long)
        while widget.message_queue_size > 0:
            await asyncio.sleep(0)
        assert not at_rest(widget)
        assert not settled(app)
        app.go_on.set()
        await pilot.pause()
        assert settled(app)


async def test_what_is_under_way_is_not_settled() -> None:
    app = Small()
    async with app.run_test() as pilot:
        await pilot.pause()
        steps: list[Any] = [
            lambda: app.screen.call_after_refresh(lambda: None),
            lambda: app.screen.mount(Static("more")),
            lambda: app.push_screen(Screen()),
            app.pop_screen,
            lambda: app.screen.refresh(layout=True),
        ]
        for step in steps:
            step()
            assert not settled(app)
            await pilot.pause()
            assert settled(app)


async def test_a_dialogue_that_is_laid_out_keeps_nothing_waiting_behind_it() -> None:
    """It lays out the screen behind it as well, which waits for its next frame."""
    app = make_app(dataset("small"))
    async with app.run_test() as pilot:
        await settle(pilot)
        main, done = app.screen, list[bool]()
        app.push_screen(Dialog())
        await settle(pilot)
        main._callbacks.append((lambda: done.append(True), main))
        app.held = True  # as before the first frame
        main._screen_resized(app.size)
        app.held = False
        await settle(pilot)
        assert done


async def test_a_frame_put_off_by_a_layout_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(dataset("small"))
    async with app.run_test() as pilot:
        await settle(pilot)
        main, waits = app.screen, [True]
        monkeypatch.setattr(type(app), "outdated", lambda _: waits[0])
        monkeypatch.setattr("tui.explorer.textual_private.widgets.HURRIED", 1e9)
        title = app.screen.query_one(Header)
        title.update("changed")
        title.refresh(layout=True)
        main._layout_required = True
        main._dirty_widgets.add(title)
        main._on_timer_update()
        waits[0] = False
        drawn = list[bool]()
        monkeypatch.setattr(type(app), "_display", lambda *_: drawn.append(True))
        main._on_timer_update()
        assert drawn


async def test_nothing_is_drawn_before_the_first_frame_is_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make_app(dataset("small"))
    held: list[bool] = []
    draw = Compositor.render_update

    def noted(self: Compositor, *args: Any, **kwargs: Any) -> Any:
        held.append(app.held)
        return draw(self, *args, **kwargs)

    monkeypatch.setattr(Compositor, "render_update", noted)
    async with app.run_test() as pilot:
        await settle(pilot)
    assert held
    assert not any(held)


async def test_a_key_pressed_meanwhile_is_answered_by_the_first_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make_app(dataset("small"))
    rows: list[int] = []
    draw = Compositor.render_update

    def noted(self: Compositor, *args: Any, **kwargs: Any) -> Any:
        assert isinstance(app.screen, MainScreen)
        rows.append(app.screen.query_one(Grid).cursor_row)
        return draw(self, *args, **kwargs)

    monkeypatch.setattr(Compositor, "render_update", noted)
    pressed = events.Key("down", None)
    monkeypatch.setattr(
        type(app), "on_load", lambda self: self.post_message(pressed), raising=False
    )
    async with app.run_test() as pilot:
        await settle(pilot)
    assert rows
    assert set(rows) == {1}


async def test_the_first_frame_waits_for_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(dataset("small"))
    draw, period, drawn = Compositor.render_update, UPDATE_PERIOD, list[bool]()
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 1e6)

    def noted(self: Compositor, *args: Any, **kwargs: Any) -> Any:
        if not drawn:  # the frames after it have a clock again
            monkeypatch.setattr("textual.screen.UPDATE_PERIOD", period)
            vars(app.screen)["_Screen__update_timer"] = None
        drawn.append(True)
        return draw(self, *args, **kwargs)

    monkeypatch.setattr(Compositor, "render_update", noted)
    async with app.run_test() as pilot:
        await settle(pilot)
    assert drawn


@pytest.mark.parametrize("key", ["2", "7"])
async def test_no_step_to_a_new_tab_is_drawn(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """The first frame of a tab has its rows, also where they are worked out aside."""
    for pause in ("HURRIED", "OPENING"):
        monkeypatch.setattr(f"tui.explorer.textual_private.widgets.{pause}", 1e9)
    app = make_app(dataset("small"))
    drawn: list[bool] = []
    draw = Compositor.render_update

    def noted(self: Compositor, *args: Any, **kwargs: Any) -> Any:
        screen = app.screen
        if isinstance(screen, MainScreen) and screen.tab != "sites":
            drawn.append(screen.tab_view.rows_stand)
        return draw(self, *args, **kwargs)

    async with app.run_test(size=(140, 30)) as pilot:
        await settle(pilot)
        monkeypatch.setattr(Compositor, "render_update", noted)
        await pilot.press(key)
        await settle(pilot)
        assert drawn
        assert all(drawn)


async def test_a_new_tab_is_styled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Classes that come one by one would style all parts of the tab for each of them."""
    app = make_app(dataset("small"))
    styled: Counter[object] = Counter()
    style = Stylesheet.apply

    def noted(self: Stylesheet, node: Any, **kwargs: Any) -> None:
        styled[node] += 1
        style(self, node, **kwargs)

    async with app.run_test(size=(140, 30)) as pilot:
        await settle(pilot)
        monkeypatch.setattr(Stylesheet, "apply", noted)
        await pilot.press("7")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, MainScreen)
        assert screen.tab == "findings"
        pane = screen.tab_view.query_one(DetailPane)
        assert styled[pane] == 1


def test_a_style_is_sent_as_textual_sends_it_and_kept_by_us_alone() -> None:
    before = Strip.render_ansi.cache_info().currsize
    for place in range(50):
        style = Style.parse("bold red on blue") + Style.from_meta({"offset": (place, 1)})
        assert _sgr(style, ColorSystem.TRUECOLOR) == "1;31;44"
    assert Strip.render_ansi.cache_info().currsize == before


def test_little_is_kept_of_what_parts_of_the_screen_have_in_common() -> None:
    keep_less()
    whole = Region(0, 0, 80, 24)
    for place in range(KEPT + 100):
        part = whole.intersection(Region(place, 0, 10, 10))
        assert part.width == min(10, max(80 - place, 0))
        assert Segment(f"{place} of many").split_cells(1)[0].text == str(place)[:1]
    kept = [Region.intersection, Region.union, Region.grow, Region.shrink, Region.__contains__]
    for each in (*kept, Segment._split_cells):
        told: Any = each
        assert told.cache_info().maxsize == KEPT
    assert Region.intersection.cache_info().currsize == KEPT


def test_a_lean_line_has_what_every_line_has_and_only_the_caches_that_were_used() -> None:
    keep_lines_lean()
    spec = importlib.util.find_spec("textual.strip")
    assert spec is not None
    assert spec.loader is not None
    untouched = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(untouched)
    lean, full = (each([Segment("abcd")], 4) for each in (Strip, untouched.Strip))

    assert not any(isinstance(each, FIFOCache) for each in gc.get_referents(lean))
    assert lean.crop(1, 3) is lean.crop(1, 3)
    assert lean.crop(1, 3).text == full.crop(1, 3).text == "bc"
    assert sum(isinstance(each, FIFOCache) for each in gc.get_referents(lean)) == 1
    for name in Strip.__slots__:
        one, other = getattr(lean, name), getattr(full, name)
        assert type(one) is type(other)
        if isinstance(one, FIFOCache):
            assert one._maxsize == other._maxsize
        else:
            assert one == other
    assert not hasattr(lean, "no_such_cache")


@pytest.mark.parametrize("left", [-1.0, 0.0, 1e-9])
async def test_a_timer_for_one_call_makes_it_where_no_time_is_left(left: float) -> None:
    obey_late_timers()
    app, called = App[None](), asyncio.Event()
    async with app.run_test():
        app.set_timer(left, called.set)
        await asyncio.wait_for(called.wait(), 60)


async def test_what_would_move_stands_at_its_end_at_once() -> None:
    app = make_app(dataset())
    async with app.run_test(size=(140, 24)) as pilot:
        await settle(pilot)
        pane = app.screen.query_one(DetailPane)
        done: list[bool] = []
        pane.animate("scroll_y", 3, speed=50, on_complete=lambda: done.append(True))
        assert pane.scroll_y == 3
        assert not app.animator._animations
        await settle(pilot)
        assert done
