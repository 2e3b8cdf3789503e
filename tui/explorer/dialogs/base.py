"""What every dialogue has in common; a list to choose from, and what a window too small shows.

A dialogue is left once, and never in place of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.explorer.commands import key_text, textual_key
from tui.explorer.first_frame import SMALLEST
from tui.explorer.glyphs import ASCII, Glyphs
from tui.explorer.grid.grid import Grid
from tui.explorer.panes.frame import Words, glyphs_of
from tui.explorer.textual_private.widgets import FittingScreen
from tui.frozen import frozen
from tui.query.engine.fold import fold
from tui.text import cut, padded, printable, width_of

Result = TypeVar("Result")


class Dialog(ModalScreen[Result], FittingScreen[Result]):
    """A screen over the main screen that gives one result.

    Work in the background, a click and a key may all ask to leave it; the first one counts.
    While something else lies over it, it waits with leaving, since Textual takes away whatever
    lies on top. Style sheets know it by its first base: ModalScreen, which is seen through. One
    with the class ``-box`` stands in a frame, the screen behind it in sight.
    """

    DEFAULT_CSS = """
    Dialog.-box { align: center middle; background: $background 60%; }
    Dialog.-box > Vertical {
        border: round $border; background: $background; padding: 0 1;
    }
    Dialog.-box.-ascii > Vertical { border: ascii $border; }
    Dialog .dialog-title { color: $primary; text-style: bold; }
    Dialog .dialog-keys { color: $text-muted; height: auto; }
    Dialog .dialog-said { color: $warning; height: auto; }
    """

    _answered = False
    _waiting: tuple[Result | None] | None = None

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the terminal can draw."""
        return glyphs_of(self)

    def on_mount(self) -> None:
        """Draw the frame in signs that the terminal can draw."""
        self.set_class(self.glyphs is ASCII, "-ascii")

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
        ("down,j", "go('cursor_down')"),
        ("up,k", "go('cursor_up')"),
        ("pagedown", "go('page_down')"),
        ("pageup", "go('page_up')"),
        ("home,g", "go('home')"),
        ("end,G", "go('end')"),
    ]

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one(Grid)

    def action_go(self, move: str) -> None:
        """Move the cursor."""
        getattr(self.grid, f"action_{move}")()


def key_line(keys: Iterable[tuple[str, str]], width: int = 0) -> Content:
    """Keys and what they do, as the last line of a dialogue names them.

    With a ``width`` in more lines where one has no room, none of them parted.
    """
    parts: list[tuple[str, str]] = []
    used = 0
    for key, meaning in keys:
        need = width_of(key) + width_of(meaning) + 1
        if width and used and used + need > width:
            parts.append(("\n", ""))
            used = 0
        used += need + 2
        parts += [(key, "bold $primary"), (f" {meaning}  ", "$text-muted")]
    return Content.assemble(*parts)


_TAKEN = frozenset("jkq")
_WORD = re.compile(r"\w+")
WIDEST, LEAST = 60, 20
"""Cells of an entry beside its remark, at most and at least."""
SHARE = 0.9
"""The part of the window that a list takes at most."""
AROUND = 9
"""Cells of a line around entry and remark: frame, sign, gap, scroll bar."""


def aligned(remarks: Sequence[str]) -> list[str]:
    """Remarks below one another, the numbers that they begin with too."""
    numbers = [width_of(remark) - width_of(remark.lstrip("0123456789,")) for remark in remarks]
    wide = max(numbers, default=0)
    return [f"{' ' * (wide - each)}{remark}" for each, remark in zip(numbers, remarks, strict=True)]


@frozen
class Choice:
    """One entry: what is returned, what is read, and a remark beside it."""

    id: str
    label: str
    remark: str = ""


class ChoiceScreen(Dialog[str | None]):
    """Asks for one of several things; None when nothing was chosen."""

    DEFAULT_CLASSES = "-box"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "leave"),
        ("j", "step(1)"),
        ("k", "step(-1)"),
    ]
    DEFAULT_CSS = """
    ChoiceScreen > Vertical { width: auto; max-width: 90%; height: auto; max-height: 95%; }
    ChoiceScreen Static { width: auto; }
    ChoiceScreen OptionList {
        width: auto; height: auto; max-height: 65vh; border: none; padding: 0;
        background: $background; scrollbar-size-vertical: 1;
    }
    ChoiceScreen OptionList:focus { border: none; }
    """

    def __init__(self, title: str, choices: Sequence[Choice], current: str = "") -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._current = current
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Title, entries, keys."""
        sign = self.glyphs.official
        remarks = aligned([printable(choice.remark) for choice in self._choices])
        beside = max(map(width_of, remarks), default=0)
        room = int(self.app.size.width * SHARE) - AROUND - beside
        labels = [
            cut(printable(choice.label), max(min(room, WIDEST), LEAST)) for choice in self._choices
        ]
        wide = max(map(width_of, labels), default=0)
        with Vertical():
            yield Words(printable(self._title), classes="dialog-title")
            yield OptionList(
                *(
                    Option(
                        Content.assemble(
                            f"{sign} " if choice.id == self._current else "  ",
                            padded(label, wide),
                            f"  {remark}" if choice.remark else "",
                        ),
                        id=choice.id,
                    )
                    for choice, label, remark in zip(self._choices, labels, remarks, strict=True)
                )
            )
            keys = "Enter choose   a-z to an entry   Esc or q close"
            yield Words(keys, classes="dialog-keys")

    def on_mount(self) -> None:
        """Start at the present one."""
        options = self.query_one(OptionList)
        ids = [choice.id for choice in self._choices]
        options.highlighted = ids.index(self._current) if self._current in ids else 0
        options.focus()

    def on_key(self, event: events.Key) -> None:
        """A letter goes on to the next entry that begins with it, several to one with such a word.

        A letter that makes no beginning of a word with those before it begins anew.
        """
        letter = fold(event.character or "")
        if not letter.isalnum() or letter in _TAKEN:
            self._typed = ""
            return
        for typed in dict.fromkeys((self._typed + letter, letter)):
            found = self._entry(typed)
            if found is not None:
                self._typed = typed
                self.query_one(OptionList).highlighted = found
                event.stop()
                return
        self._typed = ""

    def _entry(self, typed: str) -> int | None:
        """The next entry that begins with a letter; of several letters one with such a word."""
        here: int = self.query_one(OptionList).highlighted or 0
        here += len(typed) == 1
        order: list[int] = [*range(here, len(self._choices)), *range(here)]
        for at in order:
            label = fold(self._choices[at].label)
            if label.startswith(typed) or (
                len(typed) > 1 and any(word.startswith(typed) for word in _WORD.findall(label))
            ):
                return at
        return None

    def action_step(self, by: int) -> None:
        """Move the highlight."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


class TooSmallScreen(FittingScreen[None]):
    """One line, and no key but the one that it names; the app opens and closes it."""

    # Notices from before would stand on the one line; they come back with the other screens.
    DEFAULT_CSS = """
    TooSmallScreen Static { width: 100%; height: 1fr; color: $warning; }
    TooSmallScreen ToastHolder { display: none; }
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """``keys`` leave the explorer."""
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The line."""
        yield Words()

    def on_resize(self) -> None:
        """Say how much is missing."""
        have = f"{self.app.size.width}x{self.app.size.height}"
        need = f"{SMALLEST[0]}x{SMALLEST[1]}"
        keys = " or ".join(map(key_text, self._keys))
        self.query_one(Words).update(f"Too small: {have}, {need} needed. {keys} quits.")

    async def on_key(self, event: events.Key) -> None:
        """Leave, or do nothing."""
        event.stop()
        event.prevent_default()
        if event.key in map(textual_key, self._keys):
            await self.run_action("app.quit")
