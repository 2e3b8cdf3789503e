"""Which notices stand on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets._toast import Toast

if TYPE_CHECKING:
    from textual.app import App
    from textual.notifications import Notification

MOST = 3
"""Notices at once: more of them cover what they speak of."""


def make_room(app: App[Any], coming: Notification) -> None:
    """Take away what says the same as a notice that comes, and the oldest of too many.

    Reason: Textual shows each of them, on every screen that is opened meanwhile, until its time
    is over: ten of a key held down covered half of a table and of a dialogue over it.
    """
    shown = list(app._notifications)
    same = [each for each in shown if _told(each) == _told(coming)]
    others = [each for each in shown if each not in same]
    for each in (*same, *others[: max(len(others) + 1 - MOST, 0)]):
        del app._notifications[each]
    for screen in app.screen_stack:
        for toast in screen.query(Toast):
            if toast._notification not in app._notifications:
                toast.remove()


def _told(notice: Notification) -> tuple[str, str]:
    return notice.title, notice.message
