"""Faults of a dataset: where, which key, why, and the nearest valid word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.dataset.places import Places

Steps = tuple[str | int, ...]

# A longer word is no slip of the pen, and comparing it would take long.
_LONGEST_SLIP = 200


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
    if len(word) > _LONGEST_SLIP:
        return ""
    import difflib

    words = list(valid)
    found = difflib.get_close_matches(word, words, n=1, cutoff=0.6 if len(words) > 12 else 0.45)
    return found[0] if found else ""


def quote(value: object, limit: int = 60) -> str:
    """A value from a file for a message: one line, control characters shown, shortened."""
    try:
        shown = repr(value) if isinstance(value, str) else str(value)
    except (ValueError, RecursionError):
        return "a number of very many digits, or a very deep list"
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
        self._places: dict[Path, Places] = {}

    def add(self, row: Row, key: str, reason: str, suggestion: str = "") -> None:
        """Report a fault at a key of a row ("" for the row itself)."""
        places = self._places.get(row.path)
        if places is None:
            places = self._places[row.path] = _places(row.path)
        steps = (*row.steps, key) if key else row.steps
        if not places.known(steps) and key:
            steps = (*row.steps, *key.split("."))
        site = row.path.stem if row.path.parent.name == "sites" else ""
        name = _named(row.steps)
        full = f"{name}.{key}" if name and key else (name or key)
        self.faults.append(Fault(row.file, places.line(steps), full, reason, suggestion, site))

    def file(self, file: str, reason: str, line: int = 0, site: str = "") -> None:
        """Report a fault of a whole file."""
        self.faults.append(Fault(file, line, "", reason, site=site))


def _places(path: Path) -> Places:
    from tui.dataset.places import Places

    try:
        return Places(path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff"))
    except OSError:
        return Places("")


def _named(steps: Steps) -> str:
    """``("partner", 3)`` as ``partner[4]``, counting from 1 as people do."""
    parts: list[str] = []
    for step in steps:
        if isinstance(step, int):
            parts[-1] += f"[{step + 1}]"
        else:
            parts.append(step)
    return ".".join(parts)
