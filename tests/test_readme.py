"""The README says what the program does: its keys and its commands."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tools.keytable import BEGIN, END, key_table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> list[str]:
    """The calls of ``aif`` in the README's blocks, without remarks."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    found = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in found if line.startswith("aif ")]


def test_the_key_table_is_the_command_table() -> None:
    """`python -m tools.keytable` writes it anew."""
    written = README.split(BEGIN)[1].split(END)[0]
    assert written.strip() == key_table().strip()


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_readme_works(line: str, tmp_path: Path) -> None:
    """Each gives something on stdout or writes its file, with exit code 0."""
    done = subprocess.run(
        [sys.executable, "-m", "tui", *shlex.split(line)[1:]],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout or list(tmp_path.iterdir()) or "no faults" in done.stderr


def test_the_readme_has_commands() -> None:
    """The list above is not empty by accident."""
    assert len(commands()) > 8


def test_files_that_the_readme_names_exist() -> None:
    """No link leads nowhere."""
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
