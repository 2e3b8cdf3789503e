"""The ways of looking at tab access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.analysis.lenses.offers import Offers, SiteOffers
from tui.analysis.telling.sections import Section
from tui.analysis.telling.site import row_detail
from tui.explorer.tabs import access_notes as notes
from tui.explorer.tabs import access_text as text
from tui.explorer.tabs import ways_in_text
from tui.explorer.tabs.way import Scene, Spot, Way, one_row
from tui.text import plural, printable

if TYPE_CHECKING:
    from tui.explorer.tabs.way import Evidence


def _cell(spot: Spot) -> tuple[Offers, SiteOffers | None, tuple[int, ...]]:
    """The offers, the site and the entries of the cell under the cursor."""
    row = spot.record
    entries = () if row.site is None else row.site.cells.get(spot.column, ())
    return row.offers, row.site, tuple(entries)


def _entry(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The first entry of the cell under the cursor, else the site."""
    offers, site, entries = _cell(spot)
    if entries:
        return offers.table(spot.column), entries[0]
    return None if site is None else ("sites", site.site)


def _open_cell(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """All entries of a cell that has several, or the sites behind a sum."""
    offers, site, entries = _cell(spot)
    if site is None:
        known = spot.column in offers.columns
        return notes.column_detail(offers, spot.column) if known else ()
    if len(entries) < 2:
        return ()
    results = (one_row(scene.store, offers.table(spot.column), row) for row in entries)
    return tuple(part for result in results for part in row_detail(result, 0))


def _sources_of_cell(scene: Scene, spot: Spot) -> Evidence | None:
    """What all entries of a cell rest on, where it has several."""
    from tui.analysis.evidence import basis

    offers, site, entries = _cell(spot)
    if site is None or len(entries) < 2:
        return None
    table = offers.table(spot.column)
    title = f"{scene.store.site_name(site.id)}, {offers.label(spot.column)}"
    found = (each for row in entries for each in basis(scene.store, table, row))
    return printable(title), tuple(found)


def _note(scene: Scene, spot: Spot) -> str:
    offers, site, _ = _cell(spot)
    if scene.in_words and site is not None:
        return ""  # its cells say it themselves
    return notes.cell_note(scene.store, offers, site, spot.column)


def _incomplete(scene: Scene) -> str:
    """How many lists of services may lack some."""
    offers = text.offers_in(scene)
    many = offers.incomplete
    return f"{many} of {plural(len(offers.sites), 'list')} incomplete" if many else ""


def _mode(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The mode behind a row of the modes."""
    return "access_modes", scene.store.table("access_modes").values("id").index(spot.key)


def _way_in(_: Scene, spot: Spot) -> tuple[str, int] | None:
    """The mode or offer behind a way in."""
    return spot.record.table, spot.record.row


WAYS: tuple[Way, ...] = (
    Way(
        id="matrix",
        title="services and modes",
        table="offers",
        drawn=text.offer_columns,
        total=lambda scene: f"All {len(scene.result)}",
        figures=text.figures,
        remark=_incomplete,
        note=_note,
        behind=_entry,
        opens=_open_cell,
        evidence=_sources_of_cell,
        legend=text.offer_legend,
        narrows=("services", "access"),
    ),
    Way(
        id="ways-in",
        title="ways in",
        table="ways-in",
        drawn=ways_in_text.way_in_columns,
        figures=ways_in_text.way_in_figures,
        remark=ways_in_text.way_in_remark,
        note=notes.way_in_note,
        behind=_way_in,
        legend=ways_in_text.way_in_legend,
    ),
    Way(
        id="offers",
        title="offers",
        table="access",
        drawn=text.access_columns,
        figures=text.access_figures,
        note=notes.access_note,
        legend=text.access_legend,
        narrows=("services", "access"),
    ),
    Way(
        id="eurohpc-modes",
        title="EuroHPC modes",
        table="eurohpc-modes",
        drawn=text.mode_columns,
        figures=text.mode_figures,
        note=notes.mode_note,
        behind=_mode,
        legend=text.mode_legend,
    ),
)
