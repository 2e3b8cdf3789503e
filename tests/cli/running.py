"""Running the command as a person does: in a pipe and in a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures"
SMALL = ("--data", str(FIXTURES / "small"))
FACTORIES = ("--data", str(FIXTURES / "factories"))
AIF = (sys.executable, "-m", "tui")


def piped(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run aif with pipes for all streams."""
    return subprocess.run(
        [*AIF, *words],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


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
    process = subprocess.Popen(
        [*AIF, *words],
        env={**environment, "NO_COLOR": "1", "TERM": term, **(env or {})},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    received = b""
    while True:
        try:
            block = os.read(mine, 65536)
        except OSError:  # the terminal's other end is closed
            break
        if not block:
            break
        received += block
    os.close(mine)
    return process.wait(timeout=60), received.decode()
