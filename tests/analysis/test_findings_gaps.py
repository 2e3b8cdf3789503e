"""What the data leave open, in sentences, and how near the bounds of a value lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.analysis.findings_samples import claim, count, small, variant
from tui.analysis.findings import readings
from tui.analysis.findings.engine import evaluate
from tui.analysis.findings.evaluate import Evaluated
from tui.dataset.fields import Label

UNIVERSITY = "partner(type:university role:member)"
GERMAN = count("country:DE")


def found(check: dict[str, Any], claimed: Any, comparator: str = "==", **more: Any) -> Evaluated:
    """Evaluate a claim that rests on the partners; in `early` only cedar's list is incomplete."""
    return evaluate(small(), claim(check, claimed, comparator, **{"uses": ("partners",), **more}))


def share(where: str, of: str = "sites") -> dict[str, Any]:
    return {"measure": "share", "of": of, "where": where}


def ids(where: str) -> dict[str, Any]:
    return {"measure": "ids", "of": "sites", "where": where}


def figures(measure: str, of: str, value: str, where: str = "") -> dict[str, Any]:
    return {"measure": measure, "of": of, "value": value, "where": where}


def ratio(above: dict[str, Any], below: dict[str, Any]) -> dict[str, Any]:
    return {"measure": "ratio", "numerator": above, "denominator": below}


@pytest.mark.parametrize(
    ("check", "comparator", "claimed", "is_open", "needed"),
    [
        # two of three sites match, and the third may come to match
        (share(UNIVERSITY), ">", 66.6, False, 0),
        (share(UNIVERSITY), "<", 66.7, True, 1),
        (share(UNIVERSITY), "<=", 100, False, 0),
        # one of three matches, and may stop doing so
        (share(f"-{UNIVERSITY}"), "<=", 33.4, False, 0),
        (share(f"-{UNIVERSITY}"), ">=", 33.3, True, -1),
        (share(f"-{UNIVERSITY}"), ">=", 0, False, 0),
        (count(f"-{UNIVERSITY}"), ">", 0, True, -1),
        # 1 / 2 or 2 / 3 where the third comes to be looked at and matches, 1 / 3 where it does not
        ({**share("country:DE"), "among": UNIVERSITY}, ">=", 33.3, False, 0),
        ({**share("country:DE"), "among": UNIVERSITY}, "<=", 66.7, False, 0),
        ({**share("country:FI"), "among": UNIVERSITY}, ">=", 33.3, False, 0),
        ({**share("country:FI"), "among": UNIVERSITY}, ">=", 50, True, 0),
        # 2 and 5 sectors, and 1 with the third
        (figures("sum", "sites", "sectors", UNIVERSITY), ">=", 7, False, 0),
        (figures("sum", "sites", "sectors", UNIVERSITY), "<=", 7, True, 0),
        (figures("sum", "sites", "sectors", UNIVERSITY), "<=", 8, False, 0),
        (figures("min", "sites", "sectors", UNIVERSITY), ">=", 1, False, 0),
        (figures("max", "sites", "sectors", UNIVERSITY), "<=", 5, False, 0),
        (figures("value", "sites", "name", f"-{UNIVERSITY}"), "==", "Cedar", False, 0),
        # a list of sites has an end, one of partners has none
        (ids(UNIVERSITY), "<=", ["alder", "birch", "cedar"], False, 0),
        ({"measure": "ids", "of": "partners", "where": "type:company"}, "<=", ["kiefer"], True, 0),
        # 2 / 2, and 2 / 3 with the third
        (ratio(GERMAN, count(UNIVERSITY)), ">=", 0.66, False, 0),
        (ratio(GERMAN, count(UNIVERSITY)), ">=", 0.67, True, 0),
        (ratio(GERMAN, count(UNIVERSITY)), "<=", 1, False, 0),
        # 2 / 1, and no end where nothing is left to divide by
        (ratio(GERMAN, count(f"-{UNIVERSITY}")), "<", 1000, True, 0),
        (ratio(GERMAN, count(f"-{UNIVERSITY}")), ">=", 2, False, 0),
        # 1 / 3, or none of them
        (ratio(count(f"-{UNIVERSITY}"), count("")), ">=", 0, False, 0),
        (ratio(count(f"-{UNIVERSITY}"), count("")), "<", 0.34, False, 0),
        (ratio(count(f"-{UNIVERSITY}"), count("")), ">", 0, True, 0),
    ],
)
def test_bounds_lie_where_the_third_site_can_take_the_value(
    check: dict[str, Any], comparator: str, claimed: Any, is_open: bool, needed: int
) -> None:
    each = found(check, claimed, comparator)
    assert (each.verdict, each.open, each.readings[0].needed) == ("holds", is_open, needed)


@pytest.mark.parametrize(
    ("where", "comparator", "claimed", "needed"),
    [
        (UNIVERSITY, "<=", 2, 1),
        (UNIVERSITY, "<=", 3, 2),
        (UNIVERSITY, "<=", 4, 0),
        (f"-{UNIVERSITY}", ">=", 3, -1),
        (f"-{UNIVERSITY}", ">=", 2, -2),
        (f"-{UNIVERSITY}", ">=", 1, 0),
    ],
)
def test_as_many_rows_as_it_takes(where: str, comparator: str, claimed: int, needed: int) -> None:
    """Of five sites two may yet come to match, or stop doing so."""
    for check, factor in ((count(where), 1), (share(where), 20)):
        each = found(check, claimed * factor, comparator, cohort="all")
        assert (each.verdict, each.readings[0].needed) == ("holds", needed)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (
            lambda: found(share(f"-{UNIVERSITY}"), 33.3, ">=", cohort="all"),
            "The list of partners is not known to be complete at 2 of 5 sites: Cedar and Elm. "
            "Filling these gaps could turn the verdict; the headline turns once 2 of the matching "
            "sites do so no longer; the match is open at Cedar and Elm.",
        ),
        (
            lambda: found(count(UNIVERSITY), 3, "<=", cohort="all"),
            "The list of partners is not known to be complete at 2 of 5 sites: Cedar and Elm. "
            "Filling these gaps could turn the verdict; the headline turns once 2 more sites "
            "match; the match is open at Cedar and Elm.",
        ),
        (
            lambda: found(ids(UNIVERSITY), ["alder", "birch"]),
            "The list of partners is not known to be complete at 1 of 3 sites: Cedar. Filling "
            "these gaps could turn the verdict; the match is open at Cedar.",
        ),
        (
            lambda: found(ratio(count("type:company", "partners"), count("", "partners")), 1, "<"),
            "The list of partners is not known to be complete at 1 of 3 sites: Cedar. Filling "
            "these gaps could turn the verdict.",
        ),
        (
            lambda: found(count(UNIVERSITY), 5, "<", cohort="all"),
            "The list of partners is not known to be complete at 2 of 5 sites: Cedar and Elm. "
            "Filling these gaps cannot turn the verdict.",
        ),
        (
            lambda: found(ids(UNIVERSITY), ["alder", "dogwood"]),
            "The list of partners is not known to be complete at 1 of 3 sites: Cedar. The value "
            "cannot be told (Dogwood is not among the chosen sites).",
        ),
        (
            lambda: found(ids(""), ["dogwood", "antenna-elm"], uses=()),
            "The value cannot be told (Dogwood and Elm are not among the chosen sites).",
        ),
        (
            lambda: found(figures("mean", "indicators", "value", "id:hrst"), 3, uses=()),
            "No such figure is known for the region of Birch.",
        ),
        (
            lambda: found(figures("sum", "systems", "rmax_pflops"), 3, cohort="all", uses=()),
            "3 matching rows have no figure: Alder Two at Alder, Cedar Lab at Cedar and "
            "Dogwood X at Dogwood. Filling these gaps cannot turn the verdict.",
        ),
        (
            lambda: found(
                GERMAN,
                2,
                uses=(),
                variants=(variant(figures("sum", "systems", "accelerator_count")),),
            ),
            "1 matching row has no figure in the reading 'another way': Cedar Lab at Cedar. "
            "Filling these gaps cannot turn the verdict.",
        ),
        (
            lambda: found(
                GERMAN,
                2,
                uses=(),
                variants=(variant(figures("sum", "systems", "rank_2025-06", "id:q")),),
            ),
            "The reading 'another way' cannot be told (no row of systems to compute from) and "
            "counts neither way.",
        ),
        (
            lambda: found(
                GERMAN,
                2,
                uses=(),
                variants=2 * (variant(figures("sum", "systems", "rank_2025-06", "id:q")),),
            ),
            "The readings 'another way' and 'another way' cannot be told (no row of systems to "
            "compute from) and count neither way.",
        ),
        (
            lambda: found(figures("sum", "sites", "sectors", UNIVERSITY), 7, "<="),
            "The list of partners is not known to be complete at 1 of 3 sites: Cedar. Filling "
            "these gaps could turn the verdict; the match is open at Cedar.",
        ),
        (
            lambda: found(
                figures("min", "sites", "timeline.started"), "2025-03-01", uses=(), unit="date"
            ),
            "1 matching row has no figure: Cedar. The value cannot be told (2025 cannot be set "
            "against the value stated).",
        ),
        (lambda: found(GERMAN, 2, uses=()), ""),
    ],
)
def test_gaps_are_told_in_sentences(ask: Callable[[], Evaluated], told: str) -> None:
    assert ask().gaps == told


def test_what_a_reading_consists_of() -> None:
    (reading,) = found(ratio(GERMAN, count("")), 1, "<=", unit=None).readings
    assert [part.role for part in reading.parts] == ["numerator", "denominator"]
    assert [part.table for part in reading.parts] == ["sites", "sites"]
    assert (reading.claimed, reading.value_words) == (1, "0.667")
    (plain,) = found(ids(UNIVERSITY), ["alder"]).readings
    assert [part.role for part in plain.parts] == [""]
    assert plain.value_words == "Alder and Birch"
    assert plain.stated_words == "Alder"
    (hosts,) = found({"measure": "ids", "of": "partners", "where": "role:host"}, ["a"]).readings
    assert "Alder Computing Centre" in hosts.value_words
    assert hosts.computed is not None
    assert "alder-centre" in hosts.computed  # type: ignore[operator]


def test_a_reading_keeps_what_is_stated() -> None:
    (reading,) = found(GERMAN, 3, "~=", tolerance=0.5, uses=()).readings
    assert (reading.comparator, reading.tolerance, reading.holds) == ("~=", 0.5, True)
    assert (reading.figure, reading.value_words) == ("2", "2 things")
    assert reading.stated_words == "about 3 things (within 50 %)"
    assert reading.stated_figure == "about 3 (within 50 %)"
    assert reading.outcomes == {True}
    assert "sites" in reading.rule


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), ""),
        (("a",), "1 site is left out because of faults: a."),
        (("a", "b\x1b"), "2 sites are left out because of faults: a and b<U+001B>."),
        (
            tuple("abcdefgh"),
            "8 sites are left out because of faults: a, b, c, d, e, f and 2 more.",
        ),
    ],
)
def test_sites_left_out_are_named(names: tuple[str, ...], told: str) -> None:
    assert readings._left_out(dict.fromkeys(names, 1)) == told


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"label": {"de": "x"}}, "variant.label: needs the text .en"),
        ({"label": "x"}, "variant.label: needs the text .en"),
        ({"label": {"en": "x", "de": 3}}, "variant.label: needs the text .en"),
        (
            {"since": "never"},
            "variant.since: not a date; write 2026, 2026-H2, 2026-Q3, 2026-09 or 2026-09-01",
        ),
        ({"check": None}, "check: missing; a claim has one"),
    ],
)
def test_a_faulty_variant_is_told_with_its_key(more: dict[str, Any], reason: str) -> None:
    each = found(GERMAN, 2, variants=({**variant(GERMAN), **more},))
    assert each.gaps == f"The finding is faulty and cannot be re-computed: {reason}."


def test_a_variant_has_a_label_and_a_date() -> None:
    (_, reading) = found(GERMAN, 2, variants=(variant(GERMAN, since=2025),)).readings
    assert (reading.label, reading.since) == (Label(en="another way", de="anders"), "2025")
    (_, reading) = found(GERMAN, 2, variants=(variant(GERMAN, since="2025-03"),)).readings
    assert reading.since == "2025-03"
