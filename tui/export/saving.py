"""Files written whole or not at all, and never over another unless told to."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from tui.export.formats import content, format_of
from tui.export.origin import Origin
from tui.export.sheet import Sheet
from tui.query.engine.table import Result
from tui.query.engine.view import View

_UNLINKABLE = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})


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
    try:
        written = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
        _write(named, _target(named, force), written, force)
    except FileExistsError:
        raise ExistsError(f"{named} exists already") from None
    except OSError as error:
        raise SaveError(_reason(named, error)) from None
    return named


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
    second = _absolute(path).with_suffix(".origin.toml")
    if not force and os.path.lexists(second):
        raise ExistsError(f"{second} exists already")
    return save(path, written, force=force), save(second, origin.toml(), force=force)


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
            for name, content in files.items():
                save(named / name, content, force=True)
            return named
        if os.path.lexists(named) and not named.is_dir():
            raise ExistsError(f"{named} exists already, and is no folder")
        _fill(named, files)
    except OSError as error:
        raise SaveError(_reason(named, error)) from None
    return named


def _fill(named: Path, files: Mapping[str, bytes]) -> None:
    """Fill a folder under another name, then give it its own."""
    if not named.parent.is_dir():
        raise SaveError(f"cannot write {named}: the folder {named.parent} does not exist")
    part = named.parent / f".aif-{os.urandom(6).hex()}.part"
    try:
        part.mkdir()
        for name, content in files.items():
            save(part / name, content)
        part.replace(named)
    finally:
        if part.is_dir():
            for each in part.iterdir():
                each.unlink()
            part.rmdir()


def ending_of(fmt: str) -> str:
    """The usual ending of a file in a format."""
    return next(iter(format_of(fmt).suffixes), ".csv")


def suggest_name(result: Result | Sheet, view: View, fmt: str) -> str:
    """A file name for a table, such as ``aif-partners-brief.csv``."""
    parts = ["aif", result.name.replace("_", "-"), view.cohort or "all"]
    parts += ["filtered"] if view.filter or view.rows else []
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


def _target(named: Path, force: bool) -> Path:
    """The file that is written; checks what can be said before writing."""
    if not force and os.path.lexists(named):
        if named.is_dir():
            raise SaveError(f"{named} is a folder; a file name is missing")
        raise FileExistsError
    try:
        target = named.resolve() if named.is_symlink() else named
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    except RuntimeError:
        raise SaveError(f"{named} is a link that leads to itself") from None
    if stat.S_ISDIR(mode):
        raise SaveError(f"{named} is a folder; a file name is missing")
    if not stat.S_ISREG(mode):
        raise SaveError(f"{named} is not a plain file")
    if not os.access(target, os.W_OK):
        raise SaveError(f"{named} is protected against writing")
    return target


def _write(named: Path, target: Path, content: bytes, force: bool) -> None:
    if not target.parent.is_dir():
        reason = "is not a folder" if target.parent.exists() else "does not exist"
        raise SaveError(f"cannot write {named}: the folder {target.parent} {reason}")
    part = target.parent / f".aif-{os.urandom(6).hex()}.part"
    try:
        with open(part, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if force:
            with contextlib.suppress(FileNotFoundError):
                part.chmod(stat.S_IMODE(target.stat().st_mode))
            part.replace(target)
        else:
            _place(part, target)
    finally:
        part.unlink(missing_ok=True)


def _place(part: Path, target: Path) -> None:
    """Give the finished file its name, unless the name was taken in the meantime."""
    try:
        os.link(part, target)
    except OSError as error:
        if error.errno not in _UNLINKABLE:
            raise
        # A file system without hard links: take the name first, then fill it.
        with open(target, "xb"):
            pass
        try:
            part.replace(target)
        except OSError:
            target.unlink(missing_ok=True)
            raise


def _reason(named: Path, error: OSError) -> str:
    known = {
        errno.EACCES: f"no permission to write in {named.parent}",
        errno.EPERM: f"no permission to write in {named.parent}",
        errno.EROFS: f"{named.parent} can only be read",
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EFBIG: "the file would be too large",
        errno.ENAMETOOLONG: "the name is too long",
        errno.ENOTDIR: f"{named.parent} is not a folder",
    }
    why = known.get(error.errno or 0, error.strerror or "unknown error")
    return f"cannot write {named}: {why}"
