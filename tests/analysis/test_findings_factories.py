"""The findings of the frozen factories: verdicts, strips and plain values."""

from __future__ import annotations

import pytest

from tests.analysis.findings_samples import FACTORIES, by_id, factories
from tui.analysis.findings.engine import evaluate, evaluate_all, standing
from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.telling.finding import sections
from tui.query.engine.store import store_of


@pytest.fixture(scope="module")
def evaluated() -> dict[str, Evaluated]:
    return {each.finding.id: each for each in evaluate_all(factories())}


def test_the_readings_of_academic_differ_and_both_are_there(
    evaluated: dict[str, Evaluated],
) -> None:
    each = evaluated["cons-two-without-academic"]
    values = {reading.label.en: reading.computed for reading in each.readings}
    assert values["as stated"] != values["counting research organisations as academic"]
    assert each.verdict == "depends"


@pytest.mark.parametrize("ident", ["sys-rank-jupiter", "sys-rank-lumi", "sys-rank-leonardo"])
def test_the_ranks_are_outdated_since_june_2026(
    evaluated: dict[str, Evaluated], ident: str
) -> None:
    each = evaluated[ident]
    assert (each.verdict, each.since) == ("outdated", "2026-06")


@pytest.mark.parametrize("cohort", [cohort.id for cohort in factories().cohorts])
@pytest.mark.parametrize("text", ["", "country:DE", "id:nobody"])
def test_every_choice_of_sites_evaluates(cohort: str, text: str) -> None:
    found = evaluate_all(factories(), cohort=cohort, filter=text)
    assert len(found) == len(factories().findings)
    assert not any("faulty" in each.gaps for each in found)


@pytest.mark.parametrize("text", ["country:DE", "sectors:>=5", "-id:jaif", "member.type:company"])
def test_a_filter_contradicts_no_count_over_all_sites(text: str) -> None:
    """Where the filter leaves out sites that count, only what holds for more sites is told."""
    growing = ("count", "ids", "sum")
    for each in evaluate_all(factories(), filter=text):
        if (each.finding.check or {}).get("measure") not in growing:
            continue
        whole = evaluate(factories(), each.finding)
        values = [reading.computed for reading in each.readings]
        if not each.by_sites or values == [reading.computed for reading in whole.readings]:
            assert each.verdict == whole.verdict
        elif each.finding.comparator in (">", ">="):
            assert each.verdict in ("holds", "not_checkable", "unknown")
        elif each.finding.comparator in ("<", "<="):
            assert each.verdict in ("fails", "not_checkable", "unknown")
        else:
            assert each.verdict in ("not_checkable", "unknown")


def test_a_claim_that_is_not_tested_is_not_told_as_a_judgement() -> None:
    found = evaluate(factories(), by_id(factories(), "net-13"), filter="country:DE")
    lines = [line for part in sections(store_of(factories()), found, ()) for line in part.lines]
    (verdict,) = [line.text for line in lines if line.label == "Verdict"]
    assert "not tested" in verdict
    assert "judgement" not in verdict


def test_a_filter_that_leaves_out_nothing_changes_no_verdict() -> None:
    verdicts = [each.verdict for each in evaluate_all(factories(), cohort="factories")]
    narrowed = evaluate_all(factories(), cohort="factories", filter="kind:factory")
    assert [each.verdict for each in narrowed] == verdicts


def test_the_strip_shows_how_a_claim_fares_elsewhere() -> None:
    strip = {each.cohort: each for each in standing(factories(), by_id(factories(), "net-13"))}
    assert [strip[name].computed for name in ("brief", "first", "second", "third")] == [13, 7, 6, 0]
    assert (strip["brief"].verdict, strip["third"].verdict) == ("holds", "fails")
    assert len(standing(factories(), by_id(factories(), "giga-count-5"))) == 1


def test_the_same_value_from_several_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from tui.dataset import load

    dataset = load([FACTORIES])
    finding = by_id(dataset, "cons-research-majority")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: evaluate(dataset, finding).computed, range(8)))
    assert set(found) == {evaluate(factories(), finding).computed}
