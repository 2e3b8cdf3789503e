"""Sources, map and comparison: looking closer at rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui import paths
from tui.explorer.messages import MapRequested
from tui.explorer.screens.base import MainBase
from tui.query import Result
from tui.query.display import shown

if TYPE_CHECKING:
    from tui.analysis.basis import Basis


class LookActions(MainBase):
    """Sources, map and comparison: looking closer at rows."""

    def action_sources(self) -> None:
        """Show on which sources the row under the cursor rests."""
        from tui.explorer.screens.sources import SourcesScreen

        looked_at = self.current_row()
        bases = _bases(*looked_at) if looked_at is not None else ()
        if looked_at is None or not bases:
            self.notify("No row with sources is under the cursor")
            return
        dataset = self.now.dataset
        self.app.push_screen(
            SourcesScreen(
                _title(*looked_at),
                bases,
                {source.id: source for source in dataset.sources},
                dataset.vocabulary,
                self.now.glyphs,
            )
        )


    def action_map(self) -> None:
        """Show the sites on a map, or close it."""
        from tui.explorer.views.sites import SitesView

        view = self.tab_view
        if not isinstance(view, SitesView):
            return
        for fault in view.show_map(_coast_files(self.folders)):
            self.notify(shown(fault), title="Coast", severity="warning", markup=False)

    def on_map_requested(self, _: MapRequested) -> None:
        """Show the map."""
        self.action_map()


def _coast_files(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Files that may hold the coast: the dataset's own, the last folder first, the bundled one."""
    own = [folder / "coast.json" for folder in reversed(folders)]
    return (*(path for path in own if path.exists()), paths.data_dir() / "coast.json")


def _bases(result: Result, row: int) -> tuple[Basis, ...]:
    from tui.analysis.basis import basis, basis_of_organisation

    if result.name == "organisations":
        record = result.record(row)
        return basis_of_organisation(result.store, record.id, record.sites)
    return basis(result.store, result.name, result.rows[row])


def _title(result: Result, row: int) -> str:
    from tui.analysis.basis import name_of

    if result.name == "organisations":
        return shown(result.record(row).name)
    return name_of(result.store, result.name, result.rows[row])
