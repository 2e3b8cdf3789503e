"""How a claim fares elsewhere, what a faulty finding still tells, and rows and sources in words."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from tests.analysis.findings_samples import FIXTURES, by_id, claim, count, small, variant
from tui.analysis.findings.engine import (
    NOT_TESTED,
    evaluate,
    evaluate_all,
    standing,
    standing_of,
    standing_with,
)
from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.findings.wording import (
    by_theme,
    parts_of,
    row_sources,
    row_words,
    site_words,
    tally,
)
from tui.dataset import load
from tui.query.engine.store import store_of
from tui.query.engine.table import UnknownNameError

STORE = store_of(small())


def found(check: dict[str, Any], claimed: Any, comparator: str = "==", **more: Any) -> Evaluated:
    return evaluate(small(), claim(check, claimed, comparator, **{"cohort": "all", **more}))


def test_a_claim_that_rests_on_no_sites_stands_once_whatever_the_filter() -> None:
    for filter_ in ("", "country:FI"):
        (one,) = standing(small(), by_id(small(), "value-start"), filter_)
        assert (one.label, one.cohort, one.verdict, one.words) == (
            "whatever the sites", "", "holds", "2024-09-09",
        )  # fmt: skip


def test_the_present_filter_stands_among_the_sites_that_are_looked_at() -> None:
    research = by_id(small(), "share-research")
    cohorts = ["The three early factories", "Factories and antennas"]
    assert [each.label for each in standing(small(), research)] == cohorts
    assert [each.label for each in standing(small(), research, " ")] == cohorts
    *_, own = standing(small(), research, "country:FI")
    *_, wider = standing(small(), research, "country:FI", cohort="all")
    assert (own.label, own.sites, own.words) == (
        "present filter",
        1,
        "66.67 percent of the members",
    )
    assert (wider.label, wider.sites, wider.words) == (
        "present filter", 2, "50 percent of the members",
    )  # fmt: skip


def test_how_a_claim_stands_is_told_in_short() -> None:
    early, everywhere = standing(small(), by_id(small(), "ids-two-companies"))
    assert (early.words, early.verdict, early.open) == ("none", "unknown", False)
    assert (everywhere.words, everywhere.computed, everywhere.open) == (
        "Dogwood", ("dogwood",), True,
    )  # fmt: skip
    faulty = standing_with("here", "", evaluate(small(), claim({"measure": "count"}, 1)))
    assert (faulty.words, faulty.computed, faulty.verdict) == ("·", None, "unknown")


def test_what_the_dataset_does_not_have_stands_nowhere() -> None:
    strange = claim(count("country:DE"), 2)
    with pytest.raises(UnknownNameError, match="unknown finding 'sample'; there are "):
        standing(small(), strange)
    near = dataclasses.replace(strange, id="share-reserch")
    with pytest.raises(UnknownNameError, match="did you mean 'share-research'"):
        standing(small(), near)
    with pytest.raises(UnknownNameError, match="unknown cohort 'erly'; did you mean 'early'"):
        standing_of(small(), "share-research", "erly")


def test_findings_are_asked_for_a_cohort_a_filter_and_by_name() -> None:
    early, everywhere = (
        evaluate_all(small(), cohort=each, ids=("share-research",))[0] for each in ("early", "all")
    )
    assert (early.sites, everywhere.sites) == (3, 5)
    (filtered,) = evaluate_all(small(), cohort="all", filter="country:FI", theme="location")
    assert (filtered.finding.id, filtered.cohort, filtered.sites) == ("mean-region", "all", 2)
    with pytest.raises(UnknownNameError) as raised:
        evaluate_all(small(), ids=("mode-type", "mode-typ"))
    assert str(raised.value) == "unknown finding 'mode-typ'; did you mean 'mode-type'?"
    with pytest.raises(UnknownNameError) as raised:
        evaluate_all(small(), ids=("zzz",))
    assert str(raised.value) == (
        "unknown finding 'zzz'; there are count-university, share-research, share-running, "
        "sum-installed, ids-two-companies, mode-type, value-rank, value-start and 9 more"
    )
    with pytest.raises(UnknownNameError, match=r"^unknown theme 'qqq'; there are scope, "):
        evaluate_all(small(), theme="qqq")


HEAD = "The finding is faulty and cannot be re-computed: "


@pytest.mark.parametrize(
    ("check", "gaps"),
    [
        ({"measure": "count", "of": "stes"}, "check.of: no table 'stes'; did you mean 'sites'?"),
        (
            {"measure": "count", "were": "x", "whom": "y"},
            "check.were: unknown key; count has none such; did you mean 'where'?; "
            "check.whom: unknown key; count has none such; "
            "check: missing key 'of'; the table to read.",
        ),
    ],
)
def test_a_faulty_claim_tells_every_problem_and_the_sites_it_was_asked_for(
    check: dict[str, Any], gaps: str
) -> None:
    each = evaluate(small(), claim(check, 1), cohort="all", filter="country:DE")
    assert each.gaps == f"{HEAD}{gaps}"
    assert (each.verdict, each.open, each.readings, each.incomplete_sites) == (
        "unknown", False, (), (),
    )  # fmt: skip
    assert (each.cohort, each.filter, each.sites, each.by_sites) == ("all", "country:DE", 2, True)


def test_a_cohort_that_there_is_not_is_told_with_every_site() -> None:
    """Of the finding itself; one that is asked for is refused."""
    faulty = claim(count("country:DE"), 2, cohort="erly")
    for filter_, sites in (("", 5), ("country:FI", 2)):
        each = evaluate(small(), faulty, filter=filter_)
        assert each.gaps == f"{HEAD}cohort: no cohort 'erly' at column 1; did you mean 'early'?"
        assert (each.finding.id, each.verdict, each.by_sites) == ("sample", "unknown", True)
        assert (each.cohort, each.filter, each.sites) == ("erly", filter_, sites)


def test_a_faulty_judgement_has_no_verdict_either() -> None:
    sound = by_id(small(), "judge-ties")
    each = evaluate(small(), dataclasses.replace(sound, see={"table": "partner"}))
    assert (each.verdict, each.see) == ("not_checkable", None)
    assert each.gaps == f"{HEAD}see.table: no table 'partner'; did you mean 'partners'?"


def test_what_counts_over_all_its_sites_is_not_tested_on_some_of_them() -> None:
    """Told with the sites and the value it has there; those of the cohort are all."""
    each = evaluate(small(), claim(count("country:DE"), 2), filter="-id:cedar")
    assert (each.verdict, each.open, each.incomplete_sites) == ("not_checkable", False, ())
    assert (each.computed, each.cohort, each.filter, each.sites, each.by_sites) == (
        1, "early", "-id:cedar", 2, True,
    )  # fmt: skip
    assert (each.finding.id, each.gaps) == ("sample", NOT_TESTED)
    tested = evaluate(small(), claim(count("country:FI"), 1), filter="country:FI")
    assert (tested.verdict, tested.cohort, tested.filter) == ("holds", "early", "country:FI")


def test_a_claim_rests_on_sites_where_one_of_its_readings_does() -> None:
    facts = {"measure": "count", "of": "facts"}
    assert not found(facts, 2).by_sites
    assert found(facts, 2, variants=(variant(count("country:DE")),)).by_sites


def test_what_cannot_be_told_is_not_open_for_sites_left_out() -> None:
    dataset = load([FIXTURES / "broken"])
    rule = {"measure": "max", "of": "sites", "value": "budget.total_meur", "where": "id:/none/"}
    each = evaluate(dataset, claim(rule, 1, cohort=None))
    assert (each.verdict, each.open) == ("unknown", False)
    assert "left out because of faults" in each.gaps


@pytest.mark.parametrize(
    ("uses", "problem"),
    [
        (("partner",), "no list 'partner' has a completeness; did you mean 'partners'?"),
        (("systems", "colours", "hats"), "no list 'colours' has a completeness."),
    ],
)
def test_a_list_that_has_no_completeness_is_told(uses: tuple[str, ...], problem: str) -> None:
    each = found(count("country:DE"), 2, uses=uses)
    assert (each.verdict, each.gaps) == ("unknown", f"{HEAD}uses: {problem}")


def test_a_list_that_is_named_twice_is_told_once() -> None:
    each = found(count("country:DE"), 2, uses=("partners", "sectors", "partners"))
    assert each.gaps == (
        "The list of partners is not known to be complete at 2 of 5 sites: Cedar and Elm. "
        "The list of sectors is not known to be complete at 2 of 5 sites: Birch and Elm. "
        "Filling these gaps cannot turn the verdict."
    )


def test_rows_are_told_with_the_figure_that_is_read_or_all_they_state() -> None:
    (sizes,) = parts_of(found({"measure": "sum", "of": "systems", "value": "accelerator_count"}, 1))
    assert [row_words(STORE, sizes, row) for row in sizes.rows] == [
        "Alder One, Alder: 1,000 (installed)",
        "Alder Two, Alder: ~4,000 (contracted)",
        "Birch AI, Birch: 2,000 (installed)",
        "Cedar Lab, Cedar: ·",
        "Dogwood X, Dogwood: 500 (contracted)",
    ]
    (systems,) = parts_of(found(count("id:cedar-lab", "systems"), 1))
    assert [row_words(STORE, systems, row) for row in systems.rows] == [
        "Cedar Lab, Cedar: Planned · Experimental platform"
    ]
    (sites,) = parts_of(found({"measure": "sum", "of": "sites", "value": "budget.total_meur"}, 300))
    assert site_words(STORE, sites) == [
        "Alder EUR 85 million", "Birch ~EUR 200 million", "Cedar ·", "Dogwood ~EUR 15 million",
        "Elm EUR 6 million",
    ]  # fmt: skip
    (counted,) = parts_of(found(count("country:DE"), 2))
    assert site_words(STORE, counted) == ["Alder", "Cedar"]


def test_the_rows_of_a_judgement_are_those_that_it_points_to() -> None:
    sound = by_id(small(), "judge-ties")
    judged = evaluate(small(), sound)
    (seen,) = parts_of(judged)
    assert (seen.table, seen.where, seen.keys) == ("partners", "type:company", ("alder/kiefer",))
    assert (judged.by_sites, judged.gaps, judged.incomplete_sites) == (True, "", ())
    elsewhere = evaluate(small(), sound, cohort="all", filter="country:FI")
    assert (elsewhere.cohort, elsewhere.filter, elsewhere.sites) == ("all", "country:FI", 2)
    see = {"table": "organisations", "where": "consortia:2"}
    (seen,) = parts_of(evaluate(small(), dataclasses.replace(sound, see=see)))
    assert seen.keys == ("pine-lab",)
    assert [STORE.table("organisations").values("id")[row] for row in seen.rows] == ["pine-lab"]
    see = {"table": "organisations", "where": "country:FI"}
    (seen,) = parts_of(evaluate(small(), dataclasses.replace(sound, see=see), cohort="",
                                filter="-id:alder"))  # fmt: skip
    assert seen.keys == ("birch-centre", "birch-university", "dogwood-institute", "juniper")
    apart = evaluate(small(), dataclasses.replace(sound, see={"table": "facts"}))
    assert (apart.see and apart.see.keys, apart.by_sites) == (
        ("giga-chips", "programme-start"), False,
    )  # fmt: skip
    advice = evaluate(small(), by_id(small(), "advise-more"))
    assert (parts_of(advice), advice.by_sites) == ((), False)


def test_a_site_rests_on_the_sources_of_its_parts_as_well() -> None:
    ids = list(STORE.table("sites").values("id"))
    assert row_sources(STORE, "sites", ids.index("birch")) == ("office", "gazetteer", "paper")
    assert row_sources(STORE, "sites", ids.index("cedar")) == ("office", "gazetteer")
    systems = list(STORE.table("systems").values("id"))
    assert row_sources(STORE, "systems", systems.index("alder-one")) == ("office", "ranking")
    assert row_sources(STORE, "regions", 0) == ()


def test_findings_by_theme_and_by_verdict() -> None:
    every = evaluate_all(small())
    assert list(tally(every).items()) == [
        ("holds", 10), ("outdated", 1), ("depends", 1), ("fails", 2), ("unknown", 1),
        ("not_checkable", 2),
    ]  # fmt: skip
    assert tally([each for each in every if each.verdict == "fails"]) == {"fails": 2}
    themes = by_theme(small(), every)
    assert list(themes) == [
        "Infrastructure", "Consortium", "Location", "Gigafactories", "Investment and policy",
        "Conclusion",
    ]  # fmt: skip
    assert [each.finding.id for each in themes["Location"]] == ["mean-region"]
    assert [each for group in themes.values() for each in group] == list(every)
