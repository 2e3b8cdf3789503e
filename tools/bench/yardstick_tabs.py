"""Yardstick: a bare Textual app with eight tabs, a table in each, opened with the keys 1 to 8.

Arguments: a CSV file with a header; every tab shows its rows. Without the sliding line under
the tabs, which would take a third of a second and make the yardstick too easy.
"""

from __future__ import annotations

import csv
import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable, TabbedContent, TabPane

TABS = 8


class TabsApp(App[None]):
    """Eight tabs with the same table."""

    CSS = "TabbedContent, ContentSwitcher, TabPane { height: 1fr; }"
    BINDINGS = [(str(n), f"open({n})", f"Tab {n}") for n in range(1, TABS + 1)]  # noqa: RUF012

    def __init__(self, path: str) -> None:
        super().__init__()
        self.animation_level = "none"
        with open(path, encoding="utf-8", newline="") as file:
            self._rows = list(csv.reader(file))

    def compose(self) -> ComposeResult:
        with TabbedContent():
            for n in range(1, TABS + 1):
                with TabPane(f"{n} Table", id=f"tab-{n}"):
                    yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        header, *rows = self._rows
        for table in self.query(DataTable):
            table.add_columns(*header)
            table.add_rows(rows)

    def action_open(self, number: int) -> None:
        """Show one tab and put the keyboard into its table."""
        tab = f"tab-{number}"
        self.query_one(TabbedContent).active = tab
        self.query_one(f"#{tab} DataTable").focus()


if __name__ == "__main__":
    TabsApp(sys.argv[1]).run()
