"""Data of one's own over the bundled dataset."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

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


def aif(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "tui", *words], cwd=cwd, capture_output=True, text=True, check=False,
        env={"HOME": str(cwd), "PYTHONPATH": str(ROOT), "PATH": ""},
    )  # fmt: skip


def test_a_folder_with_findings_alone_lies_over_the_bundled_data(tmp_path: Path) -> None:
    """The own claim is checked beside those of the brief."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "findings.toml").write_text(OWN, "utf-8")
    done = aif("findings", "own-two-companies", "--data", "mine", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    [found] = json.loads(done.stdout)
    assert (found["computed"], found["verdict"]) == (1, "holds")
    every = aif("findings", "--data", "mine", "--format", "json", cwd=tmp_path)
    assert len(json.loads(every.stdout)) == 65


def test_its_faults_name_its_own_file(tmp_path: Path) -> None:
    """validate tells line and nearest word."""
    (tmp_path / "mine").mkdir()
    text = OWN.replace('measure = "count"', 'measure = "cont"')
    (tmp_path / "mine" / "findings.toml").write_text(text, "utf-8")
    done = aif("validate", "mine", cwd=tmp_path)
    assert done.returncode == 1
    assert "mine/findings.toml:14" in done.stdout
    assert "count" in done.stdout


def test_check_fails_where_a_claim_fails(tmp_path: Path) -> None:
    """So that a script notices."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "findings.toml").write_text(OWN.replace("claimed = 1", "claimed = 9"))
    done = aif("findings", "own-two-companies", "--data", "mine", "--check", cwd=tmp_path)
    assert done.returncode == 1
    assert "own-two-companies" in done.stderr


def test_a_folder_that_holds_no_dataset_is_an_error(tmp_path: Path) -> None:
    """With what is missing, and no traceback."""
    done = aif("show", "sites", "--data", ".", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr == (
        ".: holds nothing that is read, such as dataset.toml, sources.toml or sites/ID.toml\n"
        "aif: the data cannot be loaded\n"
    )
    assert "Traceback" not in done.stderr
