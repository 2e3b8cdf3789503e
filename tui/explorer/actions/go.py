"""Going to what was found by its name: the right tab, the cursor on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tui.explorer.commands import TAB_IDS
from tui.explorer.main_base import MainBase
from tui.explorer.messages import GoRequested, Place
from tui.explorer.result_rows import index_of
from tui.explorer.tabs import ways_of
from tui.query import FilterError, View
from tui.query.engine.match import usable_cohorts
from tui.query.engine.store import Store
from tui.text import cut, printable

if TYPE_CHECKING:
    from tui.query.assist.things import Thing

_LONGEST_NAME = 40


class GoActions(MainBase):
    """Going to what was found by its name."""

    def go_to(self, thing: Thing) -> None:
        """Show where something stands; a filter that leaves it out is dropped."""
        place = self._place_of(thing)
        view = self._view_with(place).with_way(place.tab, place.way)
        name = cut(printable(thing.label), _LONGEST_NAME)
        if thing.kind == "column":
            view = _with_column(self.now.store, view, thing)
        elif thing.kind == "sector":
            view = self._with_sector(view, thing.key)
        before = self.now.view
        if not self.change(view):
            return
        if view.text != before.text:
            self.notify(f"The filter left {name} out and is cleared", markup=False)
        if view.cohort != before.cohort:
            self.notify(f"{name} is not in the cohort: {self.now.cohort_label}", markup=False)
        if view.whole != before.whole:
            self.notify(f"The filter leaves {name} out: the lists are whole now", markup=False)
        self.post_message(GoRequested(place))

    async def on_go_requested(self, message: GoRequested) -> None:
        """Go to the tab, and put the cursor there once its rows stand."""
        place: Place = message.place
        await self.action_tab(place.tab)
        self.tab_view.call_later(self.tab_view.aim, place.row, place.column, place.below)

    async def action_tab(self, tab: str) -> None:
        """Go to a tab."""
        raise NotImplementedError

    def _place_of(self, thing: Thing) -> Place:
        key = thing.key
        if thing.kind == "site":
            return Place("sites", row=key, table="sites", needed=key)
        if thing.kind == "system":
            return Place("compute", "", key, table="systems", needed=key)
        if thing.kind == "organisation":
            site = self._site_of(thing)
            partner = f"{site}/{key}"
            return Place("consortia", "", site, "", partner, "partners", partner)
        if thing.kind == "sector":
            return Place("sectors", column=key)
        if thing.kind == "claim":
            # Without terms on findings each of them is listed, and none need be worked out.
            needed = key if self.now.view.findings else ""
            return Place("findings", row=key, table="verdicts", needed=needed)
        tab, way = _SHOWN_IN[thing.table]
        return Place(tab, way, column=key)

    def _site_of(self, organisation: Thing) -> str:
        """A site of an organisation that is in sight, else its first one."""
        result, key = self.now.result("partners"), organisation.key
        seen = (
            site for site in organisation.sites if index_of(result, f"{site}/{key}") is not None
        )
        return next(seen, organisation.sites[0])

    def _view_with(self, place: Place) -> View:
        """The view in which the row stands: this one, without its filter, or of a larger cohort."""
        view = self.now.view
        for some in self._wider(view) if place.needed else ():
            try:
                result = self.now.showing(some).result(place.table)
            except FilterError:
                continue
            if index_of(result, place.needed) is not None:
                return some
        return view

    def _with_sector(self, view: View, ident: str) -> View:
        """A view with the column of a sector: lists are whole where the filter leaves it out."""
        matrix = self.now.showing(view).result(ways_of("sectors")[0].table)
        return view if matrix.spec.column(ident) else view.but(whole=True)

    def _wider(self, view: View) -> Iterator[View]:
        yield view
        if view.findings:
            yield view.but(findings="")
        yield view.but(filter="", findings="")
        for cohort in usable_cohorts(self.now.dataset):
            yield view.but(filter="", findings="", cohort=cohort.id)
        yield view.but(filter="", findings="", cohort="")


def _with_column(store: Store, view: View, thing: Thing) -> View:
    """A view that shows a column of a table too."""
    spec = store.specs[thing.table]
    shown = view.table(thing.table).columns or tuple(each.id for each in spec.defaults)
    if thing.key in shown:
        return view
    return view.with_table(thing.table, columns=(*shown, thing.key))


_SHOWN_IN: dict[str, tuple[str, str]] = {"sites": ("sites", "")}


@cache
def _fill_shown_in() -> None:
    for tab in TAB_IDS:
        for place, way in enumerate(ways_of(tab)):
            _SHOWN_IN.setdefault(way.table, (tab, way.id if place else ""))


def column_tables(store: Store) -> tuple[str, ...]:
    """Tables of the dataset that a tab shows, whose columns can be gone to."""
    _fill_shown_in()
    return tuple(name for name in _SHOWN_IN if name in store.specs)
