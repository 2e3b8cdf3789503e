"""The real explorer in a pseudo-terminal: bytes go in, a screen can be read, the end is seen."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol

from tui.user.settings import put_setting

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30.0
"""Seconds for which a sign from the program is waited for."""
LEAST = 0.01
"""Seconds of processor time that a program at rest may use meanwhile."""


class SilentError(Exception):
    """The program did not do in time what was waited for; the message tells what it showed."""


class Process(Protocol):
    """A program that runs, as :class:`subprocess.Popen` has it."""

    @property
    def pid(self) -> int:
        """Its number in the system."""

    @property
    def returncode(self) -> int | None:
        """The exit code, once it has been asked for; None while it runs."""

    def poll(self) -> int | None:
        """Return the exit code; None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code; raises TimeoutExpired if it does not end within the seconds."""

    def kill(self) -> None:
        """End it at once."""

    def send_signal(self, sig: int) -> None:
        """Send it a signal, unless it has ended."""


class Program:
    """``aif`` with these words in a terminal of its own, until the ``with`` block ends.

    The terminal is the controlling one of a session of its own, so that closing it hangs up as
    a closed window does.
    """

    def __init__(
        self,
        home: Path,
        *words: str,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        streams: Mapping[str, int] | None = None,
        code: str = "",
    ) -> None:
        """``home`` keeps settings and session; ``streams`` replaces stdin, stdout or stderr.

        ``code`` runs instead of the command, to put a fault into the program.
        """
        self.home = home
        self.received = bytearray()
        self.master, slave = pty.openpty()
        self.resize(*size)
        os.set_blocking(self.master, False)
        self._code = code
        given = streams or {}
        three = (given.get("stdin", slave), given.get("stdout", slave), given.get("stderr", slave))
        self.process = self._start(words, three, slave, environment(home, env))
        os.close(slave)

    def _start(
        self, words: tuple[str, ...], streams: tuple[int, int, int], slave: int,
        env: Mapping[str, str],
    ) -> Process:  # fmt: skip
        """Start the program with its three streams; ``slave`` is the terminal that controls it."""
        call = ["-c", self._code] if self._code else ["-m", "tui"]
        return subprocess.Popen(
            [sys.executable, *call, *words],
            stdin=streams[0],
            stdout=streams[1],
            stderr=streams[2],
            env=env,
            cwd=self.home,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0),  # noqa: PLW1509
            pass_fds=(slave,),
        )

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        self.hang_up()

    # What goes in

    def send(self, data: bytes | str) -> None:
        """Write bytes in one go; what the program has sent meanwhile is taken in."""
        left = data.encode() if isinstance(data, str) else data
        while left:
            try:
                left = left[os.write(self.master, left) :]
            except BlockingIOError:
                self.take_in(0.01)

    def resize(self, width: int, height: int) -> None:
        """Change the size of the window."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the window."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    # What comes out

    def take_in(self, seconds: float) -> bytes:
        """What comes within this time; ends with the first piece, and at the end of all."""
        if self.master < 0 or not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            piece = os.read(self.master, 1 << 16)
        except OSError:
            piece = b""
        self.received += piece
        return piece

    def until(self, seen: Callable[[bytes], bool], what: str = "", wait: float = PATIENCE) -> None:
        """Take in until what came fulfils this. Raises SilentError."""
        deadline = time.monotonic() + wait
        while not seen(bytes(self.received)):
            if time.monotonic() > deadline:
                raise SilentError(f"{what or 'what was waited for'} did not come")
            if not self.take_in(0.1) and self.process.poll() is not None:
                while self.take_in(0.05):
                    pass
                if not seen(bytes(self.received)):
                    raise SilentError(f"ended with {self.process.returncode}, {what} did not come")

    def until_text(self, text: str, wait: float = PATIENCE) -> None:
        """Take in until this text came in one piece. Raises SilentError."""
        self.until(lambda data: text.encode() in data, repr(text), wait)

    def takes_keys(self) -> None:
        """Wait until keys go to the program as they are, before it draws anything.

        Until then the terminal itself takes Backspace, as on the line of any shell.
        """
        edits_lines = True
        while edits_lines and self.process.poll() is None:
            self.take_in(0.005)
            edits_lines = bool(termios.tcgetattr(self.master)[3] & termios.ICANON)

    def ready(self) -> None:
        """Wait until keys act and nothing more is drawn. Raises SilentError."""
        self.until(lambda data: b"\x1b[?1004h" in data, "the driver")
        self.until_text("Sites")
        self.rest()

    def rest(self, quiet: float = 0.2, wait: float = PATIENCE) -> None:
        """Take in until nothing has come for a while. Raises SilentError."""
        deadline = time.monotonic() + wait
        while self.take_in(quiet):
            if time.monotonic() > deadline:
                raise SilentError("it does not come to rest")

    def done(self, quiet: float = 0.12, wait: float = PATIENCE) -> None:
        """Take in until all keys sent have had their effect. Raises SilentError.

        Silence alone does not say so: keys wait in the program, and while they do it draws ten
        times a second at most, and it may be given no time. So it must have done nothing either.
        Where it has stopped itself, it is taken to the foreground again.
        """
        deadline = time.monotonic() + wait
        while self.process.poll() is None:
            spent = self._spent()
            silent = not self.take_in(quiet) and self._spent() <= spent + LEAST
            states = self._states()
            if "T" in states:
                self.signal(signal.SIGCONT)
            elif silent and not states & {"R", "D"}:
                return
            if time.monotonic() > deadline:
                raise SilentError("it does not come to rest")
        self.rest(0.05)

    def _threads(self) -> list[list[str]]:
        """The words of what the system tells of each thread, its state first (see proc(5))."""
        found = []
        for path in Path(f"/proc/{self.process.pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):
                found.append(path.read_text(encoding="utf-8").rpartition(")")[2].split())
        return found

    def _spent(self) -> float:
        """Seconds of processor time that it has used."""
        ticks = sum(int(words[11]) + int(words[12]) for words in self._threads())
        return ticks / os.sysconf("SC_CLK_TCK")

    def _states(self) -> set[str]:
        """Letters of what its threads do: R and D run, T has stopped (see proc(5))."""
        return {words[0] for words in self._threads()}

    def ended(self, wait: float = PATIENCE) -> int:
        """The exit code, once the program has ended. Raises SilentError."""
        deadline = time.monotonic() + wait
        while (code := self.process.poll()) is None:
            if time.monotonic() > deadline:
                raise SilentError(f"it has not ended within {wait:g} s")
            if not self.take_in(0.02):
                time.sleep(0.01)
        while self.take_in(0.02):
            pass
        return code


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """A colour terminal, a home of its own, where nobody is new, and this tree's program."""
    put_setting("welcome", value=False, folder=home / "config" / "aif")
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONDONTWRITEBYTECODE": "1",  # no cache of modules in each of many homes
        **(more or {}),
    }
