"""The table at hand as a command line, to be read where the clipboard cannot be reached."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from tui.analysis.tables import resting_on
from tui.explorer.dialogs.base import Dialog
from tui.explorer.panes.frame import Words
from tui.export.origin import as_command, tally_command
from tui.query import Result, View
from tui.text import printable, width_of

if TYPE_CHECKING:
    from tui.query.engine.view import Ask


def call_of(view: View, result: Result, folders: Sequence[Path] = ()) -> str:
    """The call that prints these rows and columns, quoted for a shell.

    ``folders`` are the dataset's, () for the bundled one. The columns are named, so that every
    format prints the ones shown.
    """
    idents = tuple(column.id for column in result.columns)
    shown = view.but(rows=result.where).with_table(result.name, columns=idents)
    shown = resting_on(shown, result.name)
    return as_command(shown, result.name, result.store.dataset, data=folders, spec=result.spec)


def tally_call(view: View, result: Result, ask: Ask, folders: Sequence[Path] = ()) -> str:
    """The call that prints a tally of these rows."""
    under = resting_on(view.but(rows=result.where), result.name)
    return tally_command(under, result.name, ask, result.store.dataset, folders)


def in_lines(command: str, width: int) -> list[str]:
    """A command in lines of at most ``width`` cells where that can be, a backslash at each break.

    It breaks before options, and before a value that is long, so that what is read off the
    screen works as it stands.
    """
    lines: list[str] = []
    for part in _parts(command):
        if not lines:
            lines.append(part)
        elif width_of(lines[-1]) + width_of(part) + 3 <= width:
            lines[-1] += f" {part}"
        else:
            lines[-1] += " \\"
            option, _, value = part.partition(" ")
            if value and width_of(part) + 6 > width:
                lines += [f"    {option} \\", value]
            else:
                lines.append(f"    {part}")
    return lines


def _parts(command: str) -> list[str]:
    """The words of a command, each option together with its value."""
    parts: list[str] = []
    for word in shlex.split(command):
        quoted = shlex.quote(word)
        if parts and not quoted.startswith("--") and parts[-1].startswith("--"):
            parts[-1] += f" {quoted}"
        else:
            parts.append(quoted)
    return parts


class CommandScreen(Dialog[None]):
    """Shows a command, and what became of it on its way to the clipboard."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,enter,space,Y", "leave"),
        ("down,j", "scroll(1)"),
        ("up,k", "scroll(-1)"),
    ]
    DEFAULT_CLASSES = "-box"
    DEFAULT_CSS = """
    CommandScreen > Vertical { width: 100%; max-width: 120; height: auto; max-height: 100%; }
    CommandScreen VerticalScroll { height: auto; max-height: 60vh; margin: 1 0; }
    CommandScreen #command-text { height: auto; }
    """

    def __init__(self, command: str, said: str) -> None:
        """Show a command and a sentence about it."""
        super().__init__()
        self._command = command
        self._said = said

    def compose(self) -> ComposeResult:
        """Title, command, what was said, keys."""
        with Vertical():
            yield Words("This table as a command", classes="dialog-title")
            with VerticalScroll(can_focus=False):
                yield Words(id="command-text")
            yield Words(self._said, classes="dialog-keys")
            yield Words("Esc or q close", classes="dialog-keys")

    def on_resize(self) -> None:
        """Break the command anew for the width."""
        target = self.query_one("#command-text", Words)
        width = min(self.size.width, 120) - 4
        lines = in_lines(self._command, width)
        target.update(Content("\n".join(printable(line) for line in lines)))

    def action_scroll(self, by: int) -> None:
        """Scroll a command that is longer than the screen."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
