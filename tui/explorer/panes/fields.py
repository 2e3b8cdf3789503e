"""Lines to fill in: one of several things, all in sight where they fit; a file name, completed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from os.path import commonprefix
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from tui.explorer.export_choice import Option
from tui.explorer.glyphs import UNICODE, Glyphs
from tui.explorer.messages import Request
from tui.explorer.textual_private.widgets import TypedLine
from tui.frozen import frozen
from tui.text import printable, width_of

LABEL_WIDTH = 9


class ChoiceLine(Widget, can_focus=True):
    """A label and options in a row; left and right choose, the chosen one stands in marks.

    Options that do not fit give way to `…`; a remark on the chosen one follows where there is
    room. Posts :class:`Changed` when a person chooses another option.
    """

    DEFAULT_CSS = """
    ChoiceLine { height: 1; width: 1fr; color: $text-muted; }
    ChoiceLine:focus { color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        ("left,h", "step(-1)"),
        ("right,l,space", "step(1)"),
        ("home", "end(0)"),
        ("end", "end(-1)"),
    ]

    chosen: reactive[str] = reactive("", init=False)
    """Id of the option chosen, "" without options."""

    class Changed(Request):
        """Another option was chosen by hand."""

        line: ChoiceLine

    def __init__(
        self,
        label: str,
        options: Sequence[Option] = (),
        chosen: str = "",
        *,
        glyphs: Glyphs = UNICODE,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Ask for one of the options, of which ``chosen`` or the first is chosen."""
        super().__init__(id=id)
        self._label = label
        self._options: tuple[Option, ...] = ()
        self._glyphs = glyphs
        self._remark = ""
        self._drawn: list[tuple[int, int, int]] = []
        self.offer(options, chosen)

    def offer(self, options: Sequence[Option], chosen: str = "") -> None:
        """Ask for one of these; keeps what is chosen if it is among them, else the first."""
        self._options = tuple(options)
        idents = [option.id for option in self._options]
        for ident in (chosen, self.chosen):
            if ident in idents:
                self.set_reactive(ChoiceLine.chosen, ident)
                break
        else:
            self.set_reactive(ChoiceLine.chosen, idents[0] if idents else "")
        self.refresh()

    @property
    def option(self) -> Option:
        """The option chosen; an empty one without options."""
        return self._options[self.place] if self._options else Option("", "")

    @property
    def remark(self) -> str:
        """A word on the chosen option, shown where there is room."""
        return self._remark

    @remark.setter
    def remark(self, text: str) -> None:
        if text != self._remark:
            self._remark = text
            self.refresh()

    @property
    def place(self) -> int:
        """Place of the chosen option, 0 without options."""
        idents = [option.id for option in self._options]
        return idents.index(self.chosen) if self.chosen in idents else 0

    def action_step(self, by: int) -> None:
        """Choose the next option, or the one before; around at the ends."""
        if self._options:
            self._choose((self.place + by) % len(self._options))

    def action_end(self, place: int) -> None:
        """Choose the first or the last option."""
        if self._options:
            self._choose(place % len(self._options))

    def _choose(self, place: int) -> None:
        ident = self._options[place].id
        if ident != self.chosen:
            self.chosen = ident
            self.post_message(self.Changed(self))

    def on_click(self, event: events.Click) -> None:
        """Choose the option clicked."""
        event.stop()
        for start, end, place in self._drawn:
            if start <= event.x < end:
                self._choose(place)

    def render(self) -> Content:
        """Draw label, options and remark."""
        style = "bold $primary" if self.has_focus else "$text-muted"
        parts: list[tuple[str, str]] = [(f"{self._label:<{LABEL_WIDTH}}", style)]
        used = LABEL_WIDTH
        self._drawn = []
        first, last = self._window(self._room(self.size.width - used))
        if first:
            parts.append((f"{self._glyphs.ellipsis} ", "$text-muted"))
            used += 2
        for place in range(first, last):
            text = self._text(place)
            self._drawn.append((used, used + width_of(text), place))
            parts.append((text, self._style(place)))
            used += width_of(text)
        if last < len(self._options):
            parts.append((f" {self._glyphs.ellipsis}", "$text-muted"))
            used += 2
        if self._remark and used + 1 + width_of(self._remark) <= self.size.width:
            parts.append((f" {self._remark}", "$text-muted"))
        return Content.assemble(*parts)

    def _room(self, width: int) -> int:
        """Cells for the options: where not all of them fit, the remark comes first."""
        every = sum(width_of(option.label) + 2 for option in self._options)
        remark = width_of(self._remark) + 1 if self._remark and every > width else 0
        return max(width - remark, min(width, width_of(self.option.label) + 2))

    def _style(self, place: int) -> str:
        if place != self.place:
            return ""
        return "bold reverse $primary" if self.has_focus else "bold $foreground"

    def _text(self, place: int) -> str:
        label = self._options[place].label
        if place != self.place:
            return f" {label} "
        return f"{self._glyphs.left}{label}{self._glyphs.right}"

    def _window(self, width: int) -> tuple[int, int]:
        """First option drawn and the one behind the last, so that the chosen one is in sight."""
        widths = [width_of(option.label) + 2 for option in self._options]
        if sum(widths) <= width:
            return 0, len(widths)
        first = last = self.place
        room = width - 4
        while last < len(widths) and (last == first or sum(widths[first : last + 1]) <= room):
            last += 1
        while first > 0 and sum(widths[first - 1 : last]) <= room:
            first -= 1
        return first, last


@frozen
class Completion:
    """A path completed as far as it is certain.

    ``text`` is what stands in the field then; ``candidates`` are the names that fit, folders
    with a slash at the end, sorted, empty where one fits or none; ``reason`` says why there is
    nothing to complete.
    """

    text: str
    candidates: tuple[str, ...] = ()
    reason: str = ""


def complete(text: str, base: Path | None = None) -> Completion:
    """Complete the last part of a path; a relative one starts at ``base`` or where we are.

    A name that starts with a dot is offered only when a dot was typed, as in a shell, and one
    that cannot be shown or written as text never.
    """
    if text == "~" or (text.startswith("~") and "/" not in text):
        return _home(text)
    folder, slash, start = text.rpartition("/")
    try:
        names = _names(_folder(folder + slash, base), start)
    except OSError as error:
        return Completion(text, reason=f"{folder + slash or '.'}: {error.strerror or error}")
    except ValueError:
        return Completion(text, reason="a file name cannot hold a NUL character")
    if not names:
        return Completion(text, reason="no file or folder begins like this")
    if len(names) == 1:
        return Completion(folder + slash + names[0])
    return Completion(folder + slash + commonprefix(names), tuple(names))  # noqa: RUF071 - by character


def _home(text: str) -> Completion:
    """``~`` and ``~name``: a home folder that exists gets its slash."""
    try:
        known = Path(text).expanduser().is_dir()
    except RuntimeError:
        known = False
    if not known:
        return Completion(text, reason="there is no such home folder")
    return Completion(f"{text}/")


def _folder(text: str, base: Path | None) -> Path:
    try:
        return (base or Path()) / Path(text).expanduser()
    except RuntimeError:
        raise FileNotFoundError(0, "there is no such home folder") from None


def _names(folder: Path, start: str) -> list[str]:
    """Names in a folder that begin with ``start``. Raises OSError where it cannot be read."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if not name.startswith(start) or (name.startswith(".") and not start):
                continue
            if name.isprintable():
                found.append(f"{name}/" if _is_folder(entry) else name)
    return sorted(found)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


MOST_LINES = 3
"""Lines that a list of names takes."""


class PathInput(TypedLine):
    """A line for a file name; Tab completes it."""

    BINDINGS: ClassVar[list[BindingType]] = [("tab", "complete")]

    class Completed(Request):
        """What is certain of the name stands there; ``found`` tells what it may be."""

        found: Completion

    def put(self, text: str, cursor: int | None = None) -> None:
        """Let a name stand there that nobody typed; the cursor is put behind it."""
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text) if cursor is None else cursor

    def action_complete(self) -> None:
        """Add what is certain of the rest of the name."""
        ahead, behind = self.value[: self.cursor_position], self.value[self.cursor_position :]
        found = complete(ahead)
        if found.text != ahead:
            self.put(found.text + behind, len(found.text))
        self.post_message(self.Completed(found))


def in_columns(names: Sequence[str], width: int) -> str:
    """Names in a few lines; the number of those that find no room at the end."""
    lines = [""]
    for place, name in enumerate(names):
        entry = f"{printable(name)}  "
        last = len(lines) == MOST_LINES
        room = width - (16 if last else 0)
        if lines[-1] and width_of(lines[-1]) + width_of(entry) > room:
            if last:
                lines[-1] += f"and {len(names) - place:,} more"
                break
            lines.append("")
        lines[-1] += entry
    return "\n".join(line.rstrip() for line in lines)
