"""What the explorer uses of Textual beyond its public interface, each with the reason.

Textual is pinned exactly; ``tests/explorer/test_textual_private.py`` fails where a new version
no longer has what is used here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from textual import _queue, message_pump

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.widget import Widget

_Item = TypeVar("_Item")

_resting: set[Callable[[], None]] = set()
"""Called whenever a message queue has run dry."""


class WatchedQueue(_queue.Queue[_Item]):
    """Textual's message queue; it knows whether its owner waits for a message.

    Reason: an empty queue does not say that nothing is under way, since the owner may still
    be in the middle of its last message (mounting, removing a screen). Only an owner that
    asks for the next one has finished.
    """

    at_rest = False

    async def get(self) -> _Item:
        """The next item; waits for one."""
        if not self.ready_event.is_set():
            self.at_rest = True
            for tell in tuple(_resting):
                tell()
            try:
                await self.ready_event.wait()
            finally:
                self.at_rest = False
        return await super().get()


def watch_queues() -> None:
    """Let every message queue that is made from now on be a watched one."""
    setattr(message_pump, "Queue", WatchedQueue)  # noqa: B010, the name is not exported


def when_resting(tell: Callable[[], None]) -> None:
    """Call this whenever a message queue has run dry, until :func:`no_longer`."""
    _resting.add(tell)


def no_longer(tell: Callable[[], None]) -> None:
    """Take back :func:`when_resting`."""
    _resting.discard(tell)


def at_rest(pump: MessagePump) -> bool:
    """Whether this app, screen or widget has nothing under way and nothing to do."""
    if pump._closed:
        return True
    queue: object = pump._message_queue
    return (
        pump._is_mounted
        and isinstance(queue, WatchedQueue)
        and queue.at_rest
        and not queue.values
        and not pump._next_callbacks
    )


def settled(app: App[Any], *, in_place: bool = False) -> bool:
    """Whether all that was set going has come to its end: messages, focus, mounting, screens.

    Reason: Textual focuses, mounts and pops screens by messages to itself and after the next
    refresh, and has no public word for "done". The next layout counts, since keys go by it
    (a page down); painting does not. With ``in_place`` scrolling counts too, for the mouse.
    """
    if in_place and (app.animator._animations or app.animator._scheduled):
        return False
    if not app._running or not at_rest(app) or app._resize_timer is not None:
        return False
    stack = app.screen_stack
    return bool(stack) and all(
        _screen_settled(screen, top=screen is stack[-1], in_place=in_place) for screen in stack
    )


def _screen_settled(screen: Screen[Any], *, top: bool, in_place: bool) -> bool:
    if screen._callbacks:
        return False
    if top and (screen._layout_required or (in_place and screen._scroll_required)):
        return False
    return _all_at_rest(screen)


def _all_at_rest(widget: Widget) -> bool:
    return at_rest(widget) and all(map(_all_at_rest, widget._nodes))
