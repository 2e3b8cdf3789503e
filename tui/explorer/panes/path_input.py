"""A line for a file name, and names of files on few lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.explorer.panes.typed_line import TypedLine
from tui.text import printable, width_of

MOST_LINES = 3
"""Lines that a list of names takes."""


class PathInput(TypedLine):
    """A line for a file name; Tab completes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    class CompletionAsked(Message):
        """Tab was pressed."""

    def action_complete(self) -> None:
        """Ask for the rest of the name."""
        self.post_message(self.CompletionAsked())


def in_columns(names: Sequence[str], width: int) -> str:
    """Names in a few lines; the number of those that find no room at the end."""
    lines = [""]
    for place, name in enumerate(names):
        entry = f"{printable(name)}  "
        last = len(lines) == MOST_LINES
        room = width - (16 if last else 0)
        if lines[-1] and width_of(lines[-1]) + width_of(entry) > room:
            if last:
                lines[-1] += f"and {len(names) - place:,} more"
                break
            lines.append("")
        lines[-1] += entry
    return "\n".join(line.rstrip() for line in lines)
