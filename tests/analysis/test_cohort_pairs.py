"""Claims that turn between two cohorts: how the two are named, and what a filter says of findings.

That the answers equal a computation from the files stands with the bundled findings.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tui.analysis.findings.engine import evaluate_all
from tui.analysis.lenses.verdict_filter import picked_by, split_filter
from tui.analysis.tables import table
from tui.dataset import Dataset, load
from tui.query import FilterError, Result, View
from tui.query.engine.table import notes_of


@cache
def dataset() -> Dataset:
    return load([Path(__file__).parents[1] / "fixtures" / "factories"])


def claims(rows: str, sites: str = "") -> Result:
    return table(dataset(), View(filter=sites, rows=rows), "claims-by-cohort")


def ids(result: Result) -> list[str]:
    return [result.key(row) for row in range(len(result))]


@pytest.mark.parametrize(
    "typed",
    ["factories/brief", "13/19", '"the thirteen of the brief/all ai factories"', "thirteen/19",
     "brief,factories", "brief..factories"],
)  # fmt: skip
def test_a_pair_can_be_named_in_several_ways(typed: str) -> None:
    assert ids(claims(f"turns:{typed}")) == ids(claims("turns:brief/factories")) != []


def test_a_pair_named_by_two_values_is_told_of() -> None:
    view = View(rows="turns:brief,factories")
    told = notes_of(table(dataset(), view, "claims-by-cohort"), view)
    assert ["brief/factories" in note.text for note in told] == [True]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("brief/nineteen", "no cohort 'nineteen', only brief, factories"),
        ("brief/factorys", "did you mean 'factories'"),
        ("brief/brief", "one cohort twice"),
        ("brief", "no pair of cohorts; such as brief/factories"),
        ("6/brief", "'6' may be second or third"),
        ("brief/filter", "no cohort 'filter'"),
    ],
)
def test_what_is_no_pair_is_an_error_that_shows_the_form(typed: str, reason: str) -> None:
    with pytest.raises(FilterError, match=reason):
        claims(f"turns:{typed}")


def test_claims_that_turn_nowhere_turn_between_no_pair() -> None:
    still = claims("turns:no")
    assert {still.record(row).pairs for row in range(len(still))} == {()}
    assert ids(claims("turns:yes")) == ids(claims("turns:>=1"))
    assert not set(ids(still)) & set(ids(claims("turns:yes")))


def test_under_a_filter_its_sites_are_one_of_the_two() -> None:
    picked = claims("turns:factories/filter", "country:DE")
    for row in range(len(picked)):
        across = picked.record(row).cohorts
        assert across["factories"].verdict != across["filter"].verdict
    assert len(picked)


def test_the_list_of_pairs_counts_what_the_filter_picks() -> None:
    pairs = table(dataset(), View(), "cohort-pairs")
    for row in range(len(pairs)):
        assert pairs.record(row).turning == len(claims(f"turns:{pairs.key(row)}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", "")),
        ("country:DE", ("country:DE", "")),
        ("stuttgart", ("stuttgart", "")),
        ("verdict:fails country:DE", ("country:DE", "verdict:fails")),
        ("-turns:yes (country:DE OR country:FR)", ("(country:DE OR country:FR)", "-turns:yes")),
        ("kind:judgement", ("", "kind:judgement")),
        ("kind:factory turns:brief/filter", ("kind:factory", "turns:brief/filter")),
        ("foo:bar", ("foo:bar", "")),
    ],
)
def test_a_filter_of_findings_is_told_from_one_of_sites(
    text: str, expected: tuple[str, str]
) -> None:
    assert split_filter(dataset(), text) == expected


def test_an_error_in_a_field_of_findings_is_told() -> None:
    with pytest.raises(FilterError, match="no verdict 'foo'"):
        split_filter(dataset(), "country:DE verdict:foo")


def test_a_filter_of_findings_picks_among_those_under_a_filter_of_sites() -> None:
    found = evaluate_all(dataset(), filter="country:DE")
    fails = picked_by(dataset(), found, "country:DE", "verdict:fails")
    assert [each.verdict for each in fails] == ["fails"] * len(fails) != []
