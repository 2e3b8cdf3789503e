"""The pane that tells everything about the row under the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from tui.analysis.telling.sections import Section
from tui.explorer.detail_text import height_of, lines_of
from tui.explorer.glyphs import UNICODE, Glyphs
from tui.explorer.panes.frame import glyphs_of

SCROLL_KEYS: list[BindingType] = [
    Binding("down,j", "scroll_down", show=False),
    Binding("up,k", "scroll_up", show=False),
    Binding("pagedown", "page_down", show=False),
    Binding("pageup", "page_up", show=False),
    Binding("home,g", "scroll_home", show=False),
    Binding("end,G", "scroll_end", show=False),
]


class DetailPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Sections of text that scroll, wrapped to the width; can be focused with Tab.

    Draws its own lines: another text repaints the pane and lays nothing out anew.
    """

    BINDINGS: ClassVar = SCROLL_KEYS
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    DetailPane {
        padding: 0 0 0 1; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        overflow-x: hidden; overflow-y: auto; background: $background; color: $foreground;
    }
    """

    glyphs: Glyphs = UNICODE
    """Signs to draw with; taken up with the next text."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._sections: tuple[Section, ...] = ()
        self._said = ""
        self._width = 0
        self._strips: list[Strip] = []
        self._coming: Iterator[Content] = iter(())

    def show(self, sections: tuple[Section, ...]) -> None:
        """Show these sections from the top, unless they stand there already."""
        if sections != self._sections or self._said:
            self._sections, self._said = sections, ""
            self._lay_out()
            self.scroll_home(animate=False)

    def say(self, text: str) -> None:
        """Show a sentence in place of sections."""
        if text != self._said:
            self._sections, self._said = (), text
            self._lay_out()

    def on_mount(self) -> None:
        """Show what was handed over before."""
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap the text for another width."""
        if self._room != self._width:
            self._lay_out()

    def notify_style_update(self) -> None:
        """Drop lines drawn in the old colours."""
        super().notify_style_update()
        self._begin()

    @property
    def _room(self) -> int:
        """Cells of a line beside the scroll bar and a gap; 0 while the pane does not stand."""
        return max(self.scrollable_content_region.width - 1, 0)

    def _lay_out(self) -> None:
        """Take up a text: its lines are drawn as they come into sight."""
        self._width = self._room
        self._begin()
        if self._width:
            self._fit(1 if self._said else height_of(self._sections, self._width))
            self.refresh()

    def _begin(self) -> None:
        self._strips = []
        if self._said:
            self._coming = iter(Content.styled(self._said, "$text-muted").wrap(max(self._width, 1)))
        else:
            glyphs = glyphs_of(self) if self.glyphs is UNICODE else self.glyphs
            self._coming = lines_of(self._sections, self._width, glyphs)

    def _fit(self, height: int) -> None:
        """Set the virtual size; the bar keeps its place, so that nothing else is laid out."""
        size = Size(self._width, height)
        if size != self.virtual_size:
            self.set_reactive(DetailPane.virtual_size, size)
            self._scroll_update(size)

    def _need(self, count: int | None = None) -> None:
        """Draw so many lines, by default all; the height is then no longer a guess."""
        missing = None if count is None else count - len(self._strips)
        for line in islice(self._coming, missing):
            self._strips += Visual.to_strips(
                self, line, self._width, None, self.visual_style, pad=True
            )
        if count is None and self._width:
            self._fit(len(self._strips))

    def on_focus(self) -> None:
        """Know the height before it is scrolled."""
        self._need()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Know the height once it is scrolled; an animation may outlive the pane."""
        if self.is_attached:
            self._need()
        super().watch_scroll_y(old_value, new_value)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the pane."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        if self._width:
            self._need(max(row + 1, len(self._strips)))
            if row < len(self._strips):
                return self._strips[row].adjust_cell_length(width, self.rich_style)
        return Strip.blank(width, self.rich_style)
