"""The rows that a choice of sites leaves: the sites, their children, the regions they lie in."""

from __future__ import annotations

from collections.abc import Iterable

from tui.dataset import Dataset
from tui.query.engine import derived, masks, relations
from tui.query.engine.masks import Mask
from tui.query.engine.match import match_text
from tui.query.engine.store import Store, Table, store_of
from tui.query.engine.table import row_key, site_mask
from tui.query.engine.view import View


class Scope:
    """Chosen sites and what belongs to them, table by table.

    Rows are row numbers of the store's tables.
    """

    def __init__(self, store: Store, sites: Mask) -> None:
        """Keep the choice; tables are narrowed to it when they are asked for."""
        self.store = store
        self.sites = sites
        self._organisations: Store | None = None
        self._numbers: list[int] = []

    @property
    def size(self) -> int:
        """Number of chosen sites."""
        return masks.count(self.sites)

    def site_ids(self, mask: Mask) -> tuple[str, ...]:
        """Ids of the chosen sites that a mask over the sites picks."""
        ids = self.store.table("sites").values("id")
        return tuple(ids[row] for row in masks.rows(masks.both(mask, self.sites)))

    def source(self, table: str) -> Store:
        """The store to read a table from: organisations are grouped over the chosen sites only."""
        if table != "organisations":
            return self.store
        if self._organisations is None:
            found, parents = derived.organisations(self.store, self.sites)
            overlay = Store(self.store.dataset)
            overlay.put(
                table,
                Table(
                    self.store.specs[table],
                    found,
                    parents,
                    lambda ident: [getattr(record, ident) for record in found],
                ),
            )
            every = {ident: row for row, ident in enumerate(self.store.table(table).values("id"))}
            self._numbers = [every[record.id] for record in found]
            self._organisations = overlay
        return self._organisations

    def population(self, table: str) -> Mask:
        """All rows of the table that the choice leaves, as a mask over :meth:`source`."""
        if table == "organisations":
            return masks.everything(len(self.source(table).table(table)))
        found = relations.of_sites(self.store, table, self.sites)
        return masks.everything(len(self.store.table(table))) if found is None else found

    def pick(self, table: str, where: str) -> Mask:
        """Those rows of the population that a filter picks. Raises FilterError."""
        population = self.population(table)
        if not where:
            return population
        return masks.both(population, match_text(self.source(table), table, where))

    def numbers(self, table: str, rows: Iterable[int]) -> tuple[int, ...]:
        """Rows of :meth:`source` as row numbers of the store's own table."""
        return (
            tuple(self._numbers[row] for row in rows) if table == "organisations" else tuple(rows)
        )

    def keys(self, table: str, rows: Iterable[int]) -> tuple[str, ...]:
        """Keys of rows of the store's own table, as the table function names them."""
        source = self.store.table(table)
        return tuple(row_key(source, row) for row in rows)


def scope_of(dataset: Dataset, cohort: str = "", text: str = "") -> Scope:
    """The scope of a cohort ("" for every site) and a filter on sites. Raises FilterError."""
    return Scope(store_of(dataset), site_mask(dataset, View(cohort=cohort, filter=text)))
