"""The line that names the ways of looking at a tab."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from tui.explorer.panes.frame import OneLine, styled
from tui.explorer.panes.frame_text import ways
from tui.text import width_of


class WayBar(OneLine):
    """The ways of looking at a tab, the present one set off, and a remark on the right."""

    class Chosen(Message):
        """A way was clicked."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, names: Sequence[str], id: str | None = None) -> None:  # noqa: A002
        """Offer the ways by name."""
        super().__init__(id=id)
        self._names = tuple(names)
        self._active = 0
        self._remark = ""
        self._warn = False

    def mark(self, active: int, remark: str = "", *, warn: bool = False) -> None:
        """Set one way off; the remark is to be noticed with ``warn``."""
        self._active, self._remark, self._warn = active, remark, warn
        self._draw()

    def on_resize(self) -> None:
        """Lay the line out for the new width."""
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Choose the way clicked."""
        x = event.x - 1
        for place, name in enumerate(self._names):
            if 0 <= x < width_of(name):
                self.post_message(self.Chosen(place))
                return
            x -= width_of(name) + 2

    def _draw(self) -> None:
        width = self.content_size.width
        if not width:
            return
        pieces = ways(self._names, self._active, self._remark, width, warn=self._warn)
        self.put(styled(pieces))
