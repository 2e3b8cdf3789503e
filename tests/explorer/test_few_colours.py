"""Where colours are few, 16 or 256, each role has its own beside its neighbours."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from textual.color import Color

from tests.explorer.helpers import ROOT
from tui.explorer import first_frame
from tui.explorer.colours import (
    FALLBACKS,
    GROUNDS,
    GROUPS,
    TYPES,
    as_seen,
    colour_of,
    few_colours,
    nearest,
)
from tui.explorer.theming import NIGHT, NamedTheme, load_themes, with_few_colours

THEMES, _ = load_themes([ROOT / "themes"])
OWN = [theme for theme in THEMES if not theme.ansi]
KINDS = (
    tuple(f"type-{each}" for each in TYPES),
    tuple(f"group-{each}" for each in GROUPS),
    tuple(f"status-{each}" for each in
          ("operational", "being-installed", "contracted", "tendering", "planned", "retired")),
    tuple(f"verdict-{each}" for each in ("holds", "fails", "depends", "outdated", "unknown")),
    tuple(f"confidence-{each}" for each in ("confirmed", "likely", "unverified")),
    ("heat-1", "heat-2", "heat-3"),
    ("foreground", "text-muted", "primary", "accent", "warning", "error", "success"),
)  # fmt: skip
"""Names that stand side by side, and must not look alike."""


def sent(value: str) -> int | None:
    """The number of the colour that such a terminal is told."""
    return Color.parse(value).rich_color.downgrade(ColorSystem.STANDARD).number


def told(theme: NamedTheme) -> dict[str, str]:
    """Every colour of the theme where colours are few."""
    found = with_few_colours(theme)
    return {**{key: str(getattr(found, key)) for key in NIGHT}, **found.variables}


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind[0])
def test_what_stands_side_by_side_has_colours_of_its_own(
    theme: NamedTheme, kind: tuple[str, ...]
) -> None:
    colours = told(theme)
    numbers = {name: sent(colours[name]) for name in kind}
    for one, other in itertools.combinations(kind, 2):
        assert numbers[one] != numbers[other], (one, other)
    assert sent(colours["background"]) not in numbers.values()


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
@pytest.mark.parametrize("kind", KINDS[:-1], ids=lambda kind: kind[0])
def test_of_256_colours_neighbours_have_their_own(theme: NamedTheme, kind: tuple[str, ...]) -> None:
    numbers = [nearest(Color.parse(theme.variables[name]).rgb) for name in kind]
    assert len(set(numbers)) == len(kind)


@given(st.integers(16, 255))
def test_a_colour_of_the_palette_is_nearest_to_itself(number: int) -> None:
    assert colour_of(nearest(colour_of(number))) == colour_of(number)


@settings(max_examples=50)
@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_no_other_colour_of_the_palette_looks_nearer(colour: tuple[int, int, int]) -> None:
    apart = [math.dist(as_seen(colour), as_seen(colour_of(each))) for each in range(16, 256)]
    assert apart[nearest(colour) - 16] == min(apart)


@pytest.mark.parametrize("dark", [True, False])
def test_every_role_is_named_and_is_exactly_one_of_the_sixteen(dark: bool) -> None:
    found = few_colours(dark=dark)
    assert set(found) >= {*FALLBACKS, *GROUNDS, *NIGHT, "text-muted", "border"}
    assert all(Color.parse(value).hex.lower() == value for value in found.values())
    assert len({sent(value) for value in found.values()}) == len(set(found.values()))


def test_the_colours_of_the_terminal_stay_as_they_are() -> None:
    (terminal,) = (theme for theme in THEMES if theme.ansi)
    assert with_few_colours(terminal) is terminal


@pytest.mark.parametrize("name", [theme.name for theme in OWN])
def test_the_first_frame_has_them_too(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for variable in ("COLORTERM", "NO_COLOR", "TEXTUAL_COLOR_SYSTEM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    folder: Path = ROOT / "themes"
    styles = first_frame.theme_styles(name, [folder])
    assert styles is not None
    types = [styles[role] for role in KINDS[0]]
    assert len(set(types)) == len(types)
