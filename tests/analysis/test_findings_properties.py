"""What holds of measures and comparators whatever the data."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.findings_samples import claim, count, partner, small, with_partners
from tui.analysis.findings.claim import Stated, compare, verdict_of
from tui.analysis.findings.engine import evaluate
from tui.analysis.findings.measures import measure, scope_of
from tui.analysis.findings.rule import Check

KINDS = ["university", "research_organisation", "hpc_centre", "company", "other"]
SITES = ["alder", "birch", "cedar", "dogwood", "antenna-elm"]
ADDED = st.dictionaries(
    st.sampled_from(SITES),
    st.lists(st.builds(partner, st.sampled_from(KINDS), st.sampled_from(["host", "supporting"]))),
    max_size=3,
)
POSITIVE = [
    "type:company", "type:university,hpc_centre", "role:member", "role:member type:company", "",
    "country:DE OR type:other", "site.country:DE", "name:made",
]  # fmt: skip
ON_SITES = [
    "partner.type:company", "partner(type:company role:member)", "members:>=3", "made",
    "count(partner(type:other)):>=1", "partner(type:company) partner(type:other)", "partners:>3",
]  # fmt: skip


@settings(deadline=None)
@given(added=ADDED, where=st.sampled_from(POSITIVE))
def test_a_row_more_never_lowers_a_count(added: Any, where: str) -> None:
    rule = Check("count", of="partners", where=where)
    before = measure(scope_of(small()), rule).value
    after = measure(scope_of(with_partners(small(), added)), rule).value
    assert isinstance(before, int)
    assert isinstance(after, int)
    assert before <= after <= before + sum(map(len, added.values()))


@settings(deadline=None)
@given(added=ADDED, where=st.sampled_from(ON_SITES))
def test_a_row_more_never_lowers_a_count_of_sites(added: Any, where: str) -> None:
    rule = Check("count", of="sites", where=where)
    before = measure(scope_of(small()), rule).value
    after = measure(scope_of(with_partners(small(), added)), rule).value
    assert before <= after <= len(SITES)  # type: ignore[operator]
    without = Check("count", of="sites", where=f"-({where})")
    assert measure(scope_of(with_partners(small(), added)), without).value == 5 - after  # type: ignore[operator]


@settings(deadline=None)
@given(
    added=ADDED,
    where=st.sampled_from([*POSITIVE, "-type:company", "id:nothing"]),
    among=st.sampled_from([*POSITIVE, "id:nothing"]),
)
def test_a_share_is_between_0_and_100(added: Any, where: str, among: str) -> None:
    share = {"measure": "share", "of": "partners", "where": where, "among": among}
    dataset = with_partners(small(), added)
    each = evaluate(dataset, claim(share, 50, ">", cohort="all"))
    whole = measure(scope_of(dataset), Check("count", of="partners", where=among)).value
    if whole == 0:
        assert (each.verdict, each.computed) == ("unknown", None)
    else:
        assert 0 <= each.computed <= 100  # type: ignore[operator]


NUMBER = st.one_of(
    st.integers(-1000, 1000), st.floats(-1e6, 1e6, allow_nan=False, allow_infinity=False)
)


@settings(deadline=None)
@given(computed=NUMBER, claimed=NUMBER, tolerance=st.floats(0, 0.9))
def test_comparators_agree_with_each_other(
    computed: float, claimed: float, tolerance: float
) -> None:
    def holds(comparator: str) -> bool:
        found = compare(computed, Stated(claimed, comparator, tolerance))
        assert found is not None
        return found

    assert holds("==") is not holds("!=")
    assert holds(">=") is not holds("<")
    assert holds("<=") is not holds(">")
    assert holds(">=") is (holds(">") or holds("=="))
    assert holds("~=") or not holds("==")
    assert sum((holds("=="), holds(">"), holds("<"))) == 1


TRUTH = st.sampled_from([True, False, None])


@settings(deadline=None)
@given(head=TRUTH, others=st.lists(TRUTH, max_size=5), extra=TRUTH)
def test_verdict_algebra(head: Any, others: list[Any], extra: Any) -> None:
    """The order of the variants is nothing, and a reading that is unknown adds nothing."""
    verdict = verdict_of([head, *others], [])
    assert verdict == verdict_of([head, *reversed(others)], [])
    assert verdict == verdict_of([head, *others, None], [])
    assert verdict == verdict_of([head, *others, head], [])
    if verdict[0] == "depends":
        assert verdict_of([head, *others, extra], []) == verdict
    if head is not None and extra is (not head):
        assert verdict_of([head, *others, extra], [])[0] == "depends"


def test_counting_in_parts_gives_the_whole() -> None:
    """Sites of the cohorts by country add up."""
    whole = evaluate(small(), claim(count(""), 5, cohort="all")).computed
    parts = [
        evaluate(small(), claim(count(""), 1, cohort="all"), filter=f"country:{code}").computed
        for code in ("DE", "FI", "IE")
    ]
    assert whole == sum(part for part in parts if isinstance(part, int)) == 5
