"""What a condition says of the values of a column of each kind."""

from __future__ import annotations

import pytest

from tui.dataset import Dataset, PartialDate
from tui.query import FilterError
from tui.query.engine import conditions, masks
from tui.query.engine.bind import bind_text
from tui.query.engine.columns import Column
from tui.query.engine.conditions import (
    BoundColumn,
    BoundEverything,
    BoundName,
    BoundNot,
    BoundText,
    conjuncts,
    matching,
    walk,
)
from tui.query.engine.masks import DictionaryColumn
from tui.query.engine.match import match_text
from tui.query.engine.notes import notes
from tui.query.engine.store import Store, store_of
from tui.query.engine.typed_numbers import ordered
from tui.query.language.condition import TooSlowError
from tui.query.language.tree import NOWHERE, Between, Compare, OneOf, Operator, Pattern, Span, Value


def ids(store: Store, table: str, text: str) -> list[str]:
    """Ids of the rows that a filter picks."""
    values = store.table(table).values("id")
    return [values[row] for row in masks.rows(match_text(store, table, text))]


def refused(store: Store, table: str, text: str) -> tuple[str, Span, str]:
    """The reason for which a filter is refused, where, and what may be meant."""
    with pytest.raises(FilterError) as caught:
        match_text(store, table, text)
    return caught.value.reason, caught.value.span, caught.value.suggestion


DATES = tuple(
    map(PartialDate.parse, ("2024", "2025", "2025-06", "2025-06-01", "2025-06-30", "2026"))
)


@pytest.mark.parametrize(
    ("operator", "limit", "found"),
    [
        ("<", "2025-06", "2024"),
        ("<", "2025-06-30", "2024 2025-06-01"),
        ("<=", "2025-06", "2024 2025-06 2025-06-01 2025-06-30"),
        ("<=", "2025-06-01", "2024 2025-06-01"),
        (">", "2025-06", "2026"),
        (">", "2025-06-01", "2025-06-30 2026"),
        (">", "2024", "2025 2025-06 2025-06-01 2025-06-30 2026"),
        (">=", "2025-06", "2025-06 2025-06-01 2025-06-30 2026"),
        (">=", "2025-06-30", "2025-06-30 2026"),
        ("=", "2025-06", "2025-06 2025-06-01 2025-06-30"),
        ("=", "2025-06-01", "2025-06-01"),
    ],
)
def test_a_date_is_compared_with_all_its_days(operator: Operator, limit: str, found: str) -> None:
    """Where only the month or the year is known, every day of it has to meet the condition."""
    column = Column("selected", "Selected", "date", "")
    test = ordered(column, Compare(operator, Value(limit)), NOWHERE, [])
    assert " ".join(each.text for each in DATES if test(each)) == found


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        ("2025-06", None, "2025-06 2025-06-01 2025-06-30 2026"),
        (None, "2025-06", "2024 2025-06 2025-06-01 2025-06-30"),
        ("2025-06-01", "2025-06-29", "2025-06-01"),
        ("2025", "2025", "2025 2025-06 2025-06-01 2025-06-30"),
        ("2025-07", "2025-12", ""),
    ],
)
def test_a_range_of_dates_holds_both_its_ends(
    low: str | None, high: str | None, found: str
) -> None:
    ends = (None if end is None else Value(end) for end in (low, high))
    test = ordered(Column("selected", "Selected", "date", ""), Between(*ends), NOWHERE, [])
    assert " ".join(each.text for each in DATES if test(each)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("value:>1000", ["giga-chips"]),
        ("value:<1000", []),
        ("value:100000..", ["giga-chips"]),
        ("value:..99999", []),
        ("value:=100000", ["giga-chips"]),
        ("value:>=2024-09-09", ["programme-start"]),
        ("value:>2024-09", []),
        ("value:2024-09..2024-10", ["programme-start"]),
        ("value:..2024-08", []),
        # A number is meant whole, a date may be a part of what is written.
        ("value:100000", ["giga-chips"]),
        ("value:1000", []),
        ("value:2024-09", ["programme-start"]),
        ("value:5,2024-09", ["programme-start"]),
        ("value:/^1/", ["giga-chips"]),
    ],
)
def test_a_column_may_hold_numbers_and_dates(store: Store, text: str, found: list[str]) -> None:
    assert ids(store, "facts", text) == found


def test_what_is_neither_number_nor_date_is_refused_in_its_place(store: Store) -> None:
    for text in ("value:1..x", "value:x..1"):
        reason, span, _ = refused(store, "facts", text)
        assert reason.startswith(f"'{text[span.start : span.end]}': not a date")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("member_countries:>2000", []),
        ("member_countries:<=1", ["alder", "antenna-elm"]),
        ("member_countries:/^FI$/", ["birch", "dogwood"]),
        ("member_countries:/^Finnland$/", ["birch", "dogwood"]),
    ],
)
def test_lists_by_their_length_and_their_elements(
    store: Store, text: str, found: list[str]
) -> None:
    assert ids(store, "sites", text) == found


def test_no_list_is_known_to_be_empty(store: Store) -> None:
    text = "member_countries:<1"
    told = ("an empty list is an unknown one", Span(0, len(text)), "-member_countries:*")
    assert refused(store, "sites", text) == told


@pytest.mark.parametrize(
    ("table", "text", "found"),
    [
        ("partners", "site:alder,birch role:host", ["alder-centre", "birch-centre"]),
        ("partners", "site:birch,alder role:host", ["alder-centre", "birch-centre"]),
        ("partners", "site:LDER role:host", ["alder-centre"]),
        ("sites", "id:lder", []),
        ("sites", "id:ALDER", ["alder"]),
    ],
)
def test_an_id_is_meant_whole_and_a_site_by_a_part_of_its_name_too(
    store: Store, table: str, text: str, found: list[str]
) -> None:
    assert ids(store, table, text) == found


def test_a_list_of_sites_holds_one_of_those_asked_for(store: Store) -> None:
    names = store.table("regions").values("name")

    def regions(text: str) -> list[str]:
        return [names[row] for row in masks.rows(match_text(store, "regions", text))]

    assert len(names) == 2
    assert regions("sites:alder") == [names[0]]
    assert regions("sites:alder,birch") == list(names)
    assert regions("sites:antenna-elm") == []


def test_an_id_is_that_site_though_the_name_of_another_holds_it(factories: Dataset) -> None:
    """Pharos-CY is another one."""
    store = store_of(factories)
    sites = store.table("partners").values("site")

    def of(text: str) -> set[str]:
        return {sites[row] for row in masks.rows(match_text(store, "partners", text))}

    assert of("site:pharos") == {"pharos"}
    assert of("site:haros") == {"pharos", "antenna-cy"}


def test_the_lines_of_a_text_are_looked_through_one_by_one(store: Store) -> None:
    column = store.specs["sites"].column("full_name")
    assert column
    coded = DictionaryColumn(["first\nsecond", "second third", None])
    assert matching(store, column, coded, Pattern("^second$")) == bytes([1, 0, 0])


def test_an_expression_that_took_too_long_is_not_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def slow(source: str, texts: object) -> list[bool]:
        tried.append(source)
        raise TooSlowError

    monkeypatch.setattr("tui.query.language.condition.found_in", slow)
    monkeypatch.setattr(store, "endless", set())
    column = store.specs["sites"].column("name")
    assert column
    for source in ("slow", "slow", "other"):
        with pytest.raises(FilterError) as caught:
            matching(store, column, DictionaryColumn(["a"]), Pattern(source, Span(1, 2)))
        assert caught.value.span == Span(1, 2)
        assert caught.value.reason == (
            "the regular expression takes too long; repetitions inside others often do"
        )
    assert tried == ["slow", "other"]


def test_texts_of_a_value_are_looked_through_where_texts_are_meant(store: Store) -> None:
    """What a list or a word is called, not how it is kept."""
    column = store.specs["sites"].column("member_countries")
    assert column
    coded = DictionaryColumn([("DE", "FI"), ("EE",), ()])
    assert conditions.containing(store, column, coded, "germany") == bytes([1, 0, 0])


@pytest.mark.parametrize(
    ("table", "text", "reason", "suggestion"),
    [
        ("partners", "type:compny", "no type 'compny'", "company"),
        ("partners", "type:COMPNY", "no type 'COMPNY'", "company"),
        ("sites", "kind:xyz", "no kind 'xyz', only factory, antenna", ""),
        (
            "partners",
            "role:xyz",
            "no role 'xyz', only host, coordinator, partner, affiliated, supporting, funder",
            "",
        ),
        (
            "partners",
            "role:parent",
            "no role 'parent', only host, coordinator, partner, affiliated, supporting, funder",
            "",
        ),
        ("sites", "country:GRMANY", "no country 'GRMANY'", "Germany"),
        ("sites", "count(partner):/x/", "a count is compared with a number, such as >=2", ""),
    ],
)
def test_a_word_that_is_none_is_answered_with_the_nearest_or_with_all(
    store: Store, table: str, text: str, reason: str, suggestion: str
) -> None:
    assert refused(store, table, text)[::2] == (reason, suggestion)


def test_a_label_that_is_part_of_another_one_stands_for_its_own_word(store: Store) -> None:
    """An AI Factory Antenna is no AI Factory; what is part of both stands for both."""
    assert ids(store, "sites", 'kind:"AI Factory"') == ["alder", "birch", "cedar", "dogwood"]
    assert ids(store, "sites", 'kind:"AI Fact"') == store.table("sites").values("id")


@pytest.mark.parametrize(
    ("table", "term", "found"),
    [
        ("sites", "kind:=antenna", ["antenna-elm"]),
        ("sites", "id:=alder", ["alder"]),
        ("sites", "experimental_platform:=true", ["birch"]),
        ("sites", "country:=DE", ["alder", "cedar"]),
        ("sites", "member_countries:=EE", ["birch", "cedar"]),
        ("organisations", "roles:=funder", ["alder-state"]),
    ],
)
def test_an_equals_sign_before_a_word_is_left_out_and_told(
    store: Store, table: str, term: str, found: list[str]
) -> None:
    text = f"-{term}"
    assert ids(store, table, term) == found
    (note,) = notes(store, table, text)
    assert note.text == f"{term} is read as {term.replace('=', '')}"
    assert text[note.span.start : note.span.end] == term


def test_a_list_equals_a_number_by_its_length(store: Store) -> None:
    assert ids(store, "sites", "member_countries:=2") == ["birch", "cedar", "dogwood"]
    assert notes(store, "sites", "member_countries:=2") == ()


def test_a_text_equals_nothing(store: Store) -> None:
    told = ("'=' compares numbers and dates", Span(0, 11), "name:Alder")
    assert refused(store, "sites", "name:=Alder") == told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("duration_months:3", ["playground"]),
        ("duration_months:2", []),
        ("duration_months:>2", ["playground"]),
        ("duration_months:<1", []),
        ("duration_months:2..3", ["playground"]),
        ("duration_months:4,3", ["playground"]),
    ],
)
def test_a_list_of_numbers_has_one_that_meets_the_condition(
    store: Store, text: str, found: list[str]
) -> None:
    assert ids(store, "access_modes", text) == found


@pytest.mark.parametrize(
    ("table", "text", "found"),
    [
        ("sources", "quoted_by:QUOTES", ["paper"]),
        ("sites", "linked_sites:alder", ["antenna-elm"]),
        ("organisations", "roles:funder", ["alder-state"]),
    ],
)
def test_a_list_is_found_by_one_of_its_elements(
    store: Store, table: str, text: str, found: list[str]
) -> None:
    assert ids(store, table, text) == found


def test_a_comma_in_a_text_is_part_of_it(store: Store) -> None:
    """Where thousands are written so, too."""
    whole = bind_text(store, "sites", "city:1,500")
    assert isinstance(whole, BoundColumn)
    assert whole.condition == OneOf((Value("1,500"),))
    plain = bind_text(store, "rankings", "rank:9,100")
    assert isinstance(plain, BoundColumn)
    assert plain.condition == OneOf((Value("9"), Value("100")))
    assert isinstance(plain.condition, OneOf)
    assert {value.span for value in plain.condition.values} == {Span(5, 10)}
    (note,) = notes(store, "systems", "name:a accelerator_count:4,000")
    assert (note.text, note.span) == ("4,000 is read as 4000", Span(25, 30))


def test_another_name_of_a_country_is_told_in_its_place(store: Store) -> None:
    text = "city:a country:Holland"
    (note,) = notes(store, "sites", text)
    assert note.text == "'Holland' is read as NL (Netherlands)"
    assert text[note.span.start : note.span.end] == "Holland"


def test_the_parts_of_a_bound_filter(store: Store) -> None:
    assert conjuncts(bind_text(store, "sites", "")) == ()
    one = bind_text(store, "sites", "city:a")
    assert conjuncts(one) == (one,)
    both = bind_text(store, "sites", "city:a pine")
    assert [type(part) for part in conjuncts(both)] == [BoundColumn, BoundText]


def test_every_node_of_a_bound_filter_is_met(store: Store) -> None:
    tree = bind_text(store, "sites", "pine (city:a OR -partner(type:company)) count(system):>=2")
    kinds = [type(node) for node in walk(tree)]
    assert kinds[0] is type(tree)
    assert len(kinds) == 9
    assert {BoundText, BoundColumn, BoundNot, BoundEverything} <= set(kinds)
    assert BoundName not in kinds
