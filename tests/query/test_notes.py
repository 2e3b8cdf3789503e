"""A country or a word of a vocabulary that is looked for in names or texts: what asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import FACTORIES
from tui.analysis.tables import WORKED_OUT, table
from tui.dataset import load
from tui.dataset.vocabulary import COUNTRIES
from tui.query import FilterError, View
from tui.query.assist.empty_result import why_empty, why_no_rows
from tui.query.engine.fold import needle
from tui.query.engine.match import match_text
from tui.query.engine.notes import notes
from tui.query.engine.relations import NAMES, RELATIONS
from tui.query.engine.store import store_of
from tui.query.engine.table import notes_of
from tui.query.language.render import literal, only

DATASET = load([FACTORIES])
STORE = store_of(DATASET)
TABLES = (*STORE.specs, *WORKED_OUT)
PLACES = sorted(
    {(each, word, target) for each, links in RELATIONS.items() for word, target in links.items()}
    | {(each, STORE.specs[each].singular, each) for each in NAMES}
)
"""Tables, the words by which names are asked for there, and the tables of these names."""


def classes(name: str) -> dict[str, list[tuple[str, str]]]:
    """Each form of a value of a class of a table, with the columns and values it stands for."""
    found: dict[str, list[tuple[str, str]]] = {}
    for column in STORE.specs[name].columns:
        if column.id in NAMES.get(name, ()):
            continue
        for value, forms in _values(column.kind, column.vocabulary):
            for form in forms:
                found.setdefault(form, []).append((column.id, value))
    return found


def _values(kind: str, vocabulary: str) -> Iterator[tuple[str, set[str]]]:
    if kind in ("word", "words"):
        for word in STORE.vocabulary.words(vocabulary).values():
            yield word.id, {word.id, word.en, word.de, word.en.upper()}
    elif kind in ("country", "countries"):
        for code in ("AT", "DE", "ES", "FI", "FR", "IT", "LI", "SI"):
            yield code, {code, code.lower(), *COUNTRIES[code]}


def is_name(name: str, form: str) -> bool:
    """Whether a row has this name, or a word of a vocabulary as its name that holds it."""
    for ident in NAMES[name]:
        column = STORE.specs[name].own_column(ident)
        assert column is not None
        for held in STORE.table(name).values(ident):
            lines = map(needle, STORE.searchable(column, held)) if held else ()
            if any(needle(form) in ((line,) if not column.vocabulary else line) for line in lines):
                return True
    return False


def led(name: str, text: str) -> str:
    """All that is said where a filter is asked: notes, or why nothing is left."""
    view = View(filter=text) if name == "sites" else View(rows=text)
    result = table(DATASET, view, name)
    said = [note.text for note in notes_of(result, view)]
    why = why_empty(DATASET, view) or why_no_rows(table(DATASET, View(), name), view)
    return "\n".join((*said, *(each.meant for each in why)))


@pytest.mark.parametrize(("name", "word", "target"), PLACES)
def test_no_class_is_looked_for_in_names_in_silence(name: str, word: str, target: str) -> None:
    for form, meant in classes(target).items():
        text = only(word, form)
        found = match_text(STORE, name, text)
        other = [match_text(STORE, name, only(f"{word}.{ident}", value)) for ident, value in meant]
        if found not in other and not is_name(target, form):
            asked = [only(f"{word}.{ident}", value) for ident, value in meant]
            assert any(each in led(name, text) for each in asked), text


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_class_is_looked_for_as_text_in_silence(name: str) -> None:
    for form, meant in classes(name).items():
        text = literal(form)
        found = match_text(STORE, name, text)
        other = [match_text(STORE, name, only(ident, value)) for ident, value in meant]
        if found not in other and not is_name(name, form):
            assert any(only(ident, value) in led(name, text) for ident, value in meant), text


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("sites", "member:DE", "'DE' is looked for in names; member.country:DE asks for the"),
        ("sites", "-member:company", "member.type:company asks for the type"),
        ("sites", "count(member(DE)):>2", "'DE' is looked for as text; country:DE asks for the"),
        ("sites", "member:kit,FI OR sectors:>9", "member.country:FI asks for the country"),
        ("partners", "type:DE", "'DE' is looked for in type; country:DE asks for the country"),
        ("systems", "DE", "'DE' is looked for as text; site.country:DE asks for the"),
        ("partners", "companies", "'companies' is looked for as text; type:company asks for the"),
        ("sites", "budget", "'budget' is looked for as text; budget.total_meur:* asks for those"),
        ("sites", "-website", "website:* asks for those where it is known"),
        ("sectors", "official", "official:yes asks for those where it is so"),
        ("sites", "first", "'first' is looked for as text; in:first asks for the cohort"),
        ("sites", "DE stuttgart", "country:DE asks for the country"),
        ("sites", "university in stuttgart", ""),
        ("sites", 'member:"DE"', ""),
        ("sites", '"DE"', ""),
        ("sites", "member:kit", ""),
        ("sites", "member:/DE/", ""),
        ("sites", "Germany", ""),
        ("sites", "sector:health", ""),
        ("sites", "member.country:DE", ""),
    ],
)
def test_what_asks_for_a_class_is_told_beside_the_answer(name: str, text: str, said: str) -> None:
    found = "\n".join(note.text for note in notes(STORE, name, text))
    assert said in found if said else found == ""


@pytest.mark.parametrize("name", sorted(TABLES))
@pytest.mark.parametrize(
    "word", ["none", "NULL", "n/a", "unknown", "empty", "missing", "unbekannt", "?"]
)
def test_a_word_for_what_is_not_known_is_told_how_that_is_asked(name: str, word: str) -> None:
    """The same on every table, whatever the word finds; it leads to no word that looks alike."""
    view = View(filter=word) if name == "sites" else View(rows=word)
    whole, result = table(DATASET, View(), name), table(DATASET, view, name)
    said = [note.text for note in notes_of(result, view) if "without a value" in note.text]
    begin = f"'{word}' is looked for as text; rows without a value are asked for by field, as in "
    (told,) = (text.removeprefix(begin) for text in said if text.startswith(begin))
    if told != "-FIELD:*":
        asked = View(filter=told) if name == "sites" else View(rows=told)
        assert 0 < len(table(DATASET, asked, name)) <= len(whole)
    for each in why_empty(DATASET, view) or why_no_rows(whole, view):
        assert each.meant in ("", *(f"{column.id}:unknown" for column in whole.spec.columns))


@pytest.mark.parametrize("text", ['"none"', "na", "nonesuch", "acronym:*", "-acronym:*"])
def test_other_words_are_not_told_of_what_is_not_known(text: str) -> None:
    assert not [note for note in notes(STORE, "partners", text) if "without" in note.text]


@pytest.mark.parametrize(
    ("name", "text", "at", "meant"),
    [
        ("sites", "country:DE member(none)", "none", "-acronym:*"),
        ("sites", "stuttgart OR -NULL", "NULL", "-"),
        ("partners", "type:company unknown", "unknown", "-acronym:*"),
    ],
)
def test_it_is_told_where_it_stands(name: str, text: str, at: str, meant: str) -> None:
    (note,) = (each for each in notes(STORE, name, text) if "without a value" in each.text)
    assert text[note.span.start : note.span.end] == at
    assert f"as in {meant}" in note.text


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (
            "partners",
            "member:DE",
            "'DE' is neither true nor false; country:DE asks for the country",
        ),
        ("partners", "country:company", "no country 'company'; type:company asks for the type"),
        ("sites", "kind:DE", "no kind 'DE', only factory, antenna; country:DE asks for the"),
        ("sites", "kind:DEX", "no kind 'DEX', only factory, antenna"),
    ],
)
def test_a_value_of_another_column_leads_there(name: str, text: str, reason: str) -> None:
    with pytest.raises(FilterError) as caught:
        match_text(STORE, name, text)
    assert caught.value.reason.startswith(reason)
