"""Computers in words and bars: columns, the lines above the table, the note below it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from tui.analysis.lenses import ranks
from tui.analysis.lenses.compute import Tally, names, silent, totals
from tui.analysis.lenses.ranks import Place
from tui.analysis.lenses.rows import Breakdown, Line
from tui.dataset.dates import PartialDate
from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.grid import GridColumn
from tui.explorer.grid.text import Cell
from tui.explorer.panes.bars import fill_of, log_axis, log_bar
from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.explorer.tabs.computed import Draw, Shown, plain
from tui.explorer.tabs.note import Piece
from tui.query import Result
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Store
from tui.text import listed_within, number, printable, width_of

SYSTEM_COLUMNS = (
    "name", "site", "status", "accelerator_count", "accelerator_count_basis", "accelerator",
    "rmax_pflops", "ai_exaflops", "contract_meur", "operational", "kind", "vendor",
)  # fmt: skip
_RANKS_BEFORE = "kind"
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


def place_cell(place: Place | None, glyphs: Glyphs) -> Cell:
    """A rank with the places won or lost, such as ``4 ▲14``."""
    if place is None:
        return f"{UNKNOWN:>3}", "muted"
    sign = UNSURE if place.unsure else ""
    return f"{sign}{place.rank}".rjust(3) + " " + moved(place.moved, glyphs), (
        "unsure" if place.unsure else ""
    )


def moved(by: int | None, glyphs: Glyphs) -> str:
    """Places won or lost, "=" for neither, "" where unknown."""
    if by is None:
        return ""
    return f"{glyphs.up if by > 0 else glyphs.down}{abs(by)}" if by else "="


def _edition_column(edition: PartialDate) -> GridColumn:
    return GridColumn(ranks.rank_id(edition), str(edition), min_width=8)


class SystemsSource(ResultSource):
    """Systems with their places in the TOP500 among the columns."""

    def __init__(
        self, result: Result, editions: Sequence[PartialDate], pinned: int, glyphs: Glyphs
    ) -> None:
        """Show a result of the table of systems with these editions."""
        super().__init__(result, pinned)
        drawn: list[tuple[GridColumn, Callable[[int], Cell]]] = [
            (_LAYOUTS.get(layout.id, layout), self._drawer(place))
            for place, layout in enumerate(self.columns)
        ]
        ids = [column.id for column in result.columns]
        at = ids.index(_RANKS_BEFORE) if tuple(ids) == SYSTEM_COLUMNS else len(ids)
        drawn[at:at] = [(_edition_column(each), self._ranker(each, glyphs)) for each in editions]
        self.columns = [layout for layout, _ in drawn]
        self._draw = [draw for _, draw in drawn]

    def cell(self, row: int, column: int) -> Cell:
        """Text and role of a cell."""
        return self._draw[column](row)

    def _drawer(self, place: int) -> Callable[[int], Cell]:
        ident = self.result.columns[place].id
        bare = super().cell

        def draw(row: int) -> Cell:
            text, role = bare(row, place)
            if ident == "operational" and self.result.record(row).operational_expected:
                text += " exp."
            return text, "title" if ident == "name" else role if role != "title" else ""

        return draw

    def _ranker(self, edition: PartialDate, glyphs: Glyphs) -> Callable[[int], Cell]:
        def draw(row: int) -> Cell:
            return place_cell(ranks.places(self.result.record(row)).get(edition), glyphs)

        return draw


def rank_columns(state: State, found: Breakdown) -> list[Shown]:
    """Columns of the table of ranks: a cell an edition, the overall movement, Rmax."""
    store, glyphs = state.store, state.glyphs
    drawn = [
        Shown(GridColumn("name", "System", min_width=14, max_width=24), _name(store, found)),
    ]
    for column in found.columns:
        if column.id.startswith("rank_"):
            layout = GridColumn(column.id, column.id.removeprefix("rank_"), min_width=8)
            drawn.append(Shown(layout, _rank(found, column.id, glyphs)))
    change = found.place("change")
    drawn += [
        Shown(
            GridColumn("change", "Overall", min_width=7),
            lambda line: (moved(line[change], glyphs) or UNKNOWN, "" if line[change] else "muted"),
        ),
        Shown(GridColumn("rmax_pflops", "Rmax", align="right"), plain(store, found, "rmax_pflops")),
        Shown(_LAYOUTS["site"], plain(store, found, "site")),
    ]
    return drawn


def _name(store: Store, found: Breakdown) -> Draw:
    return plain(store, found, "name", "title")


def _rank(found: Breakdown, ident: str, glyphs: Glyphs) -> Draw:
    rank, change = found.place(ident), found.place(ident.replace("rank_", "moved_", 1))
    sure = found.place(ident.replace("rank_", "confirmed_", 1))

    def draw(line: Line) -> Cell:
        place = None if line[rank] is None else Place(line[rank], line[change], not line[sure])
        return place_cell(place, glyphs)

    return draw


# Bars

_FILLS = {"in use": 0, "announced": 1, "yardstick": 2, "retired": 3}


def size_columns(state: State, found: Breakdown, width: int, *, wide: bool) -> list[Shown]:
    """Columns of the sizes, with bars ``width`` cells long on a logarithmic scale."""
    store = state.store
    size, unit, standing = (found.place(ident) for ident in ("size", "unit", "standing"))
    sure = found.place("confirmed")
    low, high = scale(found.values("size"))

    def count(line: Line) -> Cell:
        text = number(line[size])
        return (text, "") if line[sure] else (f"{UNSURE}{text}", "unsure")

    def bar(line: Line) -> Cell:
        text = log_bar(line[size], low, high, width, state.glyphs)
        place = _FILLS[line[standing]]
        if place:
            filled = len(text.rstrip())
            text = fill_of(place, state.glyphs) * filled + " " * (len(text) - filled)
        return text, "muted" if line[standing] == "yardstick" else ""

    def word(line: Line) -> Cell:
        return (line[standing] if line[unit] == "chips" else "H100 eq."), ""

    def name(line: Line) -> Cell:
        chosen = line[standing] != "yardstick"
        return printable(line[0]), "title" if chosen else ""

    axis = log_axis(low, high, width, _power) if width else ""
    drawn = [
        Shown(GridColumn("name", "System", min_width=14, max_width=36 if wide else 26), name),
        Shown(GridColumn("size", "Chips", align="right"), count),
        Shown(GridColumn("bar", axis, min_width=width, max_width=max(width, 1)), bar),
        Shown(GridColumn("standing", "Standing", min_width=9), word),
    ]
    if wide:
        drawn += [
            Shown(_LAYOUTS["site"], plain(store, found, "site")),
            Shown(GridColumn("what", "What", max_width=34), plain(store, found, "what")),
        ]
    return drawn


def scale(values: Iterable[float]) -> tuple[float, float]:
    """The powers of ten around the values."""
    known = [value for value in values if value > 0]
    if not known:
        return 1.0, 10.0
    low = 10.0 ** math.floor(math.log10(min(known)))
    high = 10.0 ** math.ceil(math.log10(max(known)))
    return low, max(high, low * 10)


def _power(value: float) -> str:
    for size, sign in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{sign}"
    return f"{value:g}"


# Totals


def total_columns(state: State, found: Breakdown) -> list[Shown]:
    """Columns of the totals; parts of a sum stand indented below it."""
    store = state.store
    by, what = found.place("by"), found.place("what")

    def name(line: Line) -> Cell:
        whole = line[by] == "all"
        return ("" if whole else "  ") + printable(line[what]), "title" if whole else ""

    def figure(ident: str, title: str) -> Shown:
        return Shown(GridColumn(ident, title, align="right"), plain(store, found, ident))

    unsure = found.place("unsure")
    return [
        Shown(GridColumn("what", "Sum", min_width=14, max_width=30), name),
        figure("systems", "Systems"),
        figure("known", "Known"),
        figure("total", "Total"),
        Shown(GridColumn("unit", "Unit"), plain(store, found, "unit", "muted")),
        Shown(
            GridColumn("unsure", "Not conf.", align="right"),
            lambda line: (
                (f"{UNSURE}{number(line[unsure])}", "unsure") if line[unsure] else ("", "")
            ),
        ),
        Shown(
            GridColumn("without", "No figure for", min_width=13, max_width=60, weight=1),
            lambda line: (", ".join(map(printable, line[-1])), ""),
        ),
    ]


# The lines above the table


def sums(store: Store, rows: Sequence[int], width: int) -> list[list[Piece]]:
    """How many accelerators are in use and announced, and which systems have no count."""
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


_LABEL = 12
_FEW = 30
"""Cells for one or two names."""


def _sum(label: str, found: Tally, remarks: Sequence[str], width: int) -> list[Piece]:
    """A sum, the longest of the remarks that fits, and the part that is not confirmed."""
    if found.total is None:
        figure, rest = UNKNOWN, "no count known" if found.systems else "no system listed"
    else:
        figure = (UNSURE if found.unsure else "") + number(found.total)
        rest = f"chips in {found.known} of {found.systems} systems"
    pieces = [(f" {label:<{_LABEL - 1}}", "label"), (figure, "strong"), (f" {rest}", "")]
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
    room = width - _LABEL - 1
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
    return [(f" {'No count':<{_LABEL - 1}}", "label"), (text, "")]


def rank_sums(found: Breakdown, systems: int) -> list[list[Piece]]:
    """For each edition, newest first, how many systems have a rank and which is the best."""
    lines: list[list[Piece]] = []
    columns = [column.id for column in found.columns if column.id.startswith("rank_")]
    for ident in reversed(columns[-3:]):
        values = found.values(ident)
        known = [(value, row[0]) for value, row in zip(values, found.rows, strict=True) if value]
        best, name = min(known)
        text = f" of {systems} systems with a rank here, the best {printable(name)} at {best}"
        lines.append([(f" {ident.removeprefix('rank_'):<{_LABEL - 1}}", "label"),
                      (f"{len(known)}", "strong"), (text, "")])  # fmt: skip
    return lines


def legend(breakdown: int, glyphs: Glyphs) -> str:
    """What the signs of a breakdown mean: of systems, sizes, ranks or totals."""
    marks = f"{glyphs.unknown} unknown  {glyphs.unsure} not confirmed"
    ranked = f"{glyphs.up}{glyphs.down}= places won, lost, kept"
    if breakdown == 1:
        fills = [f"{fill_of(place, glyphs)} {word}" for word, place in _FILLS.items() if place < 3]
        return f"{'  '.join(fills)}  H100 eq. in H100-equivalents  {marks[11:]}  log scale"
    if breakdown == 2:
        return f"{marks}  {ranked} since the rank before  Rmax in PFlop/s"
    if breakdown == 3:
        return f"{marks}  Known: systems that have the figure"
    units = "Rmax in PFlop/s  AI in EFlop/s  contract in EUR million"
    return f"{marks}  {units}  exp. expected  {ranked} in the TOP500"
