"""Time and bytes that a key costs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from ..programs import PATIENCE, Bench
from ..report import Result
from ..strokes import ANSWERED, DOWN, PAGE_DOWN, PAGE_UP, UP, Strokes, open_filter
from ..terminal import Terminal

TYPED, TYPED_QUICKLY = "partner.type:company health", "health"
SWITCHED = ("3", "4", "7", "1")
LONG_TAB, LONG_ROWS = "8", 400  # the longest list of the bundled dataset


def _in_turn(
    name: str, label: str, explorer: Terminal, bare: Terminal, keys: Sequence[str]
) -> list[Result]:
    """Press each key in both programs."""
    ours, theirs = Strokes(), Strokes()
    for key in keys:
        ours.press(explorer, key)
        theirs.press(bare, key, bare=True)
    return ours.beside(theirs, f"keys.{name}", label)


def _tabs(bench: Bench, explorer: Terminal, bare: Terminal) -> list[Result]:
    """Switch between tabs that were open before."""
    keys = SWITCHED[2:] if bench.quick else SWITCHED
    ours = {key: Strokes() for key in keys}
    theirs = {key: Strokes() for key in keys}
    for key in keys:
        for terminal in (explorer, bare):
            terminal.press(key)
            terminal.rest(ANSWERED)
    for _ in range(bench.rounds(3, 1)):
        for key in keys:
            ours[key].press(explorer, key)
            theirs[key].press(bare, key, bare=True)
    return [
        item
        for key in keys
        for item in ours[key].beside(theirs[key], f"keys.tab-{key}", f"to tab {key} again")
    ]


def _long_list(bench: Bench, explorer: Terminal) -> list[Result]:
    """Page through the bibliography, beside a bare table as long."""
    path = bench.scratch / "long.csv"
    lines = [f"row {row},1,2,3,4,5\n" for row in range(LONG_ROWS)]
    path.write_text("name,a,b,c,d,e\n" + "".join(lines), encoding="utf-8")
    with bench.yardstick("app", str(path)) as table:
        table.wait_for(["row 1"], 0, PATIENCE)
        for terminal in (explorer, table):
            terminal.press(LONG_TAB)
            terminal.rest()
        page = [PAGE_DOWN] * bench.rounds(8, 2)
        results = _in_turn("page-long", "page down, long list", explorer, table, page)
    explorer.press("1")
    explorer.rest(ANSWERED)
    return results


def _typing(explorer: Terminal, bare: Terminal, text: str) -> list[Result]:
    """Type a filter: the echo of a character, and the table that follows it."""
    before = open_filter(explorer)
    results = _in_turn("filter", "filter character", explorer, bare, text)
    explorer.must_have_shown(text, before)
    return results


def measure(bench: Bench) -> list[Result]:
    """Press the same keys in the explorer and the bare apps in turn."""
    names = bench.names()
    sites = str(bench.table_file())
    with ExitStack() as stack:
        explorer = stack.enter_context(bench.explorer())
        table = stack.enter_context(bench.yardstick("app", sites))
        tabs = stack.enter_context(bench.yardstick("tabs", sites))
        line = stack.enter_context(bench.yardstick("input"))
        for terminal in (explorer, table, tabs):
            terminal.wait_for(names, 0, PATIENCE)
        for terminal in (explorer, table, tabs, line):
            terminal.rest()
        steps = bench.rounds(8, 3)
        down = [DOWN] * steps + [UP] * steps
        page = [PAGE_DOWN, PAGE_UP] * bench.rounds(6, 1)
        return [
            *_in_turn("cursor", "cursor one row", explorer, table, down),
            *_in_turn("page", "page down or up", explorer, table, page),
            *_tabs(bench, explorer, tabs),
            *_long_list(bench, explorer),
            *_typing(explorer, line, TYPED_QUICKLY if bench.quick else TYPED),
        ]
