"""The names of sites beside their marks, where a map has room for them. Pure layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.explorer.glyphs import Glyphs
from tui.explorer.map.layout import Label, Picture
from tui.text import printable, width_of

COLUMNS = 48
"""Cells of a map from which on names stand beside the marks."""
GAP = 2
"""Cells between two names."""
LONGEST = 20
"""Cells of a name at most; a longer one is left to the cursor."""


def names(picture: Picture, glyphs: Glyphs) -> Mapping[str, Label]:
    """A label by key of each mark that stands alone and has room for its name on its line.

    A label touches no mark and no other label; where there is no room there is none.
    """
    if picture.columns < COLUMNS:
        return {}
    taken = {(column + step, row) for column, row in picture.cells for step in (-1, 0, 1)}
    found: dict[str, Label] = {}
    for (column, row), marks in picture.cells.items():
        text = glyphs.adapt(printable(marks[0].name))
        width = width_of(text)
        if len(marks) > 1 or not 0 < width == len(text) <= LONGEST:
            continue
        for start in (column + 2, column - 1 - width):
            cells = {(place, row) for place in range(start, start + width)}
            if start >= 0 and start + width <= picture.columns and cells.isdisjoint(taken):
                found[marks[0].key] = Label(text, start, row)
                taken |= {(place, row) for place in range(start - GAP, start + width + GAP)}
                break
    return found


def beside(
    named: Mapping[str, Label], row: int, current: str | None, label: Label | None
) -> Sequence[Label]:
    """The names on a row that stand clear of the label of the current mark."""
    return [
        each
        for key, each in named.items()
        if each.row == row and key != current and not _meet(each, label)
    ]


def _meet(one: Label, other: Label | None) -> bool:
    if other is None or one.row != other.row:
        return False
    left, right = sorted((one, other), key=lambda each: each.column)
    return right.column <= left.column + width_of(left.text)
