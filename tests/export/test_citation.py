"""Citations: what a reference manager and a reader are given."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.samples import dataset
from tui.dataset import PartialDate
from tui.dataset.reference import Source
from tui.export import citation


def source(**changes: Any) -> Source:
    whole = {
        "id": "contract",
        "title": "Contract for LUMI-AI signed",
        "publisher": "EuroHPC Joint Undertaking",
        "url": "https://example.org/contract_en",
        "published": PartialDate.parse("2026-08-31"),
        "language": "en",
        "kind": "official",
        "read": "direct",
        **changes,
    }
    return Source(**whole)


def fields(entry: str) -> dict[str, str]:
    """Fields of a BibTeX entry, read with braces counted as BibTeX does."""
    found: dict[str, str] = {}
    at = entry.index(",") + 1
    while match := re.compile(r"\s*(\w+) = ").match(entry, at):
        start = at = match.end()
        depth = 0
        while entry[at] != "," or depth:
            depth += {"{": 1, "}": -1}.get(entry[at], 0)
            at += 1
        value, at = entry[start:at], at + 1
        found[match[1]] = value[1:-1] if value.startswith("{") else value
    assert entry[at:].strip() == "}"
    return found


def test_text_of_a_source_that_was_read() -> None:
    assert citation.text(source()) == (
        "EuroHPC Joint Undertaking (2026-08-31). Contract for LUMI-AI signed. "
        "https://example.org/contract_en"
    )


def test_text_says_who_quotes_what_was_not_read() -> None:
    quoted = source(read="quoted", quoted_by=("https://example.org/q", "https://example.org/r"))
    assert citation.text(quoted).endswith(
        " [not read directly; quoted by https://example.org/q, https://example.org/r]"
    )
    assert citation.text(source(read="quoted")).endswith(" [not read directly]")


def test_text_without_date_and_address() -> None:
    bare = source(published=None, url=None, title="Is it open?")
    assert citation.text(bare) == "EuroHPC Joint Undertaking (undated). Is it open?"


def test_bibtex() -> None:
    assert citation.bibtex(source()) == (
        "@online{contract,\n"
        "  author = {{EuroHPC Joint Undertaking}},\n"
        "  title = {{Contract for LUMI-AI signed}},\n"
        "  year = {2026},\n"
        "  month = aug,\n"
        "  date = {2026-08-31},\n"
        "  url = {https://example.org/contract_en},\n"
        "  language = {en},\n"
        "}"
    )


@pytest.mark.parametrize(
    ("kind", "url", "entry", "publisher"),
    [
        ("official", "https://e.org", "online", "author"),
        ("official", None, "misc", "author"),
        ("register", "https://e.org", "dataset", "author"),
        ("brief", "https://e.org", "report", "institution"),
        ("press", "https://e.org", "online", "howpublished"),
    ],
)
def test_the_entry_fits_the_source(kind: str, url: str | None, entry: str, publisher: str) -> None:
    written = citation.bibtex(source(kind=kind, url=url))
    assert written.startswith(f"@{entry}{{contract,")
    assert fields(written)[publisher] == "{EuroHPC Joint Undertaking}"


def test_the_day_of_the_data_is_when_a_page_was_read() -> None:
    day = PartialDate.parse("2026-11-22")
    assert fields(citation.bibtex(source(), day))["urldate"] == "2026-11-22"
    assert citation.csl(source(), day)["accessed"] == {"date-parts": [[2026, 11, 22]]}
    for never_read in (source(url=None), source(read="quoted")):
        assert "urldate" not in fields(citation.bibtex(never_read, day))
        assert "accessed" not in citation.csl(never_read, day)


def test_the_dataset_has_a_citation_of_its_own() -> None:
    meta = dataset("small").meta
    assert citation.dataset_cited("text", meta).count("\n") == 1
    assert meta.version in citation.dataset_text(meta)
    written = citation.dataset_cited("bibtex", meta)
    assert written.startswith(f"@dataset{{{meta.id},")
    assert fields(written)["version"] == meta.version
    (item,) = json.loads(citation.dataset_cited("csl-json", meta))
    assert item["type"] == "dataset"
    assert item["issued"] == {"date-parts": [[2026, 1, 31]]}


def test_the_publisher_of_press_is_no_author() -> None:
    press = source(kind="press")
    assert "author" not in fields(citation.bibtex(press))
    assert fields(citation.bibtex(press))["howpublished"] == "{EuroHPC Joint Undertaking}"
    assert citation.csl(press)["container-title"] == "EuroHPC Joint Undertaking"
    assert "author" not in citation.csl(press)


@pytest.mark.parametrize(
    ("written", "year", "month", "day", "parts"),
    [
        ("2026", "2026", None, None, [[2026]]),
        ("2026-H2", "2026", None, None, [[2026, 7], [2026, 12]]),
        ("2026-Q1", "2026", None, None, [[2026, 1], [2026, 3]]),
        ("2026-12", "2026", "dec", None, [[2026, 12]]),
        ("2026-01-02", "2026", "jan", "2026-01-02", [[2026, 1, 2]]),
    ],
)
def test_dates_are_as_precise_as_they_are_known(
    written: str, year: str, month: str | None, day: str | None, parts: list[list[int]]
) -> None:
    dated = source(published=PartialDate.parse(written))
    found = fields(citation.bibtex(dated))
    assert (found.get("year"), found.get("month"), found.get("date")) == (year, month, day)
    assert citation.csl(dated)["issued"] == {"date-parts": parts}


def test_nothing_is_made_up_for_what_is_unknown() -> None:
    bare = source(published=None, url=None, language=None)
    assert set(fields(citation.bibtex(bare))) == {"author", "title"}
    assert citation.csl(bare) == {
        "id": "contract",
        "type": "document",
        "title": "Contract for LUMI-AI signed",
        "author": [{"literal": "EuroHPC Joint Undertaking"}],
    }


def test_signs_of_tex_lose_their_meaning() -> None:
    odd = source(title="50 % of {R&D} costs_ $5 #1 ~a^b \\x", url="https://e.org/{a}\\b?c=d%20e_f")
    found = fields(citation.bibtex(odd))
    assert found["title"] == (
        "{50 \\% of \\textbraceleft{}R\\&D\\textbraceright{} costs\\_ \\$5 \\#1 "
        "\\textasciitilde{}a\\textasciicircum{}b \\textbackslash{}x}"
    )
    assert found["url"] == "https://e.org/%7Ba%7D%5Cb?c=d%20e_f"


@given(title=st.text(min_size=1), publisher=st.text(min_size=1), note=st.text())
def test_no_text_breaks_out_of_its_field(title: str, publisher: str, note: str) -> None:
    odd = source(title=title, publisher=publisher, read="quoted", quoted_by=(note,))
    found = fields(citation.bibtex(odd))
    assert set(found) == {"author", "title", "year", "month", "date", "url", "language", "note"}
    cited = citation.text(odd)
    assert "\n" not in cited
    assert "\x1b" not in cited
    assert json.loads(citation.cited("csl-json", [odd]))[0]["id"] == "contract"


def test_several_sources_in_one_file() -> None:
    pair = [source(), source(id="other", title="Other")]
    assert citation.cited("text", pair).count("\n") == 2
    entries = citation.cited("bibtex", pair).split("\n\n")
    assert [entry.partition(",")[0] for entry in entries] == ["@online{contract", "@online{other"]
    assert [item["id"] for item in json.loads(citation.cited("csl-json", pair))] == [
        "contract",
        "other",
    ]
    assert json.loads(citation.cited("csl-json", [])) == []
