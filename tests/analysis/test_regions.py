"""Ranks of regions against the figures of the files, read here a second time."""

from __future__ import annotations

import shutil
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tui.analysis.lenses.region_tables import (
    hosts_table,
    indicators_table,
    key_of,
    profile_table,
    ranking_table,
)
from tui.analysis.lenses.regions import (
    Place,
    Ranking,
    eu_values,
    groups,
    hosting,
    indicators,
    profile,
    ranking,
    rankings,
    region_name,
)
from tui.dataset import Dataset, load
from tui.query import View
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import site_mask

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "fixtures" / "small"
FACTORIES = ROOT / "tests" / "fixtures" / "factories"


@cache
def factories() -> Dataset:
    return load([FACTORIES])


@cache
def raw() -> list[dict[str, Any]]:
    """The regions as the file has them."""
    regions: list[dict[str, Any]] = tomllib.loads((FACTORIES / "regions.toml").read_text("utf-8"))[
        "region"
    ]
    return regions


def hosts_of(dataset: Dataset, **view: Any) -> tuple[Store, tuple[Place, ...]]:
    store = store_of(dataset)
    return store, hosting(store, site_mask(dataset, View(**view)))


def ranked(indicator: str, dataset: Dataset | None = None, **view: Any) -> Ranking:
    store, hosts = hosts_of(dataset or factories(), **view)
    return ranking(store, hosts, indicator)


def named(found: Ranking, dataset: Dataset | None = None) -> dict[str, Place]:
    store = store_of(dataset or factories())
    return {region_name(store, place): place for place in found.places}


def test_stuttgart_among_the_regions_of_the_brief() -> None:
    found = ranked("ris23_score", cohort="brief")
    place = named(found)["Stuttgart"]
    assert (place.rank, place.among, place.tied) == (4, 13, False)
    assert place.value == 137.14
    assert place.eu is not None
    assert (place.eu.value, place.eu.fact) == (108.47, "eu-ris-2023")
    assert place.to_eu == pytest.approx(28.67)
    assert place.sites == ("hammerhai",)


@pytest.mark.parametrize("cohort", ["brief", "factories", "network"])
def test_ranks_and_means_equal_a_second_count(cohort: str) -> None:
    store, hosts = hosts_of(factories(), cohort=cohort)
    hosted = {site for place in hosts if place.region >= 0 for site in place.sites}
    chosen = [region for region in raw() if hosted & set(region.get("sites", ()))]
    for found in rankings(store, hosts):
        values: dict[str, float] = {}
        for region in chosen:
            own = [f for f in region["indicator"] if f["id"] == found.indicator]
            if not own or isinstance(own[-1]["value"], str):
                continue
            figure = max(own, key=lambda each: int(each["year"]))
            unit = region["country"] if figure["level"] == "country" else region["nuts2"]
            values[figure.get("geo", unit)] = figure["value"]
        for name, place in named(found).items():
            if isinstance(place.value, int | float):
                better = sum(value > place.value for value in values.values())
                assert place.rank == better + 1, (found.indicator, name)
                assert place.among == len(values)
        if len(values) > 1:
            assert found.mean == pytest.approx(sum(values.values()) / len(values), abs=1e-5)
        else:
            assert found.mean is None


def test_a_country_counts_once() -> None:
    """Both Spanish regions carry the figure of Spain."""
    found = ranked("rd_gdp", cohort="factories")
    places = named(found)
    catalonia, galicia = places["Cataluña"], places["Galicia"]
    assert catalonia.value == galicia.value
    assert catalonia.rank == galicia.rank
    assert catalonia.tied
    assert catalonia.level == "country"
    assert found.known > found.units
    assert max(place.rank or 0 for place in found.places) <= found.units


def test_the_newest_figure_counts_and_only_chosen_sites_are_named() -> None:
    found = ranked("ris_score", load([SMALL]), filter="alder OR birch")
    assert [(place.value, place.year) for place in found.places] == [(150.0, 2025), (100.0, 2025)]
    assert found.places[0].sites == ("alder",)


def test_regions_and_sites_without_a_figure_come_last_by_name() -> None:
    dataset = load([SMALL])
    found = ranked("hrst", dataset)
    store = store_of(dataset)
    assert [region_name(store, place) for place in found.places[:2]] == [
        "Stuttgart",
        "Pohjois- ja Itä-Suomi",
    ]
    missing = found.places[1:]
    assert all(place.value is None and place.rank is None for place in missing)
    homeless = [place for place in found.places if place.region < 0]
    assert [place.sites for place in homeless] == [("antenna-elm",)]
    assert found.places[-1] is homeless[-1]
    assert (found.known, found.units) == (1, 1)
    assert found.mean is None


def test_groups_stand_best_to_weakest() -> None:
    found = ranked("ris23_group", cohort="brief")
    order = groups(factories().vocabulary.words("indicator")["ris23_group"])
    assert order == ("leader", "strong", "moderate", "emerging")
    values = [str(place.value) for place in found.places]
    assert values == sorted(values, key=order.index)
    assert values.count("leader") == 5
    assert [place.rank for place in found.places][:6] == [1, 1, 1, 1, 1, 6]
    assert found.mean is None
    assert all(place.to_eu is None and place.to_mean is None for place in found.places)


def test_a_remark_in_brackets_is_no_part_of_a_group() -> None:
    order = groups(factories().vocabulary.words("indicator")["ris_group"])
    assert order == ("leader", "strong", "moderate", "emerging")


@pytest.mark.parametrize(
    ("indicator", "year", "value", "fact"),
    [
        ("ris23_score", 2023, 108.47, "eu-ris-2023"),
        ("ris_score", 2025, 112.6, "eu-ris-2025"),
        ("ai_enterprises", 2025, 19.95, "eu-ai-enterprises-2025"),
        ("ai_enterprises", 2024, 13.48, "eu-ai-enterprises-2024"),
        ("rd_gdp", 2024, 2.2, "eu-rd-gdp-2024"),
        ("ris23_rel_eu", 2023, 100.0, ""),
        ("rci", 2022, 100.0, ""),
    ],
)
def test_value_of_the_eu(indicator: str, year: int, value: float, fact: str) -> None:
    store = store_of(factories())
    word = factories().vocabulary.words("indicator")[indicator]
    reference = eu_values(store, word, [year])[year]
    assert (reference.value, reference.fact) == (value, fact)


@pytest.mark.parametrize(
    ("indicator", "year"),
    [
        ("ris23_ict", 2023),  # the unit is that of the composite, the value is not
        ("ris23_rel_eu", 2024),
        ("rd_gdp", 2019),
        ("hrst", 2021),
        ("ris23_group", 2023),
    ],
)
def test_no_value_of_the_eu_is_guessed(indicator: str, year: int) -> None:
    word = factories().vocabulary.words("indicator")[indicator]
    assert eu_values(store_of(factories()), word, [year]) == {}


def test_lower_can_be_better(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(SMALL, folder)
    words = folder / "vocabulary.toml"
    before, mark, after = words.read_text("utf-8").partition('id = "ris_score"')
    after = after.replace("higher_is_better = true", "higher_is_better = false", 1)
    words.write_text(before + mark + after, "utf-8")
    found = ranked("ris_score", load([folder]))
    assert [(place.value, place.rank) for place in found.places[:2]] == [(100.0, 1), (150.0, 2)]


def test_a_profile_takes_the_places_of_the_rankings() -> None:
    store, hosts = hosts_of(factories(), cohort="brief")
    every = rankings(store, hosts)
    host = next(place for place in hosts if place.sites == ("hammerhai",))
    found = profile(every, host.region)
    assert [each.indicator for each, _ in found] == list(indicators(store))
    for each, place in found:
        assert place is next(p for p in each.places if p.region == host.region)
    missing = [each.indicator for each, place in found if place.figure < 0]
    assert missing == ["ai_enterprises"]


def test_tables_hold_what_the_rankings_say() -> None:
    store, hosts = hosts_of(factories(), cohort="network")
    every = rankings(store, hosts)
    table = ranking_table(store, every[0])
    assert len(set(table.keys)) == len(table) == len(hosts)
    for place, line in zip(every[0].places, table.rows, strict=True):
        row = dict(zip([column.id for column in table.columns], line, strict=True))
        assert row["rank"] == place.rank
        assert row["value"] == place.value
        assert row["sites"] == place.sites
        assert (row["eu"] is None) == (place.eu is None)
    stuttgart = next(place for place in hosts if key_of(store, place) == "DE11")
    lines = profile_table(store, profile(every, stuttgart.region))
    assert lines.keys == tuple(each.indicator for each in every)
    assert indicators_table(every).values("known") == [each.known for each in every]
    assert "antenna-is" not in hosts_table(store, hosts).keys
