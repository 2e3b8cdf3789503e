"""The ways of looking at tab sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.explorer.grid.text import GridColumn
from tui.explorer.panes.frame_text import SITE_WAYS
from tui.explorer.result_rows import Drawn
from tui.explorer.tabs.way import Below, Piece, Scene, Spot, Way
from tui.query.language.render import only
from tui.text import plural, printable

if TYPE_CHECKING:
    from tui.analysis.telling.sections import Section


def group_columns(scene: Scene) -> Mapping[str, Drawn]:
    """Sites by country or by selection."""
    column = scene.result.spec.own_column("group")
    title = column.heading if column is not None else ""
    return {"group": Drawn(GridColumn("group", title, min_width=11, max_width=26))}


def group_legend(scene: Scene) -> Sequence[Piece]:
    """What the columns between the figures say."""
    glyphs = scene.glyphs
    return [
        (f"{glyphs.unknown} unknown  {glyphs.unsure} not confirmed  ", "sign"),
        ("known: sites  min.: with gaps  mixed kinds  EUR m", ""),
    ]


def role_columns(_: Scene) -> Mapping[str, Drawn]:
    """Countries: the names of sites give way to each other."""
    wide = {
        "hosts": "Hosts", "takes_part": "Takes part in", "members": "Members at",
        "antennas": "Antenna", "others": "Funds or supports",
    }  # fmt: skip
    return {
        ident: Drawn(GridColumn(ident, title, min_width=8, max_width=40, weight=1))
        for ident, title in wide.items()
    }


ROLE_LEGEND: list[Piece] = [
    ("· none   ", "sign"),
    ("Members at: sites with a member from there", ""),
]


def caption(scene: Scene, spot: Spot) -> str:
    """Which sites stand below."""
    if spot.row is None:
        return plural(scene.state.site_count, "site")
    group = spot.record
    return f"{printable(group.label)}: {plural(len(group.sites), 'site')}"


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

    return Below("sites", rows, caption)


WAYS = (
    Way("sites", SITE_WAYS[0], "sites", tells=_tell),
    Way(
        "by-country", SITE_WAYS[1], "sites-by-country", drawn=group_columns, total="All {}",
        legend=group_legend, below=_sites_with("country")
    ),
    Way(
        "by-selection", SITE_WAYS[2], "sites-by-selection", drawn=group_columns, total="All {}",
        legend=group_legend, below=_sites_with("selected")
    ),
    Way(
        "by-role", SITE_WAYS[3], "countries-by-role", drawn=role_columns,
        legend=lambda _: ROLE_LEGEND
    ),
)  # fmt: skip
