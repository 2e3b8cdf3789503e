"""Data of one's own over the bundled dataset."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.analysis.findings_samples import factories
from tui.cli import main

OWN = """
[[finding]]
id = "own-two-companies"
theme = "consortium"
kind = "claim"
statement.en = "One factory of the brief has two companies"
statement.de = "Eine Fabrik des Briefs hat zwei Unternehmen"
sources = ["seed"]
cohort = "brief"
claimed = 1
unit = "factories"
comparator = "=="
uses = ["partners"]
check = { measure = "count", of = "sites", where = "count(partner(type:company role:member)):>=2" }
"""


class Done(NamedTuple):
    """What a call left."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def aif(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in the test's folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Done:
        return Done(main(list(words)), *capsys.readouterr())

    return run


def test_a_folder_with_findings_alone_lies_over_the_bundled_data(aif: Run, tmp_path: Path) -> None:
    """The own claim is checked beside those of the brief."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "findings.toml").write_text(OWN, "utf-8")
    done = aif("findings", "own-two-companies", "--data", "mine", "--format", "json")
    assert done.returncode == 0, done.stderr
    [found] = json.loads(done.stdout)
    assert (found["computed"], found["verdict"]) == (1, "holds")
    every = aif("findings", "--data", "mine", "--format", "json")
    assert len(json.loads(every.stdout)) == len(factories().findings) + 1


def test_its_faults_name_its_own_file(aif: Run, tmp_path: Path) -> None:
    """validate tells line and nearest word."""
    (tmp_path / "mine").mkdir()
    text = OWN.replace('measure = "count"', 'measure = "cont"')
    (tmp_path / "mine" / "findings.toml").write_text(text, "utf-8")
    done = aif("validate", "mine")
    assert done.returncode == 1
    assert "mine/findings.toml:14" in done.stdout
    assert "count" in done.stdout


def test_check_fails_where_a_claim_fails(aif: Run, tmp_path: Path) -> None:
    """So that a script notices."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "findings.toml").write_text(OWN.replace("claimed = 1", "claimed = 9"))
    done = aif("findings", "own-two-companies", "--data", "mine", "--check")
    assert done.returncode == 1
    assert "own-two-companies" in done.stderr


def test_a_folder_that_holds_no_dataset_is_an_error(aif: Run) -> None:
    """With what is missing, and no traceback."""
    done = aif("show", "sites", "--data", ".")
    assert done.returncode == 3
    assert done.stderr == (
        ".: holds nothing that is read, such as dataset.toml, sources.toml or sites/ID.toml\n"
        "aif: the data cannot be loaded\n"
    )
    assert "Traceback" not in done.stderr
