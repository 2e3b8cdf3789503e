"""Looking closer at rows: sources, map, comparison, and the rows behind a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.explorer.commands import key_text
from tui.explorer.here import Here
from tui.explorer.main_base import MainBase
from tui.explorer.messages import MapRequested, RuleRequested, TabRequested
from tui.explorer.result_rows import marked
from tui.query import View

if TYPE_CHECKING:
    from tui.analysis.findings.evaluate import Evaluated


class LookActions(MainBase):
    """Sources, map and comparison: looking closer at rows."""

    def action_sources(self) -> None:
        """Show on which sources the row under the cursor rests."""
        from tui.explorer.dialogs.sources import SourcesScreen

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
        from tui.analysis.evidence import basis
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


# Where the rows of a table are to be seen.
TAB_OF = {
    "sites": "sites", "systems": "compute", "rankings": "compute", "clusters": "compute",
    "partners": "consortia", "organisations": "consortia", "sectors": "sectors",
    "services": "access", "access": "access", "access_modes": "access", "regions": "regions",
    "indicators": "regions", "sources": "sources",
}  # fmt: skip


class RuleActions(MainBase):
    """From a finding to its rows and back."""

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
        key = next(each.keys[0] for each in self.commands if each.id == "back")
        self.notify(f"Rows of the claim. {key_text(key)} goes back to it.", timeout=4)

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
