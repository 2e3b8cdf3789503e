"""Totals, sizes and ranks of systems: by hand and from the TOML files."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis import tables
from tui.analysis.lenses import compute, machines
from tui.analysis.lenses.compute import UNNAMED, family, plain_name
from tui.dataset import load
from tui.query import Result, View, table
from tui.query.engine.derived import editions, places
from tui.query.engine.store import Store, Table, store_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
SMALL = "small"
FACTORIES = "factories"


@cache
def store(name: str = SMALL) -> Store:
    return store_of(load([FIXTURES / name]))


def systems(cohort: str, name: str = SMALL, **view: Any) -> Result:
    return table(store(name).dataset, View(cohort=cohort, **view), "systems")


def worked_out(table: str, cohort: str, name: str = SMALL) -> Table:
    """A worked-out table over a cohort."""
    return tables.table(store(name).dataset, View(cohort=cohort), table).source


def column(found: Table, ident: str) -> dict[str, Any]:
    """Values of a column by key of the row."""
    assert found.key is not None
    keys = map(found.key, found.records)
    return dict(zip(keys, found.values(ident), strict=True))


def rows_of(table: str, cohort: str, name: str = SMALL) -> dict[str, tuple[Any, ...]]:
    """All values of a worked-out table by key of the row."""
    found = worked_out(table, cohort, name)
    columns = [column(found, each.id) for each in found.spec.columns]
    return {key: tuple(each[key] for each in columns) for key in columns[0]}


def named(rows: tuple[int, ...], name: str = SMALL) -> list[str]:
    return [store(name).table("systems").records[row].id for row in rows]


class TestTotals:
    def test_in_use_and_announced_are_told_apart(self) -> None:
        found = compute.totals(store(), systems("all").rows)
        assert (found.in_use.total, found.in_use.systems, found.in_use.known) == (3000, 2, 2)
        assert (found.announced.total, found.announced.systems, found.announced.known) == (
            4500, 3, 2,
        )  # fmt: skip
        assert found.installing.total == 500
        assert named(found.announced.without) == ["cedar-lab"]

    def test_the_part_that_no_source_confirms_is_known(self) -> None:
        found = compute.totals(store(), systems("all").rows)
        assert found.in_use.unsure == 0
        assert found.announced.unsure == 4000

    def test_kinds_of_chips_are_counted(self) -> None:
        # MI300A, GH200, and the chips of two announced systems that nobody names
        assert compute.totals(store(), systems("all").rows).kinds == 3

    def test_without_any_count_there_is_no_total(self) -> None:
        found = compute.totals(store(), systems("all", filter="cedar").rows)
        assert found.announced.total is None
        assert found.announced.systems == 1
        assert (found.in_use.total, found.in_use.systems) == (None, 0)

    def test_columns_of_sites_give_the_same(self) -> None:
        result = table(store(FACTORIES).dataset, View(cohort="factories"), "sites")
        found = compute.totals(store(FACTORIES), systems("factories", FACTORIES).rows)
        for column, tally in (("installed", found.in_use), ("announced", found.announced)):
            values = result.source.values(f"accelerators_{column}")
            assert tally.total == sum(values[row] or 0 for row in result.rows)

    def test_the_files_give_the_same(self) -> None:
        files = (FIXTURES / FACTORIES / "sites").glob("*.toml")
        sites = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
        brief = [
            system
            for site in sites
            if site["kind"] == "factory" and site["selected"] < date(2025, 10, 1)
            for system in site.get("system", [])
        ]
        running = [each for each in brief if each["status"] == "operational"]
        coming = [each for each in brief if each["status"] not in ("operational", "retired")]
        found = compute.totals(store(FACTORIES), systems("brief", FACTORIES).rows)
        for tally, group in ((found.in_use, running), (found.announced, coming)):
            counts = [each["accelerator_count"] for each in group if "accelerator_count" in each]
            assert (tally.total, tally.known) == (sum(counts), len(counts))
            assert tally.systems == len(group)

    def test_systems_in_use_without_an_accelerator_are_set_apart(self) -> None:
        found = compute.totals(store(FACTORIES), systems("brief", FACTORIES).rows)
        bare = named(compute.silent(store(FACTORIES), found.in_use.without), FACTORIES)
        assert "vsc-5" in bare
        assert "lumi-ai" not in bare


class TestFamily:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("NVIDIA GB200 NVL4", "NVIDIA GB200"),
            ("NVIDIA H100 SXM5 94 GB", "NVIDIA H100"),
            ("NVIDIA A100 (custom)", "NVIDIA A100"),
            ("AMD Instinct MI250X", "AMD MI250X"),
            ("NVIDIA GB300 NVL72 and GB200 NVL4", "NVIDIA GB300, GB200"),
            ("NVIDIA H100, A100 and V100", "NVIDIA H100, A100, V100"),
            ("NVIDIA GH200 Grace Hopper", "NVIDIA GH200"),
            ("AWS Trainium2", "AWS Trainium2"),
            ("Intel Gaudi (third)", "Intel Gaudi"),
            ("H200", "H200"),
            ("  ", UNNAMED),
            (None, UNNAMED),
        ],
    )
    def test_packaging_makes_no_other_kind(self, text: str | None, kind: str) -> None:
        assert family(text) == kind

    @given(st.text())
    def test_any_text_has_a_kind(self, text: str) -> None:
        assert family(text)

    @pytest.mark.parametrize(
        ("name", "short"),
        [("JARVIS (a vehicle)", "JARVIS"), ("A (b) c", "A (b) c"), ("A (b) (c)", "A (b)"),
         ("(all)", "(all)"), ("x)", "x)"), ("Y (a (b))", "Y (a (b))")],
    )  # fmt: skip
    def test_brackets_at_the_end_go(self, name: str, short: str) -> None:
        assert plain_name(name) == short


class TestTotalsTable:
    def found(self, cohort: str = "all", name: str = SMALL) -> dict[str, tuple[Any, ...]]:
        return rows_of("compute-totals", cohort, name)

    def test_sums_and_parts(self) -> None:
        rows = self.found()
        assert rows["*in_use"] == (
            "Chips in use", "all", "in use", 2, 2, 3000, "chips", None, (),
        )  # fmt: skip
        assert rows["*announced"][3:] == (3, 2, 4500, "chips", 4000, ("Cedar Lab",))
        assert rows["*announced/status/contracted"][3:6] == (1, 1, 4000)
        assert rows["*announced/status/planned"][3:6] == (1, 0, None)
        assert rows["*in_use/accelerator/NVIDIA GH200"][3:6] == (1, 1, 2000)
        assert rows["*rmax"][3:7] == (2, 2, 170.5, "PFlop/s")
        assert rows["*contracts"][3:7] == (3, 1, 55, "EUR million")

    def test_one_status_alone_is_not_repeated(self) -> None:
        assert not [key for key in self.found() if key.startswith("*in_use/status")]

    @pytest.mark.parametrize("by", ["status", "accelerator"])
    def test_parts_make_the_sum(self, by: str) -> None:
        rows = self.found("factories", FACTORIES)
        parts = [row for key, row in rows.items() if key.startswith(f"*announced/{by}/")]
        for place in (3, 4, 5, 7):
            assert sum(row[place] or 0 for row in parts) == rows["*announced"][place]

    def test_without_systems_there_is_nothing_to_add_up(self) -> None:
        assert compute.groups(store(), ()) == ()

    def test_what_is_missing_is_named(self) -> None:
        assert "LUMI-AI" in self.found("brief", FACTORIES)["*announced"][-1]


class TestSizes:
    def bars(self, cohort: str = "all", name: str = SMALL) -> list[machines.Bar]:
        return list(machines.bars(store(name), systems(cohort, name).rows))

    def test_systems_sums_and_yardsticks_stand_by_size(self) -> None:
        assert [(bar.key, bar.value, bar.standing) for bar in self.bars()] == [
            ("granite", 200000, "yardstick"),
            ("giga-chips", 100000, "yardstick"),
            ("*announced", 4500, "announced"),
            ("alder/alder-two", 4000, "announced"),
            ("*in_use", 3000, "in_use"),
            ("birch/birch-ai", 2000, "in_use"),
            ("alder/alder-one", 1000, "in_use"),
            ("dogwood/dogwood-x", 500, "announced"),
        ]

    def test_systems_without_a_count_have_no_bar(self) -> None:
        assert not [bar for bar in self.bars() if bar.label == "Cedar Lab"]

    def test_a_sum_of_one_is_not_repeated(self) -> None:
        found = machines.bars(store(), systems("all", filter="birch").rows)
        assert not [bar for bar in found if bar.key.startswith("*")]

    def test_records_stand_behind_the_bars(self) -> None:
        for bar in self.bars("factories", FACTORIES):
            if bar.table:
                record = store(FACTORIES).table(bar.table).records[bar.row]
                figure = {
                    "systems": "accelerator_count",
                    "facts": "value",
                    "clusters": "accelerators" if bar.unit == "chips" else "h100_equivalents",
                }
                assert getattr(record, figure[bar.table]) == bar.value

    def test_the_yardsticks_of_the_comparisons(self) -> None:
        found = {bar.key: bar for bar in machines.yardsticks(store(FACTORIES))}
        assert found["aigf-chips-per-site"].value == 100000
        assert found["aif-chips-max"].value == 25000
        private = [bar for bar in found.values() if bar.what.startswith("private")]
        assert len(private) == machines.LARGEST_PRIVATE
        assert private[0].key == "rainier"
        owners = [store(FACTORIES).table("clusters").records[bar.row].owner for bar in private]
        assert len(set(owners)) == len(owners)
        clusters = store(FACTORIES).table("clusters").records
        running = [each for each in clusters if each.status == "operational"]
        largest = max(each.accelerators or each.h100_equivalents or 0 for each in running)
        assert private[0].value == largest

    def test_the_table_says_what_is_counted(self) -> None:
        found = worked_out("compute-sizes", "brief", FACTORIES)
        units = column(found, "unit")
        assert units["rainier"] == "chips"
        assert units["meta-prometheus"] == "H100-equivalents"
        sites = column(found, "site")
        assert sites["lumi-aif/lumi"] == "lumi-aif"
        assert sites["*in_use"] is None


class TestRanks:
    def test_places_won_and_lost(self) -> None:
        record = next(each for each in store().table("systems").records if each.id == "alder-one")
        found = places(record)
        assert [(edition, place.rank, place.moved) for edition, place in found.items()] == [
            ("2025-06", 20, None),
            ("2025-11", 22, -2),
        ]
        assert machines.overall(found) == -2

    def test_one_rank_alone_has_not_moved(self) -> None:
        record = next(each for each in store().table("systems").records if each.id == "birch-ai")
        found = places(record)
        assert [place.moved for place in found.values()] == [None]
        assert machines.overall(found) is None

    def test_the_table_begins_with_the_best_of_the_newest_edition(self) -> None:
        found = worked_out("compute-ranks", "all")
        assert list(column(found, "rank_2025-06")) == ["birch/birch-ai", "alder/alder-one"]
        assert list(column(found, "rank_2025-06").values()) == [None, 20]
        assert list(column(found, "rank_2025-11").values()) == [9, 22]
        assert list(column(found, "moved_2025-11").values()) == [None, -2]
        assert list(column(found, "change").values()) == [None, -2]

    def test_other_lists_are_left_out(self) -> None:
        found = systems("brief", FACTORIES)
        assert editions(map(found.record, range(len(found)))) == [
            "2024-11",
            "2025-06",
            "2025-11",
            "2026-06",
        ]

    def test_the_movement_of_jupiter(self) -> None:
        found = worked_out("compute-ranks", "brief", FACTORIES)
        values = {
            each.id: column(found, each.id)["jaif/jupiter-booster"] for each in found.spec.columns
        }
        rank = [values[f"rank_{each}"] for each in ("2024-11", "2025-06", "2025-11", "2026-06")]
        assert rank == [18, 4, 4, 5]
        moved = [values[f"moved_{each}"] for each in ("2024-11", "2025-06", "2025-11", "2026-06")]
        assert moved == [None, 14, 0, -1]
        assert values["change"] == 13

    @pytest.mark.parametrize(
        ("down", "order"),
        [(False, ["leonardo", "jupiter-booster"]), (True, ["jupiter-booster", "leonardo"])],
    )
    def test_sorting_by_an_edition_puts_unknown_last(self, down: bool, order: list[str]) -> None:
        """Ranks are columns of the systems."""
        view = View(cohort="brief").with_table("systems", sort=(("rank_2024-11", down),))
        found = tables.table(store(FACTORIES).dataset, view, "systems")
        ids = named(tuple(found.rows), FACTORIES)
        assert [ident for ident in ids if ident in order] == order
        known = [value is not None for value in (found.source.values("rank_2024-11")[row]
                                                 for row in found.rows)]  # fmt: skip
        assert known == sorted(known, reverse=True)

    def test_ranks_are_columns_of_the_systems(self) -> None:
        found = store().table("systems")
        assert found.values("rank_2025-11") == [22, None, 9, None, None]
        assert found.values("moved_2025-11") == [-2, None, None, None, None]
        picked = tables.table(
            store().dataset, View(cohort="all", rows="rank_2025-11:<=10"), "systems"
        )
        assert len(picked) == 1
