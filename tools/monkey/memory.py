"""Memory over a long time: ``python -m tools.monkey.memory --actions 100000``.

One real program in a terminal; it takes keys, pastes, mouse events and resizes drawn as the
robot draws them, and is never left; a hundred times its data change, so that the next key
for reading them again has new ones. Flat means that the resident memory of the last tenth is
at most 10 % above that of the second.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tools.monkey.draw import TEXTS, draw_keys, sent
from tools.monkey.program import Program
from tui.user.paths import data_dir

SIZES = ((80, 24), (140, 40), (100, 30))
FLAT = 1.1
"""How much the memory may grow."""
BURST = 60
"""Draws that are sent in one go; it comes to rest, and can be measured, only after them."""

WHILE = 1.5
"""Seconds without a key before each measuring, such as a person who reads lets go by."""


class Tiring:
    """One program and what has been done to it; ``actions`` counts keys and the like."""

    def __init__(self, program: Program, seed: int, burst: int = BURST) -> None:
        self._program = program
        self._burst = burst
        self._rng = random.Random(seed)
        self.actions = 0

    def go_on(self, actions: int) -> None:
        """Do so many more. Raises SystemExit where it has ended, SilentError if it never rests."""
        end = self.actions + actions
        while self.actions < end:
            kind = self._rng.random()
            if kind < 0.9:
                keys = draw_keys(self._rng, self._burst)
                self._program.send(b"".join(sent(keys)))
                self.actions += len(keys)
            elif kind < 0.94:
                self._program.send(f"\x1b[200~{self._rng.choice(TEXTS)}\x1b[201~")
                self.actions += 1
            elif kind < 0.98:
                place = f"{self._rng.randint(1, 80)};{self._rng.randint(1, 24)}"
                self._program.send(f"\x1b[<0;{place}M\x1b[<0;{place}m")
                self.actions += 1
            else:
                self._program.resize(*self._rng.choice(SIZES))
                self.actions += 1
            self._rest()

    def _rest(self) -> None:
        self._program.done()
        if (code := self._program.process.poll()) is not None:
            logs = (each.read_text() for each in self._program.home.rglob("error-*.log"))
            told = "".join(logs) or bytes(self._program.received[-800:])
            raise SystemExit(f"it ended with {code} after {self.actions:,} actions: {told!s}")
        self._program.received.clear()

    def resident(self) -> float:
        """The resident memory in MiB, back on the main screen, after a while. As go_on."""
        self._program.send(b"\x1b" + b"1")
        self._rest()
        self._program.rest(WHILE)
        status = Path(f"/proc/{self._program.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def own_data(folder: Path) -> Path:
    """A copy of the bundled data in a folder."""
    return Path(shutil.copytree(data_dir(), folder / "data"))


STAYING = """
from tui.cli import main
from tui.explorer.app import ExplorerApp
ExplorerApp.exit = lambda *_, **__: None
main()
"""
"""A program that no key, and no choice in the list of commands, ends."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and tell; 1 where the memory has grown."""
    parser = argparse.ArgumentParser(prog="python -m tools.monkey.memory", description=__doc__)
    parser.add_argument("--actions", type=int, default=100_000, help="how many (100000)")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn (1)")
    args = parser.parse_args(argv)
    step = max(args.actions // 100, 1)
    found: list[float] = []
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        Program(
            Path(folder), "--data", str(data := own_data(Path(folder))), code=STAYING
        ) as program,
    ):
        program.ready()
        tiring = Tiring(program, args.seed)
        while tiring.actions < args.actions:
            (data / "dataset.toml").touch()
            tiring.go_on(step)
            found.append(tiring.resident())
            print(f"{tiring.actions:>8,} actions  {found[-1]:6.1f} MiB", flush=True)
    tenth = max(len(found) // 10, 1)
    early = statistics.median(found[tenth : 2 * tenth] or found)
    late = statistics.median(found[-tenth:])
    took = time.monotonic() - begun
    print(f"{early:.1f} MiB early, {late:.1f} MiB late: {late / early:.2f} times, {took:.0f} s")
    return 1 if late > FLAT * early else 0


if __name__ == "__main__":
    sys.exit(main())
