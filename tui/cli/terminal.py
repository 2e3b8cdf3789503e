"""Output on a terminal: every text that a command writes passes here."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from shutil import get_terminal_size
from typing import TYPE_CHECKING, TextIO

from tui.text import fenced, printable

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


_LAYOUT = re.compile(r"(\r?\n|\t)")


def seen(text: str) -> str:
    """A text in which everything can be seen, with its line breaks and tabs."""
    parts = _LAYOUT.split(text)
    parts[::2] = map(printable, parts[::2])
    return "".join(parts)


class Terminal(io.TextIOBase):
    """A stream that shows what cannot be seen and, with ``fences``, keeps texts in their cells."""

    def __init__(self, stream: TextIO, *, fences: bool = True) -> None:
        self._stream = stream
        self._fences = fences and os.environ.get("TERM", "dumb") != "dumb"

    def write(self, text: str) -> int:
        """Write a text, line breaks and tabs as they are."""
        shown = seen(text)
        self._stream.write(fenced(shown) if self._fences else shown)
        return len(text)

    def flush(self) -> None:
        """Send what is still held back."""
        self._stream.flush()

    def isatty(self) -> bool:
        """It is a terminal."""
        return True


def paged(text: str) -> bool:
    """Show a text that is longer than the terminal in ``$PAGER``, ``less`` unless set.

    False where it is not longer, or the program is not there; then nothing was shown.
    """
    if text.count("\n") < get_terminal_size().lines:
        return False
    try:
        words = shlex.split(os.environ.get("PAGER") or "less")
        # LESS=R lets colours through and nothing else; S keeps a wide table on its lines.
        environment = {"LESS": "RS", **os.environ}
        program = subprocess.Popen(  # noqa: S603 - the person's own choice
            words, stdin=subprocess.PIPE, encoding="utf-8", env=environment
        )
    except (OSError, ValueError):
        return False
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        program.communicate(seen(text))
    program.wait()
    return True
