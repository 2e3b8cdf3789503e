"""What Python does first with the single file: it lays the modules out once, then runs them.

Python would compile what it reads from an archive anew at each start, so the modules are
unpacked into the cache of the person who runs it, or into a private folder among the
temporary files where there is none. Older Pythons read this too and are told what is needed.
"""

import os
import stat
import sys

BUILD = "@BUILD@"
KIND = "%s-%s" % (sys.implementation.cache_tag, os.uname().machine)
NAME = BUILD + "-" + KIND
"""The folder: compiled modules are for one Python on one kind of machine, homes are for many."""
SIZE = "@SIZE@"
UNUSED = 30 * 24 * 3600
"""Seconds after which another build that nobody has started is taken away."""


def main() -> int:
    """Run the command; its exit code."""
    archive = os.path.abspath(sys.path[0])
    if sys.version_info < (3, 11):
        version = ".".join(map(str, sys.version_info[:2]))
        sys.stderr.write(
            "aif needs Python 3.11 or later, this is %s. With another one: python3.12 %s\n"
            % (version, archive)
        )
        return 2
    folder = unpacked() or unpack(archive)
    if not folder:
        sys.stderr.write(
            "aif unpacks itself (%s) and found no folder to write to; "
            "name one with XDG_CACHE_HOME or TMPDIR\n" % SIZE
        )
        return 4
    sys.path[0] = folder
    sys.dont_write_bytecode = False  # what is compiled now stays in that folder
    from tui.cli import main as command

    return int(command())


def roots() -> "list[str]":
    """Folders that may hold the unpacked modules, the best first."""
    folders = [os.path.join(os.environ.get("XDG_CACHE_HOME", ""), "aif")]
    if not os.path.isabs(folders[0]):
        folders = [os.path.join(os.path.expanduser("~"), ".cache", "aif")]
    own = "aif-%d" % os.getuid()
    temporary = (os.environ.get("TMPDIR", ""), "/tmp", "/var/tmp", "/dev/shm")
    folders += [os.path.join(each, own) for each in temporary]
    return [each for each in folders if os.path.isabs(each)]


def private(folder: str) -> bool:
    """Whether a folder is there, is ours, and nobody else can write to it."""
    try:
        found = os.lstat(folder)
    except OSError:
        return False
    ours = found.st_uid == os.getuid() and not found.st_mode & 0o022
    return stat.S_ISDIR(found.st_mode) and ours


def unpacked() -> str:
    """The folder with the modules of this build, or ""."""
    for root in roots():
        folder = os.path.join(root, NAME)
        if private(root) and private(folder):
            return folder
    return ""


def unpack(archive: str) -> str:
    """Lay the modules out where that is possible; the folder, or ""."""
    import shutil
    import tempfile

    for root in roots():
        try:
            os.makedirs(root, mode=0o700, exist_ok=True)
            fresh = tempfile.mkdtemp(prefix="new-", dir=root) if private(root) else ""
        except OSError:
            continue
        if not fresh:
            continue
        folder = os.path.join(root, NAME)
        try:
            fill(fresh, archive, root)
            os.rename(fresh, folder)
            tidy(root)
        except OSError:
            shutil.rmtree(fresh, ignore_errors=True)
        if private(folder):  # by this start, or by one that was quicker
            return folder
    return ""


def fill(fresh: str, archive: str, root: str) -> None:
    """Unpack the modules, and note which Python they are for. Raises OSError."""
    import io
    import zipfile

    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write("aif: the first start unpacks %s to %s\n" % (SIZE, root))
    with zipfile.ZipFile(archive) as outer:
        modules = io.BytesIO(outer.read("modules.zip"))
    with zipfile.ZipFile(modules) as inner:
        names = inner.namelist()
        inner.extractall(fresh, [name for name in names if fits(name)])
    with open(os.path.join(fresh, "python"), "w") as noted:
        noted.write(os.path.abspath(sys.executable) + "\n")


def fits(name: str) -> bool:
    """Whether a file is of use to this Python: compiled modules are for one each."""
    from importlib.machinery import EXTENSION_SUFFIXES

    ending = "." + name.rpartition("/")[2].partition(".")[2]
    return not name.endswith(".so") or ending in EXTENSION_SUFFIXES


def tidy(root: str) -> None:
    """Take other builds away that are old."""
    import shutil
    import time

    for name in os.listdir(root):
        path = os.path.join(root, name)
        if (
            not name.startswith(BUILD)
            and private(path)
            and os.stat(path).st_mtime < time.time() - UNUSED
        ):
            shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
