"""What the map shows and where, in dots of braille: pure layout, without a screen.

Places are `(column, row)` of terminal cells, counted from the top left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from tui.analysis.lenses.geo import DOTS_ACROSS, DOTS_DOWN, EUROPE, Coast, Fit, Point, project
from tui.explorer.colours import FALLBACKS
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.frozen import frozen
from tui.text import cut, plural, printable, width_of

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


Cell = tuple[int, int]
Part = tuple[str, str]
"""A piece of text and its kind, one of `KINDS`."""

ROLES = ("muted", "accent", "warn", "good", "bad")
KINDS = ("coast", "mark", *ROLES, "current", "label", "name", "caption", "legend")
LINK, LAND = "map-link", "land "
"""Kind of the lines between sites, and what stands before a kind that lies on land."""
ASCII_LINK = ":"

MIN_COLUMNS = 30
MIN_ROWS = 10
ROWS_FOR_TWO_CAPTIONS = 14
CAPTION_GAP = 2
SHARED_HINT = "2-9 sites on one spot"


@frozen
class MapMark:
    """One site on the map.

    `latitude` and `longitude` are degrees, None where unknown. `glyph` is one
    cell wide; `role` is "", "muted", "accent", "warn", "good", "bad" or one to which themes
    give a colour. Lines lead to the marks whose keys are `links`.
    """

    key: str
    name: str
    latitude: float | None
    longitude: float | None
    glyph: str = UNICODE.official
    role: str = ""
    city: str = ""
    links: tuple[str, ...] = ()


@frozen
class Picture:
    """Coast and marks laid into a block of cells.

    `links` are the lines between marks, in rows like the coast; `land` tells of each cell
    whether it lies on land. `points` holds every mark that has a position, in metres; `spots`
    the cells of those that lie inside the window; `cells` the marks by cell, in their order.
    """

    columns: int
    rows: int
    coast: tuple[str, ...]
    points: Mapping[str, Point]
    spots: Mapping[str, Cell]
    cells: Mapping[Cell, tuple[MapMark, ...]]
    links: tuple[str, ...] = ()
    land: Sequence[Sequence[bool]] = ()

    @property
    def shared(self) -> bool:
        """Tell whether some cell holds more than one mark."""
        return any(len(marks) > 1 for marks in self.cells.values())

    @property
    def legend(self) -> str:
        """What the numbers mean that stand in cells with more than one mark; "" without any."""
        return SHARED_HINT if self.shared else ""

    def companions(self, key: str) -> tuple[MapMark, ...]:
        """Return the other marks in the cell of a mark."""
        spot = self.spots.get(key)
        if spot is None:
            return ()
        return tuple(mark for mark in self.cells[spot] if mark.key != key)


@frozen
class Label:
    """The name beside the current mark."""

    text: str
    column: int
    row: int


def locate(mark: MapMark) -> Point | None:
    """Return the point of a mark in metres; None where it has no position on the plane."""
    if mark.latitude is None or mark.longitude is None:
        return None
    try:
        return project(mark.latitude, mark.longitude)
    except ValueError:
        return None


def coast_rows(coast: Coast, fit: Fit, *, ascii_only: bool) -> tuple[str, ...]:
    """Draw the coast, one string a row."""
    canvas = Canvas(fit.columns, fit.rows)
    for line in coast.lines:
        dots = [fit.dot(point) for point in line]
        for start, end in pairwise(dots):
            canvas.line(start, end)
    return canvas.text(ascii_only=ascii_only)


def link_rows(
    marks: Sequence[MapMark], points: Mapping[str, Point], fit: Fit, *, ascii_only: bool
) -> tuple[str, ...]:
    """Draw the lines from marks to those they are linked with; none where there is no link."""
    pairs = [
        (points[mark.key], points[other])
        for mark in marks
        for other in mark.links
        if mark.key in points and other in points
    ]
    if not pairs:
        return ()
    canvas = Canvas(fit.columns, fit.rows)
    for start, end in pairs:
        canvas.line(fit.dot(start), fit.dot(end))
    return canvas.text(ascii_only=ascii_only)


def lay_out(
    marks: Sequence[MapMark], coast: Coast | None, columns: int, rows: int, *, ascii_only: bool
) -> Picture:
    """Lay marks and coast into a block of cells; without a coast only the marks."""
    fit = Fit(coast.window if coast else EUROPE, columns, rows)
    points = {mark.key: point for mark in marks if (point := locate(mark)) is not None}
    spots = {key: cell for key, point in points.items() if (cell := fit.cell(point)) is not None}
    cells: dict[Cell, tuple[MapMark, ...]] = {}
    for mark in marks:
        if mark.key in spots:
            spot = spots[mark.key]
            cells[spot] = (*cells.get(spot, ()), mark)
    lines = coast_rows(coast or Coast(EUROPE, ()), fit, ascii_only=ascii_only)
    links = link_rows(marks, points, fit, ascii_only=ascii_only)
    land = fit.land(coast.land) if coast else ()
    return Picture(columns, rows, lines, points, spots, cells, links, land)


def cell_glyph(marks: Sequence[MapMark], glyphs: Glyphs) -> str:
    """Return the one character for a cell: the mark's own, or how many stand there."""
    if len(marks) > 1:
        return str(len(marks)) if len(marks) <= 9 else "+"
    glyph = glyphs.adapt(marks[0].glyph)
    return glyph if width_of(glyph) == 1 and glyph.isprintable() else glyphs.official


def cell_role(marks: Sequence[MapMark]) -> str:
    """Return the role that all marks of a cell have, "" where they differ or it is unknown."""
    roles = {mark.role for mark in marks}
    role = roles.pop()
    return role if not roles and (role in ROLES or role in FALLBACKS) else ""


def place_label(name: str, spot: Cell, picture: Picture, glyphs: Glyphs) -> Label:
    """Find room for a name beside a mark: right, left, below, above or at a corner.

    It lies wholly inside the block, covers or touches as few other marks as can
    be, and is cut, with a mark, only where the block is narrower than the name.
    """
    column, row = spot
    text = cut(glyphs.adapt(printable(name)), picture.columns, glyphs.ellipsis)
    width = width_of(text)
    middle = max(0, min(picture.columns - width, column - width // 2))
    right, left = column + 2, column - 1 - width
    places = [(right, row), (left, row), (middle, row + 1), (middle, row - 1)]
    places += [(start, row + step) for step in (1, -1) for start in (right - 1, left + 1)]
    inside = [
        (start, line)
        for start, line in places
        if 0 <= start <= picture.columns - width and 0 <= line < picture.rows
    ]

    def crowd(place: Cell) -> tuple[int, int]:
        start, line = place
        taken = [step for step in range(-1, width + 1) if (start + step, line) in picture.cells]
        return sum(0 <= step < width for step in taken), len(taken)

    start, line = min(inside, key=crowd, default=(0, row))
    return Label(text, start, line)


def paint_row(
    picture: Picture,
    row: int,
    current: str | None,
    label: Label | None,
    glyphs: Glyphs,
    names: Sequence[Label] = (),
) -> list[Part]:
    """Return one row of the block as pieces, from the coast up to the name on top.

    ``names`` are those of other marks that stand on this row.
    """
    cells = _lines_of(picture, row)
    for each in names:
        _write(cells, each)
    if label and label.row == row:
        _write(cells, Label(" " * width_of(label.text), label.column, row))
    for (column, line), marks in picture.cells.items():
        if line == row:
            under_cursor = any(mark.key == current for mark in marks)
            kind = "current" if under_cursor else (cell_role(marks) or "mark")
            cells[column] = (cell_glyph(marks, glyphs), kind)
    if picture.land:
        on_land = picture.land[row]
        cells = [
            (text, f"{LAND}{kind}" if there and kind != "current" else kind)
            for (text, kind), there in zip(cells, on_land, strict=True)
        ]
    if label and label.row == row:
        cells[label.column : label.column + width_of(label.text)] = [(label.text, "label")]
    return [
        ("".join(text for text, _ in group), kind)
        for kind, group in groupby(cells, key=lambda part: part[1])
    ]


def _lines_of(picture: Picture, row: int) -> list[Part]:
    """The cells of a row with the coast and the lines between sites."""
    cells: list[Part] = [(char, "coast") for char in picture.coast[row]]
    for column, char in enumerate(picture.links[row] if picture.links else ""):
        if char != " ":
            cells[column] = (_crossed(picture.coast[row][column], char), LINK)
    return cells


def _write(cells: list[Part], label: Label) -> None:
    """Write a name, with a blank at either end."""
    for step, char in enumerate(f" {label.text} ", start=label.column - 1):
        if 0 <= step < len(cells):
            cells[step] = (char, "caption" if char != " " else "coast")


def _crossed(coast: str, link: str) -> str:
    """A cell with a line between sites and perhaps the coast."""
    if link == ".":
        return ASCII_LINK
    return link if coast == " " else chr(ord(coast) | ord(link))


def caption(
    marks: Sequence[MapMark], current: MapMark | None, picture: Picture, glyphs: Glyphs
) -> list[Part]:
    """Say how many sites there are, which is the current one and which share its cell."""
    count = plural(len(marks), "site") if marks else "no sites"
    absent = len(marks) - len(picture.spots)
    parts = [(f"{count}, {absent} not on the map" if absent else count, "caption")]
    if current is None:
        return parts
    rule = f" {'|' if glyphs is ASCII else '·'} "
    parts += [(rule, "caption"), (title(current, glyphs), "name")]
    if current.key not in picture.points:
        parts.append((f"{rule}position unknown", "caption"))
    elif current.key not in picture.spots:
        parts.append((f"{rule}outside the map", "caption"))
    if companions := picture.companions(current.key):
        names = ", ".join(glyphs.adapt(printable(mark.name)) for mark in companions)
        parts.append((f"{rule}same spot: {names}", "caption"))
    return parts


def title(mark: MapMark, glyphs: Glyphs) -> str:
    """Return name and city of a mark."""
    named = f"{mark.name}, {mark.city}" if mark.city else mark.name
    return glyphs.adapt(printable(named))


def arrange(
    marks: Sequence[MapMark],
    coast: Coast | None,
    size: tuple[int, int],
    *,
    ascii_only: bool,
) -> tuple[Picture, int]:
    """Lay out a widget of `size` columns and rows: the map and the lines of its caption.

    The caption takes two lines where one is too narrow for the longest. That does
    not depend on the current site, so the map stays still while one moves about.
    """
    columns, rows = size
    picture = lay_out(marks, coast, columns, max(0, rows - 1), ascii_only=ascii_only)
    glyphs = ASCII if ascii_only else UNICODE
    foot = width_of(picture.legend)
    longest = max(
        sum(width_of(text) for text, _ in caption(marks, mark, picture, glyphs))
        for mark in (None, *marks)
    )
    if rows < ROWS_FOR_TWO_CAPTIONS or not foot or longest + CAPTION_GAP + foot <= columns:
        return picture, 1
    return lay_out(marks, coast, columns, rows - 2, ascii_only=ascii_only), 2


def caption_lines(
    left: Sequence[Part], legend: str, lines: int, columns: int, glyphs: Glyphs
) -> list[list[Part]]:
    """Spread caption and legend over one or two lines of at most `columns` cells."""
    if lines > 1:
        return [fit_parts(left, columns, glyphs), fit_parts([(legend, "legend")], columns, glyphs)]
    if not legend:
        return [fit_parts(left, columns, glyphs)]
    room = columns - width_of(legend) - sum(width_of(text) for text, _ in left)
    gap = " " * max(CAPTION_GAP, room)
    return [fit_parts([*left, (gap, "caption"), (legend, "legend")], columns, glyphs)]


def fit_parts(parts: Sequence[Part], columns: int, glyphs: Glyphs) -> list[Part]:
    """Keep the pieces that fit into `columns` cells; the last one is marked where it was cut."""
    if sum(width_of(text) for text, _ in parts) <= columns:
        return list(parts)
    kept: list[Part] = []
    room = columns
    for text, kind in parts:
        if width_of(text) < room:
            kept.append((text, kind))
            room -= width_of(text)
        else:
            # A piece that just fits gives way too: something is missing after it.
            kept.append((cut(f"{text} ", room, glyphs.ellipsis), kind))
            break
    return kept
