"""Tab access: its ways of looking, with what they say in words and cells."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.analysis.lenses.offers import Offers, SiteOffers
from tui.analysis.lenses.ways_in import STARTUPS, WayIn, found_ways
from tui.analysis.telling.sections import Line, Section
from tui.analysis.telling.site import row_detail
from tui.explorer.grid.text import Cell, GridColumn
from tui.explorer.result_rows import Drawn, column_layout
from tui.explorer.tabs import access_text as text
from tui.explorer.tabs.naming import Said
from tui.explorer.tabs.way import (
    Piece,
    Scene,
    Spot,
    Way,
    label_line,
    one_row,
    recorded_row,
    site_names,
    usual_signs,
    with_id,
)
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Store
from tui.text import plural, printable

if TYPE_CHECKING:
    from tui.explorer.tabs.way import Evidence


_ROOMY = 100
"""Cells of a tab from which on there are full words."""
_NARROW = {
    "name": 15, "users": 9, "cost": 5, "gpu_hours": 9, "review_working_days": 4, "months": 4,
    "open": 7, "where": 8,
}  # fmt: skip
_WIDE = {"name": (18, 0.3, 36), "cost": (14, 0.3, 44), "open": (11, 0.15, 26), "where": (9, 0, 14)}
"""Of texts the least width, the part of the cells beyond 100 that they take, and the most."""


def way_in_columns(scene: Scene) -> Mapping[str, Drawn]:
    """Every answer in sight at 80 cells; beyond 100 cells in the words of the sources."""
    layouts = {column.id: column_layout(column) for column in scene.result.columns}
    if scene.width < _ROOMY:
        return {
            ident: Drawn(_sized(layouts[ident], width), _SHORT.get(ident))
            for ident, width in _NARROW.items()
            if ident in layouts
        }
    spare = scene.width - _ROOMY
    drawn = {
        ident: Drawn(_sized(layouts[ident], min(least + int(part * spare), most)))
        for ident, (least, part, most) in _WIDE.items()
        if ident in layouts
    }
    for ident in ("gpu_hours", "months"):
        if ident in layouts:
            drawn[ident] = Drawn(dataclasses.replace(layouts[ident], align="right"))
    return drawn


def _sized(layout: GridColumn, width: int) -> GridColumn:
    right = layout.align == "right" or layout.id in ("gpu_hours", "months")
    return dataclasses.replace(
        layout, weight=0, min_width=min(width, layout.min_width), max_width=width,
        align="right" if right else "left",
    )  # fmt: skip


def _short(
    value: Callable[[WayIn], str | None], *, doubted: bool = False
) -> Callable[[WayIn], Cell]:
    """A cell in few words; the note below the table has the full ones."""

    def draw(way: WayIn) -> Cell:
        text = value(way)
        if text is None:
            return UNKNOWN, "muted"
        doubt = doubted and not way.sure
        return f"{UNSURE}{text}" if doubt else text, "unsure" if doubt else ""

    return draw


def _price(way: WayIn) -> str | None:
    """The first word of a price, with a mark where there are conditions."""
    text = way.record.cost
    if text is None:
        return None
    if way.planned:
        return "plan."
    word, *more = printable(text).replace(",", " ").replace(";", " ").split()
    return f"{word}…" if more and len(word) < _NARROW["cost"] else word


def _when(text: str | None) -> str | None:
    """Whether a way is open, without how: always, closed, the number of its cut-offs."""
    if text is None:
        return None
    said = printable(text).partition(",")[0]
    return said.removesuffix(" open").partition(" 20")[0]


def _thousands(way: WayIn) -> str | None:
    """GPU-hours with k and M where these are exact."""
    text = way.gpu_hours
    if text is None or way.mode is None:
        return text
    for many in (way.mode.gpu_hours_min, way.mode.gpu_hours_max):
        if many:
            text = text.replace(f"{many:,}", compact(many))
    return text


def compact(many: int) -> str:
    """A number with k or M where nothing is lost by it."""
    for unit, sign in ((1_000_000, "M"), (1_000, "k")):
        if many >= unit and many * 10 % unit == 0:
            whole, tenth = divmod(many * 10 // unit, 10)
            return f"{whole}.{tenth}{sign}" if tenth else f"{whole}{sign}"
    return f"{many:,}"


_SHORT: Mapping[str, Callable[[WayIn], Cell]] = {
    "cost": _short(_price),
    "gpu_hours": _short(_thousands, doubted=True),
    "open": _short(lambda way: _when(way.open)),
}


def way_in_figures(scene: Scene) -> list[list[Piece]]:
    """How many ways there are, and the GPU-hours that a start-up can have free."""
    ways: Sequence[WayIn] = scene.records
    if not ways:
        return []
    named = sum(way.users == STARTUPS for way in ways)
    free = [way for way in ways if way.users == STARTUPS and way.free]
    narrow = scene.width < _ROOMY
    known = [
        f"{_called(way, scene)} {_thousands(way) if narrow else way.gpu_hours}"
        for way in free
        if way.gpu_hours
    ]
    counts = f"{plural(len(ways), 'way')}, {named} name start-ups or SMEs, {len(free)} of them free"
    lines = [label_line("Ways in", (counts, ""))]
    if known:
        lines.append(label_line("Free hours", (" · ".join(known), "")))
    return lines


def way_in_remark(scene: Scene) -> str:
    """How many ways are left out."""
    _, others = found_ways(scene.selection)
    verb = "names" if others == 1 else "name"
    return f"{plural(others, 'other')} {verb} no companies" if others else ""


def _called(way: WayIn, scene: Scene) -> str:
    """The name of a way; where there is little room without the word that says what it is."""
    name = printable(way.record.name)
    return name if scene.width >= _ROOMY else name.removesuffix(" Access")


def way_in_legend(scene: Scene) -> list[Piece]:
    """The usual signs, and the units."""
    return [*usual_signs(scene.glyphs), ("Days of review are working days", "")]


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
        return _column_detail(offers, spot.column) if known else ()
    if len(entries) < 2:
        return ()
    results = (one_row(scene.store, offers.table(spot.column), row) for row in entries)
    return tuple(part for result in results for part in row_detail(result, 0))


def _column_detail(offers: Offers, column: str) -> tuple[Section, ...]:
    """Which sites have a service or mode, with their entries, which have not, which may."""
    store = offers.store
    having = offers.offering[column]
    lines = [
        Line(printable(store.site_name(site.id)), told)
        for site in having
        for told in text.entry_texts(store, offers, site, column)
    ]
    without = [site for site in offers.sites if column not in site.cells]
    rest = (
        ("Not offered", [site for site in without if offers.absent(site, column)]),
        ("Unknown", [site for site in without if not offers.absent(site, column)]),
    )
    title = f"{offers.label(column)}: {plural(len(having), 'site')} of {len(offers.sites)}"
    return (
        Section(title, tuple(lines)),
        *(_sites(store, f"{lead} ({len(sites)})", sites) for lead, sites in rest if sites),
    )


def _sites(store: Store, title: str, sites: Sequence[SiteOffers]) -> Section:
    names = site_names(store, (site.id for site in sites))
    return Section(title, tuple(Line("", name) for name in names))


def _sources_of_cell(scene: Scene, spot: Spot) -> Evidence | None:
    """What all entries of a cell rest on, where it has several."""
    from tui.analysis.provenance import basis

    offers, site, entries = _cell(spot)
    if site is None or len(entries) < 2:
        return None
    table = offers.table(spot.column)
    title = f"{scene.store.site_name(site.id)}, {offers.label(spot.column)}"
    found = (each for row in entries for each in basis(scene.store, table, row))
    return printable(title), tuple(found)


def _note(scene: Scene, spot: Spot) -> Said:
    offers, site, _ = _cell(spot)
    if scene.in_words and site is not None:
        return ""  # its cells say it themselves
    return text.cell_note(scene.store, offers, site, spot.column)


def _incomplete(scene: Scene) -> str:
    """How many lists of services may lack some."""
    offers = text.offers_in(scene)
    many = offers.incomplete
    return f"{many} of {plural(len(offers.sites), 'list')} incomplete" if many else ""


WAYS: tuple[Way, ...] = (
    Way(
        "matrix", "services and modes", "offers", drawn=text.offer_columns,
        total="All {}", figures=text.figures, remark=_incomplete, note=_note, behind=_entry,
        opens=_open_cell, evidence=_sources_of_cell, legend=text.offer_legend,
        narrows=("services", "access")
    ),
    Way(
        "ways-in", "ways in", "ways-in", drawn=way_in_columns, figures=way_in_figures,
        remark=way_in_remark, note=text.way_in_note, behind=recorded_row, legend=way_in_legend
    ),
    Way(
        "offers", "offers", "access", drawn=text.access_columns, figures=text.access_figures,
        note=lambda scene, spot: text.offer_note(scene, spot.record),
        legend=lambda scene: usual_signs(scene.glyphs), narrows=("services", "access")
    ),
    Way(
        "eurohpc-modes", "EuroHPC modes", "eurohpc-modes", drawn=text.mode_columns,
        figures=text.mode_figures, behind=with_id("access_modes"), legend=text.mode_legend,
        note=lambda scene, spot: text.mode_note(scene, spot.record.mode)
    ),
)  # fmt: skip
