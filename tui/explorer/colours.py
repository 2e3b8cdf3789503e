"""What a text stands for, and so its colour; and colours where a terminal has few of them.

A theme gives each role a colour in its table ``[roles]``; a theme without one falls back to
its basic colours. A glyph, a word or a position beside it always says the same.

The nearest of sixteen colours would do for a single one; of a whole theme most would come out
white or grey, and neighbours in a bar alike, so one is told for each role. Of the 256 Rich takes
the nearest step of each channel on its own, so that a dark blue ground comes out in a strong teal
and a warm white in pink; here the greys count like all others, and what looks nearest is taken.
Knows no Textual.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

TYPES = ("university", "research-organisation", "hpc-centre", "public-body", "company",
         "cluster-or-association", "other")  # fmt: skip
GROUPS = ("industry", "health", "environment-energy", "mobility-space", "digital-security",
          "public-society", "culture-creative", "finance-legal")  # fmt: skip

FALLBACKS: Mapping[str, str] = {
    **dict(
        zip(
            (f"type-{each}" for each in TYPES),
            ("primary", "accent", "secondary", "warning", "error", "success", "foreground"),
            strict=True,
        )
    ),
    **dict(
        zip(
            (f"group-{each}" for each in GROUPS),
            ("primary", "error", "success", "accent", "secondary", "warning", "foreground",
             "primary"),
            strict=True,
        )
    ),
    "status-operational": "success",
    "status-being-installed": "accent",
    "status-contracted": "primary",
    "status-tendering": "warning",
    "status-planned": "secondary",
    "status-retired": "secondary",
    "verdict-holds": "success",
    "verdict-fails": "error",
    "verdict-depends": "warning",
    "verdict-outdated": "accent",
    "verdict-unknown": "secondary",
    "verdict-not-checkable": "secondary",
    "confidence-confirmed": "success",
    "confidence-likely": "warning",
    "confidence-unverified": "error",
    "heat-1": "secondary",
    "heat-2": "accent",
    "heat-3": "warning",
    "bar": "accent",
    "map-coast": "secondary",
    "map-link": "accent",
}  # fmt: skip
"""Every role with a colour of text, and the basic colour that stands in for it."""

GROUNDS: Mapping[str, str] = {
    "row-odd": "background",
    "row-cursor": "surface",
    "row-resting": "surface",
    "head": "background",
    "map-land": "background",
}
"""Every role with a colour of ground: every second row, the cursor with and without the
keyboard, the header, the land on the map."""

_KINDS: Mapping[str, str] = {
    "partner_type": "type",
    "sector_group": "group",
    "system_status": "status",
    "verdict": "verdict",
    "confidence": "confidence",
}
"""Vocabularies whose words have a colour, and how their roles begin."""


def heat(value: float, most: float) -> str:
    """The role of a figure by its share of the greatest one: cool, warm or hot; "" for none."""
    if value <= 0 or most <= 0:
        return ""
    return f"heat-{min(int(3 * value / most) + 1, 3)}"


def role_of(vocabulary: str, word: str) -> str:
    """The role of a word of a vocabulary, "" where it has none."""
    kind = _KINDS.get(vocabulary)
    if kind is None:
        return ""
    role = f"{kind}-{word.replace('_', '-')}"
    return role if role in FALLBACKS else ""


ANSI: Mapping[str, str] = {
    "black": "#000000", "red": "#aa0000", "green": "#00aa00", "yellow": "#aa5500",
    "blue": "#0000aa", "magenta": "#aa00aa", "cyan": "#00aaaa", "white": "#aaaaaa",
    "bright-black": "#555555", "bright-red": "#ff5555", "bright-green": "#55ff55",
    "bright-yellow": "#ffff55", "bright-blue": "#5555ff", "bright-magenta": "#ff55ff",
    "bright-cyan": "#55ffff", "bright-white": "#ffffff",
}  # fmt: skip
"""The sixteen, by the values that come out as exactly these, whatever a terminal makes of them."""

_OF_SIXTEEN: Mapping[str, tuple[str, str]] = {
    "background": ("black", "bright-white"), "surface": ("black", "bright-white"),
    "panel": ("black", "bright-white"), "border": ("white", "bright-black"),
    "border-blurred": ("white", "bright-black"),
    "block-cursor-foreground": ("black", "bright-white"),
    "block-cursor-background": ("bright-cyan", "blue"), "scrollbar": ("white", "bright-black"),
    "scrollbar-hover": ("white", "bright-black"), "scrollbar-active": ("bright-cyan", "blue"),
    "footer-background": ("black", "bright-white"), "input-selection-background": ("blue", "cyan"),
    "foreground": ("bright-white", "black"), "text-muted": ("white", "bright-black"),
    "secondary": ("white", "bright-black"), "primary": ("bright-cyan", "blue"),
    "accent": ("bright-magenta", "magenta"), "warning": ("bright-yellow", "yellow"),
    "error": ("bright-red", "red"), "success": ("bright-green", "green"),
    "type-university": ("bright-blue", "blue"),
    "type-research-organisation": ("bright-cyan", "cyan"),
    "type-hpc-centre": ("bright-magenta", "magenta"),
    "type-public-body": ("bright-yellow", "yellow"), "type-company": ("bright-red", "red"),
    "type-cluster-or-association": ("bright-green", "green"),
    "type-other": ("white", "bright-black"), "group-industry": ("bright-yellow", "yellow"),
    "group-health": ("bright-red", "red"), "group-environment-energy": ("bright-green", "green"),
    "group-mobility-space": ("bright-cyan", "cyan"),
    "group-digital-security": ("bright-blue", "blue"), "group-public-society": ("yellow", "black"),
    "group-culture-creative": ("bright-magenta", "magenta"),
    "group-finance-legal": ("cyan", "bright-black"),
    "status-operational": ("bright-green", "green"),
    "status-being-installed": ("bright-cyan", "cyan"), "status-contracted": ("bright-blue", "blue"),
    "status-tendering": ("bright-yellow", "yellow"),
    "status-planned": ("bright-magenta", "magenta"), "status-retired": ("white", "bright-black"),
    "verdict-holds": ("bright-green", "green"), "verdict-fails": ("bright-red", "red"),
    "verdict-depends": ("bright-yellow", "yellow"),
    "verdict-outdated": ("bright-magenta", "magenta"), "verdict-unknown": ("white", "bright-black"),
    "verdict-not-checkable": ("white", "bright-black"),
    "confidence-confirmed": ("bright-green", "green"),
    "confidence-likely": ("bright-yellow", "yellow"),
    "confidence-unverified": ("bright-red", "red"), "heat-1": ("bright-cyan", "cyan"),
    "heat-2": ("bright-yellow", "yellow"), "heat-3": ("bright-red", "red"), "bar": ("cyan", "cyan"),
    "map-coast": ("blue", "cyan"), "map-link": ("cyan", "blue"),
    "row-odd": ("black", "bright-white"), "row-cursor": ("black", "bright-white"),
    "row-resting": ("black", "bright-white"), "head": ("black", "bright-white"),
    "map-land": ("black", "bright-white"),
}  # fmt: skip
"""The one of the sixteen for each name, on a dark ground and on a light one."""


def few_colours(*, dark: bool) -> Mapping[str, str]:
    """A colour by the name of a basic colour, variable or role, exactly one of the sixteen."""
    return {name: ANSI[words[not dark]] for name, words in _OF_SIXTEEN.items()}


RGB = tuple[int, int, int]

_STEPS = (0, 95, 135, 175, 215, 255)
"""What red, green and blue can be in the colours 16 to 231."""
_GREYS = range(232, 256)


def colour_of(number: int) -> RGB:
    """Red, green and blue of a colour of the palette, 16 to 255."""
    if number in _GREYS:
        grey = 8 + 10 * (number - _GREYS.start)
        return grey, grey, grey
    red, rest = divmod(number - 16, 36)
    green, blue = divmod(rest, 6)
    return _STEPS[red], _STEPS[green], _STEPS[blue]


@lru_cache(1024)
def nearest(colour: RGB) -> int:
    """The number of the colour of the palette that looks most like a colour."""
    seen = as_seen(colour)

    def apart(number: int) -> float:
        return sum((one - other) ** 2 for one, other in zip(seen, _told(number), strict=True))

    return min(_candidates(colour), key=apart)


def _candidates(colour: RGB) -> list[int]:
    """The steps around each channel, and the greys about as bright."""
    around = [_around(value) for value in colour]
    cube = [16 + 36 * r + 6 * g + b for r in around[0] for g in around[1] for b in around[2]]
    places = {min(max((value - 8) // 10 + more, 0), 23) for value in colour for more in (0, 1)}
    return [*cube, *(_GREYS[place] for place in range(min(places), max(places) + 1))]


def _around(value: int) -> tuple[int, ...]:
    """The places of the steps at and below, and above a value."""
    below = max(place for place, step in enumerate(_STEPS) if step <= value)
    return (below,) if below == len(_STEPS) - 1 else (below, below + 1)


@lru_cache(256)
def _told(number: int) -> tuple[float, float, float]:
    return as_seen(colour_of(number))


def as_seen(colour: RGB) -> tuple[float, float, float]:
    """Lightness and the two differences of colour in the space OKLab (Björn Ottosson, 2020)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
