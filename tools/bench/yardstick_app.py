"""Yardstick: the barest Textual app that shows a table. Arguments: a CSV file with a header."""

from __future__ import annotations

import csv
import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class TableApp(App[None]):
    """One table that fills the screen."""

    def __init__(self, path: str) -> None:
        super().__init__()
        with open(path, encoding="utf-8", newline="") as file:
            self._rows = list(csv.reader(file))

    def compose(self) -> ComposeResult:
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        header, *rows = self._rows
        table = self.query_one(DataTable)
        table.add_columns(*header)
        table.add_rows(rows)


if __name__ == "__main__":
    TableApp(sys.argv[1]).run()
