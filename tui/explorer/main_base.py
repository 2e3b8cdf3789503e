"""What all parts of the main screen share: state, history, what is looked at, keys to name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.timer import Timer

from tui.dataset import Dataset
from tui.explorer.commands import COMMANDS, TAB_IDS, Command, Hint, first_keys
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.here import Here
from tui.explorer.messages import FacetsRequested, GoRequested, Place, TallyRequested
from tui.explorer.panes.frame_text import can_be_whole
from tui.explorer.refit import fitted, misfits
from tui.explorer.state import History, State, make_state
from tui.explorer.tabs import way_on
from tui.explorer.tabs.tab import Tab
from tui.explorer.textual_private.widgets import HeldScreen
from tui.query import FilterError, View
from tui.query.engine.view import TallyView
from tui.user import paths

if TYPE_CHECKING:
    from tui.analysis.telling.sections import Record, Section
    from tui.explorer.dialogs.tally import TallyScreen

KEEP_AFTER = 2.0
"""Seconds after a change until the view is kept, with what changed meanwhile."""


class MainBase(HeldScreen):
    """The owner of the view. The actions of the command table are added by subclasses."""

    state: reactive[State | None] = reactive[State | None](None, repaint=False)
    tab: reactive[str] = reactive("sites", repaint=False)
    wide: reactive[bool] = reactive(False, repaint=False)

    folders: Sequence[Path] = ()
    """Folders of a dataset that is not the bundled one."""
    kept: View | None = None
    """The view of an earlier time that the explorer began with, as it was kept."""
    keeps = False
    """Whether the session and the filters are kept for the next time."""
    first_tally: TallyView | None
    """A tally to open once all is loaded."""
    times = 1
    """How often the key was pressed that acts now: held down, it is one move."""

    def __init__(
        self,
        dataset: Dataset,
        view: View,
        glyphs: Glyphs = UNICODE,
        table: tuple[Command, ...] = COMMANDS,
    ) -> None:
        """Open a view of a dataset. Raises FilterError where the view does not fit it.

        ``table`` holds the commands with the keys that are in force.
        """
        super().__init__()
        self.commands = table
        self.first_tally = view.tally
        view = view.but(tally=None)
        self.history = History((view,))
        self.tab_views: dict[str, Tab] = {}
        self.set_reactive(MainBase.state, make_state(dataset, view, glyphs=glyphs))
        self.set_reactive(MainBase.tab, view.tab if view.tab in TAB_IDS else TAB_IDS[0])

    @property
    def now(self) -> State:
        """The present state."""
        state = self.state
        if state is None:
            raise RuntimeError("the main screen has no state")
        return state

    @property
    def tab_view(self) -> Tab:
        """The tab that is shown."""
        return self.tab_views[self.tab]

    def change(self, view: View, *, step: bool = True) -> bool:
        """Show another view; with ``step`` it can be undone. False where it does not fit."""
        try:
            state = self.now.showing(view)
        except FilterError as error:
            self.notify(str(error), severity="warning")
            return False
        self.history = self.history.push(view) if step else self.history.replace(view)
        self.state = state
        return True

    def keep_typed(self) -> bool:
        """Make a step of a filter that was typed, if its rows are in sight; False without one.

        What goes on from the last step would lose it: the mouse and the palette lead away from
        the bar without its keys.
        """
        view = self.now.view
        return not self.now.held and view.text != self.history.present.text and self.change(view)

    def here(self) -> Here:
        """What is in sight and under the cursor."""
        state, view = self.now, self.tab_views.get(self.tab)
        if view is None or not view.is_mounted:
            way = way_on(self.tab, state.view)
            return Here(state=state, tab=self.tab, way=way, pane=self.focused)
        return view.here(state, self.focused)

    def acts_on(self, here: Here, command: str) -> bool:
        """Whether a command, by its id, does something with what is under the cursor."""
        del here, command
        return True

    def read(
        self,
        sections: tuple[Section, ...],
        profile: Callable[[], Record] | None = None,
        *,
        sources: bool = False,
    ) -> None:
        """Show sections over the window; ``profile`` is what is taken along, if not they alone."""
        from tui.explorer.dialogs.detail import DetailScreen

        def left(what: str | None) -> None:
            if what == "sources":
                self.action_sources()

        self.app.push_screen(DetailScreen(sections, sources=sources, profile=profile), left)

    def action_sources(self) -> None:
        """Show on which sources the row under the cursor rests."""
        raise NotImplementedError

    def keys_told(self) -> dict[str, str]:
        """The first key of each command as people write it."""
        return first_keys(self.commands, ascii_only=self.now.glyphs is ASCII)

    def action_row(self, by: int) -> None:
        """Move the cursor of the table that has the keyboard by a row; a held key by many."""
        if isinstance(self.focused, LineCursor):
            self.focused.move(by * self.times)

    def focus_tab(self) -> None:
        """Give the keyboard to the table of the tab, once it stands."""
        view = self.tab_view
        if view.is_mounted:
            view.focus_first()
        else:
            # The tab takes this up behind its own mounting.
            view.call_later(self.focus_tab)

    # What is there again the next time

    _keeping: Timer | None = None

    async def on_mount(self) -> None:
        """Keep each view soon: a kill that cannot be caught gives no time for it."""
        for part in ("state", "tab"):
            self.watch(self, part, self._keep_soon, init=False)

    def _keep_soon(self) -> None:
        if self.keeps and self._keeping is None:
            self._keeping = self.set_timer(KEEP_AFTER, self._keep_now)

    def _keep_now(self) -> None:
        self._keeping = None
        self.keep_session()

    def data_folders(self) -> tuple[Path, ...]:
        """Folders of the dataset."""
        return tuple(self.folders) or (paths.data_dir(),)

    _tally: TallyScreen | None = None
    """The tally that lies over the tab."""

    def present(self) -> View:
        """The present view, with what else comes back with it: cursors, facets, an open tally."""
        view = self.history.present.but(tab=self.tab, facets=self.facets_shown())
        for tab in self.tab_views.values():
            for name, cursor in tab.cursors().items() if tab.is_mounted else ():
                if cursor != view.table(name).cursor:
                    view = view.with_table(name, cursor=cursor)
        return view.but(tally=self.first_tally) if self._tally is None else self._tally.kept(view)

    def facets_shown(self) -> bool:
        """Whether the facets are open."""
        raise NotImplementedError

    def keep_session(self) -> None:
        """Keep the view in sight for the next start, a filter that is being typed included."""
        if self.keeps:
            from tui.user.session import save_session

            typed = self.now.view
            now = self.present().but(filter=typed.filter.strip(), findings=typed.findings.strip())
            save_session(now)

    def apply_view(self, view: View) -> None:
        """Show a saved view as far as it fits the data, with the tally that lies over it."""
        kept, view = view, fitted(self.now.dataset, view)
        for tab in self.tab_views.values():
            tab.put_cursors(view)
        if not self.change(view.but(tally=None)):
            return
        self.tell_misfits(kept)
        row, column = view.table(way_on(view.tab, view).table).cursor
        self.post_message(GoRequested(Place(view.tab, row=row, column=column)))
        self.post_message(FacetsRequested(shown=view.facets))
        if view.tally is not None:
            self.post_message(TallyRequested(view.tally))

    def tell_misfits(self, kept: View | None) -> None:
        """Say what in a view that was kept these data do not have."""
        told = misfits(self.now.dataset, kept) if kept is not None else ""
        if told:
            self.notify(told, severity="warning", timeout=8)

    def action_views(self) -> None:
        """Show the saved views."""
        from tui.explorer.dialogs.views import ViewsScreen
        from tui.user.saved_views import SavedView

        def picked(choice: SavedView | None) -> None:
            if choice is not None:
                self.apply_view(choice.view)

        self.keep_typed()
        screen = ViewsScreen(self.present(), self.data_folders())
        self.app.push_screen(screen, picked)


def hints(screen: MainBase, here: Here) -> tuple[Hint, ...]:
    """The keys worth naming, in the order of the commands."""
    own = pane_hints(screen)
    if own is not None:
        return own
    return tuple(_hint(each.keys[0], each.title, each.footer) for each in acting(screen, here))


@cache
def _hint(key: str, title: str, weight: int) -> Hint:
    return Hint(key, title, weight)


def pane_hints(screen: MainBase) -> tuple[Hint, ...] | None:
    """The keys of the pane that has the keyboard, where it takes most keys itself."""
    own = getattr(screen.focused, "key_hints", None)
    return None if own is None else tuple(own)


def acting(screen: MainBase, here: Here) -> tuple[Command, ...]:
    """The commands worth naming that do something now."""
    return tuple(
        command
        for command in screen.commands
        if command.footer
        and command.enabled_on(here.tab)
        and _WHEN.get(command.id, _always)(screen, here)
        and screen.acts_on(here, command.id)
    )


def _always(_: MainBase, __: Here) -> bool:
    return True


def _has_rows(_: MainBase, here: Here) -> bool:
    return bool(here.state.site_count)


def _at_table(_: MainBase, here: Here) -> bool:
    """Whether a table has the keyboard, or is about to have it."""
    return bool(here.state.site_count) and (here.pane is None or isinstance(here.pane, LineCursor))


def _leaves_nothing(_: MainBase, here: Here) -> bool:
    """Whether the filter leaves no site, or of the findings in sight none."""
    state = here.state
    if here.tab != "findings" or not state.view.findings or not state.site_count:
        return not state.site_count
    return state.knows(here.table) and not len(state.result(here.table))


def _opens(_: MainBase, here: Here) -> bool:
    only_scrolls = here.pane is not None and not hasattr(here.pane, "action_open")
    return bool(here.state.site_count) and not only_scrolls


_WHEN: Mapping[str, Callable[[MainBase, Here], bool]] = {
    "clear": lambda _, here: bool(here.state.view.text),
    "drop": _leaves_nothing,
    "undo": lambda screen, _: screen.history.place > 0,
    "whole": lambda _, here: can_be_whole(here.state, here.tab),
    "open": _opens,
    "sort_up": _at_table,
    "mark": _at_table,
    "compare": lambda _, here: bool(here.state.view.marks),
    "export": _has_rows,
    "copy": _has_rows,
    "copy_command": _has_rows,
}
"""When a command does something; one that is not named does wherever the cursor allows it."""
