"""Which rows a value rests on: their sources, and those of them that no source confirms."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.findings_samples import claim, count, small
from tui.analysis.findings.engine import evaluate
from tui.analysis.findings.evaluate import Reading


def reading(check: dict[str, Any], claimed: Any = 1, comparator: str = "==") -> Reading:
    """The headline over all five sites."""
    return evaluate(small(), claim(check, claimed, comparator, cohort="all")).readings[0]


KIEFER = {"partners: alder/kiefer", "partners: dogwood/kiefer"}
OF_CEDAR = {"partners: cedar/pine-lab", "partners: cedar/maker-cluster"}
TWO = {"sectors: alder/automotive", "sectors: birch/cybersecurity"}


@pytest.mark.parametrize(
    ("where", "unsure", "sources"),
    [
        # the children that are asked for, of the sites that match
        ("partner.type:company", KIEFER, {"office", "paper"}),
        ("partner.type:company country:FI", {"partners: dogwood/kiefer"}, {"office", "paper"}),
        ("partner.type:university", set(), {"office"}),
        ("count(partner(type:company)):>=1", KIEFER, {"office", "paper"}),
        ("-(-partner.type:company)", KIEFER, {"office", "paper"}),
        ("partner.type:university OR system(status:planned)", {"systems: cedar/cedar-lab"},
         {"office", "paper"}),
        # the whole list where it is asked that there be none
        ("-partner.type:company", OF_CEDAR, {"office", "paper"}),
        ("-count(partner(type:company)):>=1", OF_CEDAR, {"office", "paper"}),
        ("-(country:DE OR -partner.type:company)", {"partners: dogwood/kiefer"},
         {"office", "paper"}),
        ("-(partner.type:company sectors:5)", {"partners: alder/kiefer", *OF_CEDAR, *TWO},
         {"office", "paper"}),
        # the list that a derived column is worked out from
        ("systems:2", {"systems: alder/alder-two"}, {"office", "paper", "ranking"}),
        ("members:3", KIEFER, {"office", "paper"}),
        ("access:>=1", {"access: dogwood/local/2"}, {"office", "paper"}),
        ("research_share:>=50", OF_CEDAR, {"office", "paper"}),
        # a figure of the region, and no other figure of it
        ("ris_score:>=150", set(), {"office"}),
        ("hrst:*", {"indicators: hrst/3"}, {"paper"}),
        # figures of the site itself, as far as they are known
        ("budget.total_meur:>=10", {"sites: birch", "sites: dogwood"}, {"office", "paper"}),
        ("-budget.total_meur:>=100", {"sites: dogwood"}, {"office", "paper"}),
        ("timeline.started:2025", {"sites: alder"}, {"office"}),
        # what a site is, is none of these
        ("country:DE", set(), set()),
    ],
)  # fmt: skip
def test_a_count_of_sites_rests_on_what_its_filter_speaks_of(
    where: str, unsure: set[str], sources: set[str]
) -> None:
    found = reading(count(where))
    assert {f"{table}: {key}" for table, key in found.unsure} == unsure
    assert len(found.unsure) == len(unsure)
    assert set(found.sources) == sources
    assert len(found.sources) == len(sources)


@pytest.mark.parametrize(
    ("check", "claimed", "unsure", "sources"),
    [
        # rows that are counted
        (count("type:company", "partners"), 3, KIEFER, {"office", "paper"}),
        # a share rests on all that it is a share of
        (
            {"measure": "share", "of": "partners", "where": "type:university",
             "among": "site:cedar"},
            0, OF_CEDAR, {"office", "paper"},
        ),
        # figures: their own confidence where they have one, else that of the row
        ({"measure": "sum", "of": "sites", "value": "budget.total_meur"}, 306,
         {"sites: birch", "sites: dogwood"}, {"office", "paper"}),
        ({"measure": "sum", "of": "systems", "value": "accelerator_count"}, 7500,
         {"systems: alder/alder-two"}, {"office", "paper", "ranking"}),
        # both parts of a ratio, each row once
        (
            {"measure": "ratio", "numerator": count("id:cedar-lab", "systems"),
             "denominator": count("status:planned,contracted", "systems")},
            0.5, {"systems: cedar/cedar-lab", "systems: alder/alder-two"}, {"paper"},
        ),
    ],
)  # fmt: skip
def test_a_value_rests_on_the_rows_that_its_rule_reads(
    check: dict[str, Any], claimed: float, unsure: set[str], sources: set[str]
) -> None:
    found = reading(check, claimed)
    assert found.holds is True
    assert {f"{table}: {key}" for table, key in found.unsure} == unsure
    assert len(found.unsure) == len(unsure)
    assert set(found.sources) == sources


def test_a_choice_of_sites_groups_organisations_over_its_sites_alone() -> None:
    """Rows are numbered as in the dataset, whatever the choice leaves."""
    check = count("consortia:>=2", "organisations")
    (part,) = evaluate(small(), claim(check, 1, cohort="early")).readings[0].parts
    assert part.keys == ("pine-lab",)
    (every,) = reading(check, 2).parts
    assert set(every.keys) == {"pine-lab", "kiefer"}
    assert part.rows[0] in every.rows
    check = {"measure": "mode", "of": "organisations", "value": "type"}
    finnish = evaluate(small(), claim(check, "company", cohort="all"), filter="country:FI")
    (part,) = finnish.readings[0].parts
    assert part.keys == (
        "birch-centre", "birch-university", "pine-lab", "dogwood-institute", "juniper", "kiefer",
    )  # fmt: skip
    assert finnish.computed == ("company", "research_organisation")
    check = {"measure": "ids", "of": "organisations", "where": "type:company"}
    named = evaluate(small(), claim(check, ["kiefer"], cohort="all"), filter="country:FI")
    assert named.computed == ("juniper", "kiefer")


@pytest.mark.parametrize(
    ("check", "filters"),
    [
        (count("country:DE"), ["country:DE"]),
        (count("type:company", "partners"), ["partner(type:company)"]),
        (count(" ", "partners"), [""]),
        (count("", "facts"), [None]),
        (count("consortia:2", "organisations"), [None]),
        (
            {"measure": "ratio", "numerator": count("id:hrst", "indicators"),
             "denominator": count("")},
            ["indicator(id:hrst)", ""],
        ),
    ],
)  # fmt: skip
def test_a_filter_on_sites_leads_to_the_rows(
    check: dict[str, Any], filters: list[str | None]
) -> None:
    assert [part.site_filter for part in reading(check).parts] == filters
