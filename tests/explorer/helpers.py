"""Opening the explorer for a test, and reading its screen as a person does."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from tui.dataset import Dataset, load
from tui.explorer.app import ExplorerApp
from tui.explorer.theming import load_themes
from tui.query import View

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
FACTORIES = FIXTURES / "factories"


@cache
def dataset(name: str = "factories") -> Dataset:
    """A fixture's dataset."""
    return load([FIXTURES / name])


def make_app(data: Dataset | None = None, theme: str = "night", **view: Any) -> ExplorerApp:
    """The explorer on a dataset (the factories) and a view."""
    source = data or dataset()
    themes, _ = load_themes([ROOT / "themes"])
    view.setdefault("cohort", source.default_cohort)
    return ExplorerApp(source, View(**view), themes, theme)


@contextlib.asynccontextmanager
async def opened(
    data: Dataset | None = None, size: tuple[int, int] = (80, 24), theme: str = "night", **view: Any
) -> AsyncIterator[Pilot[int]]:
    """The running explorer, everything loaded."""
    app = make_app(data, theme, **view)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until nothing is under way any more: workers, timers of the detail, messages."""
    for _ in range(100):
        running = [worker for worker in pilot.app.workers if not worker.is_finished]
        for worker in running:
            with contextlib.suppress(WorkerCancelled):
                await worker.wait()
        await pilot.pause()
        await pilot.pause()
        if not running and not _timed(pilot.app):
            return


def _timed(app: App[Any]) -> bool:
    """Whether a tab still has the detail to show that follows the cursor."""
    for view in getattr(app.screen_stack[0], "tab_views", {}).values():
        timer = getattr(view, "_pause", None)
        if timer is not None and timer._task is not None and not timer._task.done():
            return True
    return False


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys as a person does, and wait for what they do."""
    for key in keys:
        await pilot.press(key)
    await settle(pilot)


async def write(pilot: Pilot[Any], text: str) -> None:
    """Type a text."""
    names = {" ": "space", ":": "colon", "/": "slash", "(": "left_parenthesis",
             ")": "right_parenthesis", "-": "minus", ",": "comma", ".": "full_stop",
             ">": "greater_than_sign", "=": "equals_sign", "<": "less_than_sign", "*": "asterisk",
             '"': "quotation_mark", "_": "underscore"}  # fmt: skip
    await press(pilot, *(names.get(character, character) for character in text))


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
