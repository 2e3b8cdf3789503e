"""Claims that turn between two cohorts: how the two are named, and what a filter says of findings.

That the answers equal a computation from the files stands with the bundled findings.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from tui.analysis.findings.engine import evaluate_all
from tui.analysis.lenses.verdict_table import fields_of_findings, picked_by, split_filter, under
from tui.analysis.tables import table
from tui.cli import main
from tui.dataset import Dataset, load
from tui.query import FilterError, Result, View
from tui.query.assist import complete as complete_module
from tui.query.assist.complete import Completions, Item, complete
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
        ("brief/nineteen", "no cohort 'nineteen' at column 7, only brief, factories"),
        ("brief/factorys", "did you mean 'factories'"),
        ("brief/brief", "one cohort twice"),
        ("brief", "no pair of cohorts at column 7; such as brief/factories"),
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
    ],
)
def test_a_filter_of_findings_is_told_from_one_of_sites(
    text: str, expected: tuple[str, str]
) -> None:
    assert split_filter(dataset(), text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("foo:bar", "unknown field 'foo' at column 1$"),
        ("verdct:fails", "unknown field 'verdct' at column 1; did you mean 'verdict'"),
        ("country:DE foo:1 OR verdict:fails", "unknown field 'foo' at column 12$"),
        ("verdict:fails country:DE OR verdict:fails", "'verdict:fails' speaks of findings, 'country"
         ":DE' of sites: OR and NOT cannot join these at column 15, only AND can"),
        ("stuttgart or verdict:fails", "'stuttgart' of sites"),
        ("id:jaif or verdict:fails", "'id:jaif' of sites"),
        ("not (verdict:fails country:DE)", "OR and NOT cannot join these"),
    ],
)  # fmt: skip
def test_what_neither_knows_and_what_asks_of_both_is_told(text: str, reason: str) -> None:
    with pytest.raises(FilterError, match=reason) as caught:
        split_filter(dataset(), text)
    assert caught.value.text == text


def test_one_filter_picks_the_findings_that_the_command_lists(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "verdict:fails,depends country:DE -open:yes"
    view = under(dataset(), View(cohort=dataset().default_cohort), text)
    assert (view.filter, view.text) == ("country:DE", "country:DE verdict:fails,depends -open:yes")
    listed = ids(table(dataset(), view, "verdicts"))
    folder = str(Path(__file__).parents[1] / "fixtures" / "factories")
    assert main(["findings", text, "--data", folder, "--format", "json"]) == 0
    assert listed == [row["id"] for row in json.loads(capsys.readouterr().out)] != []
    across = ids(table(dataset(), view, "claims-by-cohort"))
    assert across == [ident for ident in listed if ident in across] != []
    every = table(dataset(), view.but(whole=True), "verdicts")
    assert len(every) == len(dataset().findings)
    assert view.text == under(dataset(), View(), view.text).text


@pytest.mark.parametrize(
    ("typed", "first"),
    [("verd", "verdict:"), ("unconf", "unconfirmed:"), ("verdict:out", "outdated"),
     ("turns:y", "true"), ("turns:brief/fac", "brief/factories"), ("country:D", "DE"),
     ("verdict:fails,hol", "holds")],
)  # fmt: skip
def test_fields_of_findings_and_their_values_are_completed(typed: str, first: str) -> None:
    beside = table(dataset(), View(), "verdicts")
    assert complete(dataset(), View(), typed, len(typed), beside=beside).items[0].label == first
    unread = complete(dataset(), View(), typed, len(typed), beside=fields_of_findings(dataset()))
    assert unread.items[0].label == first


def test_values_of_findings_are_counted_by_what_the_rest_of_the_filter_leaves() -> None:
    for before in ("", "country:DE theme:consortium "):
        beside = table(dataset(), under(dataset(), View(), before), "verdicts")
        typed = f"{before}verdict:"
        found = complete(dataset(), View(), typed, len(typed), beside=beside)
        verdicts = [beside.record(row).verdict for row in range(len(beside))]
        counts = {item.text: item.count for item in found.items if item.kind == "value"}
        assert counts == {verdict: verdicts.count(verdict) for verdict in counts}
        assert sum(filter(None, counts.values())) == len(beside) > 0
        assert not found.uncounted
    unread = complete(dataset(), View(), "verdict:", 8, beside=fields_of_findings(dataset()))
    assert unread.uncounted
    assert {item.count for item in unread.items} == {None}


def beside_sites(typed: str) -> Completions:
    beside = table(dataset(), View(), "verdicts")
    return complete(dataset(), View(), typed, len(typed), beside=beside)


def test_fields_of_findings_say_whose_they_are_and_those_of_sites_come_first() -> None:
    assert beside_sites("verd").items == (
        Item("verdict:", "verdict:", "field", None, "Finding: Whether the data bear it out"),
    )
    assert beside_sites("id").items[0].hint == "Id of the site, stable for ever"
    sites = {item.text: item.count for item in beside_sites("country:").items}
    assert sites == {item.text: item.count for item in complete_sites("country:").items}
    for typed in (
        "kind:",
        "partner(verd",
        "partner(site(verd",
        "count(verd",
        "partner(type:company verd",
    ):
        assert beside_sites(typed).items == complete_sites(typed).items
    assert beside_sites("verdict:/fa").items == ()


def complete_sites(typed: str) -> Completions:
    return complete(dataset(), View(), typed, len(typed))


def test_values_of_findings_are_counted_where_they_are_excluded_and_listed() -> None:
    beside = table(dataset(), View(), "verdicts")
    verdicts = [beside.record(row).verdict for row in range(len(beside))]
    without = {item.text: item.count for item in beside_sites("-verdict:").items}
    assert without == {each: len(verdicts) - verdicts.count(each) for each in without}
    fails = verdicts.count("fails")
    more = {item.text: item.count for item in beside_sites("verdict:fails,").items}
    assert "fails" not in more
    assert more == {each: fails + verdicts.count(each) for each in more} != {}
    figures = beside_sites("unconfirmed:").items
    assert [(item.label, item.hint) for item in figures if item.kind == "operator"] == [
        (sign, "0 to 13") for sign in (">=", "<=", ">", "<")
    ]
    for typed in ("unconfirmed:>", "unconfirmed:1,"):
        assert {item.kind for item in beside_sites(typed).items} == {"value"}
    assert all(item.count is None for item in beside_sites("verdict:>").items)


def test_among_very_many_findings_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    total = len(dataset().findings)
    monkeypatch.setattr(complete_module, "_MANY", total)
    assert None not in {item.count for item in beside_sites("verdict:").items}
    monkeypatch.setattr(complete_module, "_MANY", total - 1)
    found = beside_sites("verdict:")
    assert {item.count for item in found.items} == {None}
    assert not found.uncounted


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "sites", "verdict:fails"),
         "it is a field of verdicts, and 'aif findings' takes it"),
        (("show", "findings", "verdict:fails"), "it is a field of verdicts"),
        (("show", "findings", "--columns", "verdict"), "it is a field of verdicts"),
        (("show", "partners", "consortia:2"), "it is a field of organisations\n"),
        (("show", "findings", "country:DE"), "a field of sites, partners, organisations, regions"),
        (("profile", "country:DE turns:yes"), "it is a field of verdicts"),
        (("show", "partners", "--sites", "country:DE verdict:fails"),
         "'verdict:fails' speaks of findings, and partners holds none"),
        (("tally", "systems", "--by", "status", "--sites", "open:yes"), "and systems holds none"),
    ],
)  # fmt: skip
def test_a_field_that_the_table_lacks_leads_to_those_that_have_it(
    words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(Path(__file__).parents[1] / "fixtures" / "factories")
    assert main([*words, "--data", folder]) == 2
    assert told in capsys.readouterr().err


def test_pairs_count_the_claims_that_the_filter_asks_for() -> None:
    view = View(findings="verdict:fails")
    pairs = table(dataset(), view, "cohort-pairs")
    asked = len(claims("turns:yes verdict:fails"))
    assert pairs.record(0).turning == asked != len(claims("turns:yes"))


def test_an_error_in_a_field_of_findings_is_told() -> None:
    with pytest.raises(FilterError, match="no verdict 'foo'"):
        split_filter(dataset(), "country:DE verdict:foo")


def test_a_filter_of_findings_picks_among_those_under_a_filter_of_sites() -> None:
    found = evaluate_all(dataset(), filter="country:DE")
    fails = picked_by(dataset(), found, "country:DE", "verdict:fails")
    assert [each.verdict for each in fails] == ["fails"] * len(fails) != []
