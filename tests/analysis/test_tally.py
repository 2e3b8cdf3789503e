"""Totals and tallies: worked out by hand, against pandas, and against the findings' measures."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.analysis import tables, totals
from tui.analysis.findings.measures import measure as finding_measure
from tui.analysis.findings.measures import scope_of
from tui.analysis.findings.rule import Check
from tui.analysis.tally import Group, classes, put_together, tally
from tui.dataset import Dataset, load
from tui.query import Result, UnknownNameError, View
from tui.query.engine.columns import Field
from tui.query.engine.format import cell, record_text
from tui.query.engine.table import columns_of
from tui.query.engine.view import Ask, Measure, Share

FIXTURES = Path(__file__).parents[1] / "fixtures"
MEASURED = ("sum", "mean", "median", "least", "most")


@cache
def dataset(name: str = "factories") -> Dataset:
    return load([FIXTURES / name])


@cache
def shown(name: str, cohort: str = "factories", data: str = "factories") -> Result:
    return tables.table(dataset(data), View(cohort=cohort), name, every=True)


def groups(result: Result, *by: str, **more: object) -> list[Group]:
    return list(tally(result, Ask(by, **more)).records)  # type: ignore[arg-type]


class TestTally:
    def test_words_stand_in_the_order_of_their_vocabulary(self) -> None:
        found = groups(shown("partners"), "type")
        words = list(dataset().vocabulary.words("partner_type"))
        keys = [group.key for group in found]
        assert keys == [word for word in words if word in keys]
        assert sum(len(group.rows) for group in found) == len(shown("partners"))

    def test_what_is_unknown_stands_last(self) -> None:
        found = groups(shown("systems"), "accelerator_count")
        assert (found[-1].value, found[-1].label) == (None, "unknown")

    def test_each_element_of_a_list_counts(self) -> None:
        result = shown("sites")
        found = groups(result, "member_countries")
        column = result.spec.column("member_countries")
        assert column is not None
        counted = Counter(
            country
            for row in range(len(result))
            for country in set(result.value(row, column) or ())
        )
        assert {group.key: len(group.rows) for group in found} == counted

    def test_dates_by_year_and_month(self) -> None:
        by_year = {
            group.key: len(group.rows) for group in groups(shown("sites"), "selected", each="year")
        }
        assert by_year == {"2024": 7, "2025": 12}
        by_month = [group.key for group in groups(shown("sites"), "selected", each="month")]
        assert by_month == ["2024-12", "2025-03", "2025-10"]

    def test_a_second_column_makes_a_cross_table(self) -> None:
        result = shown("partners")
        made = tally(result, Ask(("type", "site.selected")))
        for group in made.records:
            assert sum(group.across.values()) == len(group.rows)
        assert sum(made.total.across.values()) == len(result)

    @pytest.mark.parametrize(
        "ask", [Ask(()), Ask(("type", "country", "role")), Ask(("nothing",)),
                Ask(("type",), "name"), Ask(("type",), "nothing"), Ask(("type",), share="row")],
    )  # fmt: skip
    def test_what_cannot_be_counted_is_an_error(self, ask: Ask) -> None:
        with pytest.raises(UnknownNameError):
            tally(shown("partners"), ask)

    @given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=50))
    @example([7.0, -5e-324])
    def test_every_number_falls_into_a_class(self, values: list[float]) -> None:
        edges = classes(sorted(values))
        assert edges == sorted(set(edges))
        assert edges[0] <= min(values)
        assert max(values) < edges[-1] or math.isclose(max(values), edges[-1], rel_tol=1e-6)


TABLES = list(tables.tables(dataset()))


@pytest.mark.parametrize("name", TABLES)
def test_the_filter_of_a_value_picks_its_rows(name: str) -> None:
    """For every value of every column that a filter can name."""
    result = shown(name)
    for column in result.spec.columns:
        for group in groups(result, column.id)[:5]:
            view = View(cohort="factories", rows=group.where)
            picked = tables.table(dataset(), view, name)
            assert sorted(picked.rows) == sorted(result.rows[row] for row in group.rows), (
                group.where
            )


@pytest.mark.parametrize("name", TABLES)
def test_tallies_equal_pandas(name: str) -> None:
    result = shown(name)
    for column in result.spec.columns:
        if column.kind == "date":
            continue
        cells = [result.value(row, column) for row in range(len(result))]
        values = [
            each for cell in cells for each in (set(cell) if isinstance(cell, tuple) else [cell])
        ]
        found = groups(result, column.id, each="value")
        counted = pd.Series(
            [None if v is None else str(v).removesuffix(".0") for v in values], dtype="object"
        )
        expected = counted.value_counts(dropna=True).to_dict()
        assert {g.key: len(g.rows) for g in found if g.value is not None} == expected


@pytest.mark.parametrize("share", ["", "row", "column", "all"])
@pytest.mark.parametrize(
    ("name", "by"), [("partners", ("type", "site.selected")), ("systems", ("status", "kind")),
                     ("partners", ("role", "country")), ("sites", ("country", "new_status"))]
)  # fmt: skip
def test_cross_tables_equal_pandas(name: str, by: tuple[str, str], share: Share) -> None:
    result = shown(name)
    first, second = columns_of(result.spec, by)
    cells = pd.DataFrame({
        "one": [str(result.value(row, first)) for row in range(len(result))],
        "two": [str(result.value(row, second)) for row in range(len(result))],
    })  # fmt: skip
    how: Any = {"": False, "row": "index", "column": "columns", "all": "all"}[share]
    expected = pd.crosstab(cells["one"], cells["two"], normalize=how) * (100 if share else 1)
    made = tally(result, Ask(by, share=share))
    begin = "share_" if share else "n_"
    across = [each for each in made.spec.columns if each.id.startswith(begin)]
    seen = set()
    for row, group in enumerate(made.records):
        for column in across:
            key = column.id.removeprefix(begin)
            pair = (group.key or "None", "None" if key == "unknown" else key)
            assert made.values(column.id)[row] == pytest.approx(expected.loc[pair])
            seen.add(pair)
    assert len(seen) == len(made.records) * len(expected.columns)
    if share == "all":
        whole = [column.value(made.total) for column in across if isinstance(column, Field)]
        assert sum(whole) == pytest.approx(100)


@given(most=st.integers(1, 30), by=st.permutations(["type", "country", "role", "site"]))
def test_values_put_together_add_up_to_those_left_out(most: int, by: list[str]) -> None:
    """Where people read; a word called like what stands for several keeps its own column."""
    ask = Ask((by[0], by[1]))
    whole, made = (tally(shown("partners"), ask, many) for many in (0, most))
    ids = [each.id for each in made.spec.columns]
    assert len(set(ids)) == len(ids)
    left_out = len(whole.total.across) - most
    assert put_together(made) == (f"{left_out} others" if left_out > 1 else "")
    for group, full in zip((*made.records, made.total), (*whole.records, whole.total), strict=True):
        assert sum(group.across.values()) == sum(full.across.values())
        assert group.across == {
            key: full.across[key] if key in full.across else group.across[key]
            for key in group.across
        }


@pytest.mark.parametrize("data", ["factories", "small"])
@pytest.mark.parametrize("name", list(tables.WORKED_OUT))
def test_an_empty_list_that_was_worked_out_is_none(name: str, data: str) -> None:
    result = shown(name, "", data)
    for column in result.spec.columns:
        if not column.many or not isinstance(column, Field):
            continue
        values = [result.value(row, column) for row in range(len(result))]
        for group in groups(result, column.id):
            if group.value is None:
                words = {(): "none", None: "unknown"}
                labels = {words[value] for value in values if value in words}
                assert group.label == " or ".join(sorted(labels)), (name, column.id)


def test_members_nowhere_are_members_at_none() -> None:
    *_, last = groups(shown("shared-organisations"), "sites")
    assert (last.label, len(last.rows)) == ("none", 6)
    (of_a_key,) = groups(shown("sites"), "linked_sites")
    assert of_a_key.label == "unknown"


@pytest.mark.parametrize("measure", MEASURED)
def test_measures_equal_pandas_by_group(measure: Measure) -> None:
    result = shown("systems")
    rows = range(len(result))
    count, country = result.spec.column("accelerator_count"), result.spec.column("site.country")
    assert count is not None
    assert country is not None
    frame = pd.DataFrame(
        {"by": [result.value(row, country) for row in rows],
         "figure": pd.Series([result.value(row, count) for row in rows], dtype="Float64")}
    )  # fmt: skip
    names = {"least": "min", "most": "max", "sum": "sum", "mean": "mean", "median": "median"}
    expected = frame.dropna().groupby("by")["figure"].agg(names[measure]).to_dict()
    made = groups(result, "site.country", figure="accelerator_count", measure=measure)
    found = {g.key: g.figure.value for g in made if g.figure and g.figure.value is not None}
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("table", "value"), [("sites", "members"), ("systems", "accelerator_count"), ("sites", "rank")]
)
@pytest.mark.parametrize(("ours", "rule"), [("sum", "sum"), ("mean", "mean"), ("median", "median"),
                                            ("least", "min"), ("most", "max")])  # fmt: skip
def test_totals_equal_the_measures_of_the_findings(
    table: str, value: str, ours: Measure, rule: str
) -> None:
    result = shown(table)
    column = result.spec.column(value)
    assert column is not None
    measured = finding_measure(scope_of(dataset(), "factories", ""), Check(rule, table, value))
    assert totals.total(result, column, ours).value == pytest.approx(measured.value)


class TestSites:
    """What an analyst asks first: how much, by country and by wave, with its gaps."""

    def test_by_country_equals_a_second_count(self) -> None:
        found = {row.key: row for row in shown("sites-by-country").source.records}
        sites = [site for site in dataset().sites if site.kind == "factory"]
        for country, row in found.items():
            here = [site for site in sites if site.country == country]
            money = [s.budget.total_meur for s in here if s.budget and s.budget.total_meur]
            assert len(row.sites) == len(here)
            assert row.systems == sum(len(site.systems) for site in here)
            budget = row.figures["budget.total_meur"]
            assert (budget.value or 0) == pytest.approx(sum(money))
            assert budget.known == len(money)
            assert ("budget.total_meur" in row.low) == (len(money) < len(here))

    @pytest.mark.parametrize(
        ("ident", "runs"), [("accelerators_installed", True), ("accelerators_announced", False)]
    )
    def test_a_sum_with_gaps_is_a_lower_bound_everywhere(self, ident: str, runs: bool) -> None:
        """By site, by country and in all; with the doubt of the figures in it."""
        by_country = shown("sites-by-country")
        alone = View(cohort="factories").with_table("sites", columns=(ident,))
        by_site = tables.table(dataset(), alone, "sites")
        (column,), (told,) = by_site.columns, columns_of(by_country.spec, (ident,))
        seen = set()
        for row in range(len(by_country)):
            group = by_country.record(row)
            here = [each for each in dataset().sites if each.country == group.key
                    and each.kind == "factory"]  # fmt: skip
            states = {"operational"} if runs else {
                "being_installed", "contracted", "tendering", "planned"}  # fmt: skip
            counted = [x for site in here for x in site.systems if x.status in states]
            known = [x for x in counted if x.accelerator_count is not None]
            low = len(known) < len(counted) or any(
                x.accelerator_count_basis == "minimum" for x in known
            )
            text = cell(by_country, row, told)
            if not known:
                assert text == "·"
                continue
            seen.add(low)
            assert text.endswith(" min.") == low
            assert text.startswith("~") == any(x.confidence != "confirmed" for x in known)
            assert by_country.value(row, told) == sum(x.accelerator_count or 0 for x in known)
            if len(here) == 1:
                place = next(at for at in range(len(by_site)) if by_site.key(at) == here[0].id)
                assert cell(by_site, place, column) == text
        assert seen == {True, False}

    @pytest.mark.parametrize(
        ("kinds", "low", "text"),
        [({"": 2}, False, "140"), ({"with system": 2}, False, "140 with system"),
         ({"with system": 1, "without system": 1}, False, "140 mixed"),
         ({"": 1, "with system": 1}, True, "140 min. mixed"),
         ({"": 1, "min.": 1}, True, "140 min.")],
    )  # fmt: skip
    def test_sums_say_of_what_kind_their_figures_are(
        self, kinds: dict[str, int], low: bool, text: str
    ) -> None:
        assert totals.sum_told(totals.Total("sum", 140, 2, 2, None, 0, kinds), low=low) == text

    def test_a_counted_sum_with_gaps_is_a_lower_bound(self) -> None:
        systems = shown("systems")
        made = tally(systems, Ask(("status",), "accelerator_count"))
        (column,) = columns_of(made.spec, ("sum",))
        for group in (*made.records, made.total):
            figures = [systems.record(row).accelerator_count for row in group.rows]
            low = None in figures or "min." in group.figure.kinds
            text = record_text(systems.store, column, group)
            assert (" min." in text) == (low and any(figures))
            kinds = {"" if kind == "min." else kind for kind in group.figure.kinds}
            assert text.endswith(" mixed") == (len(kinds) > 1)
        mean = tally(systems, Ask(("status",), "accelerator_count", "mean"))
        (told,) = columns_of(mean.spec, ("mean",))
        assert not any("min." in record_text(systems.store, told, each) for each in mean.records)

    def test_selections_stand_in_their_order(self) -> None:
        made = shown("sites-by-selection").source
        assert [row.key for row in made.records] == ["2024-12-10", "2025-03-12", "2025-10-10"]
        assert len(made.total.sites) == 19

    def test_countries_take_part_without_hosting(self) -> None:
        rows = {row.country: row for row in shown("countries-by-role").source.records}
        assert rows["DE"].part == "hosts"
        assert rows["NO"].part == "takes part without hosting"
        hosts = {site.country for site in dataset().sites if site.kind == "factory"}
        assert {row.country for row in rows.values() if row.hosts} == hosts


class TestTotals:
    def test_a_sum_says_what_is_known_and_what_is_not_confirmed(self) -> None:
        result = shown("sites")
        column = result.spec.column("budget.total_meur")
        assert column is not None
        text = totals.words(column, totals.total(result, column))
        assert " of 19 known" in text
        assert "not confirmed" in text

    def test_figures_of_different_kinds_are_not_added_in_silence(self) -> None:
        result = shown("systems")
        column = result.spec.column("accelerator_count")
        assert column is not None
        found = totals.total(result, column)
        marked = {mark: many for mark, many in found.kinds.items() if mark}
        most = max(marked, key=lambda mark: marked[mark])
        assert f"mixed: {marked[most]} {most}" in totals.words(column, found)

    @pytest.mark.parametrize("ident", ["rank", "research_share", "latitude"])
    def test_what_has_no_sum_has_a_mean(self, ident: str) -> None:
        column = shown("sites").spec.column(ident)
        assert column is not None
        assert not totals.measurable(column, "sum")
        assert totals.measurable(column, "median")

    def test_of_years_there_are_a_first_and_a_last(self) -> None:
        """Their mean would read like a number of things, with a thousands separator."""
        result = shown("indicators")
        column = result.spec.column("year")
        assert column is not None
        assert [each for each in MEASURED if totals.measurable(column, each)] == ["least", "most"]  # type: ignore[arg-type]
        said = totals.told(result, column)
        assert re.search(r"least \d{4} ", said), said

    @pytest.mark.parametrize("name", ["compute-totals", "compute-sizes"])
    def test_sums_and_figures_of_several_units_are_not_added_up(self, name: str) -> None:
        result = shown(name)
        assert any(column.numeric for column in result.columns)
        assert not any(totals.told(result, column) for column in result.columns)

    def test_without_figures_a_sentence_says_so(self) -> None:
        result = tables.table(dataset(), View(cohort="factories", filter="id:nlaif"), "sites")
        column = result.spec.column("rank")
        assert column is not None
        assert "none of 1 row has a figure" in totals.words(column, totals.total(result, column))
