"""Tab 7: every sentence of the brief beside what the data say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.timer import Timer

from tui.analysis.findings.engine import evaluate_all, standing
from tui.analysis.findings.evaluate import Evaluated, Standing
from tui.explorer.grid.grid import Grid
from tui.explorer.messages import CursorMoved, LegendChanged, RuleRequested
from tui.explorer.panes.detail import DetailPane
from tui.explorer.panes.frame import Divider
from tui.explorer.state import State
from tui.explorer.tabs.base import TabView, needles
from tui.explorer.tabs.finding_text import FindingLines, columns_for, sections
from tui.explorer.tabs.rows import one_row
from tui.query.engine.fold import fold

if TYPE_CHECKING:
    from tui.export import Sheet


def chosen_cohort(state: State) -> str | None:
    """The cohort to re-compute for; None, each finding's own, while the default is chosen."""
    own = state.view.cohort == state.dataset.default_cohort
    return None if own else state.view.cohort


class FindingsView(TabView):
    """The list of findings, and everything behind the one under the cursor."""

    tab: ClassVar[str] = "findings"
    primary: ClassVar[str] = "findings"

    DEFAULT_CSS = """
    FindingsView Container { layout: vertical; }
    FindingsView.-wide Container { layout: horizontal; }
    FindingsView #findings-grid { width: 1fr; height: 1fr; }
    FindingsView.-wide #findings-grid { width: 3fr; }
    FindingsView #findings-detail { height: 1fr; border-top: solid $border; }
    FindingsView.-wide #findings-detail { width: 2fr; border-top: none; }
    FindingsView Divider { display: none; }
    FindingsView.-wide Divider { display: block; }
    """

    class Computed(Message):
        """The findings were re-computed for a state."""

        def __init__(self, state: State, found: tuple[Evaluated, ...]) -> None:
            self.state = state
            self.found = found
            super().__init__()

    class Told(Message):
        """How one finding fares elsewhere was worked out."""

        def __init__(self, found: Evaluated, strip: tuple[Standing, ...]) -> None:
            self.found = found
            self.strip = strip
            super().__init__()

    _pause: Timer | None = None
    _found: tuple[Evaluated, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, and the detail below or beside it."""
        with Container():
            yield Grid(fold=fold, id="findings-grid")
            yield Divider()
            yield DetailPane(id="findings-detail")

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one("#findings-grid", Grid)

    def watch_wide(self, wide: bool) -> None:
        """Detail beside the list, or below it."""
        self.set_class(wide, "-wide")

    def on_resize(self) -> None:
        """Choose the columns anew when the list has its new width."""
        self.call_after_refresh(self._list)

    def _list(self) -> None:
        """Show the findings in the columns that fit."""
        source, width = self.grid.source, self.grid.size.width
        same = isinstance(source, FindingLines) and source.found is self._found
        if self.state is None:
            return
        if source is None or not same or tuple(source.columns) != columns_for(width):
            self.grid.source = FindingLines(self.state.store, self._found, width)

    def legend(self) -> str:
        """What the signs mean, and for which sites the values are."""
        state = self.state
        told = "✓ holds ✗ fails ≈ depends ↻ outdated ? unknown · open: may turn"
        if state is None:
            return told
        if chosen_cohort(state) is None and not state.view.filter.strip():
            return told
        return f"for {state.cohort_label}, {state.site_count} sites · {told}"

    def fill(self, state: State) -> None:
        """Re-compute the findings aside; what stood there stays until they are done."""
        self.grid.glyphs = state.glyphs
        self.grid.highlight = needles(state.view.filter)
        if not self._found:
            self._list()
            self.call_after_refresh(self._leave_heading)
        self.run_worker(
            partial(self._compute, state),
            group="findings",
            exclusive=True,
            thread=True,
            description="Re-compute the findings",
        )
        self.post_message(LegendChanged(self.tab, self.legend()))

    def _compute(self, state: State) -> None:
        found = evaluate_all(state.dataset, cohort=chosen_cohort(state), filter=state.view.filter)
        self.post_message(self.Computed(state, found))

    def on_findings_view_computed(self, message: Computed) -> None:
        """Show the findings unless the view has changed since."""
        state = self.state
        if state is None or message.state.view is not state.view:
            return
        self._found = message.found
        self._list()
        self._look()
        self._tell_soon()

    def _leave_heading(self) -> None:
        """Begin at the first finding, with its heading in sight."""
        if self.grid.cursor_row == 0:
            self.grid.cursor_row = 1

    # What is under the cursor

    @property
    def current(self) -> Evaluated | None:
        """The finding under the cursor."""
        source = self.grid.source
        if not isinstance(source, FindingLines) or not len(source):
            return None
        line = source.lines[self.grid.cursor_row]
        return line if isinstance(line, Evaluated) else None

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """Let the detail follow, and tell the main screen."""
        event.stop()
        self._look()
        self._tell_soon()

    def _look(self) -> None:
        state, current = self.state, self.current
        if state is not None and current is not None:
            ids: Sequence[str] = state.store.table("findings").values("id")
            row = one_row(state.store, "findings", ids.index(current.finding.id))
            self.post_message(CursorMoved(row, 0, "statement.en"))

    def _tell_soon(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(self.pause, self._tell)

    def _tell(self) -> None:
        state, current = self.state, self.current
        pane = self.query_one(DetailPane)
        if state is None or current is None:
            pane.say("Enter on a finding applies its rule as the filter and shows its rows.")
            return
        pane.show(sections(state.store, current, ()))
        if current.readings and current.by_sites:
            self.run_worker(
                partial(self._fare, state, current),
                group="standing",
                exclusive=True,
                thread=True,
                description="How the finding fares elsewhere",
            )

    def _fare(self, state: State, found: Evaluated) -> None:
        strip = standing(
            state.dataset, found.finding, state.view.filter, cohort=chosen_cohort(state)
        )
        self.post_message(self.Told(found, strip))

    def on_findings_view_told(self, message: Told) -> None:
        """Complete the detail, unless the cursor has gone on."""
        if self.state is not None and message.found is self.current:
            pane = self.query_one(DetailPane)
            pane.show(sections(self.state.store, message.found, message.strip))

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Apply the rule as the filter, and go to its rows."""
        event.stop()
        current = self.current
        if current is not None:
            self.post_message(RuleRequested(current))

    # Leaving with something

    def sheet(self) -> Sheet | None:
        """The findings with their verdicts, as `aif findings` gives them."""
        from tui.export.findings import findings_sheet

        return findings_sheet(self._found) if self._found else None
