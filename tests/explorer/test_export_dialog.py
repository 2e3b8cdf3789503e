"""The export dialog: files and their names, keys, sizes, and the time while it writes."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.explorer.exporting import NAME, asking, choose, chosen, field, line, rename, said
from tests.explorer.helpers import (
    ROOT,
    dataset,
    lines,
    opened,
    press,
    press_on,
    screen,
    settle,
    write,
)
from tui.explorer.app import ExplorerApp, Launch
from tui.explorer.dialogs import export as dialog
from tui.explorer.glyphs import ASCII
from tui.explorer.theming import load_themes
from tui.query import View


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tests write where nothing else is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Files


async def test_nothing_is_overwritten_without_asking(here: Path) -> None:
    (here / NAME).write_text("mine")
    async with opened() as pilot:
        await press(pilot, "e", "enter")
        assert "exists already" in screen(pilot)
        assert chosen(pilot, "Exists") == "another name"
        assert "o overwrite" in screen(pilot)
        await press(pilot, "enter")
        assert asking(pilot)
        assert "exists already" not in screen(pilot)
        assert field(pilot).has_focus
        assert field(pilot).value == NAME
        assert (here / NAME).read_text() == "mine"


async def test_another_name_is_one_key(here: Path) -> None:
    (here / NAME).write_text("mine")
    async with opened() as pilot:
        await press(pilot, "e", "enter", "n", "home")
        await write(pilot, "new-")
        await press(pilot, "enter")
        assert not asking(pilot)
    assert (here / NAME).read_text() == "mine"
    assert (here / f"new-{NAME}").read_text().startswith("name,")


@pytest.mark.parametrize("keys", [["o"], ["right", "enter"]])
async def test_overwriting_is_a_choice(here: Path, keys: list[str]) -> None:
    (here / NAME).write_text("mine")
    async with opened() as pilot:
        await press(pilot, "e", "enter", *keys)
        assert not asking(pilot)
        assert "Wrote 13 rows" in said(pilot)
    assert (here / NAME).read_text().startswith("name,")


async def test_a_question_is_void_once_something_else_is_asked_for(here: Path) -> None:
    (here / NAME).write_text("mine")
    async with opened() as pilot:
        await press(pilot, "e", "enter", "escape")
        assert asking(pilot)
        await press(pilot, "enter", "up")
        await press(pilot, "up", "right")
        assert "exists already" not in screen(pilot)
        await press(pilot, "o")
        assert asking(pilot)
    assert (here / NAME).read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere/x.csv", "does not exist"),
        ("folder", "is a folder"),
        ("", "a file name is missing"),
        ("file/x.csv", "is not a folder"),
    ],
)
async def test_what_goes_wrong_is_said_and_what_was_typed_stays(
    here: Path, name: str, reason: str
) -> None:
    (here / "folder").mkdir()
    (here / "file").touch()
    async with opened() as pilot:
        await press(pilot, "e")
        await rename(pilot, name)
        await press(pilot, "enter")
        assert asking(pilot)
        assert reason in " ".join(text.strip("│ ") for text in lines(pilot))
        assert field(pilot).value == name
        await press(pilot, "x")
        assert reason not in screen(pilot)


async def test_tab_completes_and_lists(here: Path) -> None:
    (here / "reports").mkdir()
    for name in ("a.csv", "another.csv"):
        (here / "reports" / name).touch()
    async with opened() as pilot:
        await press(pilot, "e")
        await rename(pilot, "re")
        await press(pilot, "tab")
        assert field(pilot).value == "reports/"
        await press(pilot, "tab")
        assert field(pilot).value == "reports/a"
        assert "a.csv  another.csv" in screen(pilot)
        await press(pilot, "n")
        assert "another.csv" not in screen(pilot)
        await press(pilot, "tab")
        assert field(pilot).value == "reports/another.csv"
        await write(pilot, "zz")
        await press(pilot, "tab")
        assert "no file or folder begins like this" in screen(pilot)


async def test_more_names_than_fit_are_counted(here: Path) -> None:
    for number in range(60):
        (here / f"table-number-{number:02}.csv").touch()
    async with opened(size=(60, 15)) as pilot:
        await press(pilot, "e")
        await rename(pilot, "t")
        await press(pilot, "tab")
        text = screen(pilot)
        shown = text.count("table-number-") - 2
        assert "table-number-00.csv" in text
        assert f"and {60 - shown} more" in text
        assert "Enter write" in text


async def test_the_ending_that_is_typed_chooses_the_format(here: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "e")
        await rename(pilot, "my.md")
        assert chosen(pilot, "Format") == "md"
        await press(pilot, "enter")
    assert (here / "my.md").read_text().startswith("| Site |")


async def test_the_format_changes_the_ending_of_a_name_that_has_one(here: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "e")
        await rename(pilot, "my.table.csv")
        await press(pilot, "up", "up", "right", "right")
        assert field(pilot).value == "my.table.json"
        await press(pilot, "down", "down", "ctrl+u")
        await write(pilot, "plain")
        await press(pilot, "up", "up", "right")
        assert field(pilot).value == "plain"
        assert chosen(pilot, "Format") == "jsonl"


async def test_the_next_dialog_starts_from_the_same_choices(here: Path) -> None:
    (here / "out").mkdir()
    async with opened() as pilot:
        await press(pilot, "e")
        await choose(pilot, "origin", 1)
        await rename(pilot, "out/first.toml")
        await press(pilot, "enter", "e")
        assert chosen(pilot, "Format") == "toml"
        assert chosen(pilot, "Origin") == "yes"
        assert field(pilot).value == "out/aif-sites-brief.toml"


# Keys and sizes


async def test_it_is_left_by_escape_and_by_q_where_nothing_is_typed(here: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "e", "q")
        assert not asking(pilot)
        await press(pilot, "e", "up", "q")
        assert asking(pilot)
        assert field(pilot).value == f"{NAME}q"
        await press(pilot, "escape")
        assert not asking(pilot)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (140, 40)])
async def test_everything_is_in_sight(size: tuple[int, int]) -> None:
    async with opened(size=size, filter="country:DE") as pilot:
        await press(pilot, "space", "e")
        text = screen(pilot)
        for label in ("Table", "Rows", "Columns", "Format", "Origin", "File"):
            assert line(pilot, label)
        assert "1 marked" in text
        assert "2 shown" in text
        assert "Esc close" in text
        assert "1 row, 9 columns to " in text


async def test_tab_moves_between_the_questions_and_stays_in_the_file() -> None:
    async with opened() as pilot:
        await press(pilot, "e", *["tab"] * 5)
        assert field(pilot).has_focus
        await press(pilot, "tab")
        assert field(pilot).has_focus
        await press(pilot, "shift+tab", "l")
        assert chosen(pilot, "Origin") == "yes"


async def test_a_click_chooses() -> None:
    async with opened() as pilot:
        await press(pilot, "e")
        row = next(at for at, text in enumerate(lines(pilot)) if "Format" in text)
        column = lines(pilot)[row].index("json")
        await pilot.click(offset=(column, row))
        await settle(pilot)
        assert chosen(pilot, "Format") == "json"
        assert field(pilot).value == "aif-sites-brief.json"


# While it writes


class Slow:
    """An export that waits until it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()

    def __call__(self, what: Any, fmt: str, path: str, **choices: Any) -> tuple[Path, ...]:
        self.begun.set()
        self.go.wait(10)
        return (Path(path).absolute(),)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    found = Slow()
    monkeypatch.setattr("tui.explorer.export_choice.export", found)
    monkeypatch.setattr(dialog, "BIG", 10)
    monkeypatch.setattr("tui.explorer.input_queue.PATIENCE", 0)  # no key waits for the file
    return found


async def test_the_screen_answers_while_a_big_table_is_written(slow: Slow) -> None:
    async with opened() as pilot:
        await press(pilot, "e")
        await press_on(pilot, "enter")
        assert slow.begun.wait(10)
        assert "Writing 13 rows" in screen(pilot)
        await press_on(pilot, "right")
        assert chosen(pilot, "Table") == "Systems"
        slow.go.set()
        await settle(pilot)
        assert not asking(pilot)
        assert "Wrote 13 rows" in said(pilot)


async def test_a_table_that_is_being_written_can_be_left(slow: Slow) -> None:
    async with opened() as pilot:
        await press(pilot, "e")
        await press_on(pilot, "enter")
        assert slow.begun.wait(10)
        await press_on(pilot, "escape")
        assert not asking(pilot)
        slow.go.set()
        await settle(pilot)
        assert "Wrote 13 rows" in said(pilot)


async def test_a_large_table_is_counted_beside_the_screen(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.explorer.export_choice.MANY_SITES", 0)
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "e", "right")
        assert chosen(pilot, "Table") == "Systems"
        assert "without filter" in line(pilot, "Rows")
        assert "counting" not in screen(pilot)
        await press(pilot, "enter")
        assert said(pilot).startswith("Wrote ")
    assert (here / "aif-systems-brief-filtered.csv").read_text().startswith("name,site,")


async def test_plain_signs_draw_everything() -> None:
    themes, _ = load_themes([ROOT / "themes"])
    small = dataset("small")
    view = View(cohort=small.default_cohort, filter="country:DE")
    app = ExplorerApp(small, view, themes, launch=Launch(glyphs=ASCII))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "e")
        assert screen(pilot).isascii()
        assert "<2 shown>" in screen(pilot)
