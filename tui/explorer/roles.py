"""What a text stands for, and so its colour: one name for grid, bars, map and themes.

A theme gives each role a colour in its table ``[roles]``; a theme without one falls back to
its basic colours. A glyph, a word or a position beside it always says the same.
"""

from __future__ import annotations

from collections.abc import Mapping

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
