"""The lines of a comparison of sites or of systems, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from tui.analysis.lenses import consortia
from tui.analysis.lenses.regions import Place, hosting, rankings
from tui.analysis.tables import percent
from tui.dataset.records import Access, Sector, Site, System
from tui.dataset.vocabulary import country_name
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.columns import Column
from tui.query.engine.derived import ANNOUNCED, INSTALLED
from tui.query.engine.format import UNKNOWN, UNSURE, figure_mark, mark_of, rmax_of, text_of
from tui.query.engine.store import Store
from tui.text import number, printable

OFFICIAL, EVIDENCE = "official", "other evidence"
NAMED, NOT_NAMED = "named", "not named"


@frozen
class Property:
    """One line of a comparison, a value for each that is compared.

    ``values`` are typed, None or () where unknown; ``texts`` the same as people read them, with
    ``~`` before a figure that is not confirmed. ``differs`` tells that two known values do not
    agree; what is unknown differs from nothing. ``unit`` is that of the values, "" for words;
    ``unconfirmed`` are the places of those whose value no source confirms.
    """

    section: str
    label: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    differs: bool
    unit: str = ""
    unconfirmed: tuple[int, ...] = ()


class Side:
    """The rows of a table that are compared, and the ways to make a line of their values."""

    def __init__(self, store: Store, table: str, rows: tuple[int, ...]) -> None:
        self.store = store
        self.rows = rows
        self.table = store.table(table)
        self.records: tuple[Any, ...] = tuple(self.table.records[row] for row in rows)

    def line(
        self,
        section: str,
        label: str,
        values: Iterable[Any],
        text: Callable[[Any], str] | None = None,
        sure: Sequence[bool] = (),
        unit: str = "",
        marks: Sequence[str] = (),
    ) -> Property:
        """A line from its values; ``sure`` tells which are confirmed, ``marks`` of what kind."""
        found = tuple(values)
        write = text or _written
        known = [place for place, value in enumerate(found) if value not in (None, ())]
        doubtful = tuple(place for place in known if sure and not sure[place])
        texts = tuple(
            f"{UNSURE if place in doubtful else ''}{write(value)}{_behind(marks, place)}"
            if place in known
            else UNKNOWN
            for place, value in enumerate(found)
        )
        # An expected figure is not the measured one, though both are the same number.
        told = [(value, _behind(marks, place)) for place, value in enumerate(found)]
        differs = _differ(found) or len({mark for value, mark in told if value is not None}) > 1
        return Property(section, label, found, texts, differs, unit, doubtful)

    def column(self, section: str, ident: str, label: str = "") -> Property:
        """A line of a column of the table."""
        table = self.table
        column = table.spec.column(ident)
        if column is None:
            raise KeyError(ident)
        values = table.values(ident)
        trust = table.values(column.confidence) if column.confidence else None
        return self.line(
            section,
            label or column.title,
            (values[row] for row in self.rows),
            lambda value: self._words(column, value),
            [trust is None or trust[row] in (None, "confirmed") for row in self.rows],
            column.unit,
            [figure_mark(self.store, table, row, column) for row in self.rows],
        )

    def _words(self, column: Column, value: Any) -> str:
        if column.kind in ("country", "countries"):
            countries = value if isinstance(value, tuple) else (value,)
            return ", ".join(map(country_name, countries))
        return text_of(self.store, column, value)


class Sites(Side):
    """Sites that are compared."""

    def __init__(self, store: Store, rows: tuple[int, ...]) -> None:
        super().__init__(store, "sites", rows)
        self.sites: tuple[Site, ...] = self.records

    def open_lists(self, name: str) -> tuple[int, ...]:
        """Places of sites whose list is not known to be whole."""
        return tuple(
            place
            for place, site in enumerate(self.sites)
            if getattr(site.completeness, name) != "complete"
        )

    def unlisted(self, site: Site, name: str) -> bool:
        """Whether nothing is known of a list of a site."""
        return not getattr(site, name) and getattr(site.completeness, name) == "unknown"

    def completeness(self, section: str, name: str) -> Property:
        """A line that tells how whole a list is."""
        return self.column(section, f"completeness.{name}", f"List of {name}")


def _behind(marks: Sequence[str], place: int) -> str:
    return f" {printable(marks[place])}" if place < len(marks) and marks[place] else ""


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_written, value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    return printable(str(value))


def _differ(values: Iterable[Any]) -> bool:
    """Whether two known values do not agree; the order of a list does not count."""
    known = {
        frozenset(value) if isinstance(value, tuple) else value
        for value in values
        if value not in (None, ())
    }
    return len(known) > 1


# Sections

_COMPUTE = "Compute"
_CONSORTIUM = "Consortium"
_SECTORS = "Sectors"
_SERVICES = "Services"
_ACCESS = "Access"
_REGION = "Region"

_IDENTITY = (
    ("full_name", ""), ("kind", ""), ("country", "Country"), ("city", ""), ("region", ""),
    ("nuts2", ""), ("host", ""), ("coordinator", ""), ("participating_countries", ""),
    ("linked_sites", "Works with"), ("selected", ""),
    ("experimental_platform", "Experimental part"),
)  # fmt: skip
_MONEY = (
    ("budget.total_meur", ""), ("budget.eu_meur", ""), ("budget.national_meur", ""),
    ("timeline.started", ""), ("timeline.services_from", ""),
    ("timeline.operational_expected", "New system expected"), ("timeline.ends", ""),
)  # fmt: skip


def known(rows: Iterable[Property]) -> Iterator[Property]:
    """The lines in which something is known of some site."""
    return (row for row in rows if any(value not in (None, ()) for value in row.values))


def _plain(
    section: str, columns: Iterable[tuple[str, str]]
) -> Callable[[Sites], Iterator[Property]]:
    """The columns of which something is known, each under its label, "" for its own title."""
    return lambda side: known(side.column(section, ident, label) for ident, label in columns)


def _compute(side: Sites) -> Iterator[Property]:
    def named(states: frozenset[str]) -> list[tuple[str, ...]]:
        return [tuple(x.name for x in site.systems if x.status in states) for site in side.sites]

    def largest(figure: Callable[[System], Figure], label: str, unit: str) -> Property:
        found = [[(*figure(x), x) for x in site.systems] for site in side.sites]
        known = [[each for each in some if each[0] is not None] for some in found]
        first = [max(some, key=lambda each: each[0] or 0.0, default=None) for some in known]
        values = [None if each is None else each[0] for each in first]
        sure = [each is None or each[2].confidence == "confirmed" for each in first]
        marks = ["" if each is None else each[1] for each in first]
        return side.line(_COMPUTE, label, values, None, sure, unit, marks)

    yield side.completeness(_COMPUTE, "systems")
    yield side.column(_COMPUTE, "new_status")
    yield side.line(_COMPUTE, "In operation", named(INSTALLED))
    yield side.line(_COMPUTE, "Announced", named(ANNOUNCED))
    models = [[x.accelerator for x in site.systems if x.accelerator] for site in side.sites]
    yield side.line(_COMPUTE, "Accelerators", (tuple(dict.fromkeys(each)) for each in models))
    yield side.column(_COMPUTE, "accelerators_installed")
    yield side.column(_COMPUTE, "accelerators_announced")
    yield largest(_rmax, "Largest Rmax", "PFlop/s")
    yield side.column(_COMPUTE, "rank", "Best TOP500 rank")
    yield largest(_ai, "Largest AI perf.", "EFlop/s")
    signed = [[x for x in site.systems if x.contract_meur is not None] for site in side.sites]
    sums = [
        round(sum(x.contract_meur or 0.0 for x in some), 6) if some else None for some in signed
    ]
    sure = [all(x.confidence == "confirmed" for x in some) for some in signed]
    yield side.line(_COMPUTE, "Contracts", sums, None, sure, "EUR million")


Figure = tuple[float | None, str]
"""A figure and the mark of its kind."""


def _rmax(system: System) -> Figure:
    value, basis = rmax_of(system)
    return value, mark_of("rmax_basis", basis)


def _ai(system: System) -> Figure:
    return system.ai_exaflops, mark_of("ai_exaflops_basis", system.ai_exaflops_basis)


def _consortium(side: Sites) -> Iterator[Property]:
    label = side.store.vocabulary.label
    known = consortia.kinds(side.store)
    seats = side.store.children("sites", "partners")
    found = [
        None if side.unlisted(site, "partners") else consortia.tally(side.store, known, seats[row])
        for row, site in zip(side.rows, side.sites, strict=True)
    ]
    types = [None if each is None else _named(known.types, each.types) for each in found]
    others = [None if each is None else _named(known.others, each.others) for each in found]

    def counts(title: str, ident: str, by: Sequence[dict[str, int] | None]) -> Iterator[Property]:
        values = [None if each is None else each[ident] for each in by]
        if any(values):
            yield side.line(_CONSORTIUM, title, values)

    def share(title: str, *some: str) -> Property:
        values = [
            None if each is None else percent(sum(each[x] for x in some), sum(each.values()))
            for each in types
        ]
        return side.line(_CONSORTIUM, title, values, unit="percent")

    yield side.completeness(_CONSORTIUM, "partners")
    yield side.column(_CONSORTIUM, "members")
    for ident in known.types:
        yield from counts(label("partner_type", ident), ident, types)
    research = [ident for ident in known.types if ident in known.research]
    with_hpc = [ident for ident in known.types if ident in {*research, consortia.HPC_CENTRE}]
    companies = [ident for ident in known.types if ident == consortia.COMPANY]
    yield share("Research share", *research)
    yield share("Research with HPC", *with_hpc)
    yield share("Companies' share", *companies)
    for ident in known.others:
        yield from counts(f"{label('role', ident)}s", ident, others)
    yield side.column(_CONSORTIUM, "member_countries", "Members from")


def _named(names: Sequence[str], counts: Sequence[int]) -> dict[str, int]:
    return dict(zip(names, counts, strict=True))


def _sectors(side: Sites) -> Iterator[Property]:
    yield side.completeness(_SECTORS, "sectors")
    yield side.column(_SECTORS, "sectors", "Number of sectors")
    yield side.column(_SECTORS, "generalist")
    named = [{each.id: each for each in site.sectors} for site in side.sites]
    for ident, word in side.store.vocabulary.words("sector").items():
        records = [found.get(ident) for found in named]
        if any(records):
            yield _listed(side, _SECTORS, word.en, "sectors", records, _evidence)


def _evidence(record: Sector) -> str:
    return OFFICIAL if record.official else EVIDENCE


def _listed(
    side: Sites,
    section: str,
    label: str,
    name: str,
    records: Sequence[Any],
    word: Callable[[Any], str],
) -> Property:
    """Whether a list of each site holds something; None where nothing is known of the list."""
    values = [
        word(record)
        if record is not None
        else None if side.unlisted(site, name) else NOT_NAMED
        for record, site in zip(records, side.sites, strict=True)
    ]  # fmt: skip
    sure = [record is None or record.confidence == "confirmed" for record in records]
    return side.line(section, label, values, None, sure)


def _services(side: Sites) -> Iterator[Property]:
    yield side.completeness(_SERVICES, "services")
    yield side.column(_SERVICES, "services", "Number of services")
    named = [{each.kind: each for each in site.services} for site in side.sites]
    for ident, word in side.store.vocabulary.words("service").items():
        records = [found.get(ident) for found in named]
        if any(records):
            yield _listed(side, _SERVICES, word.en, "services", records, lambda _: NAMED)


def _access(side: Sites) -> Iterator[Property]:
    modes = side.store.names("access_mode")
    own = tuple(side.store.vocabulary.words("access_scope"))
    order = (*(mode.id for mode in side.store.dataset.access_modes), *own)
    named = dict.fromkeys(each.mode for site in side.sites for each in site.access)
    for mode in sorted(named, key=lambda each: order.index(each) if each in order else len(order)):
        label = modes.get(mode, mode)
        offers = [[each for each in site.access if each.mode == mode] for site in side.sites]
        values = [
            _offers(some, label) if some else NOT_NAMED if site.access else None
            for some, site in zip(offers, side.sites, strict=True)
        ]
        sure = [all(each.confidence == "confirmed" for each in some) for some in offers]
        row = side.line(_ACCESS, printable(label), values, sure=sure)
        # Offers bear names of their own: what counts is whether there is one.
        yield replace(row, differs=NOT_NAMED in values and any(offers))


def _offers(offers: Sequence[Access], label: str) -> str:
    """Names of the offers, where they say more than the mode."""
    names = [each.name for each in offers if each.name != label]
    return ", ".join(names) or NAMED


def _region(side: Sites) -> Iterator[Property]:
    """The newest figures of the regions; the label has their year, or the first and the last."""
    picked = masks.of_rows(side.rows, len(side.store.table("sites")))
    for each in rankings(side.store, hosting(side.store, picked)):
        by_site = {site: place for place in each.places for site in place.sites}
        found = [by_site.get(site.id) for site in side.sites]
        known = [place for place in found if place is not None and place.value is not None]
        if not known:
            continue
        years = sorted({str(place.year) for place in known})
        texts = [_figure(place, year=len(years) > 1) for place in found]
        row = side.line(
            _REGION,
            f"{each.label}, {' to '.join(dict.fromkeys((years[0], years[-1])))}",
            [None if place is None else place.value for place in found],
            sure=[place is None or place.confidence == "confirmed" for place in found],
            unit=each.unit,
        )
        yield replace(row, texts=tuple(texts))


def _figure(place: Place | None, *, year: bool) -> str:
    """A figure of a region, told apart where it covers more than the region."""
    if place is None or place.value is None:
        return UNKNOWN
    sign = "" if place.confidence == "confirmed" else UNSURE
    about = [str(place.year)] if year else []
    if place.level == "country":
        about.append("country")
    elif place.geo:
        about.append(f"unit {printable(place.geo)}")
    return f"{sign}{_written(place.value)}" + (f" ({', '.join(about)})" if about else "")


SECTIONS: tuple[Callable[[Sites], Iterator[Property]], ...] = (
    _plain("Identity", _IDENTITY), _plain("Money and dates", _MONEY), _compute, _consortium,
    _sectors, _services, _access, _region,
)  # fmt: skip
