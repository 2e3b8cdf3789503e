"""Services and ways to computing time in words: columns, figures above, notes below."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping

from tui.analysis.lenses.offers import SERVICE, OfferRow, Offers, SiteOffers, offers_of
from tui.analysis.lenses.ways_in import WayIn
from tui.analysis.tables import short_labels
from tui.analysis.telling.sections import SIGNS, missing
from tui.dataset.records import Access
from tui.dataset.reference import AccessMode
from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.layout import MEASURED_ROWS as ROWS
from tui.explorer.grid.layout import total_width
from tui.explorer.grid.text import GAP, Cell, GridColumn
from tui.explorer.panes.bars import CODE, codes
from tui.explorer.result_rows import Drawn, column_layout
from tui.explorer.tabs.naming import Said, naming
from tui.explorer.tabs.way import (
    LABEL,
    Piece,
    Scene,
    Spot,
    explained,
    label_line,
    list_signs,
    site_names,
    usual_signs,
)
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Store
from tui.text import cut, listed_within, plural, printable, width_of

_NARROW = CODE + 1
_SITE = 16


# The matrix


def offer_columns(scene: Scene) -> Mapping[str, Drawn]:
    """A narrow column for every service and mode; the note names the one under the cursor.

    A word heads it where there is room for one over each, else as many of its letters as have
    room, three at least.
    """
    offers = offers_in(scene)
    listed = (*offers.services, *offers.own_modes)
    words = _words_of(scene.store, offers)
    names = map(width_of, site_names(scene.store, (site.id for site in offers.sites[:ROWS])))
    before = (min(max(names, default=0), _SITE), width_of("Kinds"))
    edge = GAP + 1  # the sign of columns hidden on the right, and the scroll bar
    room = scene.width - edge - total_width([*before, *(0 for _ in listed)])
    titles = words if scene.in_words else _within(words, room)
    if titles is None:
        titles = dict(zip(listed, codes(list(map(offers.label, listed))), strict=True))
    drawn = {
        "site": Drawn(GridColumn("site", "Site", max_width=_SITE)),
        "completeness": Drawn(GridColumn("completeness", "List", max_width=12)),
    }
    if not scene.in_words:
        drawn["kinds"] = Drawn(GridColumn("kinds", "Kinds", align="right"), _kinds)
    for column in offers.columns:
        layout = GridColumn(column, titles[column], min_width=_NARROW, max_width=_NARROW)
        drawn[column] = Drawn(layout, _entries(column, None if scene.in_words else scene.glyphs))
    return drawn


def _within(words: Mapping[str, str], room: int) -> Mapping[str, str] | None:
    """As many letters of each word as have room together; None where they tell too little."""
    for most in range(max(map(width_of, words.values()), default=0), CODE, -1):
        heads = {column: cut(word, most, "") for column, word in words.items()}
        if sum(map(width_of, heads.values())) <= room and len(set(heads.values())) == len(heads):
            return heads
    return None


def _words_of(store: Store, offers: Offers) -> Mapping[str, str]:
    """A short heading for every service and for the modes that are a site's own."""
    short = zip(store.vocabulary.words("service"), short_labels(store, "service"), strict=True)
    services = {f"{SERVICE}{ident}": label for ident, label in short}
    own = {column: offers.label(column).split()[0] for column in offers.own_modes}
    return {column: services[column] for column in offers.services} | own


def offers_in(scene: Scene) -> Offers:
    """What the sites offer, behind the table of offers."""
    total = scene.result.source.total
    rows = scene.result.source.records
    if total is not None:
        return total.offers  # type: ignore[no-any-return]
    return rows[0].offers if rows else offers_of(scene.selection)


def _kinds(row: OfferRow) -> Cell:
    """How many kinds of services a site lists, with a sign where there may be more."""
    if row.kinds is None:
        return f"{UNKNOWN} ", "muted"
    return f"{row.kinds}{SIGNS.get(row.completeness or '', ' ')}", ""


def _entries(column: str, glyphs: Glyphs | None) -> Callable[[OfferRow], Cell]:
    """How many entries a cell has, in words where there are no glyphs."""

    def draw(row: OfferRow) -> Cell:
        listed = row.entries(column)
        if row.site is None:
            return f"{listed:>2}", "title"
        if not listed and row.offers.table(column) in row.offers.narrowed:
            return "", ""
        if not listed:
            none = glyphs.absent if glyphs else NOT_OFFERED
            return f" {none if listed == 0 else UNKNOWN}", "muted"
        if glyphs is None:
            return ". ".join(_entries_told(row, column)), ""
        sure = row.sure(column)
        sign = glyphs.official if sure else glyphs.evidence
        return (
            f" {sign}{listed}" if listed > 1 else f" {sign}",
            "confidence-confirmed" if sure else "unsure",
        )

    return draw


def _entries_told(row: OfferRow, column: str) -> Iterator[str]:
    if row.site is not None:
        for text in entry_texts(row.offers.store, row.offers, row.site, column):
            doubt = ", not confirmed" if text.startswith(UNSURE) else ""
            yield f"{text.removeprefix(UNSURE)}{doubt}"


# Offers and modes


_OFFER_WIDTHS = {"site": 13, "mode": 18, "name": 34, "who": 40, "cost": 36, "limits": 36}


def access_columns(scene: Scene) -> Mapping[str, Drawn]:
    """Offers: texts as wide as there is mostly room for."""
    layouts = {column.id: column_layout(column) for column in scene.result.columns}
    return {
        ident: Drawn(dataclasses.replace(layouts[ident], weight=0, max_width=width))
        for ident, width in _OFFER_WIDTHS.items()
        if ident in layouts
    }


def mode_columns(scene: Scene) -> Mapping[str, Drawn]:
    """The EuroHPC-wide modes: texts as wide as there is mostly room for."""
    return {
        "name": Drawn(GridColumn("name", "Access mode", min_width=14, max_width=28)),
        "gpu_hours": Drawn(GridColumn("gpu_hours", "GPU-hours", align="right")),
        "duration_months": Drawn(GridColumn("duration_months", "Months", align="right")),
        "review_working_days": Drawn(GridColumn("review_working_days", "Review", align="right")),
        "cost": Drawn(GridColumn("cost", "Price", max_width=36)),
        "named_by": Drawn(GridColumn("named_by", "Named by", max_width=24)),
        "track": Drawn(GridColumn("track", "Track", max_width=28)),
        "audience": Drawn(GridColumn("audience", "Audience", max_width=46)),
    }


# The lines above the table


def figures(scene: Scene) -> list[list[Piece]]:
    """How much is offered where."""
    offers, width = offers_in(scene), scene.width
    if not offers.sites:
        return []
    return [
        label_line("Services", (_services(offers), "")),
        label_line("Access", (_own(offers), "")),
        label_line("EuroHPC", (_common(offers, width - LABEL), "")),
    ]


def _services(offers: Offers) -> str:
    sites = len(offers.sites)
    counts = {column: len(offers.offering[column]) for column in offers.services}
    known = [site.kinds for site in offers.sites if site.kinds is not None]
    if not any(counts.values()) or not known:
        return "none listed"
    low, high = min(known), max(known)
    kinds = f"{low} to {high}" if low < high else f"{low}"
    word = "kind" if high == 1 else "kinds"
    parts = [f"{kinds} of {len(counts)} kinds" if sites == 1 else f"{kinds} {word} a site"]
    every = _with(offers, counts, sites)
    if every and sites > 1 and len(every) < len(counts):
        parts.append(f"all: {', '.join(every)}")
    least = min(counts.values())
    if least < sites:
        rarest = ", ".join(_with(offers, counts, least))
        parts.append(f"rarest: {rarest} ({least})" if least else f"at no site: {rarest}")
    return " · ".join(parts)


def _with(offers: Offers, counts: Mapping[str, int], number: int) -> list[str]:
    """Labels of the columns that so many sites have."""
    return [printable(offers.label(column)) for column, found in counts.items() if found == number]


def _own(offers: Offers) -> str:
    parts = [
        f"{printable(offers.label(mode))}: {offers.entries(mode)} at "
        f"{plural(len(offers.offering[mode]), 'site')}"
        for mode in offers.own_modes
    ]
    nothing = "shown" if "access" in offers.narrowed else "listed"
    return " · ".join(parts) or f"no national share and no local offer {nothing}"


def _common(offers: Offers, width: int) -> str:
    named = {site.id: None for mode in offers.common_modes for site in offers.offering[mode]}
    naming = site_names(offers.store, named)
    if not naming:
        return "modes hold for all sites"
    lead = "modes hold for all sites; named by "
    return lead + listed_within(naming, width - len(lead) - 1)


def access_figures(scene: Scene) -> list[list[Piece]]:
    """What is specific to the sites, and which of them list no way to computing time."""
    offers, width = offers_of(scene.selection), scene.width
    if not offers.sites:
        return []
    lines = [
        label_line("Access", (_own(offers), "")),
        label_line("EuroHPC", (_common(offers, width - LABEL), "")),
    ]
    empty = (site for site in offers.sites if not any(mode in site.cells for mode in offers.modes))
    without = site_names(offers.store, (site.id for site in empty))
    if without and "access" not in offers.narrowed:
        told = f"listed for {listed_within(without, width - LABEL - 11)}"
        lines.append(label_line("No offer", (told, "")))
    return lines


def mode_figures(scene: Scene) -> list[list[Piece]]:
    """That the modes hold for every site, and for how many terms are known."""
    modes = [row.mode for row in scene.records]
    hours_known = sum(1 for mode in modes if mode.gpu_hours_max)
    days = [mode.review_working_days for mode in modes if mode.review_working_days]
    counted = plural(len(modes), "mode")
    text = f"{counted}, the same for every site; GPU-hours known for {hours_known}"
    lines = [label_line("EuroHPC", (text, ""))]
    if days:
        span = f"{min(days)} to {max(days)}" if min(days) < max(days) else str(days[0])
        of = "day" if span == "1" else "days"
        known = plural(len(days), "mode")
        lines.append(label_line("Review", (f"{span} working {of}, known for {known}", "")))
    return lines


# Legends


def offer_legend(scene: Scene) -> list[Piece]:
    """The signs of the matrix."""
    glyphs = scene.glyphs
    return [
        *explained(glyphs.official, "confirmed", "confidence-confirmed"),
        *explained(glyphs.evidence, "not confirmed", "unsure"),
        *explained(f"{glyphs.official}2", "two"),
        *explained(glyphs.unknown, "unknown", "muted"),
        *explained(glyphs.absent, NOT_OFFERED, "muted"),
        *list_signs({row.completeness or "" for row in scene.records}),
    ]


def mode_legend(scene: Scene) -> list[Piece]:
    """The usual signs, and the unit of the review."""
    return [*usual_signs(scene.glyphs), ("Review in working days", "sign")]


NOT_OFFERED = "not offered"


def entry_texts(store: Store, offers: Offers, site: SiteOffers, column: str) -> list[str]:
    """The entries of a cell, each in one text with `~` where it is not confirmed."""
    records = store.table(offers.table(column)).records
    texts = []
    for row in site.cells.get(column, ()):
        record = records[row]
        sign = "" if record.confidence == "confirmed" else UNSURE
        if column.startswith(SERVICE):
            parts = [record.wording]
        else:
            parts = [record.name, record.who, record.cost, record.limits]
        texts.append(sign + "; ".join(printable(part) for part in parts if part))
    return texts


def cell_note(store: Store, offers: Offers, site: SiteOffers | None, column: str) -> Said:
    """The cell under the cursor in words: site, service or mode, and its entries."""
    if column not in offers.columns:
        return _site_note(store, offers, site)
    label = printable(offers.label(column))
    if site is None:
        names = site_names(store, (each.id for each in offers.offering[column]))
        return naming(f"{label}, {len(names)} of {plural(len(offers.sites), 'site')}", names)
    texts = entry_texts(store, offers, site, column)
    lead = f"{printable(store.site_name(site.id))}, {label}"
    if texts:
        return f"{lead}: {'. '.join(texts)}"
    if offers.table(column) in offers.narrowed:
        return f"{lead}: nothing that the filter speaks of"
    return f"{lead}: {missing(_completeness(offers, site), NOT_OFFERED)}"


def _completeness(offers: Offers, site: SiteOffers) -> str:
    return offers.store.dataset.sites[site.site].completeness.services


def _site_note(store: Store, offers: Offers, site: SiteOffers | None) -> Said:
    if site is None:
        return (
            f"{plural(len(offers.sites), 'site')}: below each heading the number of sites with it"
        )
    without = [printable(offers.label(each)) for each in offers.services if each not in site.cells]
    name = printable(store.site_name(site.id))
    if "services" in offers.narrowed or site.kinds is None:
        return name
    lead = missing(_completeness(offers, site), NOT_OFFERED)
    return naming(f"{name}: {lead}", without) if without else f"{name}: every service"


def offer_note(scene: Scene, record: Access) -> str:
    """An offer: name, users, price, limits and remark."""
    named = {"who": record.who, "cost": record.cost, "limits": record.limits}
    terms = "; ".join(
        printable(part) for column, part in named.items() if part and not scene.tells(column)
    )
    name = "" if scene.tells("name") else printable(record.name)
    text = ": ".join(filter(None, (name, terms)))
    return " ".join(filter(None, (f"{text}." if text else "", printable(record.note or ""))))


def way_in_note(scene: Scene, spot: Spot) -> str:
    """A way in for a start-up in full."""
    way: WayIn = spot.record
    record = way.record
    if not isinstance(record, AccessMode):
        where = "" if scene.tells("where") else f"{printable(way.where)}, "
        return f"{where}{offer_note(scene, record)}"
    price = f"{printable(record.cost)}. " if record.cost and not scene.tells("cost") else ""
    name = "" if scene.tells("name") else f"{printable(record.name)}: "
    return f"{name}{price}{mode_note(scene, record)}"


def mode_note(scene: Scene, record: AccessMode) -> str:
    """A EuroHPC-wide mode: audience, eligibility, call, quota and remark."""
    told_for = scene.tells("audience") or scene.tells("who")
    parts = {
        "audience": ("For", None if told_for else record.audience),
        "eligibility": ("Who may apply:", record.eligibility),
        "call": ("Call:", record.call),
        "quota": ("Quota:", record.quota),
        "note": ("", record.note),
    }
    return " ".join(
        f"{lead} {printable(text).rstrip('. ')}.".lstrip()
        for column, (lead, text) in parts.items()
        if text and not scene.tells(column)
    )
