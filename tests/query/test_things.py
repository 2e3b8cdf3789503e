"""What the dataset has a name for, found by parts of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.dataset import load
from tui.query.assist.things import KINDS, SHOWN, Thing, Things
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


def test_every_site_is_found_by_its_name() -> None:
    for site in store().dataset.sites:
        assert site.id in {thing.key for thing in found(site.name) if thing.kind == "site"}


def test_nothing_is_found_across_two_names() -> None:
    first, second = (site.name for site in store().dataset.sites[:2])
    assert not [t for t in found(f"{first[-3:]} {second[:3]}x") if t.kind == "site"]
