"""Services and ways to computing time, against the small dataset worked out by hand."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis.lenses.offers import Offers, matrix, mode_label, modes_table, offers_at
from tui.dataset import load
from tui.query import View, table
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import site_mask

FIXTURES = Path(__file__).parents[1] / "fixtures"
SMALL = "small"
FACTORIES = "factories"


@cache
def store(name: str = SMALL) -> Store:
    return store_of(load([FIXTURES / name]))


def offered(cohort: str, name: str = SMALL, text: str = "", narrowed: str = "") -> Offers:
    view = View(cohort=cohort, filter=text)
    dataset = store(name).dataset
    rows = {each: sorted(table(dataset, view, each).rows) for each in ("services", "access")}
    tables = frozenset(narrowed.split())
    return offers_at(
        store(name), site_mask(dataset, view), rows["services"], rows["access"], tables
    )


class TestOffers:
    def test_each_site_with_what_it_lists(self) -> None:
        found = offered("all").by_id
        assert {site: sorted(found[site].cells) for site in found} == {
            "alder": ["mode_playground", "service_compute", "service_consulting",
                      "service_training"],
            "birch": ["mode_national", "service_helpdesk", "service_training"],
            "cedar": [],
            "dogwood": ["mode_local", "service_physical_hub", "service_regulatory_support"],
            "antenna-elm": ["service_helpdesk"],
        }  # fmt: skip

    def test_kinds_are_unknown_where_nothing_is_known_of_the_list(self) -> None:
        kinds = {site.id: site.kinds for site in offered("all").sites}
        assert kinds == {"alder": 3, "birch": 2, "cedar": None, "dogwood": 2, "antenna-elm": 1}

    def test_all_kinds_have_a_column_in_the_order_of_the_vocabulary(self) -> None:
        kinds = [f"service_{word}" for word in store().vocabulary.words("service")]
        assert list(offered("all").services) == kinds
        assert len(kinds) == 8

    def test_own_modes_stand_before_the_common_ones(self) -> None:
        found = offered("all")
        assert found.modes == ("mode_national", "mode_local", "mode_playground")
        assert found.own_modes == ("mode_national", "mode_local")
        assert found.common_modes == ("mode_playground",)

    def test_modes_that_no_site_names_have_no_column(self) -> None:
        assert offered("early").modes == ("mode_national", "mode_playground")

    def test_only_a_complete_list_tells_that_something_is_not_offered(self) -> None:
        found = offered("all")
        assert found.absent(found.by_id["alder"], "service_helpdesk")
        assert not found.absent(found.by_id["alder"], "service_compute")
        assert not found.absent(found.by_id["birch"], "service_compute")
        assert not found.absent(found.by_id["cedar"], "service_compute")
        assert found.incomplete == 3

    def test_a_narrowed_list_tells_nothing_of_what_is_missing(self) -> None:
        found = offered("all", text="service:training", narrowed="services")
        assert found.services == ("service_training",)
        assert [site.id for site in found.offering["service_training"]] == ["alder", "birch"]
        assert not found.absent(found.by_id["alder"], "service_helpdesk")

    def test_confirmed_by_some_entry(self) -> None:
        found = offered("all")
        assert found.confirmed(found.by_id["alder"], "service_compute")
        assert not found.confirmed(found.by_id["alder"], "service_consulting")

    @pytest.mark.parametrize(
        ("mode", "label"),
        [("playground", "Playground"), ("national", "National share"), ("unheard", "unheard")],
    )
    def test_modes_in_words(self, mode: str, label: str) -> None:
        assert mode_label(store(), mode) == label


class TestMatrix:
    def test_the_total_counts_sites(self) -> None:
        found = matrix(offered("all"))
        total = dict(zip([column.id for column in found.columns], found.total, strict=True))
        assert total["service_training"] == 2
        assert total["service_helpdesk"] == 2
        assert total["service_data_access"] == 0
        assert total["mode_local"] == 1
        assert total["kinds"] == 6

    def test_unknown_and_not_offered_are_told_apart(self) -> None:
        found = matrix(offered("all"))
        values = dict(zip(found.keys, found.values("service_compute"), strict=True))
        assert values == {"alder": 1, "birch": None, "cedar": None, "dogwood": 0,
                          "antenna-elm": None}  # fmt: skip

    def test_the_files_give_the_same(self) -> None:
        found = matrix(offered("network", FACTORIES))
        for path in (FIXTURES / FACTORIES / "sites").glob("*.toml"):
            site = tomllib.loads(path.read_text(encoding="utf-8"))
            row = dict(zip([c.id for c in found.columns], found.rows[found.keys.index(site["id"])],
                           strict=True))  # fmt: skip
            for kind in store(FACTORIES).vocabulary.words("service"):
                times = sum(each["kind"] == kind for each in site.get("service", []))
                assert (row[f"service_{kind}"] or 0) == times
            for mode in ("national", "local", "playground"):
                times = sum(each["mode"] == mode for each in site.get("access", []))
                assert (row[f"mode_{mode}"] or 0) == times

    @given(st.sets(st.sampled_from(["alder", "birch", "cedar", "dogwood", "antenna-elm"])))
    def test_totals_agree_with_the_cells_for_any_sites(self, sites: set[str]) -> None:
        text = " OR ".join(f"id:{site}" for site in sorted(sites)) or "id:alder id:birch"
        found = matrix(offered("all", text=text))
        assert set(found.keys) == sites
        for place, column in enumerate(found.columns):
            if column.id.startswith(("service_", "mode_")):
                assert found.total[place] == sum(bool(row[place]) for row in found.rows)


class TestModes:
    def test_terms_and_who_names_them(self) -> None:
        found = modes_table(offered("all"))
        assert found.keys == ("playground",)
        assert found.values("gpu_hours_min") == [100]
        assert found.values("gpu_hours_max") == [5000]
        assert found.values("duration_months") == [(1, 3)]
        assert found.values("review_working_days") == [2]
        assert found.values("named_by") == [("alder",)]

    def test_the_modes_are_there_whatever_the_sites(self) -> None:
        found = modes_table(offered("all", text="cedar"))
        assert found.values("named_by") == [()]

    def test_the_modes_of_eurohpc(self) -> None:
        found = modes_table(offered("factories", FACTORIES))
        modes = tomllib.loads((FIXTURES / FACTORIES / "access_modes.toml").read_text("utf-8"))
        assert found.keys == tuple(mode["id"] for mode in modes["access_mode"])
        for name in ("gpu_hours_min", "gpu_hours_max", "review_working_days", "cost"):
            assert found.values(name) == [mode.get(name) for mode in modes["access_mode"]]
        named = dict(zip(found.keys, found.values("named_by"), strict=True))
        assert named["fast-lane"] == ("jaif",)
        assert named["benchmark"] == ()
