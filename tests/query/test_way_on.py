"""A suggestion put in place of what is marked is read at once, and asks for what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.test_sentences import COMPARED, NAMED, OWN, STORE
from tui.query import FilterError
from tui.query.engine.match import match_text
from tui.query.engine.relations import RELATIONS
from tui.query.language.parse import parse

AROUND = st.sampled_from([("", ""), ("", " kiel"), ("stuttgart ", ""), ("(-hamburg OR ", ")")])
COUNTED = [
    (name, relation, column.id)
    for name, relations in RELATIONS.items()
    for relation, target in relations.items()
    for column in STORE.specs[target].columns
    if column.kind == "text" and column.id.isidentifier()
]
ALONE = [each for each in COMPARED if each[1] not in RELATIONS.get(each[0], {})]
DATED = [each for each in COMPARED if each[2] == "2025"]


def leads_to(name: str, text: str, form: str) -> None:
    """The suggestion of a filter that is refused makes it the other, which the table reads."""
    with pytest.raises(FilterError) as caught:
        match_text(STORE, name, text)
    error = caught.value
    found = f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}"
    assert parse(found) == parse(form), (text, found)
    assert match_text(STORE, name, found) == match_text(STORE, name, form)


@given(
    st.sampled_from(OWN),
    st.sampled_from([("{} = NULL", "-"), ("{}=null", "-"), ("{} == None", "-"), ("{} is NULL", "-"),
                     ("{} != NULL", ""), ("{} <> NULL", ""), ("{}!=None", ""), ("{} ≠ NaN", ""),
                     ("{} IS NOT NULL", "")]),
    AROUND,
)  # fmt: skip
def test_nothing_leads_to_rows_without_a_value(
    column: tuple[str, str], form: tuple[str, str], around: tuple[str, str]
) -> None:
    name, ident = column
    before, after = around
    leads_to(name, f"{before}{form[0].format(ident)}{after}", f"{before}{form[1]}{ident}:*{after}")


@given(
    st.sampled_from(ALONE),
    st.sampled_from([("{}:NULL", "-{}:*"), ("{}:!=NULL", "{}:*"), ("{}:≠unknown", "{}:*"),
                     ("-{} = NULL", "{}:*"), ("{}:<>any", "-{}:*")]),
    AROUND,
)  # fmt: skip
def test_a_sign_behind_the_colon_is_not_lost(
    column: tuple[str, str, str], form: tuple[str, str], around: tuple[str, str]
) -> None:
    written, meant = (each.format(column[1]) for each in form)
    with pytest.raises(FilterError) as caught:
        match_text(STORE, column[0], f"{around[0]}{written}{around[1]}")
    span, text = caught.value.span, f"{around[0]}{written}{around[1]}"
    found = f"{text[: span.start]}{caught.value.suggestion}{text[span.end :]}"
    picked = match_text(STORE, column[0], found)
    assert picked == match_text(STORE, column[0], f"{around[0]}{meant}{around[1]}"), text


@given(
    st.sampled_from(DATED),
    st.sampled_from(["2025-01-01", "2024", "2025-H2"]),
    st.sampled_from(["{c} {s} DATE '{v}'", "{c}{s}date '{v}'", "{c} {s} timestamp('{v}')",
                     "{c} {s} '{v}'", "{c}{s}DATE('{v}')"]),
    st.sampled_from([">=", "<", ">", "<="]),
    AROUND,
)  # fmt: skip
def test_a_date_of_a_query_leads_to_the_date(
    column: tuple[str, str, str], value: str, form: str, sign: str, around: tuple[str, str]
) -> None:
    name, ident, _ = column
    before, after = around
    written = form.format(c=ident, s=sign, v=value)
    leads_to(name, f"{before}{written}{after}", f"{before}{ident}:{sign}{value}{after}")


@given(
    st.sampled_from(COUNTED),
    st.sampled_from([(">2", ":>2"), (" > 2", ":>2"), (" >=2", ":>=2"), (":>2", ":>2"),
                     ("=2", ":2")]),
    st.sampled_from([".", " ", " where "]),
    AROUND,
)  # fmt: skip
def test_counted_rows_and_their_number_are_told_at_once(
    column: tuple[str, str, str], sign: tuple[str, str], joined: str, around: tuple[str, str]
) -> None:
    name, relation, ident = column
    before, after = around
    leads_to(
        name,
        f"{before}count({relation}{joined}{ident}:a){sign[0]}{after}",
        f"{before}count({relation}({ident}:a)){sign[1]}{after}",
    )


@given(
    st.sampled_from(NAMED),
    st.sampled_from([
        ("df[df.{c} == 'DE']", "{c}:DE"), ("df[df['{c}'] != \"DE\"]", '-{c}:"DE"'),
        ("df[(df.{c} == 'DE') | (df.{c}=='FR')]", "({c}:DE OR {c}:FR)"),
        ("-df[(df.{c} == 'DE') & (df.{c} != 'FR')]", "-({c}:DE -{c}:FR)"),
        ("d[~(d.{c} == 'DE')]", "-{c}:DE"), ("df[df.{c}.isin(['DE', 'FR'])]", '{c}:"DE","FR"'),
        ("df[df.{c}.isna()]", "-{c}:*"), ("df['{c}'] == 'DE'", "{c}:DE"),
        ("df[(df.{c} == 'DE') & df.{c}.notna()]", "{c}:DE {c}:*"),
    ]),
    AROUND,
)  # fmt: skip
def test_rows_of_a_frame_lead_to_the_filter(
    column: tuple[str, str], form: tuple[str, str], around: tuple[str, str]
) -> None:
    name, ident = column
    written, meant = (f"{around[0]}{each.format(c=ident)}{around[1]}" for each in form)
    leads_to(name, written, meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('df.country == "DE"', 'country:"DE"'),
        ("df.sectors > 5", "sectors:>5"),
        ("name LIKE '%AI%'", "name:AI"),
        ("name NOT LIKE '%max planck%'", '-name:"max planck"'),
        ("country is 'DE'", "country:DE"),
        ("contry = 'DE' kiel", "country:DE kiel"),
        ("sectors:>5+", "sectors:>5"),
        ("WHERE country = 'DE'", "country:DE"),
        ("SELECT name, country FROM sites WHERE country = 'DE'", "country:DE"),
        ("where members between 5 and 10", "members:5..10"),
        ("selected BETWEEN 2025 AND DATE '2025-12-31'", "selected:2025..2025-12-31"),
        ("members__gte=5", "members:>=5"),
        ("country__ne = 'DE'", "-country:DE"),
        ("df.loc[df.country == 'DE' or df.sectors > 5]", "(country:DE OR sectors:>5)"),
        ("df[not df.country == 'DE' and df.sectors > 5]", "-country:DE sectors:>5"),
        ("country eq 'DE'", "country:DE"),
        ("country ne DE", "-country:DE"),
        ("sectors größer als 5", "sectors:>5"),
    ],
)
def test_several_steps_are_told_as_one(text: str, meant: str) -> None:
    leads_to("sites", text, meant)


def test_a_field_that_was_guessed_is_said() -> None:
    with pytest.raises(FilterError, match="unknown field 'contry'; did you mean 'country:DE'"):
        match_text(STORE, "sites", "contry = DE")


@pytest.mark.parametrize("text", ["members:2,5+", "country:DE, oder country:FR"])
def test_what_may_be_meant_otherwise_has_no_suggestion(text: str) -> None:
    with pytest.raises(FilterError) as caught:
        match_text(STORE, "sites", text)
    assert caught.value.suggestion == ""


@pytest.mark.parametrize("text", ["where is kiel", "where", "date kiel", 'date "2025"', "a__gt"])
def test_words_of_queries_stay_texts(text: str) -> None:
    match_text(STORE, "sites", text)


def test_a_fault_at_another_place_is_left_to_the_next_step() -> None:
    with pytest.raises(FilterError) as caught:
        match_text(STORE, "sites", "country = 'DE' OR contry:FR")
    assert caught.value.suggestion == "country:DE"


@pytest.mark.parametrize("text", ["country = Nowhere", "x = 5"])
def test_a_suggestion_that_leads_nowhere_stays_as_it_is(text: str) -> None:
    with pytest.raises(FilterError) as caught:
        match_text(STORE, "sites", text)
    assert caught.value.suggestion == text.replace(" = ", ":")
