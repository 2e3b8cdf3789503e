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


TABS = "1 Sites  2 Compute  3 Consortia  4 Sectors  5 Access  6 Regions  7 Findings  8 Sources"
HEAD, LINE = " AIF Explorer   The thirteen   2 of 13 sites", " / country:DE   3 of 13"


def test_counts_that_differ_are_found(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="counts differ"):
        Robot(1, tmp_path)._check([HEAD, TABS, LINE])


def test_a_count_under_a_dialogue_is_not_read(tmp_path: Path) -> None:
    Robot(1, tmp_path)._check([HEAD, TABS.replace("3 Consortia", "Sources of JAIF"), LINE])
    Robot(1, tmp_path)._check(["", "", ""])
