"""Coverage of sectors, against the answers worked out by hand for the small dataset."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis import tables
from tui.analysis.lenses import coverage, site_groups
from tui.analysis.lenses.coverage import EVIDENCE, OFFICIAL, UNNAMED, Coverage
from tui.dataset import load
from tui.query import Result, View
from tui.query.engine.columns import Field
from tui.query.engine.match import match_text
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import site_mask

FIXTURES = Path(__file__).parents[1] / "fixtures"
SMALL = "small"
FACTORIES = "factories"


@cache
def store(name: str = SMALL) -> Store:
    return store_of(load([FIXTURES / name]))


def covered(cohort: str, by: str = "sector", name: str = SMALL) -> Coverage:
    sites = site_mask(store(name).dataset, View(cohort=cohort))
    return coverage.coverage(store(name), sites, by=by)


class TestCoverage:
    def test_sites_and_columns_stand_by_how_much_they_cover(self) -> None:
        found = covered("all")
        assert [site.id for site in found.sites] == [
            "birch",
            "dogwood",
            "alder",
            "cedar",
            "antenna-elm",
        ]
        assert [(ident, len(found.covering[ident])) for ident in found.columns] == [
            ("health_life_sciences", 3),
            ("manufacturing", 2),
            ("automotive", 2),
            ("energy", 2),
            ("agrifood", 2),
            ("cybersecurity", 2),
            ("quantum", 0),
        ]

    def test_unknown_is_not_nothing(self) -> None:
        named = {site.id: site.named for site in covered("all").sites}
        assert named == {"birch": 5, "dogwood": 5, "alder": 2, "cedar": 1, "antenna-elm": None}

    def test_a_generalist_names_five(self) -> None:
        assert [site.id for site in covered("all").sites if site.generalist] == ["birch", "dogwood"]

    def test_official_and_other_evidence_are_counted_apart(self) -> None:
        found = covered("all")
        assert dict(found.official) == {
            "health_life_sciences": 2,
            "manufacturing": 2,
            "automotive": 1,
            "energy": 2,
            "agrifood": 2,
            "cybersecurity": 1,
            "quantum": 0,
        }

    def test_groups_hold_several_sectors(self) -> None:
        found = covered("all", "group")
        sites = {site.id: site for site in found.sites}
        assert found.evidence(sites["alder"], "industry") == (1, 1)
        assert found.evidence(sites["birch"], "environment_energy") == (2, 0)
        assert found.evidence(sites["cedar"], "industry") == (0, 0)
        assert {ident: len(found.covering[ident]) for ident in found.columns} == {
            "industry": 3,
            "health": 3,
            "environment_energy": 2,
            "digital_security": 2,
        }

    def test_lists_that_may_lack_some_are_named(self) -> None:
        assert [site.id for site in covered("all").uncertain] == ["birch", "antenna-elm"]

    def test_narrowed_to_rows_it_shows_only_what_they_name(self) -> None:
        data = store()
        sites = site_mask(data.dataset, View(cohort="all"))
        flags = match_text(data, "sectors", "official:false")
        rows = [row for row, flag in enumerate(flags) if flag]
        found = coverage.coverage(data, sites, rows)
        assert set(found.columns) == {"automotive", "cybersecurity", "health_life_sciences"}
        birch = next(site for site in found.sites if site.id == "birch")
        assert (birch.named, birch.all_named, birch.generalist) == (1, 5, True)


def table_of(table: str, cohort: str = "all", name: str = SMALL) -> Result:
    """A worked-out table with all its columns."""
    return tables.table(store(name).dataset, View(cohort=cohort), table, every=True)


def values(result: Result, ident: str) -> dict[str, Any]:
    """The values of a column by key of the row."""
    column = result.spec.column(ident)
    assert column is not None
    return {result.key(row): result.value(row, column) for row in range(len(result))}


def total(result: Result, ident: str) -> Any:
    column = result.spec.column(ident)
    assert isinstance(column, Field)
    return column.value(result.source.total)


class TestMatrix:
    def test_cells_say_how_sure_the_naming_is(self) -> None:
        found = table_of("sector-matrix")
        assert values(found, "manufacturing")["alder"] == OFFICIAL
        assert values(found, "automotive")["alder"] == EVIDENCE
        assert values(found, "energy")["alder"] == UNNAMED
        assert values(found, "generalist")["alder"] is False

    def test_what_an_incomplete_list_lacks_is_unknown(self) -> None:
        found = table_of("sector-matrix")
        assert values(found, "quantum")["birch"] is None
        assert values(found, "generalist")["antenna-elm"] is None

    def test_the_margins_count(self) -> None:
        found = table_of("sector-matrix", "early")
        assert list(values(found, "sectors").values()) == [5, 2, 1]
        assert total(found, "sectors") == 8
        assert total(found, "health_life_sciences") == 2
        assert total(found, "quantum") == 0

    def test_by_group_cells_are_numbers(self) -> None:
        found = table_of("sector-groups")
        assert values(found, "environment_energy")["birch"] == 2
        assert values(found, "digital_security")["birch"] == 1
        assert values(found, "industry")["antenna-elm"] is None


class TestGaps:
    def test_covered_by_none_then_by_one(self) -> None:
        assert list(values(table_of("sector-gaps", "early"), "named_by").items()) == [
            ("quantum", ()),
            ("automotive", ("alder",)),
            ("energy", ("birch",)),
            ("agrifood", ("birch",)),
            ("cybersecurity", ("birch",)),
        ]
        assert list(values(table_of("sector-gaps"), "sites")) == ["quantum"]

    def test_official_is_unknown_of_what_nobody_names(self) -> None:
        found = values(table_of("sector-gaps", "early"), "official")
        assert (found["quantum"], found["automotive"], found["energy"]) == (None, False, True)

    def test_the_thirteen_leave_five_open(self) -> None:
        named = values(table_of("sector-gaps", "brief", FACTORIES), "named_by")
        assert [ident for ident, sites in named.items() if not sites] == [
            "construction",
            "smart_cities",
            "creative_industries",
            "maritime",
            "tourism",
        ]
        assert named["gaming"] == ("mimer",)
        assert named["automotive"] == ("hammerhai",)
        assert sum(len(sites) == 1 for sites in named.values()) == 7


class TestLikeness:
    def test_pairs_by_what_they_share(self) -> None:
        found = table_of("sector-likeness")
        assert len(found) == 6
        assert next(iter(values(found, "likeness"))) == "birch/dogwood"
        first = found.record(0)
        assert first.likeness == pytest.approx(100 * 4 / 6)
        assert first.groups == 100
        assert first.shared == ("health_life_sciences", "energy", "agrifood", "cybersecurity")

    def test_sites_that_name_nothing_are_in_no_pair(self) -> None:
        found = table_of("sector-likeness")
        assert "antenna-elm" not in {
            *values(found, "site").values(),
            *values(found, "other").values(),
        }

    def test_every_site_has_its_closest(self) -> None:
        best = values(table_of("closest-sites"), "other")
        assert best["birch"] == "dogwood"
        assert best["dogwood"] == "birch"
        assert best["antenna-elm"] is None
        assert list(best)[-1] == "antenna-elm"

    def test_two_sites_by_hand(self) -> None:
        found = table_of("sector-likeness", "brief", FACTORIES)
        assert values(found, "shared")["bsc-aif/jaif"] == 6
        assert values(found, "either")["bsc-aif/jaif"] == 11

    def test_too_many_sites_are_not_paired(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(site_groups, "MOST_SITES", 3)
        data, view = load([FIXTURES / SMALL]), View(cohort="all")  # a dataset keeps its tables
        assert len(tables.table(data, view, "sector-likeness")) == 0
        closest = tables.table(data, view, "closest-sites")
        assert set(values(closest, "other").values()) == {None}


@given(st.lists(st.booleans(), min_size=32, max_size=32))
def test_both_margins_count_the_same_namings(flags: list[bool]) -> None:
    data = store(FACTORIES)
    found = coverage.coverage(data, bytes(flags))
    by_site = sum(site.named or 0 for site in found.sites)
    assert by_site == sum(len(sites) for sites in found.covering.values())
    grouped = coverage.coverage(data, bytes(flags), by="group")
    assert by_site == sum(
        sum(grouped.evidence(site, column)) for site in grouped.sites for column in grouped.columns
    )
    for pair in site_groups.likeness(found):
        assert pair.likeness is not None
        assert 0 <= pair.likeness <= 100
        assert len(pair.shared) <= (pair.either or 0)
