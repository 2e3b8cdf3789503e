"""Every table of the registry reads the same on the screen, in CSV and in Markdown."""

from __future__ import annotations

import csv
import io

import pytest

from tests.explorer.helpers import dataset
from tui.analysis import tables
from tui.explorer.result_rows import ResultSource
from tui.export.formats import render
from tui.export.formats.texts import cell as written
from tui.markup import markdown
from tui.query import Result, View
from tui.query.engine.columns import Column, Field
from tui.query.engine.format import (
    UNKNOWN,
    UNSURE,
    cell,
    kind_of_figure,
    states_texts,
    text_of,
    unsure,
)
from tui.text import printable, width_of

NAMES = list(tables.tables(dataset()))


def table_of(name: str) -> Result:
    """A table of the thirteen, with all its columns."""
    return tables.table(dataset(), View(cohort="brief"), name, every=True)


def value_of(column: Column, text: str) -> object:
    """The value that a cell of a CSV file stands for."""
    if column.many:
        parts = tuple(text.split("; "))
        return tuple(map(int, parts)) if column.kind == "integers" else parts
    if column.kind == "flag":
        return text == "true"
    if column.kind == "integer":
        return int(text)
    if column.kind == "number":
        return float(text)
    return text


@pytest.mark.parametrize("name", NAMES)
def test_screen_and_markdown_have_the_same_cells(name: str) -> None:
    result = table_of(name)
    source = ResultSource(result)
    lines = render(result, "md").split("\n\n")[0].splitlines()[2:]
    assert len(lines) == len(source) == len(result)
    for row, line in enumerate(lines):
        shown = [source.cell(row, place)[0] for place in range(len(result.columns))]
        assert shown == [cell(result, row, column) for column in result.columns]
        assert line == f"| {' | '.join(map(markdown, shown))} |"


@pytest.mark.parametrize("name", NAMES)
def test_screen_and_csv_say_the_same(name: str) -> None:
    """A cell is empty where the screen shows that nothing is known, else it reads alike."""
    result = table_of(name)
    header, *rows = csv.reader(io.StringIO(render(result, "csv"), newline=""))
    assert header == [column.id for column in result.columns]
    assert len(rows) == len(result)
    for row, values in enumerate(rows):
        for column, text in zip(result.columns, values, strict=True):
            shown = cell(result, row, column)
            assert (text == "") == (shown == UNKNOWN), column.id
            worded = isinstance(column, Field) and column.text is not None
            worded |= states_texts(result.source, column, result.value(row, column))
            if text and not worded:
                value = value_of(column, text)
                if column.kind == "mixed":  # the cell of a file does not say which kind it is
                    value = result.value(row, column)
                    assert text == str(written(value)), column.id
                doubt = UNSURE if unsure(result, row, column) else ""
                mark = "" if isinstance(column, Field) else kind_of_figure(result, row, column)
                told = doubt + text_of(result.store, column, value)
                assert shown == (f"{told} {mark}" if mark else told), column.id


@pytest.mark.parametrize("name", NAMES)
def test_widths_are_those_of_the_texts(name: str) -> None:
    """Whatever other columns of the same table stood beside them before."""
    every = tuple(column.id for column in table_of(name).columns)
    for columns in ((), every, every[::2], every[1::2], ()):
        view = View(cohort="brief").with_table(name, columns=columns)
        source = ResultSource(tables.table(dataset(), view, name))
        for row in range(len(source)):
            for column in range(len(source.columns)):
                text = source.cell(row, column)[0]
                assert source.cell_width(row, column) == width_of(printable(text)), text
