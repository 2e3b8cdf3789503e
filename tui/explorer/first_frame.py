"""The first frame: title, tabs, filter and the table of the sites, before Textual is there.

Importing Textual takes longer than loading the sites. What is drawn here stands where the
explorer draws it a moment later, in the same colours; a test compares the two.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tui import toml
from tui.explorer.colours import FALLBACKS, GROUNDS, few_colours
from tui.explorer.commands import Command
from tui.explorer.glyphs import ASCII
from tui.explorer.grid.layout import arrange, measure
from tui.explorer.grid.lines import LinePainter
from tui.explorer.grid.text import CURSOR, ODD, ROLES
from tui.explorer.panes import frame_text
from tui.explorer.result_rows import ResultSource, needles
from tui.explorer.state import State
from tui.explorer.terminal_cells import TerminalCells
from tui.query.engine.fold import fold
from tui.text import width_of

SMALLEST = (60, 15)
WIDE, TABLE_SHARE = 110, 0.6
"""From how many columns on the detail stands beside the table, and what is left to the table."""
_ABOVE, _BELOW = 4, 2
"""Lines above and below the table."""

Piece = tuple[str, str]


def too_small(width: int, height: int) -> bool:
    """Whether a window has no room for the explorer."""
    return width < SMALLEST[0] or height < SMALLEST[1]


def first_frame(
    state: State, theme: str, folders: Sequence[Path], welcome: Sequence[Command] = ()
) -> TerminalCells | None:
    """The cells of the first frame, still to be sent; ``welcome`` greets with these commands.

    None where the explorer begins with something else than the plain table of the sites, or
    in colours that only Textual can tell.
    """
    width, height = shutil.get_terminal_size()
    if too_small(width, height):
        return None
    if state.view.tab not in ("", "sites") or state.view.ways.get("sites"):
        return None
    cursor = state.view.table("sites").cursor
    if state.view.marks or state.notes or state.view.map or any(cursor):
        return None
    if not state.site_count or state.dataset.known_faults():
        return None
    styles = theme_styles(theme, list(folders))
    if styles is None:
        return None
    cells = TerminalCells(width, height)
    for y in range(height):
        _put(cells, y, [(" " * width, styles[""])])
    _frame(cells, state, styles)
    greeting = _greeting(welcome, cells, ascii_only=state.glyphs is ASCII)
    room = height - _ABOVE - _BELOW - len(greeting)
    _table(cells, state, styles, int(width * TABLE_SHARE) if width >= WIDE else width, room)
    for y, line in enumerate(greeting, start=_ABOVE + room):
        text = [(state.glyphs.adapt(text), styles[role]) for text, role in line]
        rest = (" " * (width - 1 - sum(width_of(text) for text, _ in text)), "")
        _put(cells, y, _grounded([(" ", ""), *text, rest], styles["head"]))
    return cells


def _greeting(
    commands: Sequence[Command], cells: TerminalCells, *, ascii_only: bool
) -> list[list[Piece]]:
    """The lines for somebody new, above the legend."""
    if not commands or cells.height < frame_text.WELCOME_HEIGHT:
        return []
    pieces = frame_text.welcome(commands, cells.width - 2, ascii_only=ascii_only)
    lines: list[list[Piece]] = [[]]
    for text, role in pieces:
        first, *more = text.split("\n")
        lines[-1].append((first, role))
        lines += [[(each, role)] for each in more]
    # A text that has to be wrapped is left to Textual.
    fits = all(sum(width_of(text) for text, _ in line) <= cells.width - 2 for line in lines)
    return lines if fits else []


def _grounded(pieces: Sequence[Piece], ground: str) -> list[Piece]:
    return [(text, f"{style};{ground}".strip(";")) for text, style in pieces]


def _put(cells: TerminalCells, y: int, pieces: Sequence[Piece], x: int = 0) -> None:
    end = x + sum(width_of(text) for text, _ in pieces)
    cells.put(y, x, pieces, end)


def _frame(cells: TerminalCells, state: State, styles: Mapping[str, str]) -> None:
    """The lines above the tab."""
    glyphs, width = state.glyphs, cells.width

    def styled(pieces: Sequence[Piece]) -> list[Piece]:
        return [(glyphs.adapt(text), styles[role]) for text, role in pieces]

    title = [(" ", ""), *styled(frame_text.header(state, "", width - 2)), (" ", "")]
    _put(cells, 0, _grounded(title, styles["head"]))
    _put(cells, 1, styled(frame_text.tabs("sites", width - 1)), 1)
    room = width - 4 - frame_text.COUNT_WIDTH
    _put(cells, 2, [("/ ", styles["strong"])], 1)
    typed = (state.typed, "") if state.typed else (frame_text.PLACEHOLDER, "faint")
    if width_of(typed[0]) < room:
        _put(cells, 2, styled([typed]), 3)
    cut_off = width_of(state.typed) > room
    count = frame_text.filter_count(state, "sites", glyphs, cut_off=cut_off)
    _put(cells, 2, [(count, styles["muted"])], width - 1 - frame_text.COUNT_WIDTH)
    _put(cells, 3, styled(frame_text.ways(frame_text.SITE_WAYS, 0, "", width)))


def _table(
    cells: TerminalCells, state: State, styles: Mapping[str, str], width: int, height: int
) -> None:
    """The rows in sight, with the cursor on the first."""
    shown = state.view.table("sites")
    source = ResultSource(state.result("sites"), shown)
    room = height - 1
    scrolls = len(source) > room
    line = width - 1 if scrolls else width
    margin = 1 if scrolls or width < cells.width else 0
    widths = measure(source, shown.sort, state.glyphs)
    painter = LinePainter(
        source=source,
        arrangement=arrange(widths, 0, line, margin),
        palette={**styles, "muted": styles.get("dim", styles["muted"])},
        glyphs=state.glyphs,
        sort=shown.sort,
        needles=needles(state.view.filter),
        fold=fold,
        width=line,
        match=_set_off,
    )
    _put(cells, _ABOVE, painter.header_line(0))
    for at, sign in painter.edges():
        _put(cells, _ABOVE, [(sign, styles["more"])], at)
    for row in range(min(len(source), room)):
        cursor = 0 if row == 0 else None
        _put(cells, _ABOVE + 1 + row, painter.row_line(row, cursor, marked=False))


def _set_off(style: str) -> str:
    return f"1;4;{style}" if style else "1;4"


_HEX = "0123456789abcdefABCDEF"
_ANSI = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")

Colour = Callable[[str, bool], str]
"""SGR parameters of a colour of a theme, as background or not; raises ValueError for others."""


def theme_styles(name: str, folders: list[Path]) -> Mapping[str, str] | None:
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
