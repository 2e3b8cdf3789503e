"""Coverage of sectors, against the answers worked out by hand for the small dataset."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis.lenses import coverage
from tui.analysis.lenses.coverage import EVIDENCE, OFFICIAL, UNNAMED, Coverage
from tui.dataset import load
from tui.query import View
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


class TestMatrix:
    def test_cells_say_how_sure_the_naming_is(self) -> None:
        found = coverage.matrix(covered("all"))
        alder = found.rows[found.keys.index("alder")]
        assert alder[found.place("manufacturing")] == OFFICIAL
        assert alder[found.place("automotive")] == EVIDENCE
        assert alder[found.place("energy")] == UNNAMED
        assert alder[found.place("generalist")] is False

    def test_what_an_incomplete_list_lacks_is_unknown(self) -> None:
        found = coverage.matrix(covered("all"))
        assert found.rows[found.keys.index("birch")][found.place("quantum")] is None
        assert found.rows[found.keys.index("antenna-elm")][found.place("generalist")] is None

    def test_the_margins_count(self) -> None:
        found = coverage.matrix(covered("early"))
        assert found.values("sectors") == [5, 2, 1]
        assert found.total[found.place("health_life_sciences")] == 2
        assert found.total[found.place("quantum")] == 0

    def test_by_group_cells_are_numbers(self) -> None:
        found = coverage.matrix(covered("all", "group"))
        birch = found.rows[found.keys.index("birch")]
        assert birch[found.place("environment_energy")] == 2
        assert birch[found.place("digital_security")] == 1
        elm = found.rows[found.keys.index("antenna-elm")]
        assert elm[found.place("industry")] is None


class TestGaps:
    def test_covered_by_none_then_by_one(self) -> None:
        found = coverage.gaps(covered("early"))
        assert [(line[0], line[4]) for line in found.rows] == [
            ("quantum", ()),
            ("automotive", ("alder",)),
            ("energy", ("birch",)),
            ("agrifood", ("birch",)),
            ("cybersecurity", ("birch",)),
        ]
        assert coverage.gaps(covered("all")).keys == ("quantum",)

    def test_the_thirteen_leave_five_open(self) -> None:
        found = coverage.gaps(covered("brief", name=FACTORIES))
        none = [line[0] for line in found.rows if line[2] == 0]
        assert none == [
            "construction",
            "smart_cities",
            "creative_industries",
            "maritime",
            "tourism",
        ]
        one = {line[0]: line[4] for line in found.rows if line[2] == 1}
        assert one["gaming"] == ("mimer",)
        assert one["automotive"] == ("hammerhai",)
        assert len(one) == 7


class TestLikeness:
    def test_pairs_by_what_they_share(self) -> None:
        found = coverage.likeness(covered("all"))
        assert found.keys[0] == "birch/dogwood"
        first = found.rows[0]
        assert first[2] == pytest.approx(100 * 4 / 6)
        assert first[3] == 100
        assert first[6] == ("health_life_sciences", "energy", "agrifood", "cybersecurity")
        assert len(found) == 6

    def test_sites_that_name_nothing_are_in_no_pair(self) -> None:
        found = coverage.likeness(covered("all"))
        assert not any("antenna-elm" in key for key in found.keys)
        assert len(coverage.likeness(covered("all"), "antenna-elm")) == 0

    def test_the_pairs_of_one_site_begin_with_it(self) -> None:
        found = coverage.likeness(covered("all"), "cedar")
        assert {line[0] for line in found.rows} == {"cedar"}
        assert len(found) == 3

    def test_every_site_has_its_closest(self) -> None:
        found = coverage.closest(covered("all"))
        best = {line[0]: line[1] for line in found.rows}
        assert best["birch"] == "dogwood"
        assert best["dogwood"] == "birch"
        assert best["antenna-elm"] is None
        assert found.keys[-1] == "antenna-elm"

    def test_two_sites_by_hand(self) -> None:
        found = coverage.likeness(covered("brief", name=FACTORIES), "bsc-aif")
        line = found.rows[found.keys.index("bsc-aif/jaif")]
        assert (line[4], line[5]) == (6, 11)

    def test_too_many_sites_are_not_paired(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(coverage, "MOST_SITES", 3)
        assert len(coverage.likeness(covered("all"))) == 0
        assert len(coverage.likeness(covered("all"), "birch")) == 3


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
    for line in coverage.likeness(found).rows:
        assert 0 <= line[2] <= 100
        assert line[4] == len(line[6]) <= line[5]
