"""What a value is taken for: parts of words are told, and a sign before a value excludes it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FACTORIES
from tui.analysis.lenses.verdict_table import split_filter
from tui.analysis.tables import WORKED_OUT, table
from tui.dataset import load
from tui.dataset.vocabulary import COUNTRIES
from tui.query import FilterError, View
from tui.query.assist.empty_result import why_empty, why_no_rows
from tui.query.engine.columns import Column
from tui.query.engine.fold import needle
from tui.query.engine.match import match_text
from tui.query.engine.notes import notes
from tui.query.engine.relations import NAMES, RELATIONS
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import notes_of, over
from tui.query.engine.typed_values import class_in
from tui.query.language.render import only

DATASET = load([FACTORIES])
STORE = store_of(DATASET)
TABLES = (*STORE.specs, *WORKED_OUT)
COLUMNS = [(name, each) for name in STORE.specs for each in STORE.specs[name].columns]
WORDS = [
    *((name, each.id, each) for name, each in COLUMNS if each.kind in ("word", "words")),
    *(
        ("sites", STORE.specs[name].singular, each)
        for name, each in COLUMNS
        if each.vocabulary and each.id in NAMES[name] and name in RELATIONS["sites"].values()
    ),
]
"""Tables, how a term on words begins there, and the column of these words."""
YES_OR_NO = ("y", "t", "on", "no", "n", "f", "off", "si", "ja", "not", "non", "yes", "true")


def read_as(name: str, text: str) -> list[str]:
    return [note.text for note in notes(STORE, name, text) if "is read as" in note.text]


def forms_of(column: Column) -> dict[str, list[str]]:
    """The folded id and labels of each word of a column."""
    words = STORE.vocabulary.words(column.vocabulary).values()
    return {each.id: [needle(each.id), needle(each.en), needle(each.de)] for each in words}


def words_in(text: str) -> list[str]:
    return re.split(r"[\W_]+", text)


@given(st.sampled_from(WORDS), st.data())
def test_a_part_of_words_is_told_unless_it_can_mean_one_thing_alone(
    where: tuple[str, str, Column], data: st.DataObject
) -> None:
    name, field, column = where
    forms = forms_of(column)
    whole = data.draw(st.sampled_from([word for each in forms.values() for word in each]))
    runs = [run for word in words_in(whole) if (run := word)]
    word = data.draw(st.sampled_from(runs))
    begin = data.draw(st.integers(0, len(word) - 1))
    part = word[begin : data.draw(st.integers(begin + 1, len(word)))]
    held = [ident for ident, each in forms.items() if any(part in form for form in each)]
    said = read_as(name, only(field, part))
    exact = any(part in each for each in forms.values()) or (
        column.vocabulary == "role" and part == "member"
    )
    everywhere = all(any(part in words_in(form) for form in forms[each]) for each in held)
    begun = len(held) == 1 and any(
        word.startswith(part) for form in forms[held[0]] for word in words_in(form)
    )
    clear = (everywhere and len(held) > 1) or (begun and part not in YES_OR_NO)
    if exact or clear:
        assert said == []
    else:
        (told,) = said
        assert told.startswith(f"'{part}' is read as {held[0]}")
        assert all(each in told for each in held[:4])
        assert ("more" in told) == (len(held) > 4)


@given(st.sampled_from(sorted(COUNTRIES)), st.integers(1, 12), st.booleans())
def test_how_several_countries_begin_is_told(code: str, length: int, german: bool) -> None:
    typed = COUNTRIES[code][german][:length]
    forms = {each: [needle(name) for name in names[:2]] for each, names in COUNTRIES.items()}
    begun = [each for each, names in forms.items() if any(map_begins(names, needle(typed)))]
    exact = [each for each, names in COUNTRIES.items() if needle(typed) in map(needle, names)]
    if typed.upper() in COUNTRIES or typed.upper() in ("EL", "UK") or exact:
        return
    said = read_as("partners", only("country", typed))
    assert bool(said) == (len(begun) > 1)
    assert all(f"{sorted(begun)[0]} (" in each for each in said)


def map_begins(names: list[str], typed: str) -> list[bool]:
    return [name.startswith(typed) for name in names]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("systems", "status:in use", "'in' is read as operational, being_installed and tendering"),
        ("sites", "country:D", "'D' is read as DE (Germany) and DK (Denmark)"),
        ("sites", "country:F", "'F' is read as FI (Finland), FO (Faroe Islands) and FR (France)"),
        ("sites", "system(status:in)", "'in' is read as operational"),
        ("sites", "sector:auto", "'auto' is read as automotive and robotics"),
        ("sites", "sector:health", ""),
        ("sectors", "id:health", ""),
        ("sites", "member.type:comp", ""),
        ("partners", "type:organisation", ""),
        ("sites", "country:Ger", ""),
    ],
)
def test_what_a_part_of_a_word_is_read_as(name: str, text: str, said: str) -> None:
    assert said in "\n".join(read_as(name, text)) if said else read_as(name, text) == []


def test_a_word_for_no_is_no_beginning_of_a_verdict() -> None:
    result = table(DATASET, View(rows="verdict:no"), "verdicts")
    assert [note.text for note in notes_of(result, View(rows="verdict:no"))] == [
        "'no' is read as unknown and not_checkable"
    ]


def put_right(name: str, text: str) -> str:
    """The filter with what its error suggests, which the table then reads."""
    with pytest.raises(FilterError) as caught:
        match_text(STORE, name, text)
    error = caught.value
    found = f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}"
    match_text(STORE, name, found)
    return found


COMPARED = [(name, each) for name, each in COLUMNS if each.kind in ("integer", "number", "date")]


@pytest.mark.parametrize("word", ["yes", "true", "JA", "no", "false", "nein"])
def test_yes_or_no_of_a_figure_or_date_leads_to_what_is_so(word: str) -> None:
    """That is a class with the name of the column, else whether there are any; ``*`` at least."""
    is_so = word in ("yes", "true", "JA")
    of_class = []
    for name, column in COMPARED:
        if column.id in RELATIONS.get(name, {}):
            continue
        text = f"{column.id}:{word}"
        found = class_in(STORE, name, column.id)
        values = STORE.table(name).values(column.id)
        if found is not None:
            sign = "" if is_so else "-"
            assert put_right(name, text) == f"{sign}{found[0].id}:{found[1]}"
            of_class.append((name, column.id))
        elif column.numeric and 0 in values:
            assert put_right(name, text) == f"{column.id}:{'>0' if is_so else '0'}"
        elif is_so and not any(each == 0 for each in values):
            assert put_right(name, text) == f"{column.id}:*"
    assert ("systems", "operational") in of_class


@pytest.mark.parametrize("word", ["yes", "true", "no", "ja"])
def test_yes_or_no_of_a_field_of_findings_leads_to_one_that_is_read(word: str) -> None:
    """Beside filters on sites too, and never to a field of the sites."""
    for column in table(DATASET, View(), "verdicts").spec.columns:
        text = f"country:DE {column.id}:{word}"
        if STORE.specs["sites"].own_column(column.id):
            continue
        try:
            split_filter(DATASET, text)
        except FilterError as error:
            found = f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}"
            if error.suggestion:
                sites, rows = split_filter(DATASET, found)
                assert (sites, rows.lstrip("-").partition(":")[0]) == ("country:DE", column.id)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("unconfirmed:yes", "unconfirmed:>0"),
        ("unconfirmed:false", "unconfirmed:0"),
        ("verdict:true", "verdict:holds"),
        ("verdict:ja", "verdict:holds"),
        ("verdict:false", "verdict:fails"),
        ("verdict:-fails", "-verdict:fails"),
        ("theme:-scope", "-theme:scope"),
    ],
)
def test_terms_on_findings_lead_to_those_that_pick_them(text: str, meant: str) -> None:
    with pytest.raises(FilterError) as caught:
        split_filter(DATASET, text)
    error = caught.value
    assert f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}" == meant
    assert split_filter(DATASET, meant) == ("", meant)


@pytest.mark.parametrize("name", sorted(STORE.specs))
def test_a_word_of_the_headings_of_several_editions_leads_to_the_newest(name: str) -> None:
    columns = STORE.specs[name].columns
    ranks = [each for each in columns if each.id.startswith("rank_2")]
    if ranks:
        newest = max(each.id for each in ranks)
        assert put_right(name, "TOP500:<=10") == f"{newest}:<=10"
        assert put_right(name, "top500:*") == f"{newest}:*"


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("sites", "system.TOP500:<=10", "system.rank_2026-06:<=10"),
        ("sites", "system.operational:ja", "system.status:operational"),
        ("sites", "wave:2", "in:second"),
        ("sites", "selection:second", "in:second"),
        ("sites", "Welle:3", "in:third"),
        ("sites", "auswahl:erste", "in:first"),
        ("partners", "wave:1st", "in:first"),
        ("sites", "wave:1,second", "in:first,second"),
        ("sites", "selection:2025-03", "selected:2025-03"),
        ("sites", "Branche:Energie", "sector:Energie"),
        ("partners", "branche:energy", "site.sector:energy"),
        ("sites", "Mitglied:KIT", "member:KIT"),
    ],
)
def test_names_lead_to_the_field_that_takes_the_value(name: str, text: str, meant: str) -> None:
    assert put_right(name, text) == meant


def test_a_wave_that_is_no_cohort_leads_to_no_field_of_dates() -> None:
    with pytest.raises(FilterError) as caught:
        match_text(STORE, "sites", "wave:5")
    assert caught.value.suggestion == ""
    assert "a cohort is asked by its id, as in in:first" in caught.value.reason


def meant_by(name: str, text: str) -> str | None:
    """The filter that is suggested in place of one, None where there are rows."""
    whole = table(DATASET, View(), name)
    store: Store = STORE if name in STORE.specs else over(whole.store, whole.source)
    try:
        if 1 in match_text(store, name, text):
            return None
    except FilterError as error:
        return f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}"
    view = View(filter=text, cohort="network") if name == "sites" else View(rows=text)
    why = why_empty(DATASET, view) or why_no_rows(whole, view)
    return why[0].meant


@pytest.mark.parametrize("name", TABLES)
def test_a_sign_before_a_value_leads_to_all_but_that_value(name: str) -> None:
    """Of every column, whatever it holds: never to the value itself, which is the opposite."""
    result = table(DATASET, View(), name)
    for column in result.spec.columns:
        known = [each for each in result.source.values(column.id) if each not in (None, ())]
        if not known:
            continue
        value = known[0][0] if isinstance(known[0], tuple) else known[0]
        word = str(getattr(value, "text", value)) if not isinstance(value, bool) else "yes"
        if len(word.split()) > 1 or not re.fullmatch(r"[\w./-]+", word):
            word = next(iter(re.findall(r"[^\W\d_]{5,}", word)), "")
        if word and meant_by(name, f"{column.id}:{word}") is None:
            meant = meant_by(name, f"{column.id}:-{word}")
            assert meant in (None, f"-{column.id}:{word}"), (column.id, word)


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("partners", "type:-company", "-type:company"),
        ("sites", "partner.type:-company", "-partner.type:company"),
        ("sites", "partner(type:-company)", "partner(-type:company)"),
        ("sites", "member.type:-company,-university", "-member.type:company,university"),
        ("sites", "in:-first", "-in:first"),
        ("sites", "confidence:confirmed,-likely", "confidence:confirmed,"),
        ("sites", "member:-KIT", "-member:KIT"),
        ("sites", "city:-Jüllich", "-city:Jülich"),
        ("sites", 'city:"-Jülich"', "city:Jülich"),
    ],
)
def test_where_the_sign_goes(name: str, text: str, meant: str) -> None:
    assert meant_by(name, text) == meant
