"""Colour themes from TOML files, every value checked before Textual sees it.

A file that is wrong in places still gives a theme: what is wrong falls back to the values of
the theme `night`, and a plain line says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.css.constants import VALID_STYLE_FLAGS
from textual.theme import Theme

from tui import toml
from tui.explorer.colours import FALLBACKS, GROUNDS, few_colours
from tui.lazy_pattern import lazy_pattern
from tui.text import did_you_mean, printable, quote
from tui.user.settings import DEFAULT_THEME

NIGHT: Mapping[str, str] = {
    "primary": "#82aad6",
    "secondary": "#94a3b5",
    "accent": "#6fb8c9",
    "warning": "#dfae66",
    "error": "#e58a8a",
    "success": "#93bf82",
    "foreground": "#d8dee6",
    "background": "#12161c",
    "surface": "#1d242e",
    "panel": "#262f3b",
}
"""The colours of `night`, there even when no file can be read."""

_KEYS = ("name", "label", "dark", "colors", "variables", "roles")
_ROLES: Mapping[str, str] = {**FALLBACKS, **GROUNDS}
_TERMINAL_COLOUR = "ansi_default"
_NAME = lazy_pattern(r"[a-z0-9][a-z0-9_-]{0,39}")
_BY_CONTRAST = lazy_pattern(r"auto( \d{1,3}%)?")
_TEXT_VARIABLES = {"text", "text-muted", "text-disabled"}
_MAX_BYTES = 100_000


class NamedTheme(Theme):
    """A Textual theme with the title shown in menus."""

    label: str = ""


class _Report:
    """Collects what is wrong in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[str] = []

    def add(self, key: str, reason: str) -> None:
        self.lines.append(f"{self.file}: {key}: {reason}" if key else f"{self.file}: {reason}")

    def unknown(self, prefix: str, key: str, known: Sequence[str]) -> None:
        near = did_you_mean(key, known)
        hint = f"; did you mean {near}?" if near else ""
        self.add(printable(prefix + key), f"unknown key, left out{hint}")


def load_themes(dirs: Sequence[Path]) -> tuple[tuple[NamedTheme, ...], tuple[str, ...]]:
    """Read every `*.toml` of the directories; a later directory replaces themes by name.

    Gives the themes, `night` first and the rest by label, and one line for each problem: file,
    key, reason. Missing directories are passed over; nothing in a file makes this raise.
    """
    found: dict[str, NamedTheme] = {}
    problems: list[str] = []
    for directory in dirs:
        origin: dict[str, Path] = {}
        for path in _files(directory, problems):
            report = _Report(str(path))
            theme = _read(path, report)
            if theme is not None and theme.name in origin:
                report.add("name", f"{theme.name!r} is also in {origin[theme.name].name}, left out")
            elif theme is not None:
                origin[theme.name] = path
                found[theme.name] = theme
            problems += report.lines
    if DEFAULT_THEME not in found:
        found[DEFAULT_THEME] = _named(DEFAULT_THEME, DEFAULT_THEME.title(), NIGHT, dark=True)
    first = found.pop(DEFAULT_THEME)
    rest = sorted(found.values(), key=lambda theme: (theme.label.casefold(), theme.name))
    return (first, *rest), tuple(problems)


def load_theme(name: str, dirs: Sequence[Path]) -> NamedTheme | None:
    """The theme of this name where it can be read from its own file without a problem.

    None where it stands in a file of another name, or where anything is wrong with it:
    :func:`load_themes` then tells more.
    """
    if not _NAME.fullmatch(name):
        return None
    paths = [path for path in (each / f"{name}.toml" for each in dirs) if path.is_file()]
    if not paths:
        return None
    report = _Report(str(paths[-1]))
    theme = _read(paths[-1], report)
    return theme if theme is not None and theme.name == name and not report.lines else None


def with_few_colours(theme: Theme) -> Theme:
    """The theme for a terminal with sixteen colours; one of the terminal's own stays as it is."""
    if theme.ansi:
        return theme
    found = copy(theme)
    found.variables = dict(theme.variables)
    for key, colour in few_colours(dark=theme.dark).items():
        if key in NIGHT:
            setattr(found, key, colour)
        else:
            found.variables[key] = colour
    return found


def _files(directory: Path, problems: list[str]) -> list[Path]:
    try:
        if not directory.is_dir():
            return []
        return sorted(path for path in directory.iterdir() if path.suffix == ".toml")
    except OSError as error:
        problems.append(f"{directory}: cannot be read ({error.strerror}), left out")
        return []


def _read(path: Path, report: _Report) -> NamedTheme | None:
    try:
        if path.stat().st_size > _MAX_BYTES:
            report.add("", f"larger than {_MAX_BYTES // 1000} kB, left out")
            return None
        table = toml.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        report.add("", f"cannot be read ({error.strerror}), left out")
    except UnicodeDecodeError:
        report.add("", "is not UTF-8 text, left out")
    except (toml.TOMLDecodeError, RecursionError) as error:
        report.add("", f"is not valid TOML ({printable(str(error))}), left out")
    else:
        return _theme(table, path.stem, report)
    return None


def _theme(table: Mapping[str, Any], stem: str, report: _Report) -> NamedTheme | None:
    for key in table:
        if key not in _KEYS:
            report.unknown("", key, _KEYS)
    name = table.get("name", stem)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        report.add(
            "name", f"{name!r} is not a name of lower-case letters, digits and dashes; left out"
        )
        return None
    label = table.get("label", name.title())
    if not isinstance(label, str) or not label.strip():
        report.add("label", f"{label!r} is not a text; the name is used")
        label = name.title()
    colours = _colours(_section(table, "colors", report), report)
    dark = _dark(table, colours["background"], report)
    theme = _named(name, printable(label), colours, dark=dark)
    theme.variables |= _variables(_section(table, "variables", report), report)
    theme.variables |= _roles(_section(table, "roles", report), report, ansi=theme.ansi)
    return theme if _generates(theme, report) else None


def _named(name: str, label: str, colours: Mapping[str, str], *, dark: bool) -> NamedTheme:
    ansi = Color.parse(colours["background"]).ansi is not None
    variables = {
        **(_ansi_gaps() if ansi else {}),
        **{role: colours[basic] for role, basic in _ROLES.items()},
    }
    basic: dict[str, Any] = {key: colours[key] for key in NIGHT}
    theme = NamedTheme(name, dark=dark, ansi=ansi, variables=variables, **basic)
    theme.label = label
    return theme


def _section(table: Mapping[str, Any], key: str, report: _Report) -> Mapping[str, Any]:
    section = table.get(key, {})
    if isinstance(section, dict):
        return section
    report.add(key, f"{quote(section, 40)} is not a table; write [{key}]")
    return {}


def _dark(table: Mapping[str, Any], background: str, report: _Report) -> bool:
    dark = table.get("dark")
    if isinstance(dark, bool):
        return dark
    colour = Color.parse(background)
    guess = colour.ansi is not None or colour.brightness < 0.5
    if dark is not None:
        value = str(guess).lower()
        report.add("dark", f"{quote(dark, 40)} is not true or false; {value} by the background")
    return guess


def _colours(section: Mapping[str, Any], report: _Report) -> dict[str, str]:
    """Every colour of a theme, the wrong and missing ones replaced.

    A theme is either of the terminal's colours or of its own: the colour of the background
    decides, and a colour of the other sort counts as wrong.
    """
    for key in section:
        if key not in NIGHT:
            report.unknown("colors.", key, tuple(NIGHT))
    background = _colour(section.get("background"))
    ansi = background is not None and background.ansi is not None
    colours: dict[str, str] = {}
    for key, night in NIGHT.items():
        replacement = _TERMINAL_COLOUR if ansi else night
        value = section.get(key)
        reason = "is missing" if value is None else _reason_against(value, ansi=ansi)
        if reason:
            report.add(f"colors.{key}", f"{reason}; {replacement} is used")
        colours[key] = replacement if reason else str(value)
    return colours


def _reason_against(value: object, *, ansi: bool) -> str:
    """Why a value cannot stand as a colour of a theme; empty if it can."""
    colour = _colour(value)
    if colour is None:
        return f"{quote(value, 40)} is not a colour"
    if colour.ansi is None and ansi:
        return f"{quote(value, 40)} is not a terminal colour (ansi_...) like the background"
    if colour.ansi is not None and not ansi:
        return f"{quote(value, 40)} is a terminal colour, the background is not"
    return "" if colour.a == 1 else f"{quote(value, 40)} can be seen through"


def _colour(value: object) -> Color | None:
    try:
        return Color.parse(value) if isinstance(value, str) else None
    except (ColorParseError, ValueError):
        return None


def _variables(section: Mapping[str, Any], report: _Report) -> dict[str, str]:
    variables = {}
    for key, value in section.items():
        if key not in known_variables():
            report.unknown("variables.", key, known_variables())
        elif not isinstance(value, str) or not _fits(key, value):
            kind = "a text style" if key.endswith("-style") else "a colour"
            report.add(f"variables.{key}", f"{quote(value, 40)} is not {kind}, left out")
        else:
            variables[key] = value
    return variables


def _roles(section: Mapping[str, Any], report: _Report, *, ansi: bool) -> dict[str, str]:
    """The colours of roles; a wrong or missing one stays at its basic colour."""
    roles = {}
    for key, value in section.items():
        if key not in _ROLES:
            report.unknown("roles.", key, tuple(_ROLES))
        elif reason := _reason_against(value, ansi=ansi):
            report.add(f"roles.{key}", f"{reason}; {_ROLES[key]} is used")
        else:
            roles[key] = value
    return roles


def _fits(key: str, value: str) -> bool:
    words = value.split()
    if key.endswith("-style"):
        return bool(words) and all(word in VALID_STYLE_FLAGS for word in words)
    if key in _TEXT_VARIABLES and _BY_CONTRAST.fullmatch(value):
        return True
    return _colour(value) is not None


@cache
def known_variables() -> tuple[str, ...]:
    """Names of the CSS variables a theme may set."""
    return tuple(sorted(_generated(ansi=False) | _generated(ansi=True)))


def _generated(*, ansi: bool) -> frozenset[str]:
    return frozenset(Theme(name="any", primary="#000000", ansi=ansi).to_color_system().generate())


@cache
def _ansi_gaps() -> Mapping[str, str]:
    """Variables that style sheets use and Textual gives no value to in terminal colours."""
    missing = _generated(ansi=False) - _generated(ansi=True)
    return {key: "none" if key.endswith("-style") else _TERMINAL_COLOUR for key in missing}


def _generates(theme: NamedTheme, report: _Report) -> bool:
    try:
        theme.to_color_system().generate()
    except (ColorParseError, ValueError, TypeError) as error:
        report.add("", f"cannot be used ({printable(str(error))}), left out")
        return False
    return True
