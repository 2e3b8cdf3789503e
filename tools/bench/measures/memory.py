"""Peak memory of the explorer and of the bare apps."""

from __future__ import annotations

from ..programs import PATIENCE, Bench
from ..report import Result, result
from ..terminal import Terminal
from .tabs import TABS


def _after_all_tabs(terminal: Terminal) -> float:
    for tab in TABS:
        terminal.press(tab, quiet=0.2)
    terminal.rest()
    return terminal.peak_memory()


def measure(bench: Bench) -> list[Result]:
    """Read the peak after the first paint, at rest, and after a walk through the tabs."""
    names = bench.names()
    sites = str(bench.table_file())
    painted: list[float] = []
    rested: list[float] = []
    walked: list[float] = []
    bare_table: list[float] = []
    bare_tabs: list[float] = []
    for _ in range(bench.rounds(2, 1)):
        with bench.explorer() as explorer:
            explorer.wait_for(names, 0, PATIENCE)
            painted.append(explorer.peak_memory())
            explorer.rest()
            rested.append(explorer.peak_memory())
            walked.append(_after_all_tabs(explorer))
        with bench.yardstick("app", sites) as table:
            table.wait_for(names, 0, PATIENCE)
            table.rest()
            bare_table.append(table.peak_memory())
        with bench.yardstick("tabs", sites) as tabs:
            tabs.wait_for(names, 0, PATIENCE)
            tabs.rest()
            bare_tabs.append(_after_all_tabs(tabs))
    return [
        result("memory.painted", "after the first paint", "MiB", painted, bare_table),
        result("memory.rest", "at rest", "MiB", rested, bare_table),
        result("memory.tabs", "after a visit to all tabs", "MiB", walked, bare_tabs),
    ]
