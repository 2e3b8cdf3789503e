"""Reading what a program sends to a terminal: what acts there, and whether frames are straight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyte

from tests.hostile.data import ATTACKS
from tui.text import hides

# What the explorer and the commands send themselves.
_OWN = re.compile(
    "\x1b\\[[0-9;]*m"  # colours
    "|\x1b\\[[0-9;]*H|\x1b\\[[0-9]*C|\x1b\\[K|\x1b[78]"  # places, the rest of a line
    "|\x1b\\[\\?(?:1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048|25|7)[hl]"  # modes
    "|\x1b\\[\\?(?:2026|2048|1016)\\$p|\x1b\\[[<>=][0-9;]*u|\x1b\\[\\?u"  # questions on them
    "|\x1b\\]22;[a-z]+\x07"  # the shape of the pointer
    "|\x1b\\]52;c;[A-Za-z0-9+/=]*(?:\x07|\x1b\\\\)"  # the clipboard, by the person's key
)
_ATTACK = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*|[PX^_c])")


def came_through(stream: str) -> list[str]:
    """What in a stream acts on the terminal or cannot be seen, and is not the program's own."""
    sent = {found for attack in ATTACKS.values() for found in _ATTACK.findall(attack)}
    found = [attack for attack in sorted(sent - {"\x1b[H"}) if attack in stream]
    rest = _OWN.sub("", stream)
    return found + [
        rest[max(at - 20, 0) : at + 20]
        for at, character in enumerate(rest)
        if hides(character) and character not in "\r\n\t"
    ]


def shown(stream: str, columns: int, rows: int) -> list[str]:
    """The lines of a terminal after a stream."""
    screen = pyte.Screen(columns, rows)
    pyte.Stream(screen).feed(stream)
    return cells(screen)


def cells(screen: pyte.Screen) -> list[str]:
    """The lines of a screen, one character for each cell."""
    return [
        "".join(screen.buffer[row][column].data[:1] or "~" for column in range(screen.columns))
        for row in range(screen.lines)
    ]


def crooked(lines: Sequence[str]) -> Iterator[str]:
    """Sides of boxes that are not where their corners are, and vertical lines that step aside."""
    for row, line in enumerate(lines):
        for found in re.finditer("╭[^╭╮]*╮", line):
            for below in range(row + 1, len(lines)):
                sides = lines[below][found.start()] + lines[below][found.end() - 1]
                if sides == "╰╯":
                    break
                if sides[0] not in "│├" or sides[1] not in "│┤":
                    yield f"line {below} of the box at {row}: {lines[below]!r}"
    for column in range(max(map(len, lines), default=0)):
        signs = "".join(line[column] for line in lines)
        for found in re.finditer("(?<=│││)[^│├┤┃](?=│)", signs):
            around = lines[found.start()][max(column - 4, 0) : column + 5]
            if "│" in around:
                yield f"column {column} in line {found.start()}: {around!r}"
