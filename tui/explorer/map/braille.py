"""A canvas of dots drawn with braille patterns, two by four dots in a terminal cell."""

from __future__ import annotations

from tui.analysis.lenses.geo import DOTS_ACROSS, DOTS_DOWN

_EMPTY = 0x2800

# Unicode numbers the eight dots of a pattern by column; the fourth row came later.
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


class Canvas:
    """A block of `columns` x `rows` cells with dots counted from the top left.

    What lies outside is left out. Raises ValueError for a negative size.
    """

    def __init__(self, columns: int, rows: int) -> None:
        if columns < 0 or rows < 0:
            raise ValueError(f"a canvas of {columns}x{rows} cells")
        self.columns = columns
        self.rows = rows
        self._cells = [bytearray(columns) for _ in range(rows)]

    def dot(self, x: int, y: int) -> None:
        """Set the dot in dot column `x` and dot row `y`."""
        if 0 <= x < self.columns * DOTS_ACROSS and 0 <= y < self.rows * DOTS_DOWN:
            bit = _BITS[y % DOTS_DOWN][x % DOTS_ACROSS]
            self._cells[y // DOTS_DOWN][x // DOTS_ACROSS] |= bit

    def line(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Set the dots of a straight line with both its ends (Bresenham).

        Both directions give the same dots. The work grows with the length, also
        of the part outside.
        """
        (x, y), (last_x, last_y) = sorted((start, end))
        across, down = last_x - x, abs(last_y - y)
        step = 1 if last_y > y else -1
        error = across - down
        while True:
            self.dot(x, y)
            if (x, y) == (last_x, last_y):
                return
            twice = 2 * error
            if twice >= -down:
                error -= down
                x += 1
            if twice <= across:
                error += across
                y += step

    def text(self, *, ascii_only: bool = False) -> tuple[str, ...]:
        """Return one string a row, each as long as the canvas has columns.

        An empty cell is a space. In plain ASCII a cell with any dot is a full stop.
        """
        if ascii_only:
            return tuple("".join("." if cell else " " for cell in row) for row in self._cells)
        return tuple(
            "".join(chr(_EMPTY + cell) if cell else " " for cell in row) for row in self._cells
        )
