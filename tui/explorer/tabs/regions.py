"""Tab 6: how the hosting regions stand, by one indicator or one region by all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.timer import Timer

from tui.analysis.lenses import region_tables as tables
from tui.analysis.lenses.breakdown import Breakdown
from tui.analysis.lenses.regions import Place, Ranking, hosting, profile, rankings
from tui.analysis.telling.sections import Section
from tui.explorer.grid.grid import Grid
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.messages import CursorMoved, DetailRequested, SortRequested
from tui.explorer.panes.detail import DetailPane
from tui.explorer.panes.frame import Divider
from tui.explorer.state import State
from tui.explorer.tabs.base import TabView, needles
from tui.explorer.tabs.computed import BreakdownBar, ComputedSource, Shown
from tui.explorer.tabs.empty_text import empty_text
from tui.explorer.tabs.region_text import (
    LEGEND,
    host_columns,
    host_remark,
    indicator_columns,
    profile_columns,
    ranking_columns,
    ranking_remark,
    sections,
)
from tui.explorer.tabs.rows import one_row
from tui.query.engine.fold import fold

if TYPE_CHECKING:
    from tui.export import Sheet

# What depends on the cursor follows after a pause, so that a held key does not repaint it.
FOLLOW_DELAY = 0.08
INDICATOR, REGION = range(2)
_NAMES = ("by indicator", "by region")
BAR, WIDE_BAR = 11, 14


class RegionsView(TabView):
    """A list to choose from (indicators or regions) and the figures of the one chosen.

    In narrow terminals the list is one line high until Tab gives it the keyboard.
    """

    tab: ClassVar[str] = "regions"
    primary: ClassVar[str] = "indicators"

    DEFAULT_CSS = """
    RegionsView BreakdownBar { width: 100%; }
    RegionsView #regions-panes { layout: vertical; height: 1fr; }
    RegionsView #regions-choice { height: 2; scrollbar-size-vertical: 0; }
    RegionsView #regions-choice:focus { height: 1fr; scrollbar-size-vertical: 1; }
    RegionsView #regions-right { height: 1fr; }
    RegionsView Divider, RegionsView #regions-detail { display: none; }
    RegionsView.-wide #regions-panes { layout: horizontal; }
    RegionsView.-wide #regions-choice {
        width: 1fr; max-width: 41; height: 1fr; scrollbar-size-vertical: 1;
    }
    RegionsView.-wide #regions-right { width: 2fr; }
    RegionsView.-wide #regions-main { height: 2fr; }
    RegionsView.-wide Divider { display: block; }
    RegionsView.-wide #regions-detail {
        display: block; height: 1fr; border-top: solid $border;
    }
    """

    _mode = INDICATOR
    _indicator = ""
    _region = ""
    _hosts: tuple[Place, ...] = ()
    _rankings: tuple[Ranking, ...] = ()
    _choices: Breakdown | None = None
    _found: Breakdown | None = None
    _pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The two ways, the list, the figures, and what the figure under the cursor says."""
        yield BreakdownBar(_NAMES)
        with Container(id="regions-panes"):
            yield Grid(fold=fold, id="regions-choice")
            yield Divider()
            with Vertical(id="regions-right"):
                yield Grid(fold=fold, id="regions-main")
                yield DetailPane(id="regions-detail")

    @property
    def choice(self) -> Grid:
        """The list."""
        return self.query_one("#regions-choice", Grid)

    @property
    def main(self) -> Grid:
        """The figures."""
        return self.query_one("#regions-main", Grid)

    # Filling

    def on_mount(self) -> None:
        """Take the keyboard when the tab is opened for the first time."""
        if self.showing:
            self.focus_first()

    def fill(self, state: State) -> None:
        """Rank the regions of the picked sites, once the regions are read."""
        if not state.ready:
            self.main.empty_message = Text("Reading the regions …")
            return
        self._hosts = hosting(state.store, state.picked)
        self._rankings = rankings(state.store, self._hosts)
        self._show_choices(state)
        self._show_figures(state)

    def _show_choices(self, state: State) -> None:
        store = state.store
        if self._mode == INDICATOR:
            found = tables.indicators_table(self._rankings)
            columns = indicator_columns
        else:
            found = tables.hosts_table(store, self._hosts)
            columns = host_columns
        self._choices = found = found.sorted(store, state.view.table(found.name).sort)
        wanted = self._indicator if self._mode == INDICATOR else self._region
        self._put(self.choice, state, found, columns(store, found), wanted)
        if wanted not in found.keys and found.keys:
            self._choose(found.keys[self.choice.cursor_row])

    def _show_figures(self, state: State) -> None:
        store, width = state.store, WIDE_BAR if self.wide else BAR
        ranking = self._ranking()
        if self._mode == INDICATOR and ranking is not None and self._hosts:
            found = tables.ranking_table(store, ranking)
            columns = ranking_columns(store, found, ranking, width)
            remark, wanted, pinned = ranking_remark(ranking), self._region, 2
        elif self._mode == REGION and (host := self._host()) is not None:
            found = tables.profile_table(store, profile(self._rankings, host.region))
            columns = profile_columns(store, found, self._rankings, width)
            remark, wanted, pinned = host_remark(store, host), self._indicator, 1
        else:
            self._found = None
            self.query_one(BreakdownBar).mark(self._mode)
            text = (
                "The dataset describes none of the regions of these sites."
                if self._hosts
                else empty_text(state, state.result("sites"))
            )
            self.main.empty_message = Text(text, justify="center")
            self.main.source = None
            self._look()
            return
        self._found = found = found.sorted(store, state.view.table(found.name).sort)
        self.query_one(BreakdownBar).mark(self._mode, state.glyphs.adapt(remark))
        self._put(self.main, state, found, columns, wanted, pinned)
        self._look()

    def _put(
        self,
        grid: Grid,
        state: State,
        found: Breakdown,
        columns: list[Shown],
        wanted: str,
        pinned: int = 1,
    ) -> None:
        """Show a computed table with the cursor on the row wanted, if it is there."""
        source = ComputedSource(found, columns)
        source.pinned = pinned
        grid.glyphs = state.glyphs
        grid.set_reactive(Grid.sort, state.view.table(found.name).sort)
        grid.highlight = needles(state.view.filter)
        grid.last_key = wanted if wanted in found.keys else grid.last_key
        grid.source = source
        grid.marks = state.view.marks

    def _ranking(self) -> Ranking | None:
        """The ranking by the chosen indicator."""
        return next((r for r in self._rankings if r.indicator == self._indicator), None)

    def _host(self) -> Place | None:
        """The chosen region."""
        store = self.state.store if self.state is not None else None
        if store is None:
            return None
        described = (place for place in self._hosts if place.region >= 0)
        return next((p for p in described if tables.key_of(store, p) == self._region), None)

    def _choose(self, key: str) -> None:
        if self._mode == INDICATOR:
            self._indicator = key
        else:
            self._region = key

    # The two ways

    def next_breakdown(self) -> None:
        """One indicator for all regions, or all indicators of one region."""
        self._switch(1 - self._mode)

    @on(BreakdownBar.Chosen)
    def _chosen(self, event: BreakdownBar.Chosen) -> None:
        event.stop()
        self._switch(event.place)

    def _switch(self, mode: int) -> None:
        self._mode = mode
        if self.state is not None:
            self.fill(self.state)
        self.main.cursor_column = 0
        self.main.scroll_columns(-self.main.column_count)
        self.main.focus()

    def watch_wide(self, wide: bool) -> None:
        """Put the panes side by side, or fold the list to one line."""
        self.set_class(wide, "-wide")
        if self.is_mounted and self.showing and self._found is not None and self.state is not None:
            self._show_figures(self.state)

    # What is looked at

    def focus_first(self) -> None:
        """Give the keyboard to the figures."""
        if self.query("#regions-main"):
            self.main.focus()
            self._look()

    def _place(self) -> tuple[Ranking, Place] | None:
        """The figure under the cursor."""
        key = self.main.cursor_key
        if self._found is None or key is None or self.state is None:
            return None
        if self._mode == REGION:
            host = self._host()
            found = profile(self._rankings, host.region) if host is not None else ()
            return next((pair for pair in found if pair[0].indicator == key), None)
        ranking, store = self._ranking(), self.state.store
        if ranking is None:
            return None
        places = (place for place in ranking.places if tables.key_of(store, place) == key)
        return next(((ranking, place) for place in places), None)

    def _look(self) -> None:
        """Tell the main screen which figure is looked at, and tell of it beside the table."""
        found, state = self._place(), self.state
        if state is None:
            return
        if found is None:
            result = state.result(self.primary)
            self.post_message(CursorMoved(result, len(result), ""))
            return
        _, place = found
        if place.figure >= 0:
            result = one_row(state.store, "indicators", place.figure)
        elif place.region >= 0:
            result = one_row(state.store, "regions", place.region)
        else:
            result = one_row(state.store, "sites", state.store.site_row(place.sites[0]))
        self.post_message(CursorMoved(result, 0, ""))
        self._follow()

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """The figures follow the list, what is told follows the figures."""
        if event.grid is self.choice:
            if self._choices is not None and event.key in self._choices.keys:
                self._choose(event.key)
            self._follow(figures=True)
            return
        if self._found is not None and event.key in self._found.keys:
            if self._mode == INDICATOR:
                self._region = event.key
            else:
                self._indicator = event.key
        self._look()

    _figures_due = False

    def _follow(self, *, figures: bool = False) -> None:
        self._figures_due = self._figures_due or figures
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(FOLLOW_DELAY, self._caught_up)

    def _caught_up(self) -> None:
        if self._figures_due and self.state is not None and self.showing:
            self._figures_due = False
            self._show_figures(self.state)
        if self.wide:
            pane = self.query_one(DetailPane)
            told = self._told()
            if told:
                pane.show(told)
            else:
                pane.say("No figure to show.")

    def _told(self) -> tuple[Section, ...]:
        found = self._place()
        if found is None or self.state is None:
            return ()
        return sections(self.state.store, *found)

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """From the list go to the figures; of a figure tell everything."""
        event.stop()
        if event.grid is self.choice:
            self._caught_up()
            self.main.focus()
        else:
            told = self._told()
            if told:
                self.post_message(DetailRequested(told))

    # Sorting and taking away

    def on_grid_header_pressed(self, event: Grid.HeaderPressed) -> None:
        """Sort by the column clicked."""
        event.stop()
        name = self.sort_name(event.grid)
        if name:
            self.post_message(SortRequested(name, event.column_id))

    def sort_name(self, grid: LineCursor) -> str:
        """Each computed table sorts under its own name."""
        found = self._choices if grid is self.choice else self._found
        return found.name if found is not None else ""

    def sheet(self) -> Sheet | None:
        """The figures as they stand on the screen."""
        from tui.export import sheet

        if self._found is None:
            return None
        return sheet(self._found.name, self._found.columns, self._found.rows)

    def legend(self) -> str:
        """The signs in the table."""
        return self.state.glyphs.adapt(LEGEND) if self.state is not None else LEGEND
