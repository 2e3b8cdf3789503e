"""Opening each tab for the first time."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from ..programs import PATIENCE, Bench
from ..report import NO_CHANGE, Result, Target, result
from ..terminal import Terminal, TerminalError

TABS = tuple("12345678")
SETTLED = 0.3  # seconds of silence and idleness after which nothing more is expected
CONTENT = 5.0  # seconds that a tab may take to fill
OPENED = TABS[1:]  # the first one stands open from the start

TITLES: Mapping[str, str] = {
    "1": "Sites",
    "2": "Compute",
    "3": "Consortia",
    "4": "Sectors",
    "5": "Access",
    "6": "Regions",
    "7": "Findings",
    "8": "Sources",
}
# What stands in a tab: table and column of `aif show`; any value will do.
_CONTENT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "2": (("systems", "name"),),
    "3": (("sites", "name"), ("partners", "name")),
    "4": (("sites", "name"),),
    "5": (("sites", "name"), ("access_modes", "name")),
    "6": (("regions", "name"),),
    "7": (("findings", "statement.en"), ("findings", "id")),
    "8": (("sources", "id"), ("sources", "title"), ("sources", "publisher")),
}


def _needles(bench: Bench, tab: str) -> list[str]:
    """Return texts of which one must appear; empty where the table cannot be printed."""
    found: list[str] = []
    for table, column in _CONTENT[tab]:
        with contextlib.suppress(TerminalError):
            found += bench.names(table, column)
    return found


class _Openings:
    """Milliseconds of repeated first openings of one tab."""

    def __init__(self) -> None:
        self.frame: list[float] = []
        self.content: list[float] = []
        self.rest: list[float] = []

    def add(self, terminal: Terminal, key: str, needles: Sequence[str]) -> None:
        """Press the key of a tab that was not opened before and follow the output."""
        frame = terminal.press(key)
        if frame is None:
            return
        self.frame.append(frame.last * 1000)
        if needles:
            with contextlib.suppress(TerminalError):
                seen = terminal.wait_for(needles, frame.before, CONTENT)
                self.content.append((seen - frame.start) * 1000)
        drawn = terminal.rest(SETTLED, after=frame)
        if drawn is not None:
            self.rest.append(drawn.last * 1000)


def measure(bench: Bench) -> list[Result]:
    """Open all tabs in fresh runs of the explorer and of the bare tabs in turn."""
    names = bench.names()
    sites = str(bench.table_file())
    needles = {tab: _needles(bench, tab) for tab in OPENED}
    ours = {tab: _Openings() for tab in OPENED}
    bare = {tab: _Openings() for tab in OPENED}
    for _ in range(bench.rounds(3, 1)):
        with bench.explorer() as explorer, bench.yardstick("tabs", sites) as tabs:
            for terminal in (explorer, tabs):
                terminal.wait_for(names, 0, PATIENCE)
                terminal.rest()
            for tab in OPENED:
                ours[tab].add(explorer, tab, needles[tab])
                bare[tab].add(tabs, tab, names)
    results = []
    for tab in OPENED:
        if not ours[tab].frame:
            results.append(Result(f"tabs.{tab}", f"{tab} {TITLES[tab]}", "", problem=NO_CHANGE))
            continue
        missing = (
            f"none of its rows appeared within {CONTENT:g} s"
            if needles[tab]
            else "nothing to look for: its table could not be printed"
        )
        for part, words, series, beside, target in (
            ("frame", "first frame", ours[tab].frame, bare[tab].frame, None),
            ("content", "content", ours[tab].content, bare[tab].content, Target("value", 150)),
            ("rest", "at rest", ours[tab].rest, bare[tab].rest, None),
        ):
            label = f"{tab} {TITLES[tab]}: {words}"
            name = f"tabs.{tab}.{part}"
            results.append(result(name, label, "ms", series, beside, target, missing))
    return results
