"""What is told of a cell, an offer or a way in: the note below the table, and what Enter opens."""

from __future__ import annotations

from collections.abc import Sequence

from tui.analysis.lenses.offers import SERVICE, Offers, SiteOffers
from tui.analysis.lenses.ways_in import WayIn
from tui.analysis.telling.sections import Line as DetailLine
from tui.analysis.telling.sections import Section, missing
from tui.dataset.records import Access
from tui.dataset.reference import AccessMode
from tui.explorer.tabs.way import Scene, Spot
from tui.query.engine.format import UNSURE
from tui.query.engine.store import Store
from tui.text import plural, printable

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
    return f"{lead}: {missing(_completeness(offers, site), NOT_OFFERED)}"


def _completeness(offers: Offers, site: SiteOffers) -> str:
    return offers.store.dataset.sites[site.site].completeness.services


def _site_note(store: Store, offers: Offers, site: SiteOffers | None) -> str:
    if site is None:
        return (
            f"{plural(len(offers.sites), 'site')}: below each heading the number of sites with it"
        )
    without = [printable(offers.label(each)) for each in offers.services if each not in site.cells]
    name = printable(store.site_name(site.id))
    if "services" in offers.narrowed or site.kinds is None:
        return name
    lead = missing(_completeness(offers, site), NOT_OFFERED)
    return f"{name}: {lead}: {', '.join(without)}" if without else f"{name}: every service"


def column_detail(offers: Offers, column: str) -> tuple[Section, ...]:
    """Which sites have a service or mode, with their entries, which have not, which may."""
    store = offers.store
    having = offers.offering[column]
    lines = [
        DetailLine(printable(store.site_name(site.id)), text)
        for site in having
        for text in entry_texts(store, offers, site, column)
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
    names = (printable(store.site_name(site.id)) for site in sites)
    return Section(title, tuple(DetailLine("", name) for name in names))


def access_note(scene: Scene, spot: Spot) -> str:
    """An offer in full."""
    return _offer(scene, spot.record)


def _offer(scene: Scene, record: Access) -> str:
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
        return f"{where}{_offer(scene, record)}"
    price = f"{printable(record.cost)}. " if record.cost and not scene.tells("cost") else ""
    name = "" if scene.tells("name") else f"{printable(record.name)}: "
    return f"{name}{price}{_mode(scene, record)}"


def mode_note(scene: Scene, spot: Spot) -> str:
    """A EuroHPC-wide mode in full."""
    return _mode(scene, spot.record.mode)


def _mode(scene: Scene, record: AccessMode) -> str:
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
