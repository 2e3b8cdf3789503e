"""What changed in the data since they were seen last: said at the start, listed on a key."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.dataset import Dataset
from tui.dataset.files import signature
from tui.explorer.actions.fault_list import FaultActions
from tui.explorer.actions.session_actions import KeepActions
from tui.explorer.commands import key_text
from tui.explorer.glyphs import ASCII
from tui.explorer.textual_private import AWAITED

if TYPE_CHECKING:
    from tui.analysis.since import Since
    from tui.analysis.telling.sections import Section

FIRST = 5.0
"""Seconds that a first start has for itself, before what it shows is kept for later."""

_SHORT = "new data"


class ChangesActions(FaultActions, KeepActions):
    """What changed in the data since they were seen last."""

    def look_for_changes(self, dataset: Dataset) -> None:
        """Say it where something is new. Runs aside, after all is loaded."""
        if not self.keeps:
            return
        from tui.user.session import load_mark

        mark, told = load_mark(dataset.meta.id, self._own_folders())
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
        key = key_text(
            next(each.keys[0] for each in self.commands if each.id == "changes"),
            ascii_only=self.now.glyphs is ASCII,
        )
        self.news = f"{_SHORT} ({key})"
        self.tell_faults()
        self.notify(self.now.glyphs.adapt(f"{told} · {key} shows them"), timeout=10, markup=False)

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
            tell(state.dataset, self._own_folders())
        self.app.call_from_thread(self._show_changes, told(state.store, since))

    def _show_changes(self, sections: tuple[Section, ...]) -> None:
        from tui.explorer.dialogs.detail import DetailScreen

        self.news = ""
        self.tell_faults()
        self.app.push_screen(DetailScreen(sections, self.now.glyphs))

    def _since(self, dataset: Dataset) -> Since:
        from tui.analysis.since import since_last_seen

        return since_last_seen(dataset, self._own_folders(), self._mark())

    def _own_folders(self) -> tuple[Path, ...]:
        return tuple(self.folders)

    def _mark(self) -> str:
        import hashlib

        files = sorted(signature(self.data_folders()))
        return hashlib.sha256(repr(files).encode()).hexdigest()
