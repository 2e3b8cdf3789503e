"""The table at hand as a command line, to be read where the clipboard cannot be reached."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.explorer.copied_command import in_lines
from tui.explorer.dialogs.base import Dialog
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.text import printable


class CommandScreen(Dialog[None]):
    """Shows a command, and what became of it on its way to the clipboard."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,space,Y", "leave", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
    ]
    DEFAULT_CSS = """
    CommandScreen { align: center middle; background: $background 60%; }
    CommandScreen > Vertical {
        width: 100%; max-width: 120; height: auto; max-height: 100%;
        border: round $border; background: $background; padding: 0 1;
    }
    CommandScreen.-ascii > Vertical { border: ascii $border; }
    CommandScreen Static { height: auto; }
    CommandScreen #command-title { text-style: bold; color: $primary; }
    CommandScreen VerticalScroll { height: auto; max-height: 60vh; margin: 1 0; }
    CommandScreen #command-said, CommandScreen #command-keys { color: $text-muted; }
    """

    def __init__(self, command: str, said: str, glyphs: Glyphs = UNICODE) -> None:
        """Show a command and a sentence about it."""
        super().__init__(classes="-ascii" if glyphs is ASCII else None)
        self._command = command
        self._said = said

    def compose(self) -> ComposeResult:
        """Title, command, what was said, keys."""
        with Vertical():
            yield Static("This table as a command", id="command-title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static("", id="command-text", markup=False)
            yield Static(self._said, id="command-said", markup=False)
            yield Static("Esc or q back", id="command-keys", markup=False)

    def on_resize(self) -> None:
        """Break the command anew for the width."""
        target = self.query_one("#command-text", Static)
        width = min(self.size.width, 120) - 4
        lines = in_lines(self._command, width)
        target.update(Content("\n".join(printable(line) for line in lines)))

    def action_scroll(self, by: int) -> None:
        """Scroll a command that is longer than the screen."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
