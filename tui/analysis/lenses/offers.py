"""What the sites offer: services and ways to computing time, site by site.

A service or mode that is not listed is unknown where the list of services is not complete;
only a complete list tells that a site does not offer it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tui.analysis.lenses.breakdown import Breakdown, Line, as_table, count
from tui.analysis.lenses.rows import Selection
from tui.query.engine import masks
from tui.query.engine.columns import Column
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store, Table

SERVICE, MODE = "service_", "mode_"
"""Begin the ids of columns for a kind of service and for a way to computing time."""


@dataclass(frozen=True, slots=True)
class SiteOffers:
    """What one site offers.

    ``cells`` maps a column to rows of the table of services (or of access, for modes).
    ``kinds`` counts the kinds of services, None where none is listed and nobody says that
    the list is whole.
    """

    site: int
    id: str
    cells: Mapping[str, Sequence[int]]
    kinds: int | None
    complete: bool


@dataclass(frozen=True)
class Offers:
    """Services and modes of the chosen sites.

    ``services`` and ``modes`` are columns in the order of the vocabulary; of the modes first
    the sites' own (national, local), then the EuroHPC-wide ones that some site names.
    ``narrowed`` are the tables (services, access) of which only some rows are looked at.
    """

    store: Store
    services: tuple[str, ...]
    modes: tuple[str, ...]
    sites: tuple[SiteOffers, ...]
    narrowed: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """Services, then modes."""
        return (*self.services, *self.modes)

    @cached_property
    def offering(self) -> Mapping[str, Sequence[SiteOffers]]:
        """The sites that have a column, by column."""
        found: dict[str, list[SiteOffers]] = {column: [] for column in self.columns}
        for site in self.sites:
            for column in site.cells:
                if column in found:
                    found[column].append(site)
        return found

    @cached_property
    def by_id(self) -> Mapping[str, SiteOffers]:
        """The sites by id."""
        return {site.id: site for site in self.sites}

    @cached_property
    def own_modes(self) -> tuple[str, ...]:
        """The modes that are a site's own, not EuroHPC-wide."""
        own = self.store.vocabulary.words("access_scope")
        return tuple(mode for mode in self.modes if mode.removeprefix(MODE) in own)

    @cached_property
    def common_modes(self) -> tuple[str, ...]:
        """The EuroHPC-wide modes that some site names."""
        own = self.own_modes
        return tuple(mode for mode in self.modes if mode not in own)

    @property
    def incomplete(self) -> int:
        """Number of sites whose list of services may lack some."""
        return sum(not site.complete for site in self.sites)

    def table(self, column: str) -> str:
        """The table that the rows of a column's cells belong to."""
        return "services" if column.startswith(SERVICE) else "access"

    def label(self, column: str) -> str:
        """A column in words."""
        if column.startswith(SERVICE):
            return self.store.vocabulary.label("service", column.removeprefix(SERVICE))
        return mode_label(self.store, column.removeprefix(MODE))

    def confirmed(self, site: SiteOffers, column: str) -> bool:
        """Whether some entry of a cell is confirmed by a source."""
        records = self.store.table(self.table(column)).records
        return any(records[row].confidence == "confirmed" for row in site.cells.get(column, ()))

    def absent(self, site: SiteOffers, column: str) -> bool:
        """Whether it is known that a site does not offer it."""
        whole = self.table(column) not in self.narrowed
        return whole and site.complete and column not in site.cells

    def entries(self, column: str) -> int:
        """Number of entries of a column over all sites."""
        return sum(len(site.cells[column]) for site in self.offering[column])


def mode_label(store: Store, mode: str) -> str:
    """A way to computing time in words: an access mode, or the national or local share."""
    for each in store.dataset.access_modes:
        if each.id == mode:
            return each.name
    return store.vocabulary.label("access_scope", mode)


def offers_at(
    store: Store,
    sites: Mask,
    services: Sequence[int],
    access: Sequence[int],
    narrowed: frozenset[str] = frozenset(),
) -> Offers:
    """What the chosen sites offer, by rows of the tables of services and access.

    Where a filter has ``narrowed`` the services, only kinds that a row names get a column.
    """
    cells: dict[int, dict[str, list[int]]] = {row: {} for row in masks.rows(sites)}
    _sort_in(store, cells, "services", services, SERVICE, "kind")
    _sort_in(store, cells, "access", access, MODE, "mode")
    named = {column for found in cells.values() for column in found}
    kinds = [f"{SERVICE}{word}" for word in store.vocabulary.words("service")]
    own = [f"{MODE}{word}" for word in store.vocabulary.words("access_scope")]
    common = [f"{MODE}{mode.id}" for mode in store.dataset.access_modes]
    return Offers(
        store,
        tuple(kind for kind in kinds if "services" not in narrowed or kind in named),
        tuple(mode for mode in dict.fromkeys((*own, *common)) if mode in named),
        tuple(_site(store, row, found) for row, found in cells.items()),
        narrowed,
    )


def _sort_in(
    store: Store,
    cells: Mapping[int, dict[str, list[int]]],
    table: str,
    rows: Iterable[int],
    prefix: str,
    attribute: str,
) -> None:
    source = store.table(table)
    parents = source.parents["site"]
    for row in rows:
        found = cells.get(parents[row])
        if found is not None:
            column = f"{prefix}{getattr(source.records[row], attribute)}"
            found.setdefault(column, []).append(row)


def _site(store: Store, row: int, found: Mapping[str, Sequence[int]]) -> SiteOffers:
    site = store.dataset.sites[row]
    state = site.completeness.services
    kinds = sum(column.startswith(SERVICE) for column in found)
    unknown = not site.services and state == "unknown"
    return SiteOffers(
        row,
        site.id,
        found,
        None if unknown else kinds,
        state == "complete",
    )


_SITE = Column("site", "Site", "slug", "Id of the site", default=True)
_KINDS = count("kinds", "Kinds", "Number of kinds of services listed")
_COMPLETENESS = Column(
    "completeness", "Services list", "word", "Is the list of services whole",
    vocabulary="completeness", default=True,
)  # fmt: skip


def matrix(found: Offers) -> Breakdown:
    """Sites by services and modes, with the number of entries; the total counts sites.

    A cell is None where nothing is listed, 0 where the whole list is looked at and complete.
    """
    columns = (
        _SITE,
        _KINDS,
        *(count(column, found.label(column), "Number of entries") for column in found.columns),
        _COMPLETENESS,
    )
    lines = []
    for each in found.sites:
        cells = (
            len(each.cells.get(column, ())) or (0 if found.absent(each, column) else None)
            for column in found.columns
        )
        state = found.store.dataset.sites[each.site].completeness.services
        lines.append((each.id, each.kinds, *cells, state))
    sums = (len(found.offering[column]) for column in found.columns)
    kinds = sum(1 for column in found.services if found.offering[column])
    total: Line = (None, kinds, *sums, None)
    return Breakdown("offers", columns, tuple(each.id for each in found.sites), tuple(lines), total)


_NAMED_BY = Column(
    "named_by", "Named by", "slugs", "Chosen sites that name the mode among their own ways",
    default=True,
)  # fmt: skip
_SHOWN = (
    "id", "name", "track", "audience", "gpu_hours_min", "gpu_hours_max", "duration_months",
    "review_working_days", "cost", "call", "quota", "confidence", "as_of",
)  # fmt: skip


def modes_table(found: Offers) -> Breakdown:
    """The EuroHPC-wide modes with their terms, and the chosen sites that name them."""
    table = found.store.table("access_modes")
    columns = tuple(column for column in table.spec.columns if column.id in _SHOWN)
    lines: list[tuple[Any, ...]] = []
    for row, mode in enumerate(table.records):
        sites = found.offering.get(f"{MODE}{mode.id}", ())
        values = (table.values(column.id)[row] for column in columns)
        lines.append((*values, tuple(site.id for site in sites)))
    return Breakdown(
        "eurohpc-modes",
        (*columns, _NAMED_BY),
        tuple(mode.id for mode in table.records),
        tuple(lines),
    )


def offers_of(selection: Selection) -> Offers:
    """What the picked sites offer, as far as the filter speaks of it."""
    rows = {name: selection.rows(name) for name in ("services", "access")}
    narrowed = {name for name in rows if len(rows[name]) != len(selection.whole(name))}
    return offers_at(
        selection.store, selection.picked, rows["services"], rows["access"], frozenset(narrowed)
    )


def offers(selection: Selection) -> Table:
    """The table of sites by services and modes."""
    return as_table(matrix(offers_of(selection)), "Services and modes", "site")


def eurohpc_modes(selection: Selection) -> Table:
    """The table of EuroHPC-wide modes."""
    return as_table(modes_table(offers_of(selection)), "EuroHPC modes", "mode")
