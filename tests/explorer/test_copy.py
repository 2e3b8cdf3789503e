"""Copying rows, the table and the command: what is sent, and what is said."""

from __future__ import annotations

import csv
import io
import shlex
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.explorer.helpers import FACTORIES, dataset, lines, opened, press, screen, write
from tests.explorer.test_clipboard import REFUSES, fake_tmux
from tui.cli import main
from tui.explorer.grid.grid import Grid
from tui.explorer.main_screen import MainScreen
from tui.explorer.result_rows import ResultSource
from tui.export.sheet import with_evidence
from tui.query import Result


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No multiplexer around the tests."""
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def sent(pilot: Pilot[Any]) -> str:
    return pilot.app.clipboard


def said(pilot: Pilot[Any]) -> str:
    return "\n".join(notice.message for notice in pilot.app._notifications)


def grid(pilot: Pilot[Any]) -> Grid:
    focused = pilot.app.screen.focused
    assert isinstance(focused, Grid)
    return focused


def on_screen(pilot: Pilot[Any]) -> Result:
    source = grid(pilot).source
    assert isinstance(source, ResultSource)
    return source.result


def parsed(text: str, delimiter: str = "\t") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


async def test_y_sends_the_row_without_a_header() -> None:
    async with opened() as pilot:
        await press(pilot, "down", "y")
        (row,) = parsed(sent(pilot))
        assert row[:5] == ["HammerHAI", "DE", "Stuttgart", "2024-12-10", "contracted"]
        assert len(row) == len(on_screen(pilot).columns)
        assert not sent(pilot).endswith("\n")
        assert said(pilot).startswith("Sent the row HammerHAI to the terminal's clipboard.")
        assert "copied" not in said(pilot).lower()


async def test_y_sends_the_marked_rows_with_a_header() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "down", "space", "y")
        header, *rows = parsed(sent(pilot))
        assert header[0] == "name"
        assert [row[0] for row in rows] == ["BSC AIF", "IT4LIA"]
        assert "2 marked rows" in said(pilot)


@pytest.mark.parametrize(("times", "sign"), [(5, "|"), (6, "─")])
async def test_marked_rows_go_as_markdown_and_as_text(times: int, sign: str) -> None:
    async with opened() as pilot:
        await press(pilot, "space", "down", "space", *["y"] * times)
        text = sent(pilot)
        assert "2 marked rows" in said(pilot)
    assert sign in text
    assert [name in text for name in ("BSC AIF", "IT4LIA", "JAIF")] == [True, True, False]


async def test_one_marked_row_is_a_row() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "y")
        assert sent(pilot).startswith("BSC AIF\t")
        assert "1 marked row " in said(pilot)


async def test_marked_rows_that_the_filter_hides_are_left_out_and_named() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "space", "slash")
        await write(pilot, "country:DE")
        await press(pilot, "enter", "down", "y")
        assert [row[0] for row in parsed(sent(pilot))] == ["HammerHAI"]
        assert "not the 1 that the filter hides" in said(pilot)


async def test_y_again_sends_the_table_then_markdown_then_the_row() -> None:
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "y")
        assert "y again: the table (2 rows)" in said(pilot)
        await press(pilot, "y")
        assert [row[0] for row in parsed(sent(pilot))] == ["name", "HammerHAI", "JAIF"]
        await press(pilot, "y")
        assert sent(pilot).splitlines()[0].startswith("| Site | Country |")
        assert len(sent(pilot).splitlines()) >= 4
        await press(pilot, "y", "y", "y", "y", "y")
        assert sent(pilot).startswith("HammerHAI\t")


async def test_y_on_another_row_begins_anew() -> None:
    async with opened() as pilot:
        await press(pilot, "y", "down", "y")
        assert sent(pilot).startswith("HammerHAI\t")


async def test_y_after_the_notice_begins_anew() -> None:
    async with opened() as pilot:
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, MainScreen)
        pilot.app.screen._forget_copies()
        await press(pilot, "y")
        assert sent(pilot).startswith("BSC AIF\t")


async def test_columns_are_those_on_the_screen() -> None:
    async with opened() as pilot:
        main_screen = pilot.app.screen
        assert isinstance(main_screen, MainScreen)
        view = main_screen.now.view.with_table("sites", columns=("country", "website"))
        main_screen.change(view)
        await press(pilot, "y")
        (row,) = parsed(sent(pilot))
        assert row[0] == "ES"
        assert row[1].startswith("https://")
        assert len(row) == 2


async def test_more_presses_copy_it_as_text_the_row_in_other_forms_and_the_cell() -> None:
    async with opened() as pilot:
        await press(pilot, "y", "y", "y", "y")
        assert sent(pilot).splitlines()[0].split()[:2] == ["Site", "Country"]
        await press(pilot, "y")
        assert [line.count("|") > 5 for line in sent(pilot).splitlines()[:3]] == [True] * 3
        await press(pilot, "y")
        head, rule, row = sent(pilot).splitlines()[:3]
        assert (head.split()[0], set(rule), row[:7]) == ("Site", {"─", " "}, "BSC AIF")
        await press(pilot, "y")
        assert sent(pilot) == "BSC AIF"


async def test_nothing_hostile_leaves() -> None:
    async with opened(dataset("hostile")) as pilot:
        await press(pilot, "y", "y")
        text = sent(pilot)
        assert len(text) > 20
        assert not [char for char in text if not char.isprintable() and char not in "\t\n"]
        cells = [cell for row in parsed(text) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


async def test_the_row_under_the_cursor_is_sent_and_that_of_all_as_it_reads() -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "3", "y")
        assert parsed(sent(pilot))[0][0] == "All 13"
        await press(pilot, "down", "y")
        assert parsed(sent(pilot))[0][:2] == ["bsc-aif", "6"]
        assert "the row BSC AIF" in said(pilot)
        await press(pilot, "space", "down", "space", "y")
        _, *rows = parsed(sent(pilot))
        assert [row[0] for row in rows] == ["bsc-aif", "it4lia"]


async def test_an_empty_table_has_a_header_only() -> None:
    async with opened(filter="nothing-like-this") as pilot:
        await press(pilot, "y")
        assert parsed(sent(pilot))[0][0] == "name"
        assert len(parsed(sent(pilot))) == 1


async def test_what_is_too_large_opens_the_export_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.explorer.clipboard.MOST_BYTES", 100)
    async with opened() as pilot:
        await press(pilot, "y", "y")
        text = screen(pilot)
        assert "Too large for the terminal's clipboard: the table (13 rows)" in text
        assert "Write a table to a file" in text
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_what_tmux_does_not_take_opens_the_export_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_tmux(monkeypatch, tmp_path, REFUSES)
    async with opened() as pilot:
        await press(pilot, "y")
        text = screen(pilot)
        assert "Not sent: tmux refused" in text
        assert "A file takes it" in " ".join(text.split())
        assert "Write a table to a file" in text


async def test_a_huge_table_is_refused_before_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.explorer.clipboard.MOST_BYTES", 20)
    async with opened() as pilot:
        monkeypatch.setattr("tui.explorer.clipboard.render", None)
        await press(pilot, "space", "space", "space", "y")
        assert "Too large" in screen(pilot)
        assert "Write a table to a file" in screen(pilot)


# The command


async def command(pilot: Pilot[Any]) -> str:
    """What Y sends; it also stands on the screen."""
    await press(pilot, "Y")
    text = sent(pilot)
    boxed = (line.split("│") for line in lines(pilot))
    text_shown = "\n".join(parts[1].strip() if len(parts) > 2 else "" for parts in boxed)
    assert "This table as a command" in text_shown
    assert "Sent the command to the terminal's clipboard." in text_shown
    start = text_shown.index("aif show")
    call = text_shown[start : text_shown.index("\n\n", start)]
    assert shlex.split(call.replace(" \\\n", " ")) == shlex.split(text)
    await press(pilot, "q")
    return text


def printed(text: str, capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    program, *words = shlex.split(text)
    assert program == "aif"
    capsys.readouterr()
    assert main([*words, "--data", str(FACTORIES)]) == 0
    return parsed(capsys.readouterr().out, ",")


def expected(result: Result) -> list[str]:
    """Keys of the rows on the screen, by their first column."""
    first = result.columns[0]
    return [str(result.value(row, first)) for row in range(len(result))]


SITES = {
    "as it opens": [],
    "filtered": ["slash", *"country", "colon", *"DE", "enter"],
    "negated": ["slash", "minus", *"partner", "full_stop", *"type", "colon", *"company", "enter"],
    "sorted": ["right", "right", "right", "right", "right", "S"],
    "sorted twice": ["right", "s", "right", "right", "right", "right", "S"],
}


@pytest.mark.parametrize("keys", SITES.values(), ids=SITES)
async def test_the_command_of_the_sites_prints_what_is_shown(
    keys: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    async with opened() as pilot:
        await press(pilot, *keys)
        result = on_screen(pilot)
        text = await command(pilot)
    header, *rows = printed(text, capsys)
    assert header == [column.id for column in with_evidence(result).columns]
    assert [row[0] for row in rows] == expected(result)


async def test_the_command_prints_chosen_columns(capsys: pytest.CaptureFixture[str]) -> None:
    async with opened() as pilot:
        main_screen = pilot.app.screen
        assert isinstance(main_screen, MainScreen)
        columns = ("name", "budget.total_meur", "website")
        main_screen.change(main_screen.now.view.with_table("sites", columns=columns))
        await press(pilot)
        result = on_screen(pilot)
        text = await command(pilot)
    header, *rows = printed(text, capsys)
    assert header == [
        "name", "budget.total_meur", "budget.includes_system", "budget.confidence", "website",
    ]  # fmt: skip
    assert [row[0] for row in rows] == expected(result)


def one_site(partners: Result) -> bool:
    sites = partners.source.values("site")
    return len({sites[row] for row in partners.rows}) == 1


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("down", [0, 1, 4])
async def test_the_command_of_the_partners_prints_what_is_shown(
    whole: bool, down: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.explorer.tabs.tab.Tab.pause", 0.001)
    async with opened(size=(140, 40), filter="partner.type:company", whole=whole) as pilot:
        await press(pilot, "3", *["down"] * down)
        await press(pilot, "tab")
        for _ in range(200):
            if one_site(on_screen(pilot)) is (down > 0):
                break
            await pilot.pause()
        result = on_screen(pilot)
        assert result.name == "partners"
        text = await command(pilot)
    assert ("--whole" in text) is whole
    assert ("site:" in text) is (down > 0)
    header, *rows = printed(text, capsys)
    assert header == [column.id for column in with_evidence(result).columns]
    assert [row[0] for row in rows] == expected(result)


async def test_the_command_of_a_worked_out_table_prints_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "3", "a")
        result = on_screen(pilot)
        text = await command(pilot)
    assert "aif show members-by-type" in text
    header, *rows = printed(text, capsys)
    assert header == [column.id for column in result.columns]
    assert [row[0] for row in rows] == expected(result)
