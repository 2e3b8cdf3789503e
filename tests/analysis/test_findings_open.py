"""Gaps: which lists are incomplete, and whether filling them could turn a verdict."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.findings_samples import (
    changed,
    claim,
    count,
    partner,
    sector,
    small,
    variant,
    with_partners,
)
from tui.analysis.findings.claim import reachable, verdict_of
from tui.analysis.findings.engine import evaluate
from tui.analysis.findings.evaluate import Evaluated
from tui.dataset import Dataset

UNIVERSITY = "partner(type:university role:member)"
COMPANIES = "count(partner(type:company)):>=2"


def found(check: dict[str, Any], claimed: Any, comparator: str = "==", **more: Any) -> Evaluated:
    """Evaluate a claim that rests on the partners; only cedar's list is incomplete."""
    settings = {"uses": ("partners",), **more}
    return evaluate(small(), claim(check, claimed, comparator, **settings))


@pytest.mark.parametrize(
    ("where", "comparator", "claimed", "verdict", "is_open"),
    [
        # two of three match; cedar may come to match
        (UNIVERSITY, "==", 2, "holds", True),
        (UNIVERSITY, "==", 3, "fails", True),
        (UNIVERSITY, "==", 1, "fails", False),
        (UNIVERSITY, ">=", 2, "holds", False),
        (UNIVERSITY, ">=", 3, "fails", True),
        (UNIVERSITY, "<", 3, "holds", True),
        (UNIVERSITY, "<", 2, "fails", False),
        (UNIVERSITY, "<=", 2, "holds", True),
        (UNIVERSITY, ">", 3, "fails", False),
        # the other way round: cedar matches and may stop doing so
        (f"-{UNIVERSITY}", "==", 1, "holds", True),
        (f"-{UNIVERSITY}", ">=", 1, "holds", True),
        (f"-{UNIVERSITY}", "<=", 1, "holds", False),
        (f"-{UNIVERSITY}", "==", 0, "fails", True),
        (f"-{UNIVERSITY}", ">=", 2, "fails", False),
        # cedar has a research organisation already, whatever comes
        ("partner(type:research_organisation)", "==", 2, "holds", False),
        # counts and derived columns only grow
        ("members:>=3", "==", 2, "holds", True),
        ("members:<3", "==", 1, "holds", True),
        ("members:<=1", "==", 0, "holds", False),
        ("members:2..4", "==", 3, "holds", True),
        (COMPANIES, "==", 0, "holds", True),
        ("count(partner):<2", "==", 0, "holds", False),
        ("partner:>=3", "==", 3, "holds", False),
        # what has nothing to do with partners stays
        ("country:DE", "==", 2, "holds", False),
        ("sectors:>=5", "==", 1, "holds", False),
        # a part that cedar does not fulfil keeps it out
        (f"country:FI {UNIVERSITY}", "==", 1, "holds", False),
        (f"country:DE {UNIVERSITY}", "==", 1, "holds", True),
        (f"country:DE OR {UNIVERSITY}", "==", 3, "holds", False),
        ("partner.country:FI", "==", 1, "holds", True),
        ("partner:pine", "==", 2, "holds", False),
        ("partner:kiefer", "==", 1, "holds", True),
        ("pine", "==", 2, "holds", False),
        ("kiefer", "==", 1, "holds", True),
        ("research_share:>=50", "==", 2, "holds", True),
    ],
)
def test_counts_of_sites(
    where: str, comparator: str, claimed: int, verdict: str, is_open: bool
) -> None:
    each = found(count(where), claimed, comparator)
    assert (each.verdict, each.open) == (verdict, is_open)


@pytest.mark.parametrize(
    ("check", "claimed", "comparator", "is_open"),
    [
        (count("type:company", "partners"), 1, "<=", True),
        (count("type:company", "partners"), 1, ">=", False),
        (count("type:company site.country:FI", "partners"), 0, "==", False),
        (count("type:company site:alder", "partners"), 1, "==", False),
        (count("type:company -site:cedar", "partners"), 1, "==", False),
        (count("type:company site.name:Cedar", "partners"), 0, "==", True),
        (count("role:host", "partners"), 4, ">=", True),
        ({"measure": "share", "of": "partners", "where": "type:company"}, 0, ">=", False),
        ({"measure": "share", "of": "partners", "where": "type:company"}, 20, "<", True),
        ({"measure": "share", "of": "sites", "where": UNIVERSITY}, 60, ">", False),
        ({"measure": "share", "of": "sites", "where": UNIVERSITY}, 70, "<", True),
        ({"measure": "mode", "of": "partners", "value": "type"}, "hpc_centre", "==", True),
        ({"measure": "ids", "of": "sites", "where": UNIVERSITY}, ["alder", "birch"], "==", True),
        ({"measure": "ids", "of": "sites", "where": UNIVERSITY}, ["alder"], "==", False),
        ({"measure": "ids", "of": "sites", "where": UNIVERSITY}, ["alder"], ">=", False),
        ({"measure": "ids", "of": "sites", "where": UNIVERSITY}, ["alder", "birch"], "<=", True),
        ({"measure": "ids", "of": "sites", "where": UNIVERSITY}, ["alder"], "!=", False),
        ({"measure": "ids", "of": "partners", "where": "role:host"}, ["alder-centre"], ">=", False),
        ({"measure": "ids", "of": "partners", "where": "role:host"}, ["alder-centre"], "<=", False),
        (count("consortia:>=2", "organisations"), 1, "==", True),
        (
            {
                "measure": "ratio",
                "numerator": count("type:company", "partners"),
                "denominator": count("role:host", "partners"),
            },
            1,
            "<",
            True,
        ),
        (
            {"measure": "ratio", "numerator": count("country:DE"), "denominator": count("")},
            1,
            "<",
            False,
        ),
    ],
)
def test_other_measures(
    check: dict[str, Any], claimed: Any, comparator: str, is_open: bool
) -> None:
    each = found(check, claimed, comparator)
    assert each.verdict in ("holds", "fails")
    assert each.open is is_open


def test_complete_lists_leave_nothing_open() -> None:
    each = found(count(UNIVERSITY), 2, uses=())
    assert (each.open, each.incomplete_sites, each.gaps) == (False, (), "")
    without_cedar = evaluate(
        small(), claim(count(UNIVERSITY), 2, uses=("partners",)), filter="-id:cedar"
    )
    assert (without_cedar.open, without_cedar.incomplete_sites) == (False, ())


def test_the_access_ways_stand_with_the_services() -> None:
    """The dataset has no completeness of its own for them."""
    each = found(count("access(remote:true)"), 1, uses=("services",))
    assert (each.open, each.incomplete_sites) == (True, ("birch", "cedar"))


def test_rankings_stand_with_the_systems() -> None:
    each = found(count("rank:<10", "rankings"), 1, "<=", uses=("systems",))
    assert (each.open, each.incomplete_sites) == (True, ("cedar",))
    assert found(count("ranking:*"), 2, uses=("systems",)).open


@pytest.mark.parametrize(
    ("where", "claimed", "comparator", "is_open"),
    [
        ("-rank_2025-06:<10", 4, ">=", True),
        ("-rank_2025-06:<10", 3, ">=", False),
        ("-rank_2025-06:*", 3, ">=", True),
        ("-rank_2025-06:*", 2, ">=", False),
        ("rank_2025-06:20", 1, ">=", False),
    ],
)
def test_places_that_are_not_known_may_come_to_be_known(
    where: str, claimed: int, comparator: str, is_open: bool
) -> None:
    """A system with no place in an edition has one as soon as its row is found."""
    each = found(count(where, "systems"), claimed, comparator, uses=("systems",))
    assert each.open is is_open


SIZE = {"of": "systems", "value": "accelerator_count", "where": "status:planned,operational"}


@pytest.mark.parametrize(
    ("measure", "comparator", "claimed", "is_open"),
    [
        ("sum", ">=", 3000, False),
        ("sum", "<=", 3000, True),
        ("max", ">=", 2000, False),
        ("max", "<", 3000, True),
        ("min", "<=", 1000, False),
        ("min", ">=", 1000, True),
        ("mean", "==", 1500, True),
        ("median", "<", 5000, True),
    ],
)
def test_missing_figures(measure: str, comparator: str, claimed: int, is_open: bool) -> None:
    """The size of cedar's system is not known: a sum can only grow by it."""
    each = found({"measure": measure, **SIZE}, claimed, comparator, uses=())
    assert (each.verdict, each.open) == ("holds", is_open)
    assert each.readings[0].missing == (("systems", "cedar/cedar-lab"),)
    assert "1 matching row has no figure: Cedar Lab at Cedar." in each.gaps


def test_sentences_say_what_it_takes() -> None:
    gaps = found(count(UNIVERSITY), 2).gaps
    assert gaps == (
        "The list of partners is not known to be complete at 1 of 3 sites: Cedar. Filling these "
        "gaps could turn the verdict; the headline turns once 1 more site matches; the match is "
        "open at Cedar."
    )
    assert (
        "once 1 of the matching sites does so no longer" in found(count(f"-{UNIVERSITY}"), 1).gaps
    )
    assert "cannot turn the verdict" in found(count(UNIVERSITY), 2, ">=").gaps
    share = {"measure": "share", "of": "partners", "where": "type:university"}
    assert "with 1 more matching row." in found(share, 20, "<=").gaps
    assert "with 4 more rows of another kind." in found(share, 15, ">=").gaps
    assert "with 3 more matching rows." in found(count("type:company", "partners"), 3, "<=").gaps


def test_a_reading_that_is_open_opens_the_verdict() -> None:
    other = variant(count("country:FI"), claimed=1)
    assert found(count(UNIVERSITY), 2, variants=(other,)).open
    closed = found(count("country:DE"), 2, variants=(variant(count(UNIVERSITY)),))
    assert (closed.readings[0].open, closed.readings[1].open, closed.open) == (False, True, True)


def test_a_dispute_that_no_row_can_settle_is_not_open() -> None:
    disputed = variant(count("country:FI"))
    each = found(count("country:DE"), 2, variants=(disputed, variant(count(UNIVERSITY))))
    assert (each.verdict, each.open) == ("depends", False)


def test_a_site_left_out_for_faults_leaves_every_verdict_open() -> None:
    from tests.analysis.findings_samples import FIXTURES
    from tui.dataset import load

    dataset = load([FIXTURES / "broken"])
    each = evaluate(dataset, claim(count(""), 1, ">=", cohort=None))
    assert (each.verdict, each.open) == ("holds", True)
    assert "left out because of faults" in each.gaps
    on_facts = claim({"measure": "count", "of": "facts"}, 1, ">=", cohort=None)
    assert not evaluate(dataset, on_facts).open


TRUTHS = st.frozensets(st.sampled_from([True, False, None]), min_size=1)


@settings(deadline=None)
@given(
    st.lists(TRUTHS, min_size=1, max_size=4),
    st.lists(st.tuples(st.sampled_from(["2025", "2026", "2027"]), TRUTHS), max_size=3),
)
def test_reachable_verdicts_are_those_of_all_outcomes(now: Any, later: Any) -> None:
    """The short way gives what trying everything gives."""
    import itertools

    tried = set()
    for chosen in itertools.product(*now):
        for ends in itertools.product(*(truths for _, truths in later)):
            dated = [(date, end) for (date, _), end in zip(later, ends, strict=True)]
            tried.add(verdict_of(chosen, dated)[0])
    assert reachable(now, later) == tried


KINDS = ["university", "research_organisation", "hpc_centre", "company", "public_body"]
ROLES = ["host", "coordinator", "partner", "affiliated", "supporting"]
PARTNERS = st.lists(
    st.builds(
        partner,
        st.sampled_from(KINDS),
        st.sampled_from(ROLES),
        st.sampled_from(["DE", "EE", "IT"]),
    ),
    max_size=4,
)
ATOMS = [
    "type:university", "type:company", "role:member", "country:DE", "role:host,coordinator",
    "site.country:DE", "site:alder", "in:early",
]  # fmt: skip
SITE_ATOMS = [
    "partner(type:university role:member)", "partner.type:company", "members:>=3", "members:<4",
    "count(partner(type:company)):1..2", "research_share:>50", "member_countries:IT", "country:DE",
    "partner:pine", "academic_members:2", "partner:>4", "pine", "partner(-role:member)",
]  # fmt: skip


def filters(atoms: list[str]) -> st.SearchStrategy[str]:
    return st.recursive(
        st.sampled_from(atoms),
        lambda inner: st.one_of(
            inner.map(lambda text: f"-({text})"),
            st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) ({pair[1]})"),
            st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) OR ({pair[1]})"),
        ),
        max_leaves=4,
    )


RULES = st.one_of(
    filters(SITE_ATOMS).map(count),
    filters(ATOMS).map(lambda where: count(where, "partners")),
    filters(SITE_ATOMS).map(lambda w: {"measure": "share", "of": "sites", "where": w}),
    st.tuples(filters(ATOMS), filters(ATOMS)).map(
        lambda pair: {"measure": "share", "of": "partners", "where": pair[0], "among": pair[1]}
    ),
    filters(SITE_ATOMS).map(
        lambda w: {"measure": "ids", "of": "sites", "where": w, "claimed": ["alder", "birch"]}
    ),
    filters(ATOMS).map(
        lambda w: {"measure": "mode", "of": "partners", "value": "type", "where": w,
                   "claimed": "university"}
    ),
)  # fmt: skip


@settings(deadline=None)
@given(
    rule=RULES,
    claimed=st.integers(0, 4),
    comparator=st.sampled_from(["==", "!=", ">=", "<=", ">", "<"]),
    cedar=PARTNERS,
    elm=PARTNERS,
)
def test_completing_lists_never_turns_what_is_not_open(
    rule: dict[str, Any], claimed: int, comparator: str, cedar: Any, elm: Any
) -> None:
    """Whatever rows come to the incomplete lists, the outcome is one that was foreseen."""
    check = {key: value for key, value in rule.items() if key != "claimed"}
    told = rule.get("claimed", claimed * (25 if rule["measure"] == "share" else 1))
    sign = comparator if rule["measure"] not in ("ids", "mode") else "=="
    finding = claim(check, told, sign, uses=("partners",), cohort="all")
    before = evaluate(small(), finding)
    completed = with_partners(small(), {"cedar": cedar, "antenna-elm": elm})
    after = evaluate(completed, finding)
    if before.verdict != "unknown" and after.verdict != "unknown":
        assert after.readings[0].holds in before.readings[0].outcomes
        if not before.open:
            assert after.verdict == before.verdict


def test_completing_sectors_too() -> None:
    """A generalist can be made, and unmade only by a rule that forbids."""
    added = [sector(ident) for ident in ("energy", "agrifood", "automotive", "cybersecurity")]
    site = next(site for site in small().sites if site.id == "birch")
    grown: Dataset = changed(small(), {"birch": {"sectors": (*site.sectors, *added[2:3])}})
    finding = claim(count("sectors:6"), 0, uses=("sectors",))
    assert evaluate(small(), finding).open
    assert evaluate(grown, finding).verdict == "fails"
