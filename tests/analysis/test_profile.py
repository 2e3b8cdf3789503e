"""What is told about a site: every declared key, as it is, harmless in Markdown."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.running import FACTORIES, FIXTURES, piped
from tests.explorer.helpers import dataset
from tui.analysis.telling.profile import as_data, as_markdown, as_text, site_profile, written
from tui.analysis.telling.sections import Line, Section
from tui.analysis.telling.site import kilometres, most_similar, nearest, site_sections
from tui.dataset import Dataset
from tui.dataset.fields import PartialDate, declared
from tui.dataset.records import (
    Access,
    Budget,
    Completeness,
    Partner,
    Ranking,
    Sector,
    Service,
    Site,
    System,
    Timeline,
)
from tui.query.engine.store import store_of

ATTRIBUTES: dict[type, str] = {
    Site: "", Budget: "budget", Timeline: "timeline", Completeness: "completeness",
    System: "systems", Ranking: "", Partner: "partners", Sector: "sectors",
    Service: "services", Access: "access",
}  # fmt: skip
# The rows of a list are told by their names; sources stand in a section of their own.
UNTOLD = {"sources"} | {f"{record.__name__}.id" for record in (System, Partner)}
SAMPLES: dict[str, Any] = {
    "text": "quite another text",
    "slug": "another",
    "url": "https://example.org/another",
    "integer": 987654,
    "number": 34.56,
    "nuts2": "XX99",
    "slugs": ("another",),
    "countries": ("MT", "CY"),
    "country": "MT",
    "day": PartialDate.parse("2031-07-09"),
    "date": PartialDate.parse("2031-07-09"),
}


OTHERS: dict[str, Any] = {
    "text": "a second text",
    "slug": "yet-another",
    "integer": 5,
    "number": 1.5,
    "country": "CY",
    "day": PartialDate.parse("2032-01-02"),
    "date": PartialDate.parse("2032-01-02"),
}


def keys() -> Iterator[tuple[type, str]]:
    for record in ATTRIBUTES:
        found = declared(record)
        for key, spec in found.specs.items():
            if spec.kind in ("table", "rows") or {key, f"{record.__name__}.{key}"} & UNTOLD:
                continue
            yield record, found.attributes[key]


def site_with(record: type, **changed: Any) -> Site:
    """A site of the fixture that has such a row, with keys of the row changed."""
    replace: Any = dataclasses.replace
    for site in dataset("factories").sites:
        if record is Site:
            return replace(site, **changed)  # type: ignore[no-any-return]
        name = ATTRIBUTES[record]
        if record is Ranking:
            for system in site.systems:
                if system.rankings:
                    place = replace(system.rankings[0], **changed)
                    ranked = replace(system, rankings=(place,))
                    return replace(site, systems=(ranked,))  # type: ignore[no-any-return]
        elif rows := getattr(site, name):
            new = (
                (replace(rows[0], **changed),) if type(rows) is tuple else replace(rows, **changed)
            )
            return replace(site, **{name: new})  # type: ignore[no-any-return]
    raise AssertionError(record)


def told(site: Site) -> str:
    return as_text([site_sections(store_of(dataset_of((site,))), 0)])


def values(data: Dataset, record: type, attribute: str) -> list[Any]:
    """Two values of a key that have to be told differently."""
    found = declared(record)
    spec = next(s for key, s in found.specs.items() if found.attributes[key] == attribute)
    if spec.vocabulary:
        words = list(data.vocabulary.words(spec.vocabulary))
        return [words[0], words[-1]] if attribute != "confidence" else ["confirmed", "likely"]
    if spec.kind == "flag":
        # A false flag of a partner says nothing; the others say that it is not so.
        return [True, None if attribute == "coordinates" else False]
    empty: Any = () if spec.kind in ("slugs", "countries") else None
    return [SAMPLES[spec.kind], OTHERS[spec.kind] if spec.required else empty]


@pytest.mark.parametrize(("record", "attribute"), list(keys()))
def test_every_declared_key_is_told(record: type, attribute: str) -> None:
    """Whatever is written into a key changes what is told; a new key has to appear too."""
    sourced = attribute != "confidence" and record is not Completeness
    rest: dict[str, Any] = {"confidence": "confirmed"} if sourced else {}
    if attribute == "accelerator_count_basis":
        rest["accelerator_count"] = 5
    if attribute == "operational_expected" and record is System:
        rest["operational"] = PartialDate.parse("2031")
    if attribute == "ai_exaflops_basis":
        rest["ai_exaflops"] = 5.0
    one, other = (
        told(site_with(record, **rest, **{attribute: value}))
        for value in values(dataset("factories"), record, attribute)
    )
    assert one != other


def test_what_is_not_confirmed_is_marked() -> None:
    """In every list of a site, with the note below it."""
    for record in (Budget, Timeline, System, Partner, Sector, Service, Access, Ranking):
        text = told(site_with(record, confidence="likely", note="doubtful indeed"))
        assert "~" in text, record
        assert "doubtful indeed" in text, record


@pytest.mark.parametrize("fmt", ["md", "text"])
def test_the_mark_is_explained_where_it_stands(fmt: str) -> None:
    data, ending = dataset("small"), " stands before what no source confirms.\n"
    texts = {site.id: written([site_profile(data, site)], fmt) for site in data.sites}
    assert {ident for ident, text in texts.items() if text.endswith(ending)} == {
        ident for ident, text in texts.items() if "~" in text.removesuffix(ending)[:-3]
    }
    assert any(text.endswith(ending) for text in texts.values())
    assert not all(text.endswith(ending) for text in texts.values())


def test_distances_are_those_of_a_great_circle() -> None:
    """A degree of the equator, half around, and Paris to Berlin as gazetteers have it."""
    assert kilometres((0, 0), (0, 1)) == pytest.approx(111.195, abs=0.01)
    assert kilometres((90, 0), (-90, 0)) == pytest.approx(20015.1, abs=0.1)
    assert kilometres((48.8566, 2.3522), (52.52, 13.405)) == pytest.approx(877.5, abs=1)


def dataset_of(sites: tuple[Site, ...]) -> Dataset:
    """A dataset of these sites alone."""
    base = dataset("factories")
    return Dataset(base.meta, base.vocabulary, sites, (), lambda: base._reader)


SITE = dataset("factories").sites[0]
SECTOR = SITE.sectors[0]
# Among them the poles, the edge of the map, and places that are nearly the same.
PLACES = st.tuples(
    st.integers(-90, 90) | st.floats(48, 48.001),
    st.sampled_from((-180, 180)) | st.floats(8, 8.001),
)


@given(st.lists(PLACES, min_size=1, max_size=30), st.integers(0, 4))
def test_the_nearest_are_those_of_all_distances(
    places: list[tuple[float, float]], most: int
) -> None:
    """However near to one another, on either side of the globe, and at its poles."""
    sites = tuple(
        replace(SITE, id=f"s{at}", name=f"S{at:02}", latitude=float(lat), longitude=float(lon))
        for at, (lat, lon) in enumerate(places)
    )
    found = nearest(dataset_of(sites), sites[0], most)
    here = (sites[0].latitude, sites[0].longitude)
    every = [(kilometres(here, (each.latitude, each.longitude)), each.name) for each in sites[1:]]
    assert [(far, each.name) for far, each in found] == sorted(every)[:most]


@given(st.lists(st.sets(st.sampled_from("abcde")), min_size=1, max_size=12))
def test_the_most_similar_share_the_largest_part(named: list[set[str]]) -> None:
    sites = tuple(
        replace(
            SITE, id=f"s{at}", sectors=tuple(replace(SECTOR, id=each) for each in sorted(names))
        )
        for at, names in enumerate(named)
    )
    own = named[0]
    parts = {
        f"s{at}": len(own & names) / len(own | names)
        for at, names in enumerate(named)
        if at and own & names
    }
    best = {ident for ident, part in parts.items() if part == max(parts.values())}
    found = most_similar(dataset_of(sites), sites[0])
    assert {site.id for site, _, _ in found} == best
    assert all(shared / either == parts[site.id] for site, shared, either in found)


def test_texts_stay_texts() -> None:
    """Neither a heading, a link, a picture nor an escape sequence comes out of a file."""
    bad = "# <b>x</b> ![a](http://b)\x1b[31m"
    record = (Section(bad, (Line(bad, bad),)),)
    written = as_markdown([record])
    assert "<b>" not in written
    assert "![a]" not in written
    assert "\x1b" not in written + as_text([record])
    assert as_data([record])[0]["sections"][0]["lines"] == [{"label": bad, "value": bad}]


def test_profiles_of_several_sites_and_of_a_selection() -> None:
    """Each site has its sources; a selection has its sums, claims and doubts."""
    data = ("--format", "json", *FACTORIES)
    both = json.loads(piped("profile", "hammerhai", "jaif", *data).stdout)
    assert [each["title"] for each in both] == ["HammerHAI", "JAIF"]
    near = {
        line["label"]: line["value"]
        for each in both[0]["sections"]
        for line in each["lines"]
        if each["title"] == "Neighbours"
    }
    assert near["Nearest"].count(" km") == 3
    assert both[0]["sections"][-1]["title"].startswith("Sources (")
    (page,) = json.loads(piped("profile", "country:DE", *data).stdout)
    titles = [each["title"] for each in page["sections"]]
    assert titles[:7] == [
        "country:DE", "Machines", "Money", "Members", "Access", "Claims that turn", "Doubts",
    ]  # fmt: skip
    assert "2 of 2 known" in page["sections"][2]["lines"][0]["value"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("hamerhai",), "did you mean 'hammerhai'?"),
        (("hammerhai", "--format", "jsn"), "did you mean 'json'?"),
        (("hammerhai", "-o", "a.html"), "'a.html' would hold Markdown; name it a.md"),
        (("country:", "--cohort", "nowhere"), "no cohort 'nowhere'"),
        (("colour:red",), "colour"),
    ],
)
def test_what_cannot_be_told_is_said(words: tuple[str, ...], message: str) -> None:
    done = piped("profile", *words, *FACTORIES)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_hostile_and_empty_datasets_have_profiles() -> None:
    """Nothing in a file breaks out of a profile or breaks it."""
    for name in ("hostile", "small"):
        ids = [site.id for site in dataset(name).sites]
        for fmt in ("md", "text", "json"):
            done = piped("profile", *ids, "--format", fmt, "--data", str(FIXTURES / name))
            assert done.returncode == 0, done.stderr
            assert "\x1b" not in done.stdout


# A page over a selection, against the files themselves


def files(*countries: str) -> list[dict[str, Any]]:
    """The factories in these countries as their files write them, all of them without any."""
    read = (
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((FIXTURES / "factories" / "sites").glob("*.toml"))
    )
    return [
        site
        for site in read
        if site["kind"] == "factory" and (not countries or site["country"] in countries)
    ]


def page(text: str) -> dict[str, dict[str, str]]:
    """The page over a selection: values by section and label."""
    words = (text, "--cohort", "factories") if text else ("--cohort", "factories")
    done = piped("profile", *words, *FACTORIES, "--format", "json")
    assert done.returncode == 0, done.stderr
    (record,) = json.loads(done.stdout)
    return {
        section["title"].partition(" (")[0]: {
            line["label"] or line["value"].partition(", ")[0]: line["value"]
            for line in section["lines"]
        }
        for section in record["sections"]
    }


def summed(told: str) -> tuple[float, int, int]:
    """Sum, known and rows of a line such as `sum 55 EUR million · 1 of 7 known`."""
    found = re.search(r"sum ([\d,.]+)|none of", told)
    counts = re.search(r"(\d+) of (\d+) known", told)
    assert found, told
    if counts is None:
        rows = re.search(r"none of (\d+)", told)
        assert rows, told
        return 0, 0, int(rows[1])
    return float(found[1].replace(",", "")), int(counts[1]), int(counts[2])


@pytest.mark.parametrize(
    ("text", "countries"),
    [("", ()), ("country:DE", ("DE",)), ("country:ES,PL", ("ES", "PL")), ("country:LT", ("LT",))],
)
def test_the_sums_of_a_page_are_those_of_the_files(text: str, countries: tuple[str, ...]) -> None:
    told, sites = page(text), files(*countries)
    systems = [system for site in sites for system in site.get("system", [])]
    money = {"Budget": "total_meur", "EU part": "eu_meur", "National part": "national_meur"}
    for label, key in money.items():
        known = [site["budget"][key] for site in sites if key in site.get("budget", {})]
        assert summed(told["Money"][label]) == (round(sum(known), 2), len(known), len(sites))
    for label, key in {"Chips": "accelerator_count", "Contract": "contract_meur"}.items():
        known = [system[key] for system in systems if key in system]
        assert summed(told["Machines"][label]) == (round(sum(known), 2), len(known), len(systems))
    states = Counter(system["status"] for system in systems)
    labels = dataset().vocabulary.words("system_status")
    for status, many in states.items():
        assert told["Machines"][labels[status].en].startswith(f"{many} system")


@pytest.mark.parametrize("country", ["DE", "ES", "IT"])
def test_the_members_of_a_page_are_those_of_the_files(country: str) -> None:
    told, sites = page(f"country:{country}")["Members"], files(country)
    roles = {"host", "coordinator", "partner", "affiliated"}
    members = [partner for site in sites for partner in site["partner"] if partner["role"] in roles]
    first = next(iter(told.values()))
    organisations = len({member["id"] for member in members})
    assert first == f"{len(members)} seats of {organisations} organisations"
    labels = dataset().vocabulary.words("partner_type")
    for kind, many in Counter(member["type"] for member in members).items():
        share = round(100 * many / len(members))
        assert told[labels[kind].en].startswith(f"{many} seat")
        assert told[labels[kind].en].endswith(f"{share} %")
