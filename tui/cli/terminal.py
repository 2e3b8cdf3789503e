"""Output on a terminal: every text that a command writes passes here."""

from __future__ import annotations

import io
import os
import re
from typing import TextIO

from tui.text import fenced, printable

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
