"""What stands in place of all in a window that is too small."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from tui.explorer.commands import key_text, textual_key
from tui.explorer.first_frame import SMALLEST
from tui.explorer.textual_private.widgets import FittingScreen


class TooSmallScreen(FittingScreen[None]):
    """One line, and no key but the one that it names; the app opens and closes it."""

    DEFAULT_CSS = "TooSmallScreen Static { width: 100%; height: 1fr; color: $warning; }"

    def __init__(self, keys: Sequence[str]) -> None:
        """``keys`` leave the explorer."""
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("", markup=False)

    def on_resize(self) -> None:
        """Say how much is missing."""
        have = f"{self.app.size.width}x{self.app.size.height}"
        need = f"{SMALLEST[0]}x{SMALLEST[1]}"
        keys = " or ".join(map(key_text, self._keys))
        self.query_one(Static).update(f"Too small: {have}, {need} needed. {keys} quits.")

    async def on_key(self, event: events.Key) -> None:
        """Leave, or do nothing."""
        event.stop()
        event.prevent_default()
        if event.key in map(textual_key, self._keys):
            await self.run_action("app.quit")
