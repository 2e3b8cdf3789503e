"""Claims about rows of which the dataset has none at all: they are unknown, never false."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.findings_samples import claim, count
from tests.cli.running import FIXTURES, piped
from tui.analysis.findings.engine import evaluate
from tui.dataset import Dataset, load

TABLES = {
    "access_modes.toml": ("access_modes",),
    "regions.toml": ("regions", "indicators"),
    "comparisons.toml": ("clusters", "facts"),
}
ASKING = {"regions": "region(name:x)", "indicators": "ris_group:leader"}
"""Filters of sites that ask for rows of another table."""


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    """The small dataset without one of its files."""
    found = {}
    for name in TABLES:
        folder = tmp_path_factory.mktemp("data") / "small"
        shutil.copytree(FIXTURES / "small", folder)
        (folder / name).unlink()
        found[name] = load([folder])
    return found


@given(
    name=st.sampled_from(list(TABLES)),
    data=st.data(),
    comparator=st.sampled_from(["==", ">=", ">", "<", "<="]),
    claimed=st.integers(0, 3),
)
def test_nothing_is_said_of_rows_that_are_not_there(
    without: dict[str, Dataset], name: str, data: st.DataObject, comparator: str, claimed: int
) -> None:
    table = data.draw(st.sampled_from(TABLES[name]))
    check: dict[str, Any] = count("", of=table)
    if table in ASKING and data.draw(st.booleans()):
        sign = data.draw(st.sampled_from(["", "-"]))
        check = count(f"{sign}{ASKING[table]}")
    rule = claim(check, claimed, comparator)
    found = evaluate(without[name], rule)
    assert (found.verdict, found.open) == ("unknown", False)
    assert found.readings[0].why == f"the data have no row of {table} at all"
    assert evaluate(load([FIXTURES / "small"]), rule).verdict in ("holds", "fails")


def test_a_list_that_is_whole_says_that_there_is_none(tmp_path: Path) -> None:
    """An empty one of unknown completeness says nothing."""
    for completeness, verdict in (("complete", "fails"), ("unknown", "unknown")):
        folder = tmp_path / completeness
        shutil.copytree(FIXTURES / "small", folder)
        for path in (folder / "sites").iterdir():
            head, *rows = path.read_text("utf-8").split("[[")
            kept = [row for row in rows if not row.startswith("service]]")]
            text = "[[".join([head, *kept])
            for word in ("complete", "partial", "unknown"):
                text = text.replace(f'services = "{word}"', f'services = "{completeness}"')
            path.write_text(text, "utf-8")
        rule = claim(count("", of="services"), 1, ">=")
        assert evaluate(load([folder]), rule).verdict == verdict


@pytest.mark.parametrize("name", ["regions.toml", "comparisons.toml", "findings.toml"])
def test_a_file_that_is_not_there_is_named(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(FIXTURES / "small", folder)
    assert "warning" not in piped("validate", str(folder)).stderr
    (folder / name).unlink()
    done = piped("validate", str(folder))
    assert done.returncode == 0
    assert f"mine/{name}" in done.stdout
    assert "is not there" in done.stdout
    assert "no faults, 1 warning" in done.stderr


def test_it_is_named_beside_the_rows_that_refer_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(FIXTURES / "small", folder)
    (folder / "access_modes.toml").unlink()
    done = piped("validate", str(folder))
    assert done.returncode == 1
    assert "no EuroHPC-wide access modes" in done.stdout
    assert "playground" in done.stdout
