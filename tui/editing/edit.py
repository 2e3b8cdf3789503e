"""Editing a row of the data, and looking at a changed folder again: what a change would do."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tui.analysis.difference import Change, difference
from tui.analysis.validation import checked, faults_of
from tui.dataset import Dataset, Fault
from tui.dataset.faults import Report, Row
from tui.dataset.files import (
    FILES,
    Folders,
    Signature,
    content_digest,
    holds_data,
    signature,
)
from tui.dataset.places import Places
from tui.frozen import frozen
from tui.text import listed


@frozen
class Reloaded:
    """What looking again gave.

    ``dataset`` is the new one, or the old one where the change ``brought`` faults; ``faults``
    are all that the folders have now, ``content`` the digest of what was read and taken.
    """

    dataset: Dataset
    brought: tuple[Fault, ...]
    faults: tuple[Fault, ...] = ()
    content: str = ""

    @property
    def kept(self) -> bool:
        """Whether the old data were kept."""
        return bool(self.brought)


def reload(now: Dataset, before: Iterable[Fault], folders: Sequence[Path]) -> Reloaded:
    """Read changed folders again; faults that were not there ``before`` keep the old data.

    A fault that only stands at another line than before is no new one.
    """
    content = content_digest(folders)
    found = checked(folders)
    brought = new_faults(before, found.faults)
    if found.dataset is None or brought:
        return Reloaded(now, brought or found.faults, found.faults)
    return Reloaded(found.dataset, (), found.faults, content)


def faults_before(now: Dataset, seen: Signature, folders: Sequence[Path]) -> tuple[Fault, ...]:
    """Faults that the data had when the files were ``seen``, of filters and rules too.

    Those of filters and rules are told by the files that are as they were.
    """
    same = [path for path, *_ in seen & signature(folders)]
    known = now.known_faults()
    deeper = faults_of(now, folders)
    return (
        *known,
        *(fault for fault in deeper if any(path.endswith(f"/{fault.file}") for path in same)),
    )


def new_faults(before: Iterable[Fault], after: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults of a later state that an earlier one had not, at whatever line."""
    known = {replace(fault, line=0) for fault in before}
    return tuple(fault for fault in after if replace(fault, line=0) not in known)


_ROWS = ("system", "partner")
"""Rows of a site that have an id of their own; the others are edited with their site."""


class EditError(Exception):
    """A row that stands in several places; the message says so."""


class NoRowError(EditError):
    """No row has an id; ``ids`` are those that there are."""

    def __init__(self, ident: str, ids: Iterable[str]) -> None:
        """Keep the ids."""
        super().__init__(f"no row '{ident}'")
        self.ids = tuple(ids)


@frozen
class Spot:
    """Where a row stands: the folder, the file below it, and the line (from 1)."""

    folder: Path
    name: str
    line: int

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / self.name


@frozen
class Outcome:
    """What a changed file would do: faults that it brings, and what differs with it."""

    faults: tuple[Fault, ...]
    changes: tuple[Change, ...]


def locate(folders: Sequence[Path], ident: str) -> Spot:
    """Where the row with an id stands, in the last folder that has it.

    ``jaif`` is a site, ``jaif/kit`` a partner or system of it; sources, findings, regions
    (by their code) and the others go by their id. Raises :class:`EditError`.
    """
    known: dict[str, list[Spot]] = {}
    for name, spot in _spots(folders):
        known.setdefault(name, []).append(spot)
    spots = known.get(ident, [])
    if not spots:
        raise NoRowError(ident, known)
    own = [spot for spot in spots if spot.name == f"sites/{ident}.toml" and spot.line == 1]
    names = sorted({spot.name for spot in own or spots})
    if len(names) > 1:
        ways = [f"'{Path(name).stem}/{ident}'" for name in names if name.startswith("sites/")]
        hint = f"; say {' or '.join(ways)}" if ways else ""
        raise EditError(f"'{ident}' stands in {listed(names)}{hint}")
    return (own or spots)[-1]


def _spots(folders: Sequence[Path]) -> Iterator[tuple[str, Spot]]:
    """Every row that has a name, folder by folder."""
    for folder in folders:
        where, report = Folders([folder]), Report()
        for ident, paths in where.site_files().items():
            name = f"sites/{ident}.toml"
            yield ident, Spot(folder, name, 1)
            top = where.read(paths[0], report)
            for _, row, line in _named_rows(top, _ROWS, "id"):
                yield f"{ident}/{row}", Spot(folder, name, line)
                yield row, Spot(folder, name, line)
        for name in FILES:
            for path in where.paths(name):
                top = where.read(path, report)
                kinds = tuple(top.raw) if top else ()
                for _, row, line in _named_rows(top, kinds, "id"):
                    yield row, Spot(folder, name, line)
                for _, row, line in _named_rows(top, ("region",), "nuts2"):
                    yield row, Spot(folder, name, line)


def _named_rows(top: Row | None, kinds: Sequence[str], key: str) -> Iterator[tuple[str, str, int]]:
    """Kind, name and line of the rows of some arrays."""
    if top is None:
        return
    places = Places(top.path.read_text("utf-8", "replace"))
    for kind in kinds:
        rows = top.raw.get(kind)
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            name = row.get(key) if isinstance(row, Mapping) else None
            if isinstance(name, str):
                yield kind, name, places.line((kind, index))


def correction(spot: Spot) -> str:
    """The text to begin a correction with, in a folder over that of the row.

    What identifies the row stands as it is, everything else behind a ``#``.
    """
    lines = spot.path.read_text("utf-8").split("\n")
    head = [
        "# Over the row below: take the # away before what you correct, and delete the rest.",
        "# A table keeps its [head], a row its [[head]] and its id.",
        "",
    ]
    whole = spot.line == 1 and spot.name.startswith("sites/")
    body: list[str] = []
    named = whole
    for line in lines if whole else _block(lines, spot.line):
        names_it = not named and line.startswith(("id = ", "nuts2 = "))
        named = named or names_it
        kept = not line or names_it or (not whole and not body)
        body.append(line if kept else f"# {line}")
    return "\n".join([*head, *body])


def _block(lines: Sequence[str], line: int) -> list[str]:
    """The lines of a row with what lies below it."""
    name = lines[line - 1].strip("[] ")
    found = [lines[line - 1]]
    for text in lines[line:]:
        if text.startswith("[") and not text.lstrip("[").startswith(f"{name}."):
            break
        found.append(text)
    while found and not found[-1]:
        found.pop()
    return [*found, ""]


def outcome(folders: Sequence[Path], spot: Spot, text: str) -> Outcome:
    """What the dataset would be with another text in one of its files, which stays as it is."""
    before = checked([each for each in folders if holds_data(each)])
    with tempfile.TemporaryDirectory(prefix="aif-") as place:
        staged = [*folders]
        at = staged.index(spot.folder)
        staged[at] = Path(place) / (spot.folder.resolve().name or "data")
        if spot.folder.is_dir():
            _copy(spot.folder, staged[at])
        path = staged[at] / spot.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        after = checked(staged)
        faults = new_faults(before.faults, after.faults)
        changes: tuple[Change, ...] = ()
        if not faults and before.dataset is not None and after.dataset is not None:
            changes = difference(before.dataset, after.dataset)
    return Outcome(faults, changes)


def _copy(folder: Path, target: Path) -> None:
    """The files that are read, so that nothing else is moved about."""
    (target / "sites").mkdir(parents=True)
    names: list[Any] = [name for name in FILES if (folder / name).is_file()]
    if (folder / "sites").is_dir():
        names += [f"sites/{path.name}" for path in sorted((folder / "sites").glob("*.toml"))]
    for name in names:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, target / name)
