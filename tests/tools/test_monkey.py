"""The robot finds nothing in the real program, and would find what is wrong.

``AIF_MONKEY=2000`` presses that many keys.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.monkey.robot import FaultError, Robot

KEYS = int(os.environ.get("AIF_MONKEY", "120"))


def test_the_robot_finds_nothing(tmp_path: Path) -> None:
    robot = Robot(1, tmp_path)
    robot.run(KEYS)
    assert robot.pressed >= KEYS


def test_the_same_seed_presses_the_same_keys(tmp_path: Path) -> None:
    first, second = Robot(7, tmp_path / "a"), Robot(7, tmp_path / "b")
    for robot in (first, second):
        robot._size = (80, 24)
        for _ in range(20):
            robot._step(Deaf())  # type: ignore[arg-type]
    assert first.steps == second.steps


class Deaf:
    """Takes everything and shows nothing."""

    def send(self, data: bytes | str) -> None:
        pass

    def take_in(self, seconds: float) -> bytes:
        return b""

    def resize(self, width: int, height: int) -> None:
        pass


@pytest.mark.parametrize(
    ("head", "line", "said"),
    [
        (
            " AIF Explorer   The thirteen   2 of 13 sites",
            " / country:DE   3 of 13",
            "counts differ",
        ),
        ("", "", ""),
    ],
)
def test_counts_that_differ_are_found(tmp_path: Path, head: str, line: str, said: str) -> None:
    robot = Robot(1, tmp_path)
    if said:
        with pytest.raises(FaultError, match=said):
            robot._check([head, "", line])
    else:
        robot._check([head, "", line])
