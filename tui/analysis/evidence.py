"""What a row of any table rests on: its facts with their sources, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from tui.analysis.facts import KINDS, statement
from tui.analysis.lenses.regions import eu_values
from tui.analysis.provenance import PARTS, FactRow, fact_row, facts
from tui.frozen import frozen
from tui.query.engine.store import Store
from tui.text import plural, printable

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


_FACTS = {
    "sites": _site,
    "systems": _system,
    "regions": _region,
    "indicators": _indicator,
}
