"""A mutation run finds no answer that was kept before the code was changed, and all its tests."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tools import mutation
from tui.dataset import Dataset, load
from tui.dataset.dataset import kept

FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what the tests keep from being looked through as it is: those to come are quicker."""
    monkeypatch.setattr(mutation, "_unfreeze", lambda: None)


def test_answers_are_forgotten() -> None:
    """Those of functions, and those that lie with a dataset; of other packages none."""
    asked: list[object] = []

    @lru_cache
    def answer(number: int) -> None:
        asked.append(number)

    @kept()
    def of_dataset(dataset: Dataset) -> None:
        asked.append(dataset)

    @lru_cache
    def foreign(number: int) -> None:
        asked.append("foreign")

    foreign.__module__ = "textual.geometry"
    data = load([FIXTURES / "small"])
    for again in (False, True):
        answer(1)
        of_dataset(data)
        foreign(1)
        if not again:
            mutation.forget()
    assert asked == [1, data, "foreign", 1, data]


@pytest.mark.parametrize(("asked", "times"), [("stats", 1), ("tui.text.x_cut__mutmut_1", 0)])
def test_each_test_forgets_while_it_is_noted_what_it_calls(
    monkeypatch: pytest.MonkeyPatch, asked: str, times: int
) -> None:
    kept_answers: list[object] = []

    @lru_cache
    def answer() -> None:
        kept_answers.append(None)

    answer()
    monkeypatch.setenv("MUTANT_UNDER_TEST", asked)
    mutation.pytest_runtest_setup()
    answer()
    assert len(kept_answers) == 1 + times


def test_calls_may_lie_deeper(monkeypatch: pytest.MonkeyPatch) -> None:
    """mutmut puts calls of its own between those of the program, whose limits are tested."""
    set_to: list[int] = []
    monkeypatch.setattr(sys, "setrecursionlimit", set_to.append)
    monkeypatch.setattr(mutation, "forget", lambda: None)
    mutation.pytest_sessionstart()
    assert set_to == [max(sys.getrecursionlimit(), mutation.DEPTH)]


@pytest.mark.parametrize(
    ("cases", "refused"),
    [([1, 2], False), ({1: 2}.items(), False), (map(abs, [1]), True), (iter([1]), True)],
)
@pytest.mark.parametrize("named", [False, True])
def test_cases_that_can_be_gone_through_once_are_refused(
    cases: Any, refused: bool, named: bool
) -> None:
    """A second run in the same process, as that of each change is one, would find no such test."""
    parametrize = pytest.mark.parametrize
    mark = parametrize("case", argvalues=cases) if named else parametrize("case", cases)
    definition = SimpleNamespace(nodeid="test_it", iter_markers=lambda _: [mark.mark])
    metafunc: Any = SimpleNamespace(definition=definition)
    with pytest.raises(pytest.UsageError, match="test_it") if refused else nullcontext():
        mutation.pytest_generate_tests(metafunc)
