"""Opening each tab for the first time."""

from __future__ import annotations

from ..programs import PATIENCE, Bench
from ..report import Result, Target, result
from ..strokes import Strokes

OPENED = {
    "2": "Compute",
    "3": "Consortia",
    "4": "Sectors",
    "5": "Access",
    "6": "Regions",
    "7": "Findings",
    "8": "Sources",
}


def measure(bench: Bench) -> list[Result]:
    """Open all tabs in fresh runs of the explorer."""
    names = bench.names()
    strokes = {key: Strokes() for key in OPENED}
    for _ in range(bench.rounds(2, 1)):
        with bench.explorer() as explorer:
            explorer.wait_for(names, PATIENCE)
            explorer.rest()
            for key, opened in strokes.items():
                opened.press(explorer, key)
    quick = (Target(150, of="p95"),)
    results = [
        result(f"tabs.{key}", f"{key} {OPENED[key]}: answer", "ms", each.answer, targets=quick)
        for key, each in strokes.items()
    ]
    every = [time for each in strokes.values() for time in each.drawn]
    return [*results, result("tabs.rest", "any tab: at rest", "ms", every)]
