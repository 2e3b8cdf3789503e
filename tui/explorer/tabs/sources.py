"""Tab 8: the bibliography, what rests on each source, and how sure the facts are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from tui.analysis import provenance
from tui.analysis.evidence import Basis, basis_of_fact, name_of
from tui.analysis.lenses import source_tables as tables
from tui.analysis.lenses.breakdown import Breakdown
from tui.analysis.provenance import CONFIRMED, FactRow, Facts, Picks
from tui.explorer.detail import Section
from tui.explorer.grid.grid import Grid
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.messages import CursorMoved, DetailRequested, SortRequested
from tui.explorer.panes.detail import DetailPane
from tui.explorer.panes.frame import Divider
from tui.explorer.state import State
from tui.explorer.tabs import source_text as text
from tui.explorer.tabs.base import TabView, empty_text, needles
from tui.explorer.tabs.computed import BreakdownBar, ComputedSource
from tui.explorer.tabs.rows import one_row
from tui.query.engine import masks
from tui.query.engine.fold import fold

if TYPE_CHECKING:
    from tui.export import Sheet

BIBLIOGRAPHY, CONFIDENCE, UNCONFIRMED = range(3)
_NAMES = ("bibliography", "confidence by site", "not confirmed")
BAR, WIDE_BAR = 12, 16
MANY_SITES = 1000
"""More sites than these are counted in a thread."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What one of the three ways shows of a state.

    ``picks`` are the rows of the selection, ``rows`` the facts behind the keys of the table
    of facts; ``narrowed`` tells that the filter leaves rows out that ``w`` brings back.
    """

    state: State
    way: int
    facts: Facts
    picks: Picks
    found: Breakdown
    remark: str
    narrowed: bool
    rows: Mapping[str, FactRow]


def count(state: State, way: int) -> Counted:
    """Work out what is shown. Touches no widget, so that a thread may do it."""
    store, facts = state.store, provenance.facts(state.dataset)
    filtered = bool(state.view.filter) and not state.view.whole
    picks = facts.picks(state.picked, state.view.filter if filtered else "")
    here = facts.chosen(picks)
    rows: Mapping[str, FactRow] = {}
    narrowed = filtered and picks != facts.picks(state.picked)
    if way == BIBLIOGRAPHY:
        found = tables.bibliography_of(facts, here, used=filtered)
        used = sum(1 for number in found.values("here") if number)
        whole = "" if filtered else f" of {len(state.dataset.sources)}"
        remark = f"{len(here):,} facts, {used}{whole} sources"
        narrowed = filtered
    elif way == CONFIDENCE:
        found = tables.confidence_table(store, provenance.shares(store, here, state.picked))
        own = [fact for fact in here if fact.site >= 0]
        sure = sum(fact.confidence == CONFIRMED for fact in own)
        remark = f"{sure:,} of {len(own):,} facts confirmed"
    else:
        if not filtered:
            nowhere = masks.nothing(len(state.picked))
            here += facts.chosen(facts.picks(nowhere, general=True))
        found, rows = tables.unconfirmed_table(facts, here, state.picked)
        remark = f"{len(found):,} of {sum(bool(fact.confidence) for fact in here):,} facts"
    if narrowed:
        remark = f"{remark} · w all"
    found = found.sorted(store, state.view.table(found.name).sort)
    return Counted(state, way, facts, picks, found, remark, narrowed, rows)


class SourcesView(TabView):
    """One table, shown three ways, with a detail pane beside it where there is room."""

    tab: ClassVar[str] = "sources"
    primary: ClassVar[str] = "sources"

    DEFAULT_CSS = """
    SourcesView BreakdownBar { width: 100%; }
    SourcesView #sources-grid { width: 3fr; }
    SourcesView #sources-detail, SourcesView Divider { display: none; }
    SourcesView.-wide #sources-detail { display: block; width: 2fr; }
    SourcesView.-wide Divider { display: block; }
    """

    _way = BIBLIOGRAPHY
    _counted: Counted | None = None
    _cursors: tuple[str, ...] = ("", "", "")
    _pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The three ways, the table, the detail."""
        yield BreakdownBar(_NAMES)
        with Horizontal():
            yield Grid(fold=fold, id="sources-grid")
            yield Divider()
            yield DetailPane(id="sources-detail")

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one("#sources-grid", Grid)

    # Filling

    def on_mount(self) -> None:
        """Take the keyboard when the tab is opened for the first time."""
        if self.showing:
            self.focus_first()

    def fill(self, state: State) -> None:
        """Show what rests on the sources, once everything is read.

        With very many sites the counting is done in a thread.
        """
        if not state.ready:
            self.grid.empty_message = Text("Reading the sources …")
        elif len(state.dataset.sites) <= MANY_SITES:
            self._show(count(state, self._way))
        else:
            self.query_one(BreakdownBar).mark(self._way, state.glyphs.adapt("counting …"))
            self.run_worker(
                partial(self._count, state, self._way),
                group="sources",
                description="Count what rests on the sources",
                exclusive=True,
                thread=True,
            )

    def _count(self, state: State, way: int) -> None:
        self.app.call_from_thread(self._show, count(state, way))

    def _show(self, counted: Counted) -> None:
        """Draw what was counted, unless it was counted for something else meanwhile."""
        state = self.state
        if state is None or counted.way != self._way or counted.state is not state:
            return
        self._counted = counted
        remark = state.glyphs.adapt(counted.remark)
        self.query_one(BreakdownBar).mark(self._way, remark, warn=counted.narrowed)
        self._put(state, counted.found)
        self._look()

    def _put(self, state: State, found: Breakdown) -> None:
        grid, store = self.grid, state.store
        if self._way == BIBLIOGRAPHY:
            columns = text.bibliography_columns(store, found)
        elif self._way == CONFIDENCE:
            columns = text.confidence_columns(store, found, WIDE_BAR if self.wide else BAR)
        else:
            columns = text.fact_columns(store, found)
        grid.glyphs = state.glyphs
        grid.set_reactive(Grid.sort, state.view.table(found.name).sort)
        grid.highlight = needles(state.view.filter)
        grid.empty_message = Text(self._empty(state), justify="center")
        grid.last_key = self._cursors[self._way] or None
        total = f"All {len(found)}" if self._way == CONFIDENCE else ""
        grid.source = ComputedSource(found, columns, total)
        grid.marks = state.view.marks

    def _empty(self, state: State) -> str:
        if not state.site_count:
            return empty_text(state, state.result("sites"))
        if self._way == UNCONFIRMED:
            return "Every fact of these sites is confirmed."
        return "No sources: nothing here matches the filter."

    # The three ways

    def next_breakdown(self) -> None:
        """Bibliography, confidence by site, facts not confirmed."""
        self._choose((self._way + 1) % len(_NAMES))

    @on(BreakdownBar.Chosen)
    def _chosen(self, event: BreakdownBar.Chosen) -> None:
        event.stop()
        self._choose(event.place)

    def _choose(self, way: int) -> None:
        self._way = way
        if self.state is not None:
            self.grid.cursor_row = 0
            self.fill(self.state)
        self.grid.cursor_column = 0
        self.grid.scroll_columns(-self.grid.column_count)
        self.grid.focus()

    def watch_wide(self, wide: bool) -> None:
        """Show or hide the detail pane."""
        self.set_class(wide, "-wide")
        if self.is_mounted and self.showing and self.state is not None:
            self.fill(self.state)

    # What is looked at

    def focus_first(self) -> None:
        """Give the keyboard to the table."""
        if self.query("#sources-grid"):
            self.grid.focus()
            self._look()

    def _look(self) -> None:
        """Tell the main screen which row is looked at, and tell of it beside the table."""
        state, key = self.state, self.grid.cursor_key
        if state is None or not state.ready:
            return
        place = self._place(state, key) if key else None
        if place is None:
            result = state.result(self.primary)
            self.post_message(CursorMoved(result, len(result), ""))
        else:
            self.post_message(CursorMoved(one_row(state.store, *place), 0, ""))
        self._tell_soon()

    def _place(self, state: State, key: str) -> tuple[str, int] | None:
        """Table and row of the data behind a row of the table."""
        if self._way == CONFIDENCE:
            row = state.store.site_row(key)
            return ("sites", row) if row >= 0 else None
        if self._way == UNCONFIRMED:
            fact = self._counted.rows.get(key) if self._counted is not None else None
            return (fact.table, fact.row) if fact is not None else None
        ids = state.store.table("sources").values("id")
        return ("sources", ids.index(key)) if key in ids else None

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """Remember the row of each way, and let the detail follow."""
        source = self.grid.source
        if source is not None and source.index(event.key) is not None:
            cursors = list(self._cursors)
            cursors[self._way] = event.key
            self._cursors = tuple(cursors)
        self._look()

    def _tell_soon(self) -> None:
        if not self.wide:
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(self.pause, self._tell)

    def _tell(self) -> None:
        pane, told = self.query_one(DetailPane), self._told()
        if told:
            pane.show(told)
        else:
            pane.say("What is known about the row under the cursor stands here.")

    def _told(self) -> tuple[Section, ...]:
        counted, key = self._counted, self.grid.cursor_key
        if counted is None or key is None:
            return ()
        return (_tell_source, _tell_site, _tell_fact)[counted.way](counted, key)

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Tell everything over the whole window."""
        event.stop()
        told = self._told()
        if told:
            self.post_message(DetailRequested(told))

    def resting(self) -> tuple[str, tuple[Basis, ...]] | None:
        """A single fact, which may be less than its row: the money of a site, its dates."""
        counted, key = self._counted, self.grid.cursor_key
        fact = counted.rows.get(key) if counted is not None and key is not None else None
        if counted is None or fact is None:
            return None
        store = counted.state.store
        return name_of(store, fact.table, fact.row), (basis_of_fact(store, fact),)

    # Sorting and taking away

    def on_grid_header_pressed(self, event: Grid.HeaderPressed) -> None:
        """Sort by the column clicked."""
        event.stop()
        name = self.sort_name(event.grid)
        if name:
            self.post_message(SortRequested(name, event.column_id))

    def sort_name(self, grid: LineCursor) -> str:
        """Each of the tables sorts under its own name."""
        return self._counted.found.name if self._counted is not None else ""

    def sheet(self) -> Sheet | None:
        """The table as it stands on the screen."""
        from tui.export import sheet

        if self._counted is None:
            return None
        found = self._counted.found
        return sheet(found.name, found.columns, found.rows)

    def legend(self) -> str:
        """What the columns count, and the signs."""
        if self.state is None:
            return ""
        store, glyphs = self.state.store, self.state.glyphs
        if self._way == CONFIDENCE:
            return text.confidence_legend(store, glyphs)
        return glyphs.adapt(
            text.UNCONFIRMED_LEGEND if self._way == UNCONFIRMED else text.BIBLIOGRAPHY_LEGEND
        )


def _tell_source(counted: Counted, key: str) -> tuple[Section, ...]:
    sources = counted.state.dataset.sources
    source = next((each for each in sources if each.id == key), None)
    if source is None:
        return ()
    return text.source_sections(counted.facts, source, counted.picks)


def _tell_site(counted: Counted, key: str) -> tuple[Section, ...]:
    facts, store = counted.facts, counted.state.store
    if store.site_row(key) < 0:
        return ()
    rows = [facts.rows[number] for number in facts.by_site[key]]
    return text.site_sections(store, key, provenance.unconfirmed(rows))


def _tell_fact(counted: Counted, key: str) -> tuple[Section, ...]:
    fact, store = counted.rows.get(key), counted.state.store
    if fact is None:
        return ()
    sites = provenance.sites_of(store, fact)
    return text.fact_sections(store, basis_of_fact(store, fact), sites)
