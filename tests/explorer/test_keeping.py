"""What is there again the next time: saved views, session, filters, keys of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.explorer.helpers import (
    FACTORIES,
    ROOT,
    dataset,
    lines,
    opened,
    press,
    screen,
    settle,
    write,
)
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.commands import COMMANDS, rebound
from tui.explorer.options import Options
from tui.explorer.start import run
from tui.explorer.theming import load_themes
from tui.query import View
from tui.user.saved_views import list_views
from tui.user.session import load_session, recent_filters


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own for each test."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def app_with(launch: Launch, **view: object) -> ExplorerApp:
    """The explorer started in a certain way."""
    themes, _ = load_themes([ROOT / "themes"])
    return ExplorerApp(dataset(), View(cohort="brief", **view), themes, "night", launch)  # type: ignore[arg-type]


async def test_a_view_is_saved_applied_renamed_and_deleted() -> None:
    """All with v, names typed, nothing replaced or deleted without asking."""
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "v", "s")
        await write(pilot, "Germans")
        await press(pilot, "enter")
        assert "saved" in screen(pilot)
        await press(pilot, "escape", "x")
        assert "13 of 13" in screen(pilot)
        await press(pilot, "v", "enter")
        assert "2 of 13" in screen(pilot)
        await press(pilot, "v", "r")
        await write(pilot, " two")
        await press(pilot, "enter")
        assert "Germans two" in screen(pilot)
        await press(pilot, "d")
        assert "once more" in screen(pilot)
        await press(pilot, "d")
        assert "Germans two" not in [view.name for view in list_views(()).views]


async def test_a_name_in_use_is_replaced_only_when_told_to() -> None:
    """Enter once more replaces it."""
    async with opened(filter="country:DE") as pilot:
        for _ in range(2):
            await press(pilot, "v", "s")
            await write(pilot, "Mine")
            await press(pilot, "enter")
            if "once more replaces" in screen(pilot):
                await press(pilot, "enter")
            await press(pilot, "escape", "x")
        views = {view.name: view.view for view in list_views(()).views}
        assert views["Mine"].filter == ""


async def test_views_of_the_dataset_answer_the_usual_questions() -> None:
    """They are listed and cannot be deleted."""
    async with opened() as pilot:
        await press(pilot, "v")
        text = screen(pilot)
        for name in ("Companies on board", "Generalists", "Exascale", "Unconfirmed figures"):
            assert name in text
        await press(pilot, "d")
        assert "of your own" in screen(pilot)


async def test_leaving_keeps_the_view() -> None:
    """q writes the session; a start that resumes shows it again."""
    app = app_with(Launch(keep=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "slash")
        await write(pilot, "country:FR")
        await press(pilot, "enter", "q")
    kept = load_session()
    assert kept is not None
    assert (kept.filter, kept.cohort) == ("country:FR", "brief")
    assert recent_filters()[0] == "country:FR"


async def test_a_faulty_session_does_not_keep_a_filter_that_does_not_parse() -> None:
    """What was being typed is not kept where it could not be used."""
    app = app_with(Launch(keep=True), filter="country:AT")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "slash")
        await write(pilot, " (")
        app.keep_session()
    kept = load_session()
    assert kept is not None
    assert kept.filter == "country:AT"


async def test_keys_can_be_bound_anew() -> None:
    """The new key works, the old one does nothing, help and footer show the new one."""
    commands = rebound(COMMANDS, {"clear": ("X",)})
    app = app_with(Launch(commands=commands), filter="country:DE")
    async with app.run_test(size=(170, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "x")
        assert "2 of 13" in screen(pilot)
        assert "X clear" in lines(pilot)[-1]
        await press(pilot, "X")
        assert "13 of 13" in screen(pilot)


async def test_notes_of_the_start_are_told() -> None:
    """Faults of the settings stand on the screen, and the explorer works."""
    app = app_with(Launch(notes=("settings.toml:3: keys.srt: unknown command",)))
    async with app.run_test(size=(100, 24), notifications=True) as pilot:
        await settle(pilot)
        assert "unknown command" in screen(pilot)
        assert "HammerHAI" in screen(pilot)


def test_a_start_that_does_not_fit_raises(home: Path) -> None:
    """An unknown saved view is an error with the nearest name, before any screen."""
    options = Options((FACTORIES,), "", "", "", "", "", True, "companies-on-bord", False, False)
    with pytest.raises(ValueError, match="Companies on board"):
        run(options)
