"""`e` and `y` in the detail take along all that is known of the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.cli.running import FACTORIES, piped
from tests.explorer.exporting import field, said
from tests.explorer.helpers import opened, press, screen, write
from tui.explorer.dialogs.detail import DetailScreen
from tui.explorer.dialogs.save_text import SaveTextScreen


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tests write where nothing else is, and send to a terminal of their own."""
    monkeypatch.chdir(tmp_path)
    for name in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went to the clipboard."""
    texts: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: texts.append(text))
    return texts


def told(ident: str, fmt: str) -> str:
    """The profile as the command line prints it."""
    done = piped("profile", ident, *FACTORIES, "--format", fmt)
    assert done.returncode == 0, done.stderr
    return done.stdout


async def rename(pilot: Pilot[Any], name: str) -> None:
    """Type another name of the file."""
    await press(pilot, *["backspace"] * len(field(pilot).value))
    await write(pilot, name)


async def test_a_site_is_copied_as_the_command_prints_it(sent: list[str]) -> None:
    async with opened(cohort="factories") as pilot:
        await press(pilot, "enter", "y", "y", "y")
        assert sent == [told("bsc-aif", fmt) for fmt in ("text", "md", "json")]
        assert "the profile as JSON" in said(pilot)


@pytest.mark.parametrize(("name", "fmt"), [("a.md", "md"), ("b.txt", "text"), ("c.json", "json")])
async def test_a_site_is_written_as_the_command_prints_it(here: Path, name: str, fmt: str) -> None:
    async with opened(cohort="factories") as pilot:
        await press(pilot, "enter", "e")
        assert field(pilot).value == "aif-bsc-aif.md"
        await rename(pilot, name)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DetailScreen)
        assert f"Wrote {here / name}" in said(pilot)
    assert (here / name).read_text(encoding="utf-8") == told("bsc-aif", fmt)


async def test_a_file_is_overwritten_only_when_told_to(here: Path) -> None:
    (here / "aif-bsc-aif.md").write_text("mine")
    async with opened(cohort="factories") as pilot:
        await press(pilot, "enter", "e", "enter")
        assert "exists already; Enter once more overwrites it" in " ".join(screen(pilot).split())
        assert (here / "aif-bsc-aif.md").read_text() == "mine"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DetailScreen)
    assert (here / "aif-bsc-aif.md").read_text() != "mine"


async def test_what_prevents_writing_is_told_and_the_name_stays() -> None:
    async with opened(cohort="factories") as pilot:
        await press(pilot, "enter", "e")
        await rename(pilot, "none/x.md")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SaveTextScreen)
        assert field(pilot).value == "none/x.md"
        assert "cannot write" in screen(pilot)


async def test_the_format_changes_the_ending(here: Path) -> None:
    async with opened(cohort="factories") as pilot:
        await press(pilot, "enter", "e", "up", "right", "enter")
        assert (here / "aif-bsc-aif.txt").exists()


@pytest.mark.parametrize("tab", ["compute", "consortia", "access", "sources"])
async def test_every_record_goes_along_with_its_sources(tab: str, sent: list[str]) -> None:
    async with opened(tab=tab, cohort="factories", size=(110, 30)) as pilot:
        if tab in ("consortia", "access"):
            await press(pilot, "j")
        if tab == "consortia":
            await press(pilot, "tab")
        await press(pilot, "enter", "y")
        assert len(sent) == 1
        assert "\nSources (" in sent[0]
