"""Reading changed files again, with the explorer open on them."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import shutil
import sys
import threading
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import FACTORIES, ROOT, lines, press, press_on, screen, settle
from tui.dataset import Dataset, load
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.grid.grid import Grid
from tui.explorer.main_screen import MainScreen
from tui.explorer.textual_private import memory
from tui.explorer.theming import load_themes
from tui.query import View


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the factories that can be changed."""
    return Path(shutil.copytree(FACTORIES, tmp_path / "data"))


def app_on(folder: Path, **view: Any) -> ExplorerApp:
    """An app that alone holds what stands in a folder."""
    data = load([folder])
    themes, _ = load_themes([ROOT / "themes"])
    view.setdefault("cohort", data.default_cohort)
    return ExplorerApp(data, View(**view), themes, "night", Launch(folders=(folder,)))


@contextlib.asynccontextmanager
async def opened_on(folder: Path, **view: Any) -> AsyncIterator[Pilot[int]]:
    """The explorer on a folder of one's own."""
    app = app_on(folder, **view)
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
        assert "AI Factory · Germany · Aachen" in screen(pilot)


async def test_old_data_are_let_go(folder: Path) -> None:
    """Nothing holds them: a tab behind, completion, palette, a worker, the history."""
    async with opened_on(folder) as pilot:
        site = folder / "sites" / "jaif.toml"
        edit(site, 'city = "Jülich"', 'city = "Aachen"')
        await press(pilot, "r")  # what stood there when collecting began stays for good
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        gone = ref(main.now.dataset)
        await press(pilot, "3", "down")
        row = pilot.app.screen.query_one("#consortia-grid", Grid).cursor_key
        edit(site, 'city = "Aachen"', 'city = "Bonn"')
        await press(pilot, "1", ":", "j", "escape", "/", "j", "escape", "r")
        gc.collect()
        assert gone() is None
        await press(pilot, "3")
        assert pilot.app.screen.query_one("#consortia-grid", Grid).cursor_key == row


async def until(so: Callable[[], bool]) -> None:
    """Go on once it is so, which must come about."""
    for _ in range(400):
        if so():
            return
        await asyncio.sleep(0.05)
    assert so()


def shown(pilot: Pilot[int]) -> ref[Dataset]:
    """The dataset on the screen."""
    main = pilot.app.screen_stack[0]
    assert isinstance(main, MainScreen)
    return ref(main.now.dataset)


async def test_files_that_are_the_same_keep_what_was_worked_out(folder: Path) -> None:
    """A line of comment makes others of them: faults and sources name lines."""
    async with opened_on(folder) as pilot:
        first = shown(pilot)
        await press(pilot, "r", "3", "r")
        assert "no differences" in screen(pilot)
        assert shown(pilot)() is first()
        edit(folder / "sites" / "jaif.toml", 'city = "J', '# where it stands\ncity = "J')
        pilot.app.clear_notifications()
        await press(pilot, "r")
        assert "no differences" in screen(pilot)
        second = shown(pilot)
        assert second() is not first()
        await press(pilot, "r")
        assert shown(pilot)() is second()


async def test_files_as_they_were_read_again_are_not_read_once_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault that came and went is told no longer; what is changed in place is read."""
    site = folder / "sites" / "jaif.toml"
    async with opened_on(folder) as pilot:
        await press(pilot, "r")
        edit(site, 'city = "Jülich"', 'citi = "Jülich"')
        await press(pilot, "r", "escape")
        assert "changed files not read" in lines(pilot)[0]
        edit(site, 'citi = "Jülich"', 'city = "Jülich"')
        pilot.app.clear_notifications()
        with monkeypatch.context() as none_read:
            none_read.setattr("tui.editing.edit.checked", lambda _: pytest.fail("read again"))
            await press(pilot, "r")
        assert "no differences" in screen(pilot)
        assert "not read" not in lines(pilot)[0]
        times = site.stat()
        edit(site, 'city = "Jülich"', 'city = "Aachen"')
        os.utime(site, ns=(times.st_atime_ns, times.st_mtime_ns))
        await press(pilot, "r")
        assert "Aachen" in screen(pilot)


@pytest.mark.usefixtures("as_outside")
async def test_soon_after_reading_again_one_dataset_is_left(folder: Path) -> None:
    """The first one goes as well, though what stands at the first paint is put aside."""
    async with opened_on(folder) as pilot:
        seen = [shown(pilot)]
        await press(pilot, "3", "1")
        for old, new in pairwise(("Jülich", "Aachen", "Bonn", "Köln")):
            edit(folder / "sites" / "jaif.toml", f'city = "{old}"', f'city = "{new}"')
            await press(pilot, "r", "down")
            seen.append(shown(pilot))
        await until(lambda: sum(each() is not None for each in seen) == 1)
        assert seen[-1]() is not None
        assert gc.get_freeze_count() > 0


@pytest.mark.usefixtures("as_outside")
async def test_data_that_something_still_holds_go_after_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dialogue or a message may; what has been looked for in vain is put aside with the rest."""
    monkeypatch.setattr(memory, "AGAIN", 0.05)
    async with opened_on(folder) as pilot:
        first = shown(pilot)
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        held = [first()]
        edit(folder / "sites" / "jaif.toml", 'city = "Jülich"', 'city = "Aachen"')
        await press(pilot, "r")
        while main.tidying._pause < 0.1:  # looked for twice
            await asyncio.sleep(0)
        assert held.pop() is first()
        await until(lambda: first() is None)


async def test_what_is_at_work_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look through all that there is stops the explorer, and finds what is in use in vain."""
    given: list[bool] = []
    goes_on = threading.Event()
    monkeypatch.setattr(memory, "RESTING", 0.01)
    monkeypatch.setattr(memory, "give_back", lambda: given.append(goes_on.is_set()))
    async with opened_on(folder) as pilot:
        edit(folder / "sites" / "jaif.toml", 'city = "Jülich"', 'city = "Aachen"')
        await press(pilot, "r")
        pilot.app.run_worker(goes_on.wait, thread=True)
        given.clear()
        edit(folder / "sites" / "jaif.toml", 'city = "Aachen"', 'city = "Bonn"')
        await press_on(pilot, "r")
        await asyncio.sleep(0.2)
        goes_on.set()
        await until(lambda: bool(given))
        assert given == [True]


async def test_a_key_puts_it_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setattr(memory, "RESTING", 60.0)
    monkeypatch.setattr(memory, "give_back", lambda: given.append("all"))
    async with opened_on(folder) as pilot:
        await press(pilot, "r")
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        waits = main.tidying._timer
        assert waits is not None
        await press(pilot, "down")
        assert waits.cancelled()
        assert main.tidying._timer is not None
        assert not given


@pytest.mark.usefixtures("as_outside")
async def test_what_is_over_goes_in_a_pause_once_it_is_much(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "RESTING", 0.01)
    async with opened_on(folder) as pilot:
        await press(pilot, "down", "up")
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        while main.tidying._timer is not None:  # what is usual is known then
            await asyncio.sleep(0)
        left = circles(sys.getallocatedblocks() // 4)
        await press(pilot, "down")
        await until(lambda: left() is None)


@pytest.mark.usefixtures("as_outside")
async def test_what_had_been_put_aside_goes_in_a_longer_pause(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "RESTING", 0.01)
    monkeypatch.setattr(memory, "AT_REST", 0.01)
    async with opened_on(folder) as pilot:
        held = [Circle() for _ in range(sys.getallocatedblocks() // 4)]
        for each in held:
            each.append(each)
        left = ref(held.pop())
        memory.keep_for_good()
        del each
        held.clear()
        assert left() is not None
        await press(pilot, "down")
        await until(lambda: left() is None)
        assert gc.get_freeze_count() > 0


@pytest.mark.usefixtures("as_outside")
async def test_much_more_than_before_is_not_kept_until_a_longer_pause(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "RESTING", 0.01)
    monkeypatch.setattr(memory, "AT_REST", 0.01)
    async with opened_on(folder) as pilot:
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        await press(pilot, "down")
        await until(lambda: main.tidying._all_usual > 0)
        monkeypatch.setattr(memory, "AT_REST", 3600)
        left = circles(memory.MUCH + sys.getallocatedblocks() // 2)
        memory.keep_for_good()
        for key in ("down", "up") * 100:  # something may be at work in one pause or another
            await press(pilot, key)
            await asyncio.sleep(0.02)
            if left() is None:
                break
        assert left() is None


async def test_what_is_drawn_on_other_tabs_goes_and_is_drawn_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "RESTING", 0.01)
    monkeypatch.setattr(memory, "AT_REST", 0.01)
    monkeypatch.setattr(memory, "give_back", lambda: None)
    async with opened_on(folder) as pilot:
        before = lines(pilot)
        sites = pilot.app.screen.query_one("#sites-grid", Grid)
        assert sites._lines
        await press(pilot, "3")
        await until(lambda: not sites._lines)
        await press(pilot, "1")
        assert lines(pilot) == before


class Circle(list[object]):
    """What reaches itself, and so goes only when it is looked for."""


def circles(many: int) -> ref[Circle]:
    """Leave so many behind, so old that Python looks for them once in a long while."""
    old = [Circle() for _ in range(many)]
    for each in old:
        each.append(each)
    gc.collect()
    return ref(old[0])
