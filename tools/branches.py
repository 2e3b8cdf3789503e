"""Measures in one run of all tests which branches of ``tui`` they take; every room has a bound.

``make branches`` loads it into pytest as a plugin. While a module is imported, a mark is put where
each branch begins: both ways of an ``if``, entering and ending a loop, each case of a ``match`` and
none of them. Taking a branch costs the setting of a byte, where a tracer is called for every line.
What a forked
process takes counts too, the bytes are shared with it; programs that a test starts do not.
"""

from __future__ import annotations

import ast
import mmap
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Final, NamedTuple

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = "tui"
BOUND: Final = 0.9
MISSED: Final = ROOT / "build" / "branches.txt"

_NAME: Final = "__taken__"
_TwoWays = ast.If | ast.For | ast.AsyncFor | ast.While


class Branch(NamedTuple):
    """Where a branch leaves, and in words which of the ways it is."""

    line: int
    way: str


class Marker(ast.NodeTransformer):
    """Puts a mark at the begin of each branch of a module; ``found`` lists them in their order."""

    def __init__(self) -> None:
        self.found: list[Branch] = []

    def _mark(self, line: int, way: str) -> ast.stmt:
        name = ast.Name(_NAME, ast.Load())
        place = ast.Subscript(name, ast.Constant(len(self.found)), ast.Store())
        self.found.append(Branch(line, way))
        return ast.Assign([place], ast.Constant(1), lineno=line)

    def _two_ways(self, node: _TwoWays, yes: str, no: str) -> None:
        node.body.insert(0, self._mark(node.lineno, yes))
        node.orelse.insert(0, self._mark(node.lineno, no))

    def visit_If(self, node: ast.If) -> ast.AST:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self._two_ways(node, "holds", "does not hold")
        return self.generic_visit(node)

    def visit_While(self, node: ast.While) -> ast.AST:
        if not isinstance(node.test, ast.Constant):
            self._two_ways(node, "holds", "ends")
        return self.generic_visit(node)

    def visit_For(self, node: ast.For) -> ast.AST:
        self._two_ways(node, "has one", "ends")
        return self.generic_visit(node)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        self._two_ways(node, "has one", "ends")
        return self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> ast.AST:
        for case in node.cases:
            case.body.insert(0, self._mark(case.pattern.lineno, "fits"))
        last = node.cases[-1]
        if last.guard or not isinstance(last.pattern, ast.MatchAs) or last.pattern.pattern:
            rest = self._mark(node.lineno, "fits none")
            node.cases.append(ast.match_case(ast.MatchAs(), body=[rest]))
        return self.generic_visit(node)


def marked(source: str | bytes, path: str) -> tuple[CodeType, list[Branch]]:
    """Return a module's code with marks, which set bytes of its ``__taken__``, and its branches."""
    marker = Marker()
    tree = ast.fix_missing_locations(marker.visit(ast.parse(source, path)))
    return compile(tree, path, "exec", dont_inherit=True), marker.found


class _Loader(SourceFileLoader):
    """Loads a module with marks; neither reads nor writes a file of compiled code."""

    taken: dict[str, mmap.mmap]

    def exec_module(self, module: ModuleType) -> None:
        code, found = marked(self.get_data(self.path), self.path)
        vars(module)[_NAME] = self.taken.setdefault(self.path, mmap.mmap(-1, len(found) + 1))
        exec(code, vars(module))


class Finder(MetaPathFinder):
    """Finds the modules of a package so that they tell in ``taken``, by path, what they took."""

    def __init__(self, package: str) -> None:
        self._package = package
        self.taken: dict[str, mmap.mmap] = {}

    def told(self) -> dict[str, bytes]:
        """Return by path what was taken so far: a byte for each branch, and one more."""
        return {path: marks[:] for path, marks in self.taken.items()}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the specification of a module of the package, and nothing for all others."""
        if fullname.partition(".")[0] != self._package:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(fullname, spec.loader.path)
            spec.loader.taken = self.taken
        return spec


def joined(all_taken: Iterable[dict[str, bytes]]) -> dict[str, bytes]:
    """Return what was taken in any of several processes."""
    result: dict[str, bytes] = {}
    for taken in all_taken:
        for path, marks in taken.items():
            before = result.get(path, bytes(len(marks)))
            result[path] = bytes(map(max, before, marks))
    return result


class Room(NamedTuple):
    """How many branches a room has, and which of them were never taken, by file."""

    name: str
    size: int
    missed: dict[Path, list[Branch]]

    @property
    def share(self) -> float:
        """The part of the branches that was taken; 1 for a room that has none."""
        missed = sum(map(len, self.missed.values()))
        return 1 - missed / self.size if self.size else 1.0


def rooms(folder: Path, taken: dict[str, bytes]) -> list[Room]:
    """Return the rooms of a package: its folders, and its own modules under its own name.

    Modules that no test imported count with all their branches.
    """
    result: dict[str, Room] = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        name = parts[0] if len(parts) > 1 else folder.name
        found = marked(path.read_bytes(), str(path))[1]
        marks = taken.get(str(path), bytes(len(found)))
        missed = [branch for branch, mark in zip(found, marks, strict=False) if not mark]
        room = result.setdefault(name, Room(name, 0, {}))
        room.missed[path] = missed
        result[name] = room._replace(size=room.size + len(found))
    return list(result.values())


def table(measured: list[Room]) -> Iterator[str]:
    """Yield a line for each room and one for all, with what part was taken of how many."""
    everything = {path: missed for room in measured for path, missed in room.missed.items()}
    whole = Room("all", sum(room.size for room in measured), everything)
    for room in (*measured, whole):
        note = "" if room.share >= BOUND else f"  below {BOUND:.0%}"
        yield f"{room.name:<10}{room.size:>7,}{room.share:>9.1%}{note}"


class Plugin:
    """Measures a run of pytest, in its one process or in all of its workers."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._told: list[dict[str, bytes]] = []
        self._rooms: list[Room] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        self._told.append(getattr(node, "workeroutput", {}).get(_NAME, {}))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        own = self._finder.told()
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[_NAME] = own
            return
        self._rooms = rooms(ROOT / PACKAGE, joined([own, *self._told]))
        MISSED.parent.mkdir(exist_ok=True)
        MISSED.write_text(
            "".join(
                f"{path.relative_to(ROOT)}:{branch.line} {branch.way}\n"
                for room in self._rooms
                for path, missed in room.missed.items()
                for branch in missed
            )
        )
        if session.exitstatus == 0 and any(room.share < BOUND for room in self._rooms):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section(f"branches taken ({MISSED.relative_to(ROOT)} lists the others)")
        for line in table(self._rooms):
            terminalreporter.write_line(line)


_finder = Finder(PACKAGE)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Stand ready before the first module of the program is imported."""
    sys.meta_path.insert(0, _finder)


def pytest_configure(config: pytest.Config) -> None:
    """Measure, wherever this module was named as a plugin."""
    config.pluginmanager.register(Plugin(_finder), "branches")
