"""A program in a pseudo terminal: keys go in, bytes come out with the time they came."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol

import pyte

from .link import Line, Link

WIDTH, HEIGHT = 80, 24
QUIET = 0.060  # a burst of output is over after this many seconds of silence
_ENDLESS = 10.0
_IDLE = 0.1  # of one processor: below it a program counts as idle
_READ = 1 << 16
_TICK = os.sysconf("SC_CLK_TCK")


class TerminalError(Exception):
    """The program did not do what was waited for; the message says what it was."""


class _EndedError(TerminalError):
    """The program ended while its output was read."""


class Process(Protocol):
    """A program that runs, as :class:`subprocess.Popen` has it."""

    @property
    def pid(self) -> int:
        """Its number in the system."""

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code; raises TimeoutExpired if it does not end within the seconds."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Output that followed a key.

    ``start`` is the moment of the key (perf_counter), ``before`` the bytes received until
    then, ``first`` and ``last`` the seconds until the first and the last byte, ``size`` the
    bytes.
    """

    start: float
    before: int
    first: float
    last: float
    size: int


class Screen(pyte.Screen):
    """A screen whose saved place of the cursor stays saved, as in terminals."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self._stream = pyte.ByteStream(self)

    def show(self, sent: bytes) -> None:
        """Draw what a program sent; a sequence may be cut anywhere."""
        self._stream.feed(sent)

    def save_cursor(self) -> None:
        self.savepoints.clear()
        super().save_cursor()

    def restore_cursor(self) -> None:
        saved = [each._replace(cursor=copy(each.cursor)) for each in self.savepoints]
        super().restore_cursor()
        self.savepoints.extend(saved)


class Terminal:
    """Runs one program in a terminal until the ``with`` block ends, and keeps its screen.

    ``env`` is its whole environment, ``line`` a slow line to it. The program leads a process
    group of its own, and the whole group is ended on leaving. Terminal queries stay unanswered:
    Textual asks without waiting, and so all programs send the same kind of frames.
    """

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        size: tuple[int, int] = (WIDTH, HEIGHT),
        line: Line | None = None,
    ) -> None:
        self.argv = tuple(argv)
        self._received = bytearray()
        self._pieces: list[tuple[int, float]] = []  # where each piece ends, and when it came
        self._ended = False
        self._screen = Screen(*size)
        self._shown = 0  # pieces that the screen has taken in
        self._master, slave = pty.openpty()
        try:
            fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            self.started = time.perf_counter()
            self._process = self._start(slave, dict(env))
        except OSError as error:
            os.close(self._master)
            raise TerminalError(f"cannot run {self.argv[0]}: {error.strerror}") from error
        finally:
            os.close(slave)
        os.set_blocking(self._master, False)
        self._link = Link(self._master, line) if line else None
        self._end = self._link.end.fileno() if self._link else self._master

    def _start(self, slave: int, env: Mapping[str, str]) -> Process:
        """Start the program with its terminal; raises OSError."""
        return subprocess.Popen(
            self.argv,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=env,
            close_fds=True,
            start_new_session=True,
            # the terminal must control the program, as a real one does; no threads here
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program and everything it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._link is not None:
            self._link.end.close()
            self._link.join(1)
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def wait(self, timeout: float = 60.0) -> int:
        """Return the exit code of a program that ends; raises TerminalError if it does not."""
        deadline = time.perf_counter() + timeout
        with contextlib.suppress(_EndedError):
            while (left := deadline - time.perf_counter()) > 0:
                self._read(left)
        try:
            return self._process.wait(max(deadline - time.perf_counter(), 0))
        except subprocess.TimeoutExpired as error:
            raise TerminalError(f"it did not end within {timeout:g} s") from error

    @property
    def received(self) -> int:
        """Bytes sent by the program so far."""
        return len(self._received)

    @property
    def sent(self) -> bytes:
        """All that the program sent so far, as it was sent."""
        return bytes(self._received)

    @property
    def latest(self) -> float:
        """Moment (perf_counter) of the latest output, or of the start."""
        return self._pieces[-1][1] if self._pieces else self.started

    @property
    def screen(self) -> Screen:
        """The screen after all output so far."""
        while self._show_next():
            pass
        return self._screen

    def _show_next(self) -> float | None:
        """Show one more piece of the output; the moment it came, None if there is none."""
        if self._shown == len(self._pieces):
            return None
        start = self._pieces[self._shown - 1][0] if self._shown else 0
        end, moment = self._pieces[self._shown]
        self._screen.show(bytes(self._received[start:end]))
        self._shown += 1
        return moment

    def lines(self) -> list[str]:
        """The texts of the screen's lines, without trailing blanks."""
        return [line.rstrip() for line in self.screen.display]

    def shows(self, *texts: str) -> bool:
        """Whether one of the texts stands on the screen as far as it was looked at."""
        return any(text in line for line in self._screen.display for text in texts)

    def find(self, text: str) -> tuple[int, int] | None:
        """Line and cell where a text first stands on the screen as far as it was looked at."""
        for y, line in enumerate(self._screen.display):
            if (x := line.find(text)) >= 0:
                return y, x
        return None

    def style(self, y: int, x: int) -> tuple[object, ...]:
        """Colours and attributes of a cell, without its text."""
        return tuple(self._screen.buffer[y][x])[1:]

    def _read(self, wait: float) -> bytes:
        """Return the next piece of output, empty if none came within ``wait`` seconds.

        Raises TerminalError when the program has ended.
        """
        if not self._ended and select.select([self._end], [], [], max(wait, 0))[0]:
            try:
                piece = os.read(self._end, _READ)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                piece = b""
            if piece:
                self._received += piece
                self._pieces.append((len(self._received), time.perf_counter()))
                return piece
            self._ended = True
        if self._ended:
            lines = [line for line in self.lines() if line]
            raise _EndedError(f"the program ended: {' / '.join(lines[-3:])[:300]}")
        return b""

    def wait_until(self, shown: Callable[[Terminal], bool], timeout: float, what: str) -> float:
        """Return when (perf_counter) output came after which the screen fulfils a condition.

        Output that was looked at before does not count. Raises TerminalError, which says
        ``what`` is missing, when it does not come within ``timeout`` seconds.
        """
        deadline = time.perf_counter() + timeout
        while True:
            while (moment := self._show_next()) is not None:
                if shown(self):
                    return moment
            left = deadline - time.perf_counter()
            if left <= 0:
                raise TerminalError(f"{what} did not appear within {timeout:g} s")
            self._read(left)

    def wait_for(self, texts: Sequence[str], timeout: float) -> float:
        """Return when (perf_counter) one of the texts stood on the screen; now if it does.

        Raises TerminalError when none comes within ``timeout`` seconds.
        """
        if self.shows(*texts):
            return time.perf_counter()
        return self.wait_until(lambda it: it.shows(*texts), timeout, repr(texts[0]))

    def press(self, keys: str, quiet: float = QUIET, patience: float = 1.0) -> Burst | None:
        """Send ``keys`` at once and read until ``quiet`` seconds pass without output.

        None if nothing comes within ``patience`` seconds. Output that goes on without a
        pause is cut after ten seconds.
        """
        self.drain()
        start = time.perf_counter()
        self.send(keys)
        before, first = self.received, 0.0
        while self._read(patience if not first else quiet):
            first = first or self._pieces[-1][1]
            if time.perf_counter() - first > _ENDLESS:
                break
        return self._burst(start, before)

    def send(self, keys: str) -> None:
        """Send keys without waiting for anything."""
        try:
            os.write(self._end, keys.encode())
        except OSError as error:
            raise TerminalError(f"the program takes no keys: {error.strerror}") from error

    def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal; the program is told."""
        self.drain()
        self.screen.resize(height, width)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def drain(self) -> None:
        """Take in what has arrived so far."""
        while self._read(0):
            pass

    def listen(self, seconds: float) -> None:
        """Take in what arrives within the time given."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(left)

    def rest(
        self, quiet: float = 0.3, timeout: float = 60.0, after: Burst | None = None
    ) -> Burst | None:
        """Wait until the program neither sends nor computes for ``quiet`` seconds, nor wants to.

        Returns the output since the call, or that of the key which ``after`` followed, to its
        end; None if there was none. Stops after ``timeout`` seconds without complaint.
        """
        now = time.perf_counter()
        start, before = (now, self.received) if after is None else (after.start, after.before)
        deadline = now + timeout
        while now < deadline:
            ticks = self._ticks()
            silent = not self._read(quiet)
            now = time.perf_counter()
            idle = self._ticks() - ticks <= quiet * _TICK * _IDLE
            if silent and idle and not self._waits_for_a_processor():
                break
        return self._burst(start, before)

    def _burst(self, start: float, before: int) -> Burst | None:
        """Return the output after the first ``before`` bytes, timed from ``start``."""
        moments = [moment for end, moment in self._pieces if end > before]
        if not moments:
            return None
        size = self.received - before
        return Burst(start, before, moments[0] - start, moments[-1] - start, size)

    def _ticks(self) -> int:
        """Return the processor time used by the program, in clock ticks."""
        try:
            with open(f"/proc/{self._process.pid}/stat", encoding="utf-8") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            return 0
        return int(fields[11]) + int(fields[12])

    def _waits_for_a_processor(self) -> bool:
        """Whether a thread of the program would go on, were it given the time."""
        for path in Path(f"/proc/{self._process.pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):
                if path.read_text(encoding="utf-8").rpartition(")")[2].split()[0] in ("R", "D"):
                    return True
        return False

    def peak_memory(self) -> float:
        """Return the largest resident size so far in MiB; raises TerminalError if unknown."""
        try:
            with open(f"/proc/{self._process.pid}/status", encoding="utf-8") as file:
                for line in file:
                    if line.startswith("VmHWM:"):
                        return int(line.split()[1]) / 1024
        except OSError:
            pass
        raise TerminalError("the system does not tell the peak memory of a program")
