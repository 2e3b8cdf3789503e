"""A line for a file name, completed as shells do it: what is common is added, the rest listed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from os.path import commonprefix
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.explorer.messages import Request
from tui.explorer.textual_private.widgets import TypedLine
from tui.frozen import frozen
from tui.text import printable, width_of


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

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

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
