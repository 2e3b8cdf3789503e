"""Each measure, comparator and verdict on rules made for the purpose."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.findings_samples import claim, count, small, variant
from tui.analysis.findings.claim import Stated, compare, verdict_of
from tui.analysis.findings.engine import evaluate
from tui.analysis.findings.evaluate import Evaluated
from tui.dataset.fields import PartialDate


def found(check: dict[str, Any], claimed: Any, comparator: str = "==", **more: Any) -> Evaluated:
    return evaluate(small(), claim(check, claimed, comparator, **more))


def over(measure: str, of: str, value: str, where: str = "") -> dict[str, str]:
    return {"measure": measure, "of": of, "value": value, "where": where}


SIZES = "accelerator_count"
START = "id:programme-start"


@pytest.mark.parametrize(
    ("check", "cohort", "value"),
    [
        (count("country:DE"), "early", 2),
        (count("country:DE"), "", 2),
        (count("", "partners"), "early", 10),
        (count("site.country:FI role:member", "partners"), "all", 6),
        (count("consortia:>=2", "organisations"), "early", 1),
        (count("consortia:>=2", "organisations"), "all", 2),
        (count("edition:2025-06", "rankings"), "early", 1),
        (count("", "regions"), "early", 2),
        (count("sector:private", "clusters"), "early", 1),
        ({"measure": "share", "of": "sites", "where": "country:DE"}, "early", 200 / 3),
        (
            {"measure": "share", "of": "sites", "where": "sectors:>=5", "among": "country:FI"},
            "all",
            100.0,
        ),
        (over("sum", "systems", SIZES), "early", 7000),
        (over("min", "systems", SIZES), "all", 500),
        (over("max", "systems", SIZES), "early", 4000),
        (over("mean", "systems", SIZES), "all", 1875.0),
        (over("median", "systems", SIZES), "early", 2000.0),
        (over("min", "sites", "selected"), "early", PartialDate.parse("2024-12-10")),
        (over("max", "sites", "timeline.started"), "early", PartialDate.parse("2025-04-01")),
        (over("value", "sites", "city", "id:birch"), "early", "Kajaani"),
        (over("value", "sites", "experimental_platform", "id:birch"), "early", "true"),
        (over("value", "sites", "experimental_platform", "id:cedar"), "early", "false"),
        (over("max", "facts", "value", "id:programme-start"), "", PartialDate.parse("2024-09-09")),
        (over("value", "access_modes", "duration_months", "id:playground"), "early", ("1", "3")),
        (over("mode", "partners", "country", "role:member"), "early", "DE"),
        (over("mode", "sites", "participating_countries"), "all", "DE"),
        (over("mode", "rankings", "rank", "edition:2025-11"), "early", ("22", "9")),
        ({"measure": "ids", "of": "sites", "where": "country:DE"}, "early", ("alder", "cedar")),
        ({"measure": "ids", "of": "regions", "where": ""}, "early", ("DE11", "FI1D")),
        (
            {"measure": "ratio", "numerator": count("country:DE"), "denominator": count("")},
            "early",
            2 / 3,
        ),
    ],
)
def test_measures(check: dict[str, Any], cohort: str, value: object) -> None:
    stated = value if isinstance(value, int | float | str | PartialDate) else list(value)  # type: ignore[call-overload]
    each = found(check, stated, cohort=cohort or None)
    assert each.computed == (pytest.approx(value) if isinstance(value, float) else value)
    assert each.readings[0].holds is True


@pytest.mark.parametrize(
    ("check", "why"),
    [
        (over("sum", "systems", SIZES, "id:nothing"), "no row of systems to compute from"),
        (over("max", "systems", "contract_meur", "id:cedar-lab"), "no contract_meur is known"),
        (over("value", "facts", "value", "id:nothing"), "no row of facts to compute from"),
        (over("mode", "partners", "type", "id:nothing"), "no row of partners to compute from"),
        (
            {"measure": "share", "of": "partners", "where": "", "among": "id:nothing"},
            "no row of partners to compare with",
        ),
        (
            {"measure": "ratio", "numerator": count(""), "denominator": count("city:Nowhere")},
            "the number to divide by is 0",
        ),
        (
            {
                "measure": "ratio",
                "numerator": over("max", "systems", SIZES, "id:nothing"),
                "denominator": count(""),
            },
            "no row of systems to compute from",
        ),
        (
            {
                "measure": "ratio",
                "numerator": over("max", "systems", "contract_meur", "id:cedar-lab"),
                "denominator": over("max", "systems", SIZES, "id:nothing"),
            },
            "no contract_meur is known; no row of systems to compute from",
        ),
    ],
)
def test_nothing_to_compute_from_is_unknown(check: dict[str, Any], why: str) -> None:
    claimed = "university" if check["measure"] == "mode" else 0
    each = found(check, claimed)
    assert (each.verdict, each.computed, each.readings[0].holds) == ("unknown", None, None)
    assert each.readings[0].why == why
    assert f"({why})" in each.gaps


def test_sites_without_rows_and_no_sites_are_told_apart() -> None:
    finding = claim(over("min", "rankings", "rank"), 9)
    without = evaluate(small(), finding, filter="id:cedar")
    assert without.readings[0].why == "no row of rankings to compute from"
    nowhere = evaluate(small(), finding, filter="id:nobody")
    assert nowhere.readings[0].why == "no site is chosen"


def test_a_count_of_nothing_is_zero() -> None:
    share = {"measure": "share", "of": "partners", "where": "id:nothing", "among": "role:host"}
    assert found(share, 0).computed == 0.0
    assert found(count("city:Nowhere"), 0).verdict == "holds"


@pytest.mark.parametrize(
    ("check", "claimed", "reason"),
    [
        (
            over("value", "partners", "type", "site:birch country:FI"), "company",
            "check.where: picks 2 rows of partners, and the measure 'value' needs one.",
        ),
        (
            over("sum", "indicators", "value"), 1,
            "check.value: sum needs numbers, and one of the values is 'leader'",
        ),
        (over("sum", "facts", "value", START), 1, "check.value: sum needs numbers, and one of"),
        (over("mean", "facts", "value", START), 1, "one of the values is '2024-09-09'"),
        (over("max", "facts", "value"), 1, "check.value: max needs numbers, and one of the values"),
        (
            {"measure": "ratio", "numerator": over("value", "facts", "value", START),
             "denominator": count("")},
            1, "check.numerator: gives '2024-09-09', which is not a number.",
        ),
        (
            {"measure": "ratio", "numerator": count(""),
             "denominator": over("value", "facts", "value", START)},
            1, "check.denominator: gives '2024-09-09', which is not a number.",
        ),
        (count("contry:DE"), 1, "did you mean 'country'?"),
        ({"measure": "ids", "of": "sites"}, 3, "ids gives a list of texts here"),
        (None, 3, "check: missing"),
    ],
)  # fmt: skip
def test_a_faulty_rule_is_unknown_and_says_why(check: Any, claimed: Any, reason: str) -> None:
    each = found(check, claimed)
    assert (each.verdict, each.open, each.readings) == ("unknown", False, ())
    assert each.gaps.startswith("The finding is faulty and cannot be re-computed: ")
    assert reason in each.gaps


@pytest.mark.parametrize(
    "variant_row",
    [{"check": count("")}, {"label": {"en": "x", "de": "x"}}, variant(count(""), since="2025-99")],
)
def test_a_faulty_variant_is_said_too(variant_row: dict[str, Any]) -> None:
    assert found(count(""), 3, variants=(variant_row,)).verdict == "unknown"


NUMBERS = [
    ("==", 5, 5, True), ("==", 5, 6, False), ("!=", 5, 6, True), ("!=", 5, 5, False),
    (">=", 5, 5, True), (">=", 5, 4, False), ("<=", 5, 5, True), ("<=", 5, 6, False),
    (">", 5, 6, True), (">", 5, 5, False), ("<", 5, 4, True), ("<", 5, 5, False),
    ("~=", 50, 55, True), ("~=", 50, 45, True), ("~=", 50, 55.1, False), ("~=", 0, 0, True),
    ("~=", -50, -55, True), ("==", 0.3, 0.1 + 0.2, True), (">", 0.3, 0.1 + 0.2, False),
]  # fmt: skip


@pytest.mark.parametrize(("comparator", "claimed", "computed", "holds"), NUMBERS)
def test_numbers(comparator: str, claimed: float, computed: float, holds: bool) -> None:
    assert compare(computed, Stated(claimed, comparator, 0.1)) is holds


@pytest.mark.parametrize(
    ("comparator", "claimed", "computed", "holds"),
    [
        ("<=", "2025-03-31", "2025-03-31", True),
        ("<=", "2025-03-31", "2025-04-01", False),
        ("<=", "2025-03-31", "2025-03", True),
        ("<=", "2025-03-31", "2025", None),
        ("<", "2025-03", "2025-02-28", True),
        ("<", "2025-03", "2025-03-01", False),
        (">", "2025-03", "2025-04", True),
        (">", "2025-03-15", "2025-03", None),
        (">=", "2026-H2", "2026-Q3", True),
        (">=", "2026-H2", "2026-06", False),
        (">=", "2026-07-02", "2026-Q3", None),
        ("==", "2026-H2", "2026-09-01", True),
        ("==", "2026-09-01", "2026-H2", None),
        ("==", "2026-H2", "2025-09-01", False),
        ("!=", "2026-H2", "2025-09-01", True),
        ("!=", "2026-09-01", "2026-H2", None),
    ],
)
def test_dates(comparator: str, claimed: str, computed: str, holds: bool | None) -> None:
    """A period that holds the date stated cannot decide."""
    told = Stated(PartialDate.parse(claimed), comparator)
    assert compare(PartialDate.parse(computed), told) is holds
    assert compare(computed, told) is holds  # a text of a fact that is a date


@pytest.mark.parametrize(
    ("comparator", "claimed", "computed", "holds"),
    [
        ("==", ("a", "b"), ("b", "a"), True),
        ("==", ("a",), ("a", "b"), False),
        ("!=", ("a",), ("a", "b"), True),
        (">=", ("a",), ("a", "b"), True),
        ("<=", ("a",), ("a", "b"), False),
        ("<=", ("a", "b"), (), True),
        ("==", "a", "a", True),
        ("==", "a", ("a", "b"), False),
        ("!=", "a", "b", True),
        ("<", "a", "b", None),
        ("==", 5, "five", None),
    ],
)
def test_sets_and_texts(comparator: str, claimed: Any, computed: Any, holds: bool | None) -> None:
    """A tie is not the one value that is stated."""
    assert compare(computed, Stated(claimed, comparator)) is holds


T, F, U = True, False, None


@pytest.mark.parametrize(
    ("now", "later", "verdict", "since"),
    [
        ([T], [], "holds", ""),
        ([T, T, U], [], "holds", ""),
        ([F], [], "fails", ""),
        ([F, F, U], [("2026", T)], "fails", ""),
        ([T, F], [], "depends", ""),
        ([F, T], [("2026", F)], "depends", ""),
        ([U], [], "unknown", ""),
        ([U, T, F], [], "unknown", ""),
        ([T], [("2025", T), ("2026", F)], "outdated", "2026"),
        ([T], [("2026", F), ("2025", F)], "outdated", "2025"),
        ([T], [("2025", F), ("2026", T)], "holds", ""),
        ([T], [("2025", F), ("2026", U)], "outdated", "2025"),
        ([T], [("2025", U)], "holds", ""),
        ([T], [("2025-06", F), ("2025-11", T), ("2026-06", F)], "outdated", "2026-06"),
        ([T], [("2026", T), ("2026", F)], "outdated", "2026"),
        ([T, F], [("2026", F)], "depends", ""),
    ],
)
def test_verdicts(now: list[Any], later: list[Any], verdict: str, since: str) -> None:
    """The newest state that is known decides what is outdated."""
    assert verdict_of(now, later) == (verdict, since)


def test_a_variant_may_state_a_value_of_its_own() -> None:
    other = variant(count("country:FI"), claimed=5, comparator="<", tolerance=0.1)
    each = found(count("country:DE"), 2, variants=(other,))
    assert each.verdict == "holds"
    assert [reading.stated_figure for reading in each.readings] == ["2", "less than 5"]


def test_since_makes_it_outdated_and_not_depending() -> None:
    now = variant(count("country:FI"))
    assert found(count("country:DE"), 2, variants=(now,)).verdict == "depends"
    later = variant(count("country:FI"), since="2026-Q1")
    each = found(count("country:DE"), 2, variants=(later,))
    assert (each.verdict, each.since) == ("outdated", "2026-Q1")


def test_an_unknown_reading_counts_neither_way_and_is_said() -> None:
    empty = variant(over("sum", "systems", SIZES, "id:nothing"))
    each = found(over("sum", "systems", SIZES), 7000, variants=(empty,))
    assert each.verdict == "holds"
    assert "The reading 'another way' cannot be told" in each.gaps
    assert "counts neither way" in each.gaps
