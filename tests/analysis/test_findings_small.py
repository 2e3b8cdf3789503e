"""Findings of the small dataset against the answers worked out by hand."""

from __future__ import annotations

import re

import pytest

from tests.analysis.findings_samples import FIXTURES, by_id, claim, count, small
from tui.analysis.findings.engine import evaluate, evaluate_all, standing
from tui.analysis.findings.evaluate import Evaluated
from tui.dataset.fields import PartialDate
from tui.query.engine.table import UnknownNameError
from tui.query.language.tree import FilterError

README = (FIXTURES / "README.md").read_text("utf-8")

VALUES: dict[str, list[object]] = {
    "count-university": [2, 3],
    "share-research": [50.0, 87.5],
    "share-running": [50.0],
    "sum-installed": [3000],
    "ids-two-companies": [("dogwood",)],
    "mode-type": ["hpc_centre"],
    "value-rank": [20, 22],
    "value-start": [PartialDate.parse("2024-09-09")],
    "ratio-giga": [50.0, 50.0],
    "mean-region": [125.0],
    "median-size": [1500.0],
    "min-rank": [9],
    "max-budget": [200.0],
    "sum-budget-not": [306.0],
    "value-missing": [None],
}


def answers() -> dict[str, str]:
    """Id and verdict of each finding, as the README has them."""
    section = README.split("### The findings")[1].split("### Filters")[0]
    return dict(re.findall(r"^\| `([a-z-]+)` .*\| ([a-z_]+)[^|]*\|$", section, re.MULTILINE))


def found(ident: str, **choice: str) -> Evaluated:
    return evaluate(small(), by_id(small(), ident), **choice)


def test_every_finding_has_an_answer() -> None:
    assert set(answers()) == {finding.id for finding in small().findings}
    claims = {finding.id for finding in small().findings if finding.kind == "claim"}
    assert set(VALUES) == claims


@pytest.mark.parametrize(("ident", "verdict"), answers().items())
def test_verdicts(ident: str, verdict: str) -> None:
    assert found(ident).verdict == verdict


@pytest.mark.parametrize(("ident", "values"), VALUES.items())
def test_values_of_every_reading(ident: str, values: list[object]) -> None:
    computed = [reading.computed for reading in found(ident).readings]
    assert computed == values
    assert [type(value) for value in computed] == [type(value) for value in values]


def test_which_verdicts_are_open_and_where() -> None:
    evaluated = {each.finding.id: each for each in evaluate_all(small())}
    assert {ident for ident, each in evaluated.items() if each.open} == {
        "count-university",  # cedar may have a university
        "share-research",  # one more member at cedar decides
        "ids-two-companies",  # cedar and the antenna may have two companies
        "median-size",  # the size of cedar's system is not known
    }
    incomplete = {ident: each.incomplete_sites for ident, each in evaluated.items()}
    assert incomplete["count-university"] == ("cedar",)
    assert incomplete["ids-two-companies"] == ("cedar", "antenna-elm")
    assert incomplete["sum-installed"] == ()


def test_rows_come_back_with_their_keys() -> None:
    reading = found("count-university").readings[0]
    assert (reading.table, reading.where) == ("sites", "partner(type:university role:member)")
    assert reading.keys == ("alder", "birch")
    assert [small().sites[row].id for row in reading.rows] == ["alder", "birch"]
    ratio = found("ratio-giga").readings[0]
    roles = [(part.table, part.role, part.value) for part in ratio.parts]
    assert roles == [
        ("facts", "numerator", "value"),
        ("systems", "denominator", "accelerator_count"),
    ]
    assert ratio.parts[1].keys == ("alder/alder-one", "birch/birch-ai")


def test_unconfirmed_figures_are_counted() -> None:
    budget = found("sum-budget-not")
    assert budget.unconfirmed == 2
    assert budget.readings[0].unsure == (("sites", "birch"), ("sites", "dogwood"))
    assert found("max-budget").unconfirmed == 1
    assert found("count-university").unconfirmed == 0
    # kiefer at dogwood is hearsay
    assert found("ids-two-companies").readings[0].unsure == (("partners", "dogwood/kiefer"),)


def test_sources_of_the_rows_behind_a_value() -> None:
    assert found("count-university").readings[0].sources == ("office",)
    assert found("sum-budget-not").readings[0].sources == ("office", "paper")


def test_missing_figures_are_named() -> None:
    assert found("max-budget").readings[0].missing == (("sites", "cedar"),)
    assert "Cedar" in found("max-budget").gaps
    assert found("value-missing").readings[0].why == "no budget.total_meur is known"


def test_a_region_counts_once_and_a_site_without_figure_is_named() -> None:
    assert len(found("mean-region").readings[0].rows) == 2
    everywhere = found("mean-region", cohort="all")
    assert everywhere.computed == 125.0
    assert "No such figure is known for the region of Elm." in everywhere.gaps


def test_judgements_have_rows_to_look_at_and_no_verdict() -> None:
    judgement = found("judge-ties")
    assert (judgement.verdict, judgement.open, judgement.readings) == ("not_checkable", False, ())
    assert judgement.see is not None
    assert judgement.see.keys == ("alder/kiefer",)
    everywhere = found("judge-ties", cohort="all").see
    assert everywhere is not None
    assert len(everywhere.rows) == 3
    assert found("advise-more").see is None


def test_another_cohort_and_a_filter() -> None:
    assert found("share-research", cohort="all").computed == pytest.approx(100 * 5 / 13)
    assert found("sum-installed", filter="-country:FI").computed == 1000
    tie = found("mode-type", cohort="all")
    assert tie.computed == ("company", "hpc_centre", "research_organisation")
    assert tie.readings[0].value_words == "Company, HPC centre and Research organisation"
    assert tie.verdict == "fails"


def test_tables_without_sites_follow_no_cohort() -> None:
    start = found("value-start", filter="id:nobody")
    assert (start.verdict, start.by_sites) == ("holds", False)


def test_an_empty_selection_gives_no_verdict() -> None:
    """A count over no site at all is not a count of nothing."""
    for finding in small().findings:
        each = evaluate(small(), finding, filter="id:nobody")
        if each.by_sites and finding.kind == "claim":
            assert (each.verdict, each.computed) == ("unknown", None)
            assert "no site is chosen" in each.gaps


def test_a_claim_on_a_site_that_is_not_chosen_gives_no_verdict() -> None:
    rank = found("value-rank", filter="country:FI")
    assert (rank.verdict, rank.computed) == ("unknown", None)
    assert "Alder, not among the chosen sites" in rank.gaps
    named = found("ids-two-companies", cohort="early")
    assert (named.verdict, named.computed) == ("unknown", ())
    assert "Dogwood is not among the chosen sites" in named.gaps


@pytest.mark.parametrize(
    ("of", "where", "about"),
    [
        ("sites", "id:alder", "Alder"),
        ("sites", "site:alder", "Alder"),
        ("sites", "id:alder,cedar", "Alder and Cedar"),
        ("sites", "country:DE id:cedar", "Cedar"),
        ("partners", "site:alder", "Alder"),
        ("partners", "site.id:alder", "Alder"),
        ("indicators", "site:alder", "Alder"),
        # one of them is chosen, or none is named
        ("sites", "id:alder,birch", ""),
        ("sites", "id:alder OR id:birch", ""),
        ("sites", "-id:alder", ""),
        ("sites", "site:/ald/", ""),
        ("sites", "id:/ald/", ""),
        ("systems", "id:alder-one", ""),
        ("partners", "partner:alder-centre", ""),
    ],
)
def test_a_rule_on_named_sites_is_told_so_where_none_of_them_is_chosen(
    of: str, where: str, about: str
) -> None:
    finding = claim(count(where, of), 1, ">=")
    each = evaluate(small(), finding, filter="country:FI")
    said = f"the rule is about {about}, not among the chosen sites" if about else ""
    assert each.readings[0].why == said
    assert (each.verdict == "unknown") is bool(about)


def test_standing_for_each_cohort_and_the_present_filter() -> None:
    strip = standing(small(), by_id(small(), "share-research"), "country:DE", cohort="all")
    assert [(each.cohort, each.verdict, each.computed, each.sites) for each in strip] == [
        ("early", "depends", 50.0, 3),
        ("all", "depends", pytest.approx(500 / 13), 5),
        ("", "depends", 40.0, 2),
    ]
    assert [each.label for each in strip] == [
        "The three early factories",
        "Factories and antennas",
        "present filter",
    ]
    assert len(standing(small(), by_id(small(), "value-start"))) == 1
    assert standing(small(), by_id(small(), "judge-ties")) == ()


def test_choice_of_findings() -> None:
    themes = [each.finding.theme for each in evaluate_all(small())]
    order = list(small().vocabulary.words("theme"))
    assert themes == sorted(themes, key=order.index)
    two = evaluate_all(small(), ids=("mode-type", "min-rank"))
    assert {each.finding.id for each in two} == {"mode-type", "min-rank"}
    assert {each.finding.theme for each in evaluate_all(small(), theme="location")} == {"location"}
    with pytest.raises(UnknownNameError, match="did you mean 'mode-type'"):
        evaluate_all(small(), ids=("mode-typ",))
    with pytest.raises(UnknownNameError, match="did you mean 'location'"):
        evaluate_all(small(), theme="locations")


def test_what_the_caller_gives_wrongly_is_raised() -> None:
    with pytest.raises(FilterError, match="did you mean 'country'"):
        found("mode-type", filter="contry:DE")
    with pytest.raises(FilterError, match="no cohort 'erly'"):
        found("mode-type", cohort="erly")
