"""Keys do in one packet, and before the first paint, what they do one by one.

``AIF_SEQUENCES=100`` draws that many sequences instead of a handful.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from tests.explorer.helpers import key_event, lines, make_app, opened, press, settle
from tools.monkey.draw import draw_keys
from tui.explorer.app import ExplorerApp
from tui.explorer.grid.grid import Grid
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.main_base import MainBase

pytestmark = pytest.mark.usefixtures("real_pause")

SEQUENCES = int(os.environ.get("AIF_SEQUENCES", "3"))

# Each was told of as broken once: typed ahead, it ran as commands, did nothing or ended the app.
KNOWN = (
    ("/", *"country:DE"),
    ("/", "q"),
    ("v", "s", "x", "enter"),
    ("3", "/", *"energy", "enter"),
    ("q", "t"),
    ("4", "/", *"sector:health"),
    ("2", "7", *["down"] * 9, "up", "up", "up", "k", "j", "j"),
    ("3", "down", "tab", "down", "enter"),
    (":", *"qY/x", "enter"),
    ("e", "enter", "x", "down"),
    ("D", "/", "x", "escape", "t", "down"),
)


async def outcome(keys: tuple[str, ...], how: str, size: tuple[int, int]) -> dict[str, Any]:
    """Where the keys lead to: pressed one by one, in one packet, or before the first paint."""
    app = make_app()
    async with app.run_test(size=size) as pilot:
        if how != "at the start":
            await settle(pilot)
        for key in keys:
            app.post_message(key_event(key))
            if how == "one by one":
                await settle(pilot)
        await settle(pilot)
        if not app.is_running or app._exit:
            return {"left": app.return_value}
        app.clear_notifications()
        for each in app.screen_stack:  # what lies behind a dialogue is drawn a frame later
            each.refresh()
        await settle(pilot)
        return {**state_of(app), "screen": lines(pilot), "files": files_here()}


def state_of(app: ExplorerApp) -> dict[str, Any]:
    """What the keys have brought about, beside what can be seen."""
    main = app.screen_stack[0]
    assert isinstance(main, MainBase)
    focused = app.focused
    return {
        "screens": [type(each).__name__ for each in app.screen_stack],
        "view": main.now.view,
        "history": (main.history.views, main.history.place),
        "typed": [field.value for field in app.screen.query(Input)],
        "keyboard": (type(focused).__name__, focused.id if focused else ""),
        "cursors": [(grid.id, grid.cursor_key) for grid in main.query(Grid)],
    }


def files_here() -> list[str]:
    """Names of the files written to the present folder."""
    return sorted(path.name for path in Path().iterdir())


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes an empty home and present folder, each time it is called."""
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))

    def renew() -> None:
        for name in ("home", "here"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
        (tmp_path / "here").mkdir()
        monkeypatch.chdir(tmp_path / "here")

    return renew


async def same(keys: tuple[str, ...], size: tuple[int, int], renew: Any) -> None:
    renew()
    paced = await outcome(keys, "one by one", size)
    for how in ("in one packet", "at the start"):
        renew()
        assert await outcome(keys, how, size) == paced, f"{' '.join(keys)} {how}"


@pytest.mark.parametrize("keys", KNOWN, ids=" ".join)
async def test_known_sequences_do_the_same_typed_ahead(keys: tuple[str, ...], fresh: Any) -> None:
    await same(keys, (80, 24), fresh)


@pytest.mark.parametrize("seed", range(SEQUENCES))
async def test_drawn_sequences_do_the_same_typed_ahead(seed: int, fresh: Any) -> None:
    rng = random.Random(seed)
    size = rng.choice(((80, 24), (140, 40), (60, 15)))
    await same(tuple(draw_keys(rng, 8)), size, fresh)


async def test_a_key_that_comes_alone_waits_for_nothing() -> None:
    async with opened(tab="consortia") as pilot:
        for key in ("down", "tab", "s", "/", "a", "escape", "b", "escape", "2"):
            pilot.app.post_message(key_event(key))
            assert isinstance(pilot.app, ExplorerApp)
            assert not len(pilot.app.keys), f"{key} waits"
            await settle(pilot)


async def test_held_keys_land_on_the_right_row_and_only_the_last_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However slow the machine: as if no time went by between the frames."""
    monkeypatch.setattr("tui.explorer.textual_private.widgets.HURRIED", 1e9)
    frames = 0
    display = ExplorerApp._display

    def counted(app: ExplorerApp, *drawn: Any) -> None:
        nonlocal frames
        frames += 1
        display(app, *drawn)

    monkeypatch.setattr(ExplorerApp, "_display", counted)
    async with opened(tab="consortia") as pilot:
        await press(pilot, "tab")
        grid = pilot.app.focused
        assert isinstance(grid, Grid)
        frames = 0
        for key in (*["down"] * 120, *["up"] * 80):
            pilot.app.post_message(key_event(key))
        await settle(pilot)
        assert grid.cursor_row == 40
        assert 0 < frames < 5


@pytest.mark.parametrize("tab", "12345678")
async def test_the_first_visit_of_a_tab_gives_its_table_the_keyboard(tab: str) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3" if tab != "3" else "4", tab)
        table = app.focused
        assert isinstance(table, LineCursor)
        before = table.cursor_row
        await press(pilot, "down", "down")
        assert table.cursor_row == before + 2
