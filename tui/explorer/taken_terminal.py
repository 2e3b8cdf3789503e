"""The terminal with the first frame on it, before Textual takes it over."""

from __future__ import annotations

import contextlib
import signal
import sys

from tui.explorer.terminal_cells import TerminalCells
from tui.text import fenced

ENTER = "\x1b[?1049h"
"""Goes to the screen that full-screen programs use, and clears it."""
_LEAVE = "\x1b[?7h\x1b[?1049l\x1b[?25h"
_HIDE_CURSOR = "\x1b[?25l\x1b[?7l"


class TakenTerminal:
    """A terminal that shows ``cells``; ``handed_over`` once the driver goes on with it."""

    def __init__(self, cells: TerminalCells) -> None:
        """Show the cells that are set. Raises OSError where nothing can be written."""
        self.cells = cells
        self.handed_over = False
        # Nobody could put the screen back before a stop; the driver can.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self._write(f"{ENTER}{_HIDE_CURSOR}{fenced(cells.changes())}")

    def leave(self) -> None:
        """Put the screen back, unless it was handed over."""
        if not self.handed_over:
            self.handed_over = True
            with contextlib.suppress(OSError):
                self._write(_LEAVE)

    def _write(self, text: str) -> None:
        stream = sys.__stderr__
        if stream is not None:
            stream.write(text)
            stream.flush()
