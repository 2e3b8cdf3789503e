"""Faults of the dataset: how many, which sites they cost, and why."""

from __future__ import annotations

from tui.dataset import Fault
from tui.explorer.main_base import MainBase
from tui.explorer.panes.frame import Header
from tui.explorer.panes.frame_text import faults_told

LEFT_OUT = "A site with a fault is left out. aif validate prints the same list."
NOT_TAKEN = "The data from before stay. Mend these and read the files again."


class FaultActions(MainBase):
    """Faults of the dataset: how many, which sites they cost, and why."""

    not_taken: tuple[Fault, ...] = ()
    """Faults of the last change of the files, which was not taken over for them."""
    news: str = ""
    """What else the header says, such as that the data are new."""

    def tell_faults(self) -> None:
        """Say in the header what is left out, and what else is to be known."""
        told = faults_told(self.now.dataset)
        if self.not_taken:
            told.append("changed files not read")
        key = next(each.keys[0] for each in self.commands if each.id == "faults")
        faults = f"{', '.join(told)} ({key})" if told else ""
        self.query_one(Header).notice = " · ".join(filter(None, (faults, self.news)))

    def action_faults(self) -> None:
        """List the faults of the dataset."""
        from tui.analysis.telling.sections import told
        from tui.explorer.dialogs.detail import DetailScreen

        faults = self.now.dataset.known_faults()
        sections = [
            *told(self.not_taken, "Faults of the change", NOT_TAKEN),
            *told(faults, "Faults of the dataset", LEFT_OUT),
        ]
        if sections:
            self.app.push_screen(DetailScreen(tuple(sections)))
        else:
            self.notify("The dataset has no fault")
