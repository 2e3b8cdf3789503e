"""Ranges of marked rows: from an anchor to the cursor, over the marks that stood before."""

from __future__ import annotations

from tui.explorer.grid.grid import Grid
from tui.explorer.result_rows import NO_ROW
from tui.frozen import frozen


@frozen
class Range:
    """A range of rows that is being drawn in a grid.

    ``anchor`` is the key of the row where it began, ``base`` the marks that stood before,
    ``marks`` those that the range led to last.
    """

    grid: Grid
    anchor: str
    base: frozenset[str]
    marks: frozenset[str]

    def rows(self) -> range | None:
        """Rows from the anchor to the cursor, in order; None where the anchor is gone."""
        source = self.grid.source
        anchor = source.index(self.anchor) if source is not None else None
        if anchor is None:
            return None
        here = self.grid.cursor_row
        return range(min(anchor, here), max(anchor, here) + 1)

    def marked(self) -> frozenset[str] | None:
        """All marks with those of the range; None where the anchor is gone."""
        rows = self.rows()
        if rows is None:
            return None
        keys = map(self.grid.key_at, rows)
        return self.base.union(key for key in keys if can_be_marked(key))


def can_be_marked(key: str | None) -> bool:
    """Whether a key stands for a row, not for none or for a total."""
    return bool(key) and not str(key).startswith(NO_ROW)
