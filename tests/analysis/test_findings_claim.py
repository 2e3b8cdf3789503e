"""What a claim states is taken, or refused with every problem, each under its key."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.findings_samples import small
from tui.analysis.findings.claim import Stated, stated
from tui.analysis.findings.rule import RuleError, read_check
from tui.query.engine.store import store_of

COUNT = {"measure": "count", "of": "sites"}
IDS = {"measure": "ids", "of": "sites"}
TYPE = {"measure": "mode", "of": "partners", "value": "type"}
DATE = {"measure": "max", "of": "sites", "value": "selected"}

NO_VALUE = "claimed: missing; a claim states a value"
NO_COMPARATOR = "comparator: missing; a claim has one"
NO_FIGURE = "claimed: must be a number, a date, a text or a list of texts, not {}"
NEARLY = "comparator: '=' is none of == != >= <= > < ~=; did you mean '=='?"
ODD = "tolerance: must be a number from 0 to below 1, such as 0.1 for 10 %"
NO_DATE = "claimed: max gives a date here, and this is a text"
NO_ORDER = "comparator: '<' does not compare a text; use one of == !="


def outcome(check: dict[str, str], given: tuple[Any, Any, Any]) -> Stated | list[str]:
    """What is stated, or what is wrong with it."""
    store = store_of(small())
    try:
        return stated(store, read_check(store, check), *given)
    except RuleError as error:
        return list(map(str, error.problems))


@pytest.mark.parametrize(
    ("check", "given", "found"),
    [
        (COUNT, (None, None, None), [NO_VALUE, NO_COMPARATOR]),
        (COUNT, ({}, "=", 2), [NO_FIGURE, NEARLY, ODD]),
        (COUNT, (3, "==", True), [ODD]),
        (COUNT, (3, "~=", 1), [ODD]),
        (COUNT, (3, "~=", None), ["tolerance: missing; the comparator ~= needs one"]),
        (COUNT, ("soon", "==", None), ["claimed: count gives a number here, and this is a text"]),
        (IDS, (["aldr"], "==", None), ["claimed: no site 'aldr'; did you mean 'alder'?"]),
        (TYPE, ("compny", "==", None), ["claimed: no type 'compny'; did you mean 'company'?"]),
        (DATE, ("soon", "<", None), [NO_DATE, NO_ORDER]),
    ],
)
def test_every_problem_is_told_under_its_key(
    check: dict[str, str], given: tuple[Any, Any, Any], found: list[str]
) -> None:
    assert outcome(check, given) == found


@pytest.mark.parametrize(
    ("check", "given", "found"),
    [
        (COUNT, (3, "==", None), Stated(3, "==", None)),
        (COUNT, (3, "~=", 0), Stated(3, "~=", 0.0)),
        (COUNT, (3, "~=", 0.1), Stated(3, "~=", 0.1)),
        (COUNT, (3, "==", 0.1), Stated(3, "==", None)),
        (IDS, (["alder", "birch"], ">=", None), Stated(("alder", "birch"), ">=", None)),
        (DATE, ("2025-06", "<", None), Stated("2025-06", "<", None)),
    ],
)
def test_what_fits_is_taken(
    check: dict[str, str], given: tuple[Any, Any, Any], found: Stated
) -> None:
    assert outcome(check, given) == found
