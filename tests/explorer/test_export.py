"""The export dialog: what is offered, what is written, and what is said when it cannot be."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.explorer.helpers import dataset, lines, opened, press, screen, settle, write
from tui.explorer.screens import export as dialog
from tui.explorer.screens.export import ExportScreen
from tui.explorer.screens.main import MainScreen
from tui.export import FORMATS, render
from tui.query import View, table

BRIEF = View(cohort="brief")
NAME = "aif-sites-brief.csv"
QUESTIONS = ("table", "rows", "columns", "format", "origin")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tests write where nothing else is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(pilot: Pilot[Any]) -> str:
    return "\n".join(notice.message for notice in pilot.app._notifications)


def field(pilot: Pilot[Any]) -> Input:
    return pilot.app.screen.query_one(Input)


def asking(pilot: Pilot[Any]) -> bool:
    """Whether the dialog stands open."""
    return isinstance(pilot.app.screen, ExportScreen)


def line(pilot: Pilot[Any], label: str) -> str:
    """The line of the dialog with this label."""
    found = [text.strip("│ ") for text in lines(pilot) if text.strip("│ ").startswith(label)]
    return found[0]


def chosen(pilot: Pilot[Any], label: str) -> str:
    return line(pilot, label).split("‹")[1].split("›")[0]


async def go(pilot: Pilot[Any], question: str) -> None:
    """Move from the first question down to another."""
    await press(pilot, *["down"] * QUESTIONS.index(question))


async def choose(pilot: Pilot[Any], question: str, steps: int) -> None:
    """Choose by so many steps to the right, and go back to the first question."""
    await go(pilot, question)
    await press(pilot, *["right"] * steps)
    await press(pilot, *["up"] * QUESTIONS.index(question))


async def rename(pilot: Pilot[Any], name: str) -> None:
    """Type another name for the file, from the first question."""
    await press(pilot, "up", "ctrl+u")
    await write(pilot, name)


# What is written


async def test_enter_writes_what_is_shown_and_says_where_and_how_much(here: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "e")
        assert "13 rows, 9 columns to " in screen(pilot)
        assert line(pilot, "13 rows").endswith(f"/{NAME}")
        await press(pilot, "enter")
        assert not asking(pilot)
        assert said(pilot) == f"Wrote 13 rows to {here / NAME}"
    result = table(dataset(), BRIEF, "sites")
    assert (here / NAME).read_text() == render(result, "csv")


async def test_what_is_written_has_the_rows_columns_and_sort_of_the_screen(here: Path) -> None:
    view = View(cohort="brief", filter="country:DE,AT,IT").with_table(
        "sites", columns=("country", "name", "members"), sort=(("members", True),)
    )
    async with opened(filter=view.filter, tables=view.tables) as pilot:
        await press(pilot, "e", "enter")
    text = (here / "aif-sites-brief-filtered.csv").read_text()
    assert text == render(table(dataset(), view, "sites"), "csv")
    assert text.splitlines()[:2] == ["country,name,members", "AT,AI:AT,13"]


@pytest.mark.parametrize("fmt", FORMATS)
async def test_each_format_is_written(here: Path, fmt: str) -> None:
    steps = (list(FORMATS).index(fmt) - list(FORMATS).index("csv")) % len(FORMATS)
    async with opened() as pilot:
        await press(pilot, "e")
        await choose(pilot, "format", steps)
        assert chosen(pilot, "Format") == fmt
        assert FORMATS[fmt].label in line(pilot, "Format")
        await press(pilot, "enter")
    path = here / f"aif-sites-brief{FORMATS[fmt].suffixes[0]}"
    assert path.read_text() == render(table(dataset(), BRIEF, "sites"), fmt)


async def test_marked_rows_are_offered_first(here: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "space", "down", "space", "e")
        assert chosen(pilot, "Rows") == "2 marked"
        assert "all 13" in line(pilot, "Rows")
        await press(pilot, "enter")
        assert "2 rows" in said(pilot)
    rows = (here / NAME).read_text().splitlines()
    assert [row.split(",")[0] for row in rows] == ["name", "BSC AIF", "IT4LIA"]


async def test_rows_can_be_those_shown_or_all_without_the_filter(here: Path) -> None:
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "e")
        assert chosen(pilot, "Rows") == "2 shown"
        assert "filtered" in field(pilot).value
        await choose(pilot, "rows", 1)
        assert chosen(pilot, "Rows") == "13 without filter"
        assert field(pilot).value == NAME
        await press(pilot, "enter")
    assert (here / NAME).read_text() == render(table(dataset(), BRIEF, "sites"), "csv")


async def test_marked_rows_that_are_hidden_can_be_taken_too(here: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "space", "space", "slash")
        await write(pilot, "country:DE")
        await press(pilot, "enter", "e")
        assert chosen(pilot, "Rows") == "1 marked"
        await choose(pilot, "rows", 1)
        assert chosen(pilot, "Rows").startswith("2 marked")
        await press(pilot, "enter")
    rows = (here / "aif-sites-brief-filtered.csv").read_text().splitlines()
    assert [row.split(",")[0] for row in rows] == ["name", "BSC AIF", "HammerHAI"]


async def test_marks_that_are_all_hidden_are_not_offered_first() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "slash")
        await write(pilot, "country:DE")
        await press(pilot, "enter", "e")
        assert chosen(pilot, "Rows") == "2 shown"
        assert "1 marked, hidden" in line(pilot, "Rows")


async def test_all_columns_can_be_taken(here: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "e")
        await choose(pilot, "columns", 1)
        await press(pilot, "enter")
    every = table(dataset(), BRIEF, "sites", every=True)
    assert (here / NAME).read_text() == render(every, "csv")


async def test_every_table_is_on_offer_and_stays_in_sight(here: Path) -> None:
    async with opened(size=(60, 15)) as pilot:
        await press(pilot, "e")
        seen = [chosen(pilot, "Table")]
        for _ in range(14):
            await press(pilot, "right")
            seen.append(chosen(pilot, "Table"))
            assert len(line(pilot, "Table")) <= 56
        assert len(set(seen)) == 15
        assert {"Sites", "Partners", "Access modes", "Sources"} <= set(seen)
        await press(pilot, "right")
        assert chosen(pilot, "Table") == "Sites"
        await press(pilot, "right", "enter")
    systems = table(dataset(), BRIEF, "systems")
    assert (here / "aif-systems-brief.csv").read_text() == render(systems, "csv")


async def test_the_table_looked_at_comes_first(here: Path) -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "3", "tab", "e")
        assert chosen(pilot, "Table") == "Partners"


async def test_a_computed_table_comes_first_where_one_is_looked_at(here: Path) -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "3")
        screen_now = pilot.app.screen
        assert isinstance(screen_now, MainScreen)
        sheet = screen_now.tab_view.sheet()
        assert sheet is not None
        await press(pilot, "e", "enter")
        assert f"{len(sheet)} rows" in said(pilot)
    (written,) = here.iterdir()
    assert written.read_text() == render(sheet, "csv")


async def test_the_origin_is_written_where_the_format_has_room(here: Path) -> None:
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "e")
        await choose(pilot, "origin", 1)
        await press(pilot, "enter")
    text = (here / "aif-sites-brief-filtered.csv").read_text()
    head = [row for row in text.splitlines() if row.startswith("# ")]
    assert "# Filter on the sites: country:DE" in head
    assert "# Table: sites, 2 rows" in head
    assert any(row.startswith("# Command: aif show sites country:DE") for row in head)


async def test_the_origin_has_a_file_of_its_own_beside_json(here: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "space", "e")
        await choose(pilot, "format", 2)
        await choose(pilot, "origin", 1)
        assert ".origin.json" in line(pilot, "Origin")
        await press(pilot, "enter")
        assert "aif-sites-brief.origin.json" in said(pilot)
    assert len(json.loads((here / "aif-sites-brief.json").read_text())) == 1
    origin = json.loads((here / "aif-sites-brief.origin.json").read_text())
    assert origin["count"] == 1
    assert origin["rows"] == "marked by hand"


async def test_the_origin_without_filter_does_not_name_the_filter(here: Path) -> None:
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "e")
        await choose(pilot, "rows", 1)
        await choose(pilot, "origin", 1)
        await press(pilot, "enter")
    text = (here / NAME).read_text()
    assert "# Table: sites, 13 rows" in text
    assert "country:DE" not in text


async def test_hostile_texts_are_shown_and_written_harmless(here: Path) -> None:
    async with opened(dataset("hostile")) as pilot:
        await press(pilot, "e", "enter")
        assert not asking(pilot)
    (written,) = here.iterdir()
    text = written.read_text()
    assert not [char for char in text if not char.isprintable() and char != "\n"]


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
        assert "q leave" in text
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
    monkeypatch.setattr(dialog, "export", found)
    monkeypatch.setattr(dialog, "BIG", 10)
    return found


async def test_the_screen_answers_while_a_big_table_is_written(slow: Slow) -> None:
    async with opened() as pilot:
        await press(pilot, "e")
        await pilot.press("enter")
        assert slow.begun.wait(10)
        await pilot.pause()
        assert "Writing 13 rows" in screen(pilot)
        await pilot.press("right")
        await pilot.pause()
        assert chosen(pilot, "Table") == "Systems"
        slow.go.set()
        await settle(pilot)
        assert not asking(pilot)
        assert "Wrote 13 rows" in said(pilot)


async def test_a_table_that_is_being_written_can_be_left(slow: Slow) -> None:
    async with opened() as pilot:
        await press(pilot, "e")
        await pilot.press("enter")
        assert slow.begun.wait(10)
        await pilot.press("escape")
        await pilot.pause()
        assert not asking(pilot)
        slow.go.set()
        await settle(pilot)
        assert "Wrote 13 rows" in said(pilot)
