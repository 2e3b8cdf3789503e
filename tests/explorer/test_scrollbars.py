"""Thin scroll bars: always full length, thumb where the view is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.explorer.grid.paint import AsciiBars, ThinBars, thumb_span


def text(bar: type[ThinBars], position: float) -> str:
    rendered = bar.render_bar(size=10, virtual_size=100, window_size=20, position=position)
    return "".join(segment.text for segment in rendered.segments)


def test_the_thumb_touches_an_end_only_at_that_end() -> None:
    assert text(ThinBars, 0) == "┃┃││││││││"
    assert text(ThinBars, 1) == "│┃┃│││││││"
    assert text(ThinBars, 79) == "│││││││┃┃│"
    assert text(ThinBars, 80) == "││││││││┃┃"


def test_ascii_bars_are_ascii() -> None:
    assert text(AsciiBars, 0) == "##||||||||"


def test_nothing_to_scroll_shows_the_track_alone() -> None:
    assert thumb_span(10, 5, 10, 0) == (0, 0)


@given(st.integers(1, 60), st.integers(1, 10**6), st.integers(1, 200), st.floats(0, 1))
def test_the_thumb_stays_on_the_bar(size: int, virtual: int, window: int, part: float) -> None:
    start, end = thumb_span(size, virtual, window, max(virtual - window, 0) * part)
    assert 0 <= start <= end <= size
    assert end > start or window >= virtual


def test_a_horizontal_bar_is_one_line() -> None:
    rendered = ThinBars.render_bar(
        size=4, virtual_size=8, window_size=4, position=0, vertical=False
    )
    assert "".join(segment.text for segment in rendered.segments) == "━━──\n"
