"""What a row of any table states, in words, and on which sources it rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from tui.analysis.lenses.regions import eu_values
from tui.analysis.provenance import PARTS, FactRow, fact_row, facts
from tui.dataset.records import Access, Indicator, Partner, Ranking, Sector, Service, Site, System
from tui.dataset.reference import AccessMode, Cluster, Fact, Finding
from tui.dataset.vocabulary import country_name
from tui.frozen import frozen
from tui.query.engine.format import expected_words, mark_of, rmax_of, system_date
from tui.query.engine.store import Store
from tui.text import number, plural, printable


@frozen
class Statement:
    """One row in words; ``states`` is "" where the row states nothing beside its name."""

    kind: str
    name: str
    states: str

    def __str__(self) -> str:
        return f"{self.name}: {self.states}" if self.states else self.name


def statement(store: Store, fact: FactRow) -> Statement:
    """What a fact says, with control characters shown."""
    record = store.table(fact.table).records[fact.row]
    kind, say = _TOLD[fact.part or fact.table]
    name, states = say(store, fact, record)
    return Statement(kind, printable(name), printable(states))


def _list(parts: Iterable[str | None]) -> str:
    return ", ".join(part for part in parts if part)


def _figure(value: float | None, form: str) -> str | None:
    return None if value is None else form.format(number(value))


def _low(label: str) -> str:
    """A label inside a sentence: ``HPC centre`` keeps its capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _dated(date: object, form: str) -> str | None:
    return None if date is None else form.format(date)


def _said_site(store: Store, _: FactRow, site: Site) -> tuple[str, str]:
    kind = store.vocabulary.label("site_kind", site.kind)
    place = f"{site.city}, {country_name(site.country)}"
    return site.name, _list((kind, place, f"selected {site.selected}"))


def _budget(_: Store, __: FactRow, site: Site) -> tuple[str, str]:
    money = site.budget
    if money is None:
        return site.name, ""
    return f"Budget of {site.name}", _list(
        (
            _figure(money.total_meur, "EUR {} million"),
            _figure(money.eu_meur, "EUR {} million from the EU"),
            _figure(money.national_meur, "EUR {} million from the states"),
        )
    )


def _timeline(store: Store, __: FactRow, site: Site) -> tuple[str, str]:
    dates = site.timeline
    if dates is None:
        return site.name, ""
    new = dates.operational_expected
    return f"Dates of {site.name}", _list(
        (
            _dated(dates.started, "started {}"),
            _dated(dates.services_from, "services from {}"),
            f"new system {expected_words(store, new)}" if new else None,
            _dated(dates.ends, "ends {}"),
        )
    )


def _said_system(store: Store, _: FactRow, system: System) -> tuple[str, str]:
    basis = system.accelerator_count_basis
    counted = _low(store.vocabulary.label("accelerator_count_basis", basis)) if basis else ""
    chips = _figure(system.accelerator_count, "{} chips")
    if chips and counted:
        chips = f"{chips} ({counted})"
    rmax, rmax_basis = rmax_of(system)
    mark = mark_of("rmax_basis", rmax_basis)
    return system.name, _list(
        (
            _low(store.vocabulary.label("system_status", system.status)),
            system.vendor,
            system.accelerator,
            chips,
            _figure(rmax, f"Rmax {{}} PFlop/s ({mark})" if mark else "Rmax {} PFlop/s"),
            _figure(system.rpeak_pflops, "Rpeak {} PFlop/s"),
            _figure(system.ai_exaflops, "AI {} EFlop/s"),
            _figure(system.contract_meur, "contract EUR {} million"),
            system_date(store, system) or None,
        )
    )


def _ranking(store: Store, fact: FactRow, place: Ranking) -> tuple[str, str]:
    system = store.table("systems").records[store.table("rankings").parents["system"][fact.row]]
    states = (f"rank {place.rank}", _figure(place.rmax_pflops, "Rmax {} PFlop/s"))
    return f"{system.name}, {place.list} {place.edition}", _list(states)


def _partner(store: Store, _: FactRow, partner: Partner) -> tuple[str, str]:
    kind = _low(store.vocabulary.label("partner_type", partner.type))
    role = _low(store.vocabulary.label("role", partner.role))
    return partner.name, _list((kind, country_name(partner.country), role))


def _sector(store: Store, _: FactRow, sector: Sector) -> tuple[str, str]:
    official = "official" if sector.official else "other evidence"
    return store.vocabulary.label("sector", sector.id), _list((official, sector.wording))


def _service(store: Store, _: FactRow, service: Service) -> tuple[str, str]:
    return store.vocabulary.label("service", service.kind), service.wording


def _access(_: Store, __: FactRow, access: Access) -> tuple[str, str]:
    return access.name, _list((access.who, access.cost, access.limits))


def _said_indicator(store: Store, fact: FactRow, figure: Indicator) -> tuple[str, str]:
    region = store.table("regions").records[fact.region]
    word = store.vocabulary.words("indicator").get(figure.id)
    unit = str(word.attributes.get("unit", "")) if word else ""
    if isinstance(figure.value, int | float):
        value = f"{number(figure.value)} {f'({unit})' if '=' in unit else unit}".strip()
    else:
        value = str(figure.value)
    label = word.en if word else figure.id
    # Several indicators name their year already.
    year = None if str(figure.year) in label else str(figure.year)
    covers = "country" if figure.level == "country" else figure.geo
    return f"{region.name}, {label}", _list((value, year, covers))


def _mode(_: Store, __: FactRow, mode: AccessMode) -> tuple[str, str]:
    low, high = mode.gpu_hours_min, mode.gpu_hours_max
    span = " to ".join(dict.fromkeys(number(each) for each in (low, high) if each is not None))
    months = "/".join(map(str, mode.duration_months))
    return mode.name, _list(
        (
            mode.track,
            f"{span} GPU-hours" if span else None,
            None if not months else "1 month" if months == "1" else f"{months} months",
            _figure(mode.review_working_days, "review {} working days"),
            mode.cost,
        )
    )


def _cluster(_: Store, __: FactRow, cluster: Cluster) -> tuple[str, str]:
    return cluster.name, _list(
        (
            cluster.owner,
            _figure(cluster.accelerators, "{} chips"),
            _figure(cluster.h100_equivalents, "{} H100-equivalents"),
            _figure(cluster.power_mw, "{} MW"),
            _figure(cluster.cost_usd_bn, "USD {} billion"),
            f"as of {cluster.as_of}",
        )
    )


def _fact(_: Store, __: FactRow, fact: Fact) -> tuple[str, str]:
    value = fact.value
    figure = isinstance(value, int | float) and not isinstance(value, bool)
    text = number(value) if figure else str(value)  # type: ignore[arg-type]
    unit = f" {fact.unit}" if figure else ""
    return fact.label.en, f"{text}{unit}"


def _finding(_: Store, __: FactRow, finding: Finding) -> tuple[str, str]:
    return finding.statement.en, ""


_TOLD: Mapping[str, tuple[str, Callable[[Store, FactRow, Any], tuple[str, str]]]] = {
    "sites": ("Site", _said_site),
    "budget": ("Money", _budget),
    "timeline": ("Dates", _timeline),
    "systems": ("System", _said_system),
    "rankings": ("Ranking", _ranking),
    "partners": ("Partner", _partner),
    "sectors": ("Sector", _sector),
    "services": ("Service", _service),
    "access": ("Access", _access),
    "indicators": ("Region", _said_indicator),
    "access_modes": ("Access mode", _mode),
    "clusters": ("Cluster", _cluster),
    "facts": ("Figure", _fact),
    "findings": ("Claim", _finding),
}
KINDS: Mapping[str, str] = {what: kind for what, (kind, _) in _TOLD.items()}
"""Word for the kind of fact, by table or part of a site."""


_LISTS = ("partners", "sectors", "services", "access")
_JOINED = (*_LISTS, "rankings", "indicators")
"""Tables whose rows stand together where they rest on the same."""
_PLURALS = {
    "partners": "partners",
    "sectors": "sectors",
    "services": "services",
    "access": "ways to computing time",
    "rankings": "rankings",
    "indicators": "figures",
}


@frozen
class Basis:
    """One fact, or several of a kind that rest on the same sources.

    ``confidence`` is "" where the row claims or is itself a source; ``sources`` are ids.
    """

    kind: str
    text: str
    confidence: str
    note: str
    sources: tuple[str, ...]


def basis(store: Store, table: str, row: int) -> tuple[Basis, ...]:
    """On which sources a row of the store's table rests; () where it states nothing.

    For a site these are all the facts of its file, for a region all its figures.
    """
    if table == "sources":
        ident = store.table(table).records[row].id
        resting = facts(store.dataset).usage[ident]
        many = plural(resting, "fact rests", "facts rest")
        return (Basis("Source", f"{many} on it", "", "", (ident,)),)
    return tuple(_joined(store, _FACTS.get(table, _single)(store, table, row)))


def name_of(store: Store, table: str, row: int) -> str:
    """Name of a row of the store's table, with that of its site."""
    record = store.table(table).records[row]
    if table in ("sources", "regions"):
        return printable(record.title if table == "sources" else record.name)
    fact = fact_row(store, table, row)
    name = statement(store, fact).name
    if fact.site < 0 or table == "sites":
        return name
    return f"{name}, {printable(store.dataset.sites[fact.site].name)}"


def basis_of_organisation(store: Store, ident: str, sites: Iterable[str]) -> tuple[Basis, ...]:
    """On which sources the seats of an organisation in these consortia rest."""
    wanted = set(sites)
    partners = store.table("partners")
    found = []
    for row, site in enumerate(partners.values("site")):
        if partners.records[row].id == ident and site in wanted:
            one = _basis(store, [fact_row(store, "partners", row)])
            text = f"{printable(store.site_name(site))}, {one.text}"
            found.append(Basis(one.kind, text, one.confidence, one.note, one.sources))
    return tuple(found)


def basis_of_fact(store: Store, fact: FactRow) -> Basis:
    """On which sources one fact rests."""
    return _basis(store, [fact])


def _joined(store: Store, found: Iterable[FactRow]) -> Iterator[Basis]:
    for (table, *_), rows in groupby(found, key=_alike):
        together = list(rows)
        if table in _JOINED:
            yield _basis(store, together)
        else:
            yield from (_basis(store, [fact]) for fact in together)


def _alike(fact: FactRow) -> tuple[str, tuple[str, ...], str, str]:
    return fact.table, fact.sources, fact.confidence, fact.note


def _basis(store: Store, together: list[FactRow]) -> Basis:
    first = together[0]
    kind = KINDS[first.part or first.table]
    said = [statement(store, fact) for fact in together]
    text = str(said[0])
    if len(said) > 1:
        text = f"{len(said)} {_PLURALS[first.table]}: {'; '.join(each.name for each in said)}"
    return Basis(kind, text, first.confidence, printable(first.note), first.sources)


def _single(store: Store, table: str, row: int) -> Iterator[FactRow]:
    yield fact_row(store, table, row)


def _site(store: Store, _: str, row: int) -> Iterator[FactRow]:
    site = store.dataset.sites[row]
    yield fact_row(store, "sites", row)
    for part in PARTS:
        if getattr(site, part) is not None:
            yield fact_row(store, "sites", row, part)
    for system in store.children("sites", "systems")[row]:
        yield from _system(store, "systems", system)
    for table in _LISTS:
        found = [fact_row(store, table, child) for child in store.children("sites", table)[row]]
        # Rows that rest on the same come together, in the order in which they are first met.
        places: dict[object, int] = {}
        for fact in found:
            places.setdefault(_alike(fact), len(places))
        yield from sorted(found, key=lambda fact: places[_alike(fact)])


def _system(store: Store, _: str, row: int) -> Iterator[FactRow]:
    yield fact_row(store, "systems", row)
    for place in store.children("systems", "rankings")[row]:
        yield fact_row(store, "rankings", place)


def _region(store: Store, _: str, row: int) -> Iterator[FactRow]:
    for figure in store.children("regions", "indicators")[row]:
        yield fact_row(store, "indicators", figure)


def _indicator(store: Store, table: str, row: int) -> Iterator[FactRow]:
    """The figure, and the fact that states the value of the EU beside it."""
    yield fact_row(store, table, row)
    figure = store.table(table).records[row]
    word = store.vocabulary.words("indicator").get(figure.id)
    reference = eu_values(store, word, [figure.year]).get(figure.year) if word else None
    if reference is not None and reference.fact:
        for at, fact in enumerate(store.dataset.facts):
            if fact.id == reference.fact:
                yield fact_row(store, "facts", at)


_FACTS = {"sites": _site, "systems": _system, "regions": _region, "indicators": _indicator}
