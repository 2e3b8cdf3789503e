"""Which rows state a fact, on which sources each rests, and how sure each is, in words too.

A row with sources states a fact. The money and the dates of a site are facts of their own:
they stand in its file as tables with their own sources.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from tui.analysis.lenses.regions import eu_values
from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.dataset.records import Region
from tui.frozen import frozen
from tui.query.engine import masks, relations
from tui.query.engine.bind import bind_text
from tui.query.engine.masks import Mask
from tui.query.engine.match import narrowing
from tui.query.engine.row_words import Telling, kind_of, tell
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import row_key
from tui.text import plural, printable

OWN = ("sites", "systems", "rankings", "partners", "sectors", "services", "access")
"""Tables whose rows stand in the file of one site."""
GENERAL = ("access_modes", "clusters", "facts", "findings")
"""Tables whose rows belong to no site."""
PARTS = ("budget", "timeline")
CONFIRMED = "confirmed"


Picks = Mapping[str, Mask]
"""Rows picked in the tables that state facts, by table; a table left out has none."""


class FactRow(NamedTuple):
    """A row that states a fact.

    ``row`` is its number in the store's table, ``part`` "budget" or "timeline" for these
    tables of a site and "" else. ``site`` is the row of its site and ``region`` that of its
    region, -1 where it has none. ``confidence`` is "" for findings, which claim.
    """

    table: str
    row: int
    part: str
    site: int
    region: int
    sources: tuple[str, ...]
    confidence: str
    note: str


@frozen
class Share:
    """How sure the facts in the file of a site are: numbers of rows by confidence.

    ``site`` is its id, None for all sites together; ``region`` counts the figures of its region
    that are not confirmed.
    """

    site: str | None
    counts: dict[str, int]
    region: int | None

    @property
    def total(self) -> int:
        """Number of facts."""
        return sum(self.counts.values())


class Facts:
    """All rows of a dataset that state a fact, found by source and by site."""

    def __init__(self, store: Store) -> None:
        """Read the rows; the indexes are made when first used."""
        self.store = store
        self.rows: tuple[FactRow, ...] = tuple(_rows(store))

    def __len__(self) -> int:
        return len(self.rows)

    def key(self, fact: FactRow) -> str:
        """Name of the row, the same whatever the filter: ``jaif``, ``jaif.budget``, ``jaif/kit``.

        It is unique within the table.
        """
        own = row_key(self.store.table(fact.table), fact.row)
        return f"{own}.{fact.part}" if fact.part else own

    @cached_property
    def by_source(self) -> Mapping[str, Sequence[int]]:
        """Numbers of the rows that rest on each source."""
        found: dict[str, list[int]] = {}
        for number, fact in enumerate(self.rows):
            for source in dict.fromkeys(fact.sources):
                found.setdefault(source, []).append(number)
        return found

    @cached_property
    def usage(self) -> Counter[str]:
        """How many facts of the dataset rest on each source."""
        return usage(self.rows)

    @cached_property
    def by_site(self) -> Mapping[str, Sequence[int]]:
        """Numbers of the rows of each site, those of its region included."""
        ids = self.store.table("sites").values("id")
        found: dict[str, list[int]] = {ident: [] for ident in ids}
        regions = self.store.table("regions").records
        for number, fact in enumerate(self.rows):
            if fact.site >= 0:
                found[ids[fact.site]].append(number)
            elif fact.region >= 0:
                for site in regions[fact.region].sites:
                    if site in found:
                        found[site].append(number)
        return found

    def picks(self, sites: Mask, text: str = "", *, general: bool = False) -> Picks:
        """The rows of these sites, their regions and those of their partners.

        With ``general`` those of no site too.

        A filter given as ``text`` narrows the tables that it speaks of.
        """
        tree = bind_text(self.store, "sites", text)
        found: dict[str, Mask] = {}
        for table in (*OWN, "indicators"):
            mask = relations.listed_for(self.store, table, sites) or b""
            narrowed = narrowing(self.store, table, tree) if table != "sites" else None
            found[table] = mask if narrowed is None else masks.both(mask, narrowed)
        if general:
            for table in GENERAL:
                found[table] = masks.everything(len(self.store.table(table)))
        return found

    def chosen(self, picks: Picks) -> list[FactRow]:
        """The rows that are picked."""
        return [fact for fact in self.rows if holds(picks, fact)]


def holds(picks: Picks, fact: FactRow) -> bool:
    """Whether a row is among those picked."""
    mask = picks.get(fact.table)
    return mask is not None and bool(mask[fact.row])


def fact_row(store: Store, table: str, row: int, part: str = "") -> FactRow:
    """One row of the store's table that states a fact, or a part of a site."""
    source = store.table(table)
    record = getattr(source.records[row], part) if part else source.records[row]
    site = row if table == "sites" else source.parents["site"][row] if table in OWN else -1
    region = source.parents["region"][row] if table == "indicators" else -1
    sure = getattr(record, "confidence", "")
    return FactRow(table, row, part, site, region, record.sources, sure, record.note or "")


def usage(facts: Iterable[FactRow]) -> Counter[str]:
    """How many of the facts rest on each source; findings count as claims, not as facts."""
    found: Counter[str] = Counter()
    for fact in facts:
        if fact.confidence:
            found.update(set(fact.sources))
    return found


def shares(store: Store, facts: Iterable[FactRow], sites: Mask) -> tuple[Share, ...]:
    """For each chosen site how sure its facts are, in the order of the sites."""
    counts: dict[int, Counter[str]] = {row: Counter() for row in masks.rows(sites)}
    unsure: Counter[int] = Counter()
    for fact in facts:
        if fact.site in counts:
            counts[fact.site][fact.confidence] += 1
        elif fact.region >= 0 and fact.confidence != CONFIRMED:
            unsure[fact.region] += 1
    regions, ids = _regions(store), store.table("sites").values("id")
    return tuple(
        Share(ids[row], dict(found), sum(unsure[region] for region in regions.get(row, ())))
        for row, found in counts.items()
    )


def unconfirmed(facts: Iterable[FactRow]) -> list[FactRow]:
    """The facts that no source confirms, by site, the figures of regions behind the sites."""
    found = [fact for fact in facts if fact.confidence not in ("", CONFIRMED)]
    places = {table: at for at, table in enumerate((*OWN, "indicators", *GENERAL))}
    last = max((fact.site for fact in found), default=0) + 1
    found.sort(key=lambda f: (f.site if f.site >= 0 else last, places[f.table]))
    return found


def sites_of(store: Store, fact: FactRow, sites: Mask | None = None) -> tuple[str, ...]:
    """Ids of the sites that a fact is about, () for a general one; only these ``sites``.

    A figure of a region without any of them is about those whose partners sit there.
    """
    ids = store.table("sites").values("id")
    if fact.site >= 0:
        return (ids[fact.site],)
    if fact.region < 0:
        return ()
    region: Region = store.table("regions").records[fact.region]
    here, there = (
        tuple(
            ids[row]
            for row in map(store.site_row, named)
            if row >= 0 and (sites is None or sites[row])
        )
        for named in (region.sites, region.partner_of)
    )
    return here or there


@kept()
def facts(dataset: Dataset) -> Facts:
    """The facts of a dataset, the same at every call."""
    return Facts(store_of(dataset))


def _regions(store: Store) -> Mapping[int, list[int]]:
    """Rows of the regions of each site, by row of the site."""
    found: dict[int, list[int]] = {}
    for row, region in enumerate(store.table("regions").records):
        for site in region.sites:
            found.setdefault(store.site_row(site), []).append(row)
    return found


def _rows(store: Store) -> Iterator[FactRow]:
    for row, site in enumerate(store.dataset.sites):
        yield fact_row(store, "sites", row)
        for part in PARTS:
            if getattr(site, part) is not None:
                yield fact_row(store, "sites", row, part)
    for name in (*OWN[1:], "indicators", *GENERAL):
        for row in range(len(store.table(name))):
            yield fact_row(store, name, row)


# In words


def telling_of(store: Store, fact: FactRow) -> Telling:
    """What a fact states."""
    return tell(store, store.table(fact.table), fact.row, fact.part)


def kind_of_fact(store: Store, fact: FactRow) -> str:
    """The word for the kind of fact."""
    return kind_of(store.specs[fact.table], fact.part)


_LISTS = ("partners", "sectors", "services", "access")
_JOINED = (*_LISTS, "rankings", "indicators")
"""Tables whose rows stand together where they rest on the same."""


def basis(store: Store, table: str, row: int) -> tuple[Telling, ...]:
    """What a row of the store's table rests on: facts with their sources; () where it states none.

    For a site these are all the facts of its file, for a region all its figures; those of a kind
    that rest on the same stand together.
    """
    if table == "sources":
        ident = store.table(table).records[row].id
        resting = facts(store.dataset).usage[ident]
        many = plural(resting, "fact rests", "facts rest")
        return (Telling("Source", f"{many} on it", "", (), "", "", (ident,)),)
    found = _RESTING[table](store, row) if table in _RESTING else [fact_row(store, table, row)]
    return tuple(_together(store, found))


def basis_of_organisation(store: Store, ident: str, sites: Iterable[str]) -> tuple[Telling, ...]:
    """On which sources the seats of an organisation in these consortia rest."""
    wanted = set(sites)
    partners = store.table("partners")
    return tuple(
        replace(tell(store, partners, row), owner=printable(store.site_name(site)))
        for row, site in enumerate(partners.values("site"))
        if partners.records[row].id == ident and site in wanted
    )


def _together(store: Store, found: Iterable[FactRow]) -> Iterator[Telling]:
    for (table, *_), rows in groupby(found, key=_alike):
        said = [telling_of(store, fact) for fact in rows]
        if table not in _JOINED or len(said) == 1:
            yield from said
            continue
        many = "ways to computing time" if table == "access" else store.specs[table].label.lower()
        names = "; ".join(each.full_name for each in said)
        yield replace(said[0], name=f"{len(said)} {many}: {names}", owner="", keys=())


def _alike(fact: FactRow) -> tuple[str, tuple[str, ...], str, str]:
    return fact.table, fact.sources, fact.confidence, fact.note


def _of_site(store: Store, row: int) -> Iterator[FactRow]:
    site = store.dataset.sites[row]
    yield fact_row(store, "sites", row)
    for part in PARTS:
        if getattr(site, part) is not None:
            yield fact_row(store, "sites", row, part)
    for system in store.children("sites", "systems")[row]:
        yield from _of_system(store, system)
    for table in _LISTS:
        found = [fact_row(store, table, child) for child in store.children("sites", table)[row]]
        # Rows that rest on the same come together, in the order in which they are first met.
        places: dict[object, int] = {}
        for fact in found:
            places.setdefault(_alike(fact), len(places))
        yield from sorted(found, key=lambda fact: places[_alike(fact)])


def _of_system(store: Store, row: int) -> Iterator[FactRow]:
    yield fact_row(store, "systems", row)
    for place in store.children("systems", "rankings")[row]:
        yield fact_row(store, "rankings", place)


def _of_region(store: Store, row: int) -> Iterator[FactRow]:
    for figure in store.children("regions", "indicators")[row]:
        yield fact_row(store, "indicators", figure)


def _of_indicator(store: Store, row: int) -> Iterator[FactRow]:
    """The figure, and the fact that states the value of the EU beside it."""
    yield fact_row(store, "indicators", row)
    figure = store.table("indicators").records[row]
    word = store.vocabulary.words("indicator").get(figure.id)
    reference = eu_values(store, word, [figure.year]).get(figure.year) if word else None
    if reference is not None and reference.fact:
        for at, fact in enumerate(store.dataset.facts):
            if fact.id == reference.fact:
                yield fact_row(store, "facts", at)


_RESTING = {
    "sites": _of_site, "systems": _of_system, "regions": _of_region, "indicators": _of_indicator,
}  # fmt: skip
