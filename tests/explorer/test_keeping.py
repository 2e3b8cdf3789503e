"""What is there again the next time: saved views, session, filters, keys of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.explorer.exporting import said
from tests.explorer.helpers import (
    FACTORIES,
    ROOT,
    dataset,
    go_to,
    lines,
    make_app,
    opened,
    press,
    screen,
    settle,
    write,
)
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.commands import COMMANDS, rebound
from tui.explorer.main_screen import MainScreen
from tui.explorer.start import run
from tui.explorer.theming import load_themes
from tui.query import View
from tui.query.engine.view import Ask, TallyView
from tui.user.saved_views import find_view, list_views, save_view
from tui.user.session import load_session, recent_filters
from tui.user.settings import Options


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


async def test_a_view_is_kept_without_leaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill that nobody can answer loses no filter, not even one that is being typed."""
    monkeypatch.setattr("tui.explorer.main_base.KEEP_AFTER", 0.001)
    app = app_with(Launch(keep=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"ulm")
        for _ in range(300):
            kept = load_session()
            if kept is not None and kept.filter == "ulm":
                break
            await pilot.pause()
        assert not recent_filters()


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


async def saved_tally(pilot: Pilot[int], name: str) -> None:
    """Members by type, crossed with the first column on offer, kept under a name."""
    await press(pilot, "tab")
    go_to(pilot, "type")
    await press(pilot, "T", "c", "enter", "s")
    await write(pilot, name)
    await press(pilot, "enter")


async def test_a_tally_is_saved_and_opens_again() -> None:
    async with opened(
        tab="consortia", cohort="factories", filter="country:DE", size=(120, 36)
    ) as pilot:
        await saved_tally(pilot, "By type")
        assert "view 'By type' saved" in screen(pilot)
        assert "tally of partners by type and" in screen(pilot)
        await press(pilot, "escape")
        shown = lines(pilot)
        assert "Partners: rows by type and" in shown[0]
        await press(pilot, "escape", "1", "x", "v", "enter")
        assert lines(pilot)[:30] == shown[:30]
        await press(pilot, "escape")
        assert "/ country:DE" in lines(pilot)[2]
        assert pilot.app.screen.tab == "consortia"  # type: ignore[attr-defined]
        await press(pilot, "u")
        assert "/ country:DE" not in lines(pilot)[2]


async def test_the_tally_of_one_site_keeps_to_its_rows() -> None:
    """The table under the cursor of another is that of one site."""
    async with opened(tab="consortia", cohort="factories", size=(120, 36)) as pilot:
        await press(pilot, "j")
        await saved_tally(pilot, "One site")
        view = find_view("One site", ())
        assert view.tally is not None
        assert view.tally.rows.startswith("site:")
        await press(pilot, "escape")
        title = lines(pilot)[0]
        assert "Partners: rows by type" in title
        await press(pilot, "escape", "v", "enter")
        assert title == lines(pilot)[0]


async def test_a_view_applied_twice_puts_the_cursors_of_other_tabs_back_both_times() -> None:
    async with opened(tab="compute", cohort="factories") as pilot:
        main = pilot.app.screen
        assert isinstance(main, MainScreen)
        await press(pilot, "j", "j")
        kept, key = main.present().but(tab="sites"), main.here().grid.cursor_key  # type: ignore[union-attr]
        for _ in range(2):
            await press(pilot, "2", "j")
            main.apply_view(kept)
            await press(pilot, "2")
            assert main.here().grid.cursor_key == key  # type: ignore[union-attr]


async def test_a_view_applied_from_a_tally_takes_its_place() -> None:
    async with opened(tab="consortia", cohort="factories", size=(120, 36)) as pilot:
        save_view("Germans", View(cohort="factories", filter="country:DE"))
        await press(pilot, "tab")
        go_to(pilot, "type")
        await press(pilot, "T", "s", "escape", "enter")
        assert isinstance(pilot.app.screen, MainScreen)
        assert "country:DE" in lines(pilot)[2]


@pytest.mark.parametrize(
    ("tally", "told"),
    [
        (TallyView("partners", Ask(("tpye",))), "did you mean 'type'?"),
        (TallyView("partner", Ask(("type",))), "did you mean 'partners'?"),
        (TallyView("partners", Ask(("type",)), "contry:DE"), "did you mean 'country'?"),
        (TallyView("partners", Ask(("type",), "name")), "holds no numbers"),
    ],
)
async def test_a_tally_that_does_not_fit_says_why(tally: TallyView, told: str) -> None:
    save_view("Broken", View(cohort="factories", tally=tally))
    async with opened(cohort="factories", size=(140, 40)) as pilot:
        await press(pilot, "v", "enter")
        assert told in said(pilot)
        assert isinstance(pilot.app.screen, MainScreen)


async def test_the_explorer_opens_with_a_saved_tally() -> None:
    tally = TallyView("partners", Ask(("type",)), "role:member")
    app = make_app(cohort="factories", tab="consortia", tally=tally)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert "Partners: rows by type" in lines(pilot)[0]
        await press(pilot, "escape", "q")
    last = load_session()
    assert last is None or last.tally is None
