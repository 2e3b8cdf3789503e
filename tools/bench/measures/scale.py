"""How the cost of a key grows with the dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .. import synthetic
from ..programs import Bench
from ..report import Result, Target, result
from ..stats import percentile
from ..strokes import ANSWERED, CLEAR, DOWN, EMPTY_LINE, ENTER, UP, Strokes, open_filter
from ..terminal import Terminal, TerminalError

SMALL, MIDDLE, LARGE = 20, 1_000, 10_000
TYPED, TYPED_QUICKLY = "partner.type:company country:DE health", "health"
# Typed fast: texts that were not typed before, so that nothing remembered helps.
TYPED_FAST = ("partner.type:university country:AT energy", "sector:robotics partner.country:FR")
LOADING = 180.0  # seconds
SLOWEST = 10.0  # seconds that a key may take before it counts as lost
FAST = 0.04  # seconds between the keys of somebody who types fast
NAMES = tuple(f"{name} 0" for name in synthetic.NAMES)


@dataclass(slots=True)
class _Size:
    """Figures of one size; ``fast`` in milliseconds, ``loaded`` in seconds, ``memory`` in MiB."""

    sites: int
    problem: str = ""
    loaded: float = 0.0
    memory: float = 0.0
    cursor: Strokes = field(default_factory=Strokes)
    cursor_small: Strokes = field(default_factory=Strokes)
    typed: Strokes = field(default_factory=Strokes)
    bare: Strokes = field(default_factory=Strokes)
    fast: list[float] = field(default_factory=list)


def _move(size: _Size, explorer: Terminal, small: Terminal | None, steps: int) -> None:
    """Move the cursor down and back, in turn with the smallest dataset's.

    Both have been there before: a row's first drawing is not compared with a later one.
    """
    there_and_back = [DOWN] * steps + [UP] * steps
    explorer.press("".join(there_and_back), patience=SLOWEST)
    explorer.rest()
    for key in there_and_back:
        size.cursor.press(explorer, key, SLOWEST)
        if small is not None:
            size.cursor_small.press(small, key)


def _leave_filter(explorer: Terminal) -> None:
    explorer.press(ENTER)
    explorer.rest(ANSWERED)
    explorer.press(CLEAR, patience=SLOWEST)
    explorer.rest(ANSWERED)


def _type(size: _Size, explorer: Terminal, line: Terminal, text: str) -> None:
    """Type a filter one character at a time, each answered before the next."""
    before = open_filter(explorer, SLOWEST)
    for character in text:
        size.typed.press(explorer, character, SLOWEST)
        size.bare.press(line, character, bare=True)
    explorer.must_have_shown(text, before)
    line.press(EMPTY_LINE)
    _leave_filter(explorer)


def _type_fast(size: _Size, explorer: Terminal, text: str) -> None:
    """Type a filter without waiting: from its last character to the last byte."""
    open_filter(explorer, SLOWEST)
    for character in text[:-1]:
        explorer.send(character)
        explorer.listen(FAST)
    last = explorer.press(text[-1], patience=SLOWEST)
    if last is not None:
        drawn = explorer.rest(ANSWERED, after=last) or last
        size.fast.append(drawn.last * 1000)
    _leave_filter(explorer)


def _growth(name: str, label: str, small: _Size, large: _Size) -> Result:
    """Compare the slow keystrokes of two sizes: they may differ as the sizes do, not more."""
    if not small.typed.drawn or not large.typed.drawn:
        return Result(name, label, "times", problem="one of the sizes was not measured")
    factor = large.sites / small.sites
    grown = percentile(large.typed.drawn, 95) / percentile(small.typed.drawn, 95)
    return result(name, label, "times", (grown,), None, Target("value", factor, inclusive=True))


def _results(size: _Size) -> list[Result]:
    sites, name = f"{size.sites:,} sites", f"scale.{size.sites}"
    if size.problem:
        return [Result(name, sites, "", problem=size.problem)]
    answered = {
        SMALL: Target("over", 16, "p95", inclusive=True),
        LARGE: Target("value", 100, "p95"),
    }
    first = size.sites == SMALL
    same = None if first else Target("times", 1.5, "min")
    beside = "cursor" if first else f"cursor, beside {SMALL}"
    return [
        result(f"{name}.load", f"{sites}: first site", "s", (size.loaded,)),
        result(f"{name}.memory", f"{sites}: peak at rest", "MiB", (size.memory,)),
        *size.typed.beside(
            size.bare, f"{name}.filter", f"{sites}: character", drawn=answered.get(size.sites)
        ),
        result(f"{name}.fast", f"{sites}: after fast typing", "ms", size.fast),
        *size.cursor.beside(
            None if first else size.cursor_small, f"{name}.cursor", f"{sites}: {beside}", same
        ),
    ]


def _run(
    bench: Bench, size: _Size, explorer: Terminal, small: Terminal | None, line: Terminal
) -> None:
    size.loaded = explorer.wait_for(NAMES, 0, LOADING) - explorer.started
    explorer.rest(timeout=LOADING)
    size.memory = explorer.peak_memory()
    _move(size, explorer, small, bench.rounds(5, 4))
    _type(size, explorer, line, TYPED_QUICKLY if bench.quick else TYPED)
    for unseen in TYPED_FAST[: bench.rounds(2, 1)]:
        _type_fast(size, explorer, unseen)


def measure(bench: Bench) -> list[Result]:
    """Measure three sizes; a quick run leaves the largest one out."""
    cache = synthetic.cache_folder()
    sizes: Sequence[int] = (SMALL, MIDDLE) if bench.quick else (SMALL, MIDDLE, LARGE)
    vocabulary = bench.data / "vocabulary.toml"
    folders = {sites: synthetic.dataset(sites, vocabulary, cache) for sites in sizes}
    figures = [_Size(sites) for sites in sizes]
    with bench.explorer(data=folders[SMALL]) as small, bench.yardstick("input") as line:
        line.rest()
        _run(bench, figures[0], small, None, line)
        for size in figures[1:]:
            try:
                with bench.explorer(data=folders[size.sites]) as explorer:
                    _run(bench, size, explorer, small, line)
            except TerminalError as error:
                size.problem = str(error)
    results = [item for size in figures for item in _results(size)]
    for before, after in pairwise(figures):
        label = f"growth of p95, {before.sites:,} to {after.sites:,}"
        results.append(_growth(f"scale.growth.{after.sites}", label, before, after))
    return results
