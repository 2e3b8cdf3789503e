"""Everything known about a row, in words: for the detail, its dialogue and the profile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tui.analysis.lenses.neighbours import most_similar, nearest
from tui.analysis.telling.sections import INCOMPLETE, Line, Section
from tui.dataset.fields import Spec, declared
from tui.dataset.records import (
    Access,
    Budget,
    Partner,
    Ranking,
    Sector,
    Service,
    Site,
    System,
    Timeline,
)
from tui.dataset.vocabulary import country_name
from tui.query import Result
from tui.query.engine.columns import MOVED, RANK, RANK_CONFIDENCE
from tui.query.engine.format import (
    UNKNOWN,
    UNSURE,
    expected_words,
    mark_of,
    rmax_of,
    system_date,
    text_of,
)
from tui.query.engine.store import Store
from tui.text import number, printable

_RANKS = (RANK, MOVED, RANK_CONFIDENCE)
_CARRIED = frozenset({"sources", "confidence", "note"})
_NEAREST = 3
# Keys that the lines below put in words; any other stands under its own heading.
_WORDED: dict[type, frozenset[str]] = {
    Site: frozenset({
        "kind", "name", "full_name", "country", "city", "region", "nuts2", "latitude", "longitude",
        "host", "coordinator", "participating_countries", "selected", "website",
        "experimental_platform", "linked_sites",
    }),
    Budget: frozenset({"total_meur", "eu_meur", "national_meur", "includes_system"}),
    Timeline: frozenset({"started", "services_from", "operational_expected", "ends"}),
    System: frozenset({
        "id", "name", "status", "kind", "vendor", "accelerator", "accelerator_count",
        "accelerator_count_basis", "rmax_pflops", "rpeak_pflops", "ai_exaflops",
        "ai_exaflops_basis", "contract_meur", "operational", "operational_expected",
    }),
    Ranking: frozenset({"list", "edition", "rank", "rmax_pflops"}),
    Partner: frozenset({"id", "name", "acronym", "country", "type", "role", "coordinates"}),
    Sector: frozenset({"id", "wording", "official"}),
    Service: frozenset({"kind", "wording"}),
    Access: frozenset({"mode", "name", "who", "cost", "limits", "remote"}),
}  # fmt: skip


def site_sections(store: Store, site: Site) -> tuple[Section, ...]:
    """All that is known about a site; ``store`` has the words and the other sites."""
    full = site.completeness
    parts = (
        Section(site.name, tuple(_about(store, site))),
        Section("Money and dates", tuple(_money(store, site))),
        Section(
            _counted("Systems", len(site.systems), full.systems),
            tuple(_systems(store, site.systems)),
        ),
        *_consortium(store, site),
        Section(_counted("Sectors", len(site.sectors), full.sectors), tuple(_sectors(store, site))),
        Section(
            _counted("Services", len(site.services), full.services), tuple(_services(store, site))
        ),
        Section("Access", tuple(_access(store, site))),
        Section("Neighbours", tuple(_neighbours(store, site))),
    )
    return tuple(part for part in parts if part.lines)


def row_detail(result: Result, row: int) -> tuple[Section, ...]:
    """All columns of a row; for a site everything known about it."""
    if result.name == "sites":
        return site_sections(result.store, result.record(row))
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
    ending = INCOMPLETE.get(completeness)
    return f"{title} ({count}, {ending})" if ending else f"{title} ({count})"


def _sure(confidence: str, text: str) -> tuple[str, str]:
    return (text, "") if confidence == "confirmed" else (f"{UNSURE}{text}", "unsure")


def _rest(store: Store, record: Any, indent: int = 0) -> Iterator[Line]:
    """What no line puts in words, under its heading; then the note."""
    found = declared(type(record))
    for key, spec in found.specs.items():
        value = getattr(record, found.attributes[key])
        skipped = key in _WORDED[type(record)] or key in _CARRIED or spec.kind in ("table", "rows")
        if skipped or value is None or value == ():
            continue
        unit = f" {spec.unit}" if spec.unit else ""
        text = f"{_plain(store, spec, value)}{unit}"
        yield Line(spec.title or key.capitalize(), *_sure(record.confidence, text), indent)
    if record.note:
        yield Line("", printable(record.note), "muted", indent, 2)


def _plain(store: Store, spec: Spec, value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_plain(store, spec, each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if spec.vocabulary:
        return printable(store.vocabulary.label(spec.vocabulary, value))
    return printable(str(value))


def _about(store: Store, site: Site) -> Iterator[Line]:
    if site.full_name and site.full_name != site.name:
        yield Line("", printable(site.full_name))
    kind = store.vocabulary.label("site_kind", site.kind)
    place = f"{printable(site.city)}, {country_name(site.country)}"
    yield Line("", f"{place} · {kind} · selected {site.selected}", "muted", hang=2)
    yield Line("Host", printable(site.host) if site.host else UNKNOWN)
    if site.coordinator and site.coordinator != site.host:
        yield Line("Coordinator", printable(site.coordinator))
    if site.region or site.nuts2:
        code = f" ({printable(site.nuts2)})" if site.nuts2 else ""
        yield Line("Region", f"{printable(site.region or UNKNOWN)}{code}")
    yield Line("Position", _position(site))
    if site.participating_countries:
        yield Line("Countries", ", ".join(map(country_name, site.participating_countries)))
    if site.linked_sites:
        names = [store.site_name(each) for each in site.linked_sites]
        yield Line("Works with", ", ".join(map(printable, names)))
    if site.website:
        yield Line("Website", printable(site.website))
    if site.experimental_platform is not None:
        how = "With" if site.experimental_platform else "Without"
        yield Line("", f"{how} an experimental platform")
    if site.confidence != "confirmed":
        yield Line("Confidence", store.vocabulary.label("confidence", site.confidence), "unsure")
    yield from _rest(store, site)


def _position(site: Site) -> str:
    north = f"{abs(site.latitude):g}° {'N' if site.latitude >= 0 else 'S'}"
    return f"{north}, {abs(site.longitude):g}° {'E' if site.longitude >= 0 else 'W'}"


def _money(store: Store, site: Site) -> Iterator[Line]:
    if site.budget is not None:
        figures = (
            ("Budget", site.budget.total_meur),
            ("EU part", site.budget.eu_meur),
            ("States' part", site.budget.national_meur),
        )
        for label, value in figures:
            if value is not None:
                yield Line(label, *_sure(site.budget.confidence, f"EUR {number(value)} million"))
        if site.budget.includes_system is not None:
            how = "with" if site.budget.includes_system else "without"
            yield Line("", *_sure(site.budget.confidence, f"budget {how} the supercomputer"))
        yield from _rest(store, site.budget)
    if site.timeline is not None:
        dates = (
            ("Started", site.timeline.started),
            ("Services from", site.timeline.services_from),
            ("New system", site.timeline.operational_expected),
            ("Ends", site.timeline.ends),
        )
        for label, date in dates:
            if date is not None:
                told = expected_words(store, date) if label == "New system" else str(date)
                yield Line(label, *_sure(site.timeline.confidence, told))
        yield from _rest(store, site.timeline)


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
            parts.append(f"{number(system.accelerator_count)} chips{how}")
        if parts:
            yield Line("", *_sure(system.confidence, ", ".join(parts)), 2, hang=2)
        rmax, rmax_basis = rmax_of(system)
        mark = mark_of("rmax_basis", rmax_basis)
        figures = [
            ("Rmax", rmax, "PFlop/s", mark),
            ("Rpeak", system.rpeak_pflops, "PFlop/s", ""),
            ("AI", system.ai_exaflops, "EFlop/s", printable(system.ai_exaflops_basis or "")),
            ("contract EUR", system.contract_meur, "million", ""),
        ]
        known = [
            f"{name} {number(value)} {unit}" + (f" ({what})" if what else "")
            for name, value, unit, what in figures
            if value is not None
        ]
        if system.operational is not None:
            known.append(system_date(store, system))
        if known:
            yield Line("", *_sure(system.confidence, " · ".join(known)), 2, hang=2)
        yield from _rankings(store, system)
        yield from _rest(store, system, 2)


def _rankings(store: Store, system: System) -> Iterator[Line]:
    """The places of a system, a line a list, and what is noted on them."""
    for name in dict.fromkeys(each.list for each in system.rankings):
        places = [each for each in system.rankings if each.list == name]
        told = [
            _sure(each.confidence, f"{each.edition}: {each.rank}")[0]
            + ("" if each.rmax_pflops is None else f" ({number(each.rmax_pflops)} PFlop/s)")
            for each in places
        ]
        yield Line("", f"{printable(name)} " + " · ".join(told), "", 2, hang=2)
        for each in places:
            for line in _rest(store, each, 4):
                yield replace(line, label="", text=f"{each.edition}: {_joined(line)}")


def _joined(line: Line) -> str:
    return f"{line.label} {line.text}" if line.label else line.text


def _consortium(store: Store, site: Site) -> Iterator[Section]:
    roles = store.vocabulary.flagged("role", "member")
    members = [each for each in site.partners if each.role in roles]
    others = [each for each in site.partners if each.role not in roles]
    yield Section(
        _counted("Members", len(members), site.completeness.partners),
        tuple(line for each in members for line in _partner(store, each)),
    )
    yield Section(
        f"Supporters and funders ({len(others)})",
        tuple(line for each in others for line in _partner(store, each)),
    )


def _partner(store: Store, partner: Partner) -> Iterator[Line]:
    kind = store.vocabulary.label("partner_type", partner.type)
    role = store.vocabulary.label("role", partner.role).lower()
    if partner.coordinates:
        role += " and coordinator"
    name = printable(partner.name)
    if partner.acronym and partner.acronym != partner.name:
        name += f" ({printable(partner.acronym)})"
    text, look = _sure(partner.confidence, f"{name} · {kind}, {partner.country} · {role}")
    yield Line("", text, look, hang=2)
    yield from _rest(store, partner, 2)


def _sectors(store: Store, site: Site) -> Iterator[Line]:
    for official, heading in ((True, "Official"), (False, "Other evidence")):
        named = [each for each in site.sectors if each.official is official]
        if named:
            yield Line("", heading, "title")
        for each in named:
            label, wording = store.vocabulary.label("sector", each.id), printable(each.wording)
            more = "" if wording.casefold() == label.casefold() else f": {wording}"
            yield Line("", *_sure(each.confidence, f"{label}{more}"), 2, hang=2)
            yield from _rest(store, each, 4)


def _services(store: Store, site: Site) -> Iterator[Line]:
    for each in site.services:
        kind = store.vocabulary.label("service", each.kind)
        yield Line(kind, *_sure(each.confidence, printable(each.wording)))
        yield from _rest(store, each, 2)


def _access(store: Store, site: Site) -> Iterator[Line]:
    modes = store.names("access_mode")
    for each in site.access:
        mode = modes.get(each.mode, each.mode)
        afar = {True: "can be used remotely", False: "on site only", None: None}[each.remote]
        parts = [part for part in (each.who, each.cost, each.limits, afar) if part]
        text = ": ".join(filter(None, (printable(each.name), "; ".join(map(printable, parts)))))
        yield Line(mode, *_sure(each.confidence, text))
        yield from _rest(store, each, 2)


def neighbours(store: Store, site: Site) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The nearest sites with the distance as the crow flies, and those of like sectors.

    Each under its label; nothing where there is none.
    """
    near = (
        f"{printable(each.name)} {number(round(km))} km"
        for km, each in nearest(store.dataset, site, _NEAREST)
    )
    alike = (
        f"{printable(each.name)} ({shared} of {either} sectors shared)"
        for each, shared, either in most_similar(store.dataset, site)[:_NEAREST]
    )
    for label, told in (("Nearest", tuple(near)), ("Most similar", tuple(alike))):
        if told:
            yield label, told


def _neighbours(store: Store, site: Site) -> Iterator[Line]:
    for label, told in neighbours(store, site):
        yield Line(label, ", ".join(told))
