"""Looking closer at rows, going to the rows behind a finding, and to what was found by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tui.explorer.commands import TAB_IDS
from tui.explorer.here import Here
from tui.explorer.main_base import MainBase
from tui.explorer.messages import GoRequested, MapRequested, Place, RuleRequested, TabRequested
from tui.explorer.result_rows import index_of, marked
from tui.explorer.tabs import ways_of
from tui.query import FilterError, View
from tui.query.engine.match import usable_cohorts
from tui.query.engine.store import Store
from tui.text import cut, printable

if TYPE_CHECKING:
    from tui.analysis.findings.evaluate import Evaluated
    from tui.query.assist.things import Thing


# Where the rows of a table are to be seen.
TAB_OF = {
    "sites": "sites", "systems": "compute", "rankings": "compute", "clusters": "compute",
    "partners": "consortia", "organisations": "consortia", "sectors": "sectors",
    "services": "access", "access": "access", "access_modes": "access", "regions": "regions",
    "indicators": "regions", "sources": "sources",
}  # fmt: skip
_LONGEST_NAME = 40


class LookActions(MainBase):
    """Sources, map, comparison; the rows behind a finding; going to what was found by name."""

    def action_sources(self) -> None:
        """Show on which sources the row under the cursor rests."""
        from tui.explorer.dialogs.detail import SourcesScreen

        found = self.here().evidence
        if found is None or not found[1]:
            self.notify("No row with sources is under the cursor")
            return
        dataset = self.now.dataset
        sources = {source.id: source for source in dataset.sources}
        self.app.push_screen(SourcesScreen(*found, sources, dataset.vocabulary))

    def acts_on(self, here: Here, command: str) -> bool:
        """Rows open where something stands behind them; sources are shown where they are."""
        if command == "open":
            return here.opens
        return here.has_sources if command == "sources" else super().acts_on(here, command)

    def action_map(self) -> None:
        """Show the sites on a map, or close it."""
        from tui.explorer.tabs.map_marks import SIGNS
        from tui.explorer.tabs.sites import SitesTab

        tab, view = self.tab_view, self.now.view
        if not isinstance(tab, SitesTab):
            return
        if tab.map_in_front:
            self.change(view.but(map=""))
            return
        self.change(view.but(map=view.map or SIGNS[0]).with_way("sites", ""))
        tab.map_to_front()

    def on_map_requested(self, message: MapRequested) -> None:
        """Let the signs of the map stand for something else."""
        self.change(self.now.view.but(map=message.signs))

    def action_compare(self) -> None:
        """Show marked sites or systems side by side; a single one with that under the cursor."""
        from tui.analysis.compare import LEAST, MOST, compare
        from tui.analysis.provenance import basis
        from tui.explorer.dialogs.compare import CompareScreen

        table, rows = self._compared()
        if len(rows) < LEAST:
            self.notify(
                f"Two to four {table} can be compared: mark them with Space,\n"
                "or mark one and go to another; then press c."
            )
            return
        if len(rows) > MOST:
            self.notify(
                f"{len(rows)} {table} are marked, and {MOST} at most can be compared.\n"
                "Space takes a mark away, * takes all away."
            )
            return
        state = self.now
        store = state.store
        found = compare(store, rows, table)
        of = store.table(table).parents.get("site")
        inside = all(state.scope[row if of is None else of[row]] for row in rows)
        picks = f"id:{','.join(found.ids)}"
        view = View(cohort=state.view.cohort if inside else "")
        view = view.but(filter=picks) if of is None else view.but(rows=picks)
        rests_on = tuple(each for row in rows for each in basis(store, table, row))
        self.app.push_screen(CompareScreen(found, state.dataset, view, rests_on))

    def _compared(self) -> tuple[str, list[int]]:
        """The table and rows to compare: those marked, with that under the cursor if needed.

        Systems where these are in sight or marked alone, else sites; in the order of the list,
        those that the filter hides last.
        """
        here = self.here()
        found = {name: marked(self.now.result(name), self.now.view.marks)
                 for name in ("sites", "systems")}  # fmt: skip
        row = here.row if here.row is not None and here.row[0].name == "systems" else None
        in_sight = row is not None or here.table == "systems"
        sites, systems = (len(found[name]) for name in ("sites", "systems"))
        both = bool(systems) and in_sight
        table = "systems" if both or (not sites and (systems or in_sight)) else "sites"
        rows = [*found[table].visible, *found[table].hidden]
        under = here.site
        if table == "systems":
            under = None if row is None else row[0].rows[row[1]]
        if len(rows) < 2 and under is not None and under not in rows:
            rows.append(under)
        return table, rows

    # From a finding to its rows and back

    _before: View | None = None

    def on_rule_requested(self, message: RuleRequested) -> None:
        """Apply the rule of a finding as the filter, and go to its rows."""
        from tui.analysis.findings.wording import parts_of

        found = message.found
        parts = parts_of(found)
        if not parts:
            self.notify("Nothing in the data bears on this sentence")
            return
        self.keep_typed()
        part = parts[0]
        tab = TAB_OF.get(part.table, "")
        before = self.history.present.but(tab="findings")
        rule = part.site_filter
        if rule is not None and not self.change(self._ruled(found, rule)):
            return
        if not tab:
            self.notify(f"The rule reads {part.table}, which no tab shows; its rows stand below")
            return
        self._before = before
        self.post_message(TabRequested(tab))
        self.notify(f"Rows of the claim. {self.keys_told()['back']} goes back to it.", timeout=4)

    def _ruled(self, found: Evaluated, rule: str) -> View:
        """The present view with the sites and rows of a rule."""
        view = self.history.present
        both = f"{rule} {found.filter}" if found.filter.strip() and rule else rule or found.filter
        if " OR " in rule and found.filter.strip():
            both = f"({rule}) {found.filter}"
        cohort = found.cohort or next(
            (each.id for each in self.now.dataset.cohorts if each.id == "network"), view.cohort
        )
        return view.but(filter=both, cohort=cohort, whole=False)

    def action_back(self) -> None:
        """Back to the finding whose rule was applied, with the view that was there."""
        if self._before is None:
            self.notify("No rule was applied")
            return
        view, self._before = self._before, None
        self.change(view)
        self.post_message(TabRequested("findings"))

    # To what was found by its name

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
            self.notify(f"The filter left {name} out and is cleared")
        if view.cohort != before.cohort:
            self.notify(f"{name} is not in the cohort: {self.now.cohort_label}")
        if view.whole != before.whole:
            self.notify(f"The filter leaves {name} out: the lists are whole now")
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
