"""No module imports, at whatever remove, one that imports it; and none is too long to be read.

Imports within functions count as those at the top do. Those for type checkers alone are left out:
they load nothing, and a name in an annotation is no dependency of what runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "tui").rglob("*.py")
}
LONGEST = 400


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules of the house that some code imports when it runs."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for other in node.orelse:
                yield from imported(other)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            for name in node.names:
                whole = f"{module}.{name.name}"
                yield whole if whole in MODULES else module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        else:
            yield from imported(node)


def imports() -> Mapping[str, frozenset[str]]:
    found = {}
    for name, path in MODULES.items():
        tree = ast.parse(path.read_text("utf-8"))
        found[name] = frozenset(imported(tree)) & MODULES.keys() - {name}
    return found


def circles(graph: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """A way from a module back to itself, for each module that has one."""
    found = []
    for start in graph:
        ways = [[start]]
        seen: set[str] = set()
        while ways:
            way = ways.pop(0)
            if start in graph[way[-1]]:
                found.append([*way, start])
                break
            for name in graph[way[-1]] - seen:
                seen.add(name)
                ways.append([*way, name])
    return found


def test_no_module_leads_back_to_itself() -> None:
    told = [" → ".join(way) for way in circles(imports())]
    assert told == []


def test_a_circle_would_be_found() -> None:
    chain = {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset[str]()}
    assert circles(chain) == []
    assert circles({**chain, "c": frozenset({"a"})})[0] == ["a", "b", "c", "a"]
    lazy = "def f():\n    from tui.text import cut\nif TYPE_CHECKING:\n    from tui.cli import main"
    assert list(imported(ast.parse(lazy))) == ["tui.text"]


@pytest.mark.parametrize("room", ["tui", "tools"])
def test_no_module_is_longer_than_one_reads(room: str) -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n")
        for path in (ROOT / room).rglob("*.py")
    }
    assert {name: many for name, many in lengths.items() if many > LONGEST} == {}
