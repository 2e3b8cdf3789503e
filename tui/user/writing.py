"""The one writer: files are written whole or not at all, and one program at a time.

A text is written beside the file under another name and flushed to the disk; only then does it
take the file's name. Whatever goes wrong before, and a kill at any point, leaves the file as it
was.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

# File systems without locks: writing without one is better than not saving at all.
_LOCKLESS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS})
_UNLINKABLE = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
_BEGIN, _END = ".aif-", ".part"
_STALE = 24 * 3600.0
"""Seconds after which what a killed program had begun to write is taken away."""


class TakenError(FileExistsError):
    """A file that was not to be replaced is there already."""


class NotWritableError(OSError):
    """What stands there is not to be written over; the message says why in words."""


def write_whole(path: Path, content: str | bytes, *, lasting: bool = True) -> None:
    """Write a file of the user's own, making its folder, which is for the user alone.

    Raises OSError as :func:`write_all` does.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _drop_stale(path.parent)
    write_all({path: content}, lasting=lasting)


def write_all(
    files: Mapping[Path, str | bytes], *, lasting: bool = True, new: bool = False
) -> None:
    """Write files, texts in UTF-8; a reader of any of them sees the old or the new one, whole.

    None of them is touched before all are written beside it. With ``new`` none of them may be
    there already, and either all of them are made or none. With ``lasting`` they are on the disk
    when the call returns. Links are kept and the files that they lead to are written.

    Raises :class:`TakenError`, :class:`NotWritableError`, and OSError for everything else that
    prevents it, with the path in ``filename``; all files are then as they were, unless a file
    system fails between the renaming of two that were there.
    """
    parts: list[tuple[Path, Path]] = []
    made: list[Path] = []
    at = Path()
    try:
        for at, content in files.items():
            target = _target(at, new)
            part = target.with_name(f"{_BEGIN}{os.urandom(6).hex()}{_END}")
            parts.append((part, target))
            _fill(part, content, lasting)
            with contextlib.suppress(FileNotFoundError):
                part.chmod(stat.S_IMODE(target.stat().st_mode))
        for at, (part, target) in zip(files, parts, strict=True):  # noqa: B007, told below
            if new:
                _place(part, target)
                made.append(target)
            else:
                os.replace(part, target)
    except BaseException as error:
        for target in made:
            with contextlib.suppress(OSError):
                target.unlink()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(at), None
        raise
    finally:
        for part, _ in parts:
            with contextlib.suppress(OSError):
                part.unlink()
    if lasting:
        for folder in {target.parent for _, target in parts}:
            _sync_folder(folder)


def _target(path: Path, new: bool) -> Path:
    """The file that is written for a path; checks what can be said before writing."""
    if new and os.path.lexists(path):
        if path.is_dir():
            raise NotWritableError("it is a folder; a file name is missing")
        raise TakenError(errno.EEXIST, "it exists already")
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        why = "is not a folder" if target.parent.exists() else "does not exist"
        raise NotWritableError(f"the folder {target.parent} {why}")
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    if stat.S_ISDIR(mode):
        raise NotWritableError("it is a folder; a file name is missing")
    if not stat.S_ISREG(mode):
        raise NotWritableError("it is not a plain file")
    if not os.access(target, os.W_OK):
        raise NotWritableError("it is protected against writing")
    return target


def _fill(part: Path, content: str | bytes, lasting: bool) -> None:
    with open(part, "xb") as file:
        file.write(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
        file.flush()
        if lasting:
            os.fsync(file.fileno())


def _place(part: Path, target: Path) -> None:
    """Give a finished file its name, unless the name was taken in the meantime."""
    try:
        _link(part, target)
    except FileExistsError:
        raise TakenError(errno.EEXIST, "it exists already") from None


def _link(part: Path, target: Path) -> None:
    try:
        os.link(part, target)
    except OSError as error:
        if error.errno not in _UNLINKABLE:
            raise
        # A file system without hard links: take the name first, then fill it.
        with open(target, "xb"):
            pass
        try:
            os.replace(part, target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def _drop_stale(folder: Path) -> None:
    """Take away what killed programs had begun to write in a folder of the user's own."""
    before = time.time() - _STALE
    with contextlib.suppress(OSError):
        for part in folder.glob(f"{_BEGIN}*{_END}"):
            if part.lstat().st_mtime < before:
                part.unlink()


def _sync_folder(folder: Path) -> None:
    """Make a renaming last; file systems that cannot do it are left alone."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Hold the lock that belongs to a file, waiting up to ``patience`` seconds for it.

    The lock is a file of its own beside it, since the file itself is replaced by writing.
    Raises OSError: TimeoutError where another program holds the lock for too long.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(handle, path, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, path: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise TimeoutError(
                    errno.ETIMEDOUT, "another program is writing it", str(path)
                ) from None
            time.sleep(0.01)
        except OSError as error:
            if error.errno not in _LOCKLESS:
                raise
            return
        else:
            return


def cannot_write(path: Path, error: OSError) -> str:
    """Which file could not be written, why, and what stands there now."""
    stands = "what was there is as it was" if os.path.lexists(path) else "no file was made"
    return f"cannot write {path}: {reason(error)}; {stands}"


def reason(error: OSError) -> str:
    """Why a file could not be written or read, in a few plain words."""
    known = {
        errno.EACCES: "no permission",
        errno.EPERM: "no permission",
        errno.EROFS: "the folder can only be read",
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EFBIG: "the file would be too large",
        errno.ENAMETOOLONG: "the name is too long",
        errno.ENOENT: "its folder is gone",
        errno.ELOOP: "it is a link that leads to itself",
        errno.ENOTDIR: "a part of its path is a file",
        errno.EEXIST: "a part of its path is a file",
        errno.EISDIR: "it is a folder",
    }
    if isinstance(error, TakenError):
        return "it exists already"
    if isinstance(error, NotWritableError):
        return str(error.args[0])
    return known.get(error.errno or 0, error.strerror or "unknown error")
