"""What the dataset has a name for, found by parts of it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.dataset import load
from tui.dataset.vocabulary import country_name
from tui.query.assist.things import KINDS, MOST_LOOKED_AT, SHOWN, Thing, Things, _Names
from tui.query.engine.fold import fold
from tui.query.engine.store import Store, store_of

FACTORIES = Path(__file__).parents[1] / "fixtures" / "factories"


@cache
def store() -> Store:
    return store_of(load([FACTORIES]))


@cache
def things() -> Things:
    return Things(store(), ("sites", "systems"))


def found(text: str) -> list[Thing]:
    return [thing for _, thing in things().find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("hammer", "site", "hammerhai"),
        ("stuttgart", "site", "hammerhai"),
        ("germany jul", "site", "jaif"),
        ("juelich", "site", "jaif"),
        ("JÜLICH", "organisation", "fzj"),
        ("rwth", "organisation", "rwth"),
        ("jupiter boos", "system", "jaif/jupiter-booster"),
        ("life sci", "sector", "health_life_sciences"),
        ("nur zwei dreizehn", "claim", "cons-two-without-academic"),
        ("budget", "column", "budget.total_meur"),
        ("accelerator_count", "column", "accelerator_count"),
    ],
)
def test_things_by_parts_of_their_names(text: str, kind: str, key: str) -> None:
    keys = {thing.key for thing in found(text) if thing.kind == kind}
    assert key in keys


def test_each_kind_of_thing_says_what_it_is_and_where() -> None:
    assert found("hammerhai")[0] == Thing(
        "site", "hammerhai", "HammerHAI", "Stuttgart, Germany", ("hammerhai",)
    )
    assert found("jupiter boos") == [
        Thing("system", "jaif/jupiter-booster", "JUPITER Booster", "system of JAIF", ("jaif",))
    ]
    (austria,) = (each for each in found("aca") if each.key == "aca")
    assert austria == Thing(
        "organisation", "aca", "Advanced Computing Austria", "organisation at 2 sites",
        ("it4lia", "ai-at"),
    )  # fmt: skip
    assert found("rwth")[0].detail == "organisation at 1 site"
    assert found("health life_sciences") == [
        Thing("sector", "health_life_sciences", "Health and life sciences", "sector")
    ]
    statement = "Only two of the thirteen have no academic partner"
    assert found("nur zwei dreizehn") == [
        Thing("claim", "cons-two-without-academic", statement, "finding")
    ]
    assert found("accelerator_count")[0] == Thing(
        "column", "accelerator_count", "Chips", "column of systems", table="systems"
    )


def test_of_a_text_in_two_languages_one_column_is_found() -> None:
    both = Things(store(), ("findings",))
    keys = [thing.key for _, thing in both.find("statement") if thing.kind == "column"]
    assert keys == ["statement.en"]


LINES = st.lists(st.text("ab -_.", max_size=6), max_size=8)


@given(LINES, st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=3))
def test_names_are_ranked_as_a_slow_reader_ranks_them(lines: list[str], words: list[str]) -> None:
    def rank(line: str) -> int:
        if line.startswith(" ".join(words)):
            return 0
        parts = re.split("[-_. ]", line)
        return 1 if all(any(part.startswith(word) for part in parts) for word in words) else 2

    lengths = [len(line) for line in lines]
    ranked = _Names(lines, lengths).holding(words)
    holding = [at for at, line in enumerate(lines) if all(word in line for word in words)]
    assert sorted(ranked) == sorted((rank(lines[at]), at) for at in holding)
    order = [(rank, lengths[at]) for rank, at in ranked]
    assert order == sorted(order)


def test_a_name_that_begins_with_all_words_comes_before_one_that_has_them() -> None:
    names = _Names(["x ab cd", "ab x cd", "ab cd x", "xab cd"], [7, 7, 7, 6])
    assert names.holding(["ab", "cd"]) == [(0, 2), (1, 0), (1, 1), (2, 3)]


def test_of_very_many_names_those_that_begin_with_it_are_looked_at() -> None:
    lines = ["xa"] * (MOST_LOOKED_AT + 1) + ["ab", "a"]
    ranked = _Names(lines, [len(line) for line in lines]).holding(["a"])
    assert ranked[:2] == [(0, len(lines) - 1), (0, len(lines) - 2)]
    assert len(ranked) == MOST_LOOKED_AT + 2
    lines = ["ba ab"] * (MOST_LOOKED_AT + 1) + ["a bab"]
    assert _Names(lines, [5] * len(lines)).holding(["a", "ba"])[0] == (0, len(lines) - 1)


def test_what_begins_with_it_comes_first() -> None:
    ranks = [(rank, thing) for rank, thing in things().find("health") if thing.kind == "sector"]
    assert ranks[0][0] == 0
    labels = [thing.label for thing in found("budget") if thing.kind == "column"]
    assert labels[0] == "Budget"


@given(st.text(max_size=4))
def test_few_are_given_and_each_holds_what_is_typed(text: str) -> None:
    given_back = found(text)
    assert len(given_back) <= SHOWN * len(KINDS)
    if not fold(text).split():
        assert not given_back
    places = [(thing.kind, thing.table, thing.key) for thing in given_back]
    assert len(set(places)) == len(places)


def test_every_site_is_found_by_its_names_and_its_place() -> None:
    for site in store().dataset.sites:
        country = country_name(site.country)
        for text in (site.name, site.full_name, site.id, site.city, f"{country} {site.city}"):
            named = {thing.key for thing in found(text or site.name) if thing.kind == "site"}
            assert site.id in named, text


def test_every_organisation_is_found_by_its_names() -> None:
    for each in store().table("organisations").records:
        for text in (each.name, each.acronym or each.name):
            assert each.id in {thing.key for thing in found(text) if thing.kind == "organisation"}


def test_nothing_is_found_across_two_names() -> None:
    first, second = (site.name for site in store().dataset.sites[:2])
    assert not [t for t in found(f"{first[-3:]} {second[:3]}x") if t.kind == "site"]
