"""Data that change: read again under the same view, with what changed and what is wrong in them.

What changed since a person saw them last is said at the start and listed on a key.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

from tui.dataset import Dataset, Fault
from tui.dataset.files import content_digest, signature
from tui.explorer.grid.grid import Grid
from tui.explorer.main_base import MainBase
from tui.explorer.panes.frame import Header
from tui.explorer.panes.frame_text import faults_told
from tui.explorer.refit import fitted, misfits
from tui.explorer.state import History, make_state
from tui.explorer.textual_private import AWAITED, settled
from tui.explorer.textual_private.memory import Tidying
from tui.query import View
from tui.query.engine.match import warm
from tui.query.engine.store import store_of
from tui.text import plural

if TYPE_CHECKING:
    from tui.analysis.since import Since
    from tui.analysis.telling.sections import Section
    from tui.dataset.files import Signature
    from tui.editing.edit import Reloaded


LEFT_OUT = "A site with a fault is left out. aif validate prints the same list."
NOT_TAKEN = "The data from before stay. Mend these and read the files again."


FIRST = 5.0
"""Seconds that a first start has for itself, before what it shows is kept for later."""


class DataActions(MainBase):
    """The data: their faults, what changed since they were seen last, reading them again."""

    not_taken: tuple[Fault, ...] = ()
    """Faults of the last change of the files, which was not taken over for them."""
    news: str = ""
    """What else the header says, such as that the data are new."""

    def tell_faults(self) -> None:
        """Say in the header what is left out, and what else is to be known."""
        told = faults_told(self.now.dataset)
        if self.not_taken:
            told.append("changed files not read")
        faults = f"{', '.join(told)} ({self.keys_told()['faults']})" if told else ""
        self.query_one(Header).notice = " · ".join(filter(None, (faults, self.news)))

    def action_faults(self) -> None:
        """List the faults of the dataset."""
        from tui.analysis.telling.sections import told

        faults = self.now.dataset.known_faults()
        sections = [
            *told(self.not_taken, "Faults of the change", NOT_TAKEN),
            *told(faults, "Faults of the dataset", LEFT_OUT),
        ]
        if sections:
            self.read(tuple(sections))
        else:
            self.notify("The dataset has no faults")

    # What changed since they were seen last

    def look_for_changes(self, dataset: Dataset) -> None:
        """Say it where something is new. Runs aside, after all is loaded."""
        if not self.keeps:
            return
        from tui.user.session import load_mark

        mark, told = load_mark(dataset.meta.id, tuple(self.folders))
        if not mark:
            self.app.call_from_thread(self._keep_later)
        elif (mark, told) != (self._mark(), True):
            self._compare(dataset)

    def _keep_later(self) -> None:
        def keep() -> None:
            self.run_worker(
                partial(self._compare, self.now.dataset),
                description="Keep what is seen of the data",
                thread=True,
            )

        self.set_timer(FIRST, keep)

    def _compare(self, dataset: Dataset) -> None:
        """Hold the data against those seen last. Runs aside."""
        since = self._since(dataset)
        if not since.told:
            from tui.analysis.since import in_a_line

            self.app.call_from_thread(self._say_changes, in_a_line(since))

    def _say_changes(self, told: str) -> None:
        key = self.keys_told()["changes"]
        self.news = f"new data ({key})"
        self.tell_faults()
        self.notify(self.now.glyphs.adapt(f"{told} · {key} shows them"), timeout=10)

    def action_changes(self) -> None:
        """List what changed since the data were seen last."""
        self.run_worker(
            self._list_changes,
            group=AWAITED,
            description="Compare with the data seen last",
            exclusive=True,
            thread=True,
        )

    def _list_changes(self) -> None:
        from tui.analysis.since import Since, tell, told

        state = self.now
        since = self._since(state.dataset) if self.keeps else Since(None)
        if self.keeps:
            tell(state.dataset, tuple(self.folders))
        self.app.call_from_thread(self._show_changes, told(state.store, since))

    def _show_changes(self, sections: tuple[Section, ...]) -> None:
        self.news = ""
        self.tell_faults()
        self.read(sections)

    def _since(self, dataset: Dataset) -> Since:
        from tui.analysis.since import since_last_seen

        return since_last_seen(dataset, tuple(self.folders), self._mark())

    def _mark(self) -> str:
        import hashlib

        files = sorted(signature(self.data_folders()))
        return hashlib.sha256(repr(files).encode()).hexdigest()

    # Reading changed folders again

    _faults: tuple[Fault, ...] | None = None
    """Every fault of the data that are shown, those of filters and rules too; None until known."""
    _seen: Signature = frozenset()
    """The files as they were when they were read."""
    _content = ""
    """The digest of the files that were read again last and taken; "" before."""

    def know_files(self) -> None:
        """Remember the files as they are, so that old faults are no news later. Runs aside."""
        self._seen = signature(self.data_folders())

    def action_reload(self) -> None:
        """Read the folders of the data again."""
        self.keep_typed()
        self.run_worker(
            partial(self._read_again, self.now.dataset, self.history),
            group=AWAITED,
            description="Read the data again",
            exclusive=True,
            thread=True,
        )

    @cached_property
    def tidying(self) -> Tidying:
        """What lets go of data that a reload has replaced, and of whatever else is over."""
        return Tidying(self._at_work, self._forget_unseen)

    def _forget_unseen(self) -> None:
        for grid in self.query(Grid):
            grid.forget_unseen()

    def _at_work(self) -> bool:
        running = any(not worker.is_finished for worker in self.app.workers)
        return running or not settled(self.app)

    def _read_again(self, now: Dataset, history: History) -> None:
        from tui.analysis.difference import difference, summary
        from tui.editing.edit import Reloaded, faults_before, reload

        folders = self.data_folders()
        files = signature(folders)
        before = self._faults
        if before is not None and content_digest(folders) == self._content:
            same = Reloaded(now, (), before, self._content)
            self.app.call_from_thread(self._keep_same, same, summary(()))
            return
        if before is None:
            before = faults_before(now, self._seen, folders)
        found = reload(now, before, folders)
        if found.kept:
            self.app.call_from_thread(self._keep_old, found)
            return
        changes = difference(now, found.dataset)
        told = summary(changes)
        if files == self._seen and not changes:
            self.app.call_from_thread(self._keep_same, found, told)
            return
        self._seen = files
        fits = {id(view): fitted(found.dataset, view) for view in history.views}
        warm(store_of(found.dataset))
        self.app.call_from_thread(self._take_new, found, told, fits)

    def _keep_same(self, found: Reloaded, summary: str) -> None:
        """Go on with the data in sight, and all that was worked out of them: they are the same."""
        self._tell_read(found, summary)
        self.tidying.rest()

    def _tell_read(self, found: Reloaded, told: str) -> None:
        self._faults, self.not_taken, self._content = found.faults, (), found.content
        self.tell_faults()
        self.notify(f"Read again: {told}")

    def _keep_old(self, found: Reloaded) -> None:
        self.not_taken = found.brought
        self.tell_faults()
        self.notify(
            f"{plural(len(found.brought), 'fault')} in what was changed:\n"
            "the data from before stay on the screen",
            title="Not read again",
            severity="warning",
        )
        self.action_faults()
        self.tidying.rest()

    def _take_new(self, found: Reloaded, summary: str, fits: Mapping[int, View]) -> None:
        """Show the new data under the views that were there, as far as they fit."""
        views = tuple(
            fits.get(id(view)) or fitted(found.dataset, view) for view in self.history.views
        )
        told = (summary, misfits(found.dataset, self.history.present))
        self.history = History(views, self.history.place)
        old = self.now.dataset
        state = make_state(found.dataset, self.history.present, glyphs=self.now.glyphs)
        self.state = dataclasses.replace(state, ready=True)
        self._tell_read(found, "\n".join(filter(None, told)))
        self.tidying.replaced(old)
