"""Filters of every kind on every table, against plain Python over the TOML files.

Nothing of the program is used for the expected rows: each case says in Python what its
filter says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli

from tui.cli import main

DATA = Path(__file__).parents[1] / "fixtures" / "factories"
Row = dict[str, Any]
LISTS = {"system": "systems", "partner": "partners", "sector": "sectors", "service": "services"}


def read(name: str) -> Row:
    return tomli.loads((DATA / name).read_text("utf-8"))


SITES = [read(f"sites/{path.name}") for path in (DATA / "sites").glob("*.toml")]
REGIONS: list[Row] = read("regions.toml")["region"]
WORDS = read("vocabulary.toml")
MEMBER = {role["id"] for role in WORDS["role"] if role["member"]}
GROUP = {sector["id"]: sector["group"] for sector in WORDS["sector"]}


def rows(table: str) -> Iterator[Row]:
    """Rows as the files have them; a child knows its ``up``, the site or region."""
    files = {"clusters": "comparisons", "facts": "comparisons"}
    if table == "sites":
        yield from SITES
    elif table == "regions":
        yield from REGIONS
    elif table == "indicators":
        yield from ({**row, "up": up} for up in REGIONS for row in of(up, "indicator"))
    elif table == "rankings":
        yield from (
            {**r, "up": s} for s in SITES for m in of(s, "system") for r in of(m, "ranking")
        )
    elif table in (*LISTS.values(), "access"):
        key = {name: key for key, name in LISTS.items()}.get(table, table)
        yield from ({**row, "up": up} for up in SITES for row in of(up, key))
    else:
        yield from read(f"{files.get(table, table)}.toml")[table.removesuffix("s")]


def of(row: Row, key: str) -> list[Any]:
    found: list[Any] = row.get(key, [])
    return found


def members(site: Row, *types: str) -> int:
    return sum(
        p["role"] in MEMBER and (not types or p["type"] in types) for p in of(site, "partner")
    )


def known(site: Row, key: str) -> bool:
    """An empty list of unknown completeness is unknown, not of length 0."""
    return bool(of(site, key)) or site["completeness"][LISTS[key]] != "unknown"


def newest(site: Row, indicator: str) -> Any:
    figures = [
        figure
        for region in REGIONS
        if site["id"] in of(region, "sites")
        for figure in of(region, "indicator")
        if figure["id"] == indicator
    ]
    return max(figures, key=lambda figure: figure["year"])["value"] if figures else None


def rank(site: Row, edition: str = "2026-06") -> int | None:
    places = [r["rank"] for m in of(site, "system") for r in of(m, "ranking") if
              r["list"] == "TOP500" and r["edition"] == edition]  # fmt: skip
    return min(places, default=None)


def system_of(place: Row) -> Row:
    own = {key: value for key, value in place.items() if key != "up"}
    return next(m for m in of(place["up"], "system") if own in of(m, "ranking"))


def text(row: Row, key: str) -> str:
    value = row.get(key, "")
    return str(value).lower()


Says = Callable[[Row], object]
CASES: list[tuple[str, str, Says]] = [
    ("sites", "country:DE,AT", lambda r: r["country"] in ("DE", "AT")),
    ("sites", "country:Austria,germany", lambda r: r["country"] in ("DE", "AT")),
    (
        "sites",
        "-country:IT kind:factory",
        lambda r: r["country"] != "IT" and r["kind"] == "factory",
    ),
    ("sites", "selected:<2025-10-01", lambda r: r["selected"] < date(2025, 10, 1)),
    ("sites", "selected:2025-03", lambda r: (r["selected"].year, r["selected"].month) == (2025, 3)),
    ("sites", "selected:2025-Q4..", lambda r: r["selected"] >= date(2025, 10, 1)),
    ("sites", "latitude:60..65", lambda r: 60 <= r["latitude"] <= 65),
    ("sites", "longitude:<-3.5", lambda r: r["longitude"] < -3.5),
    (
        "sites",
        "website:* -budget.total_meur:*",
        lambda r: "website" in r and "total_meur" not in r.get("budget", {}),
    ),
    ("sites", "budget.total_meur:>=55", lambda r: r.get("budget", {}).get("total_meur", 0) >= 55),
    ("sites", "name:/^l/", lambda r: re.search("^l", r["name"], re.IGNORECASE)),
    ("sites", 'full_name:"ai factory"', lambda r: "ai factory" in text(r, "full_name")),
    ("sites", "experimental_platform:true", lambda r: r.get("experimental_platform") is True),
    ("sites", "experimental_platform:no", lambda r: r.get("experimental_platform") is False),
    (
        "sites",
        "completeness.partners:complete OR rank:<=10",
        lambda r: r["completeness"]["partners"] == "complete" or (rank(r) or 999) <= 10,
    ),
    ("sites", "linked_sites:jaif", lambda r: "jaif" in r.get("linked_sites", [])),
    ("sites", "participating_countries:SI", lambda r: "SI" in r.get("participating_countries", [])),
    ("sites", "sectors:>=5", lambda r: len(of(r, "sector")) >= 5),
    ("sites", "-sectors:<5", lambda r: not known(r, "sector") or len(of(r, "sector")) >= 5),
    ("sites", "members:1..3", lambda r: known(r, "partner") and 1 <= members(r) <= 3),
    ("sites", "company_members:0", lambda r: known(r, "partner") and not members(r, "company")),
    (
        "sites",
        "research_share:>66.5",
        lambda r: (
            members(r) and members(r, "university", "research_organisation") / members(r) > 0.665
        ),
    ),
    ("sites", "-rank:*", lambda r: rank(r) is None),
    (
        "sites",
        "rank:<50 OR system.status:tendering",
        lambda r: (rank(r) or 999) < 50 or any(s["status"] == "tendering" for s in of(r, "system")),
    ),
    ("sites", "sector_groups:>4", lambda r: len({GROUP[s["id"]] for s in of(r, "sector")}) > 4),
    ("sites", "rci:>=100", lambda r: (newest(r, "rci") or 0) >= 100),
    (
        "sites",
        "-partner.type:company",
        lambda r: all(p["type"] != "company" for p in of(r, "partner")),
    ),
    (
        "sites",
        "partner(type:company country:DE)",
        lambda r: any(p["type"] == "company" and p["country"] == "DE" for p in of(r, "partner")),
    ),
    (
        "sites",
        "partner.type:company partner.country:DE",
        lambda r: (
            {"company"} & {p["type"] for p in of(r, "partner")}
            and {"DE"} & {p["country"] for p in of(r, "partner")}
        ),
    ),
    (
        "sites",
        "count(partner(type:company)):>=2",
        lambda r: sum(p["type"] == "company" for p in of(r, "partner")) >= 2,
    ),
    ("sites", "count(system):0", lambda r: not of(r, "system")),
    ("sites", "-partner(type:university role:member)", lambda r: members(r, "university") == 0),
    (
        "sites",
        "(country:FR OR country:FI) -(sector:manufacturing sector:energy)",
        lambda r: (
            r["country"] in ("FR", "FI")
            and not {"manufacturing", "energy"} <= {s["id"] for s in of(r, "sector")}
        ),
    ),
    (
        "sites",
        "sector(id:energy official:true)",
        lambda r: any(s["id"] == "energy" and s["official"] for s in of(r, "sector")),
    ),
    (
        "sites",
        "indicator(id:rci value:>120)",
        lambda r: any(
            f["id"] == "rci" and f["value"] > 120
            for g in REGIONS
            if r["id"] in of(g, "sites")
            for f in of(g, "indicator")
        ),
    ),
    ("sites", "in:third", lambda r: r["kind"] == "factory" and r["selected"].month == 10),
    (
        "partners",
        "type:company site.country:DE",
        lambda r: r["type"] == "company" and r["up"]["country"] == "DE",
    ),
    (
        "partners",
        "in:first role:member",
        lambda r: (
            r["role"] in MEMBER
            and r["up"]["kind"] == "factory"
            and r["up"]["selected"].year == 2024
        ),
    ),
    ("partners", "acronym:* coordinates:true", lambda r: "acronym" in r and r.get("coordinates")),
    (
        "partners",
        "site(count(partner(type:company)):>=2) NOT country:IT",
        lambda r: (
            sum(p["type"] == "company" for p in of(r["up"], "partner")) >= 2
            and r["country"] != "IT"
        ),
    ),
    (
        "systems",
        "accelerator_count:>10000 OR ranking.rank:<5",
        lambda r: (
            r.get("accelerator_count", 0) > 10000 or any(p["rank"] < 5 for p in of(r, "ranking"))
        ),
    ),
    ("systems", "count(ranking):>=3", lambda r: len(of(r, "ranking")) >= 3),
    (
        "systems",
        "operational:>=2026 operational_expected:true",
        lambda r: str(r.get("operational", "0")) >= "2026" and r.get("operational_expected"),
    ),
    (
        "rankings",
        "edition:2026-06 rank:..100",
        lambda r: r["edition"] == "2026-06" and r["rank"] <= 100,
    ),
    (
        "rankings",
        "system.status:operational -site.country:FI",
        lambda r: r["up"]["country"] != "FI" and system_of(r)["status"] == "operational",
    ),
    ("sectors", "group:" + GROUP["energy"], lambda r: GROUP[r["id"]] == GROUP["energy"]),
    (
        "sectors",
        "official:false confidence:likely,unverified",
        lambda r: not r["official"] and r["confidence"] in ("likely", "unverified"),
    ),
    (
        "services",
        'wording:"data" in:factories',
        lambda r: "data" in text(r, "wording") and r["up"]["kind"] == "factory",
    ),
    ("access", "remote:* -mode:local", lambda r: "remote" in r and "local" not in r["mode"]),
    ("access_modes", "gpu_hours_max:>=50000", lambda r: r.get("gpu_hours_max", 0) >= 50000),
    (
        "access_modes",
        "duration_months:>=12",
        lambda r: any(m >= 12 for m in r.get("duration_months", [])),
    ),
    (
        "regions",
        "site.name:JAIF OR country:FI",
        lambda r: "jaif" in of(r, "sites") or r["country"] == "FI",
    ),
    (
        "regions",
        "-indicator(id:rci value:<100)",
        lambda r: all(f["id"] != "rci" or f["value"] >= 100 for f in of(r, "indicator")),
    ),
    (
        "indicators",
        "level:country year:>2023 site:hammerhai",
        lambda r: (
            r["level"] == "country" and r["year"] > 2023 and "hammerhai" in of(r["up"], "sites")
        ),
    ),
    ("indicators", "value:leader", lambda r: "leader" in text(r, "value")),
    (
        "clusters",
        "sector:private accelerators:>=100000",
        lambda r: r["sector"] == "private" and r.get("accelerators", 0) >= 100000,
    ),
    (
        "facts",
        "value:20..1000 unit:meur,million",
        lambda r: (
            isinstance(r["value"], int | float)
            and 20 <= r["value"] <= 1000
            and ("meur" in text(r, "unit") or "million" in text(r, "unit"))
        ),
    ),
    (
        "findings",
        "kind:claim -cohort:* OR uses:sectors",
        lambda r: (r["kind"] == "claim" and "cohort" not in r) or "sectors" in r.get("uses", []),
    ),
    (
        "sources",
        "kind:press published:2025-10 language:de",
        lambda r: (
            r["kind"] == "press"
            and str(r.get("published", "")).startswith("2025-10")
            and r.get("language") == "de"
        ),
    ),
    (
        "sources",
        "url:/\\.pdf$/ -read:direct",
        lambda r: text(r, "url").endswith(".pdf") and r["read"] != "direct",
    ),
]


@pytest.mark.parametrize(("table", "filter_text", "says"), CASES, ids=[case[1] for case in CASES])
def test_rows_are_those_that_plain_python_picks(
    table: str, filter_text: str, says: Says, capsys: pytest.CaptureFixture[str]
) -> None:
    key = "nuts2" if table == "regions" else "id"
    key = {"services": "kind", "access": "mode", "rankings": "rank"}.get(table, key)
    child = table in (*LISTS.values(), "access", "rankings")
    columns = f"{key},site" if child else key
    columns += ",nuts2,year" if table == "indicators" else ""
    words = ["show", table, filter_text, "--format", "jsonl", "--exact", "--columns", columns]
    code = main([*words, "--cohort", "network"])
    printed = [tuple(json.loads(line).values()) for line in capsys.readouterr().out.splitlines()]

    def named(row: Row) -> tuple[object, ...]:
        below = (row["up"]["id"],) if child else ()
        return (row[key], *below, *((row["up"]["nuts2"], row["year"]) if "year" in row else ()))

    expected = [named(row) for row in rows(table) if says(row)]
    assert code == 0
    assert sorted(printed, key=str) == sorted(expected, key=str)
    assert 0 < len(expected) < len(list(rows(table)))


def test_there_are_cases_for_every_table_that_has_rows_of_its_own() -> None:
    named = {case[0] for case in CASES}
    assert len(CASES) > 50
    assert named >= {path.stem for path in DATA.glob("*.toml")} - {
        "dataset", "vocabulary", "views", "comparisons"
    }  # fmt: skip
