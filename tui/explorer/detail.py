"""Everything known about a row, in words: what the detail pane and its screen show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tui.dataset.countries import country_name
from tui.dataset.records import Partner, Site, System
from tui.query import Result
from tui.query.engine.columns import MOVED, RANK, RANK_CONFIDENCE
from tui.query.engine.figures import mark_of, rmax_of
from tui.query.engine.format import UNKNOWN, UNSURE, text_of
from tui.query.engine.store import Store
from tui.text import number, printable

LABEL_WIDTH = 14
_RANKS = (RANK, MOVED, RANK_CONFIDENCE)
"""Cells of the column of labels, with the gap behind it, where there is room."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a label (may be ""), a text, and how it is set off.

    ``indent`` sets the line in by so many cells, ``hang`` what goes on in further lines; beside
    a label the text stays in its own column.
    """

    label: str
    text: str
    role: str = ""
    indent: int = 0
    hang: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; the first section has the title as heading."""

    title: str
    lines: tuple[Line, ...]


def site_detail(store: Store, row: int) -> tuple[Section, ...]:
    """All that the dataset holds about a site, section by section."""
    site: Site = store.table("sites").records[row]
    parts = (
        Section(site.name, tuple(_about(store, site))),
        Section("Money and dates", tuple(_money(site))),
        Section(_counted("Systems", len(site.systems), site.completeness.systems),
                tuple(_systems(store, site.systems))),
        *_consortium(store, site),
        Section(_counted("Sectors", len(site.sectors), site.completeness.sectors),
                tuple(_sectors(store, site))),
        Section(_counted("Services", len(site.services), site.completeness.services),
                tuple(Line(store.vocabulary.label("service", each.kind), printable(each.wording))
                      for each in site.services)),
        Section("Access", tuple(_access(store, site))),
    )  # fmt: skip
    return tuple(part for part in parts if part.lines)


def row_detail(result: Result, row: int) -> tuple[Section, ...]:
    """All columns of a row; for a site everything known about it."""
    if result.name == "sites":
        return site_detail(result.store, result.rows[row])
    lines = []
    title = result.spec.singular.capitalize().replace("_", " ")
    for column in result.spec.columns:
        value = result.value(row, column)
        told_apart = column.id in ("sources", "note") or column.id.startswith(_RANKS)
        if value is None or value == () or told_apart:
            continue
        unit = f" {column.unit}" if column.unit and not isinstance(value, str) else ""
        lines.append(Line(column.title or column.id, text_of(result.store, column, value) + unit))
    note = getattr(result.record(row), "note", None)
    if note:
        lines.append(Line("Note", printable(note), "muted"))
    return (Section(title, tuple(lines)),)


def _counted(title: str, count: int, completeness: str) -> str:
    state = {"partial": ", list incomplete", "unknown": ", completeness unknown"}
    return f"{title} ({count}{state.get(completeness, '')})"


def _sure(confidence: str, text: str) -> tuple[str, str]:
    return (text, "") if confidence == "confirmed" else (f"{UNSURE}{text}", "unsure")


def _about(store: Store, site: Site) -> Iterator[Line]:
    if site.full_name and site.full_name != site.name:
        yield Line("", printable(site.full_name))
    kind = store.vocabulary.label("site_kind", site.kind)
    place = f"{printable(site.city)}, {country_name(site.country)}"
    yield Line("", f"{place} · {kind} · selected {site.selected}", "muted", hang=2)
    yield Line("Host", printable(site.host) if site.host else UNKNOWN)
    if site.coordinator and site.coordinator != site.host:
        yield Line("Coordinator", printable(site.coordinator))
    if site.region:
        yield Line("Region", f"{printable(site.region)} ({printable(site.nuts2 or UNKNOWN)})")
    if site.participating_countries:
        yield Line("Countries", ", ".join(map(country_name, site.participating_countries)))
    if site.linked_sites:
        names = [store.site_name(each) for each in site.linked_sites]
        yield Line("Works with", ", ".join(map(printable, names)))
    if site.website:
        yield Line("Website", printable(site.website))
    if site.experimental_platform:
        yield Line("", "with an experimental platform")
    if site.confidence != "confirmed":
        yield Line("Confidence", store.vocabulary.label("confidence", site.confidence), "unsure")
    if site.note:
        yield Line("", printable(site.note), "muted")


def _money(site: Site) -> Iterator[Line]:
    if site.budget is not None:
        figures = (
            ("Budget", site.budget.total_meur),
            ("EU part", site.budget.eu_meur),
            ("States' part", site.budget.national_meur),
        )
        for label, value in figures:
            if value is not None:
                yield Line(label, *_sure(site.budget.confidence, f"EUR {number(value)} million"))
        if site.budget.note:
            yield Line("", printable(site.budget.note), "muted")
    if site.timeline is not None:
        dates = (
            ("Started", site.timeline.started),
            ("Services from", site.timeline.services_from),
            ("New system", site.timeline.operational_expected),
            ("Ends", site.timeline.ends),
        )
        for label, date in dates:
            if date is not None:
                expected = " expected" if label == "New system" else ""
                yield Line(label, *_sure(site.timeline.confidence, f"{date}{expected}"))
        if site.timeline.note:
            yield Line("", printable(site.timeline.note), "muted")


def _systems(store: Store, systems: Sequence[System]) -> Iterator[Line]:
    for system in systems:
        status = store.vocabulary.label("system_status", system.status)
        kind = store.vocabulary.label("system_kind", system.kind)
        yield Line(
            "", f"{printable(system.name)} · {status.lower()}, {kind.lower()}", "title", hang=4
        )
        parts = [printable(each) for each in (system.vendor, system.accelerator) if each]
        if system.accelerator_count is not None:
            basis = system.accelerator_count_basis
            how = (
                f" ({store.vocabulary.label('accelerator_count_basis', basis).lower()})"
                if basis
                else ""
            )
            parts.append(f"{number(system.accelerator_count)} accelerators{how}")
        if parts:
            yield Line("", *_sure(system.confidence, ", ".join(parts)), 2, hang=2)
        rmax, rmax_basis = rmax_of(system)
        mark = mark_of("rmax_basis", rmax_basis)
        figures = [
            (rmax, f"Rmax {{}} PFlop/s ({mark})" if mark else "Rmax {} PFlop/s"),
            (system.rpeak_pflops, "Rpeak {} PFlop/s"),
            (system.ai_exaflops, "AI {} EFlop/s"),
            (system.contract_meur, "contract EUR {} million"),
        ]
        known = [form.format(number(value)) for value, form in figures if value is not None]
        if system.operational is not None:
            word = "expected" if system.operational_expected else "since"
            known.append(f"{word} {system.operational}")
        if known:
            yield Line("", *_sure(system.confidence, " · ".join(known)), 2, hang=2)
        places = [f"{p.edition}: {p.rank}" for p in system.rankings]
        if places:
            yield Line("", "TOP500 " + " · ".join(places), "", 2, hang=2)
        if system.note:
            yield Line("", printable(system.note), "muted", 2)


def _consortium(store: Store, site: Site) -> Iterator[Section]:
    roles = store.vocabulary.flagged("role", "member")
    members = [each for each in site.partners if each.role in roles]
    others = [each for each in site.partners if each.role not in roles]
    yield Section(
        _counted("Members", len(members), site.completeness.partners),
        tuple(_partner(store, each) for each in members),
    )
    yield Section(
        f"Supporters and funders ({len(others)})", tuple(_partner(store, each) for each in others)
    )


def _partner(store: Store, partner: Partner) -> Line:
    kind = store.vocabulary.label("partner_type", partner.type)
    role = store.vocabulary.label("role", partner.role).lower()
    if partner.coordinates:
        role += " and coordinator"
    name = printable(partner.name)
    if partner.acronym and partner.acronym != partner.name:
        name += f" ({printable(partner.acronym)})"
    text, look = _sure(partner.confidence, f"{name} · {kind}, {partner.country} · {role}")
    return Line("", text, look, hang=2)


def _sectors(store: Store, site: Site) -> Iterator[Line]:
    for official, label in ((True, "Official"), (False, "Other evidence")):
        named = [each for each in site.sectors if each.official is official]
        if named:
            words = [
                _sure(each.confidence, store.vocabulary.label("sector", each.id))[0]
                for each in named
            ]
            yield Line(label, ", ".join(words))


def _access(store: Store, site: Site) -> Iterator[Line]:
    modes = {mode.id: mode.name for mode in store.dataset.access_modes}
    for each in site.access:
        mode = modes.get(each.mode) or store.vocabulary.label("access_scope", each.mode)
        parts = [each.who, each.cost, each.limits]
        text = f"{printable(each.name)}: " + "; ".join(printable(part) for part in parts if part)
        yield Line(mode, *_sure(each.confidence, text))
