"""Shipped findings: every one evaluates, and equals a computation without the engine."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from tests.dataset.by_hand import VALUES, verdict
from tests.dataset.plain_data import COHORTS, DATA
from tui.analysis.findings.engine import evaluate_all
from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.lenses.cohort_tables import claims_by_cohort
from tui.analysis.tables import Selection, table
from tui.analysis.validation import finding_faults
from tui.dataset import Dataset, load
from tui.dataset.fields import PartialDate
from tui.query import View
from tui.query.engine.store import Table, store_of


@cache
def shipped() -> Dataset:
    """The dataset that is shipped."""
    return load([DATA])


CLAIMS = [finding for finding in shipped().findings if finding.kind == "claim"]


@pytest.fixture(scope="module")
def evaluated() -> dict[str, Evaluated]:
    return {each.finding.id: each for each in evaluate_all(shipped())}


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
            assert len(store_of(shipped()).table(part.table))
            assert part.rows or reading.computed in (0, (), 0.0)


def test_judgements_have_no_verdict_and_what_they_point_to_is_there(
    evaluated: dict[str, Evaluated],
) -> None:
    for finding in shipped().findings:
        if finding.kind != "claim":
            each = evaluated[finding.id]
            assert (each.verdict, each.computed, each.readings) == ("not_checkable", None, ())
            assert (each.see is None) is (finding.see is None)
            if each.see is not None:
                assert each.see.rows


def test_the_bundled_rules_have_no_fault() -> None:
    assert finding_faults(shipped(), [DATA]) == ()


def test_factories_without_a_budget_are_named(evaluated: dict[str, Evaluated]) -> None:
    each = evaluated["pol-10bn"]
    without = {
        site.id
        for site in shipped().sites
        if site.kind == "factory" and (site.budget is None or site.budget.total_meur is None)
    }
    assert without
    assert set(each.readings[0].missing) == {("sites", ident) for ident in without}
    names = {site.name for site in shipped().sites if site.id in without}
    assert all(name in each.gaps for name in names)


def test_incomplete_sites_are_those_of_the_files(evaluated: dict[str, Evaluated]) -> None:
    for finding in CLAIMS:
        if finding.cohort == "brief":
            expected = {
                site.id
                for site in shipped().sites
                if site.kind == "factory"
                and site.selected < PartialDate.parse("2025-10-01")
                and any(getattr(site.completeness, name) != "complete" for name in finding.uses)
            }
            assert set(evaluated[finding.id].incomplete_sites) == expected


@cache
def by_cohort() -> Table:
    """The claims for every cohort, and the pairs between which they turn."""
    return claims_by_cohort(Selection(shipped(), View()))


@pytest.mark.parametrize("cohort", COHORTS)
def test_verdicts_of_every_cohort_equal_a_computation_from_the_files(cohort: str) -> None:
    found = {row.present.finding.id: row.cohorts[cohort].verdict for row in by_cohort().records}
    assert found == {ident: verdict(ident, COHORTS[cohort]) for ident in VALUES}


@pytest.mark.parametrize(("one", "other"), [*combinations(COHORTS, 2)])
def test_claims_that_turn_between_two_cohorts_equal_a_computation_from_the_files(
    one: str, other: str
) -> None:
    """As the filter picks them, and as the list of pairs counts them."""
    expected = set()
    for ident in VALUES:
        verdicts = {verdict(ident, COHORTS[each]) for each in (one, other)}
        if "unknown" not in verdicts and len(verdicts) == 2:
            expected.add(ident)
    rows = table(shipped(), View(rows=f"turns:{other}/{one}"), "claims-by-cohort")
    assert {rows.key(row) for row in range(len(rows))} == expected
    pair = table(shipped(), View(rows=f"pair:{one}/{other}"), "cohort-pairs")
    assert pair.record(0).turning == len(expected)
