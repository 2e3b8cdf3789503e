"""Files written whole or not at all, and never over another unless told to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from tui.export.formats import content, format_of
from tui.export.origin import Origin
from tui.export.sheet import Sheet
from tui.query.engine.table import Result
from tui.query.engine.view import View
from tui.user.writing import TakenError, cannot_write, write_all


class SaveError(Exception):
    """A file could not be written; the message says which and why."""


class ExistsError(SaveError):
    """There is a file of this name already, and it was not to be overwritten."""


def save(path: str | Path, text: str | bytes, *, force: bool = False) -> Path:
    """Write a file, of a text in UTF-8, whole or not at all and return its absolute path.

    ``~`` stands for the home folder; a link is kept and the file that it leads to is
    written. Raises :class:`ExistsError` where there is something of this name and ``force``
    is not set, :class:`SaveError` for everything else that prevents it.
    """
    named = _absolute(path)
    _save({named: text}, force)
    return named


def _save(files: Mapping[Path, str | bytes], force: bool) -> None:
    try:
        write_all(files, new=not force)
    except TakenError as error:
        raise ExistsError(f"{error.filename} exists already") from None
    except OSError as error:
        raise SaveError(cannot_write(Path(error.filename), error)) from None


def export(
    what: Result | Sheet,
    fmt: str,
    path: str | Path,
    *,
    origin: Origin | None = None,
    beside: bool = True,
    force: bool = False,
) -> tuple[Path, ...]:
    """Save a table in a format and return the paths written, that of the table first.

    The origin goes into a second file beside it, ``partners.csv`` and
    ``partners.origin.toml``, and into the table's own where that has a place for it.
    Raises as :func:`save` does, and as :func:`~tui.export.formats.write` does.
    """
    written = content(what, fmt, origin=origin)
    if origin is None or not beside:
        return (save(path, written, force=force),)
    named = _absolute(path)
    second = named.with_suffix(".origin.toml")
    _save({named: written, second: origin.toml()}, force)
    return named, second


def save_folder(path: str | Path, files: Mapping[str, bytes], *, force: bool = False) -> Path:
    """Write a folder of files, whole or not at all, and return its absolute path.

    With ``force`` the files go over those of the same name in a folder that is there, each
    whole; others in it stay. Raises :class:`ExistsError` where there is something in it and
    ``force`` is not set, :class:`SaveError` for everything else that prevents it.
    """
    named = _absolute(path)
    try:
        if named.is_dir() and any(named.iterdir()):
            if not force:
                raise ExistsError(f"{named} exists already")
            _save({named / name: content for name, content in files.items()}, force)
            return named
        if os.path.lexists(named) and not named.is_dir():
            raise ExistsError(f"{named} exists already, and is no folder")
        _fill(named, files)
    except OSError as error:
        raise SaveError(cannot_write(named, error)) from None
    return named


def _fill(named: Path, files: Mapping[str, bytes]) -> None:
    """Fill a folder under another name, then give it its own."""
    if not named.parent.is_dir():
        raise SaveError(f"cannot write {named}: the folder {named.parent} does not exist")
    part = named.parent / f".aif-{os.urandom(6).hex()}.part"
    try:
        part.mkdir()
        write_all({part / name: content for name, content in files.items()}, new=True)
        part.replace(named)
    finally:
        with contextlib.suppress(OSError):
            for each in part.iterdir():
                each.unlink()
            part.rmdir()


def ending_of(fmt: str) -> str:
    """The usual ending of a file in a format."""
    return next(iter(format_of(fmt).suffixes), ".csv")


def suggest_name(result: Result | Sheet, view: View, fmt: str) -> str:
    """A file name for a table, such as ``aif-partners-brief.csv``."""
    parts = ["aif", result.name.replace("_", "-"), view.cohort or "all"]
    rows = result.where if isinstance(result, Result) else view.rows
    parts += ["filtered"] if view.filter or rows else []
    return "-".join(parts) + ending_of(fmt)


def _absolute(path: str | Path) -> Path:
    text = os.fspath(path)
    if not text.strip():
        raise SaveError("a file name is missing")
    if "\0" in text:
        raise SaveError("a file name cannot hold a NUL character")
    try:
        return Path(os.path.abspath(Path(text).expanduser()))
    except RuntimeError:
        raise SaveError(f"{text}: there is no such home folder") from None
