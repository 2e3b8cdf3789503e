"""How the explorer ends where nobody pressed a key for it: a signal, a terminal that is gone.

Nothing of Textual is imported here, since signals must be obeyed before it is there. The view
is kept first; then the app is asked to leave, which puts the terminal back as it was; and if
the process is still there after a while, whatever it is doing, it is ended.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import os
import signal
import sys
import termios
import threading
import time
import tty
from collections.abc import Callable
from types import FrameType
from typing import Any

GRACE = 1.5
"""Seconds that the app has to leave by itself."""
KEYS_HAVE = 1.0
"""Seconds of these in which what was typed before may still have its effect."""
BUSY = 0.4
"""Seconds after which the view is kept from beside, if the main thread has not come to it."""
LAST = 1.8
"""Seconds after which the system ends the process, if the interpreter is held up."""
RESTORING = 0.2
"""Seconds for putting the terminal back when the process is ended; it may not take any output."""

LOST = 128 + signal.SIGHUP
"""Exit code where the terminal is gone: that of the signal which says so."""

_NUMBERS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


def _nothing(_code: int = 0) -> None:
    """What stands in for a step until the app is there."""


def _ignore_signals() -> None:
    """Let nothing change the exit code of a process that has nothing left to do."""
    for number in _NUMBERS:
        signal.signal(number, signal.SIG_IGN)


class Ending:
    """The end of one process; it is asked for from any thread, and begins once."""

    def __init__(self) -> None:
        self.keep: Callable[[], None] = _nothing
        """Keeps the view; called from any thread, more than once."""
        self.leave: Callable[[int], object] | None = None
        """Asks the app to leave with this exit code; called from any thread. None without one."""
        self.restore: Callable[[], None] = _nothing
        """Puts the terminal back as it was, where the app did not come to it."""
        self.code: int | None = None
        """The exit code, once the end has begun."""
        self.attributes: list[Any] | None = None
        """Those of the terminal before :meth:`hold_keys`."""
        self._told, self._tell = os.pipe()
        os.set_blocking(self._tell, False)

    def watch(self) -> None:
        """Obey signals from now on; for the main thread."""
        for number in _NUMBERS:
            signal.signal(number, self._signalled)
        # The system writes the number there whatever the main thread is doing.
        signal.set_wakeup_fd(self._tell, warn_on_full_buffer=False)
        threading.Thread(target=self._wait, name="ending", daemon=True).start()
        # The interpreter hands signals back to the system before it is gone: one that comes
        # then would turn a process that has left into one that was killed.
        atexit.register(_ignore_signals)

    def hold_keys(self) -> None:
        """Let keys typed from now on wait for the app as they are, neither shown nor changed."""
        with contextlib.suppress(termios.error, OSError):
            held = termios.tcgetattr(0)
            self.attributes = termios.tcgetattr(0)
            held[tty.IFLAG] &= ~(termios.ICRNL | termios.IXON)
            held[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
            termios.tcsetattr(0, termios.TCSANOW, held)

    def give_back(self) -> None:
        """Undo :meth:`hold_keys`."""
        if self.attributes is not None:
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(0, termios.TCSANOW, self.attributes)

    def begin(self, code: int) -> None:
        """Keep the view and let the app leave; the process is gone after ``GRACE``."""
        if self.code is not None:
            return
        self.code = code
        # The only clock that needs no turn of the interpreter, which a pattern may not give.
        nowhere = open(os.devnull, "w", encoding="ascii")  # noqa: SIM115, it is open to the end
        faulthandler.dump_traceback_later(LAST, exit=True, file=nowhere)
        with contextlib.suppress(OSError):
            os.write(self._tell, b"\0")
        self.keep()
        if self.leave is None:
            self._end(code)
        else:
            self.leave(code)

    def complete(self) -> None:
        """Leave at once if the end has begun; whatever still runs in threads is not waited for."""
        if self.code is not None:
            self._end(self.code)

    def _signalled(self, number: int, _frame: FrameType | None) -> None:
        self.begin(128 + number)

    def _wait(self) -> None:
        """Wait for a signal or the call of :meth:`begin`, then see to it that it comes true."""
        while True:
            number = os.read(self._told, 1)[0]
            if number in (0, *_NUMBERS):
                break
        time.sleep(BUSY)
        if self.code is None:
            self.code = 128 + number
            self.keep()
            if self.leave is not None:
                self.leave(self.code)
        time.sleep(GRACE - BUSY)
        self._end(self.code)

    def _end(self, code: int) -> None:
        """End the process without asking anybody."""
        restoring = threading.Thread(target=self._put_back, daemon=True)
        restoring.start()
        restoring.join(RESTORING)
        os._exit(code)

    def _put_back(self) -> None:
        with contextlib.suppress(Exception):
            self.restore()
            self.give_back()
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
