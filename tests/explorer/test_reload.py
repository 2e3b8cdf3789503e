"""Reading changed files again, with the explorer open on them."""

from __future__ import annotations

import contextlib
import gc
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import FACTORIES, ROOT, lines, press, screen, settle
from tui.dataset import load
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.grid.grid import Grid
from tui.explorer.main_screen import MainScreen
from tui.explorer.theming import load_themes
from tui.query import View


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the factories that can be changed."""
    return Path(shutil.copytree(FACTORIES, tmp_path / "data"))


@contextlib.asynccontextmanager
async def opened_on(folder: Path, **view: Any) -> AsyncIterator[Pilot[int]]:
    """The explorer on a folder of one's own."""
    data = load([folder])
    themes, _ = load_themes([ROOT / "themes"])
    view.setdefault("cohort", data.default_cohort)
    app = ExplorerApp(data, View(**view), themes, "night", Launch(folders=(folder,)))
    async with app.run_test(size=(110, 30), notifications=True) as pilot:
        await settle(pilot)
        yield pilot


def cursor_key(pilot: Pilot[int]) -> str:
    """The site under the cursor."""
    return pilot.app.screen.query_one("#sites-grid", Grid).cursor_key or ""


def edit(path: Path, old: str, new: str) -> None:
    """Change a file as an editor does."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


async def test_new_data_stand_under_the_same_view_and_cursor(folder: Path) -> None:
    async with opened_on(folder, filter="country:DE") as pilot:
        await press(pilot, "down")
        assert "jaif" in cursor_key(pilot)
        edit(folder / "sites" / "jaif.toml", 'city = "Jülich"', 'city = "Aachen"')
        await press(pilot, "r")
        text = screen(pilot)
        assert "Aachen" in text
        assert "Jülich, Germany" not in text
        assert "Read again: 1 value changed" in text
        assert "2 of 13" in lines(pilot)[0]
        assert "jaif" in cursor_key(pilot)
        await press(pilot, "u", "r")
        assert "no differences" in screen(pilot)


async def test_way_and_other_tabs_follow(folder: Path) -> None:
    """A tab that was looked at before shows the new figures too, in its way."""
    async with opened_on(folder) as pilot:
        await press(pilot, "3", "2", "a", "a", "a")
        assert "Sum" in screen(pilot)
        site = folder / "sites" / "hammerhai.toml"
        edit(site, "accelerator_count = 752", "accelerator_count = 100752")
        edit(site, "Leibniz Supercomputing Centre", "A new name")
        await press(pilot, "r")
        assert "Sum" in screen(pilot)
        assert "167,556" in screen(pilot)
        await press(pilot, "3", "down", "down")
        assert "A new name" in screen(pilot)


async def test_a_broken_edit_keeps_the_old_data_and_shows_the_faults(folder: Path) -> None:
    async with opened_on(folder) as pilot:
        edit(folder / "sites" / "jaif.toml", 'city = "Jülich"', 'citi = "Aachen"')
        await press(pilot, "r")
        text = screen(pilot)
        assert "data/sites/jaif.toml" in text
        assert "line " in text
        assert "did you mean 'city'?" in text
        await press(pilot, "escape")
        text = screen(pilot)
        assert "changed files not read (!)" in lines(pilot)[0]
        assert "Jülich" in text
        assert "13 sites" in lines(pilot)[0]
        await press(pilot, "!")
        assert "Mend these" in screen(pilot)
        edit(folder / "sites" / "jaif.toml", 'citi = "Aachen"', 'city = "Aachen"')
        await press(pilot, "escape", "r")
        assert "Aachen" in screen(pilot)
        assert "not read" not in lines(pilot)[0]


async def test_faults_from_before_are_no_news(folder: Path) -> None:
    """A rule that was broken already keeps nobody from reading other changes."""
    edit(folder / "findings.toml", 'measure = "', 'measure = "x')
    async with opened_on(folder) as pilot:
        edit(folder / "sites" / "jaif.toml", 'city = "Jülich"', 'city = "Aachen"')
        await press(pilot, "r")
        assert "Aachen" in screen(pilot)


async def test_what_no_longer_fits_is_left_out(folder: Path) -> None:
    """Cohort, filter and columns may speak of what the files no longer have."""
    path = folder / "dataset.toml"
    mine = '\n[[cohort]]\nid = "mine"\nlabel = { en = "Mine" }\nwhere = "country:DE"\n'
    path.write_text(path.read_text("utf-8") + mine, "utf-8")
    async with opened_on(folder, cohort="mine", filter="in:mine city:a") as pilot:
        assert "Mine" in lines(pilot)[0]
        edit(path, 'id = "mine"', 'id = "yours"')
        await press(pilot, "r")
        assert "left out: the cohort 'mine' and the filter" in screen(pilot)
        assert "13 sites" in lines(pilot)[0]
        await press(pilot, "u")
        assert "Nothing to undo" in screen(pilot)


async def test_keys_typed_ahead_find_the_new_data(folder: Path) -> None:
    """Filter and cursor moves typed right behind the key apply to what was read."""
    async with opened_on(folder) as pilot:
        edit(folder / "sites" / "jaif.toml", 'city = "Jülich"', 'city = "Aachen"')
        await press(pilot, "r", "/", *"aachen", "enter", "enter")
        assert "Aachen, Germany" in screen(pilot)


async def test_old_data_are_let_go(folder: Path) -> None:
    """Nothing holds them: a tab behind, completion, palette, a worker, the history."""
    async with opened_on(folder) as pilot:
        await press(pilot, "r")  # what stood there when collecting began stays for good
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        gone = ref(main.now.dataset)
        await press(pilot, "3", "down")
        row = pilot.app.screen.query_one("#consortia-grid", Grid).cursor_key
        await press(pilot, "1", ":", "j", "escape", "/", "j", "escape", "r")
        gc.collect()
        assert gone() is None
        await press(pilot, "3")
        assert pilot.app.screen.query_one("#consortia-grid", Grid).cursor_key == row
