"""Sources, map and comparison: looking closer at rows."""

from __future__ import annotations

from tui.analysis.basis import Basis, basis, basis_of_organisation
from tui.explorer.screens.base import MainBase
from tui.query import Result
from tui.query.display import shown
from tui.query.relations import NAMES


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


def _bases(result: Result, row: int) -> tuple[Basis, ...]:
    if result.name == "organisations":
        record = result.record(row)
        return basis_of_organisation(result.store, record.id, record.sites)
    return basis(result.store, result.name, result.rows[row])


def _title(result: Result, row: int) -> str:
    """Name of the row, with that of its site."""
    values = [result.source.values(name)[result.rows[row]] for name in NAMES[result.name]]
    column = result.spec.column(NAMES[result.name][0])
    ident = result.store.label(column, values[0]) if column and column.vocabulary else ""
    name = ident or str(values[1] if len(values) > 1 and values[1] else values[0])
    for above in ("site", "region"):
        if above in result.source.parents:
            whole = result.source.values(above)[result.rows[row]]
            name = f"{name}, {result.store.site_name(whole)}"
            break
    return shown(name)
