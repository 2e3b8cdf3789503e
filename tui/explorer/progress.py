"""What is told while a large dataset is read, before there is a screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

AFTER = 0.5
"""Seconds that reading takes at least before anything is told."""
AGAIN = 0.1
"""Seconds between two lines."""


class Progress:
    """Tells on one line of a terminal how far reading has come, once it takes its time."""

    def __init__(self, stream: TextIO | None, now: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._now = now
        self._next = now() + AFTER
        self._told = False

    def __call__(self, doing: str, done: int, of: int) -> None:
        """``done`` of ``of`` sites have been read, or whatever is being done with them."""
        if self._stream is None or self._now() < self._next:
            return
        self._next = self._now() + AGAIN
        self._told = True
        self._stream.write(f"\r\x1b[K{doing} the sites: {done:,} of {of:,}")
        self._stream.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._told and self._stream is not None:
            self._told = False
            self._stream.write("\r\x1b[K")
            self._stream.flush()
