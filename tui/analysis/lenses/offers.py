"""What the sites offer: services and ways to computing time, site by site.

A service or mode that is not listed is unknown where the list of services is not complete;
only a complete list tells that a site does not offer it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tui.analysis.tables import Selection, count, of_key, site_column, worked_out
from tui.dataset.reference import AccessMode
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.columns import Column, Field
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store, Table
from tui.text import number

SERVICE, MODE = "service_", "mode_"
"""Begin the ids of columns for a kind of service and for a way to computing time."""


@frozen
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
        """Services, then the sites' own modes; the common ones hold whoever names them."""
        return (*self.services, *self.own_modes)

    @cached_property
    def offering(self) -> Mapping[str, Sequence[SiteOffers]]:
        """The sites that have a column, by column."""
        found: dict[str, list[SiteOffers]] = {each: [] for each in (*self.services, *self.modes)}
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
    return store.names("access_mode").get(mode, mode)


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
    return SiteOffers(row, site.id, found, None if unknown else kinds, state == "complete")


@frozen
class OfferRow:
    """A row of the table of offers: one site, or all of them where ``site`` is None."""

    offers: Offers
    site: SiteOffers | None

    @property
    def id(self) -> str | None:
        """Id of the site."""
        return None if self.site is None else self.site.id

    @property
    def kinds(self) -> int | None:
        """Number of kinds of services listed, of all sites together those that one lists."""
        if self.site is not None:
            return self.site.kinds
        return sum(1 for column in self.offers.services if self.offers.offering[column])

    def entries(self, column: str) -> int | None:
        """Number of entries of a column, of all sites together the number of those with one.

        None where nothing is listed, 0 where the whole list is looked at and complete.
        """
        if self.site is None:
            return len(self.offers.offering[column])
        listed = len(self.site.cells.get(column, ()))
        return listed or (0 if self.offers.absent(self.site, column) else None)

    def sure(self, column: str) -> bool:
        """Whether a source confirms an entry of a column, or none is there."""
        site = self.site
        return site is None or column not in site.cells or self.offers.confirmed(site, column)

    @property
    def completeness(self) -> str | None:
        """Whether the list of services is whole."""
        if self.site is None:
            return None
        return self.offers.store.dataset.sites[self.site.site].completeness.services


def _offer(found: Offers, column: str) -> Field:
    return count(column, found.label(column),
                 "Number of entries, 0 where it is known to be missing",
                 lambda row: row.entries(column), sure=lambda row: row.sure(column))  # fmt: skip


def offers_of(selection: Selection) -> Offers:
    """What the picked sites offer, as far as the filter speaks of it."""
    rows = {name: selection.rows(name) for name in ("services", "access")}
    narrowed = {name for name in rows if len(rows[name]) != len(selection.whole(name))}
    return offers_at(
        selection.store, selection.picked, rows["services"], rows["access"], frozenset(narrowed)
    )


def offers(selection: Selection) -> Table:
    """Sites by services and modes, with the number of entries; the total counts sites."""
    found = offers_of(selection)
    fields = (
        site_column(lambda row: row.id),
        count("kinds", "Kinds", "Number of kinds of services listed", lambda row: row.kinds),
        *(_offer(found, column) for column in found.columns),
        Field("completeness", "List of services", "word", "Is the list of services whole",
              default=True, vocabulary="completeness", short="Services list",
              value=lambda row: row.completeness),
    )  # fmt: skip
    total = OfferRow(found, None) if len(found.sites) > 1 else None
    return worked_out("offers", fields, [OfferRow(found, site) for site in found.sites],
                      key=lambda row: str(row.id), total=total, singular="site",
                      parents={"site": [site.site for site in found.sites]})  # fmt: skip


@frozen
class ModeRow:
    """An EuroHPC-wide mode, and the ids of the chosen sites that name it among their own ways."""

    mode: AccessMode
    named_by: tuple[str, ...]


def hours(low: int | None, high: int | None) -> str | None:
    """Least and most GPU-hours in words."""
    if low is None and high is None:
        return None
    if low is None:
        return f"up to {number(high or 0)}"
    return f"from {number(low)}" if high is None else f"{number(low)}–{number(high)}"


_HOURS = Field("gpu_hours", "GPU-hours", "text", "Least and most GPU-hours in words", default=True,
               sorts_by="gpu_hours_max",
               value=lambda row: hours(row.mode.gpu_hours_min, row.mode.gpu_hours_max),
               sure=lambda row: row.mode.confidence == "confirmed")  # fmt: skip
_TERMS = (
    "name", "gpu_hours_min", "gpu_hours_max", "duration_months", "review_working_days", "cost",
    "track", "audience", "call", "quota", "id", "confidence", "as_of",
)  # fmt: skip
_ASIDE = frozenset({"gpu_hours_min", "gpu_hours_max", "id", "confidence", "as_of"})
_BEFORE_NAMING = 6


def _term(column: Column) -> Field:
    """A column of the modes, with what is not confirmed marked where it is a figure."""
    figure = bool(column.confidence) or column.id == "duration_months"
    return of_key(
        column, lambda row: getattr(row.mode, column.id), default=column.id not in _ASIDE,
        sure=(lambda row: row.mode.confidence == "confirmed") if figure else None,
    )  # fmt: skip


def eurohpc_modes(selection: Selection) -> Table:
    """The EuroHPC-wide modes with their terms, and the chosen sites that name them."""
    found = offers_of(selection)
    table = selection.store.table("access_modes")
    rows = [
        ModeRow(mode, tuple(site.id for site in found.offering.get(f"{MODE}{mode.id}", ())))
        for mode in table.records
    ]
    terms = [_term(column) for ident in _TERMS if (column := table.spec.column(ident))]
    named_by = Field(
        "named_by", "Named by", "slugs", "Chosen sites that name the mode among their own ways",
        refers="site", default=any(row.named_by for row in rows), value=lambda row: row.named_by,
    )  # fmt: skip
    return worked_out(
        "eurohpc-modes",
        (terms[0], _HOURS, *terms[1:_BEFORE_NAMING], named_by, *terms[_BEFORE_NAMING:]), rows,
        key=lambda row: str(row.mode.id), singular="mode",
    )  # fmt: skip
