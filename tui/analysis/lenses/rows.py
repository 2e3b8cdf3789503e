"""Worked-out tables: typed rows under columns declared once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from tui.dataset import Dataset
from tui.query.engine import masks
from tui.query.engine.columns import Column, Field, TableSpec
from tui.query.engine.masks import Mask
from tui.query.engine.relations import of_sites
from tui.query.engine.store import Store, Table, store_of
from tui.query.engine.table import cohort_mask, site_mask, table
from tui.query.engine.view import View
from tui.text import printable


class Selection:
    """What a worked-out table is worked out from: a dataset and the sites that a view picks.

    Raises FilterError where the filter or the cohort does not fit the dataset.
    """

    def __init__(self, dataset: Dataset, view: View) -> None:
        """Pick the sites of the view's cohort and filter."""
        self.dataset = dataset
        # What is worked out rests on the picked rows, not on how a table of them is shown.
        self.view = view.but(rows="", limit=0)
        self.picked: Mask = site_mask(dataset, self.view)

    @property
    def store(self) -> Store:
        """The dataset as columns."""
        return store_of(self.dataset)

    @cached_property
    def scope(self) -> Mask:
        """Sites of the cohort."""
        return cohort_mask(self.dataset, self.view)

    @property
    def narrowing(self) -> str:
        """The filter where it narrows lists, "" where whole lists are shown."""
        return "" if self.view.whole else self.view.filter

    def rows(self, name: str) -> list[int]:
        """Rows of a table of the dataset, narrowed by the filter unless whole, in file order."""
        return sorted(table(self.dataset, self.view, name).rows)

    def whole(self, name: str) -> list[int]:
        """All rows of a table that belong to the picked sites."""
        return masks.rows(of_sites(self.store, name, self.picked) or b"")


def worked_out(  # noqa: PLR0913 - a table is all of this
    name: str,
    title: str,
    fields: Iterable[Field],
    records: Sequence[Any],
    *,
    key: Callable[[Any], str],
    total: Any = None,
    parents: Mapping[str, Sequence[int]] | None = None,
    singular: str = "row",
    apart: bool = False,
) -> Table:
    """A table over typed rows.

    ``key`` names a row whatever the selection and the order; ``total`` is a record that stands
    for all rows, None where there is none; ``parents`` lead to the rows of the dataset that the
    rows belong to, by relation (``site``); rows that stand ``apart`` are not to be added up.
    """
    columns: tuple[Column, ...] = tuple(fields)
    spec = TableSpec(name, singular, title, columns, apart=apart)
    return Table(spec, records, parents or {}, _underived, key, total)


def _underived(ident: str) -> list[Any]:
    raise KeyError(ident)


def ordered(store: Store, source: Table, *sort: tuple[str, bool]) -> Table:
    """The same table with its rows in another order of (column id, descending) pairs."""
    order = source.order(sort, store.rank)
    parents = {name: [rows[row] for row in order] for name, rows in source.parents.items()}
    records = [source.records[row] for row in order]
    return Table(source.spec, records, parents, _underived, source.key, source.total)


def short_labels(store: Store, name: str) -> list[str]:
    """First word of each label of a list, the whole label where that would be ambiguous."""
    labels = [word.en for word in store.vocabulary.words(name).values()]
    firsts = [label.split()[0].rstrip(",") if label.split() else label for label in labels]
    return [
        printable(first if firsts.count(first) == 1 else label)
        for first, label in zip(firsts, labels, strict=True)
    ]


def percent(part: int, whole: int) -> float | None:
    """A part as percent of the whole; None where the whole is 0."""
    return 100 * part / whole if whole else None


def site_column(value: Callable[[Any], str | None], meaning: str = "Id of the site") -> Field:
    """The column with the site of a row."""
    return Field("site", "Site", "slug", meaning, default=True, value=value)


def field(
    ident: str, title: str, kind: Any, meaning: str, value: Callable[[Any], Any], **more: Any
) -> Field:
    """A column of any kind."""
    return Field(id=ident, title=title, kind=kind, meaning=meaning, value=value, **more)


def count(
    ident: str, title: str, meaning: str, value: Callable[[Any], int | None], **more: Any
) -> Field:
    """A column of counts."""
    more.setdefault("default", True)
    return Field(id=ident, title=title, kind="integer", meaning=meaning, value=value, **more)


def share(
    ident: str, title: str, meaning: str, value: Callable[[Any], float | None], **more: Any
) -> Field:
    """A column of percentages."""
    more.setdefault("default", True)
    return Field(
        id=ident, title=title, kind="number", meaning=meaning, value=value, unit="percent", **more
    )
