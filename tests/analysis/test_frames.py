"""Data frames hold what the tables hold, in the types of pandas."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.export.samples import TABLES, dataset, hostile, small
from tui.analysis.schemas import frame
from tui.dataset import PartialDate
from tui.query import Result


def plain(value: Any) -> Any:
    """A cell of a frame as a plain value."""
    if isinstance(value, list):
        return value
    if value is None or value is pd.NA or value is pd.NaT or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", ["small", "hostile"])
def test_every_cell_of_every_table_is_there(name: str, kind: str) -> None:
    result: Result = small(name, every=True) if kind == "small" else hostile(name)
    made = frame(result)
    assert len(made) == len(result)
    assert made.attrs["table"] == result.name
    for column in result.columns:
        read = [plain(value) for value in made[column.id]]
        for back, row in zip(read, range(len(result)), strict=True):
            value = result.value(row, column)
            if isinstance(value, PartialDate):
                if column.declared == "day":
                    assert back.date() == value.first
                    continue
                assert back == value.text
                if column.kind == "mixed":
                    continue
                assert made[f"{column.id}.first"][row].date() == value.first
                assert made[f"{column.id}.last"][row].date() == value.last
            elif column.many:
                assert back == list(value or ())
            else:
                assert back == (list(value) if isinstance(value, tuple) else value)


def test_types_are_those_that_count() -> None:
    made = frame(small("sites", every=True))
    assert str(made["members"].dtype) == "Int64"
    assert str(made["latitude"].dtype) == "Float64"
    assert str(made["generalist"].dtype) == "boolean"
    assert str(made["name"].dtype) == "string"
    assert made["selected"].dtype == "datetime64[s]"
    words = dataset("small").vocabulary.words("confidence")
    assert list(made["confidence"].cat.categories)[: len(words)] == list(words)
    assert made.attrs["units"]["budget.total_meur"] == "EUR million"


def test_an_empty_table_keeps_its_types() -> None:
    nothing = frame(small("sites", every=True, rows="name:zzz"))
    some = frame(small("sites", every=True))
    assert len(nothing) == 0
    assert [str(kind) for kind in nothing.dtypes if str(kind) != "category"] == [
        str(kind) for kind in some.dtypes if str(kind) != "category"
    ]
