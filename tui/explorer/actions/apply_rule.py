"""From a finding to its rows and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.explorer.main_base import MainBase
from tui.explorer.messages import RuleRequested, TabRequested
from tui.query import View

if TYPE_CHECKING:
    from tui.analysis.findings.evaluate import Evaluated

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
