"""A line for a file name, and names of files on few lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from tui.explorer.path_complete import Completion, complete
from tui.explorer.textual_private.widgets import TypedLine
from tui.text import printable, width_of

MOST_LINES = 3
"""Lines that a list of names takes."""


class PathInput(TypedLine):
    """A line for a file name; Tab completes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    class Completed(Message):
        """What is certain of the name stands there; ``found`` tells what it may be."""

        def __init__(self, found: Completion) -> None:
            self.found = found
            super().__init__()

    def put(self, text: str, cursor: int | None = None) -> None:
        """Let a name stand there that nobody typed; the cursor is put behind it."""
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text) if cursor is None else cursor

    def action_complete(self) -> None:
        """Add what is certain of the rest of the name."""
        ahead, behind = self.value[: self.cursor_position], self.value[self.cursor_position :]
        found = complete(ahead)
        if found.text != ahead:
            self.put(found.text + behind, len(found.text))
        self.post_message(self.Completed(found))


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
