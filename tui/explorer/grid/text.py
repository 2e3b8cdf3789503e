"""Pure part of the grid: column widths, which columns are in sight, cutting and matching text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, takewhile
from operator import itemgetter
from typing import Literal, Protocol, runtime_checkable

from tui.explorer.glyphs import Glyphs
from tui.frozen import frozen
from tui.text import printable

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

    A column with a `weight` above zero gives way down to `min_width` before columns are
    hidden, and takes its share of the room that is left over. A `width` above zero was set by a
    person and holds whatever the cells need. `sorts_by` is the id of the column that it is sorted
    by, where that is another one.
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
    """The rows of a grid, made cell by cell when they come into sight."""

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


@runtime_checkable
class MeasuredSource(Protocol):
    """A source that knows how wide its texts are without making them each time."""

    def cell_width(self, row: int, column: int) -> int:
        """Cells that the text of a cell takes."""


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


def split_matches(text: str, kept: int, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Split a cut text into pieces, each with whether it matched.

    `kept` is the number of original characters in `text`; a match that lies in the part cut
    away marks the ellipsis instead.
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        first, last = min(start, kept), (len(text) if end > kept else end)
        if first > at:
            pieces.append((text[at:first], False))
        if last > max(first, at):
            pieces.append((text[max(first, at) : last], True))
        at = max(at, last)
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def split_middle(
    text: str, visible: str, spans: Sequence[tuple[int, int]], ellipsis: str
) -> list[tuple[str, bool]]:
    """Split a text whose middle is cut away into pieces, each with whether it matched.

    A match in the part cut away marks the ellipsis instead.
    """
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(text, visible, strict=False))
    head = min(sum(1 for _ in alike), len(visible) - len(ellipsis))
    tail = len(text) - (len(visible) - head - len(ellipsis))
    kept = [*range(head), *range(tail, len(text))]
    matched = [any(start <= at < end for start, end in spans) for at in kept]
    hidden = any(start < tail and end > head for start, end in spans)
    flags = [*matched[:head], *[hidden] * len(ellipsis), *matched[head:]]
    return [
        ("".join(sign for sign, _ in run), flag)
        for flag, run in groupby(zip(visible, flags, strict=True), key=itemgetter(1))
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
