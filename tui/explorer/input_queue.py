"""Keys, pastes and mouse events wait here for what the one before them has set going.

Textual hands a key to whoever has the keyboard at that moment, but focus, mounting and changes
of the screen come about after the key that asked for them. On a slow line keys arrive in one
packet, and at the start before anything is drawn; so the next one is handed on when the last
one has come to its end. A key that comes alone finds everything at rest and waits for nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from typing import Any
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.events import Event
from textual.worker import Worker

from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.textual_private import AWAITED, no_longer, settled, when_resting

LOOK_AGAIN = 0.02
"""Seconds after which a waiting queue looks by itself, beside being told."""
PATIENCE = 5.0
"""Seconds for which a piece of work in the background is waited for."""
LOOKS = 250
"""Looks of its own after which it hands the next event on in any case: nothing deafens the app."""


_EACH_COUNTS = (events.Key, events.Paste, events.MouseDown, events.MouseUp, events.MouseScrollDown,
                events.MouseScrollUp, events.MouseScrollLeft, events.MouseScrollRight)  # fmt: skip


class InputQueue:
    """The events of keyboard, clipboard and mouse in the order in which they came."""

    def __init__(
        self,
        app: App[Any],
        hand_on: Callable[[Event, int], object],
        emptied: Callable[[], object],
        leaving: Collection[str] = (),
        moving: Collection[str] = (),
    ) -> None:
        """``hand_on`` gives an event to the app, and how often it came: a held key is one move.

        ``emptied`` is told that it was the last.

        ``leaving`` are keys, as Textual names them, that lead away from a table: they do the
        same whether its rows have come or not; ``moving`` those that move the cursor by a row.
        """
        self._app = app
        self._hand_on = hand_on
        self._emptied = emptied
        self._leaving, self._moving = leaving, moving
        self._waiting: deque[Event] = deque()
        self._check: asyncio.Handle | None = None
        self._later: asyncio.TimerHandle | None = None
        self._looks = 0
        self._since: WeakKeyDictionary[Worker[object], float] = WeakKeyDictionary()
        self._closed = False

    def __len__(self) -> int:
        """How many events wait."""
        return len(self._waiting)

    def put(self, event: Event) -> bool:
        """Take an event; it is handed on at once where nothing is under way."""
        if self._closed:
            return False
        waiting = self._waiting
        if waiting and type(waiting[-1]) is type(event) and not isinstance(event, _EACH_COUNTS):
            waiting.pop()  # where the mouse or a size has been meanwhile matters to nobody
        waiting.append(event)
        if len(waiting) == 1:
            self._advance()
        return True

    def close(self) -> None:
        """Drop what waits, and take nothing more."""
        self._closed = True
        self._waiting.clear()
        self._rest()

    def _advance(self) -> None:
        """Hand on what may go."""
        while self._waiting and self._may_go(self._waiting[0]):
            self._looks = 0
            event, times = self._waiting.popleft(), 1
            while self._waiting and self._goes_on(event, self._waiting[0]):
                self._waiting.popleft()
                times += 1
            self._hand_on(event, times)
        if not self._waiting:
            self._rest()
            self._emptied()
            return
        when_resting(self._told)
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(LOOK_AGAIN, self._look)

    def _goes_on(self, event: Event, after: Event) -> bool:
        """Whether a key moves the cursor of the table with the keyboard as the one before it."""
        if not (isinstance(event, events.Key) and isinstance(after, events.Key)):
            return False
        focused = self._app.focused
        table = isinstance(focused, LineCursor) and not hasattr(focused, "key_hints")
        main = self._app.screen is self._app.screen_stack[0]
        return table and main and event.key == after.key and event.key in self._moving

    def _may_go(self, event: Event) -> bool:
        if settled(self._app, in_place=isinstance(event, events.MouseEvent)):
            return not self._working(event)
        return self._app.is_running and self._looks > LOOKS

    def _working(self, event: Event) -> bool:
        """Whether work has yet to bring what the next key is about, and is still waited for.

        Such as search hits, a file that is being written, or the rows of the table that has
        the keyboard; while a text is typed, its results are not waited for.
        """
        running = [worker for worker in self._app.workers if not worker.is_finished]
        if not running:
            return False
        screen, focused = self._app.screen, self._app.focused
        dialog = screen is not self._app.screen_stack[0]
        table = focused if isinstance(focused, LineCursor) else None
        takes_all = hasattr(focused, "key_hints")  # such as a list in which letters find values
        leaves = not dialog and not takes_all and getattr(event, "key", "") in self._leaving
        owners: set[object] = {screen} if dialog else set()
        around: set[object] = set(table.ancestors) if table is not None else set()
        if table is not None and not table.row_count and not leaves:
            owners |= around
        ignored = around - {screen, self._app} if leaves else set[object]()
        now = asyncio.get_running_loop().time()
        return any(
            now - self._since.setdefault(worker, now) < PATIENCE
            for worker in running
            if worker.node in owners
            or (
                worker.group == AWAITED
                and (dialog or table is not None)
                and worker.node not in ignored
            )
        )

    def _told(self) -> None:
        """A message queue has run dry: look once the present step is over."""
        if self._check is None:
            self._check = asyncio.get_running_loop().call_soon(self._checked)

    def _checked(self) -> None:
        self._check = None
        self._advance()

    def _look(self) -> None:
        self._later = None
        self._looks += 1
        self._advance()

    def _rest(self) -> None:
        """Nothing waits: be left in peace."""
        no_longer(self._told)
        for handle in (self._check, self._later):
            if handle is not None:
                handle.cancel()
        self._check = self._later = None
        self._looks = 0
