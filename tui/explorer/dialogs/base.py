"""What every dialogue has in common: it is left once, and never in place of another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen

from tui.explorer.grid.grid import Grid
from tui.explorer.textual_private.widgets import FittingScreen

Result = TypeVar("Result")


class Dialog(ModalScreen[Result], FittingScreen[Result]):
    """A screen over the main screen that gives one result.

    Work in the background, a click and a key may all ask to leave it; the first one counts.
    While something else lies over it, it waits with leaving, since Textual takes away whatever
    lies on top. Style sheets know it by its first base: ModalScreen, which is seen through.
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

    def action_leave(self) -> None:
        """Go back without a result."""
        self.dismiss(None)


class GridDialog(Dialog[Result]):
    """A dialogue around one table, which the keys of a table move in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "go('cursor_down')", show=False),
        Binding("up,k", "go('cursor_up')", show=False),
        Binding("pagedown", "go('page_down')", show=False),
        Binding("pageup", "go('page_up')", show=False),
        Binding("home,g", "go('home')", show=False),
        Binding("end,G", "go('end')", show=False),
    ]

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one(Grid)

    def action_go(self, move: str) -> None:
        """Move the cursor."""
        getattr(self.grid, f"action_{move}")()


def key_line(keys: Iterable[tuple[str, str]]) -> Content:
    """Keys and what they do, as the last line of a dialogue names them."""
    parts: list[tuple[str, str]] = []
    for key, meaning in keys:
        parts += [(key, "bold $primary"), (f" {meaning}  ", "$text-muted")]
    return Content.assemble(*parts)
