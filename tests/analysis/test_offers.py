"""Services and ways to computing time, against the small dataset worked out by hand."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis import tables
from tui.analysis.lenses.offers import Offers, mode_label, offers_at
from tui.dataset import load
from tui.query import View, table
from tui.query.engine.columns import Field
from tui.query.engine.store import Store, Table, store_of
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
    picked = site_mask(dataset, view)
    return offers_at(
        store(name), picked, rows["services"], rows["access"], frozenset(narrowed.split())
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


def worked_out(name: str, cohort: str, data: str = SMALL, text: str = "") -> Table:
    """A worked-out table over a cohort and a filter."""
    return tables.table(store(data).dataset, View(cohort=cohort, filter=text), name).source


def column(found: Table, ident: str) -> dict[str, Any]:
    """Values of a column by key of the row."""
    assert found.key is not None
    return dict(zip(map(found.key, found.records), found.values(ident), strict=True))


class TestMatrix:
    def test_the_total_counts_sites(self) -> None:
        found = worked_out("offers", "all")
        total = {
            each.id: each.value(found.total)
            for each in found.spec.columns
            if isinstance(each, Field)
        }
        assert total["service_training"] == 2
        assert total["service_helpdesk"] == 2
        assert total["service_data_access"] == 0
        assert total["mode_local"] == 1
        assert total["kinds"] == 6

    def test_unknown_and_not_offered_are_told_apart(self) -> None:
        values = column(worked_out("offers", "all"), "service_compute")
        assert values == {"alder": 1, "birch": None, "cedar": None, "dogwood": 0,
                          "antenna-elm": None}  # fmt: skip

    def test_the_files_give_the_same(self) -> None:
        found = worked_out("offers", "network", FACTORIES)
        for path in (FIXTURES / FACTORIES / "sites").glob("*.toml"):
            site = tomllib.loads(path.read_text(encoding="utf-8"))
            for kind in store(FACTORIES).vocabulary.words("service"):
                times = sum(each["kind"] == kind for each in site.get("service", []))
                assert (column(found, f"service_{kind}")[site["id"]] or 0) == times
            for mode in ("national", "local"):
                times = sum(each["mode"] == mode for each in site.get("access", []))
                assert (column(found, f"mode_{mode}")[site["id"]] or 0) == times

    @given(st.sets(st.sampled_from(["alder", "birch", "cedar", "dogwood", "antenna-elm"])))
    def test_totals_agree_with_the_cells_for_any_sites(self, sites: set[str]) -> None:
        text = " OR ".join(f"id:{site}" for site in sorted(sites)) or "id:alder id:birch"
        found = worked_out("offers", "all", text=text)
        assert set(column(found, "site")) == sites
        for each in found.spec.columns:
            if each.id.startswith(("service_", "mode_")) and found.total is not None:
                assert isinstance(each, Field)
                assert each.value(found.total) == sum(map(bool, found.values(each.id)))


class TestModes:
    def test_terms_and_who_names_them(self) -> None:
        found = worked_out("eurohpc-modes", "all")
        assert column(found, "gpu_hours_min") == {"playground": 100}
        assert found.values("gpu_hours_max") == [5000]
        assert found.values("duration_months") == [(1, 3)]
        assert found.values("review_working_days") == [2]
        assert found.values("named_by") == [("alder",)]

    def test_the_modes_are_there_whatever_the_sites(self) -> None:
        assert worked_out("eurohpc-modes", "all", text="cedar").values("named_by") == [()]

    def test_the_modes_of_eurohpc(self) -> None:
        found = worked_out("eurohpc-modes", "factories", FACTORIES)
        modes = tomllib.loads((FIXTURES / FACTORIES / "access_modes.toml").read_text("utf-8"))
        for name in ("gpu_hours_min", "gpu_hours_max", "review_working_days", "cost"):
            assert found.values(name) == [mode.get(name) for mode in modes["access_mode"]]
        named = column(found, "named_by")
        assert list(named) == [mode["id"] for mode in modes["access_mode"]]
        assert named["fast-lane"] == ("jaif",)
        assert named["benchmark"] == ()
