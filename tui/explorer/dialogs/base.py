"""What every dialogue has in common: it is left once, and never in place of another."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from tui.explorer.textual_private import FittingScreen

Result = TypeVar("Result")


class Dialog(FittingScreen[Result], ModalScreen[Result]):
    """A screen over the main screen that gives one result.

    Work in the background, a click and a key may all ask to leave it; the first one counts.
    While something else lies over it, it waits with leaving, since Textual takes away whatever
    lies on top.
    """

    _answered = False
    _waiting: tuple[Result | None] | None = None

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave with a result."""
        if self._answered:
            return AwaitComplete()
        if not self.is_current:
            self._waiting = self._waiting or (result,)
            return AwaitComplete()
        self._answered = True
        return super().dismiss(result)

    def on_paste(self) -> None:
        """Say that a text was not taken."""
        self.notify("No field is open for what was pasted")

    def on_screen_resume(self) -> None:
        """Leave now, if that was asked for meanwhile."""
        if self._waiting is not None:
            self.dismiss(*self._waiting)
