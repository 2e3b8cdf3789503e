"""Folders over folders: rows merge key by key, and a faulty one leaves the row below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from tui.dataset import Dataset, load
from tui.dataset.faults import Report, Row
from tui.dataset.overlay import merged
from tui.dataset.records import Site, System

SMALL = Path(__file__).parent.parent / "fixtures" / "small"


def over(folder: Path, name: str, text: str) -> Path:
    """Write a file of an overlay."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


def site(dataset: Dataset, ident: str) -> Site:
    return {each.id: each for each in dataset.sites}[ident]


def system(dataset: Dataset, ident: str) -> System:
    return {each.id: each for one in dataset.sites for each in one.systems}[ident]


def faults(dataset: Dataset) -> list[str]:
    dataset.load_all()
    return [str(fault) for fault in dataset.known_faults()]


RANK = """
[[system]]
id = "alder-one"
[[system.ranking]]
list = "TOP500"
edition = "2026-06"
rank = 30
rmax_pflops = 50.5
sources = ["ranking"]
confidence = "confirmed"
"""


def test_a_new_rank_is_a_few_lines(tmp_path: Path) -> None:
    dataset = load([SMALL, over(tmp_path, "sites/alder.toml", RANK)])
    assert faults(dataset) == []
    alder = system(dataset, "alder-one")
    assert [(str(each.edition), each.rank) for each in alder.rankings] == [
        ("2025-06", 20),
        ("2025-11", 22),
        ("2026-06", 30),
    ]
    assert alder.vendor == "HPE"
    assert len(site(dataset, "alder").partners) == len(site(load([SMALL]), "alder").partners)


def test_a_corrected_budget_is_two_lines(tmp_path: Path) -> None:
    dataset = load([SMALL, over(tmp_path, "sites/alder.toml", "[budget]\ntotal_meur = 90\n")])
    budget = site(dataset, "alder").budget
    assert budget
    assert (budget.total_meur, budget.eu_meur, budget.sources) == (90, 42.5, ("office",))


def test_a_ranking_is_corrected_by_list_and_edition(tmp_path: Path) -> None:
    text = RANK.replace("2026-06", "2025-11").replace("rmax_pflops = 50.5\n", "")
    alder = system(load([SMALL, over(tmp_path, "sites/alder.toml", text)]), "alder-one")
    assert [(str(each.edition), each.rank, each.rmax_pflops) for each in alder.rankings] == [
        ("2025-06", 20, 50.5),
        ("2025-11", 30, 50.5),
    ]


def test_keys_and_rows_are_taken_away(tmp_path: Path) -> None:
    text = (
        'absent = ["website"]\n[budget]\nabsent = ["eu_meur", "national_meur"]\n'
        '[[partner]]\nid = "kiefer"\nremoved = true\n'
        '[[partner]]\nid = "alder-state"\nname = "Land of Alder"\n'
    )
    dataset = load([SMALL, over(tmp_path, "sites/alder.toml", text)])
    assert faults(dataset) == []
    alder = site(dataset, "alder")
    assert alder.website is None
    assert alder.budget
    assert (alder.budget.total_meur, alder.budget.eu_meur) == (85, None)
    assert [each.id for each in alder.partners] == [
        "alder-centre",
        "alder-university",
        "alder-state",
    ]
    assert alder.partners[-1].name == "Land of Alder"


def test_a_site_is_taken_away_and_its_links_stay_sound(tmp_path: Path) -> None:
    dataset = load([SMALL, over(tmp_path, "sites/birch.toml", "removed = true\n")])
    assert faults(dataset) == []
    assert {each.id for each in dataset.sites} == {"alder", "cedar", "dogwood", "antenna-elm"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[budget]\ntotal_meur = 'much'\n", "2: budget.total_meur: must be a number, not 'much'"),
        (
            '[[partner]]\nid = "kiefer"\n\ntype = "comapny"\n',
            "4: partner[1].type: 'comapny' is not in the vocabulary 'partner_type'",
        ),
        (
            '[[system]]\nid = "alder-one"\nvendor = "Bull"\nrmax_pflops = 99\n',
            "4: system[1].rmax_pflops: 99 is more than rpeak_pflops, 70",
        ),
        ('\nabsent = ["city"]\n', "2: absent: missing key 'city'"),
        ('absent = ["citi"]\n', "1: absent: the row below has no key 'citi'; did you mean 'city'?"),
        (
            '[[partner]]\nid = "nobody"\nremoved = true\n',
            "3: partner[1].removed: there is no such row below to take away",
        ),
        (
            '[[partner]]\nid = "kiefer"\nremoved = 1\n',
            "3: partner[1].removed: can only be true; a row that stays does not say so",
        ),
        ('[[partner]]\nid = "new"\n', "1: partner[1]: missing key 'confidence'"),
        (
            '[[partner]]\nid = "kiefer"\ncountry = "AT"\n',
            "3: partner[1].country: organisation 'kiefer' has 'DE' at another site, 'AT' here",
        ),
        ('linked_sites = ["brich"]\n', "1: linked_sites: no AI Factory 'brich'; did you mean"),
        (
            RANK.replace("2026-06", "2025-11").replace("50.5", "99999"),
            "8: system[1].ranking[1].rmax_pflops: 99999 at rank 30 does not fit",
        ),
        ("= 3\n", "1: not valid TOML"),
    ],
)
def test_a_faulty_row_leaves_the_row_below_standing(tmp_path: Path, text: str, fault: str) -> None:
    """And the fault is told with the overlay's own file and line."""
    folder = over(tmp_path / "mine", "sites/alder.toml", text)
    dataset, below = load([SMALL, folder]), load([SMALL])
    found = faults(dataset)
    assert any(each.startswith(f"mine/sites/alder.toml:{fault}") for each in found)
    assert all(each.startswith("mine/sites/alder.toml:") for each in found)
    assert len(dataset.sites) == len(below.sites)
    assert dataset.left_out == {}
    kept, there = site(dataset, "alder"), site(below, "alder")
    assert (kept.city, len(kept.partners)) == (there.city, len(there.partners))
    assert kept.budget
    assert there.budget
    assert kept.budget.total_meur == there.budget.total_meur


def test_a_sound_row_lies_over_what_a_faulty_one_left(tmp_path: Path) -> None:
    first = over(tmp_path / "first", "sites/alder.toml", 'city = 7\nhost = "Nobody"\n')
    second = over(tmp_path / "second", "sites/alder.toml", 'region = "Swabia"\n')
    dataset = load([SMALL, first, second])
    alder = site(dataset, "alder")
    assert (alder.city, alder.host, alder.region) == (
        "Stuttgart",
        "Alder Computing Centre",
        "Swabia",
    )
    assert len(faults(dataset)) == 1


def test_an_overlay_mends_a_faulty_row_below(tmp_path: Path) -> None:
    base = over(tmp_path / "base", "dataset.toml", (SMALL / "dataset.toml").read_text("utf-8"))
    for path in SMALL.rglob("*.toml"):
        over(base, path.relative_to(SMALL).as_posix(), path.read_text("utf-8"))
    alder = base / "sites" / "alder.toml"
    alder.write_text(alder.read_text("utf-8").replace('city = "Stuttgart"', "city = 7"), "utf-8")
    assert "alder" in load([base]).left_out
    mended = load([base, over(tmp_path / "mine", "sites/alder.toml", 'city = "Here"\n')])
    assert faults(mended) == []
    assert site(mended, "alder").city == "Here"


def test_rows_of_every_file_merge(tmp_path: Path) -> None:
    source = tomli.loads((SMALL / "sources.toml").read_text("utf-8"))["source"][0]
    mode = tomli.loads((SMALL / "access_modes.toml").read_text("utf-8"))["access_mode"][0]
    region = tomli.loads((SMALL / "regions.toml").read_text("utf-8"))["region"][0]
    figure = region["indicator"][0]
    fact = tomli.loads((SMALL / "comparisons.toml").read_text("utf-8"))["fact"][0]
    over(tmp_path, "sources.toml", f'[[source]]\nid = "{source["id"]}"\ntitle = "New"\n')
    over(tmp_path, "access_modes.toml", f'[[access_mode]]\nid = "{mode["id"]}"\nname = "New"\n')
    over(
        tmp_path,
        "regions.toml",
        f'[[region]]\nnuts2 = "{region["nuts2"]}"\n[[region.indicator]]\n'
        f'id = "{figure["id"]}"\nyear = {figure["year"]}\nvalue = 123.5\n',
    )
    over(tmp_path, "comparisons.toml", f'[[fact]]\nid = "{fact["id"]}"\nlabel.en = "New"\n')
    over(
        tmp_path,
        "vocabulary.toml",
        '[[site_kind]]\nid = "factory"\nlabel.en = "Works"\n'
        '[[service]]\nid = "own"\nlabel.en = "Own"\ndefinition = "Mine."\n',
    )
    over(tmp_path, "dataset.toml", 'version = "7"\n[[cohort]]\nid = "early"\nlabel.en = "Soon"\n')
    dataset, below = load([SMALL, tmp_path]), load([SMALL])
    assert faults(dataset) == []
    assert {each.id: each.title for each in dataset.sources}[source["id"]] == "New"
    assert len(dataset.sources) == len(below.sources)
    assert {each.id: each.name for each in dataset.access_modes}[mode["id"]] == "New"
    [changed] = [each for each in dataset.regions if each.nuts2 == region["nuts2"]]
    values = [(each.id, each.year, each.value) for each in changed.indicators]
    assert (figure["id"], figure["year"], 123.5) in values
    assert len(values) == len(region["indicator"])
    [label] = [each.label for each in dataset.facts if each.id == fact["id"]]
    assert (label.en, label.de) == ("New", fact["label"]["de"])
    assert dataset.vocabulary.label("site_kind", "factory") == "Works"
    assert dataset.vocabulary.words("service")["own"].de == "Own"
    assert dataset.meta.version == "7"
    assert [(each.label.en, each.where) for each in dataset.cohorts if each.id == "early"] == [
        ("Soon", next(each.where for each in below.cohorts if each.id == "early"))
    ]


def test_a_source_stays(tmp_path: Path) -> None:
    """Rows rest on it, in files that are read at other times."""
    text = '[[source]]\nid = "office"\nremoved = true\n'
    dataset = load([SMALL, over(tmp_path / "mine", "sources.toml", text)])
    assert faults(dataset) == [
        "mine/sources.toml:3: source[1].removed: a source stays, since rows rest on it; "
        "correct its keys"
    ]
    assert "office" in {each.id for each in dataset.sources}


def test_a_rule_is_one_value(tmp_path: Path) -> None:
    """What a check lacks does not come from the rule below."""
    found = next(each for each in load([SMALL]).findings if each.check and "among" in each.check)
    text = f'[[finding]]\nid = "{found.id}"\ncheck = {{ measure = "share", of = "sites" }}\n'
    dataset = load([SMALL, over(tmp_path, "findings.toml", text)])
    [new] = [each for each in dataset.findings if each.id == found.id]
    assert new.check == {"measure": "share", "of": "sites"}
    assert new.statement.en == found.statement.en


def test_without_a_row_below_there_is_nothing_to_take_away(tmp_path: Path) -> None:
    source = tomli.loads((SMALL / "sources.toml").read_text("utf-8"))["source"][0]
    base = "".join(f"{key} = '{value}'\n" for key, value in source.items() if value != source["id"])
    text = f'[[source]]\nid = "new"\nremoved = true\nabsent = ["url"]\n{base}'
    dataset = load([SMALL, over(tmp_path / "mine", "sources.toml", text)])
    assert [each for each in faults(dataset) if "stands only in a row" in each] == [
        f"mine/sources.toml:{line}: source[1].{key}: stands only in a row that lies over another; "
        "there is none below"
        for line, key in ((3, "removed"), (4, "absent"))
    ]


VALUES = st.one_of(
    st.integers(0, 3), st.text("ab", max_size=2), st.lists(st.integers(0, 2), max_size=2)
)
KEYS = st.sampled_from(["name", "city", "region", "host", "note"])
CHILD = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b", "c", "d"])}, optional={"name": VALUES, "note": VALUES}
)
ROWS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("name", "city", "note"), VALUES),
        "budget": st.dictionaries(st.sampled_from(["total_meur", "note"]), VALUES, max_size=2),
        "partner": st.lists(CHILD, max_size=4, unique_by=lambda row: str(row["id"])),
    },
)


def naive(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """The contract in its plainest form."""
    found = {**below, **above}
    if "budget" in below and "budget" in above:
        found["budget"] = {**below["budget"], **above["budget"]}
    if "partner" in below and "partner" in above:
        rows = {row["id"]: row for row in below["partner"]}
        for row in above["partner"]:
            rows[row["id"]] = {**rows.get(row["id"], {}), **row}
        found["partner"] = list(rows.values())
    return found


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_merging_is_that_of_the_contract_and_every_value_keeps_its_place(
    layers: list[dict[str, Any]],
) -> None:
    rows = [Row(f"{n}.toml", Path(f"{n}.toml"), (), raw) for n, raw in enumerate(layers)]
    found, expected = rows[0], layers[0]
    report = Report()
    for row in rows[1:]:
        found = merged(found, row, Site, report)
        expected = naive(expected, row.raw)
    assert report.faults == []
    assert found.raw == expected

    def value_at(row: Row, *steps: str | int) -> Any:
        place = row.place(*steps)
        value: Any = layers[int(place.file.partition(".")[0])]
        for step in place.steps:
            value = value[step]
        return value

    for key, value in expected.items():
        if key == "budget" and isinstance(value, dict):
            for low, figure in value.items():
                assert value_at(found, key, low) == figure
        elif key == "partner":
            for index, child in enumerate(value):
                for low, text in child.items():
                    assert value_at(found, key, index, low) == text
        else:
            assert value_at(found, key) == value
