"""What the explorer uses of Textual beyond its public interface is still what it was."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from tests.explorer.helpers import dataset, make_app, settle
from tui.explorer.dialogs.base import Dialog
from tui.explorer.panes.detail import DetailPane
from tui.explorer.panes.frame import Header
from tui.explorer.textual_private import WatchedQueue, at_rest, settled, watch_queues


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
        monkeypatch.setattr("tui.explorer.textual_private.HURRIED", 1e9)
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
