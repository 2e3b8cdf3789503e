"""Undo and redo: the views a person went through, as an immutable value."""

from __future__ import annotations

from tui.frozen import frozen
from tui.query import View

KEPT = 200


@frozen
class History:
    """Views in order and the place of the present one."""

    views: tuple[View, ...]
    place: int = 0

    @property
    def present(self) -> View:
        """The view that is shown."""
        return self.views[self.place]

    def push(self, view: View) -> History:
        """A change that can be undone; what had been undone before is forgotten."""
        if view == self.present:
            return self
        kept = (*self.views[: self.place + 1], view)[-KEPT:]
        return History(kept, len(kept) - 1)

    def replace(self, view: View) -> History:
        """A change that is not a step of its own, such as going to another tab."""
        return History((*self.views[: self.place], view, *self.views[self.place + 1 :]), self.place)

    def undo(self) -> History:
        """One step back, or the same where there is none."""
        return History(self.views, max(self.place - 1, 0))

    def redo(self) -> History:
        """One step forward, or the same where there is none."""
        return History(self.views, min(self.place + 1, len(self.views) - 1))
