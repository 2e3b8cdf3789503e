"""Notes that end in names: as many as there is room for, whole, and how many more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tui.explorer.tabs.naming import naming, noted

NAMES = st.lists(
    st.sampled_from(["energy", "health and life sciences", "space", "robotics", "Ünïcode"]),
    min_size=1,
    max_size=40,
).map(lambda names: [f"{name}{place}" for place, name in enumerate(names)])
SIZES = st.tuples(st.integers(30, 120), st.integers(1, 4))


def told(names: Sequence[str], most: int, width: int, height: int) -> bool:
    """Whether so many names can stand in this room, with how many more there are."""
    more = len(names) - most
    text = f"named: {', '.join(names[:most])}{f' and {more} more' if more else ''}"
    return len(noted(text, width, 1000, "…").split("\n")) <= height


@given(NAMES, SIZES)
def test_as_many_whole_names_as_fit_and_how_many_more(
    names: list[str], size: tuple[int, int]
) -> None:
    width, height = size
    lines = noted(naming("named", names), width, height, "…").split("\n")
    assert len(lines) <= height
    assert all(len(line) <= width for line in lines)
    text = " ".join(line.rstrip() for line in lines)
    assert "…" not in text
    found = re.fullmatch(r"named: (.*?)(?: and (\d+) more)?", text)
    if found is None:
        assert text == "named"
        assert not told(names, 1, width, height)
        return
    shown, more = found[1].split(", "), int(found[2] or 0)
    assert shown == names[: len(shown)]
    assert len(shown) + more == len(names)
    assert not more or not told(names, len(shown) + 1, width, height)


def test_without_names_a_text_ends_before_the_colon() -> None:
    assert str(naming("2 named", [])) == "2 named"
    assert str(naming("2 named", ["a", "b"])) == "2 named: a, b"
    assert noted(naming("one two", ["a" * 20]), 9, 1, "…") == "one two"
