"""The whole dataset in one go, read back by what knows nothing of this program."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import openpyxl
import pyarrow.parquet
import pytest
import sqlite_utils

from tests.cli.running import FIXTURES, SMALL
from tests.export.samples import TABLES, dataset
from tests.export.test_round_trips import plain, typed
from tui.analysis.tables import table
from tui.cli import main
from tui.cli.common import DONE, USAGE, WRITE
from tui.dataset import PartialDate, load
from tui.export.formats.texts import cell
from tui.export.package import (
    KINDS,
    Bundle,
    bundle_of,
    content,
    files,
    key_of,
    kind_of_path,
    links_of,
)
from tui.export.sheet import Sheet
from tui.query import View
from tui.query.engine.store import store_of

Capture = pytest.CaptureFixture[str]
HOSTILE = ("--data", str(FIXTURES / "hostile"))
OWN = TABLES[:15]


def bundle(name: str, *names: str, **view: Any) -> Bundle:
    return bundle_of(dataset(name), View(**view), names or TABLES)


BOTH = pytest.mark.parametrize("name", ["small", "hostile"])


@BOTH
@pytest.mark.parametrize("path", ["pack", "pack.zip"])
def test_frictionless_reads_a_valid_package(
    name: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = str(FIXTURES / name)
    assert main(["export", path, "--data", data, "--tables", ",".join(TABLES)]) == DONE
    if path.endswith(".zip"):
        zipfile.ZipFile(path).extractall("pack")
    package = frictionless.Package("pack/datapackage.json")
    report = package.validate()
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "message"])
    made = bundle(name)
    assert [each.name for each in package.resources] == [sheet.name for sheet in made.sheets]
    resources: list[Any] = package.resources
    for resource, sheet in zip(resources, made.sheets, strict=True):
        rows = [row.to_list() for row in resource.read_rows()]
        assert [field.name for field in resource.schema.fields] == [c.id for c in sheet.columns]
        assert len(rows) == len(sheet)
        for read, written in zip(rows, sheet.values(), strict=True):
            for back, value, column in zip(read, written, sheet.columns, strict=True):
                assert read_back(back) == in_package(column, value), (sheet.name, column.id)


REGIONS = "".join(
    f"""
[[region]]
nuts2 = "{nuts2}"
name = "{name}"
country = "DE"
{partners}
[[region.indicator]]
id = "hrst"
value = 60
year = 2024
level = "region"
sources = ["office"]
confidence = "likely"
"""
    for nuts2, name, partners in (
        ("DE12", "Karlsruhe", 'partner_of = ["birch"]'),
        ("DE13", "Freiburg", ""),
    )
)


@pytest.mark.parametrize("cohort", ["", "all"])
@pytest.mark.parametrize("more", ["", REGIONS], ids=["as it is", "regions without a site"])
def test_all_of_the_dataset_loses_no_row(cohort: str, more: str, tmp_path: Path) -> None:
    """Regions in which no site lies included; every table counts the same facts."""
    (tmp_path / "regions.toml").write_text(more, "utf-8")
    whole = load([FIXTURES / "small", tmp_path])
    made = bundle_of(whole, View(cohort=cohort))
    for sheet in made.sheets[:-1]:
        assert len(sheet) == len(store_of(whole).table(sheet.name)), sheet.name
    unsure = [
        row
        for name in store_of(whole).specs
        for row in store_of(whole).table(name).records
        if getattr(row, "confidence", "confirmed") != "confirmed"
    ]
    for site in whole.sites:
        unsure += [
            part for part in (site.budget, site.timeline) if part and part.confidence != "confirmed"
        ]
    found = table(whole, View(cohort=cohort), "unconfirmed-facts")
    assert len(found) == len(unsure)
    of_partners = table(whole, View(filter="id:birch"), "unconfirmed-facts")
    rows = map(of_partners.record, range(len(of_partners)))
    sites = [row.sites for row in rows if row.fact.table == "indicators"]
    assert sites == ([("birch",)] if more else [])


def read_back(value: Any) -> Any:
    if isinstance(value, list):
        return [read_back(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return float(value) if type(value).__name__ == "Decimal" else value


def in_package(column: Any, value: Any) -> Any:
    if value is None or value == ():
        return None
    if column.many and column.kind != "texts":
        return list(value) if column.kind == "integers" else str(cell(value)).split("; ")
    if isinstance(value, bool | int | float) and column.kind != "mixed":
        return value
    return str(cell(value))


@BOTH
def test_sqlite_utils_reads_the_database(name: str, tmp_path: Path) -> None:
    path = tmp_path / "pack.sqlite"
    made = bundle(name)
    path.write_bytes(content(made, KINDS["sqlite"]))
    database = sqlite_utils.Database(path)
    assert not list(database.query("pragma foreign_key_check"))
    assert next(database.query("pragma integrity_check")) == {"integrity_check": "ok"}
    for sheet in made.sheets:
        table = database.table(sheet.name.replace("-", "_"))
        rows = list(table.rows)
        assert len(rows) == len(sheet)
        for at, (read, written) in enumerate(zip(rows, sheet.values(), strict=True), start=1):
            assert read.pop("row_id") == at
            for column, back, value in zip(sheet.columns, read.values(), written, strict=True):
                assert back == in_database(value), (sheet.name, column.id)
        for at, column in enumerate(sheet.columns):
            if column.many:
                listed = database.table(f"{table.name}_{column.id.replace('.', '_')}")
                pairs = [(row["row_id"], row["value"]) for row in listed.rows]
                assert pairs == [
                    (number, item if isinstance(item, int) else str(cell(item)))
                    for number, row in enumerate(sheet.values(), start=1)
                    for item in row[at] or ()
                ]
    meanings = {(row["table"], row["column"]) for row in database.table("columns").rows}
    assert ("sites", "budget.total_meur") in meanings
    origin = {row["name"]: row["value"] for row in database.table("origin").rows}
    assert origin["licence"] == "CC-BY-4.0"


def in_database(value: Any) -> Any:
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        items = [item if isinstance(item, int | float) else str(cell(item)) for item in value]
        return json.dumps(items, ensure_ascii=False)
    return value.text if isinstance(value, PartialDate) else value


def test_keys_lead_from_the_rows_to_their_sites(tmp_path: Path) -> None:
    path = tmp_path / "pack.sqlite"
    path.write_bytes(content(bundle("small", *OWN), KINDS["sqlite"]))
    database = sqlite_utils.Database(path)
    links = {(key.column, key.other_table) for key in database.table("partners").foreign_keys}
    assert links == {("site", "sites"), ("id", "organisations")}
    counted = "select s.name, count(*) n from partners p join sites s on s.id = p.site group by 1"
    rows = {row["name"]: row["n"] for row in database.query(counted)}
    assert sum(rows.values()) == 15


def test_a_selection_has_no_dangling_keys() -> None:
    some = bundle("small", "partners", "systems", "rankings", "regions", filter="country:DE")
    assert {sheet.name for sheet in some.sheets} >= {"sources", "vocabulary"}
    linked = {
        sheet.name: [link.table for link in links_of(sheet, some.sheets)] for sheet in some.sheets
    }
    assert {name: tables for name, tables in linked.items() if tables} == {"rankings": ["systems"]}
    sites = {row[0] for row in sheet_of_name(some, "partners").values()}
    assert sites == {"alder", "cedar"}


def sheet_of_name(made: Bundle, name: str) -> Sheet:
    return next(sheet for sheet in made.sheets if sheet.name == name)


def test_every_key_holds_in_the_sound_dataset() -> None:
    made = bundle("small", *OWN)
    keyed = {sheet.name for sheet in made.sheets if key_of(sheet)}
    assert keyed == {*OWN, "vocabulary"} - {"services", "access", "indicators"}
    linked = {sheet.name for sheet in made.sheets if list(links_of(sheet, made.sheets))}
    assert linked == {
        "systems", "rankings", "partners", "sectors", "services", "access", "indicators",
    }  # fmt: skip


@BOTH
def test_openpyxl_and_pyarrow_read_the_other_forms(name: str) -> None:
    made = bundle(name)
    book = openpyxl.load_workbook(io.BytesIO(content(made, KINDS["xlsx"])), read_only=True)
    assert book.sheetnames == [*(sheet.name for sheet in made.sheets), "columns", "origin"]
    folder = files(made, KINDS["parquet"])
    assert set(folder) == {f"{sheet.name}.parquet" for sheet in made.sheets} | {"origin.toml"}
    for sheet in made.sheets:
        read = pyarrow.parquet.read_table(io.BytesIO(folder[f"{sheet.name}.parquet"]))
        assert read.num_rows == len(sheet) == sum(1 for _ in book[sheet.name].rows) - 1
        for column, values in zip(sheet.columns, zip(*sheet.values(), strict=True), strict=False):
            for back, value in zip(read.column(column.id).to_pylist(), values, strict=True):
                assert plain(back) == typed(column.kind, value)


def test_duckdb_reads_a_folder_of_parquet(tmp_path: Path) -> None:
    assert main(["export", str(tmp_path / "p"), "--format", "Parquet", *SMALL]) == DONE
    read = duckdb.read_parquet(f"{tmp_path}/p/sites.parquet")
    assert len(read.fetchall()) == 5


@pytest.mark.parametrize("kind", KINDS)
def test_same_data_same_bytes(kind: str) -> None:
    form = KINDS[kind]
    make = files if form.is_folder else content
    assert make(bundle("small"), form) == make(bundle("small"), form)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a", "datapackage"), ("a.zip", "datapackage-zip"), ("a.SQLITE", "sqlite"),
        ("a.db", "sqlite"), ("a.xlsx", "xlsx"), ("a.b/", "datapackage"),
        ("a-1.2", "datapackage"), ("a.2026-11", "datapackage"),
    ],
)  # fmt: skip
def test_the_name_says_the_form(path: str, kind: str) -> None:
    found = kind_of_path(path)
    assert found is not None
    assert found.id == kind


@pytest.mark.parametrize(
    ("dest", "said"),
    [
        ("a.abc", "no file of many tables ends in '.abc'; there are .zip, .sqlite, .sqlite3, .db"),
        ("a.sqlit", "did you mean '.sqlite'? --format datapackage makes a folder"),
        ("a.csv", "'aif show TABLE -o a.csv' writes one table"),
        ("a.parquet", "--format parquet makes a folder, 'aif show TABLE -o a.parquet' writes one"),
    ],
)
def test_an_ending_of_no_form_writes_nothing_and_names_those_there_are(
    dest: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", dest, *SMALL]) == USAGE
    assert said in capsys.readouterr().err
    assert not any(tmp_path.iterdir())


def test_a_folder_whose_name_ends_like_a_file_is_made_again_by_its_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "a.abc/", "--tables", "sites", *SMALL]) == DONE
    told = (tmp_path / "a.abc" / "datapackage.json").read_text("utf-8")
    assert "aif export a.abc --tables sites --format datapackage" in told


def test_the_command_in_the_package_makes_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["a.zip", "country:DE", "--cohort", "early", "--tables", "sites,partners", *SMALL]
    assert main(["export", *words]) == DONE
    assert "wrote 4 tables" in capsys.readouterr().err
    first = Path("a.zip").read_bytes()
    package = json.loads(zipfile.ZipFile("a.zip").read("datapackage.json"))
    assert package["origin"]["command"] == " ".join(["aif", "export", *words])
    assert [each["name"] for each in package["licenses"]] == ["CC-BY-4.0"]
    assert package["origin"]["cohort"] == "The three early factories"
    rows = list(csv.DictReader(io.StringIO(zipfile.ZipFile("a.zip").read("sites.csv").decode())))
    assert [row["id"] for row in rows] == ["alder", "cedar"]
    assert main(["export", *words, "--force"]) == DONE
    assert Path("a.zip").read_bytes() == first


def test_nothing_is_overwritten_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").mkdir()
    assert main(["export", "there", *SMALL]) == DONE
    Path("there/mine.txt").write_text("mine")
    assert main(["export", "there", *SMALL]) == WRITE
    assert "there exists already: --force overwrites it" in capsys.readouterr().err
    assert main(["export", "there", *SMALL, "--force"]) == DONE
    assert Path("there/mine.txt").read_text() == "mine"
    Path("file").write_text("x")
    assert main(["export", "file", *SMALL]) == WRITE
    assert main(["export", "no/where", *SMALL]) == WRITE
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".aif")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "where to?"),
        (["a", "--format", "sqlit"], "did you mean 'sqlite'?"),
        (["a", "--tables", "sitse"], "did you mean 'sites'?"),
        (["a", "contry:DE"], "did you mean 'country'?"),
        (["a", "--cohort", "erly"], "did you mean 'early'?"),
    ],
)
def test_wrong_words_write_nothing(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", *words, *SMALL]) == USAGE
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_library_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    for words in (
        ["export", str(tmp_path / "a.xlsx")],
        ["show", "sites", "-o", str(tmp_path / "b.xlsx")],
    ):
        assert main([*words, *SMALL]) == USAGE
        assert "pip install 'aif-explorer[xlsx]'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_database_opens_with_the_standard_library(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    assert main(["export", str(path), *HOSTILE]) == DONE
    with sqlite3.connect(path) as connection:
        assert connection.execute("select count(*) from sites").fetchone()[0] > 3
