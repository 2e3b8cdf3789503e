"""Tab 8: the bibliography, what rests on each source, and how sure the facts are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from tui.analysis import provenance
from tui.analysis import source_tables as tables
from tui.analysis.basis import basis_of_fact
from tui.analysis.breakdown import Breakdown
from tui.analysis.provenance import CONFIRMED, FactRow, Facts
from tui.explorer.detail import Section
from tui.explorer.messages import DetailRequested, Looking, SortRequested
from tui.explorer.state import State
from tui.explorer.views import source_text as text
from tui.explorer.views.base import TabView, empty_text, needles
from tui.explorer.views.computed import TOTAL, BreakdownBar, ComputedSource, Shown
from tui.explorer.views.rows import one_row
from tui.explorer.widgets.detail import DetailPane
from tui.explorer.widgets.frame import Divider
from tui.explorer.widgets.grid import Grid
from tui.explorer.widgets.linecursor import LineCursor
from tui.query import masks
from tui.query.fold import fold

if TYPE_CHECKING:
    from tui.export import Sheet

# The detail follows the cursor after a pause, so that a held key does not repaint it.
DETAIL_DELAY = 0.08
BIBLIOGRAPHY, CONFIDENCE, UNCONFIRMED = range(3)
_NAMES = ("bibliography", "confidence by site", "not confirmed")
BAR, WIDE_BAR = 16, 24


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
    _found: Breakdown | None = None
    _facts: Facts | None = None
    _here: list[FactRow]
    _by_key: dict[str, FactRow]
    _pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The three ways, the table, the detail."""
        self._here, self._by_key, self._cursors = [], {}, ["", "", ""]
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
        """Show what rests on the sources, once everything is read."""
        if not state.ready:
            self.grid.empty_message = Text("Reading the sources …")
            return
        facts = self._facts = provenance.facts(state.dataset)
        narrowed = bool(state.view.filter) and not state.view.whole
        narrowing = state.view.filter if narrowed else ""
        self._here = facts.chosen(state.picked, narrowing)
        make = (self._bibliography, self._confidence, self._unconfirmed)[self._way]
        found, columns, remark = make(state, facts, narrowed)
        self._found = found
        spoken = narrowed and len(self._here) != len(facts.chosen(state.picked))
        if spoken:
            remark = f"{remark} · only what the filter speaks of, w all"
        self.query_one(BreakdownBar).mark(self._way, remark, warn=spoken)
        self._put(state, found, columns)
        self._look()

    def _bibliography(
        self, state: State, facts: Facts, narrowed: bool
    ) -> tuple[Breakdown, list[Shown], str]:
        found = tables.bibliography(facts, self._here, used=narrowed)
        found = found.sorted(state.store, state.view.table(found.name).sort)
        used = sum(1 for here in found.values("here") if here)
        remark = f"{len(self._here)} facts on {used} of {len(state.dataset.sources)} sources"
        return found, text.bibliography_columns(state.store, found), remark

    def _confidence(
        self, state: State, facts: Facts, narrowed: bool
    ) -> tuple[Breakdown, list[Shown], str]:
        found = tables.confidence_table(
            state.store, provenance.shares(state.store, self._here, state.picked)
        )
        found = found.sorted(state.store, state.view.table(found.name).sort)
        own = [fact for fact in self._here if fact.site >= 0]
        sure = sum(fact.confidence == CONFIRMED for fact in own)
        remark = f"{sure} of {len(own)} facts confirmed"
        width = WIDE_BAR if self.wide else BAR
        return found, text.confidence_columns(state.store, found, width), remark

    def _unconfirmed(
        self, state: State, facts: Facts, narrowed: bool
    ) -> tuple[Breakdown, list[Shown], str]:
        rows = self._here
        if not narrowed:
            general = facts.chosen(masks.nothing(len(state.picked)), general=True)
            rows = [*rows, *general]
        found, self._by_key = tables.unconfirmed_table(facts, rows, state.picked)
        found = found.sorted(state.store, state.view.table(found.name).sort)
        stated = sum(bool(fact.confidence) for fact in rows)
        remark = f"{len(found)} of {stated} facts"
        return found, text.fact_columns(state.store, found), remark

    def _put(self, state: State, found: Breakdown, columns: list[Shown]) -> None:
        grid = self.grid
        total = f"All {len(found)}" if self._way == CONFIDENCE else ""
        source = ComputedSource(found, columns, total)
        grid.glyphs = state.glyphs
        grid.set_reactive(Grid.sort, state.view.table(found.name).sort)
        grid.highlight = needles(state.view.filter)
        grid.empty_message = Text(self._empty(state), justify="center")
        grid.last_key = self._cursors[self._way] or None
        grid.source = source
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
        place = self._place(state, key) if key and self._found is not None else None
        if place is None:
            result = state.result(self.primary)
            self.post_message(Looking(result, len(result), ""))
        else:
            self.post_message(Looking(one_row(state.store, *place), 0, ""))
        self._tell_soon()

    def _place(self, state: State, key: str) -> tuple[str, int] | None:
        """Table and row of the data behind a row of the table."""
        if self._way == CONFIDENCE:
            row = state.store.site_row(key)
            return ("sites", row) if row >= 0 else None
        if self._way == UNCONFIRMED:
            fact = self._by_key.get(key)
            return (fact.table, fact.row) if fact is not None else None
        ids = state.store.table("sources").values("id")
        return ("sources", ids.index(key)) if key in ids else None

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        """Remember the row of each way, and let the detail follow."""
        if self._found is not None and (event.key == TOTAL or event.key in self._found.keys):
            self._cursors[self._way] = event.key
        self._look()

    def _tell_soon(self) -> None:
        if not self.wide:
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(DETAIL_DELAY, self._tell)

    def _tell(self) -> None:
        pane, told = self.query_one(DetailPane), self._told()
        if told:
            pane.show(told)
        else:
            pane.say("Nothing to tell.")

    def _told(self) -> tuple[Section, ...]:
        state, facts, key = self.state, self._facts, self.grid.cursor_key
        if state is None or facts is None or key is None:
            return ()
        tell: Callable[[State, Facts, str], tuple[Section, ...]] = (
            self._tell_source, self._tell_site, self._tell_fact,
        )[self._way]  # fmt: skip
        return tell(state, facts, key)

    def _tell_source(self, state: State, facts: Facts, key: str) -> tuple[Section, ...]:
        source = next((each for each in state.dataset.sources if each.id == key), None)
        return text.source_sections(facts, source, self._here) if source is not None else ()

    def _tell_site(self, state: State, facts: Facts, key: str) -> tuple[Section, ...]:
        if state.store.site_row(key) < 0:
            return ()
        rows = [facts.rows[number] for number in facts.by_site[key]]
        return text.site_sections(state.store, key, provenance.unconfirmed(rows))

    def _tell_fact(self, state: State, facts: Facts, key: str) -> tuple[Section, ...]:
        fact = self._by_key.get(key)
        if fact is None:
            return ()
        sites = provenance.sites_of(state.store, fact)
        return text.fact_sections(state.store, basis_of_fact(state.store, fact), sites)

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Tell everything over the whole window."""
        event.stop()
        told = self._told()
        if told:
            self.post_message(DetailRequested(told))

    # Sorting and taking away

    def on_grid_header_pressed(self, event: Grid.HeaderPressed) -> None:
        """Sort by the column clicked."""
        event.stop()
        if self._found is not None:
            self.post_message(SortRequested(self._found.name, event.column_id))

    def sort_name(self, grid: LineCursor) -> str:
        """Each of the tables sorts under its own name."""
        return self._found.name if self._found is not None else ""

    def sheet(self) -> Sheet | None:
        """The table as it stands on the screen."""
        from tui.export import sheet

        if self._found is None:
            return None
        return sheet(self._found.name, self._found.columns, self._found.rows)

    def legend(self) -> str:
        """What the columns count, and the signs."""
        if self._way == CONFIDENCE and self.state is not None:
            return text.confidence_legend(self.state.store, self.state.glyphs)
        if self._way == UNCONFIRMED:
            return "What no source confirms, with the figures of the regions; o shows the sources"
        return "Here: facts of these sites and their regions · All: of the dataset"
