"""The ways of looking at tab regions."""

from __future__ import annotations

from tui.explorer.state import State
from tui.explorer.tabs import region_text as text
from tui.explorer.tabs.way import Chooser, Scene, Spot, Way
from tui.query import Result


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


def _one_region(_: State, __: Result) -> tuple[str, ...]:
    return "region", "country", "sites"


def _other_indicator(chosen: str, key: str) -> str:
    """The same region by another indicator."""
    return f"{chosen}/{key.partition('/')[2]}"


def _other_region(chosen: str, key: str) -> str:
    """The same indicator of another region."""
    return f"{key.partition('/')[0]}/{chosen}"


WAYS = (
    Way(
        id="by-indicator",
        title="by indicator",
        table="region-figures",
        chooser=Chooser("region-indicators", "indicator", _other_indicator, text.INDICATORS),
        without=_one_indicator,
        drawn=text.ranking_columns,
        remark=text.ranking_remark,
        behind=_behind,
        tells=text.sections,
        opens=text.sections,
        legend=lambda _: text.LEGEND,
        late=True,
    ),
    Way(
        id="by-region",
        title="by region",
        table="region-figures",
        chooser=Chooser("region-hosts", "place", _other_region, text.REGIONS),
        without=_one_region,
        drawn=text.profile_columns,
        remark=text.region_remark,
        behind=_behind,
        tells=text.sections,
        opens=text.sections,
        legend=lambda _: text.LEGEND,
        empty=text.none_described,
        late=True,
    ),
)
