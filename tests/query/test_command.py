"""The command of a view: its words, and that running it prints the same table."""

from __future__ import annotations

import csv
import io
import os
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tui.dataset import Dataset, load
from tui.export.origin import as_command
from tui.export.sheet import with_evidence
from tui.query import View, table
from tui.query.engine import format as display

SMALL = Path(__file__).parents[1] / "fixtures" / "small"


@cache
def dataset() -> Dataset:
    return load([SMALL])


def command(view: View, name: str = "sites") -> str:
    return as_command(view, name, dataset())


EARLY = View(cohort="early")
ALL = View(cohort="all")


@pytest.mark.parametrize(
    ("view", "name", "written"),
    [
        (EARLY, "sites", "aif show sites --cohort early"),
        (ALL, "sites", "aif show sites --cohort all"),
        (View(), "sites", "aif show sites --cohort all"),
        (EARLY.but(filter="country:DE"), "sites", "aif show sites country:DE --cohort early"),
        (EARLY.but(filter="sectors:>=5"), "sites", "aif show sites 'sectors:>=5' --cohort early"),
        (
            EARLY.but(filter="-partner.type:company"),
            "sites",
            "aif show sites -partner.type:company --cohort early",
        ),
        (
            EARLY.but(filter="-partner(type:company role:member)"),
            "sites",
            "aif show sites '-partner(type:company role:member)' --cohort early",
        ),
        (EARLY.but(filter="-data"), "sites", "aif show sites --cohort early -- -data"),
        (
            EARLY.but(filter="--country:DE"),
            "sites",
            "aif show sites --cohort early -- --country:DE",
        ),
        (
            EARLY.but(filter="-country:DE", whole=True),
            "partners",
            "aif show partners --cohort early --sites=-country:DE --whole",
        ),
        (
            ALL.but(filter="kiefer", rows="type:company"),
            "partners",
            "aif show partners type:company --cohort all --sites kiefer",
        ),
        (EARLY.but(whole=True), "partners", "aif show partners --cohort early"),
        (ALL.but(filter="country:DE"), "sources", "aif show sources"),
        (
            ALL.but(filter="kiefer"),
            "organisations",
            "aif show organisations --cohort all --sites kiefer",
        ),
        (
            EARLY.with_table("sites", columns=("name", "city"), sort=(("city", True),)),
            "sites",
            "aif show sites --cohort early --columns name,city --sort=-city",
        ),
        (
            EARLY.but(filter='host:"it\'s"'),
            "sites",
            "aif show sites 'host:\"it'\"'\"'s\"' --cohort early",
        ),
    ],
)
def test_words(view: View, name: str, written: str) -> None:
    assert command(view, name) == written


def test_folders_that_were_given_are_given_again() -> None:
    written = as_command(EARLY, "sites", dataset(), data=[Path("/a b"), Path("c")])
    assert written == "aif show sites --cohort early --data '/a b' --data c"


VIEWS = [
    ("sites", ALL.but(filter="sectors:>=5 -partner.type:company")),
    ("sites", EARLY.but(filter="-country:DE")),
    ("sites", EARLY.but(filter="--country:DE")),
    ("sites", EARLY.but(filter='-"no such" country:DE,FI')),
    ("sites", View().with_table("sites", sort=(("members", True), ("name", False)))),
    ("partners", ALL.but(filter="-country:DE partner(type:company role:member)")),
    ("partners", ALL.but(filter="partner.type:company", whole=True)),
    (
        "partners",
        ALL.but(filter="kiefer").with_table(
            "partners", columns=("name", "site", "type"), sort=(("name", True),)
        ),
    ),
    ("organisations", EARLY.but(filter="country:FI")),
    ("sectors", ALL.but(filter="sector:health")),
    ("regions", EARLY),
]


@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_running_it_prints_the_same_table(name: str, view: View, tmp_path: Path) -> None:
    shown = table(dataset(), view, name)
    columns = ",".join(column.id for column in shown.columns)
    asked = ["--columns", columns, "--format", "csv"]
    written = as_command(view, name, dataset(), [SMALL], asked)
    ran = subprocess.run(
        [sys.executable, "-m", "tui", *shlex.split(written)[1:]],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "HOME": str(tmp_path)},
    )
    head, *lines = csv.reader(io.StringIO(ran.stdout))
    # A file has beside each figure how sure it is.
    assert head == [column.id for column in with_evidence(shown).columns]
    assert len(lines) == len(shown)
    first = shown.columns[0]
    plain = [display.text_of(shown.store, first, row[0], "") for row in shown.lines()]
    names = [shown.store.label(first, line[0]) for line in lines]
    assert names == plain
