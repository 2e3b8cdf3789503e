"""``aif diff``: rows, values and verdicts that differ."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.running import FIXTURES
from tui.analysis.difference import difference
from tui.cli import main
from tui.cli.common import DATA, DONE, FAULTS, USAGE
from tui.dataset import load

SMALL = FIXTURES / "small"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The small dataset, a folder over it to be filled."""
    shutil.copytree(SMALL, tmp_path / "newer")
    return tmp_path / "newer"


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def found(capsys: Capture, *words: str) -> list[dict[str, Any]]:
    code = main(["diff", *words, "--format", "json"])
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert code == (FAULTS if rows else DONE)
    return rows


def test_the_same_twice_has_no_differences(capsys: Capture, newer: Path) -> None:
    assert found(capsys, str(SMALL), str(newer)) == []
    assert main(["diff", str(SMALL), str(newer), "--format", "table"]) == DONE
    assert capsys.readouterr() == ("", "no differences\n")


def test_a_figure_a_row_and_a_verdict(capsys: Capture, newer: Path) -> None:
    alder = newer / "sites" / "alder.toml"
    changed(alder, "total_meur = 85.0", "total_meur = 95.0")
    changed(alder, "accelerator_count = 1000", "accelerator_count = 1001")
    changed(alder, 'acronym = "UA"\n', "")
    birch = newer / "sites" / "birch.toml"
    birch.write_text(birch.read_text("utf-8").split("[[access]]")[0], "utf-8")
    rows = found(capsys, str(SMALL), str(newer))
    stated = [(r["kind"], r["table"], r["row"], r["column"], r["old"], r["new"]) for r in rows]
    assert ("changed", "sites", "alder", "budget.total_meur", 85, 95) in stated
    assert ("changed", "systems", "alder/alder-one", "accelerator_count", 1000, 1001) in stated
    assert ("changed", "partners", "alder/alder-university", "acronym", "UA", None) in stated
    [gone] = [row for row in rows if row["kind"] == "gone"]
    assert (gone["table"], gone["column"], gone["old"]) == ("access", None, None)
    assert gone["row"].startswith("birch/")
    assert ("turned", "findings", "sum-installed", "verdict", "holds", "fails") in stated
    [chips] = [row for row in rows if row["column"] == "accelerator_count"]
    assert chips["sources"] == ["office", "ranking"]
    [budget] = [row for row in rows if row["column"] == "budget.total_meur"]
    assert budget["sources"] == ["office"]


def test_the_other_way_round_is_the_mirror_image(capsys: Capture, newer: Path) -> None:
    changed(newer / "sites" / "alder.toml", "rank = 22", "rank = 21")
    (newer / "sites" / "dogwood.toml").unlink()
    there = found(capsys, str(SMALL), str(newer))
    back = found(capsys, str(newer), str(SMALL))
    mirror = {"added": "gone", "gone": "added"}

    def plain(rows: list[dict[str, Any]], *, turned: bool) -> list[str]:
        return sorted(
            str((mirror.get(row["kind"], row["kind"]) if turned else row["kind"],
                 row["table"], row["row"], row["column"],
                 *((row["new"], row["old"]) if turned else (row["old"], row["new"]))))
            for row in rows
        )  # fmt: skip

    assert plain(there, turned=True) == plain(back, turned=False)
    assert {row["kind"] for row in there} >= {"gone", "changed"}


def test_a_folder_of_corrections_is_held_against_the_bundled_data(
    capsys: Capture, tmp_path: Path
) -> None:
    (tmp_path / "mine" / "sites").mkdir(parents=True)
    path = tmp_path / "mine" / "sites" / "jaif.toml"
    path.write_text("[budget]\ntotal_meur = 56.0\n", "utf-8")
    rows = found(capsys, str(tmp_path / "mine"), "--kind", "changed")
    assert [(row["row"], row["column"], row["new"]) for row in rows] == [
        ("jaif", "budget.total_meur", 56)
    ]
    again = found(capsys, "bundled", str(tmp_path / "mine"), "--table", "sites")
    assert [row["row"] for row in again] == ["jaif"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "diff takes one or two dataset folders"),
        (["a", "b", "c"], "diff takes one or two dataset folders"),
        (
            [str(SMALL), str(SMALL), "--table", "systms"],
            "no table 'systms'; did you mean 'systems'",
        ),
        ([str(SMALL), str(SMALL), "--kind", "chnged"], "no kind of change 'chnged'; did you mean"),
    ],
)
def test_mistakes_are_named(capsys: Capture, words: list[str], message: str) -> None:
    assert main(["diff", *words]) == USAGE
    assert capsys.readouterr().err.startswith(f"aif: {message}")


def test_what_is_no_dataset_is_told(capsys: Capture, tmp_path: Path) -> None:
    assert main(["diff", str(tmp_path / "nowhere"), str(SMALL)]) == DATA
    assert "no such folder" in capsys.readouterr().err


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_changed_figure_is_listed_once(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whole numbers of the site files, some of them made one larger."""
    folder = tmp_path_factory.mktemp("state") / "data"
    shutil.copytree(SMALL, folder)
    changes = 0
    for path in sorted((folder / "sites").glob("*.toml")):
        lines = path.read_text("utf-8").split("\n")
        for at, line in enumerate(lines):
            if line.startswith("accelerator_count = ") and data.draw(st.booleans()):
                lines[at] = f"accelerator_count = {int(line.split()[-1]) + 1}"
                changes += 1
        path.write_text("\n".join(lines), "utf-8")
    listed = [each for each in difference(load([SMALL]), load([folder])) if each.kind == "changed"]
    assert [each.column for each in listed] == ["accelerator_count"] * changes
    assert all(each.new == each.old + 1 for each in listed)
