"""The ways of looking at tab sectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.analysis.telling.sections import Section
from tui.explorer.tabs import sector_text as text
from tui.explorer.tabs.sector_matrix import matrix_source
from tui.explorer.tabs.way import Below, Scene, Spot, Way
from tui.query.language.parse import parse
from tui.query.language.render import any_of, only, render

if TYPE_CHECKING:
    from tui.explorer.grid.grid import Grid


def _matrix() -> type[Grid]:
    from tui.explorer.panes.matrix import Matrix

    return Matrix


def _cell(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The first sector of the cell under the cursor, or the site before the sectors."""
    site = text.site_at(spot)
    if site is None:
        return None
    if spot.column not in text.coverage_in(scene).columns:
        return "sites", site.site
    named = site.cells.get(spot.column, ())
    return ("sectors", named[0]) if named else None


def _open_cell(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """All about a cell, a sector or all sites; a site opens as it is."""
    found, site = text.coverage_in(scene), text.site_at(spot)
    if site is not None and spot.column not in found.columns:
        return ()
    return text.detail(scene.state, found, site, spot.column)


def _open_gap(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """The sector, and what the site that names it says."""
    gap = spot.record
    site = gap.sites[0] if gap.sites else None
    return text.detail(scene.state, gap.found, site, gap.sector)


def _only(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """What the only site that names a sector says of it."""
    gap = spot.record
    return ("sectors", gap.sites[0].cells[gap.sector][0]) if gap.sites else None


def _site(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The site under the cursor: of a pair the one whose name it stands on."""
    pair = spot.record
    ident = pair.other if spot.column == "other" else pair.site
    return None if ident is None else ("sites", scene.store.site_row(ident))


def _pairs(_: Scene, spot: Spot) -> str:
    """The pairs that a site is in; all of them for the row of all."""
    if spot.row is None:
        return ""
    return render(any_of(parse(only(field, spot.key)) for field in ("site", "other")))


WAYS: tuple[Way, ...] = (
    Way(
        id="by-sector",
        title="by sector",
        table="sector-matrix",
        grid=_matrix,
        source=matrix_source,
        rows_told=text.rows_told,
        note=text.note,
        behind=_cell,
        opens=_open_cell,
        legend=text.legend,
        narrows=("sectors",),
    ),
    Way(
        id="by-group",
        title="by group",
        table="sector-groups",
        grid=_matrix,
        source=matrix_source,
        rows_told=text.rows_told,
        note=text.note,
        behind=_cell,
        opens=_open_cell,
        legend=text.legend,
        narrows=("sectors",),
    ),
    Way(
        id="gaps",
        title="gaps",
        table="sector-gaps",
        drawn=text.gap_columns,
        note=text.gap_note,
        behind=_only,
        opens=_open_gap,
        legend=lambda _: text.GAP_LEGEND,
        empty=text.no_gap,
    ),
    Way(
        id="similarity",
        title="similarity",
        table="closest-sites",
        drawn=text.pair_columns,
        total=lambda _: "All pairs",
        behind=_site,
        legend=lambda _: text.PAIR_LEGEND,
        below=Below("sector-likeness", _pairs, text.pair_caption),
    ),
)
