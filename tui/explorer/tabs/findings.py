"""Tab 7: every sentence of the brief beside what the data say."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.message import Message

from tui.analysis.findings.engine import standing
from tui.analysis.findings.evaluate import Evaluated, Standing
from tui.analysis.lenses.verdict_table import chosen_cohort
from tui.analysis.telling.sections import Section
from tui.explorer.grid.grid import Grid
from tui.explorer.messages import RuleRequested
from tui.explorer.panes.detail import DetailPane
from tui.explorer.state import State
from tui.explorer.tabs import finding_text as text
from tui.explorer.tabs.base import NO_ROW
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Scene, Spot, Way

TURNING = "turns:yes"
"""Picks the claims whose verdict is not the same for every cohort."""


def _found(spot: Spot) -> Evaluated | None:
    """The finding under the cursor, None on a heading."""
    found = getattr(spot.record, "present", spot.record)
    return found if isinstance(found, Evaluated) else None


def _finding(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The finding behind a row."""
    found = _found(spot)
    if found is None:
        return None
    ids = scene.store.table("findings").values("id")
    return "findings", ids.index(found.finding.id)


def _tell(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    found = _found(spot)
    return () if found is None else text.sections(scene.store, found, ())


def _aside(state: State) -> bool:
    return True


class FindingsTab(Tab):
    """The list of findings, or of claims by cohort, and everything behind the one chosen."""

    tab: ClassVar[str] = "findings"
    primary: ClassVar[str] = "findings"
    pane_below: ClassVar[bool] = True
    ways: ClassVar[tuple[Way, ...]] = (
        Way(
            id="claims",
            title="claims",
            table="verdicts",
            source=text.lines_of,
            remark=text.verdict_counts,
            behind=_finding,
            tells=_tell,
            legend=text.legend,
            aside=_aside,
            late=True,
        ),
        Way(
            id="by-cohort",
            title="by cohort",
            table="claims-by-cohort",
            drawn=text.cohort_columns,
            remark=text.turning_count,
            behind=_finding,
            legend=text.cohort_legend,
            aside=_aside,
            late=True,
        ),
        Way(
            id="turning",
            title="that turn",
            table="claims-by-cohort",
            rows=lambda _: TURNING,
            drawn=text.cohort_columns,
            remark=text.turning_count,
            behind=_finding,
            legend=text.cohort_legend,
            empty=lambda _: "No claim turns between the cohorts.",
            aside=_aside,
            late=True,
        ),
    )

    class Told(Message):
        """How one finding fares elsewhere was worked out."""

        def __init__(self, found: Evaluated, strip: tuple[Standing, ...]) -> None:
            self.found = found
            self.strip = strip
            super().__init__()

    def _meanwhile(self, state: State) -> None:
        """The sentences stand at once, their values follow."""
        super()._meanwhile(state)
        if self.grid.source is None and self.way is self.ways[0]:
            self.grid.glyphs = state.glyphs
            self.grid.source = text.FindingLines(state.store, (), self.size.width)

    def _show_grid(self) -> None:
        """Begin at the first finding, with its heading in sight."""
        super()._show_grid()
        if self.grid.cursor_row == 0 and str(self.grid.cursor_key).startswith(NO_ROW):
            self.grid.cursor_row = 1

    @property
    def current(self) -> Evaluated | None:
        """The finding under the cursor."""
        spot = self.spot
        return None if spot is None else _found(spot)

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
        state = scene.state
        cohort = chosen_cohort(scene.selection)
        strip = standing(state.dataset, found.finding, state.view.filter, cohort=cohort)
        self.post_message(self.Told(found, strip))

    def on_findings_tab_told(self, message: Told) -> None:
        """Complete the detail, unless the cursor has gone on."""
        if self._scene is not None and message.found is self.current:
            told = text.sections(self._scene.store, message.found, message.strip)
            self.query_one(DetailPane).show(told)

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Apply the rule as the filter, and go to its rows."""
        event.stop()
        event.prevent_default()
        current = self.current
        if current is not None:
            self.post_message(RuleRequested(current))
