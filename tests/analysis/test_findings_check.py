"""Misuse of the language of findings: reported with file, line, key and nearest word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.analysis.findings_samples import FIXTURES, small
from tui.analysis.findings.engine import evaluate_all
from tui.analysis.validation import finding_faults
from tui.dataset import Fault, load

BROKEN = FIXTURES / "broken"
HEAD = """\
[[finding]]
id = "mine"
theme = "scope"
kind = "claim"
statement.en = "x"
statement.de = "x"
sources = ["brief"]
cohort = "early"
claimed = 1
unit = "sites"
"""


def marked() -> set[int]:
    """Lines of the broken findings with a mark."""
    lines = (BROKEN / "findings.toml").read_text("utf-8").splitlines()
    return {n for n, line in enumerate(lines, 1) if re.search(r"# (fault|doubt): ", line)}


def faults(tmp_path: Path, rest: str, head: str = HEAD) -> list[Fault]:
    """Faults of one finding of the user's own over the small dataset."""
    (tmp_path / "findings.toml").write_text(head + rest, "utf-8")
    folders = [FIXTURES / "small", tmp_path]
    return list(finding_faults(load(folders), folders))


def test_every_marked_fault_is_reported_and_nothing_else() -> None:
    dataset = load([BROKEN])
    dataset.load_all()
    found = [*dataset.known_faults(), *finding_faults(dataset, [BROKEN])]
    assert {f.line for f in found if f.file.endswith("findings.toml")} == marked()


def test_nearest_words() -> None:
    found = {fault.line: fault for fault in finding_faults(load([BROKEN]), [BROKEN])}
    hints = {fault.key.partition(".")[2]: fault.suggestion for fault in found.values()}
    assert hints["cohort"] == "all"
    assert hints["comparator"] == "<="
    assert hints["check.measure"] == "count"
    assert hints["check.of"] == "sites"
    assert hints["check.were"] == "where"
    assert hints["uses"] == "partners"
    assert {fault.suggestion for fault in found.values() if fault.key.endswith("check.value")} == {
        "budget.total_meur",
        "",
    }
    assert all(fault.file == "broken/findings.toml" for fault in found.values())


def test_a_sound_dataset_has_no_fault() -> None:
    assert finding_faults(small(), [FIXTURES / "small"]) == ()


@pytest.mark.parametrize(
    ("rest", "line", "key", "reason"),
    [
        ('check = { measure = "count" }', 11, "check", "missing key 'of'"),
        ('check = { of = "sites" }', 11, "check", "missing key 'measure'"),
        ('check = { measure = "count", of = 3 }', 11, "check.of", "must be text"),
        (
            'check = { measure = "count", of = "sites", value = "rank" }',
            11,
            "check.value",
            "unknown key; count has none such",
        ),
        (
            'check = { measure = "count", of = "sites", among = "country:DE" }',
            11,
            "check.among",
            "unknown key",
        ),
        (
            'check = { measure = "max", of = "sites", value = "city" }',
            11,
            "check.value",
            "neither a number nor a date",
        ),
        (
            'check = { measure = "ratio", numerator = { measure = "mode", of = "partners", '
            'value = "type" }, denominator = { measure = "count", of = "sites" } }',
            11,
            "check.numerator",
            "is not a number",
        ),
        (
            'check = { measure = "ratio", numerator = { measure = "count", of = "sites", '
            'where = "citi:x" }, denominator = 3 }',
            11,
            "check.numerator.where",
            "unknown field 'citi'",
        ),
        (
            'check = { measure = "mode", of = "partners", value = "type" }',
            9,
            "claimed",
            "mode gives a text here, and this is a number",
        ),
    ],
)
def test_rules(tmp_path: Path, rest: str, line: int, key: str, reason: str) -> None:
    found = faults(tmp_path, f"{rest}\n", HEAD.replace("unit =", 'comparator = "=="\nunit ='))
    first = found[0]
    line = line + 1 if line > 9 else line
    assert (first.line, first.key) == (line, f"finding[1].{key}")
    assert reason in first.reason


def test_claims_are_held_against_their_rule(tmp_path: Path) -> None:
    rule = 'check = { measure = "mode", of = "partners", value = "type" }\n'
    head = HEAD.replace("claimed = 1", 'claimed = "univercity"')
    (found,) = faults(tmp_path, 'comparator = "=="\n' + rule, head)
    assert (found.line, found.suggestion) == (9, "university")
    (found,) = faults(tmp_path, 'comparator = ">="\n' + rule, head.replace("verci", "versi"))
    assert found.reason == "'>=' does not compare a text; use one of == !="
    ids = 'comparator = "=="\ncheck = { measure = "ids", of = "sites" }\n'
    (found,) = faults(tmp_path, ids, HEAD.replace("claimed = 1", 'claimed = ["aldre", "birch"]'))
    assert (found.reason, found.suggestion) == ("no site 'aldre'", "alder")
    date = 'comparator = "<="\ncheck = { measure = "min", of = "sites", value = "selected" }\n'
    assert faults(tmp_path, date, HEAD.replace("claimed = 1", 'claimed = "2025-H1"')) == []
    (found,) = faults(tmp_path, date)
    assert "min gives a date here, and this is a number" in found.reason


COUNT = 'comparator = "=="\ncheck = { measure = "count", of = "sites" }\n'
VARIANT = '[[finding.variant]]\nlabel.en = "x"\nlabel.de = "x"\n'


def test_variants(tmp_path: Path) -> None:
    check = 'check = { measure = "ids", of = "sites" }\n'
    (found,) = faults(tmp_path, COUNT + VARIANT + check)
    assert (found.line, found.key) == (13, "finding[1].variant[1]")
    assert found.reason == "claimed ids gives a list of texts here, and this is a number"
    own = 'claimed = ["alder"]\n'
    assert faults(tmp_path, COUNT + VARIANT + own + check) == []
    count = 'check = { measure = "count", of = "sites" }\n'
    (found,) = faults(tmp_path, COUNT + VARIANT + 'comparator = "~="\n' + count)
    assert found.reason == "tolerance missing; the comparator ~= needs one"
    (found,) = faults(tmp_path, COUNT + VARIANT + "sinse = 2026-01-01\n" + count)
    assert (found.line, found.suggestion) == (16, "since")
    (found,) = faults(tmp_path, COUNT + '[[finding.variant]]\nlabel = "x"\n' + count)
    assert found.key == "finding[1].variant[1].label"


def test_what_a_variant_takes_over_is_reported_once(tmp_path: Path) -> None:
    count = 'check = { measure = "count", of = "sites" }\n'
    wrong = COUNT.replace('"=="', '"=<"')
    (found,) = faults(tmp_path, wrong + VARIANT + count + VARIANT + count)
    assert (found.line, found.key) == (11, "finding[1].comparator")


@pytest.mark.parametrize("tolerance", ["-0.1", "1.0", "true"])
def test_tolerance(tmp_path: Path, tolerance: str) -> None:
    found = faults(tmp_path, COUNT.replace("==", "~=") + f"tolerance = {tolerance}\n")
    assert [fault.key for fault in found] == ["finding[1].tolerance"]


def test_own_findings_lie_over_those_below(tmp_path: Path) -> None:
    """A later folder replaces a claim by id and adds others."""
    mine = HEAD + 'comparator = "=="\ncheck = { measure = "count", of = "sites" }\n'
    changed = mine.replace('id = "mine"', 'id = "min-rank"').replace("claimed = 1", "claimed = 3")
    (tmp_path / "findings.toml").write_text(f"{mine}\n{changed}", "utf-8")
    dataset = load([FIXTURES / "small", tmp_path])
    found = {each.finding.id: each for each in evaluate_all(dataset)}
    assert set(found) == {finding.id for finding in small().findings} | {"mine"}
    assert (found["mine"].computed, found["mine"].verdict) == (3, "fails")
    assert (found["min-rank"].computed, found["min-rank"].verdict) == (3, "holds")
    assert found["median-size"].computed == 1500


def test_one_faulty_finding_leaves_the_others_alone(tmp_path: Path) -> None:
    faulty = HEAD + 'comparator = "=="\ncheck = { measure = "count", of = "stes" }\n'
    (tmp_path / "findings.toml").write_text(faulty, "utf-8")
    found = {each.finding.id: each for each in evaluate_all(load([FIXTURES / "small", tmp_path]))}
    assert found["mine"].verdict == "unknown"
    assert "did you mean 'sites'?" in found["mine"].gaps
    assert found["min-rank"].verdict == "holds"
