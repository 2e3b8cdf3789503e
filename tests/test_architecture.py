"""ARCHITECTURE.md beside the tree: rooms, files and names that it speaks of are there."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
NAMED = re.findall(r"`([^`\n]+)`", TEXT)
ROOMS = re.findall(r"^\| `(tui/[a-z_/.]+)` \|", TEXT, re.MULTILINE)


def names() -> set[str]:
    """What the program defines at the top of its modules."""
    found: set[str] = set()
    for path in (ROOT / "tui").rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Assign):
                found.update(each.id for each in node.targets if isinstance(each, ast.Name))
    return found


def test_every_room_is_told_and_every_room_told_is_there() -> None:
    top = ROOT / "tui"
    rooms = {path.parent for path in top.rglob("__init__.py")} - {top}
    rooms |= {path for path in top.glob("*.py") if not path.name.startswith("__")}
    assert sorted(ROOMS) == sorted(path.relative_to(ROOT).as_posix() for path in rooms)


def test_the_order_of_the_rooms_is_that_of_the_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    whole = [each for each in contracts if each["type"] == "layers" and "containers" not in each]
    [layers] = [each["layers"] for each in whole]
    top = [room.removesuffix(".py").replace("/", ".") for room in ROOMS if room.count("/") == 1]
    assert top == layers[::-1]


def test_no_folder_of_the_checkout_is_passed_over() -> None:
    command = ["git", "ls-files"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not in a checkout")
    folders = {name.partition("/")[0] for name in listed.stdout.splitlines() if "/" in name}
    assert {each for each in folders if not each.startswith(".")} - {"tui"} <= set(NAMED)


def test_files_that_it_names_are_there() -> None:
    paths = [each for each in NAMED if "/" in each and " " not in each]
    assert len(paths) > 20
    assert [each for each in paths if not (ROOT / each).exists()] == []


def test_names_that_it_uses_are_those_of_the_program() -> None:
    used = {each for each in NAMED if re.fullmatch(r"[A-Z][a-z][A-Za-z]*", each)} - {"None"}
    assert len(used) > 15
    assert used - names() == set()


def test_it_is_a_page() -> None:
    assert len(TEXT.split()) < 1600
