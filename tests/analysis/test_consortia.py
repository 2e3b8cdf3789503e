"""The make-up of consortia, against the answers worked out by hand for the small dataset."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis.lenses import consortia
from tui.analysis.lenses.breakdown import Breakdown, count
from tui.dataset import load
from tui.query import View
from tui.query.engine import masks, relations
from tui.query.engine.columns import Column
from tui.query.engine.masks import Mask
from tui.query.engine.match import match_text
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import site_mask

FIXTURES = Path(__file__).parents[1] / "fixtures"
SMALL = "small"
FACTORIES = "factories"


@cache
def store(name: str = SMALL) -> Store:
    return store_of(load([FIXTURES / name]))


def sites_of(cohort: str, name: str = SMALL) -> Mask:
    return site_mask(store(name).dataset, View(cohort=cohort))


def rows_of(sites: Mask, name: str = SMALL) -> list[int]:
    found = relations.of_sites(store(name), "partners", sites)
    return masks.rows(found or b"")


def row(found: Breakdown, key: str) -> dict[str, Any]:
    """Values of a row by column."""
    line = found.rows[found.keys.index(key)]
    return dict(zip((column.id for column in found.columns), line, strict=True))


def total(found: Breakdown) -> dict[str, Any]:
    return dict(zip((column.id for column in found.columns), found.total, strict=True))


def whole(cohort: str = "all") -> Breakdown:
    sites = sites_of(cohort)
    return consortia.by_site(store(), sites, rows_of(sites))


class TestBySite:
    @pytest.mark.parametrize(
        ("site", "members", "academic", "research", "with_hpc", "countries"),
        [
            ("alder", 3, 100 / 3, 100 / 3, 200 / 3, 1),
            ("birch", 3, 100 / 3, 200 / 3, 100.0, 2),
            ("cedar", 2, 0.0, 50.0, 100.0, 2),
            ("dogwood", 3, 0.0, 100 / 3, 100 / 3, 2),
            ("antenna-elm", 2, 0.0, 0.0, 0.0, 1),
        ],
    )
    def test_members_and_shares(
        self,
        site: str,
        members: int,
        academic: float,
        research: float,
        with_hpc: float,
        countries: int,
    ) -> None:
        found = row(whole(), site)
        assert found["members"] == members
        assert found["academic_share"] == pytest.approx(academic)
        assert found["research_share"] == pytest.approx(research)
        assert found["research_hpc_share"] == pytest.approx(with_hpc)
        assert found["countries"] == countries

    def test_members_by_type(self) -> None:
        found = row(whole(), "dogwood")
        assert {ident: found[ident] for ident in consortia.kinds(store()).types} == {
            "university": 0,
            "research_organisation": 1,
            "hpc_centre": 0,
            "public_body": 0,
            "company": 2,
            "cluster_or_association": 0,
            "other": 0,
        }

    def test_who_only_pays_or_supports_is_no_member(self) -> None:
        assert (row(whole(), "alder")["funder"], row(whole(), "alder")["supporting"]) == (1, 0)
        assert (row(whole(), "cedar")["funder"], row(whole(), "cedar")["supporting"]) == (0, 1)
        assert row(whole(), "cedar")["cluster_or_association"] == 0

    def test_completeness_goes_with_the_row(self) -> None:
        states = whole().values("completeness")
        assert states == ["complete", "complete", "partial", "complete", "unknown"]
        assert whole().keys == ("alder", "birch", "cedar", "dogwood", "antenna-elm")

    def test_the_total_counts_countries_once(self) -> None:
        found = total(whole("early"))
        assert (found["members"], found["countries"], found["research_share"]) == (8, 3, 50.0)
        assert found["research_hpc_share"] == 87.5
        assert total(whole())["members"] == 13
        assert total(whole())["research_share"] == pytest.approx(500 / 13)

    def test_an_empty_list_that_may_not_be_whole_is_unknown(self) -> None:
        sites = sites_of("network", FACTORIES)
        found = consortia.by_site(store(FACTORIES), sites, rows_of(sites, FACTORIES))
        blank = row(found, "antenna-sk")
        assert blank["members"] is None
        assert blank["funder"] is None
        assert blank["research_share"] is None
        assert blank["completeness"] == "unknown"

    def test_no_site_gives_no_row_and_no_share(self) -> None:
        nobody = masks.nothing(5)
        found = consortia.by_site(store(), nobody, [])
        assert len(found) == 0
        assert total(found)["members"] == 0
        assert total(found)["academic_share"] is None


class TestNarrowed:
    def test_matching_members_stand_beside_all(self) -> None:
        sites = sites_of("all")
        every = rows_of(sites)
        companies = match_text(store(), "partners", "type:company")
        some = [each for each in every if companies[each]]
        found = consortia.by_site(store(), sites, some, every)
        assert not found.has("research_share")
        assert row(found, "dogwood")["members"] == 2
        assert row(found, "dogwood")["all_members"] == 3
        assert row(found, "dogwood")["matching"] == pytest.approx(200 / 3)
        assert (row(found, "cedar")["members"], row(found, "cedar")["all_members"]) == (0, 2)
        assert (total(found)["members"], total(found)["all_members"]) == (3, 13)


class TestByType:
    def test_members_of_both_cohorts(self) -> None:
        early = consortia.by_type(store(), rows_of(sites_of("early")))
        assert dict(zip(early.keys, early.values("members"), strict=True)) == {
            "university": 2,
            "research_organisation": 2,
            "hpc_centre": 3,
            "public_body": 0,
            "company": 1,
            "cluster_or_association": 0,
            "other": 0,
        }
        every = consortia.by_type(store(), rows_of(sites_of("all")))
        assert every.values("members") == [2, 3, 3, 1, 3, 0, 1]

    def test_an_organisation_counts_once_a_seat_each_time(self) -> None:
        found = consortia.by_type(store(), rows_of(sites_of("all")))
        research = row(found, "research_organisation")
        assert (research["members"], research["organisations"], research["sites"]) == (3, 2, 3)
        company = row(found, "company")
        assert (company["members"], company["organisations"], company["sites"]) == (3, 2, 2)
        assert row(found, "public_body")["funder"] == 1
        assert row(found, "cluster_or_association")["supporting"] == 1

    def test_shares_are_of_all_members(self) -> None:
        found = consortia.by_type(store(), rows_of(sites_of("early")))
        assert row(found, "hpc_centre")["share"] == 37.5
        assert total(found)["share"] == 100


class TestByCountry:
    def test_most_members_first(self) -> None:
        found = consortia.by_country(store(), rows_of(sites_of("all")))
        assert list(zip(found.keys, found.values("members"), strict=True)) == [
            ("DE", 5),
            ("FI", 4),
            ("EE", 2),
            ("IE", 2),
        ]
        assert row(found, "EE")["research_organisation"] == 2
        assert (row(found, "EE")["organisations"], row(found, "EE")["sites"]) == (1, 2)


class TestShared:
    def test_the_two_of_the_small_dataset(self) -> None:
        found = consortia.shared(store(), rows_of(sites_of("all")))
        assert set(found.keys) == {"pine-lab", "kiefer"}
        assert row(found, "pine-lab")["sites"] == ("birch", "cedar")
        assert row(found, "pine-lab")["roles"] == ("partner", "affiliated")
        assert row(found, "kiefer")["consortia"] == 2

    def test_only_the_chosen_sites_count(self) -> None:
        found = consortia.shared(store(), rows_of(sites_of("early")))
        assert found.keys == ("pine-lab",)

    def test_funders_are_listed_after_members(self) -> None:
        found = consortia.shared(store(FACTORIES), rows_of(sites_of("brief", FACTORIES), FACTORIES))
        assert found.values("consortia") == [2, 2, 2, 0]
        germany = row(found, "bund-de")
        assert (germany["sites"], germany["other_sites"]) == ((), ("hammerhai", "jaif"))


@pytest.mark.parametrize(
    ("site", "members", "types", "academic", "research", "with_hpc", "others"),
    [
        ("bsc-aif", 6, (0, 2, 2, 2, 0, 0, 0), 0, 2, 4, (3, 3)),
        ("hammerhai", 5, (1, 0, 3, 0, 1, 0, 0), 1, 1, 4, (0, 4)),
        ("ai2f", 20, (9, 4, 2, 2, 1, 2, 0), 9, 13, 15, (0, 0)),
        ("slaif", 10, (5, 1, 0, 2, 0, 2, 0), 5, 6, 6, (1, 1)),
    ],
)
def test_sites_counted_by_hand_in_the_files(
    site: str,
    members: int,
    types: tuple[int, ...],
    academic: int,
    research: int,
    with_hpc: int,
    others: tuple[int, int],
) -> None:
    sites = sites_of("brief", FACTORIES)
    found = row(consortia.by_site(store(FACTORIES), sites, rows_of(sites, FACTORIES)), site)
    assert found["members"] == members
    assert tuple(found[ident] for ident in consortia.kinds(store(FACTORIES)).types) == types
    assert found["academic_share"] == pytest.approx(100 * academic / members)
    assert found["research_share"] == pytest.approx(100 * research / members)
    assert found["research_hpc_share"] == pytest.approx(100 * with_hpc / members)
    assert (found["supporting"], found["funder"]) == others


@given(st.lists(st.booleans(), min_size=32, max_size=32))
def test_every_breakdown_adds_up_to_the_same_members(flags: list[bool]) -> None:
    data = store(FACTORIES)
    sites = bytes(flags)
    rows = rows_of(sites, FACTORIES)
    found = consortia.by_site(data, sites, rows)
    members = sum(number or 0 for number in found.values("members"))
    assert members == total(found)["members"]
    assert members == sum(consortia.by_type(data, rows).values("members"))
    assert members == sum(consortia.by_country(data, rows).values("members"))
    for line in found.rows:
        named = dict(zip((column.id for column in found.columns), line, strict=True))
        if named["members"]:
            assert 0 <= named["academic_share"] <= named["research_share"]
            assert named["research_share"] <= named["research_hpc_share"] <= 100


class TestSorting:
    _FOUND = Breakdown(
        "any",
        (Column("site", "Site", "slug", ""), count("number", "Number", "")),
        ("a", "b", "c"),
        (("alder", 1), ("birch", None), ("cedar", 3)),
    )

    @pytest.mark.parametrize(
        ("sort", "keys"),
        [
            ((("number", False),), ("a", "c", "b")),
            ((("number", True),), ("c", "a", "b")),
            ((("site", True),), ("c", "b", "a")),
            ((("no-such", True),), ("a", "b", "c")),
        ],
    )
    def test_unknown_stands_last(
        self, sort: tuple[tuple[str, bool], ...], keys: tuple[str, ...]
    ) -> None:
        assert self._FOUND.sorted(store(), sort).keys == keys

    def test_equal_rows_are_ordered_by_the_second_column(self) -> None:
        found = whole().sorted(store(), (("members", True), ("research_share", False)))
        assert found.keys == ("alder", "dogwood", "birch", "antenna-elm", "cedar")
