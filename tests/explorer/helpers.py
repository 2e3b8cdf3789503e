"""Opening the explorer for a test, and reading its screen as a person does."""

from __future__ import annotations

import asyncio
import contextlib
import unicodedata
from collections.abc import AsyncIterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.worker import Worker

from tui.dataset import Dataset, load
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.commands import COMMANDS, Command
from tui.explorer.main_screen import MainScreen
from tui.explorer.textual_private import at_rest as pump_at_rest
from tui.explorer.textual_private import settled
from tui.explorer.theming import load_themes
from tui.query import View

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
FACTORIES = FIXTURES / "factories"


@cache
def dataset(name: str = "factories") -> Dataset:
    """A fixture's dataset."""
    return load([FIXTURES / name])


def make_app(
    data: Dataset | None = None,
    theme: str = "night",
    commands: Sequence[Command] = COMMANDS,
    **view: Any,
) -> ExplorerApp:
    """The explorer on a dataset (the factories) and a view."""
    source = data or dataset()
    themes, _ = load_themes([ROOT / "themes"])
    view.setdefault("cohort", source.default_cohort)
    launch = Launch(commands=tuple(commands))
    return ExplorerApp(source, View(**view), themes, theme, launch)


@contextlib.asynccontextmanager
async def opened(
    data: Dataset | None = None, size: tuple[int, int] = (80, 24), theme: str = "night", **view: Any
) -> AsyncIterator[Pilot[int]]:
    """The running explorer, everything loaded."""
    app = make_app(data, theme=theme, **view)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


PATIENCE = 90
"""Seconds after which the explorer is stuck: what takes long, works at least."""


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until nothing is under way any more: keys, messages, workers, what follows later."""
    app = pilot.app
    async with deadline(app):
        while not at_rest(app):
            await asyncio.sleep(0.002)


@contextlib.asynccontextmanager
async def deadline(app: App[Any]) -> AsyncIterator[None]:
    """Fail where the explorer is stuck, and say with what."""
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except TimeoutError:
        raise TimeoutError(f"the explorer does not come to rest: {under_way(app)}") from None


def running(app: App[Any]) -> list[Worker[object]]:
    """The workers that have not finished."""
    return [worker for worker in app.workers if not worker.is_finished]


def under_way(app: App[Any]) -> dict[str, object]:
    """What may keep an explorer from being at rest."""
    pumps = [app, *app.screen_stack, *app.screen_stack[0].query("*"), *app.screen.query("*")]
    return {
        "screens": app.screen_stack,
        "workers": running(app),
        "keys": len(app.keys) if isinstance(app, ExplorerApp) else 0,
        "busy": [pump for pump in pumps if not pump_at_rest(pump)],
        "for the next frame": [each._callbacks for each in app.screen_stack],
        "dirty": (app.screen._dirty_widgets, app.screen._repaint_required),
        "layout": (app.screen._layout_required, app.screen._scroll_required),
        "timed": _timed(app),
    }


def at_rest(app: App[Any]) -> bool:
    """Whether all keys are done and drawn; so it is, too, once the explorer has been left."""
    if not app.is_running or app._exit:
        return True
    waiting = running(app) or (isinstance(app, ExplorerApp) and len(app.keys))
    drawn = not app.screen._dirty_widgets and not app.screen._repaint_required
    return not waiting and drawn and settled(app, in_place=True) and not _timed(app)


def _timed(app: App[Any]) -> bool:
    """Whether a tab still has the detail to show that follows the cursor."""
    for view in getattr(app.screen_stack[0], "tab_views", {}).values():
        timer = getattr(view, "_pause", None)
        if timer is not None and timer._task is not None and not timer._task.done():
            return True
    return False


def key_event(key: str) -> events.Key:
    """The event of a key that is given as a character or by Textual's name."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    if len(key) == 1:
        return events.Key(name, key)
    try:
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = None
    return events.Key(name, character)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys without a pause between them, and wait for what they do."""
    for key in keys:
        pilot.app.post_message(key_event(key))
    await settle(pilot)


async def press_on(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, and wait until they are taken; what they do in the background goes on."""
    app = pilot.app
    assert isinstance(app, ExplorerApp)
    for key in keys:
        app.post_message(key_event(key))
    async with deadline(app):
        while len(app.keys) or not settled(app, in_place=True):
            await asyncio.sleep(0.002)


async def write(pilot: Pilot[Any], text: str) -> None:
    """Type a text."""
    await press(pilot, *text)


def lines(pilot: Pilot[Any]) -> list[str]:
    """The lines on the screen, without trailing blanks."""
    app = pilot.app
    width, height = app.size
    del width
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips][:height]


def screen(pilot: Pilot[Any]) -> str:
    """The whole screen as text."""
    return "\n".join(lines(pilot))


def go_to(pilot: Pilot[Any], ident: str) -> None:
    """Put the cursor of the table at hand into a column."""
    main = pilot.app.screen
    assert isinstance(main, MainScreen)
    grid = main.here().grid
    assert grid is not None
    assert grid.source is not None
    grid.cursor_column = [each.id for each in grid.source.columns].index(ident)
