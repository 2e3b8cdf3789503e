"""Services and ways to computing time in words: columns, figures above, notes below."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from tui.analysis.lenses.breakdown import Breakdown, Line
from tui.analysis.lenses.offers import MODE, SERVICE, Offers, SiteOffers, mode_label
from tui.dataset.reference import AccessMode
from tui.explorer.detail import Line as DetailLine
from tui.explorer.detail import Section
from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.grid import GridColumn
from tui.explorer.grid.text import Cell
from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.explorer.tabs.computed import Shown, plain
from tui.explorer.tabs.consortia_text import short_labels
from tui.explorer.tabs.note import Piece
from tui.query import Result
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Store
from tui.text import listed_within, number, plural, printable

OFFER_COLUMNS = ("site", "mode", "name", "who", "cost", "limits", "remote")
_NARROW, _WIDE = 5, 8
_LABEL = 12


# The matrix


def matrix_columns(state: State, offers: Offers, found: Breakdown, *, wide: bool) -> list[Shown]:
    """A narrow column for every service and mode; the note names the one under the cursor."""
    store = state.store
    titles = dict(zip(store.vocabulary.words("service"), short_labels(store, "service"),
                      strict=True))  # fmt: skip
    most = _WIDE if wide else _NARROW
    drawn = [
        Shown(
            GridColumn("site", "Site", max_width=20 if wide else 13),
            plain(store, found, "site", "title"),
        ),
        Shown(GridColumn("kinds", "Kinds", align="right"), plain(store, found, "kinds")),
    ]
    for column in offers.columns:
        ident = column.removeprefix(SERVICE).removeprefix(MODE)
        service = column.startswith(SERVICE)
        own = column in offers.own_modes
        title = titles[ident] if service else offers.label(column).split()[0] if own else ident
        widest = most if service or own else max(most, len(ident))
        layout = GridColumn(column, title, min_width=4, max_width=widest)
        drawn.append(Shown(layout, _cell(offers, found, column, state.glyphs)))
    return drawn


def _cell(offers: Offers, found: Breakdown, column: str, glyphs: Glyphs) -> Callable[[Line], Cell]:
    place = found.place(column)

    def draw(line: Line) -> Cell:
        if line[0] is None:
            return f"{line[place]:>2}", "title"
        if not line[place] and offers.table(column) in offers.narrowed:
            return "", ""
        if not line[place]:
            return f" {glyphs.not_checkable if line[place] == 0 else UNKNOWN}", "muted"
        site = offers.by_id[line[0]]
        sure = offers.confirmed(site, column)
        sign = glyphs.official if sure else glyphs.evidence
        text = f" {sign}{line[place]}" if line[place] > 1 else f" {sign}"
        return text, "" if sure else "unsure"

    return draw


# Offers and modes


_OFFER_WIDTHS = {"site": 13, "mode": 18, "name": 34, "who": 40, "cost": 36, "limits": 36}


class OffersSource(ResultSource):
    """Rows of the table of access, their modes in words."""

    def __init__(self, result: Result, pinned: int) -> None:
        """Show a result of the table of access."""
        super().__init__(result, pinned)
        self.columns = [
            dataclasses.replace(column, weight=0, max_width=_OFFER_WIDTHS[column.id])
            if column.id in _OFFER_WIDTHS
            else column
            for column in self.columns
        ]

    def cell(self, row: int, column: int) -> Cell:
        """Text and role of a cell."""
        spec = self.result.columns[column]
        if spec.id != "mode":
            return super().cell(row, column)
        return printable(mode_label(self.result.store, self.result.value(row, spec))), ""


def mode_columns(state: State, found: Breakdown) -> list[Shown]:
    """The EuroHPC-wide modes: hours, months, days of review, price, audience, who names them."""
    store = state.store
    sure = found.place("confidence")
    low, high = found.place("gpu_hours_min"), found.place("gpu_hours_max")

    def marked(line: Line, text: str) -> Cell:
        if text == UNKNOWN:
            return text, "muted"
        return (text, "") if line[sure] == "confirmed" else (f"{UNSURE}{text}", "unsure")

    def figure(ident: str, title: str, *, right: bool = True) -> Shown:
        draw = plain(store, found, ident)
        layout = GridColumn(ident, title, align="right" if right else "left", max_width=30)
        return Shown(layout, lambda line: marked(line, draw(line)[0]))

    def text(ident: str, title: str, most: int) -> Shown:
        return Shown(GridColumn(ident, title, max_width=most), plain(store, found, ident))

    return [
        Shown(
            GridColumn("name", "Access mode", min_width=14, max_width=28),
            plain(store, found, "name", "title"),
        ),
        Shown(
            GridColumn("gpu_hours_max", "GPU-hours", align="right"),
            lambda line: marked(line, hours(line[low], line[high])),
        ),
        figure("duration_months", "Months"),
        figure("review_working_days", "Review"),
        text("cost", "Price", 36),
        text("named_by", "Named by", 24),
        text("track", "Track", 28),
        text("audience", "Audience", 46),
    ]


def hours(low: int | None, high: int | None) -> str:
    """Least and most GPU-hours in words."""
    if low is None and high is None:
        return UNKNOWN
    if low is None:
        return f"up to {number(high or 0)}"
    return f"from {number(low)}" if high is None else f"{number(low)}–{number(high)}"


# The lines above the table


def figures(offers: Offers, width: int) -> list[list[Piece]]:
    """How much is offered where."""
    if not offers.sites:
        return []
    lines = [_line("Services", _services(offers)), _line("Access", _own(offers))]
    return [*lines, _line("EuroHPC", _common(offers, width - _LABEL))]


def _line(label: str, text: str) -> list[Piece]:
    return [(f" {label:<{_LABEL - 1}}", "label"), (text, "")]


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
        parts.append(f"rarest: {rarest} ({least})" if least else f"not listed: {rarest}")
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
    naming = [printable(offers.store.site_name(site)) for site in named]
    lead, rest = "modes hold for all sites; named by ", "none of these"
    return lead + (listed_within(naming, width - len(lead) - 1) if naming else rest)


def offer_figures(offers: Offers, width: int) -> list[list[Piece]]:
    """What is specific to the sites, and which of them list no way to computing time."""
    if not offers.sites:
        return []
    lines = [_line("Access", _own(offers)), _line("EuroHPC", _common(offers, width - _LABEL))]
    without = [
        printable(offers.store.site_name(site.id))
        for site in offers.sites
        if not any(mode in site.cells for mode in offers.modes)
    ]
    if without and "access" not in offers.narrowed:
        lines.append(_line("No offer", f"listed for {listed_within(without, width - _LABEL - 11)}"))
    return lines


def mode_figures(found: Breakdown) -> list[list[Piece]]:
    """That the modes hold for every site, and for how many terms are known."""
    hours_known = sum(1 for value in found.values("gpu_hours_max") if value)
    days = [value for value in found.values("review_working_days") if value]
    text = f"{len(found)} modes, the same for every site; GPU-hours known for {hours_known}"
    lines = [_line("EuroHPC", text)]
    if days:
        span = f"{min(days)} to {max(days)}" if min(days) < max(days) else str(days[0])
        lines.append(_line("Review", f"{span} working days, known for {len(days)} modes"))
    return lines


# The note below the table, and what a cell opens


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


def cell_note(store: Store, offers: Offers, site: SiteOffers | None, column: str) -> str:
    """The cell under the cursor in words: site, service or mode, and its entries."""
    if column not in offers.columns:
        return _site_note(store, offers, site)
    label = printable(offers.label(column))
    if site is None:
        names = [printable(store.site_name(each.id)) for each in offers.offering[column]]
        which = f"{label}, {len(names)} of {plural(len(offers.sites), 'site')}"
        return f"{which}: {', '.join(names)}" if names else which
    texts = entry_texts(store, offers, site, column)
    lead = f"{printable(store.site_name(site.id))}, {label}"
    if texts:
        return f"{lead}: {'. '.join(texts)}"
    if offers.table(column) in offers.narrowed:
        return f"{lead}: nothing that the filter speaks of"
    known = offers.absent(site, column)
    return f"{lead}: " + ("not offered" if known else "not listed, so unknown")


def _site_note(store: Store, offers: Offers, site: SiteOffers | None) -> str:
    if site is None:
        return (
            f"{plural(len(offers.sites), 'site')}: below each heading the number of sites with it"
        )
    missing = [printable(offers.label(each)) for each in offers.services if each not in site.cells]
    name = printable(store.site_name(site.id))
    if "services" in offers.narrowed or site.kinds is None:
        return name
    return f"{name}: not listed {', '.join(missing)}" if missing else f"{name}: every service"


def column_detail(offers: Offers, column: str) -> tuple[Section, ...]:
    """Which sites have a service or mode, with their entries, and which do not list it."""
    store = offers.store
    having = offers.offering[column]
    lines = [
        DetailLine(printable(store.site_name(site.id)), text)
        for site in having
        for text in entry_texts(store, offers, site, column)
    ]
    without = [site for site in offers.sites if column not in site.cells]
    rest = tuple(DetailLine("", printable(store.site_name(site.id))) for site in without)
    title = f"{offers.label(column)}: {plural(len(having), 'site')} of {len(offers.sites)}"
    return (
        Section(title, tuple(lines)),
        *((Section(f"Not listed ({len(rest)})", rest),) if rest else ()),
    )


def offer_note(result: Result, row: int) -> str:
    """An offer in full."""
    record = result.record(row)
    terms = "; ".join(printable(part) for part in (record.who, record.cost, record.limits) if part)
    text = f"{printable(record.name)}: {terms}." if terms else f"{printable(record.name)}."
    return f"{text} {printable(record.note)}" if record.note else text


def mode_note(record: AccessMode) -> str:
    """A EuroHPC-wide mode: audience, eligibility, call, quota and remark."""
    parts = (
        ("For", record.audience),
        ("Who may apply:", record.eligibility),
        ("Call:", record.call),
        ("Quota:", record.quota),
        ("", record.note),
    )
    return " ".join(
        f"{lead} {printable(text).rstrip('. ')}.".lstrip() for lead, text in parts if text
    )


def legend(breakdown: int, glyphs: Glyphs) -> str:
    """What the signs mean: of the matrix, the offers, or the modes."""
    if breakdown == 0:
        return (
            f"{glyphs.official} confirmed  {glyphs.evidence} not confirmed  "
            f"{glyphs.official}2 two entries  {glyphs.unknown} unknown  "
            f"{glyphs.not_checkable} not offered"
        )
    marks = f"{glyphs.unknown} unknown  {glyphs.unsure} not confirmed"
    return marks if breakdown == 1 else f"{marks}  Review in working days"
