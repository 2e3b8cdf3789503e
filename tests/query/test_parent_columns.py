"""Columns of the rows that a row belongs to: chosen, sorted, filtered and searched as its own."""

from __future__ import annotations

import pytest

from tui.dataset import Dataset
from tui.query import UnknownNameError, View, table
from tui.query.engine.format import cell
from tui.query.engine.match import match_text
from tui.query.engine.specs import PARENTS
from tui.query.engine.store import Store, store_of


@pytest.mark.parametrize("name", PARENTS)
def test_a_row_shows_the_values_of_its_parent(factories: Dataset, name: str) -> None:
    """Each value is the one that stands in the parent's own table."""
    store = store_of(factories)
    source = store.table(name)
    assert source.spec.lent
    for column in source.spec.lent:
        relation, _, own = column.id.partition(".")
        parent = next(each for each in PARENTS[name] if store.specs[each].singular == relation)
        values = store.table(parent).values(own)
        expected = [values[row] for row in source.parents[relation]]
        assert source.values(column.id) == expected, column.id
        for beside in (column.confidence, column.basis):
            assert not beside or source.spec.column(beside) is not None


def test_they_are_chosen_and_sorted_but_never_shown_unasked(factories: Dataset) -> None:
    view = View(filter="country:DE,FI").with_table(
        "systems", columns=("name", "site.country", "site.selected"),
        sort=(("site.country", True), ("name", False)),
    )  # fmt: skip
    found = table(factories, view, "systems")
    countries = [found.value(row, found.columns[1]) for row in range(len(found))]
    assert countries == sorted(countries, reverse=True)
    assert set(countries) == {"DE", "FI"}
    every = table(factories, View(), "systems", every=True)
    assert not any(column.id.startswith("site.") for column in every.columns)


def test_a_doubt_stands_beside_the_figure_there_too(factories: Dataset) -> None:
    """The parent's confidence and basis go with its figure."""
    sites = table(factories, View().with_table("sites", columns=("budget.total_meur",)), "sites")
    cells = {sites.key(row): cell(sites, row, sites.columns[0]) for row in range(len(sites))}
    columns = ("site", "site.budget.total_meur")
    systems = table(factories, View().with_table("systems", columns=columns), "systems")
    for row in range(len(systems)):
        site = systems.value(row, systems.columns[0])
        assert cell(systems, row, systems.columns[1]) == cells[site]
    assert any(text.startswith("~") for text in cells.values())


def test_what_the_parent_lacks_is_an_error_with_the_nearest(factories: Dataset) -> None:
    view = View().with_table("partners", columns=("site.contry",))
    with pytest.raises(UnknownNameError, match=r"did you mean 'site\.country'"):
        table(factories, view, "partners")


@pytest.mark.parametrize(
    ("name", "text", "same"),
    [
        ("partners", "site.country:DE", "site(country:DE)"),
        ("rankings", "system.status:operational", "system(status:operational)"),
        ("rankings", "system.site.country:DE", "site.country:DE"),
        ("indicators", "region.country:DE", "country:DE"),
        ("systems", "site.member_countries:>1", "site(member_countries:>1)"),
    ],
)
def test_they_are_filtered(store: Store, name: str, text: str, same: str) -> None:
    assert match_text(store, name, text) == match_text(store, name, same)


def test_ranks_of_an_edition_are_columns_of_systems(factories: Dataset) -> None:
    """With how sure they are; they can be filtered and sorted."""
    store = store_of(factories)
    systems = store.table("systems")
    text = "rank_2026-06:<=50"
    expected = {
        row
        for row, system in enumerate(systems.records)
        for place in system.rankings
        if place.list == "TOP500" and str(place.edition) == "2026-06" and place.rank <= 50
    }
    picked = match_text(store, "systems", text)
    assert {row for row in range(len(picked)) if picked[row]} == expected != set()
    column = systems.spec.column("rank_2026-06")
    assert column is not None
    sure = systems.values(column.confidence)
    ranks = systems.values(column.id)
    assert [each is None for each in sure] == [each is None for each in ranks]
