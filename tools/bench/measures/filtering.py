"""The pure filter, without a terminal in between."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from .. import synthetic
from ..programs import HERE, Bench
from ..report import Result, Target, result
from ..stats import percentile
from .scale import MIDDLE, SMALL, TYPED

FRAME = 16.0  # milliseconds
# Processes a size: what is quick is easily disturbed, what is slow is dear.
PROCESSES, PROCESSES_QUICKLY = {SMALL: 3, MIDDLE: 2}, {SMALL: 2, MIDDLE: 1}
LIMITS = {SMALL: FRAME}


@dataclass(slots=True)
class _Size:
    """Seconds to load, and milliseconds of each character typed, a list a process."""

    load: list[float] = field(default_factory=list)
    typed: list[list[float]] = field(default_factory=list)

    @property
    def first(self) -> list[float]:
        """The first character, which has to build what the later ones use."""
        return [times[0] for times in self.typed]

    @property
    def later(self) -> list[float]:
        """All the other characters."""
        return [time for times in self.typed for time in times[1:]]

    def slow(self) -> float:
        """Return the 95th percentile, of the best of the processes for each character.

        What a busy machine adds does not count as growth then.
        """
        best = [min(times) for times in zip(*self.typed, strict=True)]
        return percentile(best[1:], 95)


def _probe(bench: Bench, folder: Path, processes: int) -> _Size:
    size = _Size()
    for _ in range(processes):
        script = str(HERE / "probe_filter.py")
        figures = json.loads(bench.output([sys.executable, script, str(folder), TYPED]))
        size.load.append(figures["load"])
        size.typed.append(figures["typed"])
    return size


def measure(bench: Bench) -> list[Result]:
    """Filter each synthetic dataset in fresh processes."""
    cache = synthetic.cache_folder()
    vocabulary = bench.data / "vocabulary.toml"
    results: list[Result] = []
    slow: dict[int, float] = {}
    for sites, processes in (PROCESSES_QUICKLY if bench.quick else PROCESSES).items():
        size = _probe(bench, synthetic.dataset(sites, vocabulary, cache), processes)
        slow[sites] = size.slow()
        label, name, limit = f"{sites:,} sites", f"filter.{sites}", LIMITS.get(sites)
        targets = (Target(limit, of="p95"),) if limit else ()
        results += [
            result(f"{name}.load", f"{label}: loading", "s", size.load),
            result(f"{name}.first", f"{label}: first character", "ms", size.first),
            result(f"{name}.later", f"{label}: later character", "ms", size.later, targets=targets),
        ]
    for small, large in pairwise(slow):
        label = f"growth of p95, {small:,} to {large:,}"
        targets = (Target(large / small),)
        grown = slow[large] / slow[small]
        results.append(result(f"filter.growth.{large}", label, "times", (grown,), targets=targets))
    return results
