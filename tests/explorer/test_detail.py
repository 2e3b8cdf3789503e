"""The detail: labels in a column, texts wrapped beside it, nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from textual.pilot import Pilot

from tests.explorer.helpers import dataset, lines, opened, press, screen, settle
from tui.analysis.telling.sections import Line, Section
from tui.analysis.telling.site import row_detail, site_sections
from tui.explorer.commands import TAB_IDS
from tui.explorer.dialogs.detail import DetailScreen
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.explorer.panes.detail import DetailPane, Part, label_width, lines_of, parts
from tui.query import View, table
from tui.query.engine.store import store_of
from tui.text import printable

TEXTS = st.text(st.sampled_from("ab cde-·/é研ש\u0301👩[]"), max_size=90).map(
    lambda text: " ".join(text.split())
)


def content(sections: Sequence[Section], width: int, glyphs: Glyphs = UNICODE) -> Content:
    """The sections in lines of at most ``width`` cells, each under its heading."""
    lines = (
        line
        for place, part in enumerate(parts(sections))
        for line in lines_of(part, width, glyphs, first=not place)
    )
    return Content("\n").join(list(lines))


def laid(*rows: Line, width: int = 60, title: str = "Site") -> list[str]:
    return content((Section(title, rows),), width).plain.split("\n")


def test_texts_go_on_below_themselves() -> None:
    """From 50 cells on the column of labels has 14 cells, else 13."""
    text = "High-Performance Computing Center Stuttgart, University of Stuttgart"
    assert laid(Line("Host", text), width=50)[1:] == [
        "Host          High-Performance Computing Center",
        "              Stuttgart, University of Stuttgart",
    ]
    assert laid(Line("Host", text), width=49)[1:] == [
        "Host         High-Performance Computing Center",
        "             Stuttgart, University of Stuttgart",
    ]
    assert (label_width(50), label_width(49)) == (14, 13)


def test_a_long_label_wraps_in_its_column() -> None:
    """A label of two words takes two lines, the text begins on the first."""
    assert laid(Line("Regulatory support", "advice on the AI Act"), width=50)[1:] == [
        "Regulatory    advice on the AI Act",
        "support",
    ]


def test_a_label_that_has_no_room_stands_above_its_text() -> None:
    """One that would break within a word, or take three lines."""
    assert laid(Line("Matchmaking and incubation", "a programme"), width=50)[1:] == [
        "Matchmaking and incubation",
        "  a programme",
    ]
    assert laid(Line("Supercomputing-as-a-service", "at cost"), width=50)[1:] == [
        "Supercomputing-as-a-service",
        "  at cost",
    ]


def test_items_of_a_list_are_set_in_from_their_second_line_on() -> None:
    item = Line("", "Leibniz Supercomputing Centre · HPC centre, DE · partner", hang=2)
    assert laid(item, width=40)[1:] == [
        "Leibniz Supercomputing Centre · HPC",
        "  centre, DE · partner",
    ]
    inner = Line("", "AI 15 EFlop/s · contract EUR 55 million", indent=2, hang=2)
    assert laid(inner, width=24)[1:] == ["  AI 15 EFlop/s ·", "    contract EUR 55", "    million"]


def test_headings_are_set_off_by_a_rule() -> None:
    """All but the first one, which is the title."""
    sections = (Section("Alder", ()), Section("Money", (Line("Budget", "1"),)))
    assert content(sections, 30).plain.split("\n") == [
        "Alder",
        "",
        f"Money {'─' * 24}",
        "Budget       1",
    ]
    assert f"Money {'-' * 24}" in content(sections, 30, ASCII).plain


def test_ascii_signs_replace_others() -> None:
    text = content((Section("A", (Line("", "a · b — c"),)),), 30, ASCII).plain
    assert text == "A\na . b - c"


@given(
    st.lists(st.builds(Line, TEXTS, TEXTS, st.just(""), st.integers(0, 4), st.integers(0, 4))),
    TEXTS,
    st.integers(12, 120),
)
def test_no_line_is_too_long_and_nothing_is_lost(rows: list[Line], title: str, width: int) -> None:
    """Whatever the texts and the width."""
    for row in rows:
        found = content((Section(title, (row,)),), width)
        for line in found.split("\n", allow_blank=True):
            assert line.cell_length <= width, (row, line.plain)
        # Label and text stand side by side, so that only their characters can be counted.
        texts = (title, row.label, row.text)
        whole = "".join(sorted("".join("".join(map(printable, texts)).split())))
        assert "".join(sorted("".join(found.plain.split()))) == whole


@pytest.mark.parametrize("name", ["factories", "small", "hostile"])
@pytest.mark.parametrize("width", [12, 33, 53, 100])
def test_every_site_fits_and_is_whole(name: str, width: int) -> None:
    """Names of 500 characters, escapes, wide and right-to-left scripts included."""
    store = store_of(dataset(name))
    for row in range(len(store.table("sites"))):
        sections = site_sections(store, row)
        found = content(sections, width)
        for line in found.split("\n", allow_blank=True):
            assert line.cell_length <= width
            assert line.plain == printable(line.plain)
        texts = [line.text for section in sections for line in section.lines]
        told = "".join(found.plain.split())
        for text in texts:
            if not any(line.label and line.text == text for s in sections for line in s.lines):
                assert "".join(printable(text).split()) in told


def test_rows_of_every_table_can_be_told() -> None:
    for name in store_of(dataset("hostile")).specs:
        result = table(dataset("hostile"), View(), name)
        for row in range(len(result)):
            for line in content(row_detail(result, row), 40).split("\n", allow_blank=True):
                assert line.cell_length <= 40


async def test_the_pane_wraps_anew_when_the_window_changes() -> None:
    """What was wrapped for 53 cells is wrapped for 44 ones; the scroll bar covers nothing."""
    async with opened(size=(140, 40)) as pilot:
        await press(pilot, "j")
        await settle(pilot)
        assert any(line.rstrip("┃│ ").endswith("Computing Center") for line in lines(pilot))
        await pilot.resize_terminal(112, 40)
        await pilot.pause()
        text = screen(pilot)
        assert "High-Performance" in text
        assert not any(line.rstrip("┃│ ").endswith("Computing Center") for line in lines(pilot))
        assert "Money and dates ──" in text


async def test_the_detail_over_the_table_wraps_at_its_width() -> None:
    async with opened() as pilot:
        await press(pilot, "j", "enter")
        at = next(place for place, line in enumerate(lines(pilot)) if "  Host " in line)
        assert lines(pilot)[at + 1].startswith(" " * 16 + "of Stuttgart")


async def test_of_a_long_text_only_what_is_in_sight_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ten thousand lines of two heights, seen from both ends and from within."""
    drawn = []

    def counted(part: Part, *args: Any, **named: Any) -> list[Content]:
        drawn.append(part)
        return lines_of(part, *args, **named)

    monkeypatch.setattr("tui.explorer.panes.detail.lines_of", counted)
    rows = tuple(Line("", f"row {n} " + "word " * (n % 40), hang=2) for n in range(10_000))
    sections = (Section("Long", rows), Section("Last", (Line("", "the end"),)))
    async with opened(size=(80, 24)) as pilot:
        pilot.app.push_screen(DetailScreen(sections))
        await settle(pilot)
        pane = pilot.app.screen.query_one(DetailPane)
        shown = len(drawn)
        laid = [
            line.rstrip() for line in content(sections, pane.virtual_size.width).plain.split("\n")
        ]
        del drawn[shown:]  # what the whole text took
        height = pane.size.height
        assert seen(pilot)[:height] == laid[:height]
        await press(pilot, "end")
        assert seen(pilot)[:height] == laid[-height:]
        await press(pilot, "pageup", "k")
        top = len(laid) - 2 * height - 1
        assert seen(pilot)[:height] == laid[top : top + height]
        assert pane.virtual_size.height == len(laid)
        await press(pilot, "home")
        assert seen(pilot)[:height] == laid[:height]
    assert len(drawn) < 10 * height


def seen(pilot: Pilot[Any]) -> list[str]:
    """The lines of the pane without its edge, scroll bar and the room beside the text."""
    return [line[2:].rstrip("┃│ ") for line in lines(pilot)]


@pytest.mark.parametrize("tab", TAB_IDS)
@pytest.mark.parametrize(
    "keys",
    [
        ("down", "tab", "pagedown"),
        ("tab", "pagedown", "shift+tab", "down", "up"),
        ("tab", "down", "pagedown", "up", "end", "up", "pageup"),
    ],
    ids=["the pane gets the keyboard", "the cursor comes back", "the pane is scrolled"],
)
@pytest.mark.usefixtures("real_pause")
async def test_the_pane_does_the_same_typed_ahead(tab: str, keys: tuple[str, ...]) -> None:
    """It follows the cursor a moment later, but not later than the keyboard."""
    shown = []
    for paced in (True, False):
        async with opened(size=(140, 24), tab=tab) as pilot:
            if paced:
                for key in keys:
                    await press(pilot, key)
            else:
                await press(pilot, *keys)
            shown.append(screen(pilot))
    assert shown[0] == shown[1]
