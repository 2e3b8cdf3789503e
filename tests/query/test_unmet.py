"""A name among several that nothing meets is told: the others hide that it is a slip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FACTORIES
from tui.dataset import load
from tui.query.engine.match import match_text
from tui.query.engine.notes import notes
from tui.query.engine.store import store_of

STORE = store_of(load([FACTORIES]))
TABLES = [name for name, spec in STORE.specs.items() if spec.column("site") or name == "sites"]
SITES = [site.id for site in STORE.dataset.sites]
NOWHERE = st.text("qxz", min_size=3, max_size=8)


@pytest.mark.parametrize(
    ("text", "slip", "meant"),
    [
        ("site:hamerhai,jaif", "site:hamerhai", "hammerhai"),
        ("-site:hamerhai,jaif", "site:hamerhai", "hammerhai"),
        ("site:jaif OR site:zzz", "site:zzz", ""),
        ("site:jaif OR zzz", "zzz", ""),
        ("partner:HLRS,zzz", "partner:zzz", ""),
        ("partner.name:leibniz,leibnitz", "partner.name:leibnitz", "Leibniz"),
        ("partner(name:leibniz,leibnitz)", "name:leibnitz", "Leibniz"),
        ("count(partner(name:leibniz,zzz)):>0", "name:zzz", ""),
        ("sector:health,helth", "sector:helth", "Health"),
        ("-sector:healthx", "sector:healthx", "Health"),
        ("country:DE -site:hamerhai", "site:hamerhai", "hammerhai"),
        ("kind:factory -zzz", "zzz", ""),
        ("partner(-name:leibnitz)", "name:leibnitz", "Leibniz"),
        ("city:Stuttgart,Stutgart", "city:Stutgart", "Stuttgart"),
    ],
)
def test_a_slip_beside_what_is_met_is_told_at_its_place(text: str, slip: str, meant: str) -> None:
    (note,) = notes(STORE, "sites", text)
    lead = f"; did you mean '{meant}'?" if meant else ""
    assert note.text == f"nothing in the data meets {slip}{lead}"
    assert text[note.span.start : note.span.end] == slip.rpartition(":")[2]


@pytest.mark.parametrize(
    "text", ["site:zzz,xxx", "site:zzz", "zzz OR xxx", "site:jaif,hammerhai",
             "country:DE,MT", "members:5,999", "kind:factory,antenna",
             "-site:jaif", "-country:MT", "-members:999", "-website:*", "-name:/zzz/",
             "-stuttgart"],
)  # fmt: skip
def test_nothing_is_told_where_all_or_none_are_met_and_of_words_and_figures(text: str) -> None:
    assert not [each for each in notes(STORE, "sites", text) if "nothing in" in each.text]


@given(st.sampled_from(TABLES), st.lists(st.sampled_from(SITES), min_size=1), NOWHERE, st.data())
def test_each_of_many_that_is_met_nowhere_is_told_and_takes_nothing(
    table: str, sites: list[str], nowhere: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(sites)))
    text = f"site:{','.join([*sites[:place], nowhere, *sites[place:]])}"
    alone = match_text(STORE, table, f"site:{','.join(sites)}")
    assert match_text(STORE, table, text) == alone
    met = [1 in match_text(STORE, table, f"site:{each}") for each in sites]
    told = {each.text.split(";")[0].rpartition("site:")[2] for each in notes(STORE, table, text)}
    unmet = {each for each, is_met in zip(sites, met, strict=True) if not is_met}
    assert told == (unmet | {nowhere} if any(met) else set())
