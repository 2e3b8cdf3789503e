"""The pane that tells everything about the row under the cursor."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.explorer.detail import Section
from tui.explorer.detailtext import content
from tui.explorer.widgets.glyphs import UNICODE, Glyphs

SCROLL_KEYS: list[BindingType] = [
    Binding("down,j", "scroll_down", show=False),
    Binding("up,k", "scroll_up", show=False),
    Binding("pagedown", "page_down", show=False),
    Binding("pageup", "page_up", show=False),
    Binding("home,g", "scroll_home", show=False),
    Binding("end,G", "scroll_end", show=False),
]


class DetailPane(VerticalScroll, inherit_bindings=False):
    """Sections of text that scroll, wrapped to the width; can be focused with Tab."""

    BINDINGS: ClassVar = SCROLL_KEYS
    DEFAULT_CSS = """
    DetailPane {
        padding: 0 0 0 1; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        background: $background;
    }
    DetailPane > Static { width: 100%; height: auto; padding: 0 1 0 0; }
    """

    glyphs: Glyphs = UNICODE
    """Signs to draw with; taken up with the next text."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._sections: tuple[Section, ...] = ()
        self._width = 0
        self._text = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """One text."""
        yield self._text

    def show(self, sections: tuple[Section, ...]) -> None:
        """Show these sections from the top, unless they stand there already."""
        if sections != self._sections:
            self._sections = sections
            self._lay_out()
            self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Wrap the text for another width."""
        if self._sections and self._room != self._width:
            self._lay_out()

    @property
    def _room(self) -> int:
        """Cells of a line beside the scroll bar and a gap; 0 while the pane does not stand."""
        return max(self.scrollable_content_region.width - 1, 0)

    def _lay_out(self) -> None:
        self._width = self._room
        if self._width:
            self._text.update(content(self._sections, self._width, self.glyphs))

    def say(self, text: str) -> None:
        """Show a sentence in place of sections."""
        self._sections = ()
        self._text.update(Content.styled(text, "$text-muted"))


class DetailScreen(ModalScreen[None]):
    """The detail over the whole window, for narrow terminals and long texts."""

    BINDINGS: ClassVar = [Binding("escape,enter,q,backspace", "leave", show=False)]
    DEFAULT_CSS = """
    DetailScreen { align: center middle; background: $background; }
    DetailScreen #detail-full { width: 100%; max-width: 110; height: 1fr; padding: 0 0 0 2; }
    DetailScreen #detail-keys { height: 1; color: $text-muted; padding: 0 2; }
    """

    def __init__(self, sections: tuple[Section, ...], glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._sections = sections
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """The text and a line of keys."""
        yield DetailPane(id="detail-full")
        yield Static("Esc or Enter back   j k PgUp PgDn scroll", id="detail-keys", markup=False)

    def on_mount(self) -> None:
        """Fill the pane and let its keys work."""
        pane = self.query_one(DetailPane)
        pane.glyphs = self._glyphs
        pane.show(self._sections)
        pane.focus()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
