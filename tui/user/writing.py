"""The user's own files: written whole or not at all, one writer at a time."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

# File systems without locks: writing without one is better than not saving at all.
_LOCKLESS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS})


def write_whole(path: Path, text: str, *, lasting: bool = True) -> None:
    """Write a text file (UTF-8), making its folder; a reader sees the old or the new, whole.

    With ``lasting`` it is on the disk when the call returns. A link is kept and the file
    that it leads to is written. Raises OSError, and the old file is as it was.
    """
    content = text.encode("utf-8", "replace")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    try:
        with open(part, "xb") as file:
            file.write(content)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            part.chmod(target.stat().st_mode & 0o7777)
        os.replace(part, target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    if lasting:
        _sync_folder(target.parent)


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


def reason(error: OSError) -> str:
    """Why a file could not be written or read, in a few plain words."""
    known = {
        errno.EACCES: "no permission",
        errno.EPERM: "no permission",
        errno.EROFS: "the folder can only be read",
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.ENOTDIR: "a part of its path is a file",
        errno.EEXIST: "a part of its path is a file",
        errno.EISDIR: "it is a folder",
    }
    return known.get(error.errno or 0, error.strerror or "unknown error")
