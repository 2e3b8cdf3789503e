"""Pure part of the grid: column widths, which columns are in sight, cutting and matching text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Generic, Literal, Protocol, TypeVar

from tui.explorer.glyphs import Glyphs
from tui.frozen import frozen
from tui.text import cut, printable, width_of

Line = TypeVar("Line")
Align = Literal["left", "right", "center"]
Runs = tuple[tuple[int, str], ...]
Role = str | Runs
"""What a text stands for, or how many characters of it stand for what, one after the other."""
Cell = tuple[str, Role]
"""Text of a cell and its role, one of `ROLES` or of those that themes give colours."""

ROLES = ("", "muted", "unsure", "accent", "warn", "good", "bad", "title")
ODD, CURSOR = "odd ", "cursor "
"""Grounds other than the usual one, before a role in a palette."""
ON = "on "
"""Before a role whose colour is the ground, the text on it in the colour of the background."""
GUTTER = 1
"""Cells before the first column, for the mark."""
GAP = 2
"""Cells between two columns."""


@frozen
class GridColumn:
    """How one column is headed and laid out; widths in terminal cells.

    A heading is never cut, and a text at its `max_width` takes room that is left over. A column
    with a `weight` above zero gives way down to `min_width` before columns are hidden. A `width`
    above zero was set by a person and holds whatever the cells need. `sorts_by` is the id of the
    column that it is sorted by, where that is another one.
    """

    id: str
    title: str
    align: Align = "left"
    min_width: int = 3
    max_width: int = 40
    weight: int = 0
    width: int = 0
    sorts_by: str = ""


class GridSource(Protocol):
    """The rows of a grid, made cell by cell when they come into sight.

    One that knows how wide its texts are without making them has ``cell_width(row, column)``.
    """

    @property
    def columns(self) -> Sequence[GridColumn]:
        """Columns in display order, the pinned ones first."""

    @property
    def pinned(self) -> int:
        """Number of first columns that stay while scrolling sideways."""

    def __len__(self) -> int: ...

    def key(self, row: int) -> str:
        """Identity of a row that survives sorting and filtering."""

    def index(self, key: str) -> int | None:
        """Row with this key, or None; must not walk over all rows."""

    def cell(self, row: int, column: int) -> Cell:
        """Text and role of a cell."""


class ListSource(Generic[Line]):
    """Rows of a grid that stand in a list; what their keys and cells are, a subclass says."""

    pinned = 1

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._places = {self.key(row): row for row in range(len(lines))}

    def __len__(self) -> int:
        return len(self.lines)

    def key(self, row: int) -> str:
        """Identity of a row."""
        raise NotImplementedError

    def index(self, key: str) -> int | None:
        """Row with this key, or None."""
        return self._places.get(key)


def pads(free: int, align: Align) -> tuple[int, int]:
    """Blanks before and after a text that leaves `free` cells of its column empty."""
    if align == "right":
        return free, 0
    if align == "center":
        return free // 2, free - free // 2
    return 0, free


def find_spans(
    text: str, needles: Sequence[str], fold: Callable[[str], str]
) -> list[tuple[int, int]]:
    """Places in `text` (start, end in characters) where a folded needle occurs, merged in order."""
    folded, origin = _folded(text, fold)
    found: list[tuple[int, int]] = []
    for needle in needles:
        at = folded.find(needle) if needle else -1
        while at >= 0:
            last = at + len(needle) - 1
            found.append((origin[at], origin[last] + 1) if origin else (at, last + 1))
            at = folded.find(needle, last + 1)
    found.sort()
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _folded(text: str, fold: Callable[[str], str]) -> tuple[str, list[int]]:
    """Folded text and, where folding may change the length, the origin of each character."""
    if text.isascii():
        folded = fold(text)
        if len(folded) == len(text):
            return folded, []
    parts: list[str] = []
    origin: list[int] = []
    for position, char in enumerate(text):
        part = fold(char)
        parts.append(part)
        origin.extend([position] * len(part))
    return "".join(parts), origin


def kept_both(text: str, room: int, ellipsis: str) -> list[tuple[int, int]]:
    """The parts of a text that stay where its middle gives way, as ``cut`` keeps both ends."""
    room -= width_of(ellipsis)
    head = len(cut(text, room - room // 2, ""))
    return [(0, head), (len(text) - len(cut(text, room // 2, "", "end")), len(text))]


def kept_apart(text: str, room: int, at: int, ellipsis: str) -> list[tuple[int, int]]:
    """The parts of a text that stay where it is to tell what stands at ``at``.

    That is its beginning and, behind what is left out, the word there; with an ellipsis between
    the two, and one behind the second where the text goes on, they take at most ``room`` cells.
    """
    sign = width_of(ellipsis)
    room = max(room - 2 * sign, 0)
    head = len(cut(text, room // 2, ""))
    word = text.rfind(" ", 0, at) + 1
    begin = word if head <= word < at < word + room // 2 else at
    if begin <= head:
        return [(0, len(cut(text, room + sign, "")))]
    rest = text[begin:]
    more = room - width_of(text[:head])
    whole = len(rest) <= more + sign and width_of(rest) <= more + sign
    end = len(text) if whole else begin + len(cut(rest, more, ""))
    return [(0, head), (begin, end)]


def split_kept(
    text: str, kept: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]], ellipsis: str
) -> list[tuple[str, bool]]:
    """The parts of a text that are kept in pieces, each with whether it matched.

    An ellipsis stands for what is left out between and behind them; a match there marks it.
    """
    signs: list[tuple[str, bool]] = []
    for (begin, end), (after, _) in pairwise([*kept, (len(text), len(text))]):
        signs += [
            (sign, any(a <= at < b for a, b in spans))
            for at, sign in enumerate(text[begin:end], begin)
        ]
        if end < after:
            signs.append((ellipsis, any(a < after and b > end for a, b in spans)))
    return [
        ("".join(sign for sign, _ in run), flag) for flag, run in groupby(signs, key=itemgetter(1))
    ]


def header_text(
    column: GridColumn, sort: Sequence[tuple[str, bool]], glyphs: Glyphs
) -> tuple[str, str]:
    """Title and sort mark of a column; the mark is numbered when several columns sort."""
    for place, (column_id, descending) in enumerate(sort, 1):
        if column_id == column.id:
            arrow = glyphs.down if descending else glyphs.up
            return printable(column.title), f" {arrow}{place}" if len(sort) > 1 else f" {arrow}"
    return printable(column.title), ""
