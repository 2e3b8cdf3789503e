"""A screen without the frames that nobody needs, and an input that shows hidden characters."""

from __future__ import annotations

from contextlib import AbstractContextManager
from time import monotonic
from typing import TypeVar

from rich.text import Text
from textual.events import ScreenResume
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widgets import Input

from tui.explorer.textual_private import (
    AWAITED,
    CellsApp,
    no_longer,
    settled,
    waits_for_frame,
    when_resting,
)
from tui.explorer.textual_private.driver import REPLACEMENT
from tui.text import visible, width_of

Result = TypeVar("Result")
HURRIED = 0.1
"""Seconds between two frames while keys wait, or the rows of a new tab are worked out."""
OPENING = 0.2
"""Seconds between two frames while a tab is opened: half-made ones delay the whole one."""


class FittingScreen(Screen[Result]):
    """A screen that is laid out for the size the window has, not for one it had.

    Reason: each layout posts its size to the screen once more, behind sizes that have come
    meanwhile; the last one in the queue replaces them and would bring the old size back. And
    a dialogue that opens lays out the screens behind it, which stops their clock: what waited
    there for the next frame would wait until something else happens, and keys with it.
    """

    def own_context(self) -> AbstractContextManager[None]:
        """The context that data are bound to; the action of a key runs in that of the app."""
        return self._context()

    def _screen_resized(self, size: Size) -> None:
        super()._screen_resized(self.app.size)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        super()._refresh_layout(size, scroll)
        self.check_idle()


class HeldScreen(FittingScreen[None]):
    """A screen that draws nothing that its app would not send, and no frame for every held key.

    Reason: Textual draws each step towards the first frame, all of it several times, and a
    frame for each of fifty keys that came at once, over a line that is slow already.
    ``tests/explorer/test_textual_private.py`` counts.
    """

    _drawn = 0.0
    _begun = False
    _unfinished = False
    hurried = False
    """Whether something was left out because keys wait."""

    async def on_mount(self) -> None:
        """Wait for no clock until the first frame: nothing else is going on then."""
        when_resting(self._promptly)

    def _promptly(self) -> None:
        if self._begun:
            no_longer(self._promptly)
        elif self._may_begin() and waits_for_frame(self):
            self.call_next(self._begin)

    def _begin(self) -> None:
        if self._may_begin():
            self._on_timer_update()

    def _may_begin(self) -> bool:
        """Whether nothing is to come before the first frame, such as the answer to a key."""
        return isinstance(self.app, CellsApp) and (self.app.held or not self.app.outdated())

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Style nothing twice at the start: each widget was styled as it came."""
        if isinstance(self.app, CellsApp) and self.app.held:
            event.refresh_styles = False

    def in_a_hurry(self) -> bool:
        """Whether keys wait, so that what only tells can be left out until the last one."""
        self.hurried = self.hurried or (isinstance(self.app, CellsApp) and self.app.outdated())
        return self.hurried

    def finish_first(self) -> None:
        """Draw no steps to what is being set going, such as a new tab, unless they take long."""
        if not self._unfinished:
            self._unfinished, self._drawn = True, monotonic()
            when_resting(self._finish)

    def _finish(self) -> None:
        if self._unfinished and settled(self.app) and not self._awaits():
            self._unfinished = False
            no_longer(self._finish)
            self.call_next(self._on_timer_update)

    def _awaits(self) -> bool:
        """Whether a worker has yet to bring what the last key is about."""
        return any(each.group == AWAITED and not each.is_finished for each in self.app.workers)

    def on_unmount(self) -> None:
        """Wait no more."""
        no_longer(self._finish)
        no_longer(self._promptly)

    def _compositor_refresh(self) -> None:
        app = self.app
        if isinstance(app, CellsApp) and app.held:
            self._compositor._dirty_regions.clear()
            self._dirty_widgets.clear()
            self._drawn = monotonic()  # a key pressed meanwhile is answered by the first frame
        elif self._may_wait() and monotonic() < self._drawn + self._apart:
            # A layout forgets which widgets it has drawn.
            self._repaint_required |= self._layout_required or not self._dirty_widgets
            self._update_timer.resume()
        else:
            self._drawn, self._begun = monotonic(), True
            super()._compositor_refresh()

    @property
    def _apart(self) -> float:
        return OPENING if self._unfinished and not self._awaits() else HURRIED

    def _may_wait(self) -> bool:
        return self._unfinished or (isinstance(self.app, CellsApp) and self.app.outdated())


class TypedLine(Input):
    """An input whose hidden characters, from a paste or a saved view, stand as one sign each.

    Reason: Textual draws the value as it is. One sign for one character keeps the cursor where
    it believes it is. The cursor stays in sight, also in a window that has become narrow.
    """

    DEFAULT_CSS = """
    TypedLine > .input--placeholder { color: $text-muted; }
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        return Text(_in_place(self.value), no_wrap=True, overflow="ignore", end="")

    def on_resize(self) -> None:
        """Keep the cursor in sight: Textual looks for it when it moves, not when room goes."""
        place = Region(self._cursor_offset, 0, width=1, height=1)
        self.scroll_to_region(place, force=True, animate=False)

    def _position_to_cell(self, position: int) -> int:
        return width_of(_in_place(self.value[:position]))


def _in_place(text: str) -> str:
    """The text with one visible sign for each hidden character."""
    return "".join(sign if len(sign) == 1 else REPLACEMENT for sign in visible(text))
