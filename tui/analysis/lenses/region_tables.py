"""Rankings of regions as computed tables: what the screen shows and an export writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tui.analysis.lenses.breakdown import Breakdown, as_table, count
from tui.analysis.lenses.regions import Place, Ranking, hosting, rankings, region_name
from tui.analysis.lenses.rows import Selection
from tui.dataset.reference import Region
from tui.query.engine.columns import Column
from tui.query.engine.store import Store, Table

_REGION = (
    Column("region", "Region", "text", "Name of the region"),
    Column("nuts2", "NUTS 2", "text", "NUTS 2 code of the region"),
    Column("country", "Country", "country", "Country"),
    Column("sites", "Sites", "slugs", "Chosen sites in the region"),
)
_FIGURE = (
    Column("value", "Value", "mixed", "The newest figure of the region"),
    Column("unit", "Unit", "text", "Unit of the value"),
    Column("rank", "Rank", "integer", "Place among the units compared, 1 is the best"),
    Column("tied", "Shared", "flag", "Do others have the same rank"),
    Column("among", "Among", "integer", "Number of units compared"),
    Column("eu", "EU", "number", "Value of the EU in the same year"),
    Column("to_eu", "To EU", "number", "Value less that of the EU"),
    Column("mean", "Mean", "number", "Mean of the units compared"),
    Column("to_mean", "To mean", "number", "Value less that mean"),
    Column("year", "Year", "integer", "Year of the figure"),
    Column(
        "level", "Level", "word", "Does the figure cover the region or the country",
        vocabulary="indicator_level",
    ),
    Column("geo", "Covers", "text", "Unit that the figure covers, where it is larger"),
    Column("confidence", "Confidence", "word", "How sure the figure is", vocabulary="confidence"),
)  # fmt: skip
_INDICATOR = (
    Column("label", "Indicator", "text", "Name of the indicator"),
    Column("indicator", "Id", "slug", "Id of the indicator"),
)


def key_of(store: Store, place: Place) -> str:
    """NUTS 2 code of the region; of a site whose region is not described, its id."""
    if place.region < 0:
        return place.sites[0]
    return str(store.table("regions").records[place.region].nuts2)


def ranking_table(store: Store, found: Ranking) -> Breakdown:
    """The places of a ranking, best first."""
    return Breakdown(
        "region-ranking",
        (*_REGION, *_FIGURE),
        tuple(key_of(store, place) for place in found.places),
        tuple((*_region(store, place), *_figure(found, place)) for place in found.places),
    )


def profile_table(store: Store, found: Sequence[tuple[Ranking, Place]]) -> Breakdown:
    """Where one region stands by each indicator."""
    return Breakdown(
        "region-profile",
        (*_INDICATOR, *_REGION, *_FIGURE),
        tuple(each.indicator for each, _ in found),
        tuple(
            (each.label, each.indicator, *_region(store, place), *_figure(each, place))
            for each, place in found
        ),
    )


def indicators_table(found: Iterable[Ranking]) -> Breakdown:
    """The indicators with the number of hosting regions that have a figure."""
    rankings = tuple(found)
    columns = (
        *_INDICATOR,
        Column("unit", "Unit", "text", "Unit of the values"),
        count("known", "Values", "Hosting regions with a figure"),
        count("places", "Of", "Hosting regions, and sites whose region is not described"),
    )
    return Breakdown(
        "region-indicators",
        columns,
        tuple(each.indicator for each in rankings),
        tuple((r.label, r.indicator, r.unit, r.known, len(r.places)) for r in rankings),
    )


def hosts_table(store: Store, hosts: Iterable[Place]) -> Breakdown:
    """The hosting regions."""
    described = [place for place in hosts if place.region >= 0]
    return Breakdown(
        "region-hosts",
        _REGION,
        tuple(key_of(store, place) for place in described),
        tuple(_region(store, place) for place in described),
    )


def _region(store: Store, place: Place) -> tuple[Any, ...]:
    name = region_name(store, place) or None
    if place.region < 0:
        site = store.dataset.sites[store.site_row(place.sites[0])]
        return name, site.nuts2, site.country, place.sites
    region: Region = store.table("regions").records[place.region]
    return name, region.nuts2, region.country, place.sites


def _figure(found: Ranking, place: Place) -> tuple[Any, ...]:
    return (
        place.value,
        found.unit or None,
        place.rank,
        place.tied if place.rank is not None else None,
        place.among or None,
        place.eu.value if place.eu else None,
        place.to_eu,
        found.mean if place.to_mean is not None else None,
        place.to_mean,
        place.year,
        place.level or None,
        place.geo or None,
        place.confidence or None,
    )


def _rankings(selection: Selection) -> tuple[Ranking, ...]:
    return rankings(selection.store, hosting(selection.store, selection.picked))


def region_figures(selection: Selection) -> Table:
    """The table of all figures of the hosting regions, ranked by each indicator."""
    store = selection.store
    rows = [
        (ranking.label, ranking.indicator, *_region(store, place), *_figure(ranking, place))
        for ranking in _rankings(selection)
        for place in ranking.places
    ]
    keys = [
        f"{ranking.indicator}/{key_of(store, place)}"
        for ranking in _rankings(selection)
        for place in ranking.places
    ]
    columns = (*_INDICATOR, *_REGION, *_FIGURE)
    found = Breakdown("region-figures", columns, tuple(keys), tuple(rows))
    return as_table(found, "Figures of regions", "figure", every=True)


def region_indicators(selection: Selection) -> Table:
    """The table of indicators."""
    return as_table(indicators_table(_rankings(selection)), "Indicators", "indicator", every=True)


def region_hosts(selection: Selection) -> Table:
    """The table of hosting regions."""
    store = selection.store
    found = hosts_table(store, hosting(store, selection.picked))
    return as_table(found, "Hosting regions", "region", every=True)
