"""Let the robot loose: ``python -m tools.monkey --keys 20000``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tools.monkey.robot import FaultError, Robot


def main(argv: Sequence[str] | None = None) -> int:
    """Run robots until so many keys are pressed; 1 where faults were found."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.monkey",
        description="Press keys at random in the real explorer and look whether all is well.",
    )
    parser.add_argument("--keys", type=int, default=2000, help="how many in all (2000)")
    parser.add_argument("--seed", type=int, default=1, help="first seed (1)")
    parser.add_argument("--each", type=int, default=1000, help="keys of one seed (1000)")
    parser.add_argument("--size", type=_size, help="of the window, such as 80x24 (several)")
    parser.add_argument("--jobs", type=int, default=1, help="robots at a time (1); they wait a lot")
    args = parser.parse_args(argv)
    begun = time.monotonic()
    shares = [min(args.each, args.keys - done) for done in range(0, args.keys, args.each)]
    runs = [(args.seed + number, share, args.size) for number, share in enumerate(shares)]
    pressed = faults = 0
    with ProcessPoolExecutor(args.jobs) as robots:
        for each in robots.map(_press, runs):
            pressed += each.pressed
            faults += bool(each.fault)
            print(each.fault or f"seed {each.seed}: {each.pressed:,} keys", flush=True)
    print(f"{pressed:,} keys, {time.monotonic() - begun:.0f} s, {faults} faults")
    return 1 if faults else 0


class Run(NamedTuple):
    """What came of one seed; ``fault`` tells what is wrong and the steps there, or nothing."""

    seed: int
    pressed: int
    fault: str


def _press(run: tuple[int, int, tuple[int, int] | None]) -> Run:
    """Let the robot of a seed press so many keys in a window of this size."""
    seed, keys, size = run
    with tempfile.TemporaryDirectory() as folder:
        robot = Robot(seed, Path(folder), size)
        try:
            robot.run(keys)
        except FaultError as fault:
            told = (f"seed {seed}: {fault}", *robot.steps[-25:], *robot.shown)
            return Run(seed, robot.pressed, "\n    ".join(told))
    return Run(seed, robot.pressed, "")


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


if __name__ == "__main__":
    sys.exit(main())
