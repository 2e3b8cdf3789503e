"""A few lines above the legend for somebody new: what to press, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from tui.explorer.commands import Command
from tui.explorer.glyphs import ASCII
from tui.explorer.panes.frame import glyphs_of, styled
from tui.explorer.panes.frame_text import Piece, welcome


class Guide(Static):
    """Lines that take no key and no click; whoever shows them takes them away."""

    DEFAULT_CSS = """
    Guide {
        height: auto; max-height: 5; width: 1fr; padding: 0 1;
        background: $head; color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._greeting: Sequence[Command] = ()

    def greet(self, commands: Sequence[Command]) -> None:
        """Show the lines of the first start, with the keys of these commands."""
        self._greeting = commands
        self._greet()

    def on_resize(self) -> None:
        """Lay the lines of the first start out for the new width."""
        self._greet()

    def _greet(self) -> None:
        if self._greeting:
            room = self.app.size.width - self.gutter.width
            ascii_only = glyphs_of(self) is ASCII
            self._put(styled(welcome(self._greeting, room, ascii_only=ascii_only)))

    def say(self, title: str, done: str, task: Sequence[Piece], leave: str) -> None:
        """Show what is told: a title, what was just done, what is to do, how to end it."""
        self._greeting = ()
        glyphs = glyphs_of(self)
        lines = [Content.assemble((f"{glyphs.yes} ", "$success"), done)] if done else []
        lines.append(
            Content.assemble(
                (f"{title}  ", "bold $accent"), styled(task), (f"  {leave}", "$text-muted")
            )
        )
        self._put(Content("\n").join(lines))

    def _put(self, content: Content) -> None:
        glyphs = glyphs_of(self)
        self.update(Content(glyphs.adapt(content.plain), list(content.spans)))
