"""Markdown: a table for a text, in the words and figures of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from tui.export.escapes import markdown
from tui.export.sheet import Sheet
from tui.query.engine.format import UNKNOWN, UNSURE

if TYPE_CHECKING:
    from tui.export.origin import Origin

LEGEND = {
    UNSURE: f"{UNSURE} stands before a figure that its source does not confirm.",
    UNKNOWN: f"{UNKNOWN} means unknown.",
}


def write_md(sheet: Sheet, stream: TextIO, origin: Origin | None) -> None:
    """Write a table with figures on the right; the legend and the origin stand below it."""
    figures = sheet.numeric()
    stream.write(_line([markdown(column.title) for column in sheet.columns]))
    stream.write(_line(["---:" if figure else "---" for figure in figures]))
    used: set[str] = set()
    for row in sheet.texts():
        used.update(marks(row))
        stream.write(_line([markdown(text) for text in row]))
    notes = [text for mark, text in LEGEND.items() if mark in used]
    if notes:
        stream.write(f"\n{' '.join(notes)}\n")
    if origin:
        stream.write("\n")
        for line in origin.lines():
            stream.write(f"- {markdown(line)}\n")


def marks(row: tuple[str, ...]) -> set[str]:
    """The marks that stand in a row of texts: for unknown, and for an unconfirmed figure."""
    found = {UNSURE for text in row if text.startswith(UNSURE)}
    return found | {UNKNOWN} if UNKNOWN in row else found


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
