"""What is wrong with a rule is told with the key at which it stands, all of it at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.findings_samples import count, small
from tui.analysis.findings.rule import RuleError, figure, read_check, read_see
from tui.query.engine.store import Store, store_of

SITES = count("")


@pytest.fixture(scope="module")
def store() -> Store:
    return store_of(small())


def nested(times: int) -> dict[str, Any]:
    """A ratio inside ratios."""
    inner: dict[str, Any] = SITES
    for _ in range(times):
        inner = {"measure": "ratio", "numerator": inner, "denominator": SITES}
    return inner


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        ("x", ["check: must be a table such as { measure = …, of = … }"]),
        ({}, ["check: missing key 'measure'"]),
        ({"measure": 3}, ["check.measure: no measure 3"]),
        ({"measure": "cuont"}, ["check.measure: no measure 'cuont'; did you mean 'count'?"]),
        (
            {"measure": "ratio"},
            [
                "check.numerator: missing; a ratio has one",
                "check.denominator: missing; a ratio has one",
            ],
        ),
        (
            {"measure": "ratio", "numerator": SITES, "denominatr": SITES},
            [
                "check.denominatr: unknown key; ratio has none such; did you mean 'denominator'?",
                "check.denominator: missing; a ratio has one",
            ],
        ),
        (
            {"measure": "ratio", "numerator": {"measure": "ids", "of": "sites"}, "denominator": 1},
            [
                "check.numerator: is not a number, so it cannot be divided",
                "check.denominator: must be a table such as { measure = …, of = … }",
            ],
        ),
        (
            {"measure": "ratio", "numerator": 1},
            [
                "check.numerator: must be a table such as { measure = …, of = … }",
                "check.denominator: missing; a ratio has one",
            ],
        ),
        (
            nested(6),
            [
                f"check{5 * '.numerator'}.{part}: ratios stand inside each other too deeply"
                for part in ("numerator", "denominator")
            ],
        ),
        ({"measure": "count"}, ["check: missing key 'of'; the table to read"]),
        (
            {"measure": "count", "of": 3, "where": 5},
            ["check.of: must be text, not 3", "check.where: must be text, not 5"],
        ),
        ({"measure": "count", "of": "sits"}, ["check.of: no table 'sits'; did you mean 'sites'?"]),
        (
            {"measure": "sum", "of": "systems"},
            ["check: missing key 'value'; sum needs a column"],
        ),
        (
            {"measure": "sum", "of": "systems", "value": "nmae"},
            ["check.value: no column 'nmae' in systems; did you mean 'name'?"],
        ),
        (
            {"measure": "sum", "of": "systems", "value": "vendor"},
            ["check.value: 'vendor' is not a number, so sum cannot take it"],
        ),
        (
            {"measure": "max", "of": "systems", "value": "vendor"},
            ["check.value: 'vendor' is neither a number nor a date, so it has no max"],
        ),
        (
            {"measure": "count", "of": "sites", "where": "contry:DE"},
            [
                "check.where: unknown field 'contry' at column 1 of the filter; did you mean "
                "'country'?"
            ],
        ),
    ],
)
def test_a_faulty_rule(store: Store, raw: object, problems: list[str]) -> None:
    with pytest.raises(RuleError) as caught:
        read_check(store, raw)
    assert list(map(str, caught.value.problems)) == problems
    assert str(caught.value) == "; ".join(problems)


def test_sound_rules(store: Store) -> None:
    """Ratios in ratios up to a depth, and columns that may hold anything."""
    rule, depth = read_check(store, nested(5)), 0
    while rule.numerator is not None:
        assert rule.measure == "ratio"
        rule, depth = rule.numerator, depth + 1
    assert (rule.measure, depth) == ("count", 5)
    for name in ("min", "max", "mode"):
        assert read_check(store, {"measure": name, "of": "facts", "value": "value"}).of == "facts"


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        ("x", ["see: must be a table such as { table = …, where = … }"]),
        ({}, ["see: missing key 'table'"]),
        (
            {"table": 3, "where": 5},
            ["see.table: must be text, not 3", "see.where: must be text, not 5"],
        ),
        ({"where": 5}, ["see: missing key 'table'", "see.where: must be text, not 5"]),
        ({"table": "sits"}, ["see.table: no table 'sits'; did you mean 'sites'?"]),
        ({"table": "sites", "where": 5}, ["see.where: must be text, not 5"]),
        (
            {"table": "sites", "wher": "contry:DE"},
            ["see.wher: unknown key; see has none such; did you mean 'where'?"],
        ),
        (
            {"table": "sits", "x": 1},
            [
                "see.x: unknown key; see has none such",
                "see.table: no table 'sits'; did you mean 'sites'?",
            ],
        ),
        (
            {"table": "sites", "where": "contry:DE", "x": 1},
            [
                "see.x: unknown key; see has none such",
                "see.where: unknown field 'contry' at column 1 of the filter; did you mean "
                "'country'?",
            ],
        ),
    ],
)
def test_faulty_rows_to_look_at(store: Store, raw: object, problems: list[str]) -> None:
    with pytest.raises(RuleError) as caught:
        read_see(store, raw)
    assert list(map(str, caught.value.problems)) == problems


def test_rows_to_look_at(store: Store) -> None:
    every = read_see(store, {"table": "sites"})
    assert (every.table, every.where) == ("sites", "")
    some = read_see(store, {"table": "sites", "where": "country:DE"})
    assert some.where == "country:DE"


def test_a_list_is_a_figure_where_all_of_it_is_text() -> None:
    assert figure(["a", "b"]) == ("a", "b")
    assert figure(["a", 3]) is None
    assert figure([]) == ()
