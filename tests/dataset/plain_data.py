"""The bundled data read with tomllib, and figures over a choice of sites in plain Python.

Nothing of the package is used.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

DATA = Path(__file__).parents[2] / "data"
Row = dict[str, Any]


def read(name: str) -> Row:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


SITES: list[Row] = [read(f"sites/{path.name}") for path in sorted((DATA / "sites").glob("*.toml"))]
FACTORIES = [site for site in SITES if site["kind"] == "factory"]
BRIEF = [site for site in FACTORIES if site["selected"] < date(2025, 10, 1)]
COHORTS = {
    "brief": BRIEF,
    "factories": FACTORIES,
    "first": [site for site in FACTORIES if site["selected"] == date(2024, 12, 10)],
    "second": [site for site in FACTORIES if site["selected"] == date(2025, 3, 12)],
    "third": [site for site in FACTORIES if site["selected"] == date(2025, 10, 10)],
    "network": SITES,
}
REGIONS: list[Row] = read("regions.toml")["region"]
MODES: list[Row] = read("access_modes.toml")["access_mode"]
CLUSTERS: list[Row] = read("comparisons.toml")["cluster"]
FACTS: dict[str, Row] = {row["id"]: row for row in read("comparisons.toml")["fact"]}
GROUPS: dict[str, str] = {row["id"]: row["group"] for row in read("vocabulary.toml")["sector"]}

MEMBER = {"host", "coordinator", "partner", "affiliated"}
ACTIVE = MEMBER - {"affiliated"}
UNI = {"university"}
RESEARCH = UNI | {"research_organisation"}
WITH_HPC = RESEARCH | {"hpc_centre"}
COMPANY = {"company"}


def part(chosen: Iterable[object], of: Iterable[object]) -> float:
    """Percent."""
    return 100 * len(list(chosen)) / len(list(of))


def official(site: Row) -> int:
    return sum(row["official"] for row in site.get("sector", []))


def groups(site: Row) -> set[str]:
    return {GROUPS[row["id"]] for row in site.get("sector", [])}


def numbers(table: list[Row], key: str, **equal: str) -> list[float]:
    return [
        row[key]
        for row in table
        if key in row and all(row.get(field) == value for field, value in equal.items())
    ]


def private(key: str, status: str = "operational") -> list[float]:
    return numbers(CLUSTERS, key, sector="private", status=status)


def fact(identifier: str) -> Any:
    return FACTS[identifier]["value"]


def modes(*audience: str) -> list[Row]:
    return [mode for mode in MODES if any(word in mode["audience"] for word in audience)]


def free(table: list[Row]) -> float:
    return part([mode for mode in table if "free" in mode["cost"]], table)


def tracks(*words: str) -> float:
    return part([mode for mode in MODES if any(w in mode["track"].lower() for w in words)], MODES)


def newer(row: Row) -> bool:
    return row["kind"] in {"new", "upgrade"}


def older(row: Row) -> bool:
    return row["kind"] in {"existing", "upgrade"}


def started(row: Row) -> bool:
    return str(row.get("operational", "")) >= "2025"


def money(sites: Iterable[Row]) -> float:
    return sum(float(site.get("budget", {}).get("total_meur", 0)) for site in sites)


class Over:
    """Figures over a choice of sites."""

    def __init__(self, sites: Iterable[Row]) -> None:
        self.sites = list(sites)

    def rows(self, table: str) -> list[Row]:
        return [{"site": site["id"], **row} for site in self.sites for row in site.get(table, [])]

    def rankings(self, edition: str) -> list[Row]:
        return [
            {"site": system["site"], **ranking}
            for system in self.rows("system")
            for ranking in system.get("ranking", [])
            if ranking["edition"] == edition and ranking["list"] == "TOP500"
        ]

    def best(self, site: str, edition: str) -> float:
        return min(numbers(self.rankings(edition), "rank", site=site))

    def top_ten(self, edition: str) -> int:
        return sum(row["rank"] <= 10 for row in self.rankings(edition))

    def having(self, table: str, test: Callable[[Row], bool], least: int = 1) -> int:
        """Sites with at least ``least`` rows that pass."""
        return sum(sum(map(test, site.get(table, []))) >= least for site in self.sites)

    def counted(self, test: Callable[[Row], bool]) -> int:
        return sum(map(test, self.sites))

    def named(self, test: Callable[[Row], bool]) -> list[str]:
        return sorted(site["id"] for site in self.sites if test(site))

    def percent(self, many: int) -> float:
        return 100 * many / len(self.sites)

    def with_members(self, types: set[str], roles: set[str] = MEMBER, least: int = 1) -> int:
        return self.having(
            "partner", lambda row: row["type"] in types and row["role"] in roles, least
        )

    def without(self, types: set[str], roles: set[str] = MEMBER) -> int:
        return len(self.sites) - self.with_members(types, roles)

    def led_by(self, types: set[str]) -> int:
        return self.having(
            "partner",
            lambda row: (
                row["type"] in types
                and (row["role"] == "coordinator" or row.get("coordinates", False))
            ),
        )

    def type_share(self, types: set[str], roles: set[str] = MEMBER) -> float:
        members = [row for row in self.rows("partner") if row["role"] in roles]
        return part([row for row in members if row["type"] in types], members)

    def usual_type(self, roles: set[str]) -> str:
        types = Counter(str(row["type"]) for row in self.rows("partner") if row["role"] in roles)
        return types.most_common(1)[0][0]

    def within(self, *allowed: str) -> list[str]:
        return self.named(lambda site: bool(groups(site)) and groups(site) <= set(allowed))

    def accelerators(self, **equal: str) -> list[float]:
        return numbers(self.rows("system"), "accelerator_count", **equal)

    def indicator(self, name: str, *, inside: set[str] | None = None) -> list[float]:
        """Values in the regions of the sites; Paris and Stuttgart left out unless asked for."""
        wanted = {site["nuts2"] for site in self.sites if "nuts2" in site}
        wanted = wanted & inside if inside else wanted - {"FR10", "DE11"}
        return [
            row["value"]
            for region in REGIONS
            if region["nuts2"] in wanted
            for row in region["indicator"]
            if row["id"] == name
        ]

    def hub(self, name: str, *codes: str) -> float:
        return mean(self.indicator(name, inside=set(codes))) / mean(self.indicator(name))

    def service(self, *kinds: str) -> int:
        return self.having("service", lambda row: row["kind"] in kinds)

    def of_hammerhai(self, sector: str, *, official: bool = False) -> int:
        """Its rows of a sector, where it is among the sites."""
        found = next(site for site in self.sites if site["id"] == "hammerhai")
        return sum(
            row["id"] == sector and (row["official"] or not official) for row in found["sector"]
        )
