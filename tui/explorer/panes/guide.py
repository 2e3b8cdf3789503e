"""A few lines above the legend for somebody new: what to press, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from tui.explorer.panes.frame import glyphs_of, styled
from tui.explorer.panes.frame_text import Piece


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

    def say(self, title: str, done: str, task: Sequence[Piece], leave: str) -> None:
        """Show what is told: a title, what was just done, what is to do, how to end it."""
        glyphs = glyphs_of(self)
        lines = [Content.assemble((f"{glyphs.yes} ", "$success"), done)] if done else []
        lines.append(
            Content.assemble(
                (f"{title}  ", "bold $accent"), styled(task), (f"  {leave}", "$text-muted")
            )
        )
        content = Content("\n").join(lines)
        self.update(Content(glyphs.adapt(content.plain), list(content.spans)))
