"""The make-up of consortia, against the answers worked out by hand for the small dataset."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis import tables
from tui.analysis.lenses import consortia
from tui.dataset import load
from tui.query import Result, View
from tui.query.engine.columns import Field
from tui.query.engine.store import Store, store_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
SMALL = "small"
FACTORIES = "factories"


@cache
def store(name: str = SMALL) -> Store:
    return store_of(load([FIXTURES / name]))


def table_of(table: str, cohort: str = "all", name: str = SMALL, **view: Any) -> Result:
    """A worked-out table with all its columns."""
    return tables.table(store(name).dataset, View(cohort=cohort, **view), table, every=True)


def keys(result: Result) -> list[str]:
    return [result.key(row) for row in range(len(result))]


def values(result: Result, ident: str) -> list[Any]:
    """The values of a column as they stand."""
    column = result.spec.column(ident)
    assert column is not None
    return [result.value(row, column) for row in range(len(result))]


def row(result: Result, key: str) -> dict[str, Any]:
    """Values of a row by column."""
    place = keys(result).index(key)
    return {column.id: result.value(place, column) for column in result.columns}


def total(result: Result) -> dict[str, Any]:
    record = result.source.total
    return {each.id: each.value(record) for each in result.columns if isinstance(each, Field)}


def by_site(cohort: str = "all") -> Result:
    return table_of("members-by-site", cohort)


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
        found = row(by_site(), site)
        assert found["members"] == members
        assert found["academic_share"] == pytest.approx(academic)
        assert found["research_share"] == pytest.approx(research)
        assert found["research_hpc_share"] == pytest.approx(with_hpc)
        assert found["countries"] == countries

    def test_members_by_type(self) -> None:
        found = row(by_site(), "dogwood")
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
        assert (row(by_site(), "alder")["funder"], row(by_site(), "alder")["supporting"]) == (1, 0)
        assert (row(by_site(), "cedar")["funder"], row(by_site(), "cedar")["supporting"]) == (0, 1)
        assert row(by_site(), "cedar")["cluster_or_association"] == 0

    def test_completeness_goes_with_the_row(self) -> None:
        states = values(by_site(), "completeness")
        assert states == ["complete", "complete", "partial", "complete", "unknown"]
        assert keys(by_site()) == ["alder", "birch", "cedar", "dogwood", "antenna-elm"]

    def test_the_total_counts_countries_once(self) -> None:
        found = total(by_site("early"))
        assert (found["members"], found["countries"], found["research_share"]) == (8, 3, 50.0)
        assert found["research_hpc_share"] == 87.5
        assert total(by_site())["members"] == 13
        assert total(by_site())["research_share"] == pytest.approx(500 / 13)

    def test_an_empty_list_that_may_not_be_whole_is_unknown(self) -> None:
        found = table_of("members-by-site", "network", FACTORIES)
        blank = row(found, "antenna-sk")
        assert blank["members"] is None
        assert blank["funder"] is None
        assert blank["research_share"] is None
        assert blank["completeness"] == "unknown"

    def test_no_site_gives_no_row_and_no_share(self) -> None:
        found = table_of("members-by-site", filter="members:>99")
        assert len(found) == 0
        assert total(found)["members"] == 0
        assert total(found)["academic_share"] is None


class TestNarrowed:
    def test_matching_members_stand_beside_all(self) -> None:
        found = table_of("members-by-site", filter="partner.type:company")
        assert found.spec.column("research_share") is None
        assert row(found, "dogwood")["members"] == 2
        assert row(found, "dogwood")["all_members"] == 3
        assert row(found, "dogwood")["matching"] == pytest.approx(200 / 3)
        assert (row(found, "alder")["members"], row(found, "alder")["all_members"]) == (1, 3)
        assert (total(found)["members"], total(found)["all_members"]) == (3, 6)


class TestByType:
    def test_members_of_both_cohorts(self) -> None:
        early = table_of("members-by-type", "early")
        assert dict(zip(keys(early), values(early, "members"), strict=True)) == {
            "university": 2,
            "research_organisation": 2,
            "hpc_centre": 3,
            "public_body": 0,
            "company": 1,
            "cluster_or_association": 0,
            "other": 0,
        }
        every = table_of("members-by-type", "all")
        assert values(every, "members") == [2, 3, 3, 1, 3, 0, 1]

    def test_an_organisation_counts_once_a_seat_each_time(self) -> None:
        found = table_of("members-by-type", "all")
        research = row(found, "research_organisation")
        assert (research["members"], research["organisations"], research["sites"]) == (3, 2, 3)
        company = row(found, "company")
        assert (company["members"], company["organisations"], company["sites"]) == (3, 2, 2)
        assert row(found, "public_body")["funder"] == 1
        assert row(found, "cluster_or_association")["supporting"] == 1

    def test_shares_are_of_all_members(self) -> None:
        found = table_of("members-by-type", "early")
        assert row(found, "hpc_centre")["share"] == 37.5
        assert total(found)["share"] == 100


class TestByCountry:
    def test_most_members_first(self) -> None:
        found = table_of("members-by-country", "all")
        assert list(zip(keys(found), values(found, "members"), strict=True)) == [
            ("DE", 5),
            ("FI", 4),
            ("EE", 2),
            ("IE", 2),
        ]
        assert row(found, "EE")["research_organisation"] == 2
        assert (row(found, "EE")["organisations"], row(found, "EE")["sites"]) == (1, 2)


class TestShared:
    def test_the_two_of_the_small_dataset(self) -> None:
        found = table_of("shared-organisations", "all")
        assert set(keys(found)) == {"pine-lab", "kiefer"}
        assert row(found, "pine-lab")["sites"] == ("birch", "cedar")
        assert row(found, "pine-lab")["roles"] == ("partner", "affiliated")
        assert row(found, "kiefer")["consortia"] == 2

    def test_only_the_chosen_sites_count(self) -> None:
        found = table_of("shared-organisations", "early")
        assert keys(found) == ["pine-lab"]

    def test_funders_are_listed_after_members(self) -> None:
        found = table_of("shared-organisations", "brief", FACTORIES)
        assert values(found, "consortia") == [2, 2, 2, 0]
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
    found = row(table_of("members-by-site", "brief", FACTORIES), site)
    assert found["members"] == members
    assert tuple(found[ident] for ident in consortia.kinds(store(FACTORIES)).types) == types
    assert found["academic_share"] == pytest.approx(100 * academic / members)
    assert found["research_share"] == pytest.approx(100 * research / members)
    assert found["research_hpc_share"] == pytest.approx(100 * with_hpc / members)
    assert (found["supporting"], found["funder"]) == others


SITES = [site.id for site in load([FIXTURES / FACTORIES]).sites]


@given(st.sets(st.sampled_from(SITES), min_size=1))
def test_every_table_adds_up_to_the_same_members(sites: set[str]) -> None:
    view = {"cohort": "network", "filter": f"id:{','.join(sorted(sites))}"}
    found = table_of("members-by-site", name=FACTORIES, **view)
    members = sum(number or 0 for number in values(found, "members"))
    assert members == total(found)["members"]
    for table in ("members-by-type", "members-by-country"):
        assert members == sum(values(table_of(table, name=FACTORIES, **view), "members"))
    assert sorted(keys(found)) == sorted(sites)
    for key in keys(found):
        named = row(found, key)
        if named["members"]:
            assert 0 <= named["academic_share"] <= named["research_share"]
            assert named["research_share"] <= named["research_hpc_share"] <= 100


class TestSorting:
    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ((("members", True), ("research_share", False)),
             ["alder", "dogwood", "birch", "antenna-elm", "cedar"]),
            ((("site", True),), ["antenna-elm", "dogwood", "cedar", "birch", "alder"]),
        ],
    )  # fmt: skip
    def test_by_one_column_and_the_next(
        self, sort: tuple[tuple[str, bool], ...], order: list[str]
    ) -> None:
        view = View(cohort="all").with_table("members-by-site", sort=sort)
        shown = tables.table(store().dataset, view, "members-by-site")
        assert keys(shown) == order

    @pytest.mark.parametrize("descending", [False, True])
    def test_unknown_stands_last(self, descending: bool) -> None:
        view = View(cohort="network").with_table("members-by-site", sort=(("members", descending),))
        shown = tables.table(store(FACTORIES).dataset, view, "members-by-site", every=True)
        members = values(shown, "members")
        known = [number for number in members if number is not None]
        assert known == sorted(known, reverse=descending)
        assert members[: len(known)] == known
        assert None in members
