"""Completion of file names as shells do it: what is common is added, the rest is listed."""

from __future__ import annotations

import os
from os.path import commonprefix
from pathlib import Path

from tui.frozen import frozen


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
