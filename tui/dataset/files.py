"""Reading the TOML files of one or several dataset folders, later ones over earlier ones."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomli

from tui.dataset.faults import Report, Row, nearest, quote

_ID = re.compile(r'^[ \t]*id[ \t]*=[ \t]*"([^"\n]+)"', re.MULTILINE)


class Folders:
    """Dataset folders in order; a row of a later one replaces the row with the same id."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Keep the folders; nothing is read yet."""
        self.folders = tuple(folders)
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
        for folder in self.folders:
            if path.is_relative_to(folder):
                return f"{folder.name or folder}/{path.relative_to(folder).as_posix()}"
        return path.name

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
                found.update(_ID.findall(_bytes(path).decode("utf-8", "replace")))
            except OSError:
                return None
        return frozenset(found)

    def site_files(self, report: Report | None = None) -> list[Path]:
        """Site files of all folders; a later file replaces an earlier one of the same name.

        What cannot be looked into, and folders with files that are not read, are reported.
        """
        found: dict[str, Path] = {}
        report = report or Report()
        for folder in self.folders:
            try:
                names = sorted(os.listdir(folder / "sites"))
            except FileNotFoundError:
                continue
            except OSError as error:
                report.file(self.label(folder / "sites"), f"cannot be read: {error.strerror}")
                continue
            for name in names:
                path = folder / "sites" / name
                if name.endswith(".toml") and not name.startswith("."):
                    found[name] = path
                elif os.path.isdir(path) and next(path.glob("*.toml"), None):
                    reason = "is a folder, and the files in it are not read; they belong in sites/"
                    report.file(self.label(path), reason)
        return list(found.values())

    def read(self, path: Path, report: Report) -> Row | None:
        """Parse one file; None, with the fault reported, where that is not possible."""
        site = path.stem if path.parent.name == "sites" else ""
        try:
            raw: dict[str, Any] = tomli.loads(_bytes(path).decode("utf-8").removeprefix("\ufeff"))
        except tomli.TOMLDecodeError as error:
            message = re.sub(r" \(at .*\)$", "", str(error))
            report.file(self.label(path), f"not valid TOML: {message}", _line(error), site)
        except UnicodeDecodeError as error:
            report.file(self.label(path), f"not valid UTF-8 at byte {error.start}", site=site)
        except OSError as error:
            report.file(self.label(path), f"cannot be read: {error.strerror}", site=site)
        except (ValueError, RecursionError):
            report.file(self.label(path), "not valid TOML: nested too deeply, or a number too long",
                        site=site)  # fmt: skip
        else:
            return Row(self.label(path), path, (), raw)
        return None

    def tables(
        self, name: str, report: Report, kinds: Mapping[str, str] | None
    ) -> dict[str, list[Row]]:
        """Rows of a file of arrays of tables, by array, merged over the folders by id.

        ``kinds`` names the arrays allowed and the key that identifies their rows; None
        allows any array, with rows identified by ``id``.
        """
        merged: dict[str, dict[object, Row]] = {}
        for path in self.paths(name):
            top = self.read(path, report)
            if top is not None:
                _merge(top, kinds, merged, report)
        return {kind: list(rows.values()) for kind, rows in merged.items()}


def _bytes(path: Path) -> bytes:
    """The content of a plain file; OSError for what could be read for ever or not at all."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "a folder" if path.is_dir() else "no plain file")
    return path.read_bytes()


def _merge(
    top: Row,
    kinds: Mapping[str, str] | None,
    merged: dict[str, dict[object, Row]],
    report: Report,
) -> None:
    for kind, raw in top.raw.items():
        if kinds is not None and kind not in kinds:
            report.add(top, kind, "unknown table", nearest(kind, kinds))
            continue
        if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
            report.add(top, kind, f"must be written as [[{kind}]] rows")
            continue
        rows = merged.setdefault(kind, {})
        identity = "id" if kinds is None else kinds[kind]
        here: set[object] = set()
        for index, item in enumerate(raw):
            row = top.child(item, kind, index)
            ident = item.get(identity)
            name: object = ident if isinstance(ident, str) else (top.path, index)
            if name in here:
                report.add(row, identity, f"{quote(ident)} is used twice")
                continue
            here.add(name)
            rows[name] = row


def _line(error: tomli.TOMLDecodeError) -> int:
    line = getattr(error, "lineno", None)
    if isinstance(line, int):
        return line
    found = re.search(r"at line (\d+)", str(error))
    return int(found.group(1)) if found else 0
