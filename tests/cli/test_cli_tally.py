"""`aif tally` as a person runs it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import piped

FACTORIES = ("--data", str(Path(__file__).parents[1] / "fixtures" / "factories"))


def rows(*words: str) -> list[dict[str, str]]:
    done = piped("tally", *words, *FACTORIES, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_members_by_type_and_selection() -> None:
    """What share of members are universities, by wave?"""
    words = ("partners", "role:member", "--by", "site.selected,type", "--cohort", "factories")
    found = {row["value"]: row for row in rows(*words)}
    shares = {day: 100 * int(row["n_university"]) / int(row["rows"]) for day, row in found.items()}
    assert {day: round(share, 1) for day, share in shares.items()} == {
        "2024-12-10": 11.6, "2025-03-12": 49.1, "2025-10-10": 33.3,
    }  # fmt: skip


def test_a_sum_comes_with_its_gaps() -> None:
    found = {row["value"]: row for row in rows(
        "systems", "--by", "site.country", "--sum", "accelerator_count", "--cohort", "factories"
    )}  # fmt: skip
    assert int(found["DE"]["known"]) <= int(found["DE"]["rows"])
    assert set(found["DE"]) >= {"sum", "known", "unsure", "kinds"}


def test_json_holds_numbers() -> None:
    done = piped("tally", "sites", "--by", "country", *FACTORIES, "--format", "json")
    first = json.loads(done.stdout)[0]
    assert first["value"]
    assert isinstance(first["rows"], int)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("partners",), "--by COLUMN"),
        (("partner", "--by", "type"), "did you mean 'partners'?"),
        (("partners", "--by", "tpye"), "did you mean 'type'?"),
        (("partners", "--by", "type", "--sum", "name"), "holds no numbers"),
        (("sites", "--by", "country", "--sum", "rank"), "says nothing"),
        (("sites", "contry:DE", "--by", "country"), "did you mean 'country'?"),
        (("partners", "--by", "type,role", "--keep", "x"), "keep a tally of one column"),
    ],
)
def test_mistakes_are_told(words: tuple[str, ...], told: str) -> None:
    done = piped("tally", *words, *FACTORIES)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_kept_tally_is_a_set_of_findings_that_hold(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    words = ("partners", "role:member", "--by", "type", "--cohort", "factories")
    done = piped("tally", *words, *FACTORIES, "--keep", str(folder))
    assert done.returncode == 0, done.stderr
    held = piped("findings", *FACTORIES, "--data", str(folder), "--format", "json")
    verdicts = {
        each["id"]: each["verdict"]
        for each in json.loads(held.stdout)
        if each["id"].startswith("mine-")
    }
    assert verdicts["mine-university"] == "holds"
    assert set(verdicts.values()) == {"holds"}
    again = piped("tally", *words, *FACTORIES, "--keep", str(folder))
    assert "--force overwrites" in again.stderr
