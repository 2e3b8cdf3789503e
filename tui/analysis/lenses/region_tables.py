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
from tui.analysis.tables import Selection, count, of_key, worked_out
from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.dataset.records import Region
from tui.frozen import frozen
from tui.query.engine.columns import Field
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store, Table, store_of
from tui.text import number


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
    store = selection.store
    rows = [
        RegionFigure(*_region(store, place), place=place, ranking=ranking)
        for ranking in _rankings(selection.dataset, selection.picked)
        for place in (*ranking.places, *ranking.beside)
    ]
    return worked_out("region-figures", _figures(store), rows,
                      key=lambda row: f"{row.ranking.indicator}/{row.key}",
                      singular="figure")  # fmt: skip


def region_indicators(selection: Selection) -> Table:
    """The indicators with the number of hosting regions that have a figure."""
    rows = _rankings(selection.dataset, selection.picked)
    return worked_out("region-indicators", _INDICATORS, rows,
                      key=lambda row: str(row.indicator), singular="indicator")  # fmt: skip


def region_hosts(selection: Selection) -> Table:
    """The described regions: those that host a site, then those where only partners sit."""
    store = selection.store
    hosts, partners = _places(store, selection.picked)
    rows = [
        RegionRow(*_region(store, place), place=place)
        for place in (*hosts, *partners)
        if place.region >= 0
    ]
    return worked_out("region-hosts", _REGIONS, rows,
                      key=lambda row: str(row.key), singular="region")  # fmt: skip


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


def level_of(store: Store, place: Place) -> str:
    """The level of a figure in words, with the unit where that is larger than the region."""
    word = store.vocabulary.label("indicator_level", place.level)
    return f"{word} {place.geo}" if place.geo else word


def difference(value: float | None) -> str:
    """A difference with its sign."""
    return "" if value is None else f"{'-' if value < 0 else '+'}{number(abs(value))}"


_LABEL = Field("label", "Indicator", "text", "Name of the indicator", default=True,
               value=lambda row: row.ranking.label)  # fmt: skip
_REGION = Field("region", "Region", "text", "Name of the region", default=True,
                value=lambda row: row.name)  # fmt: skip
_COUNTRY = Field("country", "Country", "country", "Country", default=True,
                 value=lambda row: row.country)  # fmt: skip
_SITES = Field(
    "sites", "Sites", "slugs", "Chosen sites in the region, or those whose partners sit there",
    refers="site", default=True, value=lambda row: row.place.sites, text=lambda row: row.sites,
)  # fmt: skip
_CODES = (
    Field("partner", "Partners only", "flag",
          "Whether only partners of the sites sit there: such a region is not ranked",
          value=lambda row: row.place.partner),
    Field("nuts2", "NUTS 2", "text", "NUTS 2 code of the region", value=lambda row: row.nuts2),
    Field("place", "Place", "slug",
          "NUTS 2 code in lower case; of a site whose region is not described, its id",
          value=lambda row: row.key),
)  # fmt: skip
_REGIONS = (_REGION, _COUNTRY, _SITES, *_CODES)
_RANK = Field(
    "rank", "Rank", "integer", "Place among the units compared, 1 is the best", default=True,
    value=lambda row: row.place.rank,
    text=lambda row: f"{row.place.rank}{'=' if row.place.tied else ''} of {row.place.among}",
)  # fmt: skip
_INDICATORS = (
    Field("label", "Indicator", "text", "Name of the indicator", default=True,
          value=lambda row: row.label),
    count("known", "Values", "Hosting regions with a figure", lambda row: row.known,
          text=lambda row: f"{row.known} of {len(row.places)}"),
    count("places", "Of", "Hosting regions, and sites whose region is not described",
          lambda row: len(row.places), default=False),
    Field("unit", "Unit", "text", "Unit of the values", value=lambda row: row.unit or None),
    Field("indicator", "Id", "slug", "Id of the indicator", value=lambda row: row.indicator),
)  # fmt: skip


def _figures(store: Store) -> tuple[Field, ...]:
    """The columns of the figures; what is a key of an indicator is called as there."""
    keys = {each.id: each for each in store.specs["indicators"].columns}
    return (
        _LABEL,
        _REGION,
        _RANK,
        _SITES,
        Field("value", "Value", "mixed", "The newest figure of the region", default=True,
              value=lambda row: row.place.value,
              sure=lambda row: row.place.confidence == "confirmed"),
        Field("to_eu", "To EU", "number", "Value less that of the EU", default=True,
              value=lambda row: row.place.to_eu, text=lambda row: difference(row.place.to_eu)),
        Field("to_mean", "To mean", "number", "Value less the mean of the units compared",
              default=True, value=lambda row: row.place.to_mean,
              text=lambda row: difference(row.place.to_mean)),
        Field("year", "Year", "integer", "Year of the figure", default=True,
              value=lambda row: row.place.year),
        of_key(keys["level"], lambda row: row.place.level or None, default=True,
               text=lambda row: level_of(store, row.place)),
        _COUNTRY,
        Field("unit", "Unit", "text", "Unit of the value", default=True,
              value=lambda row: row.ranking.unit or None),
        *_CODES,
        Field("indicator", "Id", "slug", "Id of the indicator",
              value=lambda row: row.ranking.indicator),
        Field("tied", "Rank shared", "flag", "Do others have the same rank",
              value=lambda row: row.place.tied if row.place.rank is not None else None),
        Field("among", "Among", "integer", "Number of units compared",
              value=lambda row: row.place.among or None),
        Field("eu", "EU", "number", "Value of the EU in the same year",
              value=lambda row: row.place.eu.value if row.place.eu else None),
        Field("mean", "Mean", "number", "Mean of the units compared",
              value=lambda row: row.ranking.mean if row.place.to_mean is not None else None),
        of_key(keys["geo"], lambda row: row.place.geo or None),
        Field("confidence", "Confidence", "word", "How sure the figure is", vocabulary="confidence",
              value=lambda row: row.place.confidence or None),
    )  # fmt: skip
