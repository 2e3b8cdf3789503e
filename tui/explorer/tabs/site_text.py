"""Groups of sites in words and cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.explorer.grid.text import GridColumn
from tui.explorer.result_rows import Drawn
from tui.explorer.tabs.way import Piece, Scene, Spot
from tui.text import plural, printable


def group_columns(scene: Scene) -> Mapping[str, Drawn]:
    """Sites by country or by selection."""
    column = scene.result.spec.own_column("group")
    title = column.heading if column is not None else ""
    return {"group": Drawn(GridColumn("group", title, min_width=11, max_width=26))}


def group_legend(scene: Scene) -> Sequence[Piece]:
    """What the columns between the figures say."""
    glyphs = scene.glyphs
    return [
        (f"{glyphs.unknown} unknown   {glyphs.unsure} not confirmed   ", "sign"),
        ("known: at so many sites   budget in EUR million", ""),
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


def role_legend(_: Scene) -> Sequence[Piece]:
    """What the parts mean."""
    return [("· none   ", "sign"), ("Members at: sites with a member from there", "")]


def caption(scene: Scene, spot: Spot) -> str:
    """Which sites stand below."""
    if spot.row is None:
        return plural(scene.state.site_count, "site")
    group = spot.record
    return f"{printable(group.label)}: {plural(len(group.sites), 'site')}"
