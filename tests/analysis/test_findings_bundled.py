"""The bundled findings: every one evaluates, and equals a computation without the engine."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.analysis.findings_samples import BUNDLED, bundled, by_id
from tests.dataset.by_hand import VALUES
from tui.analysis.findings.check import finding_faults
from tui.analysis.findings.engine import evaluate, evaluate_all, standing
from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.findings.passages import plain
from tui.dataset.dates import PartialDate
from tui.query.engine.store import store_of

CLAIMS = [finding for finding in bundled().findings if finding.kind == "claim"]


@pytest.fixture(scope="module")
def evaluated() -> dict[str, Evaluated]:
    return {each.finding.id: each for each in evaluate_all(bundled())}


def test_the_second_opinion_knows_every_claim() -> None:
    assert set(VALUES) == {finding.id for finding in CLAIMS}


@pytest.mark.parametrize("ident", VALUES)
def test_values_equal_a_computation_from_the_files(
    evaluated: dict[str, Evaluated], ident: str
) -> None:
    """Headline and variants; the other side reads the TOML files and uses nothing of ours."""
    computed = [reading.computed for reading in evaluated[ident].readings]
    assert len(computed) == len(VALUES[ident])
    for value, expected in zip(computed, VALUES[ident], strict=True):
        assert comparable(value) == expected_value(expected)


def comparable(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.text
    return sorted(value) if isinstance(value, tuple) else value


def expected_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return pytest.approx(value, rel=1e-9) if isinstance(value, float) else value


@pytest.mark.parametrize("finding", CLAIMS, ids=lambda finding: finding.id)
def test_no_claim_rests_on_empty_input(evaluated: dict[str, Evaluated], finding: Any) -> None:
    """Every rule finds a table with rows, and every figure that is no plain count has rows."""
    each = evaluated[finding.id]
    assert each.verdict in ("holds", "fails", "depends", "outdated")
    for reading in each.readings:
        assert reading.computed is not None
        assert reading.holds is not None
        for part in reading.parts:
            assert len(store_of(bundled()).table(part.table))
            assert part.rows or reading.computed in (0, (), 0.0)


def test_judgements_have_no_verdict_and_what_they_point_to_is_there(
    evaluated: dict[str, Evaluated],
) -> None:
    for finding in bundled().findings:
        if finding.kind != "claim":
            each = evaluated[finding.id]
            assert (each.verdict, each.computed, each.readings) == ("not_checkable", None, ())
            assert (each.see is None) is (finding.see is None)
            if each.see is not None:
                assert each.see.rows


def test_the_bundled_rules_have_no_fault() -> None:
    assert finding_faults(bundled(), [BUNDLED]) == ()


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


def test_factories_without_a_budget_are_named(evaluated: dict[str, Evaluated]) -> None:
    each = evaluated["pol-10bn"]
    without = {
        site.id
        for site in bundled().sites
        if site.kind == "factory" and (site.budget is None or site.budget.total_meur is None)
    }
    assert without
    assert set(each.readings[0].missing) == without
    names = {site.name for site in bundled().sites if site.id in without}
    assert all(name in each.holes for name in names)


def test_incomplete_sites_are_those_of_the_files(evaluated: dict[str, Evaluated]) -> None:
    for finding in CLAIMS:
        if finding.cohort == "brief":
            expected = {
                site.id
                for site in bundled().sites
                if site.kind == "factory"
                and site.selected < PartialDate.parse("2025-10-01")
                and any(getattr(site.completeness, name) != "complete" for name in finding.uses)
            }
            assert set(evaluated[finding.id].incomplete_sites) == expected


@pytest.mark.parametrize("cohort", [cohort.id for cohort in bundled().cohorts])
@pytest.mark.parametrize("text", ["", "country:DE", "id:nobody"])
def test_every_choice_of_sites_evaluates(cohort: str, text: str) -> None:
    found = evaluate_all(bundled(), cohort=cohort, filter=text)
    assert len(found) == len(bundled().findings)
    assert not any("faulty" in each.holes for each in found)


def test_the_strip_shows_how_a_claim_fares_elsewhere() -> None:
    strip = {each.cohort: each for each in standing(bundled(), by_id(bundled(), "net-13"))}
    assert [strip[name].computed for name in ("brief", "first", "second", "third")] == [13, 7, 6, 0]
    assert (strip["brief"].verdict, strip["third"].verdict) == ("holds", "fails")
    assert len(standing(bundled(), by_id(bundled(), "giga-count-5"))) == 1


def test_plain_values_are_what_the_screen_says(evaluated: dict[str, Evaluated]) -> None:
    nine = plain(evaluated["sec-nine-five"])
    assert list(nine) == [
        "id", "theme", "kind", "statement", "claimed", "comparator", "unit", "computed", "verdict",
        "open", "variants", "incomplete_sites", "rows",
    ]  # fmt: skip
    assert len(nine["rows"]) == nine["computed"]
    assert {row["table"] for row in nine["rows"]} == {"sites"}
    early = plain(evaluated["pol-early-2025"])
    assert (early["claimed"], early["computed"]) == ("2025-03-31", "2025-02-11")


def test_the_same_value_from_several_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from tui.dataset import load

    dataset = load([BUNDLED])
    finding = by_id(dataset, "cons-research-majority")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: evaluate(dataset, finding).computed, range(8)))
    assert set(found) == {evaluate(bundled(), finding).computed}
