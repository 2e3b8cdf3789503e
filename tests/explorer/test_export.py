"""The export dialog: what is offered, and what is written."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.explorer.exporting import BRIEF, NAME, asking, choose, chosen, field, line, said
from tests.explorer.helpers import dataset, opened, press, screen, write
from tui.analysis.tables import tables
from tui.explorer.export_choice import COMPUTED, Order, Picker
from tui.explorer.main_screen import MainScreen
from tui.export.formats import FORMATS, content, render
from tui.export.origin import origin_of
from tui.export.saving import ending_of
from tui.export.sheet import sheet_of, with_evidence
from tui.query import View, table


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tests write where nothing else is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_enter_writes_what_is_shown_and_says_where_and_how_much(here: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "e")
        assert "13 rows, 9 columns to " in screen(pilot)
        assert line(pilot, "13 rows").endswith(f"/{NAME}")
        await press(pilot, "enter")
        assert not asking(pilot)
        assert said(pilot) == f"Wrote 13 rows to {here / NAME}"
    result = table(dataset(), BRIEF, "sites")
    assert (here / NAME).read_text() == render(with_evidence(result), "csv")


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
    sites = table(dataset(), BRIEF, "sites")
    shown = with_evidence(sites) if FORMATS[fmt].whole else sites
    source = (
        origin_of(dataset(), BRIEF, shown, fmt=fmt) if FORMATS[fmt].origin == "always" else None
    )
    path = here / f"aif-sites-brief{ending_of(fmt)}"
    assert path.read_bytes() == content(shown, fmt, origin=source)


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
    everything = with_evidence(table(dataset(), BRIEF, "sites"))
    assert (here / NAME).read_text() == render(everything, "csv")


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
        for _ in tables(dataset()):
            await press(pilot, "right")
            seen.append(chosen(pilot, "Table"))
            assert len(line(pilot, "Table")) <= 56
        assert len(set(seen)) == len(tables(dataset()))
        assert {"Sites", "Partners", "Access modes", "Sources", "Members by type"} <= set(seen)
        assert seen[-1] == seen[0] == "Sites"
        await press(pilot, "right", "enter")
    systems = with_evidence(table(dataset(), BRIEF, "systems"))
    assert "confidence" in [column.id for column in systems.columns]
    assert (here / "aif-systems-brief.csv").read_text() == render(systems, "csv")


async def test_the_table_looked_at_comes_first(here: Path) -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "3", "tab", "e")
        assert chosen(pilot, "Table") == "Partners"


async def test_a_computed_table_comes_first_where_one_is_looked_at(here: Path) -> None:
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "6")
        screen_now = pilot.app.screen
        assert isinstance(screen_now, MainScreen)
        result = screen_now.here().result
        await press(pilot, "e", "enter")
        assert f"{len(result)} rows" in said(pilot)
    (written,) = here.iterdir()
    assert written.read_text() == render(with_evidence(result), "csv")


async def test_the_origin_is_written_beside_the_file(here: Path) -> None:
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "e")
        await choose(pilot, "origin", 1)
        await press(pilot, "enter")
    assert len((here / "aif-sites-brief-filtered.csv").read_text().splitlines()) == 3
    source = tomllib.loads((here / "aif-sites-brief-filtered.origin.toml").read_text())
    assert source["filter"] == "country:DE"
    assert (source["table"], source["rows"]) == ("sites", 2)
    assert source["command"].startswith("aif show sites country:DE")


async def test_the_origin_has_a_file_of_its_own_beside_json(here: Path) -> None:
    async with opened() as pilot:
        await press(pilot, "space", "e")
        await choose(pilot, "format", 2)
        assert chosen(pilot, "Format") == "json"
        await choose(pilot, "origin", 1)
        assert ".origin.toml" in line(pilot, "Origin")
        await press(pilot, "enter")
        assert "aif-sites-brief.origin.toml" in said(pilot)
    assert len(json.loads((here / "aif-sites-brief.json").read_text())) == 1
    origin = tomllib.loads((here / "aif-sites-brief.origin.toml").read_text())
    assert origin["rows"] == 1
    assert origin["row_filter"] == "marked by hand"


async def test_the_origin_without_filter_does_not_name_the_filter(here: Path) -> None:
    async with opened(filter="country:DE") as pilot:
        await press(pilot, "e")
        await choose(pilot, "rows", 1)
        await choose(pilot, "origin", 1)
        await press(pilot, "enter")
    source = tomllib.loads((here / "aif-sites-brief.origin.toml").read_text())
    assert source["rows"] == 13
    assert "country:DE" not in str(source)


async def test_hostile_texts_are_shown_and_written_harmless(here: Path) -> None:
    async with opened(dataset("hostile")) as pilot:
        await press(pilot, "e")
        await choose(pilot, "format", 4)
        assert chosen(pilot, "Format") == "md"
        await press(pilot, "enter")
        assert not asking(pilot)
    (written,) = here.iterdir()
    text = written.read_text()
    assert not [char for char in text if not char.isprintable() and char != "\n"]


def test_rows_that_were_counted_narrow_no_other_table() -> None:
    """A tally of some partners stands beside tables that have no such column."""
    view = View(cohort="brief", rows="role:member")
    counted = sheet_of(table(dataset(), view, "partners"))
    picker = Picker(dataset(), view, counted)
    for name in (COMPUTED, "partners", "sites", "organisations", "sources"):
        order = Order(name)
        assert picker.rows(name)
        assert picker.columns(name)
        assert picker.origin(order, picker.take(order)).command
    assert picker.origin(Order(COMPUTED), counted).rows == "role:member"
    assert picker.origin(Order("sites"), picker.result("sites")).rows == ""
