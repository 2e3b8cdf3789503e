"""Running the command as a person does: in a pipe and in a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

from tests.forking import Fork

FIXTURES = Path(__file__).parents[1] / "fixtures"
SMALL = ("--data", str(FIXTURES / "small"))
FACTORIES = ("--data", str(FIXTURES / "factories"))
AIF = (sys.executable, "-m", "tui")


def piped(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run aif with pipes for all streams.

    Where something is added to the environment, by an interpreter that begins with it.
    """
    if environment:
        return subprocess.run(
            [*AIF, *words],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
    with open(os.devnull, "rb") as nothing:
        pipes = os.pipe(), os.pipe()
        (out, told), (err, warned) = pipes
        process = Fork(words, (nothing.fileno(), told, warned), os.environ)
    os.close(told)
    os.close(warned)
    said = _read({out: b"", err: b""})
    code = process.wait(60)
    return subprocess.CompletedProcess(words, code, said[out].decode(), said[err].decode())


def _read(said: dict[int, bytes]) -> dict[int, bytes]:
    """Read files to their ends, in whatever order they are written, and close them."""
    left = set(said)
    while left:
        for number in select.select(left, [], [])[0]:
            try:
                block = os.read(number, 65536)
            except OSError:  # a terminal whose other end is closed
                block = b""
            said[number] += block
            if not block:
                left.remove(number)
                os.close(number)
    return said


def in_terminal(
    *words: str, width: int = 80, term: str = "xterm-256color", no_color: str = "1"
) -> tuple[int, list[str]]:
    """Run aif in a terminal of this width; its exit code and the lines that it shows."""
    code, stream = stream_in_terminal(*words, width=width, term=term, env={"NO_COLOR": no_color})
    return code, stream.replace("\r\n", "\n").splitlines()


def stream_in_terminal(
    *words: str, width: int = 80, term: str = "xterm-256color", env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run aif in a terminal of this width; its exit code and all that it sends."""
    mine, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    process = Fork(
        words,
        (theirs, theirs, theirs),
        {**environment, "NO_COLOR": "1", "TERM": term, **(env or {})},
    )
    os.close(theirs)
    received = _read({mine: b""})[mine]
    return process.wait(timeout=60), received.decode()
