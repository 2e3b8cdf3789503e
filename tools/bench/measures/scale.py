"""How opening, and the cost of a key, grow with the dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .. import synthetic
from ..programs import Bench
from ..report import Result, Target, result
from ..strokes import ANSWERED, CLEAR, DOWN, ENTER, UP, Strokes, beside, open_filter
from ..terminal import Terminal, TerminalError

SMALL, MIDDLE, LARGE = 20, 1_000, 10_000
TYPED, TYPED_IN_EXPLORER = "partner.type:company country:DE health", "DE health"
LOADING = 180.0  # seconds
SLOWEST = 10.0  # seconds that a key may take before it counts as lost
OPENED = {MIDDLE: 2.0, LARGE: 6.0}  # seconds
MEMORY = {LARGE: 400.0}  # MiB
FIRST = f"{synthetic.NAMES[0]} 0"


@dataclass(slots=True)
class _Size:
    """Figures of one size: ``opened`` in seconds, ``memory`` in MiB."""

    sites: int
    problem: str = ""
    opened: float = 0.0
    loaded: float = 0.0
    memory: float = 0.0
    first: Strokes = field(default_factory=Strokes)
    typed: Strokes = field(default_factory=Strokes)
    cursor: Strokes = field(default_factory=Strokes)


def _run(bench: Bench, size: _Size, explorer: Terminal) -> None:
    size.opened = explorer.wait_for([FIRST], LOADING) - explorer.started
    explorer.rest(timeout=LOADING)
    size.loaded = explorer.latest - explorer.started
    for key in [DOWN, UP] * bench.rounds(4, 2):
        size.cursor.press(explorer, key, SLOWEST)
    open_filter(explorer, SLOWEST)
    for place, character in enumerate(TYPED_IN_EXPLORER):
        (size.typed if place else size.first).press(explorer, character, SLOWEST)
    explorer.press(ENTER)
    explorer.rest(ANSWERED)
    explorer.press(CLEAR, patience=SLOWEST)
    explorer.rest(ANSWERED)
    size.memory = explorer.peak_memory()


def _limit(limits: dict[int, float], sites: int) -> tuple[Target, ...]:
    return (Target(limits[sites]),) if sites in limits else ()


def _results(size: _Size) -> list[Result]:
    sites, name = f"{size.sites:,} sites", f"scale.{size.sites}"
    if size.problem:
        return [Result(name, sites, "", problem=size.problem)]
    quick = (Target(100, of="p95"),) if size.sites == LARGE else ()
    opened, memory = _limit(OPENED, size.sites), _limit(MEMORY, size.sites)
    return [
        result(f"{name}.opened", f"{sites}: first site", "s", (size.opened,), targets=opened),
        result(f"{name}.loaded", "  everything loaded", "s", (size.loaded,)),
        result(f"{name}.memory", "  memory", "MiB", (size.memory,), targets=memory),
        *beside(f"{name}.first", "  first filter character", size.first, time=quick)[:1],
        *beside(f"{name}.filter", "  later filter character", size.typed, time=quick)[:1],
        *beside(f"{name}.cursor", "  cursor one row", size.cursor)[:1],
    ]


def measure(bench: Bench) -> list[Result]:
    """Open three sizes; a quick run leaves the largest one out."""
    cache = synthetic.cache_folder()
    sizes: Sequence[int] = (SMALL, MIDDLE) if bench.quick else (SMALL, MIDDLE, LARGE)
    figures = [_Size(sites) for sites in sizes]
    for size in figures:
        folder = synthetic.dataset(size.sites, bench.data / "vocabulary.toml", cache)
        try:
            with bench.explorer(data=folder) as explorer:
                _run(bench, size, explorer)
        except TerminalError as error:
            size.problem = str(error)
    results = [item for size in figures for item in _results(size)]
    for small, large in pairwise(figures):
        if small.loaded and large.loaded:
            factor, grown = large.sites / small.sites, large.loaded / small.loaded
            results.append(
                result(
                    f"scale.growth.{large.sites}",
                    f"growth of loading, {small.sites:,} to {large.sites:,}",
                    "times",
                    (grown,),
                    targets=(Target(factor),),
                )
            )
    return results
