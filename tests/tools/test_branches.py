"""Measuring the branches: what counts as one, what was taken, and the bound that ends a run."""

from __future__ import annotations

import importlib
import multiprocessing
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import branches
from tools.branches import Branch, Finder, Plugin, Room, joined, marked, rooms, table

SOURCE = '''"""A module with every kind of branch."""
from __future__ import annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import decimal

class Walker:
    def words(self, numbers: list[int]) -> list[str]:
        said = []
        for number in numbers:
            if number < 0:
                said.append("below")
                continue
            elif number > 9:
                break
            match number:
                case 0:
                    said.append("nothing")
                case 1 | 2 if len(numbers) > 1:
                    said.append("few")
                case _:
                    said.append("many")
        else:
            said.append("through")
        while said and said[-1] == "many":
            said.pop()
        while True:
            return said

def name(value: object) -> str:
    match value:
        case int():
            return "int"
        case str():
            return "str"
    return "neither"

async def last(values):
    async for value in values:
        pass
'''


def ran(numbers: list[int]) -> tuple[list[str], set[tuple[int, str]]]:
    code, found = marked(SOURCE, "walker.py")
    module: dict[str, Any] = {"__taken__": bytearray(len(found)), "__name__": "walker"}
    exec(code, module)
    said: list[str] = module["Walker"]().words(numbers)
    return said, {branch for branch, took in zip(found, module["__taken__"], strict=True) if took}


@given(st.lists(st.integers(-1, 11), max_size=6))
def test_a_module_with_marks_does_what_it_does_without(numbers: list[int]) -> None:
    bare: dict[str, Any] = {"__name__": "walker"}
    exec(compile(SOURCE, "walker.py", "exec"), bare)
    assert ran(numbers)[0] == bare["Walker"]().words(numbers)


def test_every_way_of_every_statement_counts() -> None:
    assert marked(SOURCE, "walker.py")[1] == [
        (11, "has one"), (11, "ends"),
        (12, "holds"), (12, "does not hold"), (15, "holds"), (15, "does not hold"),
        (18, "fits"), (20, "fits"), (22, "fits"),
        (26, "holds"), (26, "ends"),
        (33, "fits"), (35, "fits"), (32, "fits none"),
        (40, "has one"), (40, "ends"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "taken"),
    [
        ([], {(11, "ends"), (26, "ends")}),
        ([-1], {(11, "has one"), (11, "ends"), (12, "holds"), (26, "ends")}),
        ([10], {(11, "has one"), (12, "does not hold"), (15, "holds"), (26, "ends")}),
        ([1], {(11, "has one"), (11, "ends"), (12, "does not hold"), (15, "does not hold"),
               (22, "fits"), (26, "ends")}),
        ([5, 10], {(11, "has one"), (12, "does not hold"), (15, "does not hold"), (22, "fits"),
                   (15, "holds"), (26, "holds"), (26, "ends")}),
        ([0, 2], {(11, "has one"), (11, "ends"), (12, "does not hold"), (15, "does not hold"),
                  (18, "fits"), (20, "fits"), (26, "ends")}),
    ],
)  # fmt: skip
def test_only_what_was_taken_is_marked(numbers: list[int], taken: set[tuple[int, str]]) -> None:
    assert ran(numbers)[1] == taken


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with a module of its own and two rooms, one of which nobody imports."""
    files = {
        "__init__.py": "def sign(n):\n    if n < 0:\n        return -1\n    return 1\n",
        "hall/__init__.py": "",
        "hall/door.py": "for n in (): pass\n",
        "attic/dust.py": "while f(): pass\n",
    }
    for name, text in files.items():
        path = tmp_path / "house" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(branches, "ROOT", tmp_path)
    monkeypatch.setattr(branches, "PACKAGE", "house")
    monkeypatch.setattr(branches, "MISSED", tmp_path / "build" / "branches.txt")
    yield tmp_path / "house"
    for module in [name for name in sys.modules if name.partition(".")[0] == "house"]:
        del sys.modules[module]


@pytest.fixture
def finder(house: Path, monkeypatch: pytest.MonkeyPatch) -> Finder:
    finder = Finder("house")
    monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
    return finder


def imported() -> ModuleType:
    importlib.import_module("house.hall.door")
    return importlib.import_module("house")


def test_a_room_counts_the_modules_that_nobody_imported(house: Path, finder: Finder) -> None:
    imported().sign(3)
    assert rooms(house, finder.told()) == [
        Room("house", 2, {house / "__init__.py": [Branch(2, "holds")]}),
        Room("attic", 2, {house / "attic/dust.py": [Branch(1, "holds"), Branch(1, "ends")]}),
        Room("hall", 2, {
            house / "hall/__init__.py": [], house / "hall/door.py": [Branch(1, "has one")],
        }),
    ]  # fmt: skip


def test_what_is_imported_again_is_counted_with_what_came_before(finder: Finder) -> None:
    house = imported()
    house.sign(3)
    importlib.reload(house).sign(-3)
    assert finder.told()[str(house.__file__)] == b"\1\1\0"


def test_what_a_forked_process_took_counts(finder: Finder) -> None:
    house = imported()
    child = multiprocessing.get_context("fork").Process(target=house.sign, args=(3,))
    child.start()
    child.join()
    assert finder.told()[str(house.__file__)] == b"\0\1\0"


def test_other_packages_are_none_of_its_business(finder: Finder) -> None:
    assert finder.find_spec("json.decoder", None) is None
    assert finder.find_spec("housework", None) is None


def test_what_any_process_took_is_taken() -> None:
    assert joined([{"a": b"\0\1\0"}, {"a": b"\1\0\0", "b": b"\0"}, {}]) == {
        "a": b"\1\1\0",
        "b": b"\0",
    }


def test_the_table_says_which_room_is_below_the_bound() -> None:
    missed = {Path("a.py"): [Branch(1, "holds")] * 3}
    lines = list(table([Room("user", 1000, {}), Room("cli", 20, missed), Room("none", 0, {})]))
    assert lines == [
        "user        1,000   100.0%",
        "cli            20    85.0%  below 90%",
        "none            0   100.0%",
        "all         1,020    99.7%",
    ]


def finished(plugin: Plugin, status: int, **config: Any) -> Any:
    session: Any = SimpleNamespace(exitstatus=status, config=SimpleNamespace(**config))
    plugin.pytest_sessionfinish(session)
    return session


def test_a_run_that_leaves_a_room_below_the_bound_fails(house: Path, finder: Finder) -> None:
    imported().sign(3)
    assert finished(Plugin(finder), 0).exitstatus == 1
    assert (house.parent / "build/branches.txt").read_text().splitlines() == [
        "house/__init__.py:2 holds",
        "house/attic/dust.py:1 holds",
        "house/attic/dust.py:1 ends",
        "house/hall/door.py:1 has one",
    ]


def test_a_run_that_failed_otherwise_keeps_its_own_status(finder: Finder) -> None:
    assert finished(Plugin(finder), 2).exitstatus == 2


def test_a_run_is_judged_by_what_all_its_workers_took(finder: Finder, house: Path) -> None:
    for name, text in {"attic/dust.py": "", "hall/door.py": ""}.items():
        (house / name).write_text(text)
    imported().sign(3)
    worker = finished(Plugin(finder), 0, workeroutput={}).config.workeroutput
    other = {"__taken__": {str(house / "__init__.py"): b"\1\0"}}
    whole = Plugin(Finder("house"))
    for output in (worker, other):
        whole.pytest_testnodedown(SimpleNamespace(workeroutput=output), None)
    assert finished(whole, 0).exitstatus == 0
    assert (house.parent / "build/branches.txt").read_text() == ""
