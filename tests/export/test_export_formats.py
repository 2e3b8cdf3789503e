"""What each format promises, over any text and over every table."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.samples import TABLES, hostile, small, texts
from tui.dataset import PartialDate
from tui.export import FORMATS, UnknownFormatError, format_of, format_of_path, render, sheet
from tui.query import Result
from tui.query.engine.columns import Column

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def cell_of(fmt: str, text: str) -> str:
    """The one cell of a table with this text, read back as CSV or TSV."""
    dialect = "excel" if fmt == "csv" else "excel-tab"
    rows = list(
        csv.reader(io.StringIO(render(texts((text, "x"), titles=("a", "b")), fmt)), dialect)
    )
    assert rows[0] == ["a", "b"]
    assert len(rows) == 2
    return rows[1][0]


@given(ANY_TEXT)
def test_json_gives_any_text_back(text: str) -> None:
    assert json.loads(render(texts((text,)), "json")) == [{"a": text}]
    assert json.loads(render(texts((text,)), "jsonl")) == {"a": text}


@given(ANY_TEXT)
def test_toml_gives_any_text_back(text: str) -> None:
    assert tomllib.loads(render(texts((text,)), "toml")) == {"made": [{"a": text}]}


@given(ANY_TEXT)
def test_csv_gives_a_text_that_no_spreadsheet_computes(text: str) -> None:
    read = cell_of("csv", text)
    assert not read.startswith(FORMULA)
    if text.isprintable():
        assert read == text or (read == f"'{text}" and re.match("'*[=+@＝＋－＠-]", text))


@given(ANY_TEXT)
def test_tsv_keeps_a_row_on_one_line(text: str) -> None:
    written = render(texts((text, "x"), titles=("a", "b")), "tsv")
    assert len(written.splitlines()) == 2
    assert not cell_of("tsv", text).startswith(FORMULA)


@pytest.mark.parametrize("fmt", FORMATS)
@given(text=ANY_TEXT)
def test_no_format_sends_control_characters(fmt: str, text: str) -> None:
    written = render(texts((text, "x"), titles=("a", "b")), fmt)
    allowed = "\n\t" if fmt in ("csv", "tsv", "toml") else "\n"
    found = {each for each in written if unicodedata.category(each) in ("Cc", "Zl", "Zp")}
    assert found <= set(allowed)


@given(ANY_TEXT)
def test_markdown_cell_stays_in_its_cell(text: str) -> None:
    lines = render(texts((text, "x"), titles=("a", "b")), "md").split("\n")
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", lines[2])) == 3
    assert "<" not in lines[2]
    assert ">" not in lines[2]
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*\[\]]", lines[2])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("-5", "'-5"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\n=1"),
        ("a-b", "a-b"),
        ("'quoted'", "'quoted'"),
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("two\r\nlines", "two\nlines"),
    ],
)
def test_csv_guards_texts(text: str, read: str) -> None:
    assert cell_of("csv", text) == read


def test_csv_leaves_numbers_alone() -> None:
    columns = (Column("n", "N", "number", ""), Column("m", "M", "mixed", ""))
    assert render(sheet("made", columns, [(-5.5, -3)]), "csv") == "n,m\n-5.5,-3\n"


def parsed(joined: str) -> list[str]:
    """The items of a joined list, read as the format's description says."""
    items = [""]
    signs = iter(joined)
    for sign in signs:
        if sign == "\\":
            items[-1] += next(signs)
        elif sign == ";":
            assert next(signs) == " "
            items.append("")
        else:
            items[-1] += sign
    return items


@given(st.lists(st.text(" ;\\abc", min_size=1, max_size=8), min_size=1, max_size=5))
def test_csv_joins_lists_so_that_they_can_be_parsed_back(items: list[str]) -> None:
    written = render(sheet("made", (Column("l", "L", "texts", ""),), [(tuple(items),)]), "csv")
    ((_,), (joined,)) = csv.reader(io.StringIO(written))
    assert parsed(joined) == items


def test_values_keep_their_type() -> None:
    columns = tuple(
        Column(name, name, kind, "")  # type: ignore[arg-type]
        for name, kind in (
            ("flag", "flag"), ("whole", "integer"), ("number", "number"), ("day", "date"),
            ("half", "date"), ("list", "slugs"), ("none", "text"), ("empty", "slugs"),
            ("a.b", "text"),
        )
    )  # fmt: skip
    row = (
        True, 3, 2.5, PartialDate.parse("2026-02-01"), PartialDate.parse("2026-H2"), ("x", "y"),
        None, (), "deep",
    )  # fmt: skip
    made = sheet("made", columns, [row])
    assert json.loads(render(made, "json")) == [
        {
            "flag": True, "whole": 3, "number": 2.5, "day": "2026-02-01", "half": "2026-H2",
            "list": ["x", "y"], "none": None, "empty": [], "a.b": "deep",
        }
    ]  # fmt: skip
    assert tomllib.loads(render(made, "toml"))["made"] == [
        {
            "flag": True, "whole": 3, "number": 2.5, "day": datetime.date(2026, 2, 1),
            "half": "2026-H2", "list": ["x", "y"], "a": {"b": "deep"},
        }
    ]  # fmt: skip
    assert render(made, "csv").splitlines()[1] == "true,3,2.5,2026-02-01,2026-H2,x; y,,,deep"


def whole(name: str) -> Result:
    return small(name, every=True)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("make", [whole, hostile])
def test_all_machine_formats_agree(name: str, make: Callable[[str], Result]) -> None:
    result = make(name)
    rows = json.loads(render(result, "json"))
    lines = render(result, "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == rows
    assert len(rows) == len(result)
    flat = [
        {
            key: value
            for group, value in row.items()
            for key, value in (
                ((f"{group}.{k}", v) for k, v in value.items())
                if isinstance(value, dict)
                else ((group, value),)
            )
        }
        for row in tomllib.loads(render(result, "toml")).get(name, [])
    ]
    for mine, other in zip(rows, flat, strict=True):
        assert {k: v for k, v in mine.items() if v not in (None, [])} == {
            k: v.isoformat() if isinstance(v, datetime.date) else v for k, v in other.items()
        }
    for fmt, dialect in (("csv", "excel"), ("tsv", "excel-tab")):
        read = list(csv.DictReader(io.StringIO(render(result, fmt)), dialect=dialect))
        assert len(read) == len(rows)
        for mine, other in zip(rows, read, strict=True):
            assert list(mine) == list(other)
            assert [v in (None, [], "") for v in mine.values()] == [v == "" for v in other.values()]


def test_empty_table_is_still_a_table() -> None:
    nothing = small("partners", "id", rows="name:zzz")
    assert render(nothing, "json") == "[]\n"
    assert render(nothing, "jsonl") == ""
    assert render(nothing, "csv") == "id\n"
    assert render(nothing, "toml") == ""
    title = nothing.columns[0].title
    assert render(nothing, "md") == f"| {title} |\n| --- |\n"


def test_registry_finds_formats_by_name_and_by_ending() -> None:
    for fmt, each in FORMATS.items():
        assert format_of(fmt) is each
        for suffix in each.suffixes:
            assert format_of_path(f"some.thing{suffix.upper()}") is each
    assert format_of_path("thing.xlsx") is None
    with pytest.raises(UnknownFormatError, match="did you mean 'json'"):
        format_of("jsn")
