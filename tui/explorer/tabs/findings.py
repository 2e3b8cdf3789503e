"""Tab 7: every sentence of the brief beside what the data say."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from tui.analysis.findings.evaluate import Evaluated, Standing
from tui.analysis.telling.finding import sections
from tui.explorer.grid.grid import Grid
from tui.explorer.messages import Request, RuleRequested
from tui.explorer.panes.detail import DetailPane
from tui.explorer.result_rows import NO_ROW
from tui.explorer.state import State
from tui.explorer.tabs.findings_ways import BESIDE, FindingLines, columns_for, fared, finding_at
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Scene


class FindingsTab(Tab):
    """The list of findings, or of claims by cohort, and everything behind the one chosen."""

    pane_below: ClassVar[bool] = True
    pane_beside: ClassVar[int] = BESIDE

    DEFAULT_CSS = """
    FindingsTab.-wide.-stacked.-pane .tab-grid { height: 3fr; }
    FindingsTab.-wide.-stacked.-pane .tab-pane { height: 2fr; }
    """

    class Told(Request):
        """How one finding fares elsewhere was worked out."""

        found: Evaluated
        strip: tuple[Standing, ...]

    def _meanwhile(self, state: State) -> None:
        """The sentences stand at once, their values follow."""
        super()._meanwhile(state)
        if self.grid.source is None and self.way is self.ways[0]:
            self.grid.glyphs = state.glyphs
            self.grid.source = FindingLines(state.store, None, columns_for(self.size.width))
            self._leave_heading()
            self._drawn_way = self.way.id  # the cursor stays where keys bring it meanwhile

    def _show_grid(self) -> None:
        """Begin at the first finding, with its heading in sight."""
        super()._show_grid()
        self._leave_heading()

    def _leave_heading(self) -> None:
        if self.grid.cursor_row == 0 and str(self.grid.cursor_key).startswith(NO_ROW):
            self.grid.cursor_row = 1

    @property
    def current(self) -> Evaluated | None:
        """The finding under the cursor."""
        spot = self._spot
        return None if spot is None else finding_at(spot)

    def _tell(self) -> None:
        """Tell what is known at once, and how it fares elsewhere when that is worked out."""
        super()._tell()
        scene, found = self._scene, self.current
        if scene is not None and found is not None and found.readings and found.by_sites:
            self.run_worker(
                partial(self._fare, scene, found),
                group="standing",
                exclusive=True,
                thread=True,
                description="How the finding fares elsewhere",
            )

    def _fare(self, scene: Scene, found: Evaluated) -> None:
        self.post_message(self.Told(found, fared(scene, found)))

    def on_findings_tab_told(self, message: Told) -> None:
        """Complete the detail, unless the cursor has gone on."""
        if self._scene is not None and message.found is self.current:
            told = sections(self._scene.store, message.found, message.strip)
            self.query_one(DetailPane).show(told)

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Apply the rule as the filter, and go to its rows."""
        if event.grid is self.chooser:
            return
        event.stop()
        event.prevent_default()
        current = self.current
        if current is not None:
            self.post_message(RuleRequested(current))
