"""The colours of themes on terminals that have sixteen, one told for each role.

The nearest of the sixteen would do for a single colour; of a whole theme most would come out
white or grey, and neighbours in a bar alike. Knows no Textual.
"""

from __future__ import annotations

from collections.abc import Mapping

ANSI: Mapping[str, str] = {
    "black": "#000000", "red": "#aa0000", "green": "#00aa00", "yellow": "#aa5500",
    "blue": "#0000aa", "magenta": "#aa00aa", "cyan": "#00aaaa", "white": "#aaaaaa",
    "bright-black": "#555555", "bright-red": "#ff5555", "bright-green": "#55ff55",
    "bright-yellow": "#ffff55", "bright-blue": "#5555ff", "bright-magenta": "#ff55ff",
    "bright-cyan": "#55ffff", "bright-white": "#ffffff",
}  # fmt: skip
"""The sixteen, by the values that come out as exactly these, whatever a terminal makes of them."""

_DARK: Mapping[str, str] = {
    "background": "black", "surface": "black", "panel": "black", "border": "white",
    "border-blurred": "white", "block-cursor-foreground": "black",
    "block-cursor-background": "bright-cyan", "scrollbar": "white", "scrollbar-hover": "white",
    "scrollbar-active": "bright-cyan", "footer-background": "black",
    "input-selection-background": "blue",
    "foreground": "bright-white", "text-muted": "white", "secondary": "white",
    "primary": "bright-cyan", "accent": "bright-magenta", "warning": "bright-yellow",
    "error": "bright-red", "success": "bright-green",
    "type-university": "bright-blue", "type-research-organisation": "bright-cyan",
    "type-hpc-centre": "bright-magenta", "type-public-body": "bright-yellow",
    "type-company": "bright-red", "type-cluster-or-association": "bright-green",
    "type-other": "white",
    "group-industry": "bright-yellow", "group-health": "bright-red",
    "group-environment-energy": "bright-green", "group-mobility-space": "bright-cyan",
    "group-digital-security": "bright-blue", "group-public-society": "yellow",
    "group-culture-creative": "bright-magenta", "group-finance-legal": "cyan",
    "status-operational": "bright-green", "status-being-installed": "bright-cyan",
    "status-contracted": "bright-blue", "status-tendering": "bright-yellow",
    "status-planned": "bright-magenta", "status-retired": "white",
    "verdict-holds": "bright-green", "verdict-fails": "bright-red",
    "verdict-depends": "bright-yellow", "verdict-outdated": "bright-magenta",
    "verdict-unknown": "white", "verdict-not-checkable": "white",
    "confidence-confirmed": "bright-green", "confidence-likely": "bright-yellow",
    "confidence-unverified": "bright-red",
    "heat-1": "bright-cyan", "heat-2": "bright-yellow", "heat-3": "bright-red",
    "bar": "cyan", "map-coast": "blue", "map-link": "cyan",
    "row-odd": "black", "row-cursor": "black", "row-resting": "black", "head": "black",
    "map-land": "black",
}  # fmt: skip
_LIGHT: Mapping[str, str] = {
    "background": "bright-white", "surface": "bright-white", "panel": "bright-white",
    "border": "bright-black", "border-blurred": "bright-black",
    "block-cursor-foreground": "bright-white", "block-cursor-background": "blue",
    "scrollbar": "bright-black", "scrollbar-hover": "bright-black", "scrollbar-active": "blue",
    "footer-background": "bright-white", "input-selection-background": "cyan",
    "foreground": "black", "text-muted": "bright-black",
    "secondary": "bright-black", "primary": "blue", "accent": "magenta", "warning": "yellow",
    "error": "red", "success": "green",
    "type-university": "blue", "type-research-organisation": "cyan",
    "type-hpc-centre": "magenta", "type-public-body": "yellow", "type-company": "red",
    "type-cluster-or-association": "green", "type-other": "bright-black",
    "group-industry": "yellow", "group-health": "red", "group-environment-energy": "green",
    "group-mobility-space": "cyan", "group-digital-security": "blue",
    "group-public-society": "black", "group-culture-creative": "magenta",
    "group-finance-legal": "bright-black",
    "status-operational": "green", "status-being-installed": "cyan",
    "status-contracted": "blue", "status-tendering": "yellow", "status-planned": "magenta",
    "status-retired": "bright-black",
    "verdict-holds": "green", "verdict-fails": "red", "verdict-depends": "yellow",
    "verdict-outdated": "magenta", "verdict-unknown": "bright-black",
    "verdict-not-checkable": "bright-black",
    "confidence-confirmed": "green", "confidence-likely": "yellow",
    "confidence-unverified": "red",
    "heat-1": "cyan", "heat-2": "yellow", "heat-3": "red",
    "bar": "cyan", "map-coast": "cyan", "map-link": "blue",
    "row-odd": "bright-white", "row-cursor": "bright-white", "row-resting": "bright-white",
    "head": "bright-white", "map-land": "bright-white",
}  # fmt: skip


def few_colours(*, dark: bool) -> Mapping[str, str]:
    """A colour by the name of a basic colour, variable or role, exactly one of the sixteen."""
    return {name: ANSI[word] for name, word in (_DARK if dark else _LIGHT).items()}
