"""Regions in words and cells: columns of the rankings, remarks, the detail of a place."""

from __future__ import annotations

from collections.abc import Iterator

from tui.analysis.lenses.breakdown import Breakdown, Line
from tui.analysis.lenses.regions import Place, Ranking, groups, region_name, site_names
from tui.analysis.telling.sections import Line as TextLine
from tui.analysis.telling.sections import Section
from tui.dataset.reference import Indicator
from tui.explorer.glyphs import UNICODE
from tui.explorer.grid.text import Cell, GridColumn
from tui.explorer.panes.bars import bar
from tui.explorer.tabs.computed import Draw, Shown, plain
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Store
from tui.text import number, printable

LEGEND = "│ the EU   = shared rank   ~ not confirmed   · unknown   Tab goes to the list"
MOST_DECIMALS = 4


def indicator_columns(store: Store, found: Breakdown) -> list[Shown]:
    """The list of indicators."""
    known, places = found.place("known"), found.place("places")

    def values(line: Line) -> Cell:
        return f"{line[known]} of {line[places]}", "" if line[known] else "muted"

    return [
        Shown(GridColumn("label", "Indicator", min_width=16, max_width=52, weight=1),
              plain(store, found, "label", "title")),
        Shown(GridColumn("known", "Values", "right"), values),
    ]  # fmt: skip


def host_columns(store: Store, found: Breakdown) -> list[Shown]:
    """The list of regions."""
    return [
        Shown(GridColumn("region", "Region", min_width=12, max_width=30),
              plain(store, found, "region", "title")),
        Shown(GridColumn("country", "Country"), plain(store, found, "country")),
        Shown(GridColumn("sites", "Sites", max_width=30, weight=1), plain(store, found, "sites")),
    ]  # fmt: skip


def ranking_columns(store: Store, found: Breakdown, ranking: Ranking, width: int) -> list[Shown]:
    """A ranking by one indicator; bars are ``width`` cells wide."""
    decimals = _decimals(place.value for place in ranking.places)
    order = groups(store.vocabulary.words("indicator")[ranking.indicator])
    value, eu = found.place("value"), found.place("eu")

    def bars(line: Line) -> Cell:
        return _bar(_height(line[value], order), line[eu], ranking.top, width), "accent"

    differences = [
        Shown(GridColumn(ident, title, "right"), _difference(found, ident, decimals))
        for ident, title in (("to_eu", "To EU"), ("to_mean", "To mean"))
        if any(value is not None for value in found.values(ident))
    ]
    return [
        Shown(GridColumn("rank", "#", "right"), _rank(found, ranked_of=False)),
        Shown(GridColumn("region", "Region", min_width=12, max_width=24),
              plain(store, found, "region", "title")),
        Shown(GridColumn("sites", "Sites", max_width=18), plain(store, found, "sites")),
        Shown(GridColumn("value", "Value", "right"), _value(found, decimals)),
        Shown(GridColumn("bar", "", "right", min_width=width, max_width=width), bars),
        *differences,
        Shown(GridColumn("year", "Year", "right"), _year(found)),
        Shown(GridColumn("level", "Covers"), _covers(found)),
        Shown(GridColumn("country", "Country"), plain(store, found, "country")),
    ]  # fmt: skip


def profile_columns(
    store: Store, found: Breakdown, rankings: tuple[Ranking, ...], width: int
) -> list[Shown]:
    """All indicators of one region; bars are ``width`` cells wide."""
    by_id = {ranking.indicator: ranking for ranking in rankings}
    words = store.vocabulary.words("indicator")
    ident, value, eu = found.place("indicator"), found.place("value"), found.place("eu")

    def bars(line: Line) -> Cell:
        height = _height(line[value], groups(words[line[ident]]))
        return _bar(height, line[eu], by_id[line[ident]].top, width), "accent"

    return [
        Shown(GridColumn("label", "Indicator", min_width=20, max_width=44),
              plain(store, found, "label", "title")),
        Shown(GridColumn("value", "Value", "right"), _value(found, None)),
        Shown(GridColumn("rank", "Rank", "right"), _rank(found, ranked_of=True)),
        Shown(GridColumn("to_eu", "To EU", "right"), _difference(found, "to_eu", None)),
        Shown(GridColumn("to_mean", "To mean", "right"), _difference(found, "to_mean", None)),
        Shown(GridColumn("bar", "", "right", min_width=width, max_width=width), bars),
        Shown(GridColumn("year", "Year", "right"), _year(found)),
        Shown(GridColumn("level", "Covers"), _covers(found)),
        Shown(GridColumn("unit", "Unit", max_width=30), plain(store, found, "unit", "muted")),
    ]  # fmt: skip


def _value(found: Breakdown, decimals: int | None) -> Draw:
    value, sure = found.place("value"), found.place("confidence")

    def draw(line: Line) -> Cell:
        figure = line[value]
        if figure is None:
            return UNKNOWN, "muted"
        if not isinstance(figure, int | float):
            text = printable(str(figure))
        else:
            text = number(figure) if decimals is None else f"{figure:,.{decimals}f}"
        return (text, "") if line[sure] == "confirmed" else (f"{UNSURE}{text}", "unsure")

    return draw


def _rank(found: Breakdown, *, ranked_of: bool) -> Draw:
    rank, among, tied = found.place("rank"), found.place("among"), found.place("tied")

    def draw(line: Line) -> Cell:
        if line[rank] is None:
            return (f"{UNKNOWN}{'' if ranked_of else ' '}", "muted")
        if ranked_of:
            return f"{line[rank]}{'=' if line[tied] else ''} of {line[among]:>2}", ""
        return f"{line[rank]}{'=' if line[tied] else ' '}", ""

    return draw


def _difference(found: Breakdown, ident: str, decimals: int | None) -> Draw:
    place = found.place(ident)

    def draw(line: Line) -> Cell:
        value = line[place]
        if value is None:
            return UNKNOWN, "muted"
        if decimals is not None:
            return f"{value:+,.{decimals}f}", ""
        return f"{'-' if value < 0 else '+'}{number(abs(value))}", ""

    return draw


def _year(found: Breakdown) -> Draw:
    place = found.place("year")

    def draw(line: Line) -> Cell:
        return (str(line[place]), "") if line[place] else (UNKNOWN, "muted")

    return draw


def _covers(found: Breakdown) -> Draw:
    level, geo = found.place("level"), found.place("geo")

    def draw(line: Line) -> Cell:
        if not line[level]:
            return UNKNOWN, "muted"
        return covers(line[level], line[geo] or ""), "" if line[level] == "region" else "warn"

    return draw


def covers(level: str, geo: str) -> str:
    """What a figure covers, in words."""
    if level == "country":
        return "country"
    return f"unit {printable(geo)}" if geo else "region"


def _height(value: object, order: tuple[str, ...]) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    return float(len(order) - order.index(str(value))) if str(value) in order else None


def _bar(height: float | None, eu: float | None, top: float, width: int) -> str:
    """A bar with a line where the EU stands."""
    text = bar(height or 0.0, top, width)
    if eu is None or top <= 0 or eu <= 0:
        return text
    at = min(int(eu / top * width), width - 1)
    return f"{text[:at]}{UNICODE.vertical}{text[at + 1 :]}"


def _decimals(values: Iterator[object]) -> int:
    """Decimals that all figures of a column need to be compared."""
    numbers = [value for value in values if isinstance(value, float)]
    needed = [len(f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2]) for value in numbers]
    return max(needed, default=0)


def ranking_remark(ranking: Ranking) -> str:
    """What the figures of a ranking are compared with."""
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


def host_remark(store: Store, place: Place) -> str:
    """Which region is looked at."""
    return f"{region_name(store, place)} · {site_names(store, place)}"


def sections(store: Store, ranking: Ranking, place: Place) -> tuple[Section, ...]:
    """Everything about one figure: what it says, how it compares, what it covers."""
    lines = tuple(_lines(store, ranking, place))
    title = region_name(store, place) or site_names(store, place)
    about = [TextLine("", printable(ranking.definition), "muted")]
    if not ranking.higher_is_better:
        about.append(TextLine("", "A lower value is better."))
    return (Section(title, lines), Section(ranking.label, tuple(about)))


def _lines(store: Store, ranking: Ranking, place: Place) -> Iterator[TextLine]:
    yield TextLine("Sites", site_names(store, place) or UNKNOWN)
    if place.figure < 0:
        if place.region < 0:
            yield TextLine("", "The region of this site is not described in the dataset.")
        else:
            yield TextLine("", "No figure was found for this region.")
        return
    figure: Indicator = store.table("indicators").records[place.figure]
    role = "" if place.confidence == "confirmed" else "unsure"
    mark = UNSURE if role else ""
    text = number(place.value) if isinstance(place.value, int | float) else str(place.value)
    yield TextLine("Value", f"{mark}{printable(text)} ({printable(ranking.unit)})", role)
    if place.rank is not None:
        tied = ", shared" if place.tied else ""
        yield TextLine("Rank", f"{place.rank} of {place.among}{tied}")
    if place.eu is not None and place.to_eu is not None:
        text = f"{number(place.eu.value)} in {place.year}; difference {place.to_eu:+g}"
        yield TextLine("EU", text if place.eu.fact else f"{text} (the unit sets the EU's value)")
    if place.to_mean is not None and ranking.mean is not None:
        text = f"{number(ranking.mean)} over {ranking.units}; difference {place.to_mean:+.4g}"
        yield TextLine("Mean", text)
    yield TextLine("Year", str(place.year))
    yield TextLine("Covers", covers(place.level, place.geo))
    yield TextLine("Confidence", store.vocabulary.label("confidence", place.confidence))
    if figure.note:
        yield TextLine("Note", printable(figure.note), "muted")
    note = store.table("regions").records[place.region].note
    if note:
        yield TextLine("Region", printable(note), "muted")
