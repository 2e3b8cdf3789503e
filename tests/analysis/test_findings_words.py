"""Verdicts, comparators and values in words."""

from __future__ import annotations

from typing import Any

import pytest

from tui.analysis.findings.rule import Check
from tui.analysis.findings.wording import (
    GLYPHS,
    comparator_words,
    rule_words,
    value_words,
    verdict_words,
)
from tui.dataset.fields import PartialDate
from tui.text import listed, plural

DAY = PartialDate.parse("2025-03-31")


@pytest.mark.parametrize(
    ("comparator", "claimed", "unit", "tolerance", "words"),
    [
        ("==", 2, "factories", None, "2 factories"),
        ("==", 1, "factories", None, "1 factory"),
        (">=", 5, "", None, "at least 5"),
        ("<=", 10, "percent", None, "at most 10 percent"),
        (">", 50, "percent of the members", None, "more than 50 percent of the members"),
        ("<", 7, "factories", None, "less than 7 factories"),
        ("!=", 300, "EUR million", None, "not EUR 300 million"),
        ("~=", 4, "times", 0.1, "about 4 times (within 10 %)"),
        ("~=", 10000, "EUR million", 0.25, "about EUR 10,000 million (within 25 %)"),
        ("<", 1, "times the largest cluster", None, "less than 1 × the largest cluster"),
        ("==", 4, "TOP500 rank", None, "TOP500 rank 4"),
        (">", 112.6, "EU 2018 = 100", None, "more than 112.6 (EU 2018 = 100)"),
        ("<=", DAY, "date", None, "by 2025-03-31"),
        (">", DAY, "date", None, "after 2025-03-31"),
        ("<", DAY, "date", None, "before 2025-03-31"),
        (">=", DAY, "date", None, "2025-03-31 or later"),
        ("==", ("a", "b", "c"), "factories", None, "a, b and c"),
        (">=", ("a",), "factories", None, "a and perhaps more"),
        ("<=", ("a",), "factories", None, "none but a"),
        ("==", (), "factories", None, "none"),
        ("==", "university", "partner type", None, "university"),
        ("<=", "2025-H1", "date", None, "by 2025-H1"),
        (">=", "2026", "", None, "2026 or later"),
        ("~=", 4, "times", 0.025, "about 4 times (within 2.5 %)"),
    ],
)
def test_what_is_stated(
    comparator: str, claimed: Any, unit: str, tolerance: float | None, words: str
) -> None:
    assert comparator_words(comparator, claimed, unit, tolerance) == words


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("access modes", "1 access mode"),
        ("systems in the first ten", "1 system in the first ten"),
        ("percent of the access modes", "1 percent of the access modes"),
        ("AI chips", "1 AI chip"),
        ("gigafactories", "1 gigafactory"),
        ("times", "1 time"),
        ("ways of access", "1 way of access"),
        ("access", "1 access"),
    ],
)
def test_one_of_a_unit(unit: str, words: str) -> None:
    assert value_words(1, unit) == words


def test_unknown_is_a_dot_and_never_0() -> None:
    assert value_words(None, "factories") == "·"
    assert value_words(0, "factories") == "0 factories"


def test_names_come_from_the_caller() -> None:
    assert value_words(("jaif",), "", name=str.upper) == "JAIF"
    assert value_words("a\x1b[31mb", "") == "a<U+001B>[31mb"


def test_verdicts_have_a_sign_and_a_word() -> None:
    assert verdict_words("holds") == "✓ holds"
    assert verdict_words("fails", is_open=True) == "✗ fails, open"
    assert verdict_words("not_checkable", glyph=False) == "not checkable"
    assert len(set(GLYPHS.values())) == len(GLYPHS)


def test_lists_and_counts() -> None:
    assert [listed(["a", "b", "c", "d"][:n]) for n in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert listed(["a", "b", "c", "d"], 2) == "a, b and 2 more"
    assert (plural(1, "site"), plural(1200, "site")) == ("1 site", "1,200 sites")
    assert plural(2, "claim fails", "claims fail") == "2 claims fail"


def test_rules_in_words() -> None:
    share = Check("share", of="partners", where="type:company", among="role:member")
    assert rule_words(share) == (
        "percent of the rows of partners where type:company, among those where role:member"
    )
    most = Check("max", of="systems", value="accelerator_count")
    ratio = Check("ratio", numerator=Check("count", of="sites"), denominator=most)
    assert rule_words(ratio) == (
        "(number of rows of sites) divided by (greatest accelerator_count in systems)"
    )
