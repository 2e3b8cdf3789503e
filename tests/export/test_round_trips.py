"""Every table in every format, read back by a reader that knows nothing of this program."""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest
from markdown_it import MarkdownIt
from openpyxl.utils.escape import unescape

from tests.export.samples import TABLES, dataset, hostile, small
from tui.analysis.tables import tables
from tui.dataset import PartialDate
from tui.export.formats import content, render
from tui.export.formats.texts import cell
from tui.export.sheet import sheet_of
from tui.query import Result
from tui.text import printable


def whole(name: str) -> Result:
    return small(name, every=True)


def test_every_table_is_among_them() -> None:
    assert tuple(tables(dataset("small"))) == TABLES


MAKES = pytest.mark.parametrize("make", [whole, hostile])
NAMES = pytest.mark.parametrize("name", TABLES)
Make = Callable[[str], Result]


def cells(result: Result) -> list[list[str]]:
    """The rows as the texts that a format without types has to hold."""
    return [[str(cell(value)) for value in row] for row in result.lines()]


def idents(result: Result) -> list[str]:
    return [column.id for column in result.columns]


@NAMES
@MAKES
@pytest.mark.parametrize(("fmt", "dialect"), [("csv", "excel"), ("tsv", "excel-tab")])
def test_csv_module(name: str, make: Make, fmt: str, dialect: str) -> None:
    result = make(name)
    head, *rows = csv.reader(io.StringIO(render(result, fmt), newline=""), dialect, strict=True)
    assert head == idents(result)
    assert rows == cells(result)


@NAMES
@MAKES
@pytest.mark.parametrize(("fmt", "separator"), [("csv", ","), ("tsv", "\t")])
def test_pandas_reads_csv(name: str, make: Make, fmt: str, separator: str) -> None:
    result = make(name)
    read = pd.read_csv(
        io.BytesIO(content(result, fmt)), sep=separator, dtype=str, keep_default_na=False
    )
    assert list(read.columns) == idents(result)
    assert read.to_numpy().tolist() == cells(result)


@NAMES
@MAKES
def test_duckdb_reads_csv(name: str, make: Make, tmp_path: Path) -> None:
    result = make(name)
    path = tmp_path / "t.csv"
    path.write_bytes(content(result, "csv"))
    read = duckdb.read_csv(
        str(path), all_varchar=True, header=True, strict_mode=True, quotechar='"'
    )
    assert read.columns == idents(result)
    assert [[text or "" for text in row] for row in read.fetchall()] == cells(result)


@NAMES
@MAKES
def test_openpyxl_reads_xlsx(name: str, make: Make) -> None:
    result = make(name)
    book = openpyxl.load_workbook(io.BytesIO(content(result, "xlsx")))
    page = book[name]
    assert page.freeze_panes
    head, *rows = page.iter_rows(max_col=len(result.columns))
    assert [each.value for each in head] == idents(result)
    assert len(rows) == len(result)
    for read, written in zip(rows, result.lines(), strict=True):
        for found, value in zip(read, written, strict=True):
            assert found.data_type != "f"
            assert found.hyperlink is None
            back, wanted = from_workbook(found.value), in_workbook(value)
            # A workbook holds sixteen digits of a figure, one fewer than it may have.
            assert back == (pytest.approx(wanted, rel=1e-15) if type(wanted) is float else wanted)
    meanings = {row[1]: row[4] or "" for row in book["columns"].iter_rows(values_only=True)}
    assert all(meanings[column.id] == printable(column.meaning) for column in result.columns)


def in_workbook(value: Any) -> Any:
    if value in (None, ()):
        return None
    if isinstance(value, PartialDate):
        return value.first if value.first == value.last else value.text
    return value if isinstance(value, bool | int | float) else str(cell(value))


def from_workbook(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.date()
    return unescape(value) if isinstance(value, str) else value


@NAMES
@MAKES
def test_pyarrow_reads_parquet(name: str, make: Make) -> None:
    result = make(name)
    read = pyarrow.parquet.read_table(io.BytesIO(content(result, "parquet")))
    assert read.column_names == idents(result)
    assert read.num_rows == len(result)
    for column, values in zip(result.columns, zip(*result.lines(), strict=True), strict=False):
        found = read.column(column.id).to_pylist()
        for back, value in zip(found, values, strict=True):
            assert plain(back) == typed(column.kind, value), column.id


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def typed(kind: str, value: Any) -> Any:
    if isinstance(value, tuple) and kind != "mixed":
        return list(value)
    if value is None or isinstance(value, bool):
        return value
    return float(value) if kind == "number" else value if kind == "integer" else str(cell(value))


@NAMES
def test_duckdb_reads_parquet(name: str, tmp_path: Path) -> None:
    result = whole(name)
    path = tmp_path / "t.parquet"
    path.write_bytes(content(result, "parquet"))
    rows = duckdb.read_parquet(str(path)).fetchall()
    assert len(rows) == len(result)
    for read, written in zip(rows, result.lines(), strict=True):
        for column, back, value in zip(result.columns, read, written, strict=True):
            assert plain(back) == typed(column.kind, value), column.id


@NAMES
@MAKES
def test_json_and_json_lines(name: str, make: Make) -> None:
    result = make(name)
    rows = json.loads(content(result, "json"))
    assert rows == [json.loads(line) for line in render(result, "jsonl").splitlines()]
    assert [list(row) for row in rows] == [idents(result)] * len(result)
    for read, written in zip(rows, result.lines(), strict=True):
        for back, value in zip(read.values(), written, strict=True):
            text = value.text if isinstance(value, PartialDate) else value
            assert back == (list(text) if isinstance(text, tuple) else text)


@NAMES
@MAKES
def test_gfm_reader_reads_markdown(name: str, make: Make) -> None:
    """Literal text in every cell: no link, no picture, no HTML, whatever it may turn on."""
    result = make(name)
    tokens = MarkdownIt("gfm-like", {"html": True, "typographer": True}).parse(render(result, "md"))
    rows: list[list[str]] = []
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("td_open", "th_open"):
            children = tokens[at + 1].children or []
            assert {child.type for child in children} <= {"text", "code_inline"}
            rows[-1].append("".join(child.content for child in children))
        assert token.type not in ("html_block", "heading_open", "hr", "fence", "code_block")
    assert [[squeezed(text) for text in row] for row in rows[1:]] == [
        [squeezed(text) for text in row] for row in sheet_of(result).texts()
    ]


def squeezed(text: str) -> str:
    """A table of Markdown keeps no room around a cell."""
    return text.strip()


class Page(HTMLParser):
    """The cells of a page, and the names of all its elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.seen: set[str] = set()
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(f"{tag}.{name}" for name, _ in attrs)}
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


@NAMES
@MAKES
def test_html_reader_reads_html(name: str, make: Make) -> None:
    result = make(name)
    page = Page()
    page.feed(render(result, "html"))
    page.close()
    assert page.rows[1:] == [list(row) for row in sheet_of(result).texts()]
    elements = {each for each in page.seen if "." not in each}
    assert elements <= {
        "html", "head", "meta", "title", "style", "body", "table", "caption", "thead", "tbody",
        "tr", "th", "td", "footer", "p",
    }  # fmt: skip
    assert {each.partition(".")[2] for each in page.seen if "." in each} <= {
        "lang", "charset", "content", "name", "http-equiv", "class", "scope",
    }  # fmt: skip


@NAMES
@MAKES
def test_excel_csv_holds_the_cells_behind_a_guard(name: str, make: Make) -> None:
    result = make(name)
    written = content(result, "excel-csv")
    read = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), strict=True))
    semicolons = content(result, "excel-csv-semicolon").decode("utf-8-sig")
    other = list(csv.reader(io.StringIO(semicolons, newline=""), delimiter=";", strict=True))
    assert written.startswith(b"\xef\xbb\xbf")
    assert read[0] == other[0] == idents(result)
    for mine, theirs, row in zip(read[1:], other[1:], result.lines(), strict=True):
        for back, comma, value in zip(mine, theirs, row, strict=True):
            if isinstance(value, float):
                assert float(back) == float(comma.replace(",", ".")) == value
            elif isinstance(value, str) and value.isprintable():
                assert back == comma
                assert back in (value, f"'{value}")
            assert not back.startswith(("=", "+", "@", "\t", "\r")) or isinstance(
                value, int | float
            )


def test_workbook_keeps_what_no_cell_can_hold() -> None:
    from tests.export.samples import texts

    made = texts(("x" * 40_000, "=1+1"), ("_x000A_", "http://e.org"), titles=("a", "b"))
    page = openpyxl.load_workbook(io.BytesIO(content(made, "xlsx")))["made"]
    rows = list(page.iter_rows(min_row=2, values_only=True))
    assert rows == [("x" * 32_766 + "…", "=1+1"), ("_x000A_", "http://e.org")]
    assert all(each.data_type == "s" for row in page.iter_rows() for each in row)


def test_numbers_keep_every_digit() -> None:
    from tui.export.sheet import sheet
    from tui.query.engine.columns import Column

    figures = [0.1 + 0.2, 1e-7, math.pi * 1e12, -0.0, 5e-324, 123456789.123]
    made = sheet("made", (Column("n", "N", "number", ""),), [(figure,) for figure in figures])
    read = [float(line) for line in render(made, "csv").splitlines()[1:]]
    assert read == figures
    assert [row["n"] for row in json.loads(render(made, "json"))] == figures
    page = openpyxl.load_workbook(io.BytesIO(content(made, "xlsx")))["made"]
    assert [row[0] for row in page.iter_rows(min_row=2, values_only=True)] == pytest.approx(
        figures, rel=1e-14
    )
