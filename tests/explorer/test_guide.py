"""The lines for somebody new: shown once, never in the way; and the tour in six steps."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import FIXTURES, ROOT, dataset, lines, opened, press, screen, settle
from tui.dataset import Dataset, load
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.theming import load_themes
from tui.query import View, table
from tui.user.settings import put_setting, read_settings


def new_app(welcome: bool = True, tab: str = "") -> ExplorerApp:
    """The explorer as somebody meets it who never had it open."""
    themes, _ = load_themes([ROOT / "themes"])
    launch = Launch(welcome=welcome, tour=not welcome)
    return ExplorerApp(dataset(), View(cohort="brief", tab=tab), themes, "night", launch)


def guide(pilot: Pilot[int]) -> str:
    """What the guide says, the breaks taken out."""
    shown = lines(pilot)
    title = next((n for n, line in enumerate(shown) if line.startswith(TITLES)), None)
    if title is None:
        return ""
    done = [n for n in range(title - 3, title) if shown[n].startswith(" ✓ ")]
    return " ".join(line.strip() for line in shown[min(done, default=title) : -2])


TITLES = (" Tour ", " New here", " The end")


async def test_three_lines_at_the_first_start_go_away_for_good() -> None:
    """They name the first keys, fit at 80 columns, and are put away by Esc."""
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        shown = lines(pilot)
        first = next(n for n, line in enumerate(shown) if "New here?" in line)
        assert shown[first + 3].startswith(" ·")
        assert "Esc puts this away for good" in shown[first + 2]
        await press(pilot, "down", "right")
        assert "New here?" in screen(pilot)
        await press(pilot, "escape")
        assert "New here?" not in screen(pilot)
    assert read_settings()[0].welcome is False


@pytest.mark.parametrize(
    "keys", [("7",), ("s",), ("/", "D", "E", "enter"), ("?", "escape"), ("W",), ("q",)]
)
async def test_whoever_has_found_the_way_sees_them_no_more(keys: tuple[str, ...]) -> None:
    """Another tab, a sort, a filter, what lies over the screen, leaving: they go for good."""
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *keys)
        if keys != ("q",):
            assert "New here?" not in screen(pilot)
        if keys == ("W",):
            assert "Tour 1 of 6" in guide(pilot)
    assert read_settings()[0].welcome is False


@pytest.mark.parametrize(("tab", "height"), [("findings", 24), ("sites", 19)])
async def test_elsewhere_they_take_no_room(tab: str, height: int) -> None:
    app = new_app(tab=tab)
    async with app.run_test(size=(80, height)) as pilot:
        await settle(pilot)
        assert "New here?" not in screen(pilot)


async def test_they_are_whole_in_a_narrow_window_and_follow_its_width() -> None:
    app = new_app()
    async with app.run_test(size=(60, 24)) as pilot:
        await settle(pilot)
        assert " Esc puts this away for good" in guide(pilot)
        await pilot.resize_terminal(140, 24)
        await settle(pilot)
        assert [line.startswith(" New here?") for line in lines(pilot)[19:23]] == [
            True, False, False, False,
        ]  # fmt: skip


async def test_keys_typed_ahead_do_what_they_do_without_them() -> None:
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "slash", *"country:DE", "enter", "down")
        assert "2 of 13" in lines(pilot)[0]
        assert pilot.app.screen.tab == "compute"  # type: ignore[attr-defined]


def test_the_setting_stands_beside_what_a_person_wrote(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# mine\ntheme = "paper"  # light\n[keys]\nquit = ["q", "Q"]\n', "utf-8")
    assert put_setting("welcome", value=False, folder=tmp_path)
    found, faults = read_settings((), tmp_path)
    assert not faults
    assert (found.welcome, found.theme, found.keys["quit"]) == (False, "paper", ("q", "Q"))
    assert "# light" in path.read_text("utf-8")
    assert put_setting("welcome", value=True, folder=tmp_path)
    assert path.read_text("utf-8").count("welcome") == 1
    assert read_settings((), tmp_path)[0].welcome


@pytest.mark.parametrize("text", ["welcome = [", "[keys]\nwelcome = 'z'\n[more]\n", "\x00"])
def test_a_file_that_cannot_be_changed_safely_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    if not put_setting("welcome", value=False, folder=tmp_path):
        assert path.read_text("utf-8") == text


STEPS = (
    ("down", "enter", "escape"),
    ("slash", *"country:DE", "enter"),
    ("2", "right", "right", "right", "S"),
    ("o", "escape"),
    ("x", "7"),
    ("e", "escape"),
)


def answers(data: Dataset) -> tuple[str, ...]:
    """What the tour has to say, worked out without it."""
    view = View(cohort="brief", filter="country:DE")
    sites = [site for site in data.sites if site.country == "DE" and site.kind == "factory"]
    names = " and ".join(
        site.name for site in sites if site.id in {s.id for s in _records(data, view, "sites")}
    )
    chips = [each for each in _records(data, view, "systems") if each.accelerator_count]
    most = max(chips, key=lambda each: each.accelerator_count)
    second = _records(data, View(cohort="brief"), "sites")[1]
    return (
        f"{second.name}: {len(second.systems)} systems and {len(second.partners)} organisations",
        f"2 of 13 sites: {names}.",
        f"{most.name} with {most.accelerator_count:,} chips",
        "This row rests on",
        f"{sum(each.kind == 'claim' for each in data.findings)} claims: ",
        "the command that makes it again",
    )


def _records(data: Dataset, view: View, name: str) -> list:  # type: ignore[type-arg]
    result = table(data, view, name)
    return [result.record(row) for row in range(len(result))]


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (60, 15)])
async def test_six_steps_one_by_one(size: tuple[int, int]) -> None:
    """Each is done by the keys that it names, and the answer is that of the data."""
    app = new_app(welcome=False)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for place, (keys, answer) in enumerate(zip(STEPS, answers(dataset()), strict=True)):
            assert f"Tour {place + 1} of 6" in guide(pilot), screen(pilot)
            await press(pilot, *keys)
            assert answer in guide(pilot), screen(pilot)
        assert "The end" in guide(pilot)
        await press(pilot, "escape")
        assert guide(pilot) == ""


async def test_all_steps_in_one_burst() -> None:
    app = new_app(welcome=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *[key for keys in STEPS for key in keys])
        assert "The end" in guide(pilot), screen(pilot)


@pytest.mark.parametrize("done", range(6))
async def test_it_is_left_at_any_step_and_the_view_comes_back(done: int) -> None:
    async with opened(tab="access", filter="sectors:>=5") as pilot:
        await press(pilot, "W", *[key for keys in STEPS[:done] for key in keys])
        assert f"Tour {done + 1} of 6" in guide(pilot), screen(pilot)
        await press(pilot, "escape")
        assert guide(pilot) == ""
        assert "sectors:>=5" in lines(pilot)[2]
        assert pilot.app.screen.tab == "access"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["small", "hostile"])
async def test_any_dataset_can_be_walked_through(name: str) -> None:
    """Without rows, findings or several countries nothing breaks."""
    data = load([FIXTURES / name])
    async with opened(data, cohort="") as pilot:
        await press(pilot, "W", *STEPS[0], "7", "2", "S", "o", "escape", "e", "escape")
        assert "of 6" in guide(pilot)
        assert "\x1b" not in screen(pilot)
