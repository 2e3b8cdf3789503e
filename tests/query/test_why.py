"""Why nothing is left: the terms to drop, and the filter without them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.dataset import Dataset, load
from tui.query import FilterError, View
from tui.query.assist import empty_result
from tui.query.assist.empty_result import Excluder, outside, why_empty, why_no_rows, without
from tui.query.engine import masks
from tui.query.engine.table import site_mask, table
from tui.query.language.tree import Span

SMALL = Path(__file__).parents[1] / "fixtures" / "small"


@cache
def dataset() -> Dataset:
    return load([SMALL])


def view(filter_text: str, cohort: str = "all") -> View:
    return View(cohort=cohort, filter=filter_text)


def why(filter_text: str, cohort: str = "all") -> list[tuple[str, int]]:
    found = why_empty(dataset(), view(filter_text, cohort))
    return [(each.text, each.left_without) for each in found]


def test_the_term_that_leaves_most_comes_first() -> None:
    assert why("country:DE,IE kind:factory website:xyz") == [("website:xyz", 2)]
    assert why("country:DE country:IE") == [("country:IE", 2), ("country:DE", 1)]


def test_terms_are_shown_as_they_were_written() -> None:
    assert why("(country:IE OR  country:SE)  country:FI") == [
        ("(country:IE OR  country:SE)", 2),
        ("country:FI", 1),
    ]


def test_a_term_that_no_site_meets_is_the_likeliest_cause() -> None:
    text = "country:DE heilbrunn"
    (only,) = why_empty(dataset(), view(text))
    assert (only.text, only.left_without, only.nowhere) == ("heilbrunn", 2, True)
    assert only.meant == "Heilbronn"
    (both,) = why_empty(dataset(), view("country:DE xyzzy plugh"))
    assert (both.text, both.left_without, both.nowhere) == ("xyzzy plugh", 2, True)
    assert both.meant == ""
    assert why("country:IE heilbronn xyzzy") == [("country:IE xyzzy", 1)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sector:helth", "sector:health"),
        ("city:Heilbrunn", "city:Heilbronn"),
        ("country:DE city:Heilbrunn", "city:Heilbronn"),
        ("sector:xyzzy", ""),
        ("region:SI04", ""),
        ("sector:helth,enrgy", ""),
        ("member:company", "member.type:company"),
        ("partner:hosts", "partner.role:host"),
        ("-country:DE system:operational", "system.status:operational"),
        ("partner:Finnland", "partner.country:FI"),
        ("partner:companies", "partner.type:company"),
        ("partner:funnel", ""),
        ("partner:compny", "partner.type:company"),
        ("member:compny", "member.type:company"),
        ("partner:research", "partner.type:research"),
        ("partner:fundr", "partner.role:funder"),
        ("partner:universty", "partner:university"),
        ("service:trainig", "service:training"),
        ("access:playgrund", "access:playground"),
        ("partner:unknown", "-partner:*"),
        ("partner.acronym:n.a.", "partner(-acronym:*)"),
        ("website:N/A", "-website:*"),
        ("website:yes", "website:*"),
        ("website:no", "-website:*"),
        ("partner.acronym:exists", "partner.acronym:*"),
        ("host:^alder", "host:/^alder/"),
        ("host:centre$", "host:/centre$/"),
        ("host:%computing%", "host:computing"),
        ("partner.name:?iefer", "partner.name:/.iefer/"),
        ("host:al%comp", "host:/al.*comp/"),
        ("host:^xyzzy", ""),
        ("host:x?zzy", ""),
        ("none", ""),
        ("missing", ""),
        ("partner.acronym:Kiefer", "partner.name:Kiefer"),
        ("system.vendor:MI300A", "system.accelerator:MI300A"),
        ("host:Stuttgart", "city:Stuttgart"),
        ("city:Baden", ""),
        ("selected:2024-12-11", "selected:2024-12"),
        ("selected:2024-11", "selected:2024"),
        ("selected:2023-11", ""),
        ("unconfirmed", "-confidence:confirmed"),
        ("unheilbronn", "Heilbronn"),
        ("hellbron", "Heilbronn"),
        ("top-10", "rank:<=10"),
        ("TOP500", "rank:<=500"),
        ("top1000", ""),
    ],
)
def test_a_misspelt_value_leads_to_one_of_its_field(typed: str, meant: str) -> None:
    assert why_empty(dataset(), view(typed))[0].meant == meant
    # What asks for rows without a value may find none.
    assert not meant or meant.startswith("-") or 1 in site_mask(dataset(), view(meant))


@given(st.data())
def test_a_slip_in_a_city_is_never_left_without_a_word(data: st.DataObject) -> None:
    """One letter doubled in a name of a fixture's city leads back to a city."""
    city = data.draw(st.sampled_from(sorted({site.city for site in dataset().sites if site.city})))
    at = data.draw(st.integers(1, len(city) - 1))
    slip = city[:at] + city[at - 1] + city[at:]
    meant = why_empty(dataset(), view(f'city:"{slip}"'))[0].meant
    assert masks.count(site_mask(dataset(), view(meant))) > 0


def test_a_filter_of_rows_that_leaves_none_has_its_cause_too() -> None:
    shown = view("").but(rows="country:DE name:Universty")
    whole = table(dataset(), shown.but(rows=""), "partners")
    (only,) = why_no_rows(whole, shown)
    assert (only.text, only.meant) == ("name:Universty", "name:University")
    assert only.left_without == len(table(dataset(), shown.but(rows="country:DE"), "partners"))


def test_a_pasted_page_of_words_is_answered() -> None:
    """The cost grows with the words, not with their cube."""
    words = " ".join(f"word{at}" for at in range(1500))
    (only,) = why_empty(dataset(), view(words))
    assert (only.text, only.left_without) == (words, 5)
    long = f"country:DE {words} country:DE"
    (only,) = why_empty(dataset(), view(long))
    assert (only.text, only.left_without) == (words, 2)


def test_beyond_some_work_the_whole_filter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    text, sites = "country:DE  country:IE", len(dataset().sites)
    monkeypatch.setattr(empty_result, "_MOST_WORK", 2 * sites)
    assert why(text) == [("country:IE", 2), ("country:DE", 1)]
    monkeypatch.setattr(empty_result, "_MOST_WORK", 2 * sites - 1)
    (whole,) = why_empty(dataset(), view(text))
    assert whole == Excluder("country:DE country:IE", (Span(0, 10), Span(12, 22)), sites)
    assert without(text, whole) == ""
    (whole,) = why_empty(dataset(), view("heilbrunn country:DE"))
    assert (whole.nowhere, whole.meant) == (False, "")


def test_where_no_single_term_helps_the_best_pair_does() -> None:
    assert why("country:DE country:IE country:FI") == [("country:DE country:IE", 2)]
    assert why("country:IE country:DE country:FI") == [("country:IE country:DE", 2)]
    assert why("country:FI country:IE country:DE") == [("country:FI country:IE", 2)]
    text = "country:IE country:FI kind:antenna country:DE"
    assert why(text) == [("country:FI country:DE", 1)]


def test_where_no_pair_helps_it_is_the_whole_filter() -> None:
    text = "country:DE country:FI country:IE country:SE"
    assert why(text) == [(text, 5)]


def test_sites_left_or_none_to_begin_with_need_no_reason() -> None:
    assert why("country:DE") == []
    assert why("") == []


def test_the_cohort_counts() -> None:
    assert why("country:IE", "early") == [("country:IE", 3)]
    assert outside(dataset(), view("country:IE", "early")) == 1
    assert outside(dataset(), view("country:IE")) == 0


def test_dropping_keeps_the_rest_as_it_was_written() -> None:
    text = 'kind:factory  AND  country:SE  "Alder"'
    first = why_empty(dataset(), view(text))[0]
    assert first.text == "country:SE"
    assert without(text, first) == 'kind:factory "Alder"'


def test_a_filter_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(FilterError):
        why_empty(dataset(), view("contry:DE"))
    with pytest.raises(FilterError):
        why_empty(dataset(), view("country:"))


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("systems", "id:alder-o", "id:alder-one"),
        ("systems", "id:ald", "id:/ald/"),
        ("systems", "id:al", ""),
        ("systems", "sources:zzz", ""),
        ("systems", "sources:ran", "sources:ranking"),
        ("partners", "acronym:nonee", ""),
        ("systems", "vendor:MI3", "accelerator:MI3"),
        ("systems", "vendor:MI", ""),
        ("systems", "vendor:contracted", ""),
        ("systems", "operational:2023-05", "operational:2023"),
        ("systems", "operational:2024", ""),
        ("partners", "universty", "university"),
        ("partners", "compny", "company"),
        ("partners", "offce", ""),
        ("systems", "rankng", ""),
        ("organisations", "kifer", "kiefer"),
        ("partners", "unconfirmed", "-confidence:confirmed"),
        ("findings", "id:share-", "id:/share-/"),
        ("partners", "name:unknown", "-name:*"),
        ("partners", "acronym:Kiefer", "name:Kiefer"),
        ("rankings", "edition:2025-11-01", "edition:2025-11"),
        ("rankings", "edition:1999-01", ""),
        ("rankings", "top10", "rank:<=10"),
        ("partners", "top10", ""),
    ],
)
def test_what_no_row_has_leads_to_where_it_is(name: str, text: str, meant: str) -> None:
    shown = View(rows=text)
    (cause,) = why_no_rows(table(dataset(), View(), name), shown)
    assert cause.meant == meant
    if meant.startswith("id:"):
        assert len(table(dataset(), View(rows=meant), name))


TERMS = st.sampled_from(
    ["country:DE", "country:FI,IE", "-country:DE", "kind:antenna", "partner.type:company",
     "(sectors:>=5 OR sector:manufacturing)", "xyz", "generalist:true", "-kind:factory"]
)  # fmt: skip


@given(st.lists(TERMS, min_size=1, max_size=5), st.sampled_from(["early", "all"]))
def test_the_numbers_are_those_without_the_terms(terms: list[str], cohort: str) -> None:
    shown = view(" ".join(terms), cohort)
    left = masks.count(site_mask(dataset(), shown))
    found = why_empty(dataset(), shown)
    assert bool(found) == (left == 0)
    for each in found:
        parts = (shown.filter[at.start : at.end] for at in each.spans)
        assert each.nowhere == all(1 not in site_mask(dataset(), view(part)) for part in parts)
        text = without(shown.filter, each)
        assert masks.count(site_mask(dataset(), shown.but(filter=text))) == each.left_without > 0
