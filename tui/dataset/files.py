"""Reading the TOML files of one or several dataset folders, later ones over earlier ones.

A signature tells whether they are still those that were read. What lies in a folder and is
not read is named, so that no slip is silent.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tui import toml
from tui.dataset.faults import Fault, Report, Row
from tui.dataset.overlay import Stack
from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern
from tui.text import quote

MOST_BYTES = 64 * 10**6
"""Largest file that is read; the bundled ones have at most some hundred kilobytes."""
_PIECE = 1 << 16  # bytes read at once
_ID = lazy_pattern(rb"""id[ \t]*=[ \t]*(?:"([^"\n]+)"|'([^'\n]+)')""")


class Folders:
    """Dataset folders in order; rows of later ones lie over those with the same id."""

    def __init__(self, folders: Sequence[Path], *, links_out: bool = False) -> None:
        """Keep the folders; nothing is read yet.

        A folder may come from anyone, so links in it that lead out of it are followed only
        with ``links_out``.
        """
        self.folders = tuple(folders)
        self._links_out = links_out
        self._prefixes = [(str(folder / "_")[:-1], folder) for folder in self.folders]
        self._within: dict[str, bool] = {}
        self._ids: dict[str, frozenset[str] | None] = {}

    def __iter__(self) -> Iterator[Path]:
        return iter(self.folders)

    def paths(self, name: str) -> list[Path]:
        """What there is of this name, one a folder at most; not all of it may be readable."""
        return [
            path for path in (folder / name for folder in self.folders) if os.path.lexists(path)
        ]

    def label(self, path: Path) -> str:
        """How a file is named in messages: its folder's own name and the path below it."""
        found = self._below(path)
        return f"{found[0].name or found[0]}/{found[1]}" if found else path.name

    def _below(self, path: Path) -> tuple[Path, str] | None:
        """The first folder that a path lies below by its name, and the way from there."""
        text = str(path)
        for prefix, folder in self._prefixes:
            if text.startswith(prefix) and (prefix or not path.is_absolute()):
                return folder, text[len(prefix) :]
        return None

    def _content(self, path: Path) -> bytes:
        below = None if self._links_out else self._below(path)
        if below is None:
            return read_regular(path, None)
        beside = os.path.dirname(path)
        if beside not in self._within:
            self._within[beside] = path.parent == below[0] or not leads_out(path.parent, below[0])
        return read_regular(path, below[0], within=self._within[beside])

    def ids(self, name: str) -> frozenset[str] | None:
        """Ids that stand in a file by the look of its lines, without parsing it.

        A quick first answer to "is this source listed"; the file itself is parsed and
        checked when it is needed. None where it cannot be read, so that what it lists is
        not known.
        """
        if name not in self._ids:
            self._ids[name] = self._look_up(name)
        return self._ids[name]

    def _look_up(self, name: str) -> frozenset[str] | None:
        found: set[str] = set()
        for path in self.paths(name):
            try:
                found.update(_ids_in(self._content(path)))
            except OSError:
                return None
        return frozenset(found)

    def site_files(self, report: Report | None = None) -> dict[str, list[Path]]:
        """Site files by id, those of one site in the order of the folders.

        What cannot be looked into, and what looks like a site and is none, is reported.
        """
        found: dict[str, list[Path]] = {}
        report = report or Report()
        for folder in self.folders:
            try:
                names = sorted(os.listdir(folder / "sites"))
            except FileNotFoundError:
                continue
            except NotADirectoryError:
                report.file(self.label(folder / "sites"), "is a file, and a folder is meant")
                continue
            except OSError as error:
                report.file(self.label(folder / "sites"), f"cannot be read: {error.strerror}")
                continue
            sites = folder / "sites"
            if leads_out(sites, folder):
                report.file(self.label(sites), "is a link out of the folder")
                continue
            for name in names:
                if is_site_file(name):
                    found.setdefault(name.removesuffix(".toml"), []).append(sites / name)
        return found

    def read(self, path: Path, report: Report) -> Row | None:
        """Parse one file; None, with the fault reported, where that is not possible."""
        try:
            raw: dict[str, Any] = toml.loads(
                self._content(path).decode("utf-8").removeprefix("\ufeff")
            )
            return Row(self.label(path), path, (), raw)
        except toml.TOMLDecodeError as error:
            reason, line = f"not valid TOML: {error.reason}", error.line
        except UnicodeDecodeError as error:
            reason, line = f"not valid UTF-8 at byte {error.start}", 0
        except OSError as error:
            reason, line = f"cannot be read: {error.strerror}", 0
        except (ValueError, RecursionError):
            reason, line = "not valid TOML: nested too deeply, or a number too long", 0
        site = path.stem if path.parent.name == "sites" else ""
        report.file(self.label(path), reason, line, site)
        return None

    def tables(
        self, name: str, report: Report, kinds: Mapping[str, str] | None
    ) -> dict[str, list[Stack]]:
        """Rows of a file of arrays of tables, by array, those of one identity together.

        ``kinds`` names the arrays allowed and the key that identifies their rows; None
        allows any array, with rows identified by ``id``.
        """
        stacks: dict[str, dict[object, list[Row]]] = {}
        for path in self.paths(name):
            top = self.read(path, report)
            if top is not None:
                _stack(top, kinds, stacks, report)
        return {kind: list(rows.values()) for kind, rows in stacks.items()}


def is_site_file(name: str) -> bool:
    """Whether a file of this name in sites/ is read as a site."""
    return name.endswith(".toml") and not name.startswith(".")


def read_regular(path: Path, folder: Path | None, *, within: bool = False) -> bytes:
    """The content of a plain file; OSError for what is none, too large, or a link out.

    ``folder`` is what links may not lead out of, None where they may; ``within`` says that
    the place of the file is known to lie in it. The file is opened so that a pipe put in its
    place meanwhile holds nothing up.
    """
    is_plain = stat.S_ISREG(os.lstat(path).st_mode)
    if not (is_plain and within):
        look_at(path, folder)
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (os.O_NOFOLLOW if is_plain else 0)
    descriptor = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "no plain file")
        return _all_of(descriptor)
    finally:
        os.close(descriptor)


def look_at(path: Path, folder: Path | None = None) -> None:
    """Raise OSError for what is no plain file, or reached by a link out of a folder, if given."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "a folder" if path.is_dir() else "no plain file")
    if folder is not None and leads_out(path, folder):
        raise OSError(errno.EXDEV, f"a link out of the folder, to {os.path.realpath(path)}")


def _all_of(descriptor: int) -> bytes:
    """All bytes of an open file; OSError for too many."""
    parts: list[bytes] = []
    count = 0
    while count <= MOST_BYTES:
        part = os.read(descriptor, _PIECE)
        if not part:
            return b"".join(parts)
        parts.append(part)
        count += len(part)
    raise OSError(errno.EFBIG, f"more than {MOST_BYTES // 10**6} MB")


def _ids_in(content: bytes) -> Iterator[str]:
    """The ids that begin a line, or an entry of an inline table, by the look of the text."""
    for found in _ID.finditer(content):
        before = found.start()
        while before and content[before - 1] in b" \t":
            before -= 1
        if not before or content[before - 1] in b"\n{,":
            yield (found[1] or found[2]).decode("utf-8", "replace")


def leads_out(path: Path, folder: Path) -> bool:
    """Whether links on the way from a folder to a path below it lead elsewhere."""
    if not (path.is_symlink() or (path.parent != folder and path.parent.is_symlink())):
        return False
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _stack(
    top: Row,
    kinds: Mapping[str, str] | None,
    stacks: dict[str, dict[object, list[Row]]],
    report: Report,
) -> None:
    for kind, raw in top.raw.items():
        if kinds is not None and kind not in kinds:
            report.add(top, kind, "unknown table", report.nearest(kind, kinds))
            continue
        if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
            report.add(top, kind, f"must be written as [[{kind}]] rows")
            continue
        rows = [top.child(item, kind, index) for index, item in enumerate(raw)]
        identity = "id" if kinds is None else kinds[kind]
        add_rows(stacks.setdefault(kind, {}), rows, identity, report)


def add_rows(
    stacks: dict[object, list[Row]], rows: Iterable[Row], identity: str, report: Report
) -> None:
    """Add the rows of one file to the stacks of their identity; a second one is a fault."""
    here: set[object] = set()
    for row in rows:
        ident = row.raw.get(identity)
        name: object = ident if isinstance(ident, str) else (row.path, row.steps)
        if name in here:
            report.add(row, identity, f"{quote(ident)} is used twice")
            continue
        here.add(name)
        stacks.setdefault(name, []).append(row)


Signature = frozenset[tuple[str, int, int, int]]


def signature(folders: Iterable[Path]) -> Signature:
    """What tells whether a file of the folders was changed: names, sizes and times."""
    found: set[tuple[str, int, int, int]] = set()
    for folder in folders:
        for place in (folder, folder / "sites"):
            try:
                entries = list(os.scandir(place))
            except OSError:
                continue
            for entry in entries:
                try:
                    state = entry.stat()
                except OSError:
                    continue
                found.add((entry.path, state.st_size, state.st_mtime_ns, state.st_ino))
    return frozenset(found)


def content_digest(folders: Iterable[Path]) -> str:
    """What tells whether anything in the folders was changed: names and contents, hashed."""
    import hashlib

    digest = hashlib.sha256()
    for path, *_ in sorted(signature(folders)):
        try:
            content = hashlib.sha256(read_regular(Path(path), None)).hexdigest()
        except OSError as error:
            content = str(error.errno)
        digest.update(f"{path}\0{content}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


FILES = (
    "dataset.toml", "vocabulary.toml", "sources.toml", "access_modes.toml", "regions.toml",
    "comparisons.toml", "findings.toml", "views.toml",
)  # fmt: skip
"""The files of a dataset beside those of the sites."""
# They tell of a dataset and are meant for people, or for the map.
_BESIDE = lazy_pattern(
    r"\..*|(readme|licen[cs]e|changelog|citation|contributing).*|.*\.md|coast\.json"
)


@frozen
class Leftovers:
    """What is not read: ``faults`` look like data, ``others`` may well lie there."""

    faults: tuple[Fault, ...]
    others: tuple[Fault, ...]


NOTHING_LEFT = Leftovers((), ())


_Left = tuple[str, str, str, bool]
"""Name of what is not read, why, what may be meant, and whether it looks like data."""


def leftovers(where: Folders) -> Leftovers:
    """Look through the folders of a dataset; those that cannot be looked into give nothing."""
    faults: list[Fault] = []
    others: list[Fault] = []
    for folder in where:
        if not holds_data(folder):
            reason = f"holds nothing that is read, such as {FILES[0]}, {FILES[2]} or sites/ID.toml"
            faults.append(Fault(str(folder), 0, "", reason))
        for name, reason, meant, is_data in (*_beside_files(folder), *_beside_sites(folder)):
            fault = Fault(where.label(folder / name), 0, "", reason, meant)
            (faults if is_data else others).append(fault)
    return Leftovers(tuple(faults), tuple(others))


def holds_data(folder: Path) -> bool:
    """Whether anything of a folder is read."""
    return any(os.path.lexists(folder / name) for name in FILES) or any(
        map(is_site_file, _names(folder / "sites"))
    )


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _beside_files(folder: Path) -> Iterator[_Left]:
    for name in _names(folder):
        if name in FILES or name == "sites" or _BESIDE.fullmatch(name.lower()):
            continue
        if name.lower() == "sites":
            yield name, "is not read; the folder of sites is 'sites'", "sites", True
        elif (folder / name).is_dir():
            yield _folder(folder, name)
        elif ".toml" in name.lower():
            close = _meant(name)
            where = "" if close else "; the file of a site belongs in sites/"
            reason = f"is not read; a dataset has no file of this name{where}"
            yield name, reason, close, True
        else:
            yield name, "is not read", "", False


def _beside_sites(folder: Path) -> Iterator[_Left]:
    for name in _names(folder / "sites"):
        below = f"sites/{name}"
        if is_site_file(name) or _BESIDE.fullmatch(name.lower()):
            continue
        if (folder / below).is_dir():
            yield _folder(folder, below)
        elif ".toml" in name.lower():
            reason = "is not read; the name of a site's file is its id and .toml, in lower case"
            yield below, reason, f"sites/{_plain(name)}.toml", True
        else:
            yield below, "is not read", "", False


def _folder(folder: Path, name: str) -> _Left:
    inside = [each for each in _names(folder / name) if each.lower().endswith(".toml")]
    if inside:
        reason = "is a folder, and the files in it are not read; they belong in sites/"
        return name, reason, "", True
    return name, "is a folder, and nothing in it is read", "", False


def _plain(name: str) -> str:
    """``HAMMERHAI.TOML`` and ``hammerhai.toml.txt`` as ``hammerhai``."""
    return name.lower().partition(".toml")[0]


def _meant(name: str) -> str:
    stems = [file.removesuffix(".toml") for file in FILES]
    from difflib import get_close_matches

    found = get_close_matches(_plain(name)[:80], stems, n=1, cutoff=0.65)
    return f"{found[0]}.toml" if found else ""
