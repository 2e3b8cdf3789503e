"""The regions in which sites lie, with the figures that are known of them."""

from __future__ import annotations

from tui.dataset.dates import PartialDate
from tui.dataset.fields import key, need, sourced
from tui.frozen import frozen

Value = str | int | float | bool | PartialDate


@frozen(kw_only=True)
class Indicator:
    """One figure of a region."""

    id: str = need("word", "Indicator", "Indicator", vocabulary="indicator", default_column=True)
    value: Value = need("mixed", "Value in the indicator's unit", "Value", default_column=True)
    year: int = need(
        "integer", "Year of the figure", "Year", default_column=True, low=1990, high=2100
    )
    level: str = need(
        "word", "Does the figure cover the region or the country", "Level",
        vocabulary="indicator_level", default_column=True,
    )  # fmt: skip
    geo: str | None = key("text", "Unit that the figure covers, where it is larger", "Covers")
    sources: tuple[str, ...]
    confidence: str
    note: str | None
    sources, confidence, note = sourced()


@frozen(kw_only=True)
class Region:
    """A NUTS 2 region with its indicators."""

    nuts2: str = need("nuts2", "NUTS 2 code (NUTS 2021)", "NUTS 2", default_column=True)
    name: str = need("text", "Name of the region", "Region", default_column=True)
    country: str = need("country", "Country", "Country", default_column=True)
    sites: tuple[str, ...] = key("slugs", "Sites in the region", "Sites", default_column=True)
    partner_of: tuple[str, ...] = key(
        "slugs", "Sites elsewhere of which partners sit in the region", "Partners of"
    )
    note: str | None = key("text", "Remark", "Note")
    indicators: tuple[Indicator, ...] = key(
        "rows", "Figures of the region", record=Indicator, singular="indicator",
        identity=("id", "year"),
    )  # fmt: skip
