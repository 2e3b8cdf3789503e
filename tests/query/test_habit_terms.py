"""Terms and names from elsewhere: an error leads to the term or column that is meant."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FACTORIES
from tui.dataset import load
from tui.query import FilterError, UnknownNameError, View
from tui.query.assist.empty_result import why_empty, why_no_rows
from tui.query.engine.columns import column_meant
from tui.query.engine.fields_meant import field_names
from tui.query.engine.match import match_text
from tui.query.engine.relations import RELATIONS
from tui.query.engine.store import store_of
from tui.query.engine.table import columns_of, table
from tui.query.engine.typed_values import date_meant
from tui.query.language.render import only

DATASET = load([FACTORIES])
STORE = store_of(DATASET)
TABLES = sorted(STORE.specs)


def error_of(name: str, text: str) -> FilterError:
    with pytest.raises(FilterError) as caught:
        match_text(STORE, name, text)
    return caught.value


def put_right(text: str, error: FilterError) -> str:
    """The filter with the suggestion in the place that the error marks."""
    return f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}"


@pytest.mark.parametrize("name", TABLES)
def test_whether_there_is_a_value_leads_to_the_star(name: str) -> None:
    """By the id of a column and by what stands before its dot; of lists their rows are meant."""
    columns = STORE.specs[name].columns
    links = RELATIONS.get(name, {})
    for column in columns:
        listed = column.numeric and {column.id, column.id.removesuffix("s")} & set(links)
        field = column.id.removesuffix("s") if listed else column.id
        field = column.id if column.id in links else field
        for word, sign in (("has", ""), ("no", "-"), ("missing", "-"), ("ohne", "-")):
            text = f"{word}:{column.id}"
            error = error_of(name, text)
            assert error.suggestion == f"{sign}{field}:*", text
            match_text(STORE, name, put_right(text, error))
        group, dot, _ = column.id.partition(".")
        if dot and group not in links:
            assert error_of(name, f"has:{group}").suggestion.startswith(f"{group}.")


@pytest.mark.parametrize("name", TABLES)
def test_a_class_leads_to_its_field(name: str) -> None:
    for column in STORE.specs[name].columns:
        if column.kind != "word" or column.id in ("id", "kind", "mode", "list"):
            continue
        for word in STORE.vocabulary.words(column.vocabulary):
            own = word == "unknown" or word in {
                *field_names(STORE, name),
                STORE.specs[name].singular,
            }
            for text in (f"is:{word}", f"{word}:yes")[: 1 if own else 2]:
                error = error_of(name, text)
                assert f":{word}" in error.suggestion or error.suggestion == f"{word}:true"
                match_text(STORE, name, put_right(text, error))
            assert own or error_of(name, f"{word}:no").suggestion.startswith("-")


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("word", ["unknown", "none", "N/A", "?", "unbekannt"])
def test_a_value_that_says_there_is_none_leads_to_the_absent(name: str, word: str) -> None:
    for column in STORE.specs[name].columns:
        if column.kind in ("word", "words", "slug", "slugs", "mixed"):
            continue
        text, absent = only(column.id, word), f"-{column.id}:*"
        try:
            match_text(STORE, name, text)
        except FilterError as error:
            meant = error.suggestion
        else:
            view = View(filter=text) if name == "sites" else View(rows=text)
            why = why_empty(DATASET, view) or why_no_rows(table(DATASET, View(), name), view)
            meant = why[0].meant if why else absent
        assert meant == absent, text


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("sites", "has:budget", "budget.total_meur:*"),
        ("sites", "has:budgt", "budget.total_meur:*"),
        ("sites", "has:partners", "partner:*"),
        ("sites", "has:company", "member.type:company"),
        ("sites", "-no:budget", "--budget.total_meur:*"),
        ("sites", "member.has:acronym", "member.acronym:*"),
        ("sites", "unconfirmed:yes", "-confidence:confirmed"),
        ("sites", "unconfirmed:no", "confidence:confirmed"),
        ("partners", "is:unconfirmed", "-confidence:confirmed"),
        ("partners", "is:member", "member:true"),
        ("partners", "confidence:unconfirmed", "confidence:likely,unverified"),
        ("sites", "budget.total_meur:unknown", "-budget.total_meur:*"),
        ("sites", "selected:none", "-selected:*"),
        ("sites", 'website:""', "-website:*"),
        ("sites", "kind:any", "kind:*"),
        ("sites", "country:all", "country:*"),
        ("partners", "country:alle", "country:*"),
        ("sites", "members:all", "members:*"),
        ("sites", "generalist:ja", "generalist:yes"),
        ("sites", "generalist:off", "generalist:no"),
        ("sites", "country:-DE", "-country:DE"),
        ("sites", 'country:"DE,FR"', "country:DE,FR"),
        ("sites", "country:DE&&FR", "country:DE,FR"),
        ("sites", "selected:2024-2025", "selected:2024..2025"),
        ("sites", "memberType:company", "member.type:company"),
        ("sites", "partner-country:DE", "partner.country:DE"),
        ("partners", "member_type:company", "member.type:company"),
        ("partners", "members:>5", "site.members:>5"),
        ("partners", "budget:>5", "site.budget.total_meur:>5"),
        ("partners", "partners(type:company)", "partner(type:company)"),
        ("partners", "Members(type:company)", "member(type:company)"),
        ("sites", '-website:" "', "--website:*"),
        ("sites", 'member.acronym:""', "member(-acronym:*)"),
        ("sites", "member.country:unknown", "member(-country:*)"),
        ("sites", "system(accelerator_count:?)", "system(-accelerator_count:*)"),
        ("partners", "site.members:n.a.", "site(-members:*)"),
        ("sites", "budgt:>5", "budget.total_meur:>5"),
        ("sites", "Land:DE", "country:DE"),
        ("sites", "mitglieder:>5", "members:>5"),
        ("systems", "hersteller:HPE", "vendor:HPE"),
        ("systems", "rank:<=10", "rank_2026-06:<=10"),
        ("systems", "gpus:>1000", "accelerator_count:>1000"),
        ("rankings", "year:2025", "edition:2025"),
        ("sites", "wave:2024-12", "selected:2024-12"),
        ("sites", "wave:first", "in:first"),
        ("sites", "cohort:first", "in:first"),
        ("partners", "role:Mitglied", "role:member"),
        ("sites", "selected:10.12.2024", "selected:2024-12-10"),
        ("sites", "selected:Dezember 2024", "selected:2024-12"),
        ("sites", "country in DE,FR", "country:DE,FR"),
        ("sites", "kind:factory country is DE", "kind:factory country:DE"),
        ("sites", "members between 5 and 10", "members:5..10"),
        ("sites", "country:DE;FR", "country:DE,FR"),
        ("partners", "type:university/company", "type:university,company"),
    ],
)
def test_the_term_that_is_meant_stands_where_the_other_did(
    name: str, text: str, meant: str
) -> None:
    error = error_of(name, text)
    assert put_right(text, error) == meant
    match_text(STORE, name, meant)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("has:xyz", "unknown field 'has'; FIELD:* asks for a value, -FIELD:* for none"),
        ("has:a,b", "unknown field 'has'; FIELD:* asks for a value, -FIELD:* for none"),
        ("is:xyz", "unknown field 'is'; a class is asked by its field, as in kind:factory"),
        ("sort:members", "unknown field 'sort'; --sort members beside the filter does that"),
        ("order_by:>3", "unknown field 'order_by'; --sort … beside the filter does that"),
        ("limit:*", "unknown field 'limit'; --limit * beside the filter does that"),
        ("xyz:1", "unknown field 'xyz'"),
        ("xyz:none", "unknown field 'xyz'"),
        ("member.xyz:none", "unknown field 'xyz'"),
        (
            "count:3",
            "unknown field 'count'; count( ) takes what is counted, as in count(partner):>=2",
        ),
    ],
)
def test_what_leads_nowhere_says_how_it_is_asked(text: str, reason: str) -> None:
    error = error_of("sites", text)
    assert (error.reason, error.suggestion) == (reason, "")


def test_text_that_denies_a_class_leads_to_all_others() -> None:
    view = View(rows="unconfirmed")
    (cause,) = why_no_rows(table(DATASET, View(), "partners"), view)
    assert cause.meant == "-confidence:confirmed"


@pytest.mark.parametrize(
    ("ident", "said"),
    [
        ("budgt", "did you mean 'budget.total_meur'?"),
        ("Land", "did you mean 'country'?"),
        ("members:desc", "did you mean '-members'?"),
        ("members asc", "did you mean 'members'?"),
        ("xyz:desc", "unknown column 'xyz:desc' of sites"),
    ],
)
def test_a_column_that_there_is_not_leads_to_one(ident: str, said: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        columns_of(STORE.specs["sites"], [ident])
    assert str(caught.value).endswith(said)


def test_the_newest_rank_of_a_machine_comes_before_that_of_its_site() -> None:
    for name, ident, meant in (
        ("systems", "rank", "rank_2026-06"),
        ("partners", "wave", "site.selected"),
        ("partners", "rank", "site.rank"),
    ):
        with pytest.raises(UnknownNameError, match=f"did you mean '{meant}'"):
            columns_of(STORE.specs[name], [ident])


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 12, 31)), st.data())
def test_a_date_as_others_write_it_leads_to_that_date(
    day: datetime.date, data: st.DataObject
) -> None:
    quarter = f"Q{(day.month + 2) // 3}"
    whole, month = day.isoformat(), f"{day:%Y-%m}"
    english = ("January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December")[day.month - 1]  # fmt: skip
    german = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
              "Oktober", "November", "Dezember")[day.month - 1]  # fmt: skip
    written, meant = data.draw(
        st.sampled_from(
            [
                (f"{day.day}.{day.month}.{day.year}", whole),
                (f"{day:%d.%m.%Y}", whole),
                (f"{day:%Y/%m/%d}", whole),
                (f"{day:%Y%m%d}", whole),
                (f"{day:%Y-%m-%d}T12:00:00Z", whole),
                (f"{day.day}/{english[:3]}/{day.year}", whole),
                (f"{day.day}-{german[:3]}-{day.year}", whole),
                (f"{day.day}th {english} {day.year}", whole),
                (f"{english} {day.day}, {day.year}", whole),
                (f"{day.day}. {german} {day.year}", whole),
                (f"{day.day} {english} {day.year}", whole),
                (f"{day:%m/%Y}", month),
                (f"{german} {day.year}", month),
                (f"{english[:3]} {day.year}", month),
                (f"{quarter}/{day.year}", f"{day.year}-{quarter}"),
                (f"{day.year}{quarter}", f"{day.year}-{quarter}"),
            ]
        )
    )
    assert date_meant(written) == meant
    assert error_of("sites", only("selected", written)).suggestion == meant


def _days(written: str, sign: str) -> set[str]:
    """What a day of three numbers may be; the year may come first where hyphens join them."""
    year = "%Y" if len(written.rpartition(sign)[2]) == 4 else "%y"
    forms = [("%d", "%m", year), ("%m", "%d", year)]
    if sign == "-" and len(written.partition(sign)[0]) == 2 and year == "%y":
        forms.append(("%y", "%m", "%d"))
    found = set()
    for form in forms:
        with contextlib.suppress(ValueError):
            day = datetime.datetime.strptime(written, sign.join(form)).date()
            found.add(day.isoformat())
    return found


@given(
    st.dates(datetime.date(2001, 1, 1), datetime.date(2040, 12, 31)),
    st.sampled_from("/-"),
    st.sampled_from(["{0:02}{2}{1:02}{2}{3}", "{0}{2}{1}{2}{3}", "{0}{2}{1}{2}{4:02}"]),
    st.booleans(),
    st.sampled_from(["", ">", "<=", ">=", ".."]),
)
def test_a_day_with_its_month_before_or_behind_it(
    day: datetime.date, sign: str, form: str, american: bool, operator: str
) -> None:
    """It leads to the date where only one can be meant; of two none is guessed."""
    first, second = (day.month, day.day) if american else (day.day, day.month)
    written = form.format(first, second, sign, day.year, day.year % 100)
    error = error_of("sites", f"selected:{operator}{written}")
    days = sorted(_days(written, sign))
    assert day.isoformat() in days
    if len(days) > 1:
        listed = f"{', '.join(days[:-1])} or {days[-1]}"
        number = {2: "two", 3: "three"}[len(days)]
        assert error.reason == f"'{written}' may be {number} days; write {listed}"
        assert error.suggestion == ""
    else:
        assert error.suggestion == day.isoformat()
        assert "write 2026" in error.reason


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("25/12/2024", "selected:2024-12-25"),
        ("12/10/2024", "selected:2024-10-12,2024-12-10"),
        ("24-12-10", "selected:2010-12-24,2024-12-10"),
        ("10.12.2024", "selected:2024-12-10"),
        ("2024-11-30", "selected:2024-11-30"),
        ("DE,FR", "country:DE,FR"),
        ("(DE;FR)", "country:DE,FR"),
        ("Germany;France", "country:DE,FR"),
    ],
)
def test_a_date_or_a_list_that_no_text_has_leads_to_its_column(text: str, meant: str) -> None:
    (excluder,) = why_empty(DATASET, View(filter=text))
    assert excluder.meant == meant
    match_text(STORE, "sites", meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("country:[DE]", "country:DE"),
        ("country:{Germany}", "country:Germany"),
        ("sectors:[5]", "sectors:5"),
        ("selected:[2024-12-10]", "selected:2024-12-10"),
        ("country in DE, FR", "country:DE,FR"),
        ("country in DE, FR, IT a", "country:DE,FR,IT a"),
        ("country is DE", "country:DE"),
    ],
)
def test_a_value_in_brackets_or_a_sentence_leads_to_its_term(text: str, meant: str) -> None:
    error = error_of("sites", text)
    assert put_right(text, error) == meant


@pytest.mark.parametrize(
    "text", ["12/10/2024", "32.1.2024", "31/02/2024", "13/13/2024", "Foo 2024", "1.13.2024", "soon"]
)
def test_what_may_be_several_dates_or_none_leads_nowhere(text: str) -> None:
    assert date_meant(text) == ""


def test_few_columns_are_listed() -> None:
    with pytest.raises(UnknownNameError) as caught:
        columns_of(STORE.specs["sectors"], ["xyz"])
    assert ", ".join(each.id for each in STORE.specs["sectors"].columns[:-1]) in str(caught.value)
    with pytest.raises(UnknownNameError) as caught:
        columns_of(STORE.specs["sites"], ["xyz"])
    assert (caught.value.column, caught.value.table) == ("xyz", "sites")


def test_a_german_word_leads_only_to_a_column_that_there_is() -> None:
    assert column_meant("jahr", STORE.specs["indicators"].columns) == "year"
    assert column_meant("jahr", STORE.specs["sectors"].columns) == ""
