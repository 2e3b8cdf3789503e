"""Sources, map and comparison: looking closer at rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.explorer.here import Here
from tui.explorer.main_base import MainBase
from tui.explorer.messages import MapRequested, RuleRequested, TabRequested
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
        self.app.push_screen(SourcesScreen(*found, sources, dataset.vocabulary, self.now.glyphs))

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
        """Show the marked sites side by side; a single one with that under the cursor."""
        from tui.analysis.compare import LEAST, MOST, compare
        from tui.explorer.dialogs.compare import CompareScreen

        rows = self._compared()
        if len(rows) < LEAST:
            self.notify(
                "Two to four sites can be compared: mark them with Space,\n"
                "or mark one and go to another; then press c."
            )
            return
        if len(rows) > MOST:
            self.notify(
                f"{len(rows)} sites are marked, and {MOST} at most can be compared.\n"
                "Space takes a mark away, * takes all away."
            )
            return
        state = self.now
        found = compare(state.store, rows)
        ids = found.sites
        inside = all(state.scope[row] for row in rows)
        view = View(cohort=state.view.cohort if inside else "", filter=f"id:{','.join(ids)}")
        self.app.push_screen(CompareScreen(found, state.dataset, view, state.glyphs))

    def _compared(self) -> list[int]:
        """Rows of the marked sites in the order of the list, with that under the cursor if needed.

        Marks that the filter hides come last.
        """
        store, marks = self.now.store, self.now.view.marks
        marked = {row for key in marks if (row := store.site_row(key)) >= 0}
        listed = [row for row in self.now.result("sites").rows if row in marked]
        rows = [*listed, *sorted(marked.difference(listed))]
        here = self.here().site
        if len(rows) < 2 and here is not None and here not in rows:
            rows.append(here)
        return rows


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
        self.notify(f"Rows of the claim. {key} goes back to it.", timeout=4)

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
