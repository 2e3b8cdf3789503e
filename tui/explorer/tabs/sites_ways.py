"""The ways of looking at tab sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.explorer.panes.frame_text import SITE_WAYS
from tui.explorer.tabs import site_text as text
from tui.explorer.tabs.rows import only
from tui.explorer.tabs.way import Below, Scene, Spot, Way

if TYPE_CHECKING:
    from tui.analysis.telling.sections import Section


def _tell(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """Everything known about the site."""
    from tui.analysis.telling.site import row_detail

    return () if spot.row is None else row_detail(scene.result, spot.row)


def _sites_with(field: str) -> Below:
    """The sites that a group stands for; all of them for the row of all."""

    def rows(_: Scene, spot: Spot) -> str:
        if spot.row is None:
            return ""
        return only(field, spot.key) if spot.key else f"-{field}:*"

    return Below("sites", rows, text.caption)


def _total(scene: Scene) -> str:
    return f"All {scene.state.site_count}"


WAYS = (
    Way(
        id="sites",
        title=SITE_WAYS[0],
        table="sites",
        tells=_tell,
    ),
    Way(
        id="by-country",
        title=SITE_WAYS[1],
        table="sites-by-country",
        drawn=text.group_columns,
        total=_total,
        legend=text.group_legend,
        below=_sites_with("country"),
    ),
    Way(
        id="by-selection",
        title=SITE_WAYS[2],
        table="sites-by-selection",
        drawn=text.group_columns,
        total=_total,
        legend=text.group_legend,
        below=_sites_with("selected"),
    ),
    Way(
        id="by-role",
        title=SITE_WAYS[3],
        table="countries-by-role",
        drawn=text.role_columns,
        legend=text.role_legend,
    ),
)
