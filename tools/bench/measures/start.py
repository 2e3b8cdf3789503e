"""From the command to the first site on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from ..programs import PATIENCE, Bench
from ..report import Result, Target, result
from ..terminal import Terminal

SETTLED = 0.3  # seconds of silence and idleness that end the first paint


class _Series:
    """Figures of repeated starts of one program."""

    def __init__(self) -> None:
        self.first: list[float] = []
        self.done: list[float] = []
        self.size: list[float] = []

    def add(self, terminal: Terminal, names: Sequence[str]) -> None:
        """Wait for a started program's first site name, then for silence."""
        with terminal:
            seen = terminal.wait_for(names, 0, PATIENCE) - terminal.started
            terminal.rest(SETTLED)
            self.first.append(seen * 1000)
            self.done.append((terminal.latest - terminal.started) * 1000)
            self.size.append(terminal.received / 1024)


def measure(bench: Bench) -> list[Result]:
    """Start the explorer and the bare table in turn."""
    names = bench.names()
    sites = str(bench.table_file())
    for warm_up in (bench.explorer(), bench.yardstick("app", sites)):
        with warm_up:
            warm_up.wait_for(names, 0, PATIENCE)
    program, bare = _Series(), _Series()
    for _ in range(bench.rounds(9, 3)):
        program.add(bench.explorer(), names)
        bare.add(bench.yardstick("app", sites), names)
    return [
        result(
            "start.first-site",
            "first site name on the screen",
            "ms",
            program.first,
            bare.first,
            Target("times", 1.6),
        ),
        result("start.painted", "screen at rest", "ms", program.done, bare.done),
        result("start.bytes", "sent until then", "KiB", program.size, bare.size),
    ]
