"""Faults of a dataset: where, which key, why, and the nearest valid word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tui.frozen import frozen
from tui.text import did_you_mean

if TYPE_CHECKING:
    from tui.dataset.places import Places

Steps = tuple[str | int, ...]

# For more of them in a report no word is suggested.
_MOST_WRONG_WORDS = 1000


@frozen
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


@frozen
class Place:
    """Where something stands: the file as messages name it, its path, and the steps there."""

    file: str
    path: Path
    steps: Steps


class Row(NamedTuple):
    """A table of a TOML file as it was read, with its place.

    ``steps`` lead to it from the top of the file: ``("partner", 3)`` is the fourth
    ``[[partner]]``. ``moved`` says which parts of it, by the steps to them, come from
    elsewhere.
    """

    file: str
    path: Path
    steps: Steps
    raw: dict[str, object]
    moved: Mapping[Steps, Place] = MappingProxyType({})

    def child(self, raw: dict[str, object], *steps: str | int) -> Row:
        """A table below this one."""
        return Row(self.file, self.path, self.steps + steps, raw, self.moved)

    def place(self, *steps: str | int) -> Place:
        """Where the row stands, or what the steps from it lead to."""
        full = self.steps + steps
        if self.moved:
            for end in range(len(full), -1, -1):
                found = self.moved.get(full[:end])
                if found is not None:
                    return Place(found.file, found.path, found.steps + full[end:])
        return Place(self.file, self.path, full)


class Report:
    """Collects faults and finds the lines for them, reading each file once, on demand."""

    def __init__(self) -> None:
        """Start with no fault."""
        self.faults: list[Fault] = []
        self._places: dict[Path, Places] = {}
        self._wrong: set[str] = set()

    def apart(self) -> Report:
        """A report of its own that shares what was read and searched."""
        other = Report()
        other._places, other._wrong = self._places, self._wrong
        return other

    def taken(self) -> list[Fault]:
        """The faults so far, which the report lets go of."""
        found, self.faults = self.faults, []
        return found

    def add(self, row: Row, key: str, reason: str, suggestion: str = "") -> None:
        """Report a fault at a key of a row ("" for the row itself)."""
        place = row.place(key) if key else row.place()
        if key and "." in key and not self._lines_of(place.path).known(place.steps):
            place = row.place(*key.split("."))
        self._put(row, place, reason, suggestion)

    def missing(self, row: Row, key: str) -> None:
        """Report a key that a row lacks, where a later row took it away there."""
        taken = row.moved.get((*row.steps, key))
        self._put(row, taken or row.place(), f"missing key '{key}'")

    def _put(self, row: Row, place: Place, reason: str, suggestion: str = "") -> None:
        site = row.path.stem if row.path.parent.name == "sites" else ""
        line = self._lines_of(place.path).line(place.steps)
        self.faults.append(Fault(place.file, line, _named(place.steps), reason, suggestion, site))

    def _lines_of(self, path: Path) -> Places:
        places = self._places.get(path)
        if places is None:
            places = self._places[path] = _places(path)
        return places

    def file(self, file: str, reason: str, line: int = 0, site: str = "") -> None:
        """Report a fault of a whole file."""
        self.faults.append(Fault(file, line, "", reason, site=site))

    def nearest(self, word: str, valid: Iterable[str]) -> str:
        """The valid word that looks most like the given one, or "".

        The work is bounded: after a thousand wrong words nothing is suggested any more,
        since who gets so many faults looks for their common cause.
        """
        if word not in self._wrong:
            if len(self._wrong) >= _MOST_WRONG_WORDS:
                return ""
            self._wrong.add(word)
        return did_you_mean(word, valid)


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
