"""Saved views and the session: what is there again the next time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.timer import Timer

from tui.explorer.main_base import MainBase
from tui.explorer.messages import FacetsRequested, GoRequested, Place, TallyRequested
from tui.explorer.tabs import way_on
from tui.query import View
from tui.user import paths

if TYPE_CHECKING:
    from tui.explorer.dialogs.tally import TallyScreen

KEEP_AFTER = 2.0
"""Seconds after a change until the view is kept, with what changed meanwhile."""


class KeepActions(MainBase):
    """Saved views and the session: what is there again the next time."""

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
        from tui.explorer.refit import fitted

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
        from tui.explorer.refit import misfits

        told = misfits(self.now.dataset, kept) if kept is not None else ""
        if told:
            self.notify(told, severity="warning", timeout=8, markup=False)

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
