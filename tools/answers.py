"""Writes the answers below the commands of README.md and docs/ anew, by running them.

Run with ``python -m tools.answers``; a test holds the two together. In a ``console`` block a
line that begins with ``$ aif`` is a command, and what follows it is what it prints. The
commands of a page run in a folder of their own, as somebody does who follows the page: with
the files of the ``toml`` and ``csv`` blocks above them whose first line is their name. An exit
code of 1 is an answer too: a check that found faults, states that differ.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
PART = re.compile(
    r"^```(?:toml|csv)\n# (?P<file>\S+)\n(?P<content>.*?)^```"
    r"|(?<=^```console\n)(?P<commands>\$ aif .*?)(?=^```)",
    re.DOTALL | re.MULTILINE,
)
WIDTH = "96"


def answered(text: str) -> str:
    """The text of a page with every command's answer as it is now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return PART.sub(lambda found: _followed(found, folder), text)


def _followed(part: re.Match[str], folder: Path) -> str:
    """A file is laid, commands are answered."""
    if part["commands"]:
        return "".join(_lines(part["commands"], folder))
    path = folder / part["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(part["content"], "utf-8")
    return part[0]


def _lines(block: str, folder: Path) -> Iterator[str]:
    for line in block.splitlines():
        if line.startswith("$ "):
            yield f"{line}\n{answer(line.removeprefix('$ '), folder)}"


def answer(command: str, folder: Path) -> str:
    """What a call of ``aif`` prints in a folder. Raises CalledProcessError."""
    done = subprocess.run(
        [sys.executable, "-m", "tui", *shlex.split(command)[1:]],
        cwd=folder,
        env={"HOME": str(folder), "PYTHONPATH": str(ROOT), "PATH": os.defpath, "COLUMNS": WIDTH},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode > 1:
        done.check_returncode()
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def main() -> None:
    """Write every page that changes."""
    for page in PAGES:
        text = page.read_text("utf-8")
        page.write_text(answered(text), "utf-8")


if __name__ == "__main__":
    main()
