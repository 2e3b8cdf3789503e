"""Imports point one way, and commands load no more than they need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bench.terminal import Terminal
from tui.cli.explore import UNASKED
from tui.cli.parser import parser_of

SMALL = Path(__file__).parent / "fixtures" / "small"
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


# The first start keeps what it shows for later, some seconds after.
EXPLORE = """
import sys
from pathlib import Path
from tui.cli import main
from tui.explorer import start

def run(app, run=start._run, **how):
    from tui.explorer.actions import changes
    changes.FIRST = 3600
    return run(app, **how)

start._run = run
code = main(["--data", sys.argv[2]])
Path(sys.argv[1]).write_text(" ".join(sys.modules))
sys.exit(code)
"""
NARROW, WIDE = (80, 24), (120, 30)


def loaded_by_explorer(
    folder: Path, *keys: tuple[str, str], size: tuple[int, int] = NARROW
) -> set[str]:
    """Modules in the interpreter after the explorer was left, having pressed ``keys``.

    Each key comes with a text that is waited for before the next one.
    """
    environment = {"PATH": os.defpath, "HOME": str(folder), "TERM": "xterm-256color",
                   "LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(sys.path)}  # fmt: skip
    list_of_modules = folder / "modules"
    command = (sys.executable, "-c", EXPLORE, str(list_of_modules), str(SMALL))
    with Terminal(command, environment, size) as terminal:
        terminal.wait_for(["help"], 60)
        terminal.rest()
        for key, text in keys:
            terminal.send(key)
            terminal.wait_for([text], 60)
            terminal.rest()
        terminal.send("q")
        assert terminal.wait() == 0
    return set(list_of_modules.read_text().split())


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_explorer_loads_what_its_first_tab_needs(tmp_path: Path, size: tuple[int, int]) -> None:
    rooms = ("tui.analysis", "tui.export", "tui.explorer.dialogs", "tui.query.assist")
    # What the detail beside the table tells its row with, where there is room for one.
    telling = {
        "tui.analysis", "tui.analysis.telling", "tui.analysis.telling.sections",
        "tui.analysis.telling.site",
    }  # fmt: skip
    found = loaded_by_explorer(tmp_path, size=size)
    assert "tui.explorer.tabs.sites" in found
    expected = telling if size == WIDE else set()
    assert {name for name in found if name.startswith(rooms)} == expected
    assert not found & {"pandas", "numpy", "statistics", "ssl"}


def test_no_tab_loads_pandas(tmp_path: Path) -> None:
    keys = (
        ("2", "TOP500"),
        ("3", "by type"),
        ("6", "by region"),
        ("7", "holds"),
        ("8", "bibliography"),
    )
    found = loaded_by_explorer(tmp_path, *keys)
    assert {"tui.analysis.findings.measures", "statistics"} <= found
    assert not found & {"pandas", "numpy", "ssl"}


def test_version_loads_next_to_nothing() -> None:
    assert not loaded("--version") & {"argparse", "rtoml", "tomli", "json", "csv", "dataclasses"}


def test_no_word_needs_no_parser() -> None:
    code = (
        "import sys\nfrom tui.cli import main\nassert main([]) == 2\n"
        "assert 'argparse' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "needs a terminal" in done.stderr
    assert vars(parser_of("").parse([])) == UNASKED


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
