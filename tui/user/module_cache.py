"""The compiled modules of the explorer in one file, so that a start opens one, not four hundred.

Python keeps a file of compiled code beside each module. On the parallel file systems of clusters
opening a file takes longer than running what is in it. Here stand the same bytes as in those
files, for this installation, in the user's cache. A module whose source has another time or size
than when it was kept is taken from its own file, as everything is where the cache is not there,
not the user's own, or damaged.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import stat
import sys
from binascii import crc32
from collections.abc import Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from struct import Struct
from types import CodeType, ModuleType
from typing import cast

import tui

_NAME = "modules-"
_BEGIN = b"aif modules 1"
_PACKAGES = frozenset(
    ("markdown_it", "platformdirs", "pygments", "rich", "rtoml", "textual", "tomli_w", "tui",
     "typing_extensions")
)  # fmt: skip
"""What is kept beside Python's own library."""
_NUMBERS = Struct("<QI")  # length and check sum of the index
_HEADER = 16
"""Bytes before the code in Python's own files: number, flags, time and size of the source."""

Entry = tuple[str, bool, int, int, int, int, int]
"""A source's path, whether it is a package's, its time in ns and size; begin, length and check
sum of its code."""


def use_modules(folder: Path | None) -> None:
    """Take modules that are imported from now on from the cache in ``folder``, if it is sound."""
    if folder is not None and _finder() is None:
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
            sys.meta_path.insert(0, _Finder(folder / _file_name()))


def keep_modules(folder: Path | None) -> None:
    """Write the cache where modules were imported that it lacks; not being able to is no fault.

    Where Python is told to write no compiled code, neither is this.
    """
    if folder is None or sys.dont_write_bytecode or not _can_be_written(folder):
        return
    finder = _finder()
    known = finder.entries if finder is not None else {}
    found = {
        name: compiled
        for name, origin, package in _imported()
        if not (name in known and known[name][0] == origin and _is_same(known[name]))
        and (compiled := _compiled(origin, package)) is not None
    }
    if not found:
        return
    for name, entry in known.items():
        if name not in found and (compiled := _compiled(*entry[:2])) is not None:
            found[name] = compiled
    from tui.user.writing import write_whole

    path = folder / _file_name()
    with contextlib.suppress(OSError):
        write_whole(path, _content(found), lasting=False)
        path.chmod(0o600)
        _drop_left(folder)


class _Finder:
    """Finds the modules that one file holds. Raises OSError or ValueError where it is not sound."""

    def __init__(self, path: Path) -> None:
        self._names: dict[str, frozenset[str] | None] = {}
        self._file = _opened(path)
        try:
            index = self._index()
            self.entries: dict[str, Entry] = marshal.loads(index)  # noqa: S302, the user's own
        except BaseException:
            os.close(self._file)
            raise

    def _index(self) -> bytes:
        """What the file says that it holds, and where the codes begin."""
        head = _head()
        begin = os.pread(self._file, len(head) + _NUMBERS.size, 0)
        if not begin.startswith(head) or len(begin) != len(head) + _NUMBERS.size:
            raise ValueError("made by another Python")
        length, check = _NUMBERS.unpack(begin[len(head) :])
        index = os.pread(self._file, min(length, os.fstat(self._file).st_size), len(begin))
        if crc32(index) != check:
            raise ValueError("damaged")
        self._codes = len(begin) + length
        return index

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What Python would find for a module; None where it is to look itself."""
        entry = self.entries.get(name)
        if entry is None or not _is_same(entry):
            return None
        origin, package = entry[:2]
        folder = os.path.dirname(origin)
        place = os.path.dirname(folder) if package else folder
        if not self._is_first(name, place) if path is None else list(path) != [place]:
            return None
        spec = ModuleSpec(name, _Loader(name, origin, self), origin=origin, is_package=package)
        spec.has_location = True
        if package:
            spec.submodule_search_locations = [folder]
        return spec

    def _is_first(self, name: str, place: str) -> bool:
        """Whether a folder is the first on Python's path that has something of this name."""
        for folder in sys.path:
            if folder == place:
                return True
            if folder not in self._names:
                self._names[folder] = _names_in(folder)
            names = self._names[folder]
            if names is None or name in names:
                return False
        return False

    def code(self, name: str) -> CodeType | None:
        """The code of a module; None where it is damaged, and then no longer known."""
        begin, length, check = self.entries[name][4:]
        with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
            stored = os.pread(self._file, length, self._codes + begin)
            if crc32(stored) == check:
                return cast("CodeType", marshal.loads(stored))  # noqa: S302, the user's own
        del self.entries[name]
        return None


class _Loader(SourceFileLoader):
    """Loads a module as ever, but for where its code comes from."""

    def __init__(self, name: str, path: str, finder: _Finder) -> None:
        super().__init__(name, path)
        self._finder = finder

    def get_code(self, fullname: str) -> CodeType | None:
        """Its code from the cache, else from its own file."""
        return self._finder.code(fullname) or super().get_code(fullname)


def _finder() -> _Finder | None:
    return next((each for each in sys.meta_path if isinstance(each, _Finder)), None)


def _names_in(folder: str) -> frozenset[str] | None:
    """What stands in a folder, without endings; None where it is an archive or cannot be read."""
    try:
        return frozenset(name.partition(".")[0] for name in os.listdir(folder or "."))
    except FileNotFoundError:
        return frozenset()
    except OSError:
        return None


def _can_be_written(folder: Path) -> bool:
    """Whether files can be made in a folder, or the folder itself; all is read before writing."""
    there = next((each for each in (folder, *folder.parents) if os.path.lexists(each)), folder)
    return os.access(there, os.W_OK | os.X_OK)


def _opened(path: Path) -> int:
    """A descriptor of a regular file that only its user can write. Raises OSError, ValueError."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    told = os.fstat(file)
    own = told.st_uid == os.geteuid() and not told.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if own and stat.S_ISREG(told.st_mode):
        return file
    os.close(file)
    raise ValueError("not a file of this user alone")


def _key() -> bytes:
    """What the cache holds for: the place of the explorer and of its Python."""
    return os.fsencode(f"{tui.__path__[0]}\n{sys.prefix}")


def _head() -> bytes:
    made_by = f"{sys.version} -O{sys.flags.optimize}"  # optimised code lacks parts
    return b"\n".join((_BEGIN, _key(), made_by.encode(), b""))


def _file_name() -> str:
    """One name for an installation, whatever versions of Python and packages come and go in it."""
    return f"{_NAME}{crc32(_key()):08x}"


def _drop_left(folder: Path) -> None:
    """Take away what was kept for an explorer that is no longer there. Raises OSError."""
    for path in folder.glob(f"{_NAME}*"):
        with path.open("rb") as file:
            begin, place = file.readline(), os.fsdecode(file.readline().rstrip(b"\n"))
        if begin.rstrip(b"\n") == _BEGIN and not os.path.isdir(place):
            path.unlink()


def _imported() -> Iterator[tuple[str, str, bool]]:
    """Name and source of each module that can be kept, and whether it is a package's."""
    for name, module in list(sys.modules.items()):
        package = name.partition(".")[0]
        spec: ModuleSpec | None = getattr(module, "__spec__", None)
        if not (package in _PACKAGES or package in sys.stdlib_module_names):
            continue
        if spec is None or spec.origin is None or spec.name != name:
            continue
        if isinstance(spec.loader, SourceFileLoader):
            yield name, spec.origin, spec.submodule_search_locations is not None


def _is_same(entry: Entry) -> bool:
    """Whether the source is the one whose code is kept."""
    try:
        told = os.stat(entry[0])
    except OSError:
        return False
    return told.st_mtime_ns == entry[2] and told.st_size == entry[3]


def _content(found: Mapping[str, _Compiled]) -> bytes:
    """The file that holds the code of these modules."""
    entries: dict[str, Entry] = {}
    begin = 0
    for name, (source, code) in found.items():
        entries[name] = (*source, begin, len(code), crc32(code))
        begin += len(code)
    index = marshal.dumps(entries)
    numbers = _NUMBERS.pack(len(index), crc32(index))
    return b"".join((_head(), numbers, index, *(code for _, code in found.values())))


_Compiled = tuple[tuple[str, bool, int, int], bytes]
"""A source as in an :data:`Entry`, and its code."""


def _compiled(origin: str, package: bool) -> _Compiled | None:
    """The code that Python keeps of a source, where it fits the source as it is now."""
    from importlib.util import MAGIC_NUMBER, cache_from_source

    try:
        told = os.stat(origin)
        content = Path(cache_from_source(origin)).read_bytes()
    except (OSError, NotImplementedError):
        return None
    of_source = (int(told.st_mtime), told.st_size)
    numbers = b"".join((number & 0xFFFFFFFF).to_bytes(4, "little") for number in (0, *of_source))
    if content[:_HEADER] != MAGIC_NUMBER + numbers:
        return None
    return (origin, package, told.st_mtime_ns, told.st_size), content[_HEADER:]
