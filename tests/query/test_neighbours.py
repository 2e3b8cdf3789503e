"""Texts beside a term that are values of its field are told with the list that they make."""

from __future__ import annotations

import pytest

from tests.query.test_sentences import STORE
from tui.query.engine.bind import notes_of_reading


def told(name: str, text: str) -> list[str]:
    """What is said of texts that may be values."""
    notes = (note.text for note in notes_of_reading(STORE, name, text))
    return [note for note in notes if "is looked for as text; write" in note]


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("sites", 'country:"DE" OR "FR"', ["country:DE,FR"]),
        ("sites", 'kind:factory country:"DE" OR "FR" sectors:>2', ["country:DE,FR"]),
        ("sites", 'country:"DE" OR "FR" OR "IT"', ["country:DE,FR,IT"] * 2),
        ("sites", "country:AT,DE or FR oder it", ["country:AT,DE,FR,it"] * 2),
        ("partners", 'type:"company" OR "university"', ["type:company,university"]),
        ("partners", 'type:"company" "university"', ["type:company,university"]),
        ("partners", 'type:"company" OR "public body"', ['type:company,"public body"']),
        ("sites", "sectors:5 OR 6 OR 10", ["sectors:5,6,10"] * 2),
        ("sites", "accelerators_installed:4 OR 480", ['accelerators_installed:4,"480"']),
        ("sites", "selected:2024 or 2025-06", ["selected:2024,2025-06"]),
        ("partners", "country:de fr", ["country:de,fr"]),
        ("partners", "country:DE fr", ["country:DE,fr"]),
        ("partners", "country:germany fr it", ["country:germany,fr"]),
        ("partners", "type:public body", ['type:"public body"']),
        ("partners", "type:company,public body", ['type:company,"public body"']),
    ],
)
def test_one_more_value_is_told_with_its_list(name: str, text: str, meant: list[str]) -> None:
    assert [note.split("write ")[1] for note in told(name, text)] == [
        f"{each} for the value" for each in meant
    ]


@pytest.mark.parametrize(
    "text",
    [
        'country:DE OR "FR"', "country:DE FR", "country:de in stuttgart", "country:de it stuttgart",
        "type:company in", "name:5 OR 6", "stuttgart in de", "name:de fr", '"de" fr',
        'country:"DE" "Fraunhofer"', "-country:de fr", 'country:"DE" type:company OR "FR"',
    ],
)  # fmt: skip
def test_ordinary_texts_get_no_note(text: str) -> None:
    """Nor does a text in quotes behind a value without: it is text on purpose."""
    assert told("partners", text) == []
