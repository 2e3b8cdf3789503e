"""The explorer in a real terminal, and its screen as a person sees it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pyte

from tests.cli.running import SMALL
from tests.forking import Fork, Streams
from tools.bench.terminal import Terminal
from tools.monkey.program import Process, Program
from tui.user.settings import put_setting

AIF = (sys.executable, "-m", "tui")


def environment(home: Path, **more: str) -> dict[str, str]:
    """A home of somebody who is not new here, where it has no settings yet."""
    settings = home / ".config" / "aif"
    if not (settings / "settings.toml").exists():
        put_setting("welcome", value=False, folder=settings)
    return {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color",
            "LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONDONTWRITEBYTECODE": "1",  # no cache of modules in each of many homes
            **more}  # fmt: skip


class Forked(Terminal):
    """A terminal with the program in a copy of this process, whose branches count as taken."""

    def _start(self, slave: int, env: Mapping[str, str]) -> Process:
        return Fork(self.argv, (slave, slave, slave), env, terminal=slave)


def explorer(home: Path, size: tuple[int, int] = (80, 24), *words: str, **more: str) -> Forked:
    """The explorer on the small dataset."""
    return Forked((*SMALL, *words), environment(home, **more), size)


class ForkedProgram(Program):
    """A program as the robot has it, in a copy of this process."""

    def _start(
        self, words: tuple[str, ...], streams: Streams, slave: int, env: Mapping[str, str]
    ) -> Process:
        return Fork(words, streams, env, terminal=slave, folder=self.home)


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
