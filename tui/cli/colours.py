"""Colours for people: on a terminal that shows them, through Rich, and nowhere else.

They repeat what stands there in words and signs: headings, what is unknown or not confirmed,
and how a claim fares.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.cli.terminal import seen
from tui.text import fenced

if TYPE_CHECKING:
    from rich.text import Text

_RULE = re.compile(r"─[─ ]*")
_STYLES = (
    (re.compile(r"(?<!\S)·(?!\S)"), "dim"),
    (re.compile(r"(?<!\S)~[\d.,]+"), "yellow"),
    (re.compile(r"(?<!\S)✓ holds\b"), "green"),
    (re.compile(r"(?<!\S)✗ fails\b"), "bold red"),
    (re.compile(r"(?<!\S)≈ depends\b"), "yellow"),
    (re.compile(r"(?<!\S)↻ outdated\b"), "magenta"),
)


def wanted() -> bool:
    """Whether this terminal shows colours and the person has not asked for none."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def paint(text: str) -> None:
    """Write a text to the terminal in colours, every line of it made harmless before."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in _lines(text):
        console.print(line, end="\n")


def _lines(text: str) -> Iterator[Text]:
    from rich.text import Text

    lines = text.removesuffix("\n").split("\n")
    for at, line in enumerate(lines):
        shown = seen(line)
        following = lines[at + 1] if at + 1 < len(lines) else ""
        heading = bool(_RULE.fullmatch(following)) if following else False
        styled = Text(fenced(shown), "bold" if heading else "")
        if _RULE.fullmatch(shown):
            styled.stylize("dim")
        for pattern, style in _STYLES:
            for found in pattern.finditer(styled.plain):
                styled.stylize(style, *found.span())
        yield styled
