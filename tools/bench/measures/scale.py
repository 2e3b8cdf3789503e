"""How the cost of a key grows with the dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from .. import synthetic
from ..programs import Bench
from ..report import Result, Target, result
from ..terminal import Burst, Terminal, TerminalError
from .keys import ANSWERED, CLEAR, DOWN, EMPTY_LINE, ENTER, UP, must_show, open_filter

SMALL, MIDDLE, LARGE = 20, 1_000, 10_000
TYPED = "partner.type:company country:DE health"
TYPED_QUICKLY = "country:DE"
LOADING = 180.0  # seconds
SLOWEST = 10.0  # seconds that a key may take before it counts as lost
FAST = 0.04  # seconds between the keys of somebody who types fast
NAMES = tuple(f"{name} 0" for name in synthetic.NAMES)


@dataclass(slots=True)
class _Size:
    """Figures of one size, in milliseconds (``loaded`` in seconds, ``memory`` in MiB)."""

    sites: int
    problem: str = ""
    loaded: float = 0.0
    memory: float = 0.0
    cursor: list[float] = field(default_factory=list)
    cursor_small: list[float] = field(default_factory=list)
    echo: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    fast: list[float] = field(default_factory=list)


def _note(series: list[float], burst: Burst | None) -> None:
    if burst is not None:
        series.append(burst.last * 1000)


def _move(size: _Size, explorer: Terminal, small: Terminal | None, steps: int) -> None:
    """Move the cursor down and back, in turn with the smallest dataset's.

    Both have been there before: a row's first drawing is not compared with a later one.
    """
    there_and_back = [DOWN] * steps + [UP] * steps
    explorer.press("".join(there_and_back), patience=SLOWEST)
    explorer.rest(ANSWERED)
    for key in there_and_back:
        _note(size.cursor, explorer.press(key, patience=SLOWEST))
        if small is not None:
            _note(size.cursor_small, small.press(key))


def _type(size: _Size, explorer: Terminal, line: Terminal, text: str) -> None:
    """Type a filter one character at a time, each answered before the next."""
    typed_after = open_filter(explorer, SLOWEST)
    for character in text:
        frame = explorer.press(character, patience=SLOWEST)
        if frame is not None:
            _note(size.echo, frame)
            _note(size.answer, explorer.rest(ANSWERED, after=frame))
        _note(size.bare, line.press(character))
    must_show(explorer, text, typed_after)
    line.press(EMPTY_LINE)
    explorer.press(ENTER)
    explorer.press(CLEAR, patience=SLOWEST)
    explorer.rest()


def _type_fast(size: _Size, explorer: Terminal, text: str) -> None:
    """Type a filter without waiting: from its last character to the last byte."""
    open_filter(explorer, SLOWEST)
    for character in text[:-1]:
        explorer.send(character)
        explorer.listen(FAST)
    last = explorer.press(text[-1], patience=SLOWEST)
    if last is not None:
        _note(size.fast, explorer.rest(ANSWERED, after=last))
    explorer.press(ENTER)
    explorer.press(CLEAR, patience=SLOWEST)
    explorer.rest()


def _growth(name: str, label: str, small: _Size, large: _Size) -> Result:
    """Compare the medians of two sizes: they may differ as the sizes do, not more."""
    if not small.answer or not large.answer:
        return result(name, label, "times", ())
    factor = large.sites / small.sites
    grown = median(large.answer) / median(small.answer)
    return result(name, label, "times", (grown,), None, Target("value", factor, inclusive=True))


def _results(size: _Size) -> list[Result]:
    sites = f"{size.sites:,} sites"
    if size.problem:
        return [Result(f"scale.{size.sites}", sites, "", problem=size.problem)]
    answer = {
        SMALL: Target("over", 16, "p95", inclusive=True),
        LARGE: Target("value", 100, "p95"),
    }
    made = [
        result(f"scale.{size.sites}.load", f"{sites}: first site", "s", (size.loaded,)),
        result(f"scale.{size.sites}.memory", f"{sites}: peak at rest", "MiB", (size.memory,)),
        result(
            f"scale.{size.sites}.answer",
            f"{sites}: character, all drawn",
            "ms",
            size.answer,
            size.bare,
            answer.get(size.sites),
        ),
        result(
            f"scale.{size.sites}.echo",
            f"{sites}: character, first frame",
            "ms",
            size.echo,
            size.bare,
        ),
        result(f"scale.{size.sites}.fast", f"{sites}: after fast typing", "ms", size.fast),
    ]
    beside = size.cursor_small if size.sites != SMALL else None
    label = f"{sites}: cursor" + (f", beside {SMALL} sites" if beside is not None else "")
    same = Target("times", 1.5, "min") if beside is not None else None
    made.append(result(f"scale.{size.sites}.cursor", label, "ms", size.cursor, beside, same))
    return made


def _run(
    bench: Bench, size: _Size, explorer: Terminal, small: Terminal | None, line: Terminal
) -> None:
    size.loaded = explorer.wait_for(NAMES, 0, LOADING) - explorer.started
    explorer.rest(timeout=LOADING)
    size.memory = explorer.peak_memory()
    _move(size, explorer, small, bench.rounds(15, 6))
    text = TYPED_QUICKLY if bench.quick else TYPED
    _type(size, explorer, line, text)
    for _ in range(bench.rounds(2, 1)):
        _type_fast(size, explorer, text)


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
        label = f"growth, {before.sites:,} to {after.sites:,} sites"
        results.append(_growth(f"scale.growth.{after.sites}", label, before, after))
    return results
