"""A view that was made for another state of the data, as far as it fits the present one."""

from __future__ import annotations

from types import MappingProxyType

from tui.dataset import Dataset
from tui.explorer.state import State, make_state
from tui.query import FilterError, UnknownNameError, View
from tui.query.engine.match import cohort
from tui.query.engine.store import store_of
from tui.query.language.tree import NOWHERE


def default_cohort(dataset: Dataset) -> str:
    """The dataset's default cohort, or the first one whose filter can be used, or none."""
    for ident in (dataset.default_cohort, *(each.id for each in dataset.cohorts)):
        if _usable(dataset, ident):
            return ident
    return ""


def fitted(dataset: Dataset, view: View) -> View:
    """The view with what the dataset does not know left out.

    A cohort that is gone gives way to the default one; a filter or a table's columns and sort
    that cannot be used are dropped. A view that fits comes back as it is.
    """
    if view.cohort and not _usable(dataset, view.cohort):
        view = view.but(cohort=default_cohort(dataset))
    try:
        state = make_state(dataset, view)
    except FilterError:
        view = view.but(filter="")
        state = make_state(dataset, view)
    tables = {name: each for name, each in view.tables.items() if _shows(state, name)}
    if len(tables) == len(view.tables):
        return view
    return view.but(tables=MappingProxyType(tables))


def _usable(dataset: Dataset, ident: str) -> bool:
    try:
        cohort(store_of(dataset), ident, NOWHERE)
    except FilterError:
        return False
    return True


def _shows(state: State, name: str) -> bool:
    try:
        state.result(name)
    except (FilterError, UnknownNameError):
        return False
    return True
