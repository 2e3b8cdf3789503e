"""A slow line between a program's terminal and whoever sits in front of it."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass, field

_PIECE = 512  # carried at once
_BUFFER = 1 << 16  # bytes under way at most: a program that sends more has to wait


@dataclass(frozen=True, slots=True)
class Line:
    """What a line does to bytes: seconds that they are under way, and bytes a second."""

    delay: float
    rate: float


@dataclass(slots=True)
class _Direction:
    """Bytes under way in one direction, each piece with the moment of its arrival."""

    line: Line
    source: int
    target: int
    waiting: deque[tuple[float, bytes]] = field(default_factory=deque)
    size: int = 0
    free: float = 0.0
    open: bool = True

    def take(self) -> None:
        """Take in what the source sends; it arrives when the line has carried it."""
        try:
            piece = os.read(self.source, _PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self.open = False
            return
        self.free = max(self.free, time.perf_counter()) + len(piece) / self.line.rate
        self.waiting.append((self.free + self.line.delay, piece))
        self.size += len(piece)

    def deliver(self, now: float) -> None:
        """Hand on what has arrived."""
        while self.waiting and self.waiting[0][0] <= now:
            piece = self.waiting.popleft()[1]
            self.size -= len(piece)
            with contextlib.suppress(OSError):
                os.write(self.target, piece)


class Link(threading.Thread):
    """Carries bytes between the terminal's file descriptor and :attr:`end`, slowly.

    ``end`` is a socket that closes when the terminal has closed and all has arrived.
    """

    def __init__(self, terminal: int, line: Line) -> None:
        super().__init__(daemon=True, name="slow line")
        self.end, self._far = socket.socketpair()
        self._far.setblocking(False)
        os.set_blocking(terminal, False)
        self._out = _Direction(line, terminal, self._far.fileno())
        self._in = _Direction(line, self._far.fileno(), terminal)
        self.start()

    def run(self) -> None:
        """Carry until one side closes."""
        while self._out.open or self._out.waiting:
            readable = [
                each.source for each in (self._out, self._in) if each.open and each.size < _BUFFER
            ]
            due = [each.waiting[0][0] for each in (self._out, self._in) if each.waiting]
            wait = max(min(due) - time.perf_counter(), 0) if due else None
            try:
                ready = select.select(readable, [], [], wait)[0]
            except (OSError, ValueError):
                break
            for each in (self._out, self._in):
                if each.source in ready:
                    each.take()
                each.deliver(time.perf_counter())
        self._far.close()
