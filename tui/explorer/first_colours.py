"""The styles of the first frame as SGR parameters, from a theme's file. Knows no Textual.

They are those that Textual works out from the same file; a test compares the screens.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tui import toml
from tui.explorer.colours import FALLBACKS, GROUNDS, few_colours
from tui.explorer.grid.text import CURSOR, ODD, ROLES

_HEX = "0123456789abcdefABCDEF"
_ANSI = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")

Colour = Callable[[str, bool], str]
"""SGR parameters of a colour of a theme, as background or not; raises ValueError for others."""


def styles(name: str, folders: list[Path]) -> Mapping[str, str] | None:
    """SGR parameters by role, those of :mod:`frame_text` and of the grid.

    None where the theme cannot be told without Textual: it is not in a file of its name, or
    leaves a colour to be worked out.
    """
    paths = [path for path in (folder / f"{name}.toml" for folder in folders) if path.is_file()]
    if not paths or "TEXTUAL_COLOR_SYSTEM" in os.environ:
        return None
    try:
        theme = toml.loads(paths[-1].read_text("utf-8"))
        ansi = "NO_COLOR" in os.environ or theme["colors"]["background"].startswith("ansi_")
        if ansi:
            return _ansi_styles(theme)
        colour, few = _in_depth()
        if few:
            told = few_colours(dark=theme["dark"])
            return _styles({"colors": told, "variables": told, "roles": told}, colour)
        return _on_grounds(theme, colour)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None


def _styles(theme: Mapping[str, Any], colour: Colour) -> Mapping[str, str]:
    colours: Mapping[str, str] = theme["colors"]
    muted: str = theme["variables"]["text-muted"]
    ground = colour(colours["background"], True)

    def style(attributes: str, name: str) -> str:
        value = muted if name == "muted" else colours[name]
        return ";".join(filter(None, (attributes, colour(value, False), ground)))

    roles: Mapping[str, str] = theme.get("roles", {})
    return {
        **{
            role: f"{colour(roles.get(role, colours[basic]), False)};{ground}"
            for role, basic in FALLBACKS.items()
        },
        **_by_role(style),
        "head": colour(roles.get("head", colours[GROUNDS["head"]]), True),
        "muted": style("", "muted"),
        "faint": style("", "muted"),
        "header": style("1", "muted"),
        "cursor": style("7", "primary"),
        "cursor-cell": style("1;4;7", "primary"),
    }


def _on_grounds(theme: Mapping[str, Any], colour: Colour) -> Mapping[str, str]:
    """Styles with grounds of their own for the header, every second row and the cursor."""
    colours = theme["colors"]
    roles: Mapping[str, str] = theme.get("roles", {})
    plain = _styles(theme, colour)

    def ground(name: str) -> str:
        return colour(roles.get(name, colours[GROUNDS[name]]), True)

    found = dict(plain)
    for part in ("header", "header-cursor", "more"):
        found[part] = f"{plain[part]};{ground('head')}"
    for role in (*ROLES, *FALLBACKS, "mark"):
        found[ODD + role] = f"{plain[role]};{ground('row-odd')}"
        found[CURSOR + role] = f"1;{plain[role]};{ground('row-cursor')}"
        found[f"{CURSOR}{CURSOR}{role}"] = f"1;4;{plain[role]};{ground('row-cursor')}"
    return found


def _ansi_styles(theme: Mapping[str, Any]) -> Mapping[str, str]:
    """Styles in the colours of the terminal, or in none."""
    colours: Mapping[str, str] = theme["colors"]
    none = "NO_COLOR" in os.environ

    def style(attributes: str, name: str) -> str:
        code = "" if none else _ansi_code(colours.get(name, "ansi_default"))
        return ";".join(filter(None, (attributes, code)))

    roles: Mapping[str, str] = theme.get("roles", {})
    return {
        **{
            role: "" if none else _ansi_code(roles.get(role, colours[basic]))
            for role, basic in FALLBACKS.items()
        },
        **_by_role(style),
        "head": "",
        "muted": "",
        "dim": "2",
        "faint": "2",
        "header": "1",
        "cursor": "7",
        "cursor-cell": "1;4;7",
    }


def _by_role(style: Callable[[str, str], str]) -> dict[str, str]:
    return {
        "": style("", "foreground"),
        "strong": style("1", "primary"),
        "active": style("1;7", "primary"),
        "header-cursor": style("1;4", "foreground"),
        "name": style("1", "foreground"),
        "count": style("1", "accent"),
        "mark": style("1", "accent"),
        "more": style("1", "accent"),
        "unsure": style("3", "muted"),
        "accent": style("", "accent"),
        "warn": style("", "warning"),
        "good": style("", "success"),
        "bad": style("", "error"),
        "title": style("1", "foreground"),
    }


def _ansi_code(name: str) -> str:
    if name == "ansi_default":
        return ""
    word = name.removeprefix("ansi_")
    bright = word.startswith("bright_")
    return str(_ANSI.index(word.removeprefix("bright_")) + (90 if bright else 30))


def _rgb(value: str) -> tuple[int, int, int]:
    if len(value) != 7 or value[0] != "#" or not all(digit in _HEX for digit in value[1:]):
        raise ValueError(value)
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def _in_depth() -> tuple[Colour, bool]:
    """Colours as the terminal can show them, told from it as Rich tells it; whether few."""
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return _true, False
    kind = os.environ.get("TERM", "").strip().lower().rpartition("-")[2]
    if kind in ("256color", "kitty"):
        return _of_256, False
    return _of_16, True


def _of_256(value: str, ground: bool) -> str:
    from tui.explorer.colours import nearest

    return f"{48 if ground else 38};5;{nearest(_rgb(value))}"


def _of_16(value: str, ground: bool) -> str:
    from rich.color import Color, ColorSystem

    reduced = Color.from_rgb(*_rgb(value)).downgrade(ColorSystem.STANDARD)
    return ";".join(reduced.get_ansi_codes(not ground))


def _true(value: str, ground: bool) -> str:
    return ";".join(map(str, (48 if ground else 38, 2, *_rgb(value))))
