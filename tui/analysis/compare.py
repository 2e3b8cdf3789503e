"""Sites or systems side by side: what is known of each, key by key, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tui.analysis.lenses.coverage import UNNAMED
from tui.analysis.lenses.offers import offers_of
from tui.analysis.lenses.regions import Place, hosting, rankings
from tui.analysis.tables import WORKED_OUT, Selection
from tui.dataset.records import System
from tui.frozen import frozen
from tui.query.engine.columns import RANK
from tui.query.engine.derived import ANNOUNCED, INSTALLED
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.row_words import CONFIRMED, Told, tell, told, with_unit
from tui.query.engine.store import Store, Table
from tui.query.engine.view import View
from tui.text import number, printable

LEAST, MOST = 2, 4
"""How many rows a comparison takes."""
NAMED = "named"


@frozen
class Property:
    """One line of a comparison, a value for each that is compared.

    ``values`` are typed, None where unknown; ``texts`` the same as people read them, with ``~``
    before what is not confirmed. ``differs`` tells that two known values do not agree; what is
    unknown differs from nothing. ``unit`` is that of the values, "" for words; ``unconfirmed``
    are the places of those whose value no source confirms.
    """

    section: str
    label: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    differs: bool
    unit: str = ""
    unconfirmed: tuple[int, ...] = ()


@frozen
class Shared:
    """Something that two or more of those compared have, and which of them (their places)."""

    id: str
    name: str
    places: tuple[int, ...]


@frozen
class SharedList:
    """What is shared of one kind, that of most of them first.

    ``open`` are the places of those whose list may lack some, so that more may be shared.
    """

    label: str
    found: tuple[Shared, ...]
    open: tuple[int, ...]


@frozen
class Comparison:
    """Rows of a table side by side: ``sites``, with what these share, or ``systems``."""

    table: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[Property, ...]
    shared: tuple[SharedList, ...] = ()


def compare(store: Store, rows: Sequence[int], table: str = "sites") -> Comparison:
    """Compare sites or systems, given as rows of that table, in this order.

    Raises ValueError unless there are two to four different ones.
    """
    if not LEAST <= len(rows) <= MOST or len(set(rows)) != len(rows):
        raise ValueError(f"a comparison takes {LEAST} to {MOST} different {table}")
    side = Side(store, table, tuple(rows))
    sites = table == "sites"
    parts = _site_lines(side) if sites else _system_lines(side)
    return Comparison(
        table=table,
        ids=tuple(each.id for each in side.records),
        names=tuple(each.name for each in side.records),
        rows=tuple(parts),
        shared=(
            SharedList("Partners", _shared_partners(side), side.open_lists("partners")),
            SharedList("Sectors", _shared_sectors(side), side.open_lists("sectors")),
        )
        if sites
        else (),
    )


Row = Sequence[Told | None]
"""A key of each that is compared, None where it is unknown."""


class Side:
    """The rows of a table that are compared."""

    def __init__(self, store: Store, table: str, rows: tuple[int, ...]) -> None:
        self.store = store
        self.rows = rows
        self.table = store.table(table)
        self.records: tuple[Any, ...] = tuple(self.table.records[row] for row in rows)

    def column(self, ident: str) -> Row:
        """A column of the table."""
        return told_rows(self.store, self.table, self.rows, ident)

    def keys(self, part: str = "") -> Iterator[Row]:
        """The keys of the rows, or of a part of the sites, in the order of their columns."""
        found = [
            {each.key: each for each in tell(self.store, self.table, row, part).keys}
            if not part or getattr(self.table.records[row], part) is not None
            else {}
            for row in self.rows
        ]
        for column in self.table.spec.columns:
            if column.id != "id" and any(column.id in keys for keys in found):
                yield [keys.get(column.id) for keys in found]

    def open_lists(self, name: str) -> tuple[int, ...]:
        """Places of sites whose list is not known to be whole."""
        return tuple(
            place
            for place, site in enumerate(self.records)
            if getattr(site.completeness, name) != "complete"
        )


def told_rows(store: Store, source: Table, rows: Iterable[int], ident: str) -> Row:
    """A column of some rows; below 0 there is none."""
    column = source.spec.column(ident)
    if column is None:
        raise KeyError(ident)
    return [None if row < 0 else told(store, source, row, column) for row in rows]


def _lines(section: str, rows: Iterable[Row]) -> Iterator[Property]:
    """A line a key of which something is known."""
    for row in rows:
        known = [each for each in row if each is not None]
        if known:
            compared = {
                frozenset(each.value) if isinstance(each.value, tuple) else each.words
                for each in known
            }
            yield Property(
                section,
                known[0].label,
                tuple(None if each is None else each.value for each in row),
                tuple(UNKNOWN if each is None else each.text for each in row),
                len(compared) > 1,
                known[0].unit,
                tuple(place for place, each in enumerate(row) if each is not None and each.mark),
            )


# Systems


def _system_lines(side: Side) -> Iterator[Property]:
    """What is known of some of the systems: the machine, its ranks, the evidence."""
    site, *keys = side.keys()
    sites, parents = side.store.table("sites"), side.table.parents["site"]
    where = [parents[row] for row in side.rows]
    place = (told_rows(side.store, sites, where, ident) for ident in ("country", "city"))
    yield from _lines("System", (site, *place, *keys))
    ranks = [each.id for each in side.table.spec.columns if each.id.startswith(RANK)]
    yield from _lines("TOP500", map(side.column, reversed(ranks)))
    yield from _lines("Evidence", map(side.column, ("confidence", "note")))


# Sites


def _site_lines(side: Side) -> Iterator[Property]:
    """What is known of some of the sites, in the order of the detail."""
    ids = ",".join(site.id for site in side.records)
    selection = Selection(side.store.dataset, View(cohort="", filter=f"id:{ids}"))
    yield from _lines("Identity", side.keys())
    yield from _lines("Money and dates", (*side.keys("budget"), *side.keys("timeline")))
    yield from _lines("Compute", _compute(side))
    members = _worked_out(side, selection, "members-by-site")
    yield from _lines("Consortium", (row for row in members if _counts(row)))
    yield from _lines("Consortium", [side.column("member_countries")])
    sectors = _worked_out(side, selection, "sector-matrix")
    yield from _lines("Sectors", (row for row in sectors if _named(row)))
    yield from _offers(side, selection)
    yield from _region(side, selection)


def _worked_out(side: Side, selection: Selection, name: str) -> Iterator[Row]:
    """The columns of a worked-out table with a row a site."""
    source = WORKED_OUT[name].work_out(selection)
    places = [source.place(site.id) for site in side.records]
    rows = [-1 if place is None else place for place in places]
    for column in source.spec.columns:
        if column.id != "site":
            yield told_rows(side.store, source, rows, column.id)


def _counts(row: Row) -> bool:
    return any(each is not None and each.value != 0 for each in row)


def _named(row: Row) -> bool:
    return any(each is not None and each.value != UNNAMED for each in row)


def _compute(side: Side) -> Iterator[Row]:
    def listed(label: str, of: Callable[[System], str | None]) -> Row:
        names = [
            tuple(dict.fromkeys(name for system in site.systems if (name := of(system))))
            for site in side.records
        ]
        words = [", ".join(map(printable, each)) for each in names]
        return [
            Told(label, label, text, value=some) if some else None
            for some, text in zip(names, words, strict=True)
        ]

    yield side.column("completeness.systems")
    yield side.column("new_status")
    yield listed("In operation", lambda each: each.name if each.status in INSTALLED else None)
    yield listed("Announced", lambda each: each.name if each.status in ANNOUNCED else None)
    yield listed("Accelerators", lambda each: each.accelerator)
    yield side.column("accelerators_installed")
    yield side.column("accelerators_announced")
    yield _largest(side, "rmax_pflops")
    yield side.column("rank")
    yield _largest(side, "ai_exaflops")
    yield [_contracts(site.systems) for site in side.records]


def _largest(side: Side, ident: str) -> Row:
    """The largest figure of the systems of each site."""
    children = side.store.children("sites", "systems")
    systems = side.store.table("systems")
    found = (told_rows(side.store, systems, children[row], ident) for row in side.rows)
    known = ([each for each in some if each is not None] for some in found)
    most = [max(some, key=lambda each: each.value, default=None) for some in known]
    return [None if each is None else replace(each, label=f"Largest {each.label}") for each in most]


def _contracts(systems: Iterable[System]) -> Told | None:
    """The sum of the contracts, as sure as the least sure one."""
    signed = [each for each in systems if each.contract_meur is not None]
    if not signed:
        return None
    total = round(sum(each.contract_meur or 0.0 for each in signed), 6)
    sure = all(each.confidence == CONFIRMED for each in signed)
    unit = "EUR million"
    words = with_unit(number(total), unit)
    return Told("contracts", "Contracts", words, "" if sure else UNSURE, total, unit)


def _offers(side: Side, selection: Selection) -> Iterator[Property]:
    """Which services and ways to computing time each site names."""
    found = offers_of(selection)
    yield from _lines("Services", map(side.column, ("completeness.services", "services")))
    for column in (*found.services, *found.modes):
        name = found.table(column)
        source = side.store.table(name)
        row: list[Told | None] = []
        for site in side.records:
            here = found.by_id[site.id]
            entries = [tell(side.store, source, at) for at in here.cells.get(column, ())]
            names = [each.name for each in entries if each.name != found.label(column)]
            words = ", ".join(names) if name == "access" and names else NAMED
            mark = "" if all(not each.mark for each in entries) else UNSURE
            label = printable(found.label(column))
            if entries:
                row.append(Told(column, label, words, mark, words))
            else:
                absent = found.absent(here, column)
                row.append(Told(column, label, UNNAMED, value=UNNAMED) if absent else None)
        if _named(row):
            # Offers bear names of their own: what counts is whether there is one.
            differs = any(each is not None and each.value == UNNAMED for each in row)
            for line in _lines(name.capitalize(), [row]):
                yield replace(line, differs=differs)


def _region(side: Side, selection: Selection) -> Iterator[Property]:
    """The newest figures of the regions; the label has their year, or the first and the last."""
    source = side.store.table("indicators")
    for each in rankings(side.store, hosting(side.store, selection.picked)):
        by_site = {site: place for place in each.places for site in place.sites}
        places = [by_site.get(site.id) for site in side.records]
        figures = [-1 if place is None else place.figure for place in places]
        row = told_rows(side.store, source, figures, "value")
        years = sorted({place.year for place in places if place is not None and place.year})
        label = each.label
        if years and not all(str(year) in label for year in years):
            label += f", {' to '.join(map(str, dict.fromkeys((years[0], years[-1]))))}"
        for line in _lines("Region", [row]):
            texts = [
                text + _about(place, year=len(years) > 1) if place is not None else text
                for text, place in zip(line.texts, places, strict=True)
            ]
            yield replace(line, label=label, texts=tuple(texts))


def _about(place: Place, *, year: bool) -> str:
    """What tells a figure of a region from others: its year, and whether it covers more."""
    if place.value is None:
        return ""
    about = [str(place.year)] if year else []
    if place.level == "country":
        about.append("country")
    elif place.geo:
        about.append(f"unit {printable(place.geo)}")
    return f" ({', '.join(about)})" if about else ""


# What is shared


def _shared_partners(side: Side) -> tuple[Shared, ...]:
    """Organisations in two or more of the consortia; a role that makes no member is named."""
    members = side.store.vocabulary.flagged("role", "member")
    names: dict[str, str] = {}
    places: dict[str, list[int]] = {}
    outside: dict[str, list[str]] = {}
    for place, site in enumerate(side.records):
        for each in site.partners:
            names.setdefault(each.id, each.acronym or each.name)
            places.setdefault(each.id, []).append(place)
            if each.role not in members:
                label = side.store.vocabulary.label("role", each.role).lower()
                outside.setdefault(each.id, []).append(label)
    for ident, roles in outside.items():
        names[ident] += f" ({', '.join(dict.fromkeys(roles))})"
    return _ranked(names, places)


def _shared_sectors(side: Side) -> tuple[Shared, ...]:
    places: dict[str, list[int]] = {}
    for place, site in enumerate(side.records):
        for each in site.sectors:
            places.setdefault(each.id, []).append(place)
    label = side.store.vocabulary.label
    return _ranked({ident: label("sector", ident) for ident in places}, places)


def _ranked(names: Mapping[str, str], places: Mapping[str, list[int]]) -> tuple[Shared, ...]:
    """Those that two or more have, what most have first."""
    every = (Shared(each, names[each], tuple(dict.fromkeys(at))) for each, at in places.items())
    some = [each for each in every if len(each.places) > 1]
    return tuple(sorted(some, key=lambda each: (-len(each.places), each.places)))
