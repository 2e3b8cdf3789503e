"""Filters that stand in the dataset's files, checked with file and line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tui.dataset import Dataset, Fault
from tui.dataset.building import rows_of
from tui.dataset.faults import Report
from tui.dataset.files import Folders
from tui.query.engine.match import match_text
from tui.query.engine.store import store_of
from tui.query.language.tree import FilterError


def filter_faults(dataset: Dataset, folders: Sequence[Path]) -> tuple[Fault, ...]:
    """Faults in the filters of the cohorts of these folders, read against the dataset."""
    report, read_before = Report(), Report()
    store, where = store_of(dataset), Folders(folders)
    for path in where.paths("dataset.toml"):
        top = where.read(path, read_before)
        for row in rows_of(top, "cohort", top.raw.get("cohort", []), read_before) if top else ():
            text = row.raw.get("where")
            try:
                match_text(store, "sites", text if isinstance(text, str) else "")
            except FilterError as error:
                reason = f"{error.reason} at column {error.span.start + 1}"
                report.add(row, "where", reason, error.suggestion)
    return tuple(report.faults)
