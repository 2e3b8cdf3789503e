"""Let the robot loose: ``python -m tools.monkey --keys 20000``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

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
    args = parser.parse_args(argv)
    begun, pressed, faults, seed = time.monotonic(), 0, 0, args.seed
    with tempfile.TemporaryDirectory() as folder:
        while pressed < args.keys:
            robot = Robot(seed, Path(folder), args.size)
            try:
                robot.run(min(args.each, args.keys - pressed))
            except FaultError as fault:
                faults += 1
                told = (*robot.steps[-25:], *robot.shown)
                print(f"seed {seed}: {fault}", *told, sep="\n    ", flush=True)
            pressed += robot.pressed
            seed += 1
    print(f"{pressed:,} keys, {time.monotonic() - begun:.0f} s, {faults} faults")
    return 1 if faults else 0


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


if __name__ == "__main__":
    sys.exit(main())
