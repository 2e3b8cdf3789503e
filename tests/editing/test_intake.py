"""A table of one's own becomes a folder that lies over the dataset."""

from __future__ import annotations

import csv
import datetime
import os
import socket
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.running import FIXTURES
from tui.analysis.validation import checked
from tui.cli import main
from tui.cli.common import DATA, DONE, FAULTS, USAGE, WRITE
from tui.dataset import load
from tui.editing.intake import fields_of, take
from tui.editing.spreadsheet import Spreadsheet
from tui.editing.template import toml_of

SMALL = FIXTURES / "small"
Capture = pytest.CaptureFixture[str]
RANKS = """\
Rank,Name,Site,Rmax [TFlop/s],Power
1,El Capitan,DOE,"1,742,000",29
41,Alder  ONE,HLRS,50500,2
60,BIRCH-AI,CSC,40000.0,
"""
RANKING = (
    "--as", "rankings", "--map", "Name=system", "--map", "Rmax [TFlop/s]=rmax_pflops*0.001",
    "--set", "list=TOP500", "--set", "edition=2026-06",
)  # fmt: skip


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The folder to write."""
    return tmp_path / "mine"


def taken(text: str, mine: Path, *words: str) -> int:
    path = mine.parent / "table.csv"
    path.write_text(text, "utf-8")
    return main(["data", "import", str(path), "--data", str(SMALL), "--to", str(mine), *words])


def test_ranks_of_a_list_go_to_their_systems(mine: Path, capsys: Capture) -> None:
    words = (*RANKING, "--title", "The list", "--publisher", "Listers")
    assert taken(RANKS, mine, *words) == DONE
    said = capsys.readouterr().err
    assert "columns without a field: Power" in said
    assert "1 row of which the dataset knows nothing: El Capitan" in said
    dataset = load([SMALL, mine])
    dataset.load_all()
    assert dataset.known_faults() == ()
    places = {
        system.id: (place.rank, place.rmax_pflops, place.sources, place.confidence)
        for site in dataset.sites
        for system in site.systems
        for place in system.rankings
        if str(place.edition) == "2026-06"
    }
    assert places == {
        "alder-one": (41, 50.5, ("table",), "likely"),
        "birch-ai": (60, 40.0, ("table",), "likely"),
    }
    [source] = [each for each in dataset.sources if each.id == "table"]
    assert (source.title, source.publisher, source.read) == ("The list", "Listers", "direct")


def test_a_place_that_is_there_keeps_its_sources(mine: Path) -> None:
    text = "system,rank,list,edition\nAlder One,23,TOP500,2025-11\n"
    assert taken(text, mine, "--as", "rankings", "--publisher", "Me") == DONE
    places = [
        (place.rank, place.rmax_pflops, place.sources)
        for site in load([SMALL, mine]).sites
        for system in site.systems
        for place in system.rankings
        if system.id == "alder-one" and str(place.edition) == "2025-11"
    ]
    assert places == [(23, 50.5, ("ranking", "table"))]


PARTNERS = """\
Organisation;Country;Type;Role;Homepage
KIEFER ag;Austria;university;Partner;x
Tanne GmbH;Österreich;Company;supporting;
Seltsam;Atlantis;company;partner;

;DE;company;partner;
"""


def test_partners_take_over_what_is_known_of_them(mine: Path, capsys: Capture) -> None:
    words = ("--as", "partners", "--map", "Organisation=name", "--set", "site=birch",
             "--source", "office", "--confidence", "confirmed")  # fmt: skip
    assert taken(PARTNERS, mine, *words) == FAULTS
    said = capsys.readouterr().err
    assert "row 4, Country: 'Atlantis' is no country" in said
    assert "has neither id nor name" in said
    assert not (mine / "sources.toml").exists()
    rows = tomli.loads((mine / "sites" / "birch.toml").read_text("utf-8"))["partner"]
    assert rows[0] == {
        "id": "kiefer", "name": "Kiefer AG", "country": "DE", "type": "company",
        "role": "partner", "sources": ["office"], "confidence": "confirmed",
    }  # fmt: skip
    assert (rows[1]["id"], rows[1]["country"], rows[1]["role"]) == (
        "tanne-gmbh", "AT", "supporting",
    )  # fmt: skip
    assert "country" not in rows[2]
    assert "missing key 'country'" in said


SITES = """\
name,country,city,lat,lon,selected,kind,host,budget
North AIF,Norway,Oslo,59.91,10.75,2027-01-15,AI Factory,NRIS,"1,250.5"
Alder,,,,,,,,99
"""


def test_sites_new_and_known(mine: Path) -> None:
    words = ("--as", "sites", "--map", "lat=latitude", "--map", "lon=longitude",
             "--map", "budget=budget.total_meur", "--publisher", "Me")  # fmt: skip
    assert taken(SITES, mine, *words) == DONE
    sites = {site.id: site for site in load([SMALL, mine]).sites}
    north, alder = sites["north-aif"], sites["alder"]
    assert (north.country, north.kind, str(north.selected)) == ("NO", "factory", "2027-01-15")
    assert north.completeness.partners == "unknown"
    assert north.budget
    assert alder.budget
    assert (north.budget.total_meur, north.budget.sources) == (1250.5, ("table",))
    assert (alder.budget.total_meur, alder.budget.sources) == (99, ("office", "table"))
    assert alder.city == "Stuttgart"


def test_systems_known_by_name_are_corrected(mine: Path) -> None:
    text = (
        "site,name,accelerator_count,status,kind\n"
        "alder,Alder One,1024,,\nAlder,Third,,planned,new\n"
    )
    assert taken(text, mine, "--as", "systems", "--publisher", "Me") == DONE
    [alder] = [site for site in load([SMALL, mine]).sites if site.id == "alder"]
    assert [(each.id, each.accelerator_count) for each in alder.systems] == [
        ("alder-one", 1024), ("alder-two", 4000), ("third", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count", "rmax", "said"),
    [
        ("site;name;accelerator_count;rmax_pflops\nalder;Alder One;10.000;2,5\n", 10000, 2.5, ""),
        ("site,name,accelerator_count,rmax_pflops\nalder,Alder One,10.000,2.5\n", 10, 2.5, ""),
        (
            "site;name;accelerator_count;rmax_pflops\nalder;Alder One;10.000;1.234\n",
            0,
            None,
            "'10.000' may be 10000 or 10",
        ),
    ],
)
def test_numbers_of_one_file_are_written_the_same_way(
    mine: Path, capsys: Capture, text: str, count: int, rmax: float | None, said: str
) -> None:
    """What has one meaning decides what its neighbours mean; without it they are left out."""
    taken(text, mine, "--as", "systems", "--publisher", "Me")
    [alder] = [site for site in load([SMALL, mine]).sites if site.id == "alder"]
    one = next(each for each in alder.systems if each.id == "alder-one")
    if said:
        assert said in capsys.readouterr().err
    else:
        assert (one.accelerator_count, one.rmax_pflops) == (count, rmax)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--as", "rankings", "--map", "Rank=rank*1.000"), USAGE, "'Rank=rank*1.000': the factor"),
        (("--as", "rankings", "--set", "rank=1.000"), USAGE, "'rank=1.000': '1.000' may be 1000"),
        (("--as", "ranks"), USAGE, "--as says what the rows are; did you mean 'rankings'?"),
        ((), USAGE, "--as says what the rows are; there are sites, systems, rankings"),
        (("--as", "rankings", "--map", "Nmae=system"), USAGE, "no column 'Nmae' in the file; did"),
        (("--as", "rankings", "--map", "Name=sytem"), USAGE, "rankings have no field 'sytem'; did"),
        (("--as", "rankings", "--map", "Name"), USAGE, "'Name' is not COLUMN=FIELD"),
        (("--as", "rankings", "--map", "Rank=rank*x"), USAGE, "rankings have no field 'rank*x'"),
        (
            ("--as", "rankings", "--set", "edition=soon"),
            USAGE,
            "'edition=soon': 'soon': not",
        ),
        (("--as", "rankings", "--confidence", "sure"), USAGE, "no confidence 'sure'; there are"),
        (("--as", "rankings"), FAULTS, "no row could be placed; nothing is written"),
    ],
)
def test_mistakes_are_named(
    mine: Path, capsys: Capture, words: tuple[str, ...], code: int, message: str
) -> None:
    assert taken(RANKS, mine, *words) == code
    assert f"aif: {message}" in capsys.readouterr().err
    assert not mine.exists()


def test_a_new_source_has_to_be_named_before_anything_is_written(
    mine: Path, capsys: Capture
) -> None:
    assert taken(RANKS, mine, *RANKING) == USAGE
    assert "--publisher names who made it" in capsys.readouterr().err
    assert not mine.exists()


def test_nothing_that_is_there_is_lost(mine: Path, capsys: Capture) -> None:
    (mine / "sites").mkdir(parents=True)
    (mine / "sites" / "birch.toml").write_text("# mine\n", "utf-8")
    assert taken(RANKS, mine, *RANKING, "--publisher", "Listers") == WRITE
    assert "birch.toml exists already; choose another folder" in capsys.readouterr().err
    assert [path.name for path in sorted(mine.rglob("*.toml"))] == ["birch.toml"]


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "no such file"), (b"", "No columns"), (b"a,b\n\xff\xfe,1\n", "not UTF-8 at byte")],
)
def test_what_is_no_table_is_told(
    tmp_path: Path, capsys: Capture, content: bytes | None, message: str
) -> None:
    path = tmp_path / "table.csv"
    if content is not None:
        path.write_bytes(content)
    words = ["data", "import", str(path), "--as", "partners", "--to", str(tmp_path / "mine")]
    assert main(words) == DATA
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (os.mkfifo, "no plain file"),
        (os.mkdir, "a folder"),
        (lambda path: socket.socket(socket.AF_UNIX).bind(str(path)), "no plain file"),
        (lambda path: os.symlink("/dev/null", path), "no plain file"),
        (lambda path: os.symlink("nowhere", path), "no such file"),
        (lambda path: os.symlink(path.name, path), "Too many levels of symbolic links"),
    ],
    ids=["pipe", "folder", "socket", "device", "broken link", "link to itself"],
)
def test_what_is_no_file_is_told(
    tmp_path: Path, capsys: Capture, make: Callable[[Path], None], message: str, name: str
) -> None:
    path = tmp_path / name
    make(path)
    words = ["data", "import", str(path), "--as", "rankings", "--to", str(tmp_path / "mine")]
    assert main(words) == DATA
    assert capsys.readouterr().err.strip() == f"aif: cannot read {path}: {message}"


def test_excel_is_read_like_csv(mine: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["system", "rank", "edition", "list", "rmax_pflops"])
    book.active.append(["Alder One", 41.0, datetime.datetime(2026, 6, 1), "TOP500", 50.5])
    book.active.append(["Birch AI", 60, "2026-06", "TOP500", None])
    book.save(tmp_path / "list.xlsx")
    words = ["data", "import", str(tmp_path / "list.xlsx"), "--as", "rankings"]
    assert main([*words, "--data", str(SMALL), "--to", str(mine), "--publisher", "Me"]) == DONE
    [row] = tomli.loads((mine / "sites" / "alder.toml").read_text("utf-8"))["system"]
    assert row["ranking"][0]["edition"] == datetime.date(2026, 6, 1)
    assert row["ranking"][0]["rank"] == 41


NAMES = sorted(fields_of("partners"))
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["DE", "Germany", "company", "partner", "yes", "3", "2026", "=1+1", "n/a"]),
)


@given(
    st.lists(st.sampled_from([*NAMES, "other"]), min_size=1, max_size=6, unique=True),
    st.data(),
)
def test_any_table_becomes_sound_toml_or_is_named(columns: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(*(CELLS for _ in columns)), max_size=4), label="rows")
    found = take(
        load([SMALL]), "partners", Spreadsheet(tuple(columns), tuple(rows)),
        constants=[] if "site" in columns else ["site=alder"], source="office",
    )  # fmt: skip
    full = [row for row in rows if any(row)]
    without = {problem.row for problem in found.problems if not problem.column}
    assert found.placed + len(without) == len(full)
    for raw in found.sites.values():
        assert tomli.loads(toml_of(raw)) == raw


def test_a_folder_of_inline_tables_is_understood(tmp_path: Path) -> None:
    """Ids are found however TOML writes them."""
    (tmp_path / "sites").mkdir()
    source = (
        "source = [{ id = 'inline', title = 'T', publisher = 'P', kind = 'press', "
        "read = 'direct' }]"
    )
    (tmp_path / "sources.toml").write_text(source, "utf-8")
    (tmp_path / "sites" / "alder.toml").write_text('[budget]\nsources = ["inline"]\n', "utf-8")
    assert checked([SMALL, tmp_path]).faults == ()


def test_the_delimiter_is_that_of_the_first_line(mine: Path, tmp_path: Path) -> None:
    for name, dialect in (("a", "excel"), ("b", "excel-tab")):
        path = tmp_path / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows: list[list[Any]] = [["system", "rank"], ["Alder One", 41]]
            csv.writer(file, dialect).writerows(rows)
        words = ["data", "import", str(path), "--as", "rankings", "--set", "list=X"]
        code = main([*words, "--set", "edition=2026", "--data", str(SMALL), "--to",
                     str(mine / name), "--publisher", "Me"])  # fmt: skip
        assert code == DONE


def test_without_pandas_it_says_which_extra_brings_it(
    mine: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert taken(RANKS, mine, *RANKING) != DONE
    said = capsys.readouterr().err
    assert "reading a table needs pandas; pip install 'aif-explorer[import]'" in said
    extras = tomllib.loads((FIXTURES.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    brought = extras["optional-dependencies"]["import"]
    assert {each.partition(">")[0] for each in brought} == {"openpyxl", "pandas"}
    assert not mine.exists()
