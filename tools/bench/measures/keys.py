"""Time and bytes that a key costs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from ..programs import PATIENCE, Bench
from ..report import NO_CHANGE, Result, result
from ..terminal import Burst, Terminal, TerminalError

DOWN, UP, PAGE_DOWN, PAGE_UP = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~"
ENTER, CLEAR, FILTER = "\r", "x", "/"
EMPTY_LINE = "\x15"
LONG_TAB, LONG_ROWS = "8", 400  # the longest list of the bundled dataset
TYPED = "sectors:>=3 partner.type:company"
# A filter may answer a moment after the echo: silence must last longer than that delay.
ANSWERED = 0.25


class _Series:
    """What one key costs, repeated."""

    def __init__(self) -> None:
        self.milliseconds: list[float] = []
        self.bytes: list[float] = []

    def add(self, burst: Burst | None) -> None:
        """Count the output of a key; one that changes nothing on the screen is left out."""
        if burst is not None:
            self.milliseconds.append(burst.last * 1000)
            self.bytes.append(burst.size)


def _pair(name: str, label: str, program: _Series, bare: _Series) -> list[Result]:
    if not program.bytes:
        return [Result(f"keys.{name}", label, "", problem=NO_CHANGE)]
    return [
        result(f"keys.{name}.ms", label, "ms", program.milliseconds, bare.milliseconds),
        result(f"keys.{name}.bytes", "  sent", "bytes", program.bytes, bare.bytes),
    ]


def _in_turn(
    name: str, label: str, explorer: Terminal, bare: Terminal, keys: Sequence[str]
) -> list[Result]:
    """Press each key in both programs."""
    ours, theirs = _Series(), _Series()
    for key in keys:
        ours.add(explorer.press(key))
        theirs.add(bare.press(key))
    return _pair(name, label, ours, theirs)


def _tabs(bench: Bench, explorer: Terminal, bare: Terminal) -> list[Result]:
    """Switch between tabs that were open before."""
    keys = ("3", "4", "7", "1")
    ours = {key: _Series() for key in keys}
    theirs = {key: _Series() for key in keys}
    for key in keys:
        for terminal in (explorer, bare):
            terminal.press(key)
            terminal.rest(ANSWERED)
    for _ in range(bench.rounds(8, 2)):
        for key in keys:
            ours[key].add(explorer.press(key))
            theirs[key].add(bare.press(key))
    return [
        item
        for key in keys
        for item in _pair(f"tab-{key}", f"to tab {key}, seen before", ours[key], theirs[key])
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
        page = [PAGE_DOWN] * bench.rounds(8, 3)
        results = _in_turn("page-long", "page down in a long list", explorer, table, page)
    explorer.press("1")
    explorer.rest()
    return results


def open_filter(explorer: Terminal, patience: float = 1.0) -> int:
    """Go to the filter bar; return the bytes received until then."""
    before = explorer.received
    explorer.press(FILTER, patience=patience)
    explorer.rest(ANSWERED)
    return before


def must_show(explorer: Terminal, typed: str, since: int) -> None:
    """Raise TerminalError unless the beginning of what was typed came back to the screen."""
    if explorer.seen([typed[:6]], since) is None:
        raise TerminalError(f"typed {typed!r} after '/', but it did not appear")


def _typing(explorer: Terminal, bare: Terminal, text: str) -> list[Result]:
    """Type a filter: the echo of a character, and the table that follows it."""
    typed_after = open_filter(explorer)
    echo, answer, beside = _Series(), _Series(), _Series()
    for character in text:
        frame = explorer.press(character)
        if frame is not None:
            echo.add(frame)
            answer.add(explorer.rest(ANSWERED, after=frame))
        beside.add(bare.press(character))
    must_show(explorer, text, typed_after)
    return _pair("filter-echo", "filter character: first frame", echo, beside) + _pair(
        "filter-answer", "filter character: all drawn", answer, beside
    )


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
        down = ([DOWN] * 10 + [UP] * 10) * bench.rounds(3, 1)
        page = [PAGE_DOWN, PAGE_UP] * bench.rounds(12, 4)
        text = TYPED if not bench.quick else TYPED[:11]
        return [
            *_in_turn("cursor", "cursor one row down or up", explorer, table, down),
            *_in_turn("page", "page down or up", explorer, table, page),
            *_tabs(bench, explorer, tabs),
            *_long_list(bench, explorer),
            *_typing(explorer, line, text),
        ]
