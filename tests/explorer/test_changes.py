"""What changed since the data were seen last: said once, listed on D."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import FIXTURES, ROOT, deadline, press, screen, settle
from tui.dataset import load
from tui.explorer.actions import changes
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.commands import COMMANDS, rebound
from tui.explorer.glyphs import ASCII, UNICODE
from tui.explorer.theming import load_themes
from tui.query import View
from tui.user.session import load_mark


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES / "small", tmp_path / "data"))


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "sites" / "alder.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@contextlib.asynccontextmanager
async def started(
    folder: Path, size: tuple[int, int] = (80, 24), **launch: object
) -> AsyncIterator[Pilot[int]]:
    """The explorer as the command starts it on a folder."""
    themes, _ = load_themes([ROOT / "themes"])
    data = load([folder])
    how = Launch(folders=(folder,), keep=True, **launch)  # type: ignore[arg-type]
    app = ExplorerApp(data, View(cohort=data.default_cohort), themes, "night", how)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def kept(folder: Path) -> None:
    """Start, and stay until what is shown is kept for the next time."""
    async with started(folder) as pilot:
        await press(pilot, "D", "escape")


async def test_the_first_time_it_says_that_nothing_is_known(folder: Path) -> None:
    async with started(folder) as pilot:
        assert "new data" not in screen(pilot)
        await press(pilot, "D")
        assert "No earlier state of this dataset was seen here" in screen(pilot)
        await press(pilot, "escape")
        assert "AIF Explorer" in screen(pilot)


async def test_a_first_start_keeps_what_it_shows_without_being_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "FIRST", 0.01)
    async with started(folder) as pilot, deadline(pilot.app):
        while load_mark("small", (folder,)) == ("", True):
            await asyncio.sleep(0.01)
    change(folder, "accelerator_count = 1000", "accelerator_count = 1250")
    async with started(folder) as pilot:
        assert "new data (D)" in screen(pilot)


async def test_a_change_is_said_until_it_was_looked_at(folder: Path) -> None:
    await kept(folder)
    change(folder, "accelerator_count = 1000", "accelerator_count = 1250")
    for _ in range(2):
        async with started(folder, (120, 30)) as pilot:
            assert "new data (D)" in screen(pilot)
            said = " ".join(each.message for each in pilot.app._notifications)
            assert "1 value changed" in said
            assert "D shows them" in said
    async with started(folder) as pilot:
        await press(pilot, "D")
        text = screen(pilot)
        assert "What changed in the data" in text
        assert "Chips: from 1,000 to 1,250" in text
        await press(pilot, "escape")
        assert "new data" not in screen(pilot)
    async with started(folder) as pilot:
        assert "new data" not in screen(pilot)
        assert not list(pilot.app._notifications)
        await press(pilot, "D")
        assert "Chips: from 1,000 to 1,250" in screen(pilot)


async def test_what_was_read_again_is_listed_too(folder: Path) -> None:
    async with started(folder) as pilot:
        await press(pilot, "D", "escape")
        change(folder, "accelerator_count = 1000", "accelerator_count = 1300")
        await press(pilot, "r", "D")
        assert "Chips: from 1,000 to 1,300" in screen(pilot)


async def test_keys_typed_ahead_of_the_list_act_on_it(folder: Path) -> None:
    async with started(folder) as pilot:
        await press(pilot, "D", "escape", "2", "D", "q", "3")
        assert "Members by type" in screen(pilot)


async def test_a_key_of_ones_own_and_a_poor_terminal_are_named(folder: Path) -> None:
    await kept(folder)
    change(folder, "accelerator_count = 1000", "accelerator_count = 1250")
    commands = rebound(COMMANDS, {"changes": ["f5"]})
    async with started(folder, commands=commands, glyphs=ASCII) as pilot:
        assert "new data (f5)" in screen(pilot)
        await press(pilot, "f5")
        assert "Chips: from 1,000 to 1,250" in screen(pilot)
        assert screen(pilot).isascii()


async def test_faults_and_news_stand_side_by_side(folder: Path) -> None:
    await kept(folder)
    change(folder, "accelerator_count = 1000", 'accelerator_count = "many"')
    async with started(folder, glyphs=UNICODE) as pilot:
        assert "1 site left out (!) · new data (D)" in screen(pilot)
