"""The program in a copy of the process of the tests, where nothing has to be imported anew.

A start takes a tenth of the time of a new interpreter, and ``make branches`` counts what it took.
What depends on how the interpreter itself begins (locale, imports, the end of the process) needs
a new one.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import select
import signal
import subprocess
import sys
import termios
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import tui
from tui.cli import main

# A module that the copy were to import would be imported again by the next one.
for _module in walk_packages(tui.__path__, "tui."):
    if not _module.name.endswith(".__main__"):
        import_module(_module.name)

Streams = tuple[int, int, int]
"""File descriptors for input, output and errors."""


class Fork:
    """A run of ``aif`` with these arguments; the call returns when it has been started.

    ``env`` is its whole environment, ``terminal`` the one that controls it, if any, ``folder``
    where it runs, if not here.
    """

    def __init__(
        self,
        words: Sequence[str],
        streams: Streams,
        env: Mapping[str, str],
        *,
        terminal: int | None = None,
        folder: Path | None = None,
    ) -> None:
        env = dict(env)  # it may be that of this process
        self._ends, alive = os.pipe()
        self.returncode: int | None = None
        self.pid = os.fork()
        if not self.pid:
            try:
                _apart(streams, env, terminal, alive)
                if folder is not None:
                    os.chdir(folder)
                _run(words)
            finally:
                os._exit(1)  # whatever happened, the tests go on in one process alone
        os.close(alive)

    def poll(self) -> int | None:
        """Return the exit code, that of a signal below 0; None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
                os.close(self._ends)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code; raises TimeoutExpired where it does not end within the seconds."""
        if self.returncode is None:
            if not select.select([self._ends], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("aif", timeout or 0)
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)  # its end is that of its files
        code = self.poll()
        assert code is not None
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to it, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def _run(words: Sequence[str]) -> None:
    """Run the command, and end the process with its code as an interpreter would."""
    atexit._clear()  # what the tests tidy up is theirs
    sys.dont_write_bytecode = True  # no cache of modules in each of many homes
    code = 1
    try:
        code = main(words)
    except BaseException:
        traceback.print_exc()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _apart(streams: Streams, env: Mapping[str, str], terminal: int | None, alive: int) -> None:
    """Take over streams, environment and signals as in a process of its own.

    Of the files of the tests none stays open but ``alive``, whose end tells them of that of the
    process: a terminal hangs up when nobody has its other side open any more.
    """
    os.setsid()
    if terminal is not None:
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, alive)
    os.closerange(alive + 1, os.sysconf("SC_OPEN_MAX"))
    opened = [
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115, open to the end
        for number, mode in enumerate(("r", "w", "w"))
    ]
    sys.stdin, sys.stdout, sys.stderr = opened
    vars(sys).update(__stdin__=opened[0], __stdout__=opened[1], __stderr__=opened[2])
    os.environ.clear()
    os.environ.update(env)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
