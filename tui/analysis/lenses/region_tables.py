"""Rankings of regions as tables: every figure, the indicators, and the regions."""

from __future__ import annotations

from tui.analysis.lenses.regions import (
    Place,
    Ranking,
    hosting,
    partnering,
    rankings,
    region_name,
    site_names,
)
from tui.analysis.lenses.rows import Selection, count, worked_out
from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.dataset.records import Region
from tui.frozen import frozen
from tui.query.engine.columns import Field
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store, Table, store_of
from tui.text import number, printable


@frozen
class RegionRow:
    """A region of the chosen sites; ``key`` is its NUTS 2 code in lower case.

    Of a site whose region is not described the key is the site's id, and name and code are
    those that its file gives. ``sites`` says in words who is there.
    """

    key: str
    name: str | None
    nuts2: str | None
    country: str
    sites: str
    place: Place


@frozen
class RegionFigure(RegionRow):
    """Where a region stands by one indicator."""

    ranking: Ranking


def region_figures(selection: Selection) -> Table:
    """The figures of the regions, ranked by each indicator; those of partners stand last."""
    rows = [
        RegionFigure(*_region(selection.store, place), place=place, ranking=ranking)
        for ranking in _rankings(selection.dataset, selection.picked)
        for place in (*ranking.places, *ranking.beside)
    ]
    return worked_out(
        "region-figures", "Figures of regions", _FIGURES, rows,
        key=lambda row: f"{row.ranking.indicator}/{row.key}", singular="figure",
    )  # fmt: skip


def region_indicators(selection: Selection) -> Table:
    """The indicators with the number of hosting regions that have a figure."""
    rows = _rankings(selection.dataset, selection.picked)
    return worked_out(
        "region-indicators", "Indicators", _INDICATORS, rows, key=lambda row: str(row.indicator),
        singular="indicator",
    )  # fmt: skip


def region_hosts(selection: Selection) -> Table:
    """The described regions: those that host a site, then those where only partners sit."""
    store = selection.store
    hosts, partners = _places(store, selection.picked)
    rows = [
        RegionRow(*_region(store, place), place=place)
        for place in (*hosts, *partners)
        if place.region >= 0
    ]
    return worked_out(
        "region-hosts", "Regions of sites and partners", _REGIONS, rows,
        key=lambda row: str(row.key), singular="region",
    )  # fmt: skip


def _places(store: Store, picked: Mask) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    return hosting(store, picked), partnering(store, picked)


@kept(4)
def _rankings(dataset: Dataset, picked: Mask) -> tuple[Ranking, ...]:
    store = store_of(dataset)
    return rankings(store, *_places(store, picked))


def _region(store: Store, place: Place) -> tuple[str, str | None, str | None, str, str]:
    """Key, name, code, country and sites of a region."""
    name, sites = region_name(store, place) or None, site_names(store, place)
    if place.region < 0:
        site = store.dataset.sites[store.site_row(place.sites[0])]
        return site.id, name, site.nuts2, site.country, sites
    region: Region = store.table("regions").records[place.region]
    return region.nuts2.lower(), name, region.nuts2, region.country, sites


def covers(place: Place) -> str:
    """What a figure covers, in words; "" where there is none."""
    if place.level == "country":
        return "country"
    return f"unit {printable(place.geo)}" if place.geo else place.level


def difference(value: float | None) -> str:
    """A difference with its sign."""
    return "" if value is None else f"{'-' if value < 0 else '+'}{number(abs(value))}"


_LABEL = Field(
    id="label", title="Indicator", kind="text", meaning="Name of the indicator", default=True,
    value=lambda row: row.ranking.label,
)  # fmt: skip
_REGION = Field(
    id="region", title="Region", kind="text", meaning="Name of the region", default=True,
    value=lambda row: row.name,
)  # fmt: skip
_COUNTRY = Field(
    id="country", title="Country", kind="country", meaning="Country", default=True,
    value=lambda row: row.country,
)  # fmt: skip
_SITES = Field(
    id="sites", title="Sites", kind="slugs", refers="site", default=True,
    meaning="Chosen sites in the region, or those whose partners sit there",
    value=lambda row: row.place.sites, text=lambda row: row.sites,
)  # fmt: skip
_CODES = (
    Field(
        id="partner", title="Partners only", kind="flag",
        meaning="Whether only partners of the sites sit there: such a region is not ranked",
        value=lambda row: row.place.partner,
    ),
    Field(
        id="nuts2", title="NUTS 2", kind="text", meaning="NUTS 2 code of the region",
        value=lambda row: row.nuts2,
    ),
    Field(
        id="place", title="Place", kind="slug",
        meaning="NUTS 2 code in lower case; of a site whose region is not described, its id",
        value=lambda row: row.key,
    ),
)  # fmt: skip
_REGIONS = (_REGION, _COUNTRY, _SITES, *_CODES)
_RANK = Field(
    id="rank", title="Rank", kind="integer", default=True,
    meaning="Place among the units compared, 1 is the best", value=lambda row: row.place.rank,
    text=lambda row: f"{row.place.rank}{'=' if row.place.tied else ''} of {row.place.among}",
)  # fmt: skip
_FIGURES = (
    _LABEL,
    _REGION,
    _RANK,
    _SITES,
    Field(
        id="value", title="Value", kind="mixed", meaning="The newest figure of the region",
        default=True, value=lambda row: row.place.value,
        sure=lambda row: row.place.confidence == "confirmed",
    ),
    Field(
        id="to_eu", title="To EU", kind="number", meaning="Value less that of the EU",
        default=True, value=lambda row: row.place.to_eu,
        text=lambda row: difference(row.place.to_eu),
    ),
    Field(
        id="to_mean", title="To mean", kind="number", default=True,
        meaning="Value less the mean of the units compared", value=lambda row: row.place.to_mean,
        text=lambda row: difference(row.place.to_mean),
    ),
    Field(
        id="year", title="Year", kind="integer", meaning="Year of the figure", default=True,
        value=lambda row: row.place.year,
    ),
    Field(
        id="level", title="Covers", kind="word", vocabulary="indicator_level", default=True,
        meaning="Does the figure cover the region or the country",
        value=lambda row: row.place.level or None, text=lambda row: covers(row.place),
    ),
    _COUNTRY,
    Field(
        id="unit", title="Unit", kind="text", meaning="Unit of the value", default=True,
        value=lambda row: row.ranking.unit or None,
    ),
    *_CODES,
    Field(
        id="indicator", title="Id", kind="slug", meaning="Id of the indicator",
        value=lambda row: row.ranking.indicator,
    ),
    Field(
        id="tied", title="Shared", kind="flag", meaning="Do others have the same rank",
        value=lambda row: row.place.tied if row.place.rank is not None else None,
    ),
    Field(
        id="among", title="Among", kind="integer", meaning="Number of units compared",
        value=lambda row: row.place.among or None,
    ),
    Field(
        id="eu", title="EU", kind="number", meaning="Value of the EU in the same year",
        value=lambda row: row.place.eu.value if row.place.eu else None,
    ),
    Field(
        id="mean", title="Mean", kind="number", meaning="Mean of the units compared",
        value=lambda row: row.ranking.mean if row.place.to_mean is not None else None,
    ),
    Field(
        id="geo", title="Unit covered", kind="text",
        meaning="Unit that the figure covers, where it is larger",
        value=lambda row: row.place.geo or None,
    ),
    Field(
        id="confidence", title="Confidence", kind="word", meaning="How sure the figure is",
        vocabulary="confidence", value=lambda row: row.place.confidence or None,
    ),
)  # fmt: skip
_INDICATORS = (
    Field(
        id="label", title="Indicator", kind="text", meaning="Name of the indicator", default=True,
        value=lambda row: row.label,
    ),
    count(
        "known", "Values", "Hosting regions with a figure", lambda row: row.known,
        text=lambda row: f"{row.known} of {len(row.places)}",
    ),
    count(
        "places", "Of", "Hosting regions, and sites whose region is not described",
        lambda row: len(row.places), default=False,
    ),
    Field(
        id="unit", title="Unit", kind="text", meaning="Unit of the values",
        value=lambda row: row.unit or None,
    ),
    Field(
        id="indicator", title="Id", kind="slug", meaning="Id of the indicator",
        value=lambda row: row.indicator,
    ),
)  # fmt: skip
