"""The pure filter, without a terminal in between."""

from __future__ import annotations

import json
import sys
from itertools import pairwise

from .. import synthetic
from ..programs import HERE, Bench
from ..report import Result, Target, result
from ..stats import percentile
from .scale import LARGE, MIDDLE, SMALL, TYPED

FRAME = 16.0  # milliseconds
ROUNDS = {SMALL: 30, MIDDLE: 10, LARGE: 3}  # the quicker, the more easily disturbed


def measure(bench: Bench) -> list[Result]:
    """Filter each synthetic dataset in a process of its own."""
    cache = synthetic.cache_folder()
    vocabulary = bench.data / "vocabulary.toml"
    sizes = (SMALL, MIDDLE) if bench.quick else (SMALL, MIDDLE, LARGE)
    results: list[Result] = []
    slow: dict[int, float] = {}
    for sites in sizes:
        folder = synthetic.dataset(sites, vocabulary, cache)
        rounds = str(ROUNDS[sites])
        printed = bench.output(
            [sys.executable, str(HERE / "probe_filter.py"), str(folder), TYPED, rounds]
        )
        figures = json.loads(printed)
        # the best of the rounds: what a busy machine adds must not count as growth
        slow[sites] = percentile([min(times) for times in figures["later"]], 95)
        every = [time for times in figures["later"] for time in times]
        label, name = f"{sites:,} sites", f"filter.{sites}"
        limit = {SMALL: FRAME, LARGE: 100.0}.get(sites)
        target = Target("value", limit, "p95") if limit else None
        results += [
            result(f"{name}.load", f"{label}: loading", "s", (figures["load"],)),
            result(f"{name}.first", f"{label}: the first filter", "ms", (figures["first"],)),
            result(f"{name}.ms", f"{label}: a filter", "ms", every, None, target),
        ]
    for small, large in pairwise(sizes):
        label = f"growth of p95, {small:,} to {large:,}"
        target = Target("value", large / small, inclusive=True)
        grown = slow[large] / slow[small]
        results.append(result(f"filter.growth.{large}", label, "times", (grown,), None, target))
    return results
