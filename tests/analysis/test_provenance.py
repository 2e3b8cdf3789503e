"""Facts and their sources against the files, read here a second time."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tui.analysis.lenses.source_tables import confidence_table, source_rows, unsure_facts
from tui.analysis.provenance import (
    CONFIRMED,
    FactRow,
    Facts,
    basis,
    basis_of_organisation,
    fact_row,
    facts,
    holds,
    shares,
    sites_of,
    telling_of,
    unconfirmed,
    usage,
)
from tui.dataset import Dataset, load
from tui.query import View
from tui.query.engine import masks
from tui.query.engine.masks import Mask
from tui.query.engine.row_words import name_of
from tui.query.engine.store import store_of
from tui.query.engine.table import site_mask
from tui.text import printable

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
GENERAL = ("access_modes.toml", "comparisons.toml", "regions.toml")


@cache
def dataset(name: str = "factories") -> Dataset:
    return load([FIXTURES / name])


def sourced(value: Any) -> Iterator[dict[str, Any]]:
    """All tables of a file, however deep, that carry sources and a confidence."""
    if isinstance(value, dict):
        if "sources" in value and "confidence" in value:
            yield value
        for below in value.values():
            yield from sourced(below)
    elif isinstance(value, list):
        for below in value:
            yield from sourced(below)


@cache
def raw(folder: Path, name: str) -> list[dict[str, Any]]:
    return list(sourced(tomllib.loads((folder / name).read_text("utf-8"))))


def files(folder: Path) -> list[str]:
    return [*(f"sites/{path.name}" for path in sorted((folder / "sites").iterdir())), *GENERAL]


def chosen(name: str = "factories", **view: Any) -> tuple[Facts, Mask, list[FactRow]]:
    found = facts(dataset(name))
    sites = site_mask(dataset(name), View(**view))
    return found, sites, found.chosen(found.picks(sites))


@pytest.mark.parametrize("name", ["factories", "small", "hostile"])
def test_every_row_with_sources_is_a_fact(name: str) -> None:
    folder = FIXTURES / name
    written = [row for file in files(folder) for row in raw(folder, file)]
    stated = [fact for fact in facts(dataset(name)).rows if fact.confidence]
    assert len(stated) == len(written)
    assert Counter(fact.confidence for fact in stated) == Counter(
        row["confidence"] for row in written
    )


def test_facts_by_source_equal_a_second_count() -> None:
    folder = FIXTURES / "factories"
    written: Counter[str] = Counter()
    for file in files(folder):
        for row in raw(folder, file):
            written.update(set(row["sources"]))
    found = facts(dataset())
    assert found.usage == written
    for source, numbers in found.by_source.items():
        assert len([n for n in numbers if found.rows[n].confidence]) == written[source]
        assert all(source in found.rows[number].sources for number in numbers)


def test_keys_are_unique_within_a_table() -> None:
    found = facts(dataset())
    keys = [(fact.table, found.key(fact)) for fact in found.rows]
    assert len(set(keys)) == len(keys)
    assert ("sites", "lumi-aif.budget") in keys


def test_rows_by_site_are_those_of_its_file_and_its_region() -> None:
    found = facts(dataset())
    folder = FIXTURES / "factories"
    rows = [found.rows[number] for number in found.by_site["hammerhai"]]
    own = [fact for fact in rows if fact.site >= 0]
    assert len(own) == len(raw(folder, "sites/hammerhai.toml"))
    regions = tomllib.loads((folder / "regions.toml").read_text("utf-8"))["region"]
    stuttgart = next(region for region in regions if region["nuts2"] == "DE11")
    assert len(rows) - len(own) == len(stuttgart["indicator"])
    assert {sites_of(found.store, fact) for fact in rows} == {("hammerhai",)}


def test_shares_equal_a_second_count() -> None:
    found, sites, here = chosen(cohort="brief")
    for share in shares(found.store, here, sites):
        written = raw(FIXTURES / "factories", f"sites/{share.site}.toml")
        assert share.counts == Counter(row["confidence"] for row in written)
        assert share.total == len(written)
    table = confidence_table(found.store, shares(found.store, here, sites))
    assert len(table) == 13
    assert table.total.total == sum(table.values("facts"))
    assert sum(table.values("confirmed")) == sum(
        fact.confidence == CONFIRMED for fact in here if fact.site >= 0
    )


def test_a_filter_narrows_the_tables_that_it_speaks_of() -> None:
    found, sites, _ = chosen(filter="partner.type:company")
    store = found.store
    narrowed = found.chosen(found.picks(sites, "partner.type:company"))
    partners = [fact for fact in narrowed if fact.table == "partners"]
    assert partners
    assert {store.table("partners").records[fact.row].type for fact in partners} == {"company"}
    whole = found.chosen(found.picks(sites))
    for table in ("sectors", "sites", "indicators"):
        assert [f for f in narrowed if f.table == table] == [f for f in whole if f.table == table]


def test_facts_without_a_site_are_there_only_when_asked_for() -> None:
    found, sites, here = chosen()
    assert not [fact for fact in here if fact.table in ("clusters", "facts", "access_modes")]
    picks = found.picks(sites, general=True)
    everything = found.chosen(picks)
    hosted = [fact for fact in found.rows if holds(picks, fact)]
    assert everything == hosted
    # Those of every site, and of none, are all; of a region of partners alone too.
    assert len(everything) == len(found.rows)


def test_what_is_not_confirmed_about_lumi() -> None:
    found, sites, here = chosen(filter="lumi-ai")
    rows = unconfirmed(here)
    own = [row for row in raw(FIXTURES / "factories", "sites/lumi-aif.toml")
           if row["confidence"] != CONFIRMED]  # fmt: skip
    assert len([fact for fact in rows if fact.site >= 0]) == len(own)
    assert [fact.table for fact in rows if fact.site < 0] == ["indicators"] * 3
    facts = unsure_facts(found, here, sites)
    assert len(facts) == len(rows)
    assert {each.fact.confidence for each in facts} == {"likely", "unverified"}
    assert {each.sites for each in facts} == {("lumi-aif",)}
    assert facts[0].what == "Money of LUMI AIF: Budget: EUR 612 million"
    assert facts[0].key == "lumi-aif.budget"
    assert "general-knowledge" in facts[0].fact.sources


def test_the_bibliography_counts_here_and_all() -> None:
    found, _, here = chosen(cohort="brief")
    table = source_rows(found, here)
    assert len(table) == len(dataset().sources)
    counts = [row.here for row in table]
    assert counts == sorted(counts, reverse=True)
    by_id = {row.source.id: row for row in table}
    assert by_id["github-top500-data"].here == usage(here)["github-top500-data"]
    assert by_id["github-top500-data"].every == found.usage["github-top500-data"]
    used = source_rows(found, here, used=True)
    assert used == [row for row in table if row.here]
    claims = Counter(s for finding in dataset().findings for s in set(finding.sources))
    assert by_id["seed"].claims == claims["seed"]


# What a row rests on


def row_of(table: str, ident: str) -> int:
    return [record.id for record in store_of(dataset()).table(table).records].index(ident)


def test_the_contract_sum_of_lumi_ai() -> None:
    store = store_of(dataset())
    row = row_of("systems", "lumi-ai")
    (found,) = basis(store, "systems", row)
    assert "Contract: EUR 387.8 million" in str(found)
    assert found.sources[0] == "eurohpc-ju-signs-contract-deploy-lumi-ai-supercomputer-2026-08-31"
    assert found.confidence == CONFIRMED
    assert found.note.startswith("Contract of 31 August 2026")
    assert name_of(store, "systems", row) == "LUMI-AI, LUMI AIF"


@pytest.mark.parametrize("site", ["lumi-aif", "bsc-aif", "antenna-is"])
def test_a_site_rests_on_all_sources_of_its_file(site: str) -> None:
    store = store_of(dataset())
    written = raw(FIXTURES / "factories", f"sites/{site}.toml")
    found = basis(store, "sites", store.site_row(site))
    assert {s for each in found for s in each.sources} == {
        s for row in written for s in row["sources"]
    }
    assert {each.note for each in found} - {""} == {
        row["note"] for row in written if row.get("note")
    }
    assert found[0].kind == "Site"
    assert len(found) <= len(written)


def test_rows_that_rest_on_the_same_stand_together() -> None:
    store = store_of(dataset())
    found = basis(store, "sites", store.site_row("lumi-aif"))
    together = [str(each) for each in found if str(each).startswith("4 sectors: ")]
    assert together == [
        "4 sectors: Manufacturing; Health and life sciences; Climate and environment; "
        "Materials and chemistry"
    ]
    keys = [(each.kind, each.sources, each.confidence, each.note)
            for each in found if each.kind in ("Sector", "Service", "Partner")]  # fmt: skip
    assert len(set(keys)) == len(keys)


def test_a_system_is_followed_by_its_rankings() -> None:
    store = store_of(dataset())
    found = basis(store, "systems", row_of("systems", "lumi"))
    assert [each.kind for each in found] == ["System"] + ["Ranking"] * 4
    assert str(found[1]).startswith("LUMI, TOP500 2024-11: Rank: 8")


def test_a_figure_brings_the_value_of_the_eu() -> None:
    store = store_of(dataset())
    region = [record.nuts2 for record in dataset().regions].index("DE11")
    figures = store.children("regions", "indicators")[region]
    score = next(f for f in figures if store.table("indicators").records[f].id == "ris23_score")
    own, eu = basis(store, "indicators", score)
    named = "Stuttgart, Regional Innovation Scoreboard 2023"
    assert str(own) == f"{named}: 137.14 (EU 2016 = 100) · Year: 2023 · Region"
    assert "108.47 (EU 2016 = 100)" in str(eu)
    berd = next(f for f in figures if store.table("indicators").records[f].id == "ris23_berd")
    assert len(basis(store, "indicators", berd)) == 1
    every = {s for f in figures for s in store.table("indicators").records[f].sources}
    assert {s for each in basis(store, "regions", region) for s in each.sources} == every


def test_an_organisation_rests_on_its_seats_in_these_consortia() -> None:
    store = store_of(dataset())
    both = basis_of_organisation(store, "cyfronet", ["lumi-aif", "gaia"])
    assert [each.confidence for each in both] == ["unverified", "confirmed"]
    assert str(both[0]).startswith(
        "LUMI AIF, Academic Computer Centre Cyfronet AGH (Cyfronet): Poland"
    )
    assert len(basis_of_organisation(store, "cyfronet", ["gaia"])) == 1


def test_a_source_and_a_claim_rest_on_sources_too() -> None:
    store = store_of(dataset())
    (source,) = basis(store, "sources", row_of("sources", "github-top500-data"))
    assert source.sources == ("github-top500-data",)
    assert str(source) == f"{facts(dataset()).usage['github-top500-data']} facts rest on it"
    (claim,) = basis(store, "findings", 0)
    assert claim.sources == dataset().findings[0].sources
    assert claim.confidence == ""


@pytest.mark.parametrize("name", ["factories", "small", "hostile"])
def test_every_fact_can_be_said_on_one_line(name: str) -> None:
    found = facts(dataset(name))
    for fact in found.rows:
        said = telling_of(found.store, fact)
        assert printable(str(said)) == str(said)
        assert said.kind
        assert said.full_name
        assert fact_row(found.store, fact.table, fact.row, fact.part) == fact
        assert name_of(found.store, fact.table, fact.row)


def test_no_site_has_no_facts() -> None:
    found = facts(dataset())
    nowhere = masks.nothing(len(dataset().sites))
    assert found.chosen(found.picks(nowhere)) == []
    assert shares(found.store, [], nowhere) == ()
    assert len(confidence_table(found.store, ())) == 0
    assert unconfirmed([]) == []
