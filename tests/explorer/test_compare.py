"""The comparison on the screen: which sites, what is set off, what can be taken away."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from tests.explorer.exporting import field, said
from tests.explorer.helpers import dataset, lines, opened, press, screen, write
from tui.analysis.compare import Comparison, compare
from tui.explorer.dialogs.compare import (
    LEAST_COLUMN,
    body,
    columns,
    comparison_sheet,
    differs_sign,
    header,
    with_legend,
)
from tui.explorer.glyphs import ASCII, UNICODE
from tui.export.formats import render
from tui.export.formats.texts import pasted
from tui.query.engine.store import store_of
from tui.text import printable


def compared(*ids: str, name: str = "small") -> Comparison:
    store = store_of(dataset(name))
    return compare(store, [store.site_row(ident) for ident in ids])


# Which sites


async def test_two_marked_sites_stand_side_by_side() -> None:
    async with opened() as pilot:
        await press(pilot, "j", "space", *["j"] * 8, "space", "c")
        text = screen(pilot)
        assert "HammerHAI" in lines(pilot)[1]
        assert "JAIF" in lines(pilot)[1]
        assert "2 sites" in text
        assert "Partners  Bund (funder)" in text
        await press(pilot, *["j"] * 20)
        budget = next(line for line in lines(pilot) if "Budget" in line)
        assert budget.split("│")[0].split()[:5] == ["≠", "Budget", "~EUR", "85", "million"]
        assert "HammerHAI" in lines(pilot)[1]
        await press(pilot, "escape")
        assert "13 of 13" in screen(pilot)


async def test_one_mark_and_the_cursor_make_two() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "j", "j", "c")
        assert lines(pilot)[1].split() == ["BSC", "AIF", "L-AIF"]


async def test_systems_are_compared_where_they_are_in_sight(tmp_path: Path) -> None:
    """With what they rest on, in a file too."""
    async with opened(size=(100, 30)) as pilot:
        await press(pilot, "space", "2", "space", "j", "c")
        assert "2 systems" in lines(pilot)[0]
        assert "Vendor" in screen(pilot)
        await press(pilot, "o")
        assert "Sources of" in screen(pilot)
        await press(pilot, "escape", "e", *["down"] * 5)
        field(pilot).value = str(tmp_path / "two.json")
        await press(pilot, "down", "space", "enter")
        assert "Wrote" in said(pilot)


@pytest.mark.parametrize(
    ("marks", "words"), [(0, "Two to four sites can be compared"), (5, "5 sites are marked")]
)
async def test_it_says_why_nothing_can_be_compared(marks: int, words: str) -> None:
    async with opened() as pilot:
        await press(pilot, *["space"] * marks, "c")
        assert words in said(pilot)
        assert "13 of 13" in screen(pilot)


async def test_sites_are_compared_from_other_tabs_too() -> None:
    """The row under the cursor of the regions belongs to a site only if it says so."""
    async with opened(size=(120, 30)) as pilot:
        await press(pilot, "space", "3", "j", "j", "j", "c")
        assert lines(pilot)[1].split()[:2] == ["BSC", "AIF"]
        assert "2 sites" in lines(pilot)[0]


async def test_marks_that_the_filter_hides_are_compared_last() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "space", "slash")
        await write(pilot, "country:DE")
        await press(pilot, "enter", "c")
        assert lines(pilot)[1].split() == ["HammerHAI", "BSC", "AIF"]


# On the screen


async def test_only_the_differences() -> None:
    async with opened() as pilot:
        await press(pilot, "space", "space", "c", "d")
        assert "only these are shown" in lines(pilot)[0]
        text = screen(pilot)
        assert "≠ City" in text
        assert "Kind" not in text
        await press(pilot, "d")
        assert "Kind" in screen(pilot)


async def test_more_sites_than_fit_scroll_sideways() -> None:
    """At 80 columns three of four are in sight; the first one stays."""
    async with opened() as pilot:
        await press(pilot, *["space"] * 4, "c")
        assert lines(pilot)[1].split() == ["BSC", "AIF", "HammerHAI", "IT4LIA", "›"]
        await press(pilot, "l", "l")
        assert lines(pilot)[1].split() == ["BSC", "AIF", "‹IT4LIA", "L-AIF"]
        await press(pilot, "h")
        assert lines(pilot)[1].split() == ["BSC", "AIF", "HammerHAI", "IT4LIA", "›"]
        await pilot.resize_terminal(140, 40)
        await pilot.pause()
        assert lines(pilot)[1].split() == ["BSC", "AIF", "HammerHAI", "IT4LIA", "L-AIF"]


@pytest.mark.parametrize(
    ("keys", "title", "width", "line"),
    [(40, 60, 78, "keys"), (70, 60, 78, "title"), (61, 60, 78, "title"), (70, 70, 78, "")],
)
def test_the_sign_is_explained_where_there_is_room(
    keys: int, title: int, width: int, line: str
) -> None:
    told = with_legend(Content("k" * keys), Content("t" * title), width)
    assert all(each.cell_length <= width for each in told)
    assert [each.plain.endswith("~ not confirmed") for each in told] == [
        line == "keys",
        line == "title",
    ]


async def test_a_window_of_60_columns_has_room_for_two() -> None:
    async with opened(size=(60, 15)) as pilot:
        await press(pilot, "space", "space", "c")
        assert lines(pilot)[1].split() == ["BSC", "AIF", "HammerHAI"]
        assert "e export" in lines(pilot)[-1]


async def test_hostile_strings_are_shown_not_sent() -> None:
    async with opened(dataset("hostile"), cohort="") as pilot:
        await press(pilot, "space", "space", "space", "c", *["pagedown"] * 3)
        text = screen(pilot)
        assert "\x1b" not in text
        assert "3 sites" in text


ALL = {"small": ("alder", "birch", "cedar", "dogwood"),
       "hostile": tuple(site.id for site in dataset("hostile").sites[:4])}  # fmt: skip


@given(
    st.sampled_from(sorted(ALL)),
    st.integers(2, 4),
    st.integers(58, 150),
    st.integers(-2, 5),
    st.booleans(),
    st.sampled_from([UNICODE, ASCII]),
)
def test_no_line_is_wider_than_the_window(
    name: str, sites: int, width: int, scrolled: int, only: bool, glyphs: object
) -> None:
    signs = ASCII if glyphs is ASCII else UNICODE
    found = compared(*ALL[name][:sites], name=name)
    laid = columns(sites, width, scrolled)
    assert laid.width >= LEAST_COLUMN
    assert laid.places[0] == 0
    assert len(set(laid.places)) == len(laid.places) <= sites
    text = body(found, laid, width, signs, only_differing=only)
    for part in (text, header(found, laid, signs)):
        assert max(line.cell_length for line in part.split("\n", allow_blank=True)) <= width
    if only:
        assert differs_sign(signs) in text.plain


def test_every_value_is_on_the_screen_whole() -> None:
    """Long texts are folded, and every site comes into sight by scrolling."""
    found = compared(*ALL["small"])
    laid = [columns(4, 78, scrolled) for scrolled in range(4)]
    assert {place for each in laid for place in each.places} == {0, 1, 2, 3}
    for each in laid:
        text = body(found, each, 78, UNICODE, only_differing=False).plain
        for row in found.rows:
            for place in each.places:
                words = printable(row.texts[place]).split()
                assert all(word in text for word in words if len(word) <= each.width), row


def test_what_is_shared_names_the_sites() -> None:
    found = compared(*ALL["small"])
    text = body(found, columns(4, 140, 0), 140, UNICODE, only_differing=True).plain
    assert "Birch and Cedar: PINE" in text
    assert "Alder and Dogwood:" in text
    assert "lists that may lack some: Cedar" in text


def test_nothing_shared_is_said() -> None:
    found = compared("alder", "cedar")
    text = body(found, columns(2, 78, 0), 78, UNICODE, only_differing=False).plain
    assert "Partners  none known" in text
    whole = compared("alder", "dogwood")
    assert [each.open for each in whole.shared if each.label == "Sectors"] == [()]


# To take away


async def test_the_comparison_is_written_to_a_file(tmp_path: Path) -> None:
    """e offers the comparison itself; a row a property, a column a site."""
    async with opened() as pilot:
        await press(pilot, "j", "space", *["j"] * 8, "space", "c", "e")
        assert "‹comparison›" in screen(pilot)
        await press(pilot, *["down"] * 5)
        field(pilot).value = str(tmp_path / "two.csv")
        await press(pilot, "enter")
        assert "Wrote" in said(pilot)
        assert "JAIF" in lines(pilot)[1]
    rows = list(csv.DictReader((tmp_path / "two.csv").open(encoding="utf-8")))
    assert list(rows[0]) == [
        "section", "property", "unit", "differs", "unconfirmed", "hammerhai", "jaif",
    ]  # fmt: skip
    assert rows[0]["section"] == "Shared partners"
    budget = next(row for row in rows if row["property"] == "Budget")
    assert (budget["hammerhai"], budget["jaif"]) == ("85.0", "55.0")
    assert budget["unconfirmed"] == "hammerhai; jaif"
    assert budget["unit"] == "EUR million"


@pytest.mark.parametrize("fmt", ["table", "csv", "tsv", "json", "jsonl", "md", "toml"])
@pytest.mark.parametrize("name", ["small", "hostile"])
def test_it_can_be_written_in_every_format(fmt: str, name: str) -> None:
    sheet = comparison_sheet(compared(*ALL[name], name=name))
    assert len(list(sheet.values())) == len(list(sheet.texts())) == len(sheet)
    assert {len(row) for row in (*sheet.values(), *sheet.texts())} == {len(sheet.columns)}
    assert len({column.id for column in sheet.columns}) == len(sheet.columns)
    # CSV and TSV are faithful to the data; what is pasted and what is read is harmless.
    assert "\x1b" not in (pasted(sheet) if fmt in ("csv", "tsv") else render(sheet, fmt))
