"""The explorer in a real terminal, and its screen as a person sees it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyte

from tests.cli.running import SMALL
from tools.bench.terminal import Terminal
from tui.user.settings import put_setting

AIF = (sys.executable, "-m", "tui")


def environment(home: Path, **more: str) -> dict[str, str]:
    """A home of somebody who is not new here, where it has no settings yet."""
    settings = home / ".config" / "aif"
    if not (settings / "settings.toml").exists():
        put_setting("welcome", value=False, folder=settings)
    return {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color",
            "LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            **more}  # fmt: skip


def explorer(home: Path, size: tuple[int, int] = (80, 24), *words: str, **more: str) -> Terminal:
    """The explorer on the small dataset."""
    return Terminal((*AIF, *SMALL, *words), environment(home, **more), size)


def as_seen(screen: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """The cells as a person sees them: on a blank one, no colour and no weight of letters."""
    rows = []
    for y in range(screen.lines):
        row: list[tuple[object, ...]] = []
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            lines = (cell.underscore, cell.strikethrough, cell.reverse)
            blank = cell.data == " " and not any(lines)
            letters = () if blank else (cell.fg, cell.bold, cell.italics, *lines)
            row.append((cell.data, cell.bg, *letters))
        rows.append(row)
    return rows
