"""The main screen: the one owner of the view; hands it down and answers requests."""

from __future__ import annotations

import dataclasses
import gc
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from tui.explorer import commands
from tui.explorer.actions.changes import DataActions
from tui.explorer.actions.count import CountActions
from tui.explorer.actions.export_copy import ColumnActions
from tui.explorer.actions.filter import FilterActions
from tui.explorer.actions.guide import GuideActions
from tui.explorer.actions.look import LookActions
from tui.explorer.commands import BY_ID, TAB_BY_ID, TAB_IDS, textual_key
from tui.explorer.first_frame import WIDE
from tui.explorer.glyphs import ASCII
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.main_base import MainBase, acting, hints, pane_hints
from tui.explorer.messages import (
    ChoiceRequested,
    DetailRequested,
    FacetsRequested,
    FilterRequested,
    LegendChanged,
    OpenRequested,
    SortRequested,
    TabRequested,
    TallyRequested,
    WayRequested,
)
from tui.explorer.panes.frame import FilterBar, Header, KeyLine, Legend, TabBar
from tui.explorer.panes.frame_text import can_be_whole
from tui.explorer.state import History
from tui.explorer.tabs import made
from tui.explorer.tabs.tab import Tab
from tui.explorer.textual_private.memory import keep_for_good
from tui.query import View
from tui.query.engine import masks
from tui.query.engine.match import usable_cohorts, warm
from tui.query.engine.table import cohort_mask
from tui.text import plural

if TYPE_CHECKING:
    from tui.analysis.telling.sections import Record

NO_TABLE = "No table has the keyboard; Tab goes on to it"
SORTS = 3
"""How many columns a table is sorted by at most."""


class MainScreen(
    CountActions,
    ColumnActions,
    FilterActions,
    LookActions,
    DataActions,
    GuideActions,
):
    """Header, tabs, filter bar, the tab shown, legend and keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*commands.bindings(), ("escape", "put_away")]
    DEFAULT_CSS = """
    MainScreen #body > .-held * { text-opacity: 60%; }
    MainScreen #body > .-held *:ansi { text-opacity: 50%; }
    """

    def compose(self) -> ComposeResult:
        """The frame; tabs are mounted when they are first shown."""
        self.set_reactive(MainBase.wide, self.app.size.width >= WIDE)
        yield Header().data_bind(MainBase.state)
        yield TabBar().data_bind(active=MainBase.tab)
        yield FilterBar().data_bind(MainBase.state, MainBase.tab)
        yield Horizontal(Vertical(self._make_tab(), id="body"), id="middle")
        yield from self.greeting()
        yield Legend()
        yield KeyLine(self.now.glyphs)

    async def on_mount(self) -> None:
        """Show the first tab, then load what it does not need."""
        self.follow_typing()
        self.tell_faults()
        await self._show_tab()
        self.call_after_refresh(self._load_rest)

    def _make_tab(self) -> Tab:
        """The widget of the present tab, made when it is first shown."""
        view = self.tab_views[self.tab] = made(self.tab)
        with self.own_context():
            view.data_bind(MainBase.state, MainBase.wide)
        # What it is bound to comes only when its parts stand.
        view.set_reactive(Tab.state, self.now)
        view.set_reactive(Tab.wide, self.wide)
        view.folders = self.folders
        view.showing = True
        return view

    def _load_rest(self) -> None:
        keep_for_good()
        gc.enable()
        if self.tour_first:
            self.action_tour()
        self.run_worker(
            self._load, name="load", description="Load everything beside the sites", thread=True
        )

    def _load(self) -> None:
        dataset = self.now.dataset
        dataset.load_all()
        self.know_files()
        warm(self.now.store)
        self.app.call_from_thread(self._loaded)
        self.look_for_changes(dataset)

    def _loaded(self) -> None:
        self.state = dataclasses.replace(self.now, ready=True)
        self.tell_faults()
        self.tell_misfits(self.kept)
        if self.history.present.facets:
            self.post_message(FacetsRequested(shown=True))
        if self.first_tally is not None:
            self.open_tally(self.first_tally)
            self.first_tally = None

    def on_filter_requested(self, message: FilterRequested) -> None:
        """Take over a filter made elsewhere."""
        self.change(self.now.view.but(filter=message.text))

    def on_sort_requested(self, message: SortRequested) -> None:
        """Sort a table; earlier sorts break ties, the same one again drops the column."""
        if not BY_ID["sort_up"].enabled_on(self.tab):
            return  # the head of a column was clicked
        spec = self.now.store.specs.get(message.table)
        if spec is not None and spec.column(message.column) is None:
            self.notify("The rows cannot be sorted by this column")
            return  # it stands on the screen alone
        shown = self.now.view.table(message.table)
        now = dict(shown.sort).get(message.column)
        down = (now is False) if message.descending is None else message.descending
        rest = tuple(pair for pair in shown.sort if pair[0] != message.column)
        again = bool(shown.sort) and shown.sort[0] == (message.column, down)
        sort = rest if again else ((message.column, down), *rest[: SORTS - 1])
        self.change(self.now.view.with_table(message.table, sort=sort))

    def on_way_requested(self, message: WayRequested) -> None:
        """Look at a tab another way."""
        view = self.now.view.with_way(message.tab, message.way)
        if message.choice is not None:
            name, key = message.choice
            view = view.with_table(name, chosen=key)
        self.change(view)
        self.query_one(Legend).pieces = tuple(self.tab_view.legend_pieces())

    def on_choice_requested(self, message: ChoiceRequested) -> None:
        """Choose a row of a table; several choices, one after the other, are one step."""
        view = self.now.view.with_table(message.table, chosen=message.key)
        before = self.history.undo().present.with_table(message.table, chosen=message.key)
        self.change(view, step=before != view or not self.history.place)

    def on_legend_changed(self, message: LegendChanged) -> None:
        """Explain the signs of the tab that is shown."""
        if message.tab == self.tab:
            self.query_one(Legend).pieces = tuple(self.tab_view.legend_pieces())
            self.follow_tour()

    def on_open_requested(self, message: OpenRequested) -> None:
        """Show everything known about a row."""
        from tui.analysis.telling.site import row_detail

        def profile() -> Record:
            from tui.analysis.telling.profile import row_profile

            return row_profile(message.result, message.row)

        self.read(row_detail(message.result, message.row), profile, sources=True)

    def on_detail_requested(self, message: DetailRequested) -> None:
        """Show a text that the tab made."""
        found = self.here().evidence
        rests_on = found[1] if found is not None else ()

        def profile() -> Record:
            from tui.analysis.telling.profile import listed_sources

            named = {ident for each in rests_on for ident in each.sources}
            more = (listed_sources(self.now.dataset, named),) if named else ()
            return (*message.sections, *more)

        self.read(message.sections, profile, sources=bool(rests_on))

    # Tabs

    async def on_tab_requested(self, message: TabRequested) -> None:
        """Go to a tab."""
        await self.action_tab(message.tab)

    def on_tally_requested(self, message: TallyRequested) -> None:
        """Open a saved tally."""
        self.open_tally(message.tally)

    async def action_tab(self, tab: str) -> None:
        """Go to a tab."""
        if tab in TAB_IDS and tab != self.tab:
            self.keep_typed()
            self.tab = tab
            self.change(self.history.present.but(tab=tab), step=False)
            await self._show_tab()

    async def _show_tab(self) -> None:
        new = self.tab not in self.tab_views
        if new:
            self.finish_first()
        view = self._make_tab() if new else self.tab_views[self.tab]
        for other in self.tab_views.values():
            other.showing = other is view
        self.query_one(Legend).pieces = tuple(view.legend_pieces())
        if new:
            await self.query_one("#body").mount(view)
        if view is self.tab_view:
            self.focus_tab()

    def watch_state(self) -> None:
        """Grey what does not follow the filter being typed."""
        if self.is_mounted:
            # In the tab in sight alone: to style all of them anew took 20 ms a character.
            for ident, view in self.tab_views.items():
                view.set_class(self.now.held and ident == self.tab, "-held")
            self.follow_tour()

    def on_idle(self) -> None:
        """Name the keys that act on what stands here now, and add up the column there.

        That hangs on focus, cursor, rows and what is mounted, which change in many ways; each
        ends in a message to this screen, so it is looked at once they are all done; while more
        keys wait, once the last one is handed on.
        """
        if self.tab in self.tab_views and self.is_mounted and not self.in_a_hurry():
            here = self.here()
            self.query_one(KeyLine).hints = hints(self, here)
            self.follow_total(here)

    def on_resize(self, event: events.Resize) -> None:
        """Two panes from 110 columns on."""
        self.fold_facets()

    def on_paste(self) -> None:
        """Say where a text that nothing took can be pasted."""
        key = self.keys_told()["filter"]
        self.notify(f"No field is open for what was pasted; {key} opens the filter")

    # Actions of the command table

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Commands that do nothing on this tab are off."""
        same = [each for each in self.commands if each.action.partition("(")[0] == action]
        return not same or any(command.enabled_on(self.tab) for command in same)

    def on_key(self, event: events.Key) -> None:
        """Say of a key that does nothing on this tab where it does something."""
        for command in self.commands:
            pressed = event.key in map(textual_key, command.keys)
            if pressed and not command.enabled_on(self.tab):
                self.notify(command.why_off())

    def action_filter(self) -> None:
        """Put the cursor into the filter bar."""
        self.query_one(FilterBar).input.focus()

    def action_clear(self) -> None:
        """Drop the filter."""
        if not self.now.view.text.strip():
            self.notify("No filter is set: there is nothing to clear")
            return
        self.change(self.now.view.but(filter="", findings=""))

    def action_whole(self) -> None:
        """Show whole lists, or the rows that the filter speaks of."""
        if not (can_be_whole(self.now, self.tab) or self.now.view.whole):
            self.notify("The lists of this tab are whole: no filter narrows them")
            return
        self.change(self.now.view.but(whole=not self.now.view.whole))

    def action_undo(self) -> None:
        """Take the last change back."""
        self._step(self.history.undo())

    def action_redo(self) -> None:
        """Do again what was undone."""
        self._step(self.history.redo())

    def _step(self, history: History) -> None:
        if history.place == self.history.place:
            self.notify("Nothing to undo" if history.place == 0 else "Nothing to redo")
            return
        self.history = history
        self.change(history.present.but(tab=self.tab), step=False)

    def action_cohort(self) -> None:
        """Choose the cohort."""
        from tui.explorer.dialogs.base import Choice, ChoiceScreen

        dataset = self.now.dataset
        choices = []
        for cohort in usable_cohorts(dataset):
            size = masks.count(cohort_mask(dataset, View(cohort=cohort.id)))
            choices.append(Choice(cohort.id, cohort.label.en, plural(size, "site")))

        def chosen(ident: str | None) -> None:
            if ident:
                self.change(self.now.view.but(cohort=ident))

        screen = ChoiceScreen("Cohort", choices, self.now.view.cohort)
        self.app.push_screen(screen, chosen)

    def action_grid(self, move: str) -> None:
        """Move the cursor of the table that has the keyboard."""
        if isinstance(self.focused, LineCursor):
            getattr(self.focused, f"action_{move}")()

    def action_open(self) -> None:
        """Open what is under the cursor."""
        if isinstance(self.focused, LineCursor):
            self.focused.action_open()
        else:
            self.notify(NO_TABLE)

    def action_pane(self, by: int) -> None:
        """Give the keyboard to the next pane of the tab."""
        panes = [w for w in self.focus_chain if self.tab_views[self.tab] in w.ancestors]
        if panes:
            here = panes.index(self.focused) if self.focused in panes else -1
            panes[(here + by) % len(panes)].focus()

    def action_breakdown(self) -> None:
        """Break the tab down another way."""
        self.tab_view.next_breakdown()
        self.query_one(Legend).pieces = tuple(self.tab_view.legend_pieces())

    def action_sort(self, descending: bool) -> None:
        """Sort by the column under the cursor."""
        here = self.here()
        grid = here.grid
        if grid is None or not here.focused or not grid.column_count:
            self.notify(NO_TABLE)
            return
        column = grid.sort_id(grid.cursor_column)
        self.on_sort_requested(SortRequested(here.result.name, column, descending=descending))

    def action_palette(self) -> None:
        """Find a command by name."""
        from tui.explorer.palette import ASKS, Palette

        self.app.push_screen(Palette(placeholder=ASKS))

    def action_help(self) -> None:
        """Show the keys."""
        from tui.explorer.dialogs.help import HelpScreen, everything, help_blocks

        plain = self.now.glyphs is ASCII
        blocks = help_blocks(
            self.tab,
            self.commands,
            acting(self, self.here()),
            pane_hints(self) or (),
            ascii_only=plain,
        )
        all_blocks = everything(self.commands, ascii_only=plain)
        self.app.push_screen(HelpScreen(TAB_BY_ID[self.tab].title, blocks, all_blocks))

    def action_quit(self) -> None:
        """Leave; the view is kept for the next time."""
        self.welcomed()
        self.keep_session()
        self.app.exit(0)
