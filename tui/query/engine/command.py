"""A view as the command that prints the same table."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from tui.dataset import Dataset
from tui.query.engine import masks
from tui.query.engine.columns import TableSpec
from tui.query.engine.match import cohort
from tui.query.engine.relations import RELATIONS
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import fitting, spec_of
from tui.query.engine.view import View
from tui.query.language.tree import NOWHERE, FilterError

_OF_SITES = frozenset({"sites", "organisations"})
# A leading minus that cannot be taken for an option: `-partner.type:…`, `-partner(…)`.
_PLAIN_MINUS = re.compile(r"-[A-Za-z_][A-Za-z0-9_.-]*[:(]")


def as_command(
    view: View,
    table: str,
    dataset: Dataset,
    data: Sequence[Path] = (),
    options: Sequence[str] = (),
    spec: TableSpec | None = None,
) -> str:
    """The ``aif show`` call that prints a table as it stands under a view, shell-quoted.

    On a terminal it is printed as the explorer shows it. ``data`` are the dataset folders that
    the explorer was started with, if any, ``options`` more words as they are typed; ``spec``
    declares a worked-out table. Raises UnknownNameError for the table.
    """
    store = store_of(dataset)
    spec = spec or spec_of(store, table)
    has_sites = rests_on_sites(store, table)
    rows, sites = view.rows.strip(), view.filter.strip() if has_sites else ""
    if table == "sites" and not rows:
        rows, sites = sites, ""
    shown = fitting(spec, view.table(table))
    columns = shown.columns
    if shown.hidden and not shown.columns:
        idents = columns or tuple(column.id for column in spec.defaults)
        columns = tuple(ident for ident in idents if ident not in shown.hidden) or columns
    behind = rows.startswith("-") and not _PLAIN_MINUS.match(rows)
    words = ["aif", "show", table]
    words += [rows] if rows and not behind else []
    words += _option("--cohort", _cohort(view, dataset) if has_sites else "")
    words += _option("--sites", sites)
    words += ["--whole"] if view.whole and sites else []
    words += _option("--columns", ",".join(columns))
    words += _option("--sort", ",".join(f"-{name}" if down else name for name, down in shown.sort))
    words += _option("--limit", str(view.limit or ""))
    for folder in data:
        words += _option("--data", str(folder))
    words += options
    words += ["--", rows] if behind else []
    return shlex.join(words)


def rests_on_sites(store: Store, table: str) -> bool:
    """Whether the rows of a table depend on cohort and filter.

    What is no table of the dataset is worked out from the picked sites.
    """
    return table in _OF_SITES or "site" in RELATIONS.get(table, {}) or table not in store.specs


def _option(name: str, value: str) -> Iterator[str]:
    """An option with its value, joined where the value begins with a minus; none without."""
    if value.startswith("-"):
        yield f"{name}={value}"
    elif value:
        yield from (name, value)


def _cohort(view: View, dataset: Dataset) -> str:
    """The cohort to name, one that holds all sites where the view has none.

    The default one is named too: what is kept or sent on must mean the same later.
    """
    if view.cohort:
        return view.cohort
    store = store_of(dataset)
    for each in dataset.cohorts:
        try:
            if masks.count(cohort(store, each.id, NOWHERE)) == len(dataset.sites):
                return each.id
        except FilterError:
            continue
    return ""
