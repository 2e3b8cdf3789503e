"""Markdown: a table for a text, in the words and figures of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from tui.export.sheet import Sheet, heading, legend, marks
from tui.markup import markdown

if TYPE_CHECKING:
    from tui.export.origin import Origin


def write(sheet: Sheet, stream: TextIO, origin: Origin | None) -> None:
    """Write a table with figures on the right; the legend and the origin stand below it."""
    figures = sheet.numeric()
    stream.write(_line([markdown(heading(column)) for column in sheet.columns]))
    stream.write(_line(["---:" if figure else "---" for figure in figures]))
    used: set[str] = set()
    for row in sheet.texts():
        used.update(marks(row))
        stream.write(_line([markdown(text) for text in row]))
    if used:
        stream.write(f"\n{legend(used)}\n")
    if origin:
        stream.write("\n")
        for line in origin.lines():
            stream.write(f"- {markdown(line)}\n")


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
