"""Every claim of the bundled findings worked out in plain Python.

Nothing of the package is used: the files are read with tomllib, and each value is
computed without the filter language. ``VALUES`` is the second opinion on the engine.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from statistics import mean, median
from typing import Any

DATA = Path(__file__).parents[2] / "data"
Row = dict[str, Any]


def read(name: str) -> Row:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


SITES: list[Row] = [read(f"sites/{path.name}") for path in sorted((DATA / "sites").glob("*.toml"))]
FACTORIES = [site for site in SITES if site["kind"] == "factory"]
BRIEF = [site for site in FACTORIES if site["selected"] < date(2025, 10, 1)]
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


def rows(table: str, sites: Iterable[Row] = BRIEF) -> list[Row]:
    return [{"site": site["id"], **row} for site in sites for row in site.get(table, [])]


def rankings(edition: str, sites: Iterable[Row] = BRIEF) -> list[Row]:
    return [
        {"site": system["site"], **ranking}
        for system in rows("system", sites)
        for ranking in system.get("ranking", [])
        if ranking["edition"] == edition and ranking["list"] == "TOP500"
    ]


def best(site: str, edition: str) -> int | None:
    return min((row["rank"] for row in rankings(edition) if row["site"] == site), default=None)


def top_ten(edition: str) -> int:
    return sum(row["rank"] <= 10 for row in rankings(edition))


def having(table: str, test: Callable[[Row], bool], least: int = 1) -> int:
    """Sites of the brief with at least ``least`` rows that pass."""
    return sum(sum(map(test, site.get(table, []))) >= least for site in BRIEF)


def without(types: set[str], roles: set[str] = MEMBER) -> int:
    return 13 - having("partner", lambda row: row["type"] in types and row["role"] in roles)


def led_by(types: set[str]) -> int:
    return having(
        "partner",
        lambda row: (
            row["type"] in types and (row["role"] == "coordinator" or row.get("coordinates", False))
        ),
    )


def part(chosen: Iterable[object], of: Iterable[object]) -> float:
    """Percent."""
    return 100 * len(list(chosen)) / len(list(of))


def type_share(types: set[str], roles: set[str] = MEMBER) -> float:
    members = [row for row in rows("partner") if row["role"] in roles]
    return part([row for row in members if row["type"] in types], members)


def usual_type(roles: set[str]) -> str:
    types = Counter(str(row["type"]) for row in rows("partner") if row["role"] in roles)
    return types.most_common(1)[0][0]


def official(site: Row) -> int:
    return sum(row["official"] for row in site.get("sector", []))


def groups(site: Row) -> set[str]:
    return {GROUPS[row["id"]] for row in site.get("sector", [])}


def within(*allowed: str) -> list[str]:
    return sorted(site["id"] for site in BRIEF if groups(site) and groups(site) <= set(allowed))


def numbers(table: list[Row], key: str, **equal: str) -> list[float]:
    return [
        row[key]
        for row in table
        if key in row and all(row.get(field) == value for field, value in equal.items())
    ]


def accelerators(**equal: str) -> list[float]:
    return numbers(rows("system"), "accelerator_count", **equal)


def private(key: str, status: str = "operational") -> list[float]:
    return numbers(CLUSTERS, key, sector="private", status=status)


def fact(identifier: str) -> Any:
    return FACTS[identifier]["value"]


def indicator(name: str, *, inside: set[str] | None = None) -> list[float]:
    """Values in the regions of the brief; Paris and Stuttgart left out unless asked for."""
    wanted = inside or {site["nuts2"] for site in BRIEF} - {"FR10", "DE11"}
    return [
        row["value"]
        for region in REGIONS
        if region["nuts2"] in wanted
        for row in region["indicator"]
        if row["id"] == name
    ]


def hub(name: str, *codes: str) -> float:
    return mean(indicator(name, inside=set(codes))) / mean(indicator(name))


def modes(*audience: str) -> list[Row]:
    return [mode for mode in MODES if any(word in mode["audience"] for word in audience)]


def free(table: list[Row]) -> float:
    return part([mode for mode in table if "free" in mode["cost"]], table)


def tracks(*words: str) -> float:
    return part([mode for mode in MODES if any(w in mode["track"].lower() for w in words)], MODES)


def service(*kinds: str) -> int:
    return having("service", lambda row: row["kind"] in kinds)


def newer(row: Row) -> bool:
    return row["kind"] in {"new", "upgrade"}


def started(row: Row) -> bool:
    return str(row.get("operational", "")) >= "2025"


def money(sites: Iterable[Row]) -> float:
    return sum(float(site.get("budget", {}).get("total_meur", 0)) for site in sites)


FIVE = 5
GIGA = fact("aigf-chips-per-site")
PENDING = {"being_installed", "contracted", "tendering", "planned"}
AGREED = {"operational", "being_installed", "contracted"}

# id of the finding -> the headline value, then each variant in the order of the file
VALUES: dict[str, list[object]] = {
    "net-13": [len(BRIEF)],
    "fit-medium": [
        max(numbers(MODES, "gpu_hours_max")) / fact("training-tildeopen"),
        max(m["gpu_hours_max"] for m in MODES if m["id"] in {"playground", "fast-lane"})
        / fact("training-tildeopen"),
    ],
    "pol-new-or-upgraded": [
        having("system", newer),
        having("system", lambda row: newer(row) or row["status"] in PENDING or started(row)),
        having("system", lambda row: newer(row) and row["status"] in AGREED),
        having("system", lambda row: newer(row) and row["status"] == "operational"),
    ],
    "sys-from-existing": [
        100 * having("system", lambda row: row["kind"] in {"existing", "upgrade"}) / 13,
        part([r for r in rows("system") if r["kind"] in {"existing", "upgrade"}], rows("system")),
        100
        * sum(
            {"existing", "upgrade"} & kinds != set() and "new" not in kinds
            for kinds in ({row["kind"] for row in site.get("system", [])} for site in BRIEF)
        )
        / 13,
    ],
    "sys-rank-jupiter": [best("jaif", e) for e in ("2025-06", "2025-11", "2026-06")],
    "sys-rank-lumi": [best("lumi-aif", e) for e in ("2025-06", "2025-11", "2026-06")],
    "sys-rank-leonardo": [best("it4lia", e) for e in ("2025-06", "2025-11", "2026-06")],
    "sys-some-top": [top_ten(e) for e in ("2025-06", "2025-11", "2026-06")],
    "sys-below-private": [
        max(accelerators(status="operational")) / max(private("accelerators")),
        sum(accelerators(status="operational")) / max(private("accelerators")),
        max(accelerators(status="operational")) / median(private("accelerators")),
    ],
    "sys-private-dominates": [fact("private-share-2025")],
    "acc-local-remote": [
        having("access", lambda row: row.get("remote") is True),
        service("physical_hub"),
    ],
    "acc-mostly-free": [
        free(modes("start-up", "researcher")),
        free(modes("start-up")),
        free(modes("researcher")),
        free(MODES),
    ],
    "acc-short-long": [
        sum(min(mode.get("duration_months", [99])) <= 3 for mode in MODES),
        sum(max(mode.get("duration_months", [0])) >= 6 for mode in MODES),
    ],
    "acc-commercial-limited": [
        fact("aif-quota-industrial"),
        tracks("commercial use"),
        tracks("commercial use", "industrial innovation"),
    ],
    "acc-inference-cap": [fact("ai-science-inference-cap")],
    "cons-research-majority": [
        type_share(RESEARCH),
        type_share(WITH_HPC),
        type_share(RESEARCH, ACTIVE),
        type_share(UNI),
    ],
    "cons-two-without-academic": [
        without(UNI),
        without(RESEARCH),
        without(WITH_HPC),
        without(UNI, ACTIVE),
    ],
    "cons-led-by-academia": [
        led_by(UNI),
        led_by(RESEARCH),
        led_by(WITH_HPC),
        having("partner", lambda row: row["role"] == "host" and row["type"] in RESEARCH),
    ],
    "cons-mostly-universities": [
        usual_type(MEMBER),
        usual_type(MEMBER | {"supporting", "funder"}),
        usual_type(ACTIVE),
    ],
    "cons-few-private": [
        13 - without(COMPANY),
        having("partner", lambda row: row["type"] == "company"),
        13 - without(COMPANY | {"cluster_or_association"}),
        having("partner", lambda row: row["type"] == "company" and row["role"] in MEMBER, least=2),
    ],
    "cons-services": [
        service("training", "matchmaking_incubation", "consulting"),
        service("training"),
        service("matchmaking_incubation"),
        service("consulting"),
        sum(
            {row["kind"] for row in site.get("service", [])}
            >= {"training", "matchmaking_incubation", "consulting"}
            for site in BRIEF
        ),
    ],
    "sec-generalist-majority": [
        100 * sum(len(site.get("sector", [])) >= FIVE for site in BRIEF) / 13,
        100 * sum(len(groups(site)) >= FIVE for site in BRIEF) / 13,
        100 * sum(official(site) >= FIVE for site in BRIEF) / 13,
    ],
    "sec-nine-five": [
        sum(len(site.get("sector", [])) >= FIVE for site in BRIEF),
        sum(len(groups(site)) >= FIVE for site in BRIEF),
        sum(official(site) >= FIVE for site in BRIEF),
    ],
    "sec-hammerhai-only": [
        within("industry", "mobility_space"),
        within("industry"),
        sorted(site["id"] for site in BRIEF if 1 <= len(groups(site)) <= 2),
        sorted(site["id"] for site in BRIEF if 1 <= len(site.get("sector", [])) < FIVE),
    ],
    "sec-hammerhai-auto": [
        sum(r["site"] == "hammerhai" and r["id"] == "automotive" for r in rows("sector")),
        sum(r["site"] == "hammerhai" and r["id"] == "mobility_transport" for r in rows("sector")),
        sum(
            r["site"] == "hammerhai" and r["id"] == "automotive" and r["official"]
            for r in rows("sector")
        ),
    ],
    "loc-paris-stuttgart": [
        hub("ris23_score", "FR10", "DE11"),
        min(indicator("ris23_score", inside={"FR10", "DE11"})) / max(indicator("ris23_score")),
        hub("ris_score", "DE11"),
        hub("rci", "FR10", "DE11"),
        hub("hrst", "FR10", "DE11"),
        hub("hrst", "DE11"),
    ],
    "loc-barcelona-kajaani": [
        sorted(site["id"] for site in BRIEF if site["city"] in {"Barcelona", "Kajaani"})
    ],
    "giga-4x": [
        GIGA / fact("aif-chips-max"),
        GIGA / max(accelerators(status="operational")),
        GIGA / median(accelerators(status="operational")),
        GIGA / mean(accelerators()),
    ],
    "giga-five-2025": [fact("aigf-selected-sites")],
    "giga-count-5": [
        fact("aigf-planned-2025"),
        fact("aigf-planned-investai"),
        fact("aigf-call-max-sites"),
    ],
    "giga-100k": [GIGA, fact("aigf-eoi-gpus") / fact("aigf-eoi-sites")],
    "giga-gap-remains": [
        GIGA / max(private("accelerators")),
        GIGA
        / max(
            row["accelerators"]
            for row in CLUSTERS
            if row["sector"] == "private"
            and row["status"] == "operational"
            and "NVIDIA" in row.get("accelerator", "")
            and "accelerators" in row
        ),
        GIGA / max(private("h100_equivalents")),
        GIGA / max(private("h100_equivalents", "planned")),
    ],
    "pol-early-2025": [fact("investai-announced"), fact("ai-continent-action-plan")],
    "pol-10bn": [
        money(FACTORIES),
        fact("aif-programme-budget"),
        fact("aif-committed-2025"),
        money(BRIEF),
        sum(numbers(rows("system", FACTORIES), "contract_meur")),
    ],
}
