"""Every claim of the bundled findings worked out in plain Python.

Nothing of the package is used, and no filter language. ``VALUES`` is the second opinion on the
engine for the sites that each sentence speaks of, ``values`` that for any choice of sites.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import StatisticsError, mean, median
from typing import Any

from tests.dataset.plain_data import (
    ACTIVE,
    BRIEF,
    CLUSTERS,
    COHORTS,
    COMPANY,
    MEMBER,
    MODES,
    RESEARCH,
    UNI,
    WITH_HPC,
    Over,
    Row,
    fact,
    free,
    groups,
    modes,
    money,
    newer,
    numbers,
    official,
    older,
    part,
    private,
    read,
    started,
    tracks,
)

FIVE = 5
GIGA = fact("aigf-chips-per-site")
PENDING = {"being_installed", "contracted", "tendering", "planned"}
AGREED = {"operational", "being_installed", "contracted"}


def offers_all(site: Row) -> bool:
    wanted = {"training", "matchmaking_incubation", "consulting"}
    return {row["kind"] for row in site.get("service", [])} >= wanted


def only_older(site: Row) -> bool:
    kinds = {row["kind"] for row in site.get("system", [])}
    return bool({"existing", "upgrade"} & kinds) and "new" not in kinds


def largest(sites: Over) -> float:
    return max(sites.accelerators(status="operational"))


Rule = Callable[[Over], object]
EDITIONS = ("2025-06", "2025-11", "2026-06")


def best(site: str, edition: str) -> Rule:
    return lambda s: s.best(site, edition)


def top_ten(edition: str) -> Rule:
    return lambda s: s.top_ten(edition)


# id of the finding -> the headline value, then each variant in the order of the file
RULES: dict[str, list[Rule]] = {
    "net-13": [lambda s: s.counted(lambda site: site in BRIEF)],
    "fit-medium": [
        lambda _: max(numbers(MODES, "gpu_hours_max")) / fact("training-tildeopen"),
        lambda _: (
            max(m["gpu_hours_max"] for m in MODES if m["id"] in {"playground", "fast-lane"})
            / fact("training-tildeopen")
        ),
    ],
    "pol-new-or-upgraded": [
        lambda s: s.having("system", newer),
        lambda s: s.having(
            "system", lambda row: newer(row) or row["status"] in PENDING or started(row)
        ),
        lambda s: s.having("system", lambda row: newer(row) and row["status"] in AGREED),
        lambda s: s.having("system", lambda row: newer(row) and row["status"] == "operational"),
    ],
    "sys-from-existing": [
        lambda s: s.percent(s.having("system", older)),
        lambda s: part([row for row in s.rows("system") if older(row)], s.rows("system")),
        lambda s: s.percent(s.counted(only_older)),
    ],
    "sys-rank-jupiter": [best("jaif", edition) for edition in EDITIONS],
    "sys-rank-lumi": [best("lumi-aif", edition) for edition in EDITIONS],
    "sys-rank-leonardo": [best("it4lia", edition) for edition in EDITIONS],
    "sys-some-top": [top_ten(edition) for edition in EDITIONS],
    "sys-below-private": [
        lambda s: largest(s) / max(private("accelerators")),
        lambda s: sum(s.accelerators(status="operational")) / max(private("accelerators")),
        lambda s: largest(s) / median(private("accelerators")),
    ],
    "sys-private-dominates": [lambda _: fact("private-share-2025")],
    "acc-local-remote": [
        lambda s: s.having("access", lambda row: row.get("remote") is True),
        lambda s: s.service("physical_hub"),
    ],
    "acc-mostly-free": [
        lambda _: free(modes("start-up", "researcher")),
        lambda _: free(modes("start-up")),
        lambda _: free(modes("researcher")),
        lambda _: free(MODES),
    ],
    "acc-short-long": [
        lambda _: sum(min(mode.get("duration_months", [99])) <= 3 for mode in MODES),
        lambda _: sum(max(mode.get("duration_months", [0])) >= 6 for mode in MODES),
    ],
    "acc-commercial-limited": [
        lambda _: fact("aif-quota-industrial"),
        lambda _: tracks("commercial use"),
        lambda _: tracks("commercial use", "industrial innovation"),
    ],
    "acc-inference-cap": [lambda _: fact("ai-science-inference-cap")],
    "cons-research-majority": [
        lambda s: s.type_share(RESEARCH),
        lambda s: s.type_share(WITH_HPC),
        lambda s: s.type_share(RESEARCH, ACTIVE),
        lambda s: s.type_share(UNI),
    ],
    "cons-two-without-academic": [
        lambda s: s.without(UNI),
        lambda s: s.without(RESEARCH),
        lambda s: s.without(WITH_HPC),
        lambda s: s.without(UNI, ACTIVE),
    ],
    "cons-led-by-academia": [
        lambda s: s.led_by(UNI),
        lambda s: s.led_by(RESEARCH),
        lambda s: s.led_by(WITH_HPC),
        lambda s: s.with_members(RESEARCH, {"host"}),
    ],
    "cons-mostly-universities": [
        lambda s: s.usual_type(MEMBER),
        lambda s: s.usual_type(MEMBER | {"supporting", "funder"}),
        lambda s: s.usual_type(ACTIVE),
    ],
    "cons-few-private": [
        lambda s: s.with_members(COMPANY),
        lambda s: s.with_members(COMPANY, MEMBER | {"supporting", "funder"}),
        lambda s: s.with_members(COMPANY | {"cluster_or_association"}),
        lambda s: s.with_members(COMPANY, least=2),
    ],
    "cons-services": [
        lambda s: s.service("training", "matchmaking_incubation", "consulting"),
        lambda s: s.service("training"),
        lambda s: s.service("matchmaking_incubation"),
        lambda s: s.service("consulting"),
        lambda s: s.counted(offers_all),
    ],
    "sec-generalist-majority": [
        lambda s: s.percent(s.counted(lambda site: len(site.get("sector", [])) >= FIVE)),
        lambda s: s.percent(s.counted(lambda site: len(groups(site)) >= FIVE)),
        lambda s: s.percent(s.counted(lambda site: official(site) >= FIVE)),
    ],
    "sec-nine-five": [
        lambda s: s.counted(lambda site: len(site.get("sector", [])) >= FIVE),
        lambda s: s.counted(lambda site: len(groups(site)) >= FIVE),
        lambda s: s.counted(lambda site: official(site) >= FIVE),
    ],
    "sec-hammerhai-only": [
        lambda s: s.within("industry", "mobility_space"),
        lambda s: s.within("industry"),
        lambda s: s.named(lambda site: 1 <= len(groups(site)) <= 2),
        lambda s: s.named(lambda site: 1 <= len(site.get("sector", [])) < FIVE),
    ],
    "sec-hammerhai-auto": [
        lambda s: s.of_hammerhai("automotive"),
        lambda s: s.of_hammerhai("mobility_transport"),
        lambda s: s.of_hammerhai("automotive", official=True),
    ],
    "loc-paris-stuttgart": [
        lambda s: s.hub("ris23_score", "FR10", "DE11"),
        lambda s: (
            min(s.indicator("ris23_score", inside={"FR10", "DE11"}))
            / max(s.indicator("ris23_score"))
        ),
        lambda s: s.hub("ris_score", "DE11"),
        lambda s: s.hub("rci", "FR10", "DE11"),
        lambda s: s.hub("hrst", "FR10", "DE11"),
        lambda s: s.hub("hrst", "DE11"),
    ],
    "loc-barcelona-kajaani": [
        lambda s: s.named(lambda site: site["city"] in {"Barcelona", "Kajaani"})
    ],
    "giga-4x": [
        lambda _: GIGA / fact("aif-chips-max"),
        lambda s: GIGA / largest(s),
        lambda s: GIGA / median(s.accelerators(status="operational")),
        lambda s: GIGA / mean(s.accelerators()),
    ],
    "giga-five-2025": [lambda _: fact("aigf-selected-sites")],
    "giga-count-5": [
        lambda _: fact("aigf-planned-2025"),
        lambda _: fact("aigf-planned-investai"),
        lambda _: fact("aigf-call-max-sites"),
    ],
    "giga-100k": [lambda _: GIGA, lambda _: fact("aigf-eoi-gpus") / fact("aigf-eoi-sites")],
    "giga-gap-remains": [
        lambda _: GIGA / max(private("accelerators")),
        lambda _: (
            GIGA
            / max(
                row["accelerators"]
                for row in CLUSTERS
                if row["sector"] == "private"
                and row["status"] == "operational"
                and "NVIDIA" in row.get("accelerator", "")
                and "accelerators" in row
            )
        ),
        lambda _: GIGA / max(private("h100_equivalents")),
        lambda _: GIGA / max(private("h100_equivalents", "planned")),
    ],
    "pol-early-2025": [
        lambda _: fact("investai-announced"),
        lambda _: fact("ai-continent-action-plan"),
    ],
    "pol-10bn": [
        lambda s: money(s.sites),
        lambda _: fact("aif-programme-budget"),
        lambda _: fact("aif-committed-2025"),
        lambda s: money(site for site in s.sites if site in BRIEF),
        lambda s: sum(numbers(s.rows("system"), "contract_meur")),
    ],
}


def values(ident: str, sites: Iterable[Row]) -> list[object]:
    """Headline and variants of a claim over these sites; None where nothing gives a value."""
    chosen = Over(sites)
    found: list[object] = []
    for rule in RULES[ident]:
        try:
            found.append(rule(chosen))
        except (ValueError, ZeroDivisionError, StatisticsError, IndexError, StopIteration):
            found.append(None)
    return found


CLAIMS: dict[str, Row] = {
    row["id"]: row for row in read("findings.toml")["finding"] if row["kind"] == "claim"
}
VALUES = {ident: values(ident, COHORTS[CLAIMS[ident].get("cohort", "network")]) for ident in RULES}


# The verdicts


def agrees(value: Any, claim: Row) -> bool | None:
    """Whether a value is as the claim states; None where it cannot be told."""
    stated, how = claim["claimed"], claim["comparator"]
    if value is None:
        return None
    if how == "~=":
        return bool(abs(value - stated) <= claim["tolerance"] * stated * (1 + 1e-9))
    tests: dict[str, Callable[[Any, Any], bool]] = {
        "==": lambda a, b: a == b,
        ">=": lambda a, b: a >= b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        "<": lambda a, b: a < b,
    }
    if isinstance(stated, list):
        return tests[how](set(value), set(stated))
    return tests[how](value, stated)


def verdict(ident: str, sites: Iterable[Row]) -> str:
    """What comes of a claim over these sites."""
    claim, chosen = CLAIMS[ident], list(sites)
    found = [agrees(value, claim) for value in values(ident, chosen)]
    if isinstance(claim["claimed"], list):
        there = {site["id"] for site in chosen}
        found = [truth if there >= set(claim["claimed"]) else None for truth in found]
    variants = claim.get("variant", [])
    now = [found[0], *(t for t, v in zip(found[1:], variants, strict=True) if "since" not in v)]
    later = [t for t, v in zip(found[1:], variants, strict=True) if "since" in v and t is not None]
    if now[0] is None:
        return "unknown"
    if {True, False} <= set(now):
        return "depends"
    if not now[0]:
        return "fails"
    return "outdated" if later and not later[-1] else "holds"
