"""Folding: texts that a reader takes for the same are found by each other's spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query.engine.fold import fold, folds, haystack, natural, needle


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Jülich", "juelich"),
        ("Jülich", "jülich"),
        ("Jülich", "JULICH"),
        ("Ju\u0308lich", "juelich"),
        ("Universität Tübingen", "universitaet tuebingen"),
        ("GAUẞ", "gauss"),
        ("Straße", "STRASSE"),
        ("Göteborg", "goteborg"),
        ("Tromsø", "tromso"),
        ("Tromsø", "tromsoe"),
        ("Århus", "aarhus"),
        ("Århus", "arhus"),
        ("Ærø", "aeroe"),
        ("Œuvre", "oeuvre"),
        ("Łódź", "lodz"),
        ("Đakovo", "dakovo"),
        ("Iğdır", "igdir"),
        ("İzmir", "izmir"),
        ("Þór", "thor"),
        ("Αθήνα", "αθηνα"),
        ("ΟΔΟΣ", "οδος"),
        ("„Max Planck“", '"max'),
        ("L’Aquila", "l'aquila"),
        ("L'Aquila", "l’aquila"),
        ("2025–2026", "2025-2026"),
        ("non\u2011breaking", "non-breaking"),
        ("Barcelona\u00a0Supercomputing", "barcelona supercomputing"),
        ("two\n\t words", "TWO WORDS"),
        ("so\u00adft", "soft"),
        ("ﬁnance", "finance"),
    ],
)
def test_found_by_spelling(stored: str, typed: str) -> None:
    assert needle(typed) in haystack(stored)


@pytest.mark.parametrize(("stored", "typed"), [("Julich", "juelich"), ("Köln Jülich", "ln ju\nko")])
def test_not_found(stored: str, typed: str) -> None:
    assert needle(typed) not in haystack(stored)


def test_forms() -> None:
    assert folds("Jülich") == ("julich", "juelich")
    assert folds("KIT") == ("kit",)
    assert folds("Orléans") == ("orleans",)
    assert haystack("Zürich") == "zurich\nzuerich"
    assert haystack("A  B") == "a b"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_text_finds_itself_in_any_case(text: str) -> None:
    assert needle(text) in haystack(text)
    assert needle(text.casefold()) in haystack(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_folded_like_any_text(text: str) -> None:
    assert fold(text + "é") == fold(text) + "e"


@given(st.text())
def test_forms_are_distinct_lines(text: str) -> None:
    forms = folds(text)
    assert haystack(text).split("\n") == list(forms)
    assert len(set(forms)) == len(forms)


def test_texts_are_sorted_as_people_do() -> None:
    """Numbers by size, letters without case and accents, any text beside any other."""
    names = ["Cluster 10", "cluster 9", "Clüster 9b", "Cluster", "9", "10", "a1b2", "a1b10", ""]
    assert sorted(names, key=natural) == [
        "", "9", "10", "a1b2", "a1b10", "Cluster", "cluster 9", "Clüster 9b", "Cluster 10",
    ]  # fmt: skip


@given(st.lists(st.text("a1 9٣é", max_size=6) | st.just("9" * 5000)))
def test_any_texts_can_be_sorted(texts: list[str]) -> None:
    assert sorted(sorted(texts, key=natural)) == sorted(texts)
