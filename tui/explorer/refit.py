"""A view that was made for another state of the data, as far as it fits the present one."""

from __future__ import annotations

from collections.abc import Iterator

from tui.dataset import Dataset
from tui.explorer.commands import TAB_IDS
from tui.explorer.state import make_state, under
from tui.explorer.tabs import ways_of
from tui.query import FilterError, TableView, View
from tui.query.engine.match import is_usable, usable_cohorts
from tui.query.engine.view import TALLY
from tui.text import listed, printable


def default_cohort(dataset: Dataset) -> str:
    """The dataset's default cohort, or the first one whose filter can be used, or none."""
    own = dataset.default_cohort
    if is_usable(dataset, own):
        return own  # the others need not be looked at
    return next((each.id for each in usable_cohorts(dataset)), "")


def fitted(dataset: Dataset, view: View) -> View:
    """The view with a cohort, a tab and a filter that can be used.

    A cohort that is gone gives way to the default one, a tab to the first one, and a filter that
    cannot be used is dropped.
    Tables, columns and ways that are gone stay in the view, where nothing asks for them. A view
    that fits comes back as it is.
    """
    if view.cohort and view.cohort not in {each.id for each in usable_cohorts(dataset)}:
        view = view.but(cohort=default_cohort(dataset))
    if view.tab not in TAB_IDS:
        view = view.but(tab=TAB_IDS[0])
    if _matches(dataset, view):
        return view
    try:
        return under(dataset, view, view.text)  # written by hand, it may speak of both
    except FilterError:
        smaller = (view.but(findings=""), view.but(filter=""))
        return next(
            (each for each in smaller if _matches(dataset, each)), view.but(filter="", findings="")
        )


def misfits(dataset: Dataset, view: View) -> str:
    """A sentence that names what in a view these data do not have; "" where all fits."""
    found = [printable(each) for each in _misfits(dataset, view)]
    return f"Not in these data and left out: {listed(found)}" if found else ""


def _misfits(dataset: Dataset, view: View) -> Iterator[str]:
    if view.cohort and view.cohort not in {each.id for each in usable_cohorts(dataset)}:
        yield f"the cohort '{view.cohort}'"
    fit = fitted(dataset, view)
    for lost in _lost(dataset, fit, view):
        yield f"the filter '{lost}'"
    if view.tab not in TAB_IDS:
        yield f"the tab '{view.tab}'"
    for tab, way in view.ways.items():
        if tab in TAB_IDS and way not in {each.id for each in ways_of(tab)}:
            yield f"the way '{way}' of {tab}"
    for name, shown in view.tables.items():
        yield from _columns(dataset, name, shown)


def _columns(dataset: Dataset, name: str, shown: TableView) -> Iterator[str]:
    """A table that is gone, or its columns that are."""
    from tui.analysis.tables import spec, tables

    if name == TALLY:
        return
    if name not in tables(dataset):
        yield f"the table '{name}'"
        return
    named = dict.fromkeys((*shown.columns, *(ident for ident, _ in shown.sort)))
    known = spec(dataset, name) if named else None
    gone = [ident for ident in named if known is not None and known.column(ident) is None]
    yield from (f"the column '{ident}' of {name}" for ident in gone)


def _lost(dataset: Dataset, fit: View, view: View) -> Iterator[str]:
    """What of the filter a view had to give up to fit."""
    if fit.text == view.text:
        return
    try:
        under(dataset, fit, view.text)
    except FilterError:
        parts = ((view.filter, fit.filter), (view.findings, fit.findings))
        yield from (asked for asked, kept in parts if asked != kept)


def _matches(dataset: Dataset, view: View) -> bool:
    try:
        make_state(dataset, view)
    except FilterError:
        return False
    return True
