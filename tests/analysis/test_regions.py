"""Ranks of regions against the figures of the files, read here a second time."""

from __future__ import annotations

import shutil
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tui.analysis.lenses.region_tables import region_figures, region_hosts, region_indicators
from tui.analysis.lenses.regions import (
    Place,
    Ranking,
    eu_values,
    groups,
    hosting,
    partnering,
    ranking,
    rankings,
    region_name,
)
from tui.analysis.tables import Selection
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


def partnered(folder: Path) -> Dataset:
    """The small dataset, with a region where only partners of a site sit."""
    shutil.copytree(SMALL, folder)
    with (folder / "regions.toml").open("a") as file:
        file.write(
            '[[region]]\nnuts2 = "DE12"\nname = "Karlsruhe"\ncountry = "DE"\n'
            'partner_of = ["birch"]\n[[region.indicator]]\nid = "ris_score"\nvalue = 160.0\n'
            'year = 2025\nlevel = "region"\nsources = ["office"]\nconfidence = "confirmed"\n'
        )
    return load([folder])


def test_regions_of_partners_stand_beside_and_are_not_counted(tmp_path: Path) -> None:
    dataset = partnered(tmp_path / "data")
    store, hosts = hosts_of(dataset)
    partners = partnering(store, site_mask(dataset, View()))
    assert [(region_name(store, each), each.sites) for each in partners] == [
        ("Karlsruhe", ("birch",))
    ]
    assert partnering(store, site_mask(dataset, View(filter="alder"))) == ()
    alone = ranking(store, hosts, "ris_score")
    found = ranking(store, hosts, "ris_score", partners)
    assert (found.places, found.mean, found.known) == (alone.places, alone.mean, alone.known)
    (beside,) = found.beside
    assert (beside.value, beside.rank) == (160.0, None)
    assert found.mean is not None
    assert beside.to_mean == pytest.approx(160.0 - found.mean)
    assert found.top >= 160.0
    listed = region_hosts(Selection(dataset, View()))
    flags = dict(zip(listed.values("place"), listed.values("partner"), strict=True))
    assert flags == {"de11": False, "fi1d": False, "de12": True}
    figures = region_figures(Selection(dataset, View()))
    assert figures.values("place").count("de12") == len(rankings(store, hosts))


def test_tables_hold_what_the_rankings_say() -> None:
    selection = Selection(factories(), View(cohort="network"))
    store, hosts = hosts_of(factories(), cohort="network")
    every = rankings(store, hosts)
    table = region_figures(selection)
    assert table.key is not None
    keys = [table.key(record) for record in table.records]
    assert len(set(keys)) == len(keys)
    by_key = dict(zip(keys, range(len(keys)), strict=True))
    for found in every:
        for place in found.places:
            name = (
                store.table("regions").records[place.region].nuts2.lower()
                if place.region >= 0
                else (place.sites[0])
            )
            row = by_key[f"{found.indicator}/{name}"]
            assert table.values("rank")[row] == place.rank
            assert table.values("value")[row] == place.value
            assert table.values("sites")[row] == place.sites
            assert (table.values("eu")[row] is None) == (place.eu is None)
    assert region_indicators(selection).values("known") == [each.known for each in every]
    listed = region_hosts(selection)
    assert "antenna-is" not in listed.values("place")
