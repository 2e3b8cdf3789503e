"""Exports read by pandas, as an analyst would."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest

from tests.export.samples import small
from tui.export.formats import render


@pytest.fixture(scope="module")
def sites() -> dict[str, list[Any]]:
    result = small("sites", every=True)
    return {
        column.id: [result.value(row, column) for row in range(len(result))]
        for column in result.columns
    }


@pytest.mark.parametrize(("fmt", "separator"), [("csv", ","), ("tsv", "\t")])
def test_delimited(sites: dict[str, list[Any]], fmt: str, separator: str) -> None:
    written = render(small("sites", every=True), fmt)
    frame = pd.read_csv(io.StringIO(written), sep=separator)
    assert list(frame.columns) == list(sites)
    assert list(frame["name"]) == sites["name"]
    assert list(frame["members"]) == sites["members"]
    assert [None if pd.isna(v) else v for v in frame["rank"]] == sites["rank"]
    assert [None if pd.isna(v) else v for v in frame["budget.total_meur"]] == sites[
        "budget.total_meur"
    ]
    assert [None if pd.isna(v) else v in (True, "True") for v in frame["generalist"]] == sites[
        "generalist"
    ]
    assert [tuple(v.split("; ")) for v in frame["sources"]] == sites["sources"]
    assert [str(day.date()) for day in pd.to_datetime(frame["selected"])] == [
        day.text for day in sites["selected"]
    ]


@pytest.mark.parametrize(("fmt", "lines"), [("json", False), ("jsonl", True)])
def test_json(sites: dict[str, list[Any]], fmt: str, lines: bool) -> None:
    written = render(small("sites", every=True), fmt)
    frame = pd.read_json(io.StringIO(written), lines=lines, dtype=False)
    assert list(frame.columns) == list(sites)
    assert list(frame["name"]) == sites["name"]
    assert [tuple(v) for v in frame["sources"]] == sites["sources"]
    assert [None if pd.isna(v) else v for v in frame["rank"]] == sites["rank"]
    assert list(frame["selected"]) == [day.text for day in sites["selected"]]
