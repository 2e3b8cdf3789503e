"""Imports point one way, and commands load no more than they need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"textual", "rich", "pandas", "numpy"}
ASK = """
import sys
from tui.cli import main
code = main(sys.argv[1:])
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


def loaded(*words: str) -> set[str]:
    """Top-level modules in the interpreter after this command."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *words],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return set(done.stderr.rpartition("loaded:")[2].split())


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["show", "sites", "--format", "csv"],
        ["show", "partners", "type:company", "--format", "json", "--origin", "--output", "{tmp}"],
        ["show", "sources", "--format", "table"],
        ["show", "sites", "--format", "md"],
        ["show", "findings", "--format", "toml"],
        ["fields"],
        ["validate"],
    ],
    ids=" ".join,
)
def test_printing_loads_neither_textual_nor_pandas(words: list[str], tmp_path: Path) -> None:
    found = loaded(*(word.replace("{tmp}", str(tmp_path / "a.json")) for word in words))
    assert "tui" in found
    assert not found & HEAVY


def test_version_loads_next_to_nothing() -> None:
    assert not loaded("--version") & {"argparse", "tomli", "json", "csv", "dataclasses"}


def test_layers_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
