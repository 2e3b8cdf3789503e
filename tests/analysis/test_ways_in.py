"""Ways in for a start-up, against the files themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis import tables
from tui.analysis.lenses.ways_in import WayIn, opening, users_of
from tui.dataset import Dataset, load
from tui.dataset.fields import PartialDate
from tui.dataset.records import Access
from tui.query import Result, View

FACTORIES = Path(__file__).parents[1] / "fixtures" / "factories"


@cache
def dataset() -> Dataset:
    return load([FACTORIES])


def shown(text: str = "", cohort: str = "factories") -> Result:
    return tables.table(dataset(), View(cohort=cohort, filter=text), "ways-in", every=True)


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FACTORIES / name).read_text(encoding="utf-8"))


def offers() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every offer of a factory as its file writes it."""
    for path in sorted((FACTORIES / "sites").glob("*.toml")):
        site = tomllib.loads(path.read_text(encoding="utf-8"))
        if site["kind"] == "factory":
            yield from ((site["id"], offer) for offer in site.get("access", []))


def test_every_way_whose_source_names_companies_is_there_once() -> None:
    words = ("start-up", "SME", "compan", "firm", "industr", "business", "private")
    wanted = {
        mode["id"]
        for mode in read("access_modes.toml")["access_mode"]
        if any(word in mode["audience"] for word in words)
    } | {
        f"{site}/{offer['name']}"
        for site, offer in offers()
        if any(word in offer.get("who", "") for word in words)
    }
    ways: list[WayIn] = list(shown().source.records)
    assert sorted(way.key for way in ways) == sorted(wanted)
    named = [way.users == "start-ups" for way in ways]
    assert named == sorted(named, reverse=True)


def test_what_is_not_known_stays_unknown() -> None:
    modes = {mode["id"]: mode for mode in read("access_modes.toml")["access_mode"]}
    rows = {(site, offer["name"]): offer for site, offer in offers()}
    for way in shown().source.records:
        if way.site is None:
            mode = modes[way.key]
            assert way.record.cost == mode.get("cost")
            assert (way.gpu_hours is None) == ("gpu_hours_max" not in mode)
            assert way.record.review_working_days == mode.get("review_working_days")
            assert way.open == mode.get("call")
        else:
            offer = rows[way.site, way.record.name]
            assert (way.record.cost, way.who) == (offer.get("cost"), offer["who"])
            assert (way.gpu_hours, way.months) == (None, None)


def test_a_filter_leaves_the_offers_of_its_sites_and_the_common_modes() -> None:
    ways = shown("id:it4lia").source.records
    assert {way.site for way in ways} == {None, "it4lia"}
    assert not len(shown("id:nosuch"))


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("start-ups, SMEs and universities", "start-ups"),
        ("Startups first", "start-ups"),
        ("industry and science", "companies"),
        ("education and private organisations", "companies"),
        ("science in Germany", ""),
        ("messengers", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_users_by_the_words_of_the_source(text: str | None, users: str) -> None:
    assert users_of(text) == users


DAYS = st.sampled_from(
    [PartialDate.parse(f"2026-{month:02}-{day:02}") for month in (1, 2, 12) for day in (1, 2, 28)]
)


@given(st.none() | DAYS, st.none() | DAYS, DAYS)
def test_whether_an_offer_is_open(
    opens: PartialDate | None, closes: PartialDate | None, today: PartialDate
) -> None:
    access = Access(
        mode="local", name="x", sources=("s",), confidence="likely", opens=opens, closes=closes,
        who=None, cost=None, limits=None, remote=None, note=None,
    )  # fmt: skip
    said = opening(access, today)
    if closes is not None and closes.text < today.text:
        assert said == f"closed {closes.text}"
    elif opens is not None and opens.text > today.text:
        assert said == f"from {opens.text}"
    else:
        assert said == (None if closes is None else f"until {closes.text}")


def test_what_is_planned_to_be_free_is_not_free() -> None:
    ways = {way.key: way for way in shown().source.records}
    planned = [way for way in ways.values() if way.planned]
    assert [way.record.cost for way in planned if "free" in way.record.cost] != []
    assert not any(way.free for way in planned)
