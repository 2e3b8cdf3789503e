"""Reading changed folders again: new data under the same view, or the old ones and the faults."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from tui.dataset import Dataset, Fault
from tui.explorer.actions.fault_list import FaultActions
from tui.explorer.actions.session_actions import KeepActions
from tui.explorer.history import History
from tui.explorer.refit import fitted, misfits
from tui.explorer.state import make_state
from tui.explorer.textual_private import AWAITED
from tui.query import View
from tui.query.engine.match import warm
from tui.query.engine.store import store_of
from tui.text import plural

if TYPE_CHECKING:
    from tui.dataset.files import Signature
    from tui.editing.reload import Reloaded


class ReloadActions(FaultActions, KeepActions):
    """Reading changed folders again."""

    _faults: tuple[Fault, ...] | None = None
    """Every fault of the data that are shown, those of filters and rules too; None until known."""
    _seen: Signature = frozenset()
    """The files as they were when they were read."""

    def know_files(self) -> None:
        """Remember the files as they are, so that old faults are no news later. Runs aside."""
        from tui.dataset.files import signature

        self._seen = signature(self.data_folders())

    def action_reload(self) -> None:
        """Read the folders of the data again."""
        self.run_worker(
            partial(self._read_again, self.now.dataset, self.history),
            group=AWAITED,
            description="Read the data again",
            exclusive=True,
            thread=True,
        )

    def _read_again(self, now: Dataset, history: History) -> None:
        from tui.analysis.difference import difference, summary
        from tui.editing.reload import faults_before, reload

        folders = self.data_folders()
        before = self._faults
        if before is None:
            before = faults_before(now, self._seen, folders)
        found = reload(now, before, folders)
        if found.kept:
            self.app.call_from_thread(self._keep_old, found)
            return
        fits = {id(view): fitted(found.dataset, view) for view in history.views}
        warm(store_of(found.dataset))
        told = f"Read again: {summary(difference(now, found.dataset))}"
        self.app.call_from_thread(self._take_new, found, told, fits)

    def _keep_old(self, found: Reloaded) -> None:
        self.not_taken = found.brought
        self.tell_faults()
        self.notify(
            f"{plural(len(found.brought), 'fault')} in what was changed:\n"
            "the data from before stay on the screen",
            title="Not read again",
            severity="warning",
            markup=False,
        )
        self.action_faults()

    def _take_new(self, found: Reloaded, summary: str, fits: Mapping[int, View]) -> None:
        """Show the new data under the views that were there, as far as they fit."""
        views = tuple(
            fits.get(id(view)) or fitted(found.dataset, view) for view in self.history.views
        )
        told = [summary, misfits(found.dataset, self.history.present)]
        self._faults, self.not_taken = found.faults, ()
        self.history = History(views, self.history.place)
        state = make_state(found.dataset, self.history.present, glyphs=self.now.glyphs)
        self.state = dataclasses.replace(state, ready=True)
        self.tell_faults()
        self.notify("\n".join(filter(None, told)), markup=False)
