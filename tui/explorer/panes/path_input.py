"""A line for a file name, and names of files on few lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from tui.query.engine.format import shown

MOST_LINES = 3
"""Lines that a list of names takes."""


class PathInput(Input):
    """A line for a file name; Tab completes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    class CompletionAsked(Message):
        """Tab was pressed."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False

    def action_complete(self) -> None:
        """Ask for the rest of the name."""
        self.post_message(self.CompletionAsked())


def end_of(text: str, width: int, ellipsis: str) -> str:
    """The end of a text where not all of it fits, with a mark in front."""
    if cell_len(text) <= width:
        return text
    kept = text
    while kept and cell_len(kept) + 1 > width:
        kept = kept[1:]
    return ellipsis + kept


def in_columns(names: Sequence[str], width: int) -> str:
    """Names in a few lines; the number of those that find no room at the end."""
    lines = [""]
    for place, name in enumerate(names):
        entry = f"{shown(name)}  "
        last = len(lines) == MOST_LINES
        room = width - (16 if last else 0)
        if lines[-1] and cell_len(lines[-1]) + cell_len(entry) > room:
            if last:
                lines[-1] += f"and {len(names) - place:,} more"
                break
            lines.append("")
        lines[-1] += entry
    return "\n".join(line.rstrip() for line in lines)
