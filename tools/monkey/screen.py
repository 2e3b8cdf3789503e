"""What a person sees: the cells that the bytes sent to a terminal draw."""

from __future__ import annotations

import re

import pyte

# Questions to the terminal and keyboard modes; pyte would write their last letters.
_NOT_DRAWN = re.compile(rb"\x1b\[(?:[<>=][\d;]*u|\?\d+\$p)")


class Screen(pyte.Screen):
    """A terminal's screen. As in a terminal, a saved cursor can be taken up again and again."""

    def restore_cursor(self) -> None:
        """Go back to the saved cursor, and keep it."""
        saved = self.savepoints[-1:]
        super().restore_cursor()
        self.savepoints += saved


class Eyes:
    """Reads the screen from the bytes that come, piece by piece."""

    def __init__(self, width: int, height: int) -> None:
        self.screen = Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)

    def see(self, data: bytes) -> None:
        """Take in bytes; a sequence may be cut where none of those passed over begins."""
        self._stream.feed(_NOT_DRAWN.sub(b"", data))

    def lines(self) -> list[str]:
        """The lines, without trailing blanks."""
        return [line.rstrip() for line in self.screen.display]
