"""What each format promises, over any text and over every table."""

from __future__ import annotations

import csv
import datetime
import html
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.export.samples import TABLES, hostile, small, texts
from tui.dataset import PartialDate
from tui.export.formats import (
    FORMATS,
    UnknownFormatError,
    content,
    format_of,
    format_of_path,
    render,
)
from tui.export.sheet import sheet
from tui.markup import markdown
from tui.query import Result
from tui.query.engine.columns import Column
from tui.text import printable

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
MARKUP = st.sampled_from(
    [
        "[x](javascript:a)", "![y](http://e.org/p.png)", "https://e.org", "www.e.org", "a@b.org",
        "<b>", "</td>", "&amp;", "**", "__", "`", "|", "\\", "~~", "$", "//e.org",
        "ftp://x.y", "# ",
        "1. ", "- ", "e.org", "<!--", "]]>", "mailto:x@y.de", ":", "[", "](", "\n",
    ]
)  # fmt: skip
TEXTUAL = [fmt for fmt in FORMATS if not FORMATS[fmt].binary]
FAITHFUL = ("csv", "tsv", "excel-csv", "excel-csv-semicolon", "toml")
DIALECTS = {"csv": ",", "tsv": "\t", "excel-csv": ",", "excel-csv-semicolon": ";"}


def cell_of(fmt: str, text: str) -> str:
    """The one cell of a table with this text, read back as separated values."""
    written = render(texts((text, "x"), titles=("a", "b")), fmt).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=DIALECTS[fmt], strict=True))
    assert rows[0] == ["a", "b"]
    assert rows[1][1] == "x"
    assert len(rows) == 2
    return rows[1][0]


@given(ANY_TEXT)
def test_json_gives_any_text_back(text: str) -> None:
    assert json.loads(render(texts((text,)), "json")) == [{"a": text}]
    assert json.loads(render(texts((text,)), "jsonl")) == {"a": text}


@given(ANY_TEXT)
def test_toml_gives_any_text_back(text: str) -> None:
    assert tomllib.loads(render(texts((text,)), "toml")) == {"made": [{"a": text}]}


@pytest.mark.parametrize("fmt", ["csv", "tsv"])
@given(text=ANY_TEXT)
def test_separated_values_give_any_text_back(fmt: str, text: str) -> None:
    assert cell_of(fmt, text) == text


@pytest.mark.parametrize("fmt", ["excel-csv", "excel-csv-semicolon"])
@given(text=ANY_TEXT)
def test_excel_csv_gives_a_text_that_no_spreadsheet_computes(fmt: str, text: str) -> None:
    read = cell_of(fmt, text)
    assert not read.startswith(FORMULA)
    if text.isprintable():
        assert read == text or (read == f"'{text}" and re.match("'*[=+@＝＋－＠-]", text))


@pytest.mark.parametrize("fmt", [fmt for fmt in TEXTUAL if fmt not in ("csv", "tsv")])
@given(text=ANY_TEXT)
def test_no_format_for_people_holds_control_characters(fmt: str, text: str) -> None:
    written = render(texts((text, "x"), titles=("a", "b")), fmt)
    allowed = "\r\n\t" if fmt in FAITHFUL else "\n"
    found = {each for each in written if unicodedata.category(each) in ("Cc", "Zl", "Zp")}
    assert found <= set(allowed)


@settings(deadline=None)
@given(st.lists(ANY_TEXT | MARKUP, min_size=1, max_size=3).map("".join))
def test_markdown_renders_any_text_as_it_stands(text: str) -> None:
    """No link, picture or element, with every extension of the reader turned on."""
    reader = MarkdownIt("gfm-like", {"html": True, "typographer": False})
    written = render(texts((text, "x"), titles=("a", "b")), "md")
    (table, *_) = tokens = reader.parse(written)
    assert table.type == "table_open"
    cells = [token for token in tokens if token.type == "inline"]
    children = cells[2].children or []
    assert {child.type for child in children} <= {"text", "code_inline"}
    assert "".join(child.content for child in children).strip() == printable(text).strip()
    outside = reader.parse(markdown(text))
    assert [token.type for token in outside] in (
        [],
        ["paragraph_open", "inline", "paragraph_close"],
    )


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))", "![x](https://e.org/a.png)", "https://e.org", "www.e.org",
        "<script>alert(1)</script>", "a@e.org", "mailto:a@e.org", "e.org", "//e.org/x", "<b>",
        "&lt;b&gt;", "a_b_c __x__ *y*", "`code`", "a | b", "x\\|y", "~~gone~~", "$a$ $b$",
        "[^1]", "<https://e.org>", "# head", "1. one", "- item", "\\`https://e.org\\`",
    ],
)  # fmt: skip
def test_markdown_makes_nothing_of(text: str) -> None:
    page = MarkdownIt("gfm-like", {"html": True}).render(markdown(text))
    assert re.sub(
        r"</?code>", "", page
    ) == f"<p>{html.escape(printable(text), quote=False)}</p>\n".replace('"', "&quot;")


@given(ANY_TEXT)
def test_html_cell_gives_the_text_back(text: str) -> None:
    written = render(texts((text, "x"), titles=("a", "b")), "html")
    (cell,) = re.findall(r"<tr><td>(.*)</td><td>x</td></tr>", written)
    assert not set("<>\"'") & set(cell)
    assert html.unescape(cell) == printable(text)


@given(ANY_TEXT)
def test_latex_cell_holds_no_command_of_its_own(text: str) -> None:
    written = render(texts((text, "x"), titles=("a", "b")), "latex")
    (cell,) = re.findall(r"\\endfoot\n(.*) & x \\\\\n", written)
    names = "backslash|asciitilde|asciicircum|less|greater|bar|quotedbl|asciigrave|quotesingle"
    known = rf"\\text({names})\{{\}}|\\[{{}}&%$#_]|\{{[][*]?\}}"
    assert not set(re.sub(known, "", cell)) & set("\\{}$&#^_~%\"<>|`'")


@pytest.mark.parametrize("name", TABLES)
def test_records_end_with_a_line_feed_those_for_spreadsheets_with_both_signs(name: str) -> None:
    result = small(name, every=True)
    for fmt in ("csv", "tsv"):
        text = content(result, fmt)
        assert text.endswith(b"\n")
        assert b"\r" not in text
    for fmt in ("excel-csv", "excel-csv-semicolon"):
        lines = content(result, fmt).split(b"\n")
        assert lines.pop() == b""
        assert all(line.endswith(b"\r") for line in lines)


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
def test_excel_csv_guards_texts(text: str, read: str) -> None:
    assert cell_of("excel-csv", text) == read
    assert cell_of("csv", text) == text


def test_csv_leaves_numbers_alone() -> None:
    columns = (Column("n", "N", "number", ""), Column("m", "M", "mixed", ""))
    made = sheet("made", columns, [(-5.5, -3)])
    assert render(made, "csv") == "n,m\n-5.5,-3\n"
    assert render(made, "excel-csv") == "\ufeffn,m\r\n-5.5,-3\r\n"
    assert render(made, "excel-csv-semicolon") == "\ufeffn;m\r\n-5,5;-3\r\n"


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


def test_empty_table_is_still_a_table() -> None:
    nothing = small("partners", "id", rows="name:zzz")
    assert render(nothing, "json") == "[]\n"
    assert render(nothing, "jsonl") == ""
    assert render(nothing, "csv") == "id\n"
    assert render(nothing, "toml") == ""
    title = nothing.columns[0].title
    for fmt in FORMATS:
        assert content(nothing, fmt) or fmt in ("jsonl", "toml")
    assert render(nothing, "md") == f"| {title} |\n| --- |\n"


def test_registry_finds_formats_by_name_and_by_ending() -> None:
    for fmt, each in FORMATS.items():
        assert format_of(fmt) is each
        for suffix in each.suffixes:
            assert format_of_path(f"some.thing{suffix.upper()}") is each
    assert format_of("CSV") is FORMATS["csv"]
    everyday = {
        "markdown": "md",
        "TeX": "latex",
        "ndjson": "jsonl",
        "text": "table",
        "excel": "xlsx",
    }
    assert {name: format_of(name).id for name in everyday} == everyday
    assert format_of_path("thing.docx") is None
    with pytest.raises(UnknownFormatError, match="did you mean 'json'"):
        format_of("jsn")
