"""What a note says in the lines that it has: a text, and last a list told as far as there is room.

A list that is too long ends in how many more there are, not in the middle of a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.frozen import frozen
from tui.text import cut, wrap


@frozen
class Naming:
    """A text that ends in names: ``lead`` holds what stands before them, with its colon."""

    lead: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return self.naming(len(self.names))

    def naming(self, most: int) -> str:
        """The text with so many of the names, and how many more there are."""
        more = len(self.names) - most
        told = ", ".join(self.names[:most])
        if not most:
            return self.lead.rstrip(" :")
        return f"{self.lead}{told}{f' and {more:,} more' if more else ''}"


Said = str | Naming
"""What a note says."""


def naming(lead: str, names: Sequence[str]) -> Said:
    """A text that ends in these names; without any it ends before the colon."""
    return Naming(f"{lead}: ", tuple(names)) if names else lead


def noted(said: Said, width: int, height: int, ellipsis: str) -> str:
    """A text wrapped at words, its last line ending in a mark where there would be more.

    Of names as many are told as fit, and how many more there are.
    """
    lines = wrap(str(said), width)
    if len(lines) > height and isinstance(said, Naming):
        lines = wrap(said.naming(_fitting(said, width, height)), width)
    if len(lines) <= height:
        return "\n".join(lines)
    rest = " ".join(lines[height - 1 :])
    return "\n".join([*lines[: height - 1], cut(rest, width, ellipsis)])


def _fitting(said: Naming, width: int, height: int) -> int:
    """How many of the names fit, where not all do."""
    low, high = 0, len(said.names)
    while high - low > 1:
        middle = (low + high) // 2
        if len(wrap(said.naming(middle), width)) <= height:
            low = middle
        else:
            high = middle
    return low
