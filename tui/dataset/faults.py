"""Faults of a dataset: where, which key, why, and the nearest valid word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``line`` counts from 1, 0 where the whole file is meant."""

    file: str
    line: int
    key: str
    reason: str
    suggestion: str = ""
    site: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f"{self.key}: " if self.key else ""
        hint = f"; did you mean '{self.suggestion}'?" if self.suggestion else ""
        return f"{place}: {key}{self.reason}{hint}"


class DatasetError(Exception):
    """The dataset cannot be opened at all; ``faults`` say why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults; the message is the first of them."""
        self.faults = tuple(faults)
        super().__init__(str(self.faults[0]) if self.faults else "no dataset")


def nearest(word: str, valid: Iterable[str]) -> str:
    """The valid word that looks most like the given one, or "".

    Among few words a fainter likeness counts.
    """
    import difflib

    words = list(valid)
    found = difflib.get_close_matches(word, words, n=1, cutoff=0.6 if len(words) > 12 else 0.45)
    return found[0] if found else ""


def quote(value: object, limit: int = 60) -> str:
    """A value from a file for a message: one line, control characters shown, shortened."""
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


@dataclass(frozen=True, slots=True)
class Row:
    """A table of a TOML file as it was read, with its place.

    ``steps`` lead to it from the top of the file: ``("partner", 3)`` is the fourth
    ``[[partner]]``.
    """

    file: str
    path: Path
    steps: Steps
    raw: dict[str, object]

    def child(self, raw: dict[str, object], *steps: str | int) -> Row:
        """A table below this one."""
        return Row(self.file, self.path, self.steps + steps, raw)


class Report:
    """Collects faults and finds the lines for them, reading each file once, on demand."""

    def __init__(self) -> None:
        """Start with no fault."""
        self.faults: list[Fault] = []
        self._lines: dict[Path, list[str]] = {}

    def add(self, row: Row, key: str, reason: str, suggestion: str = "") -> None:
        """Report a fault at a key of a row ("" for the row itself)."""
        lines = self._lines.get(row.path)
        if lines is None:
            try:
                lines = row.path.read_text("utf-8", "replace").splitlines()
            except OSError:
                lines = []
            self._lines[row.path] = lines
        line = locate(lines, (*row.steps, *key.split(".")) if key else row.steps)
        site = row.path.stem if row.path.parent.name == "sites" else ""
        name = _named(row.steps)
        full = f"{name}.{key}" if name and key else (name or key)
        self.faults.append(Fault(row.file, line, full, reason, suggestion, site))

    def file(self, file: str, reason: str, line: int = 0, site: str = "") -> None:
        """Report a fault of a whole file."""
        self.faults.append(Fault(file, line, "", reason, site=site))


def _named(steps: Steps) -> str:
    """``("partner", 3)`` as ``partner[4]``, counting from 1 as people do."""
    parts: list[str] = []
    for step in steps:
        if isinstance(step, int):
            parts[-1] += f"[{step + 1}]"
        else:
            parts.append(step)
    return ".".join(parts)


_HEADER = re.compile(r"\s*(\[{1,2})\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=")


def locate(lines: Sequence[str], steps: Steps) -> int:
    """Line (from 1) of the deepest part of ``steps`` that has a line of its own, else 0.

    Reads headers and keys as the dataset writes them: one key a line.
    """
    counts: dict[Steps, int] = {}
    here: Steps = ()
    best, depth = 0, 0
    if not steps:
        return next((at for at, line in enumerate(lines, 1) if _KEY.match(line)), 0)
    for number, line in enumerate(lines, 1):
        header = _HEADER.match(line)
        if header is not None:
            here = _enter(header.group(2).split("."), header.group(1) == "[[", counts)
            place = here
        else:
            found = _KEY.match(line)
            if found is None:
                continue
            place = here + tuple(found.group(1).strip("\"'").split("."))
        shared = _shared(place, steps)
        if shared == len(place) and shared > depth:
            best, depth = number, shared
            if depth == len(steps):
                break
        elif shared == len(steps) and len(place) > len(steps) and not depth:
            best = best or number
    return best


def _enter(names: Sequence[str], is_row: bool, counts: dict[Steps, int]) -> Steps:
    """Steps of a header; counts the rows of arrays of tables met so far."""
    here: Steps = ()
    for position, name in enumerate(names):
        here = (*here, name.strip(" \"'"))
        last = position == len(names) - 1
        if last and is_row:
            counts[here] = counts.get(here, -1) + 1
        if here in counts:
            here = (*here, counts[here])
    return here


def _shared(a: Steps, b: Steps) -> int:
    for index, (left, right) in enumerate(zip(a, b, strict=False)):
        if left != right:
            return index
    return min(len(a), len(b))
