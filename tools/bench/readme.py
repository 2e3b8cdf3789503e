"""The table of README.md, from the figures of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .report import YARDSTICKS, Result, Yardstick, figure

README = Path(__file__).parent.parent.parent / "README.md"
BEGIN, END = "<!-- bench -->\n", "<!-- end of bench -->\n"
ROWS: Mapping[str, str] = {
    "near.readable": "first rows readable",
    "near.answering": "first key answered",
    "near.memory": "memory at rest",
    "near.cursor.time": "cursor one row",
    "near.cursor.bytes": "cursor one row",
    "near.page.bytes": "page of a long list",
    "near.tab.bytes": "tab seen before",
    "near.closed.bytes": "dialogue closed",
    "near.burst.time": "50 cursor keys at once",
    "far.readable": "far away: first rows readable",
    "far.answering": "far away: first key answered",
    "far.cursor.time": "far away: cursor one row",
    "far.tab.time": "far away: tab seen before",
    "far.burst.time": "far away: 50 cursor keys at once",
}
"""Which results the table shows, by id, and in which words."""


def described(environment: Mapping[str, Any]) -> str:
    """What the figures were measured with, in a line."""
    return (
        f"Python {environment['python']}, Textual {environment['textual']}, VisiData "
        f"{environment['visidata']}, {environment['terminal']}, {environment['processors']} "
        f"processors, commit {environment['commit']}"
    )


def _cells(item: Result) -> Sequence[str]:
    def times(beside: Yardstick) -> str:
        value = item.times(beside)
        return "" if value is None else f"{value:.2f}"

    def value(beside: Yardstick) -> str:
        summary = item.others.get(beside)
        return "" if summary is None else figure(summary.median)

    own = "" if item.program is None else f"{figure(item.program.median)} {item.unit}"
    return [
        ROWS[item.id], *map(times, YARDSTICKS), own, *map(value, YARDSTICKS),
    ]  # fmt: skip


def markdown(results: Iterable[Result], environment: Mapping[str, Any]) -> str:
    """The results worth a reader's time, as a Markdown table: ratios first, then medians."""
    by_id = {item.id: item for item in results}
    head = ("", "× bare Textual", "× VisiData", "aif", "bare Textual", "VisiData")
    lines = [head, ("---", *["--:"] * (len(head) - 1))]
    lines += [tuple(_cells(by_id[ident])) for ident in ROWS if ident in by_id]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"{table}\n\n{described(environment)}.\n"


def write_table(
    results: Iterable[Result], environment: Mapping[str, Any], path: Path = README
) -> None:
    """Put the table between its marks."""
    text = path.read_text("utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    path.write_text(f"{before}{BEGIN}\n{markdown(results, environment)}\n{END}{after}", "utf-8")
