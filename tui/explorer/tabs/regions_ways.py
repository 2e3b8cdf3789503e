"""Tab regions: its ways of looking, with what they say in words and cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tui.analysis.lenses.region_tables import RegionFigure, difference, level_of
from tui.analysis.telling.sections import Line, Section
from tui.analysis.telling.site import lines_of
from tui.explorer.glyphs import UNICODE
from tui.explorer.grid.text import ON, Cell, GridColumn
from tui.explorer.panes.bars import bar
from tui.explorer.result_rows import Drawn
from tui.explorer.state import State
from tui.explorer.tabs.way import Chooser, Piece, Scene, Spot, Way, explained
from tui.query import Result
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.row_words import tell
from tui.text import number, printable

LEGEND: list[Piece] = [
    *explained("│", "the EU", gap=3),
    ("= shared rank   ~ not confirmed   · unknown   Tab goes to the list", "sign"),
]
MOST_DECIMALS = 4
BAR = 11
"""Cells of a bar."""
INDICATORS = {
    "label": Drawn(GridColumn("label", "Indicator", min_width=16, max_width=52, weight=1)),
    "known": Drawn(GridColumn("known", "Values", "right", min_width=8)),
}
REGIONS = {
    "region": Drawn(GridColumn("region", "Region", min_width=12, max_width=30)),
    "sites": Drawn(GridColumn("sites", "Sites", min_width=9, max_width=40, weight=1)),
}
"""How the lists to choose from are laid out."""


def ranking_columns(scene: Scene) -> Mapping[str, Drawn]:
    """All regions by one indicator: figures with as many decimals as all of them need."""
    decimals = _decimals(row.place.value for row in scene.records)
    return _columns(scene, decimals, "value") | {
        "region": Drawn(GridColumn("region", "Region", min_width=12, max_width=24)),
        "rank": Drawn(GridColumn("rank", "#", "right"), _rank(scene)),
        "sites": Drawn(GridColumn("sites", "Sites", min_width=9, max_width=18)),
    }


def profile_columns(scene: Scene) -> Mapping[str, Drawn]:
    """All indicators of one region."""
    return _columns(scene, None, "to_mean") | {
        "label": Drawn(GridColumn("label", "Indicator", min_width=20, max_width=44)),
        "rank": Drawn(GridColumn("rank", "Rank", "right"), _rank(scene, of_all=True)),
        "unit": Drawn(GridColumn("unit", "Unit", max_width=30), _unit),
    }


def _columns(scene: Scene, decimals: int | None, before_bar: str) -> dict[str, Drawn]:
    def bars(row: RegionFigure) -> Cell:
        eu = row.place.eu.value if row.place.eu is not None else None
        return _bar(row.place.height, eu, row.ranking.top, BAR)

    return {
        "value": Drawn(GridColumn("value", "Value", "right"), _value(decimals)),
        "bar": Drawn(
            GridColumn("bar", "", "right", min_width=BAR, max_width=BAR, sorts_by="value"),
            bars,
            after=before_bar,
        ),
        "to_eu": Drawn(
            GridColumn("to_eu", "To EU", "right"),
            lambda row: _difference(row.place.to_eu, decimals),
        ),
        "to_mean": Drawn(
            GridColumn("to_mean", "To mean", "right"),
            lambda row: _difference(row.place.to_mean, decimals),
        ),
        "level": Drawn(GridColumn("level", _heading(scene, "level"), min_width=11), _level(scene)),
    }


def _value(decimals: int | None) -> Callable[[RegionFigure], Cell]:
    def draw(row: RegionFigure) -> Cell:
        figure = row.place.value
        if figure is None:
            return UNKNOWN, "muted"
        if not isinstance(figure, int | float):
            text = printable(str(figure))
        else:
            text = number(figure) if decimals is None else f"{figure:,.{decimals}f}"
        return (text, "") if row.place.confidence == "confirmed" else (f"{UNSURE}{text}", "unsure")

    return draw


def _rank(scene: Scene, *, of_all: bool = False) -> Callable[[RegionFigure], Cell]:
    """A rank, marked where it is shared; with ``of_all`` of how many."""
    tied = ", shared," if scene.in_words else "="

    def draw(row: RegionFigure) -> Cell:
        place = row.place
        if place.rank is None:
            return UNKNOWN if of_all else f"{UNKNOWN} ", "muted"
        rank = f"{place.rank}{tied if place.tied else ''}"
        if of_all:
            among = f"{place.among}" if scene.in_words else f"{place.among:>2}"
            return f"{rank} of {among}", ""
        return rank.rstrip(",") if scene.in_words or place.tied else f"{rank} ", ""

    return draw


def _difference(value: float | None, decimals: int | None) -> Cell:
    if value is None:
        return UNKNOWN, "muted"
    return difference(value) if decimals is None else f"{value:+,.{decimals}f}", ""


def _heading(scene: Scene, ident: str) -> str:
    """What a column is called where it is declared."""
    column = scene.result.spec.own_column(ident)
    return column.heading if column is not None else ""


def _level(scene: Scene) -> Callable[[RegionFigure], Cell]:
    """The level of a figure, set off where it is not that of a region."""

    def draw(row: RegionFigure) -> Cell:
        if not row.place.level:
            return UNKNOWN, "muted"
        return printable(level_of(scene.store, row.place)), (
            "" if row.place.level == "region" else "warn"
        )

    return draw


def _unit(row: RegionFigure) -> Cell:
    return printable(row.ranking.unit) or UNKNOWN, "muted"


def _bar(height: float | None, eu: float | None, top: float, width: int) -> Cell:
    """A bar with a line where the EU stands; within the bar the line is drawn on its colour."""
    text = bar(height or 0.0, top, width)
    if eu is None or top <= 0 or eu <= 0:
        return text, "bar"
    at = min(int(eu / top * width), width - 1)
    within = text[at] == UNICODE.blocks[-1]
    runs = ((at, "bar"), (1, f"{ON}bar" if within else ""), (width - at - 1, "bar"))
    return f"{text[:at]}{UNICODE.vertical}{text[at + 1 :]}", runs


def _decimals(values: Iterable[object]) -> int:
    """Decimals that all figures of a column need to be compared."""
    numbers = [value for value in values if isinstance(value, float)]
    needed = [len(f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2]) for value in numbers]
    return max(needed, default=0)


def ranking_remark(scene: Scene) -> str:
    """What the figures of a ranking are compared with."""
    if not scene.records:
        return ""
    ranking = scene.records[0].ranking
    levels = {place.level for place in ranking.places if place.level}
    parts = []
    if "country" in levels:
        parts.append("countries" if len(levels) == 1 else "regions and countries")
    if len(ranking.eu) == 1:
        parts.append(f"EU {number(next(iter(ranking.eu.values())).value)}")
    elif ranking.eu:
        parts.append("EU by year")
    if ranking.mean is not None:
        parts.append(f"mean {number(ranking.mean)}")
    if len(ranking.years) > 1:
        parts.append(f"{ranking.years[0]} to {ranking.years[-1]}")
    return " · ".join(parts)


def region_remark(scene: Scene) -> str:
    """Which region is looked at."""
    if not scene.records:
        return ""
    row = scene.records[0]
    return f"{row.name} · {row.sites}"


def sections(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """Everything about one figure: what it says, how it compares, what it covers."""
    row: RegionFigure = spot.record
    about = [Line("", printable(row.ranking.definition), "muted")]
    if not row.ranking.higher_is_better:
        about.append(Line("", "A lower value is better."))
    lines = tuple(_lines(scene, row))
    return (Section(row.name or row.sites, lines), Section(row.ranking.label, tuple(about)))


_ABOUT_REGION = frozenset({"NUTS 2", "Region", "Country"})
"""What the heading tells."""


def _lines(scene: Scene, row: RegionFigure) -> Iterator[Line]:
    store, place, ranking = scene.store, row.place, row.ranking
    yield Line("Sites", row.sites or UNKNOWN)
    if place.figure < 0:
        if place.region < 0:
            yield Line("", "The region of this site is not described in the dataset.")
        else:
            yield Line("", "No figure was found for this region.")
        return
    figure = tell(store, store.table("indicators"), place.figure)
    value, *others = (each for each in lines_of(store, figure) if each.label not in _ABOUT_REGION)
    yield value
    if place.rank is not None:
        tied = ", shared" if place.tied else ""
        yield Line("Rank", f"{place.rank} of {place.among}{tied}")
    if place.partner:
        yield Line("", "Not ranked: no chosen site stands here.", "muted")
    if place.eu is not None and place.to_eu is not None:
        text = f"{number(place.eu.value)} in {place.year}; difference {place.to_eu:+g}"
        yield Line("EU", text if place.eu.fact else f"{text} (the unit sets the EU's value)")
    if place.to_mean is not None and ranking.mean is not None:
        text = f"{number(ranking.mean)} over {ranking.units}; difference {place.to_mean:+.4g}"
        yield Line("Mean", text)
    yield from others
    note = store.table("regions").records[place.region].note
    if note:
        yield Line("Region", printable(note), "muted")


def _behind(scene: Scene, spot: Spot) -> tuple[str, int]:
    """The figure under the cursor; where there is none the region, or the site without one."""
    place = spot.record.place
    if place.figure >= 0:
        return "indicators", place.figure
    if place.region >= 0:
        return "regions", place.region
    return "sites", scene.store.site_row(place.sites[0])


def _one_indicator(_: State, result: Result) -> list[str]:
    """Its name and unit, and differences where it has none, as of groups."""
    empty = [
        ident
        for ident in ("to_eu", "to_mean")
        if not any(result.source.values(ident)[row] is not None for row in result.rows)
    ]
    return ["label", "unit", *empty]


BY_INDICATOR = Chooser(
    "region-indicators", "indicator", lambda ident, key: f"{ident}/{key.partition('/')[2]}",
    INDICATORS,
)  # fmt: skip
"""An indicator; the cursor stays on its region."""
BY_REGION = Chooser(
    "region-hosts", "place", lambda place, key: f"{key.partition('/')[0]}/{place}", REGIONS
)
"""A region; the cursor stays on its indicator."""

WAYS = (
    Way(
        "by-indicator", "by indicator", "region-figures", chooser=BY_INDICATOR,
        without=_one_indicator, drawn=ranking_columns, remark=ranking_remark, behind=_behind,
        tells=sections, opens=sections, legend=lambda _: LEGEND, late=True
    ),
    Way(
        "by-region", "by region", "region-figures", chooser=BY_REGION,
        without=lambda *_: ("region", "country", "sites"), drawn=profile_columns,
        remark=region_remark, behind=_behind, tells=sections, opens=sections,
        legend=lambda _: LEGEND, late=True,
        empty=lambda _: "The dataset describes none of the regions of these sites."
    ),
)  # fmt: skip
