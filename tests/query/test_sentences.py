"""Sentences and queries of other languages lead to the term that asks for the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FACTORIES
from tui.dataset import load
from tui.query import FilterError
from tui.query.engine.match import match_text
from tui.query.engine.store import store_of
from tui.query.language.parse import parse

STORE = store_of(load([FACTORIES]))
COMPARED = [
    (name, column.id, "2025" if column.kind == "date" else "5")
    for name, spec in STORE.specs.items()
    for column in spec.columns
    if column.kind in ("date", "integer", "number") and column.id.isascii()
]
NAMED = [
    (name, column.id)
    for name, spec in STORE.specs.items()
    for column in spec.columns
    if column.kind in ("country", "countries")
]


def put_right(name: str, text: str) -> str:
    """The filter with the suggestion in its place, which the table then reads."""
    with pytest.raises(FilterError) as caught:
        match_text(STORE, name, text)
    error = caught.value
    assert "joins nothing here" in error.reason, text
    found = f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}"
    match_text(STORE, name, found)
    return found


SIGNS = {
    ">": ["more than", "greater than", "over", "above", "after", "is more than", "gt", "MORE THAN"],
    ">=": ["at least", "since", "from", "is at least", "ge"],
    "<": ["less than", "fewer than", "under", "below", "before", "is below", "lt"],
    "<=": ["at most", "up to", "until", "is at most", "le"],
}


@given(
    st.sampled_from(COMPARED),
    st.sampled_from([(verb, sign) for sign, verbs in SIGNS.items() for verb in verbs]),
    st.sampled_from([" ", ":"]),
    st.sampled_from(["", "stuttgart ", "-hamburg "]),
)
def test_words_that_compare_lead_to_the_sign(
    column: tuple[str, str, str], verb: tuple[str, str], gap: str, before: str
) -> None:
    name, ident, figure = column
    text = f"{before}{ident}{gap}{verb[0]} {figure} kiel"
    assert parse(put_right(name, text)) == parse(f"{before}{ident}:{verb[1]}{figure} kiel")


@given(
    st.sampled_from(NAMED),
    st.sampled_from(["DE", "DE,FR", "DE, FR", "Germany"]),
    st.sampled_from([("is", ""), ("in", ""), ("equals", ""), ("is not", "-"), ("not in", "-"),
                     ("NOT", "-"), ("not", "-"), ("IS NOT IN", "-")]),
)  # fmt: skip
def test_words_that_say_what_it_is_lead_to_the_value(
    column: tuple[str, str], value: str, verb: tuple[str, str]
) -> None:
    name, ident = column
    found = put_right(name, f"{ident} {verb[0]} {value} kiel")
    assert parse(found) == parse(f"{verb[1]}{ident}:{value.replace(' ', '')} kiel")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("website IS NULL", "-website:*"),
        ("website is not null", "website:*"),
        ("website is missing", "-website:*"),
        ('name LIKE "%hpc%"', "name:hpc"),
        ("name like hpc*", "name:hpc"),
        ('name contains "max planck"', 'name:"max planck"'),
        ("name starts with B", "name:/^B/"),
        ("name startswith a.b", r"name:/^a\.b/"),
        ("name ends with a/b", r"name:/a\/b$/"),
        ("members between 5 and 10", "members:5..10"),
        ("selected BETWEEN 2024 AND 2025-06", "selected:2024..2025-06"),
        ("partner.type is company", "partner.type:company"),
        ("members:more than 5", "members:>5"),
        ("country ist nicht DE", "-country:DE"),
        ("members zwischen 5 und 10", "members:5..10"),
        ("budget.total_meur over €100", "budget.total_meur:>100"),
    ],
)
def test_queries_lead_to_terms(text: str, meant: str) -> None:
    with pytest.raises(FilterError) as caught:
        match_text(STORE, "sites", text)
    error = caught.value
    found = f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}"
    assert found == meant


GROUPS = sorted(
    {
        (name, column.id.partition(".")[0])
        for name, spec in STORE.specs.items()
        for column in spec.columns
        if "." in column.id
    }
)
CASES = [str, str.upper, str.capitalize]


@given(
    st.sampled_from(GROUPS),
    st.sampled_from(CASES),
    st.sampled_from([("is not null", ""), ("IS NULL", "-"), ("is missing", "-"),
                     ("is not unknown", ""), ("not none", "")]),
)  # fmt: skip
def test_a_group_of_fields_begins_a_sentence(
    group: tuple[str, str], case: Callable[[str], str], verb: tuple[str, str]
) -> None:
    name, word = group
    found = put_right(name, f"{case(word)} {verb[0]}")
    first = next(each for each in STORE.specs[name].columns if each.id.startswith(f"{word}."))
    assert found == f"{verb[1]}{first.id}:*"


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("sites", "Budget over 100", "budget.total_meur:>100"),
        ("sites", "timeline after 2025", "timeline.started:>2025"),
        ("sites", "budget between 5 and 100", "budget.total_meur:5..100"),
        ("sites", "system is not null", "system:*"),
        ("sites", "Country IN DE, FR", "country:DE,FR"),
        ("sites", "MEMBERS more than 5", "members:>5"),
        ("partners", "Type is company", "type:company"),
    ],
)
def test_names_in_another_case_and_rows_begin_one_too(name: str, text: str, meant: str) -> None:
    assert put_right(name, text) == meant


@pytest.mark.parametrize("text", ["budget is large", "system after 2024", "system is new"])
def test_words_about_a_group_or_rows_stay_texts(text: str) -> None:
    match_text(STORE, "sites", text)


OWN = [(name, column.id) for name, spec in STORE.specs.items() for column in spec.columns]


@given(
    st.sampled_from(OWN),
    st.sampled_from(["no {}", "without {}", "Missing {}", "{} missing", "{} UNKNOWN", "ohne {}"]),
    st.sampled_from(["", "stuttgart ", "-hamburg "]),
    st.sampled_from(CASES),
)
def test_words_that_say_there_is_no_value_lead_to_it(
    column: tuple[str, str], form: str, before: str, case: Callable[[str], str]
) -> None:
    name, ident = column
    text = f"{before}{form.format(case(ident))} kiel"
    with pytest.raises(FilterError) as caught:
        match_text(STORE, name, text)
    error = caught.value
    found = f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}"
    assert parse(found) == parse(f"{before}-{ident}:* kiel")
    match_text(STORE, name, found)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no budget", "-budget.total_meur:*"),
        ("ohne Budget", "-budget.total_meur:*"),
        ("no partner", "-partner:*"),
        ("country:DE system missing", "-system:*"),
    ],
)
def test_a_group_of_fields_and_rows_may_be_lacking_too(text: str, meant: str) -> None:
    with pytest.raises(FilterError) as caught:
        match_text(STORE, "sites", text)
    assert caught.value.suggestion == meant
    match_text(STORE, "sites", meant)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("order by members", "--sort members"),
        ("country:DE sort by selected", "--sort selected"),
        ("limit 10", "--limit 10"),
        ("GROUP BY country", "--by country"),
    ],
)
def test_what_is_no_filter_is_told_the_option(text: str, option: str) -> None:
    with pytest.raises(FilterError) as caught:
        match_text(STORE, "sites", text)
    assert caught.value.reason.endswith(f"is no filter; {option} beside it does that")
    assert caught.value.suggestion == ""


@pytest.mark.parametrize(
    "text",
    [
        "university in stuttgart", "members from Germany", "name", "members over", "country -DE",
        "partner in Italy", "more than 5", "type:company is", "order by", "limit", "limit ten",
        "members over the years", "members between 5", '"members" over 5', 'members "over" 5',
        'no "website"', '"no" website', "no -website", "no kiel",
    ],
)  # fmt: skip
def test_other_words_stay_texts(text: str) -> None:
    name = "partners" if text.startswith("type") else "sites"
    match_text(STORE, name, text)
