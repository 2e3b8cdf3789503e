"""What a cell of a table of one's own comes to, and what is said where it comes to nothing."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.cli.running import FIXTURES
from tui.dataset import load
from tui.editing import spreadsheet
from tui.editing.intake import fields_of
from tui.editing.spreadsheet import CellError, Converter, SpreadsheetError, read_spreadsheet


@pytest.fixture(scope="module")
def converter() -> Converter:
    every = {**fields_of("sites"), **fields_of("systems"), **fields_of("partners")}
    return Converter(load([FIXTURES / "small"]).vocabulary, every)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("accelerator_count", "1,024", 1024),
        ("accelerator_count", " 12.0 ", 12),
        ("rmax_pflops", "1 742 000.5", 1742000.5),
        ("rmax_pflops", "n/a", None),
        ("role", "Partner", "partner"),
    ],
)
def test_a_cell_becomes_a_value(converter: Converter, name: str, text: str, value: object) -> None:
    assert converter.value(name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "factor", "said"),
    [
        ("accelerator_count", "12.5", 1.0, "'12.5' is not a whole number"),
        ("accelerator_count", "many", 1.0, "'many' is not a number"),
        ("rmax_pflops", "inf", 1.0, "'inf' is not a number"),
        ("rmax_pflops", "1e308", 1e9, "'1e308' is not a number"),
        ("role", "partner", 0.001, "'role' is no number, so nothing multiplies it"),
        ("role", "partnr", 1.0, "is not in the vocabulary 'role'; did you mean 'partner'?"),
    ],
)
def test_what_does_not_fit_is_told(
    converter: Converter, name: str, text: str, factor: float, said: str
) -> None:
    with pytest.raises(CellError) as error:
        converter.value(name, text, factor)
    assert said in str(error.value)


def test_cells_of_excel_read_as_a_person_would_type_them(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c", "d", "e", "f"])
    book.active.append([True, None, 41.0, 0.5, datetime.datetime(2026, 6, 1), " x "])
    book.save(tmp_path / "table.xlsx")
    assert read_spreadsheet(tmp_path / "table.xlsx").rows == (
        ("true", "", "41", "0.5", "2026-06-01", "x"),
    )


def test_a_file_of_another_size_than_a_table_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_BYTES", 10**6)
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 250_000)
    with pytest.raises(SpreadsheetError, match="more than 1 MB"):
        read_spreadsheet(path)


def value_of(converter: Converter, name: str, text: str) -> object:
    """The value of a cell, or why it has none."""
    try:
        return converter.value(name, text)
    except CellError as error:
        return str(error)


@pytest.mark.parametrize(
    ("text", "whole", "figure", "german"),
    [
        ("10.000", "'10.000' may be 10000 or 10", "'10.000' may be 10000 or 10", 10000),
        ("10,000", 10000, "'10,000' may be 10000 or 10", 10),
        ("1.024", 1024, "'1.024' may be 1024 or 1.024", 1024),
        ("1,024", 1024, "'1,024' may be 1024 or 1.024", 1.024),
        ("1.000.000", 1000000, 1000000, 1000000),
        ("1,000,000", 1000000, 1000000, 1000000),
        ("1.000,5", "'1.000,5' is not a whole number", 1000.5, 1000.5),
        ("1,000.5", "'1,000.5' is not a whole number", 1000.5, 1000.5),
        ("2,5", "'2,5' is not a whole number", 2.5, 2.5),
        ("0,125", "'0,125' is not a whole number", 0.125, 0.125),
        ("1234,125", "'1234,125' is not a whole number", 1234.125, 1234.125),
        ("10 000,5", "'10 000,5' is not a whole number", 10000.5, 10000.5),
        ("1.000.5", "'1.000.5' is not a number", "'1.000.5' is not a number", None),
        ("10'000", 10000, 10000, 10000),
        ("1.00.000", "'1.00.000' is not a number", "'1.00.000' is not a number", None),
    ],
)
def test_a_sign_that_may_stand_for_thousands_or_decimals_is_never_guessed(
    converter: Converter, text: str, whole: object, figure: object, german: float | None
) -> None:
    assert value_of(converter, "accelerator_count", text) == whole
    assert value_of(converter, "rmax_pflops", text) == figure
    vocabulary = load([FIXTURES / "small"]).vocabulary
    known = Converter(vocabulary, fields_of("systems"), decimal=",")
    if german is not None:
        assert value_of(known, "rmax_pflops", text) == german


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["10.000", "2,5"], ","),
        (["10.000", "1.000.000"], ","),
        (["10,000", "2.5", "n/a"], "."),
        (["10,000", "1,000,000"], "."),
        (["1.000,5"], ","),
        (["10.000", "12,345"], ""),
        (["2.5", "2,5"], ""),
        ([], ""),
    ],
)
def test_numbers_that_leave_no_doubt_tell_how_the_others_are_written(
    texts: list[str], sign: str
) -> None:
    assert spreadsheet.decimal_sign(texts) == sign


@pytest.mark.parametrize(
    ("name", "text", "sign"), [("a.csv", "a,b\n1,2\n", "."), ("b.csv", "a;b\n1;2\n", "")]
)
def test_where_commas_part_cells_none_stands_before_decimals(
    tmp_path: Path, name: str, text: str, sign: str
) -> None:
    (tmp_path / name).write_text(text)
    assert read_spreadsheet(tmp_path / name).decimal == sign
