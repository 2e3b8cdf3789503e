"""Computers in words and bars: columns and the lines above the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from tui.analysis.lenses.compute import Sum, Tally, names, silent, totals
from tui.analysis.lenses.machines import STANDINGS, Bar, Ranked, overall
from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.layout import measure, total_width
from tui.explorer.grid.text import GAP, Cell, GridColumn
from tui.explorer.panes.bars import log_axis, log_bar, scale, shape_of, shaped
from tui.explorer.result_rows import Drawn, ResultSource
from tui.explorer.tabs.way import LABEL, Piece, Scene, explained, label_line, usual_signs
from tui.query.engine.columns import RANK
from tui.query.engine.derived import Place, places
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Store
from tui.text import listed_within, number, printable, width_of

_SHORTEST, _LONGEST = 15, 64
BESIDE_BARS = 5
"""Columns, with that of the bars, that narrower windows show without scrolling."""
ROOMY = 130
"""Width from which there is room for words beside the bars."""
_LAYOUTS = {
    "name": GridColumn("name", "System", min_width=14, max_width=26),
    "site": GridColumn("site", "Site", max_width=14),
    "status": GridColumn("status", "Status", max_width=15),
    "accelerator_count": GridColumn("accelerator_count", "Chips", align="right"),
    "accelerator_count_basis": GridColumn("accelerator_count_basis", "Basis", max_width=12),
    "accelerator": GridColumn("accelerator", "Accelerator", max_width=20),
    "ai_exaflops": GridColumn("ai_exaflops", "AI", align="right"),
    "vendor": GridColumn("vendor", "Vendor", min_width=12, max_width=40),
}


# Places in the TOP500


def place_cell(place: Place | None, scene: Scene) -> Cell:
    """A rank with the places won or lost, such as ``4 ▲14``, in words ``4, up 14``."""
    if place is None:
        return f"{UNKNOWN:>3}", "muted"
    role = "unsure" if place.unsure else ""
    sign = UNSURE if place.unsure else ""
    if scene.in_words:
        return f"{sign}{', '.join(filter(None, (str(place.rank), moved(place.moved))))}", role
    return f"{sign}{place.rank}".rjust(3) + " " + moved(place.moved, scene.glyphs), role


def moved(by: int | None, glyphs: Glyphs | None = None) -> str:
    """Places won or lost, "=" for neither, without glyphs in words; "" where unknown."""
    if not by:
        return "" if by is None else "=" if glyphs else "as before"
    up, down = (glyphs.up, glyphs.down) if glyphs else ("up ", "down ")
    return f"{up if by > 0 else down}{abs(by)}"


def _editions(scene: Scene) -> list[str]:
    """The editions that have a column, oldest first."""
    idents = (column.id for column in scene.result.columns)
    return [ident.removeprefix(RANK) for ident in idents if ident.startswith(RANK)]


def _ranks(scene: Scene, of: Callable[[Any], Mapping[str, Place]]) -> dict[str, Drawn]:
    """A column an edition, of the places that a record has."""

    def draw(edition: str, record: Any) -> Cell:
        return place_cell(of(record).get(edition), scene)

    layouts = [GridColumn(f"{RANK}{each}", each, min_width=8) for each in _editions(scene)]
    return {layout.id: Drawn(layout, partial(draw, layout.title)) for layout in layouts}


def system_columns(scene: Scene) -> Mapping[str, Drawn]:
    """Systems: ranks with their movement."""
    drawn = {ident: Drawn(layout) for ident, layout in _LAYOUTS.items()}
    return drawn | _ranks(scene, places)


def rank_columns(scene: Scene) -> Mapping[str, Drawn]:
    """Ranks: a cell an edition, and the movement over all of them."""

    def change(row: Ranked) -> Cell:
        by = overall(row.places)
        told = moved(by, None if scene.in_words else scene.glyphs)
        return told or UNKNOWN, "" if by else "muted"

    return _ranks(scene, lambda row: row.places) | {
        "name": Drawn(GridColumn("name", "System", min_width=14, max_width=24)),
        "change": Drawn(GridColumn("change", "Overall", min_width=7), change),
        "site": Drawn(_LAYOUTS["site"]),
    }


# Bars

_SHAPES = {
    "in use": (0, "status-operational"),
    "announced": (1, "status-contracted"),
    "yardstick": (2, "muted"),
    "retired": (3, "status-retired"),
}
"""Shape and colour of a bar by the standing of what it stands for."""


def size_columns(scene: Scene) -> Mapping[str, Drawn]:
    """Sizes: bars on a logarithmic scale, as long as there is room; none in words."""
    if scene.in_words:
        return _sizes(scene, 0)
    bare = ResultSource(scene.result, drawn=_sizes(scene, 1))
    sort = scene.state.view.table(scene.result.name).sort
    widths = measure(bare, sort, scene.glyphs)
    beside = len(widths) if scene.width >= ROOMY else BESIDE_BARS
    more = GAP if beside < len(widths) else 0  # the sign that there are others
    room = scene.width - 1 - (total_width(widths[:beside]) - 1) - more
    return _sizes(scene, min(max(room, _SHORTEST), _LONGEST))


def _sizes(scene: Scene, width: int) -> Mapping[str, Drawn]:
    low, high = scale([bar.value for bar in scene.records])

    def bar_of(bar: Bar) -> Cell:
        text = log_bar(bar.value, low, high, width, scene.glyphs)
        place, role = _SHAPES[STANDINGS[bar.standing]]
        return shaped(text, place, scene.glyphs), role

    def unit(bar: Bar) -> Cell:
        short = "chips" if bar.unit == "chips" else "H100 eq."
        return printable(bar.unit) if scene.in_words else short, "muted"

    def name(bar: Bar) -> Cell:
        return printable(bar.label), "" if bar.standing == "yardstick" else "title"

    widest = 36 if scene.width >= ROOMY else 26
    axis = log_axis(low, high, width)
    layout = GridColumn("bar", axis, min_width=width, max_width=max(width, 1), sorts_by="size")
    return {
        "name": Drawn(GridColumn("name", "System", min_width=14, max_width=widest), name),
        **({"bar": Drawn(layout, bar_of, after="size")} if width else {}),
        "standing": Drawn(GridColumn("standing", "Standing", min_width=9)),
        "unit": Drawn(GridColumn("unit", "Unit", min_width=8), unit),
        "site": Drawn(_LAYOUTS["site"]),
        "what": Drawn(GridColumn("what", "What", max_width=34)),
    }


# Totals


def total_columns(scene: Scene) -> Mapping[str, Drawn]:
    """Totals: parts of a sum stand indented below it."""

    def name(row: Sum) -> Cell:
        whole = row.group.by == "all"
        part = "of these: " if scene.in_words else "  "
        return ("" if whole else part) + printable(row.group.title), "title" if whole else ""

    def unsure(row: Sum) -> Cell:
        part = row.tally.unsure
        sign = "" if scene.in_words else UNSURE
        return (f"{sign}{number(part)}", "unsure") if part else ("", "")

    def without(row: Sum) -> Cell:
        return ", ".join(map(printable, row.without)), ""

    return {
        "what": Drawn(GridColumn("what", "Sum", min_width=14, max_width=30), name),
        "unsure": Drawn(GridColumn("unsure", "Not confirmed", align="right"), unsure),
        "without": Drawn(
            GridColumn("without", "No figure for", min_width=13, max_width=60, weight=1), without
        ),
    }


# The lines above the table


def sums(scene: Scene) -> list[list[Piece]]:
    """How many chips are in use and announced, and which systems have no count."""
    store, rows, width = scene.store, scene.selection.rows("systems"), scene.width
    found = totals(store, rows)
    kinds = (f"{found.kinds} kinds, counted, not weighed", f"{found.kinds} kinds")
    installing = found.installing.total
    lines = [
        _sum("In use", found.in_use, kinds if found.kinds > 1 else (), width),
        _sum("Announced", found.announced,
             (f"{number(installing)} being installed",) if installing else (), width),
        _missing(store, found.in_use, found.announced, width),
    ]  # fmt: skip
    return [line for line in lines if line]


_FEW = 30
"""Cells for one or two names."""


def _sum(label: str, found: Tally, remarks: Sequence[str], width: int) -> list[Piece]:
    """A sum, the longest of the remarks that fits, and the part that is not confirmed."""
    if found.total is None:
        figure, rest = UNKNOWN, "no count known" if found.systems else "no system listed"
    else:
        figure = (UNSURE if found.unsure else "") + number(found.total)
        rest = f"chips in {found.known} of {found.systems} systems"
    pieces = label_line(label, (figure, "strong"), (f" {rest}", ""))
    unsure = (f"{number(found.unsure)} not confirmed",) if found.unsure else ()
    for variants in (remarks, unsure):
        left = width - sum(width_of(text) for text, _ in pieces) - 4
        fitting = next((text for text in variants if len(text) <= left), "")
        if fitting:
            pieces.append((f" · {fitting}", "label"))
    return pieces


def _missing(store: Store, in_use: Tally, announced: Tally, width: int) -> list[Piece]:
    """Systems missing from the sums, as many names as fit."""
    bare = silent(store, in_use.without)
    lacking = [row for row in in_use.without if row not in bare]
    parts = [
        (f"{len(announced.without)} announced", names(store, announced.without)),
        (f"{len(lacking)} in use", names(store, lacking)),
        (f"{len(bare)} in use, no accelerator named", names(store, bare)),
    ]
    parts = [part for part in parts if part[1]]
    if not parts:
        return []
    room = width - LABEL - 1
    text = ""
    for place, (lead, found) in enumerate(parts):
        gap, later = ("; " if place else ""), parts[place + 1 :]
        left = room - width_of(text) - len(gap) - len(lead) - 2
        if place and left < _FEW:
            break
        spare = sum(len(other) + _FEW for other, _ in later)
        share = left - spare if left > spare + _FEW else left
        which = listed_within([printable(name) for name in found], share)
        text += gap + lead + (f": {which}" if which else "")
    return label_line("No count", (text, ""))


def rank_sums(scene: Scene) -> list[list[Piece]]:
    """For each edition, newest first, how many systems have a rank and which is the best."""
    systems = len(scene.selection.rows("systems"))
    lines: list[list[Piece]] = []
    for edition in reversed(_editions(scene)[-3:]):
        known = [
            (place.rank, row.system.name)
            for row in scene.records
            for each, place in row.places.items()
            if str(each) == edition
        ]
        if known:
            best, name = min(known)
            text = f" of {systems} systems with a rank here, the best {printable(name)} at {best}"
            lines.append(label_line(edition, (f"{len(known)}", "strong"), (text, "")))
    return lines


# Legends


def system_legend(scene: Scene) -> list[Piece]:
    """Units, and the signs of ranks."""
    return [
        *usual_signs(scene.glyphs),
        ("Rmax PFlop/s, AI EFlop/s, EUR million", "sign"),
        ("  exp. expected", ""),
        (f"  {scene.glyphs.up}{scene.glyphs.down}= places won, lost, kept", "sign"),
    ]


def size_legend(scene: Scene) -> list[Piece]:
    """The scale and the shapes of the bars."""
    glyphs = scene.glyphs
    shapes = [
        piece
        for word, (place, role) in _SHAPES.items()
        if place < 3
        for piece in explained(shape_of(place, glyphs), word, role)
    ]
    unsure = explained(glyphs.unsure, "not confirmed", "unsure")
    return [("log scale  ", "sign"), *shapes, *unsure, ("eq. equivalent", "sign")]


def rank_legend(scene: Scene) -> list[Piece]:
    """The signs of ranks."""
    moves = f"{scene.glyphs.up}{scene.glyphs.down}= won, lost, kept since the rank before"
    return [*usual_signs(scene.glyphs), (f"{moves}  PFlop/s", "sign")]


def total_legend(scene: Scene) -> list[Piece]:
    """What is known of a sum."""
    return [*usual_signs(scene.glyphs), ("Known: systems that have the figure", "")]
