"""A view as one value: what a saved one holds, and what is said of one that cannot be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query.engine.view import (
    LEAST_WIDTH,
    MEASURES,
    MOST_WIDTH,
    PLAIN,
    Ask,
    TableView,
    TallyView,
    View,
    from_plain,
    parse_sort,
    tally_from_plain,
    tally_to_plain,
    to_plain,
)

NAMES = st.sampled_from(["name", "rank", "budget.total_meur"])
WORDS = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=8)
KEYS = st.text("abc-", min_size=1, max_size=4)
ASKS = st.one_of(
    st.builds(
        Ask,
        by=st.tuples(NAMES),
        figure=st.just("rank"),
        measure=st.sampled_from(MEASURES),
        each=st.sampled_from(["", "value", "day", "month", "year", "class"]),
    ),
    st.builds(Ask, by=st.tuples(NAMES, NAMES), share=st.sampled_from(["", "row", "column", "all"])),
)
TALLIES = st.builds(TallyView, table=KEYS, ask=ASKS, rows=WORDS)
TABLES = st.builds(
    TableView,
    columns=st.lists(NAMES, max_size=3).map(tuple),
    sort=st.lists(st.tuples(NAMES, st.booleans()), max_size=2).map(tuple),
    pinned=st.integers(0, 3),
    chosen=WORDS,
    hidden=st.frozensets(NAMES),
    widths=st.dictionaries(NAMES, st.integers(LEAST_WIDTH, MOST_WIDTH), max_size=2),
    cursor=st.tuples(WORDS, WORDS),
)
VIEWS = st.builds(
    View,
    cohort=WORDS,
    filter=WORDS,
    findings=WORDS,
    tab=KEYS,
    whole=st.booleans(),
    tables=st.dictionaries(KEYS, TABLES.filter(lambda each: each != PLAIN), max_size=2),
    ways=st.dictionaries(KEYS, KEYS, max_size=2),
    map=WORDS,
    facets=st.booleans(),
    marks=st.frozensets(KEYS, max_size=3),
    tally=st.none() | TALLIES,
)


@given(VIEWS)
def test_a_saved_view_is_the_view_again(view: View) -> None:
    """All but the rows and the number of them, which the command line alone sets."""
    plain = to_plain(view)
    assert from_plain(plain) == view
    assert all(value or value == 0 for value in plain.values())


@given(TALLIES)
def test_a_saved_tally_is_the_tally_again(tally: TallyView) -> None:
    plain = tally_to_plain(tally)
    assert tally_from_plain(plain) == tally
    assert all(plain.values())


def test_a_view_at_its_defaults_is_its_tab() -> None:
    assert to_plain(View()) == {"tab": "sites"}
    assert from_plain({}) == View()
    assert to_plain(View(tables={"sites": TableView(pinned=0)})) == {
        "tab": "sites",
        "tables": {"sites": {"pinned": 0}},
    }
    assert to_plain(View(tables={"sites": PLAIN})) == {"tab": "sites"}
    assert tally_to_plain(TallyView("sites", Ask(("country",)))) == {
        "table": "sites",
        "by": ["country"],
    }


TALLY = {"table": "sites", "by": ["country"]}
TWO = {"table": "sites", "by": ["country", "kind"]}


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ({**TALLY, "tabel": "x"}, "tally.tabel is unknown, table is near"),
        ({**TALLY, "zzzzzzzz": "x"}, "tally.zzzzzzzz is unknown"),
        ({"table": "sites"}, "tally.by must name one column or two"),
        ({"table": "sites", "by": []}, "tally.by must name one column or two"),
        ({"table": "sites", "by": ["a", "b", "c"]}, "tally.by must name one column or two"),
        ({"table": "sites", "by": ["a", ""]}, "tally.by must name one column or two"),
        ({"table": "sites", "by": [3]}, "tally.by must name one column or two"),
        ({"table": "sites", "by": "country"}, "tally.by must name one column or two"),
        ({"by": ["country"]}, "tally.table must name a table"),
        ({**TALLY, "table": ["sites"]}, "tally.table must be a text, not ['sites']"),
        ({**TALLY, "figure": 3}, "tally.figure must be a text, not 3"),
        ({**TALLY, "measure": "total"},
         "tally.measure must be one of sum, mean, median, least, most"),
        ({**TALLY, "each": "week"}, "tally.each must be one of value, day, month, year, class"),
        ({**TWO, "share": "half"}, "tally.share must be one of row, column, all, of two columns"),
        ({**TALLY, "share": "row"}, "tally.share must be one of row, column, all, of two columns"),
    ],
)  # fmt: skip
def test_a_tally_that_cannot_be_read_names_its_key(plain: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the text is compared whole
        tally_from_plain(plain)
    assert str(raised.value) == said
    with pytest.raises(ValueError) as raised:  # noqa: PT011
        from_plain({"tally": plain})
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ({"cohort": 3}, "cohort must be str, not 3"),
        ({"filter": []}, "filter must be str, not []"),
        ({"findings": 1}, "findings must be str, not 1"),
        ({"tab": 1}, "tab must be str, not 1"),
        ({"whole": "yes"}, "whole must be bool, not 'yes'"),
        ({"map": 1}, "map must be str, not 1"),
        ({"facets": 1}, "facets must be bool, not 1"),
        ({"marks": "x"}, "marks must be list, not 'x'"),
        ({"marks": ["a", 1]}, "marks must be a list of texts"),
        ({"ways": []}, "ways must be dict, not []"),
        ({"ways": {"sites": 1}}, "ways.sites must be a text, not 1"),
        ({"tally": 1}, "tally must be dict, not 1"),
        ({"tables": []}, "tables must be dict, not []"),
        ({"tables": {"sites": 1}}, "tables.sites must be a table"),
    ],
)
def test_a_view_that_cannot_be_read_names_its_key(plain: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the text is compared whole
        from_plain(plain)
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"columns": "name"}, "columns must be list, not 'name'"),
        ({"sort": [1]}, "sort must be a list of texts"),
        ({"sort": "name"}, "sort must be list, not 'name'"),
        ({"pinned": "1"}, "pinned must be int, not '1'"),
        ({"chosen": 1}, "chosen must be str, not 1"),
        ({"hidden": 1}, "hidden must be list, not 1"),
        ({"widths": []}, "widths must be dict, not []"),
        ({"widths": {"name": 2}}, "widths.name must be 3 to 400, not 2"),
        ({"widths": {"name": 401}}, "widths.name must be 3 to 400, not 401"),
        ({"widths": {"name": True}}, "widths.name must be 3 to 400, not True"),
        ({"cursor": "x"}, "cursor must be list, not 'x'"),
        ({"cursor": ["x"]}, "cursor must name a row and a column, not ['x']"),
        ({"cursor": [1, 2]}, "cursor must be a list of texts"),
    ],
)
def test_a_table_of_a_view_that_cannot_be_read_names_its_key(
    entry: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the text is compared whole
        from_plain({"tables": {"sites": entry}})
    assert str(raised.value) == said


@pytest.mark.parametrize("width", [LEAST_WIDTH, MOST_WIDTH])
def test_a_width_may_be_as_small_or_large_as_is_said(width: int) -> None:
    view = from_plain({"tables": {"sites": {"widths": {"name": width}}}})
    assert view.table("sites").widths == {"name": width}


def test_columns_held_in_place_are_none_at_least() -> None:
    assert from_plain({"tables": {"sites": {"pinned": -2}}}).table("sites").pinned == 0


def test_the_filter_stands_on_one_line_and_with_what_it_says_of_findings() -> None:
    assert View(filter="a\nb", findings="x\ty").filter == "a b"
    assert View(filter="a", findings="x\ty").findings == "x y"
    assert View(filter="country:DE OR country:FI").text == "country:DE OR country:FI"
    assert View(findings="verdict:fails").text == "verdict:fails"
    assert View(filter=" ", findings="verdict:fails").text == "verdict:fails"
    both = View(filter="country:DE OR country:FI", findings="verdict:fails")
    assert both.text == "(country:DE OR country:FI) verdict:fails"
    assert View(filter="(", findings="verdict:fails").text == "( verdict:fails"


def test_a_table_shown_as_before_and_a_tab_in_its_first_way_leave_nothing() -> None:
    view = View().with_table("sites", pinned=2).with_table("systems", chosen="x")
    assert view.table("sites").pinned == 2
    assert view.with_table("sites", pinned=3).table("sites") == TableView(pinned=3)
    assert set(view.with_table("sites", pinned=1).tables) == {"systems"}
    ways = View().with_way("access", "offers").with_way("sites", "map")
    assert ways.ways == {"access": "offers", "sites": "map"}
    assert ways.with_way("access", "").ways == {"sites": "map"}
    assert ways.but(tab="access").tab == "access"


def test_a_sort_is_written_with_commas() -> None:
    assert parse_sort(" name , -rank ,, ") == (("name", False), ("rank", True))
    assert parse_sort("") == ()
