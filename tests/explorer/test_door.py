"""Nothing acts on the terminal, whatever a widget lets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import Static

from tests.explorer.helpers import dataset, lines, make_app, settle
from tui.explorer.textual_private.driver import OnlyVisible
from tui.explorer.textual_private.widgets import TypedLine
from tui.text import hides, width_of

BLACK = Color(0, 0, 0)


@given(st.lists(st.text(st.characters(), max_size=12), max_size=5))
def test_a_line_keeps_its_cells_and_loses_what_acts(texts: list[str]) -> None:
    segments = [Segment(text) for text in texts]
    found = OnlyVisible().apply(segments, BLACK)
    for before, after in zip(segments, found, strict=True):
        assert not any(map(hides, after.text))
        if not any(map(hides, before.text)):
            assert after.text == before.text
        elif not {"\u200d", "\ufe0f"} & set(before.text):
            assert cell_len(after.text) == cell_len(before.text)


HOSTILE = "a\x1b]52;c;aGk=\x07b\x9b31mc\u202ed\u200be\U000e0041f\ud800g"


async def test_a_filter_from_a_view_is_shown_and_not_sent() -> None:
    app = make_app(dataset("small"), filter=f'"{HOSTILE}"')
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.press("slash")
        await settle(pilot)
        shown = lines(pilot)
        assert not any(hides(character) for line in shown for character in line)
        assert any("a�]52;c;aGk=�b�31mc�d�e�f�g" in line for line in shown)


class Typing(App[None]):
    """An input and a text that nobody made printable."""

    def compose(self) -> ComposeResult:
        yield TypedLine()
        yield Static(HOSTILE, markup=False)

    def get_line_filters(self) -> tuple[OnlyVisible, ...]:
        return (OnlyVisible(),)


@pytest.mark.parametrize("text", [HOSTILE, "日本\x1b語", "e\u0301\x00\ufe0fx", "tab\tand\nbreak"])
async def test_the_cursor_stands_where_the_text_ends(text: str) -> None:
    app = Typing()
    async with app.run_test(size=(60, 5)):
        line = app.query_one(TypedLine)
        line.value = text
        drawn = line._value.plain
        assert len(drawn) == len(text)
        for position in range(len(text) + 1):
            assert line._position_to_cell(position) == width_of(drawn[:position])


async def test_a_paste_is_shown_and_not_sent() -> None:
    app = Typing()
    async with app.run_test(size=(60, 5)) as pilot:
        app.query_one(TypedLine).insert_text_at_cursor(HOSTILE)
        await pilot.pause()
        shown = lines(pilot)
        assert not any(hides(character) for line in shown for character in line)
        assert "a�]52;c;aGk=�b�31mc�d�e�f�g" in shown[0]
