"""The bundled facts, read with tomllib alone, and the answers that the documentation gives."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.dataset.by_hand import VALUES
from tests.dataset.plain_data import DATA, FACTORIES, FACTS, REGIONS, SITES, Row, read
from tools.answers import PAGES, answered
from tui.analysis.tables import table
from tui.dataset import load
from tui.query import View

SOURCES: list[Row] = read("sources.toml")["source"]
FINDINGS: list[Row] = read("findings.toml")["finding"]
CLAIMS = {row["id"]: row for row in FINDINGS if row["kind"] == "claim"}
VOCABULARY = read("vocabulary.toml")
FILES = {
    path.relative_to(DATA).as_posix(): tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(DATA.rglob("*.toml"))
}
SYSTEMS: dict[str, Row] = {row["id"]: row for site in SITES for row in site.get("system", [])}
PARTNERS: list[Row] = [row for site in SITES for row in site.get("partner", [])]
README = (DATA / "README.md").read_text(encoding="utf-8")
EXPECTED: dict[str, list[object]] = tomllib.loads(
    (Path(__file__).parents[1] / "fixtures" / "bundled-values.toml").read_text(encoding="utf-8")
)


def tables(value: Any, place: str) -> Iterator[tuple[str, Row]]:
    """Every table in a file, however deep, with a name for the report."""
    if isinstance(value, dict):
        yield place, value
        for key, below in value.items():
            yield from tables(below, f"{place} {key}")
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from tables(below, f"{place}[{number}]")


TABLES = [table for name, content in FILES.items() for table in tables(content, name)]
FACT_ROWS = [(p, row) for p, row in TABLES if isinstance(row.get("confidence"), str)]
CONFIDENCE = {row["id"] for row in VOCABULARY["confidence"]}


def confidence_of(*files: str) -> Counter[str]:
    return Counter(row["confidence"] for place, row in FACT_ROWS if place.split(" ")[0] in files)


# --- the frame


def test_the_three_selections_and_the_antennas() -> None:
    selected = Counter(site["selected"] for site in FACTORIES)
    assert selected == {date(2024, 12, 10): 7, date(2025, 3, 12): 6, date(2025, 10, 10): 6}
    assert len(FACTORIES) == 19
    antennas = [site for site in SITES if site["kind"] == "antenna"]
    assert {site["selected"] for site in antennas} == {date(2025, 10, 13)}
    assert len(antennas) == 13


def test_a_site_is_named_after_its_file() -> None:
    assert [site["id"] for site in SITES] == sorted(p.stem for p in (DATA / "sites").iterdir())


def test_the_host_states_agree_with_the_official_number() -> None:
    assert len({site["country"] for site in FACTORIES}) == FACTS["aif-host-states"]["value"]


def test_an_antenna_works_with_factories() -> None:
    factories = {site["id"] for site in FACTORIES}
    linked = {site["id"]: set(site.get("linked_sites", ())) for site in SITES}
    assert all(linked[name] <= factories for name in linked)
    assert {name for name in linked if linked[name]} == set(linked) - factories


# --- sources and confidence


def test_every_source_named_is_in_the_bibliography() -> None:
    known = {row["id"] for row in SOURCES}
    assert len(known) == len(SOURCES)
    lost = [(place, set(row["sources"]) - known) for place, row in TABLES if "sources" in row]
    assert [entry for entry in lost if entry[1]] == []


def test_every_source_in_the_bibliography_is_used() -> None:
    used = {source for _, row in TABLES for source in row.get("sources", ())}
    assert sorted({row["id"] for row in SOURCES} - used) == []


def test_every_fact_has_sources_and_a_known_confidence() -> None:
    assert [place for place, row in FACT_ROWS if not row.get("sources")] == []
    assert {row["confidence"] for _, row in FACT_ROWS} == CONFIDENCE


def test_an_unverified_fact_says_why() -> None:
    bare = [p for p, row in FACT_ROWS if row["confidence"] == "unverified" and "note" not in row]
    assert bare == []


def test_a_publisher_has_one_name_per_address() -> None:
    eurohpc = {r["publisher"] for r in SOURCES if "eurohpc-ju.europa.eu" in r.get("url", "")}
    assert eurohpc == {"EuroHPC Joint Undertaking"}


def test_only_quoted_sources_say_who_quotes_them() -> None:
    assert [r["id"] for r in SOURCES if "quoted_by" in r and r["read"] != "quoted"] == []


def test_the_text_behind_the_findings_can_be_found() -> None:
    seed = next(row for row in SOURCES if row["id"] == "seed")
    assert seed["url"].startswith("https://www.all-about-security.de/")
    assert "interface" in seed["note"]


def test_unknown_is_an_absent_key() -> None:
    places = [
        (place, key)
        for place, row in TABLES
        for key, value in row.items()
        if value in ("", 0, "n/a", "N/A", "-", "?") and not isinstance(value, bool)
    ]
    assert [key for _, key in places] == ["value"], places
    assert FACTS["aigf-selected-sites"]["value"] == 0


# --- partners, systems, money


def test_an_organisation_is_the_same_wherever_it_sits() -> None:
    seen: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for row in PARTNERS:
        seen[row["id"]].add(tuple(row.get(k) for k in ("name", "acronym", "country", "type")))
    assert [name for name, forms in seen.items() if len(forms) > 1] == []
    names = Counter(name for forms in seen.values() for name, *_ in forms)
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("system", "nodes", "each"),
    [
        ("adastra", 338, 4),
        ("arrhenius", 382, 4),
        ("hunter", 188, 4),
        ("jupiter-booster", 5884, 4),
        ("lisa", 166, 8),
        ("marenostrum-5-acc", 1120, 4),
        ("meluxina", 200, 4),
        ("meluxina-ai", 252, 4),
        ("vega", 60, 4),
    ],
)
def test_accelerators_are_nodes_times_accelerators(system: str, nodes: int, each: int) -> None:
    assert SYSTEMS[system]["accelerator_count"] == nodes * each


def test_jean_zay_is_the_sum_of_its_parts() -> None:
    assert SYSTEMS["jean-zay"]["accelerator_count"] == 1456 + 416 + 1832


def test_no_system_outruns_its_own_peak() -> None:
    both = [s for s in SYSTEMS.values() if "rmax_pflops" in s and "rpeak_pflops" in s]
    assert len(both) >= 13
    assert [s["id"] for s in both if s["rmax_pflops"] > s["rpeak_pflops"]] == []


@pytest.mark.parametrize("edition", ["2024-11", "2025-06", "2025-11", "2026-06"])
def test_a_better_rank_is_a_faster_system(edition: str) -> None:
    entries = sorted(
        (entry["rank"], -entry["rmax_pflops"])
        for system in SYSTEMS.values()
        for entry in system.get("ranking", [])
        if entry["edition"] == edition
    )
    assert len(entries) >= 4
    assert len({rank for rank, _ in entries}) == len(entries)
    assert [speed for _, speed in entries] == sorted(speed for _, speed in entries)


def test_no_part_of_a_budget_exceeds_the_whole() -> None:
    budgets = {site["id"]: site["budget"] for site in SITES if "budget" in site}
    apart = {
        name: round(b["total_meur"] - b["eu_meur"] - b["national_meur"], 2)
        for name, b in budgets.items()
        if {"total_meur", "eu_meur", "national_meur"} <= set(b)
    }
    # the Luxembourg report leaves three million unexplained, and the note says so
    assert {name: rest for name, rest in apart.items() if rest} == {"l-aif": 3.0}
    assert "3 m unexplained" in budgets["l-aif"]["note"]


# --- regions


def test_regions_and_sites_agree() -> None:
    listed = {name: region["nuts2"] for region in REGIONS for name in region.get("sites", [])}
    assert listed == {site["id"]: site["nuts2"] for site in FACTORIES}
    prefixes = {(r["country"], r["nuts2"][:2]) for r in REGIONS if r["country"] != r["nuts2"][:2]}
    assert prefixes == {("GR", "EL")}


@pytest.mark.parametrize(("edition", "eu"), [("ris23", "eu-ris-2023"), ("ris", "eu-ris-2025")])
def test_relative_index_and_group_follow_from_the_index(edition: str, eu: str) -> None:
    limits = (("leader", 125), ("strong", 100), ("moderate", 70), ("emerging", 0))
    checked = 0
    for region in REGIONS:
        value = {row["id"]: row["value"] for row in region["indicator"]}
        if f"{edition}_score" in value:
            relative = value[f"{edition}_rel_eu"]
            assert relative == pytest.approx(
                100 * value[f"{edition}_score"] / FACTS[eu]["value"], abs=0.06
            )
            group = next(name for name, least in limits if relative >= least)
            assert value[f"{edition}_group"] == group, region["nuts2"]
            checked += 1
    assert checked >= 9


# --- findings


def test_every_claim_is_worked_out_with_all_its_readings() -> None:
    readings = {name: 1 + len(row.get("variant", [])) for name, row in CLAIMS.items()}
    assert {name: len(values) for name, values in VALUES.items()} == readings


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_the_values_of_a_claim(name: str) -> None:
    assert len(VALUES[name]) == len(EXPECTED[name])
    for computed, expected in zip(VALUES[name], EXPECTED[name], strict=True):
        assert computed == (
            pytest.approx(expected, rel=1e-4) if isinstance(expected, float) else expected
        )


# --- what the README says


def cells(pattern: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in README.splitlines()
        if re.match(pattern, line)
    ]


def test_the_readme_counts_the_rows() -> None:
    def children(key: str) -> int:
        return sum(len(site.get(key, [])) for site in SITES)

    comparisons = read("comparisons.toml")
    counts = {
        "AI Factories": len(FACTORIES),
        "Antennas": len(SITES) - len(FACTORIES),
        "Systems": len(SYSTEMS),
        "TOP500 entries of these systems": sum(len(s.get("ranking", [])) for s in SYSTEMS.values()),
        "Partners": len(PARTNERS),
        "Sectors named by a site": children("sector"),
        "Services": children("service"),
        "Ways into a site": children("access"),
        "EuroHPC-wide access modes": len(read("access_modes.toml")["access_mode"]),
        "Regions": len(REGIONS),
        "Indicators of these regions": sum(len(region["indicator"]) for region in REGIONS),
        "Clusters to compare with": len(comparisons["cluster"]),
        "Single sourced facts": len(comparisons["fact"]),
        "Findings": len(FINDINGS),
        "Other readings of a finding": sum(len(row.get("variant", [])) for row in FINDINGS),
        "Sources": len(SOURCES),
    }
    lines = cells(r"\| [^|]+ \| \d+ \| `[a-z_/.]+` \|$")
    assert {kind: int(number) for kind, number, _ in lines} == counts


def test_the_readme_tells_how_complete_each_factory_is() -> None:
    expected = []
    for site in FACTORIES:
        found = confidence_of(f"sites/{site['id']}.toml")
        kept = site["completeness"]
        expected.append(
            [
                f"{site['name']} (`{site['id']}`)",
                site["country"],
                *(kept[key] for key in ("systems", "partners", "sectors", "services")),
                *(str(found[level]) for level in ("confirmed", "likely", "unverified")),
            ]
        )
    assert sorted(cells(r"\| .* \(`[a-z0-9-]+`\) \|")) == sorted(expected)


def test_the_readme_adds_up_the_confidence() -> None:
    total = confidence_of(*FILES)
    words = "{confirmed} facts are confirmed, {likely} likely and {unverified} unverified"
    assert words.format(**total) in README
    everywhere = View(cohort="network")
    assert len(table(load([DATA]), everywhere, "unconfirmed-facts")) == (
        total["likely"] + total["unverified"]
    )
    figures = sum(len(region["indicator"]) for region in REGIONS)
    assert len(table(load([DATA]), everywhere, "indicators")) == figures
    antennas = confidence_of(*(f"sites/{s['id']}.toml" for s in SITES if s["kind"] == "antenna"))
    words = "{confirmed} facts confirmed, {likely} likely, {unverified} unverified"
    assert words.format(**{level: antennas[level] for level in CONFIDENCE}) in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_answers_in_readme_and_docs_are_those_of_the_data(page: Path) -> None:
    """`python -m tools.answers` writes them anew."""
    text = page.read_text(encoding="utf-8")
    assert answered(text) == text
