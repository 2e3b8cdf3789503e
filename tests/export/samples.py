"""Datasets, tables and made-up columns for the tests of the exporters."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any

from tui.analysis.tables import WORKED_OUT, table
from tui.dataset import Dataset, load
from tui.export.origin import Origin, origin_of
from tui.export.sheet import Sheet, sheet
from tui.query import Result, View
from tui.query.engine.columns import Column

FIXTURES = Path(__file__).parents[1] / "fixtures"
DAY = datetime.date(2026, 2, 1)
TABLES = (
    "sites", "systems", "rankings", "partners", "organisations", "sectors", "services", "access",
    "access_modes", "regions", "indicators", "clusters", "facts", "findings", "sources",
    *WORKED_OUT,
)  # fmt: skip


@cache
def dataset(name: str) -> Dataset:
    return load([FIXTURES / name])


def small(name: str, *columns: str, every: bool = False, **view: Any) -> Result:
    """A table of the small dataset over all its sites."""
    shown = View(cohort="all", **view).with_table(name, columns=columns)
    return table(dataset("small"), shown, name, every=every)


def hostile(name: str, *columns: str) -> Result:
    """A table of the hostile dataset over all its sites."""
    shown = View(cohort="all").with_table(name, columns=columns)
    return table(dataset("hostile"), shown, name)


def origin(name: str, **view: Any) -> Origin:
    """Origin of a table of the small dataset."""
    shown = View(cohort="early", **view)
    return origin_of(dataset("small"), shown, table(dataset("small"), shown, name), date=DAY)


def texts(*rows: tuple[Any, ...], titles: tuple[str, ...] = ("a",)) -> Sheet:
    """A sheet with text columns."""
    columns = tuple(Column(title, title, "text", "") for title in titles)
    return sheet("made", columns, rows)
