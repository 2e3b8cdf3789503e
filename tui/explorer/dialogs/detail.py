"""The detail over the whole window."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.analysis.telling.sections import Section
from tui.explorer.dialogs.base import Dialog
from tui.explorer.glyphs import UNICODE, Glyphs
from tui.explorer.panes.detail import DetailPane


class DetailScreen(Dialog[str | None]):
    """The detail over the whole window; gives "sources" where these are wanted next."""

    BINDINGS: ClassVar = [
        Binding("escape,enter,q,backspace", "leave", show=False),
        Binding("o", "sources", show=False),
    ]
    DEFAULT_CSS = """
    DetailScreen { align: center middle; background: $background; }
    DetailScreen #detail-full { width: 100%; max-width: 110; height: 1fr; padding: 0 0 0 2; }
    DetailScreen #detail-keys { height: 1; color: $text-muted; padding: 0 2; }
    """

    def __init__(
        self, sections: tuple[Section, ...], glyphs: Glyphs = UNICODE, *, sources: bool = False
    ) -> None:
        """``sources``: the text is about a row whose sources can be shown."""
        super().__init__()
        self._has_sources = sources
        self._sections = sections
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """The text and a line of keys."""
        yield DetailPane(id="detail-full")
        more = "   o sources" if self._has_sources else ""
        keys = f"Esc or Enter back   j k PgUp PgDn scroll{more}"
        yield Static(keys, id="detail-keys", markup=False)

    def on_mount(self) -> None:
        """Fill the pane and let its keys work."""
        pane = self.query_one(DetailPane)
        pane.glyphs = self._glyphs
        pane.show(self._sections)
        pane.focus()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_sources(self) -> None:
        """Go on to the sources of the row."""
        if self._has_sources:
            self.dismiss("sources")
