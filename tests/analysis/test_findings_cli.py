"""``aif findings``: what it prints, chooses, refuses and returns."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.findings_samples import FACTORIES, FIXTURES, factories, small
from tui.analysis.findings.engine import evaluate_all, standing
from tui.analysis.telling.finding import sections
from tui.cli import main
from tui.cli.common import DONE, FAULTS, USAGE, WRITE
from tui.query.engine.store import store_of
from tui.text import width_of

FACTORIES_DATA = ("--data", str(FIXTURES / "factories"))
Capture = pytest.CaptureFixture[str]
SMALL = ("--data", str(FIXTURES / "small"))


def run(capsys: Capture, *words: str, code: int = DONE) -> str:
    """Run the command and return what it prints."""
    assert main(["findings", *words]) == code
    return capsys.readouterr().out


def plain(capsys: Capture, *words: str) -> dict[str, Any]:
    """Findings as JSON, by id."""
    return {row["id"]: row for row in json.loads(run(capsys, *words, "--format", "json"))}


@pytest.mark.parametrize("data", [FIXTURES / "small", FIXTURES / "hostile", FACTORIES])
@pytest.mark.parametrize("option", ["table", "explain"])
def test_text_fits_80_columns_and_sends_no_control_characters(
    capsys: Capture, data: Path, option: str
) -> None:
    if option == "table":
        text = run(capsys, "--data", str(data), "--format", "table")
    else:
        ids = [row["id"] for row in plain(capsys, "--data", str(data)).values()]
        text = "".join(run(capsys, "--data", str(data), "--explain", ident) for ident in ids[:12])
    assert text
    assert max(map(width_of, text.splitlines())) <= 80
    assert all(character.isprintable() for character in text.replace("\n", ""))


def test_table_is_grouped_by_theme_with_sign_word_and_both_values(capsys: Capture) -> None:
    lines = run(capsys, *SMALL, "--format", "table").splitlines()
    themes = [word.en for word in small().vocabulary.words("theme").values()]
    assert [line for line in lines if line in themes] == [
        "Infrastructure",
        "Consortium",
        "Location",
        "Gigafactories",
        "Investment and policy",
        "Conclusion",
    ]
    at = lines.index("✓ holds, open     Two of the three have a university among their members")
    assert lines[at + 1].strip() == ("stated 2 · re-computed 2 factories · 2 readings")
    assert lines[at + 2].strip() == "count-university"
    assert "– not checkable   Ties to business are what counts" in lines
    assert "                  judgement · see 1 row of partners · judge-ties" in lines


def test_json_has_every_field(capsys: Capture) -> None:
    found = plain(capsys, *SMALL)
    assert len(found) == len(small().findings)
    assert found["ids-two-companies"] == {
        "id": "ids-two-companies",
        "theme": "consortium",
        "kind": "claim",
        "statement.en": "Only Dogwood has two companies",
        "statement.de": "Nur Dogwood hat zwei Unternehmen",
        "claimed": ["dogwood"],
        "comparator": "==",
        "unit": "sites",
        "computed": ["dogwood"],
        "verdict": "holds",
        "open": True,
        "since": None,
        "cohort": "all",
        "incomplete_sites": ["cedar", "antenna-elm"],
        "unconfirmed": 1,
        "readings": [],
        "rows": ["sites/dogwood"],
        "turns": False,
        "turns_between": [],
    }
    assert found["value-rank"]["readings"] == ["list of November 2025: TOP500 rank 22, fails"]
    assert found["value-start"]["computed"] == "2024-09-09"
    assert found["value-missing"]["computed"] is None
    assert found["judge-ties"]["verdict"] == "not_checkable"
    nowhere = plain(capsys, *SMALL, "id:cedar")["value-rank"]
    assert nowhere["readings"] == ["list of November 2025: unknown"]


def test_csv_is_typed_and_md_is_in_words(capsys: Capture) -> None:
    rows = list(csv.DictReader(io.StringIO(run(capsys, *SMALL, "--format", "csv"))))
    by_id = {row["id"]: row for row in rows}
    assert by_id["mean-region"]["computed"] == "125.0"
    assert by_id["sum-installed"]["computed"] == "3000"
    assert by_id["count-university"]["open"] == "true"
    assert by_id["value-missing"]["computed"] == ""
    text = run(capsys, *SMALL, "--theme", "location", "--format", "md")
    assert text.splitlines()[2] == (
        "| mean-region | The regions stand above the EU on average | more than 112.6 "
        "| 125 (EU 2018 = 100) | ✓ holds |"
    )


def test_piped_output_is_csv(capsys: Capture) -> None:
    assert run(capsys, *SMALL).startswith("id,theme,kind,")


def test_ids_and_filters_may_stand_together(capsys: Capture) -> None:
    found = plain(capsys, *SMALL, "sum-installed", "country:DE", "mode-type")
    assert set(found) == {"sum-installed", "mode-type"}
    assert found["sum-installed"]["computed"] == 1000
    assert plain(capsys, *SMALL, "-country:FI")["sum-installed"]["computed"] == 1000
    assert plain(capsys, *SMALL, "kajaani")["sum-installed"]["computed"] == 2000


def test_a_filter_that_leaves_no_site_is_told(capsys: Capture) -> None:
    """Such as a word meant for an id, far from any."""
    assert main(["findings", *SMALL, "xylophone", "--format", "csv"]) == DONE
    assert capsys.readouterr().err == "aif: no site matches 'xylophone'\n"
    assert main(["findings", *SMALL, "kajaani", "--format", "csv"]) == DONE
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("fails", "'fails' is looked for in the sites; verdict:fails picks the findings"),
        ("consortium", "'consortium' is looked for in the sites; theme:consortium picks the"),
        ("open", "'open' is looked for in the sites; open:yes picks the findings"),
        ("turns", "'turns' is looked for in the sites; turns:yes picks the findings"),
        ("unconfirmed", "unconfirmed:>0 picks the findings"),
        ("claim", "'claim' is looked for in the sites; kind:claim picks the findings"),
        ("cons", "'cons' filters the sites; ids that begin so: cons-"),
    ],
)
def test_a_word_of_findings_that_filters_the_sites_is_told(
    capsys: Capture, word: str, said: str
) -> None:
    """A part of an id filters where a site mentions it."""
    main(["findings", *FACTORIES_DATA, word, "--format", "csv"])
    assert said in capsys.readouterr().err


def test_cohort_and_theme(capsys: Capture) -> None:
    found = plain(capsys, *SMALL, "--cohort", "all", "--theme", "consortium")
    assert set(found) == {"count-university", "share-research", "ids-two-companies", "mode-type"}
    assert found["mode-type"]["computed"] == ["company", "hpc_centre", "research_organisation"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["mode-typ"], "no finding 'mode-typ'; did you mean 'mode-type'?"),
        (["--explain", "nothing"], "no finding 'nothing'; 'aif findings' lists them"),
        (["--explain", "mode"], "no finding 'mode'; did you mean 'mode-type'?"),
        (["mode-"], "no finding 'mode-'; did you mean 'mode-type'?"),
        (["two-comp"], "no finding 'two-comp'; did you mean 'ids-two-companies'?"),
        (["value-"], "no finding 'value-'; did you mean one of value-"),
        (["--explain", "mode-type", "-o", "a.json"], "'a.json' would hold text; name it a.txt"),
        (["--theme", "locations"], "unknown theme 'locations'; did you mean 'location'?"),
        (["--cohort", "erly"], "no cohort 'erly'; did you mean 'early'?"),
        (["contry:DE"], "unknown field 'contry' at column 1; did you mean 'country'?"),
        (["--format", "xml"], "unknown format 'xml'"),
        (["--explain", "mode-type", "--format", "json"], "--explain prints text"),
    ],
)
def test_mistakes(capsys: Capture, words: list[str], message: str) -> None:
    assert main(["findings", *SMALL, *words]) == USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"aif: {message}" in captured.err


def test_check_fails_only_where_a_claim_fails(capsys: Capture) -> None:
    assert main(["findings", *SMALL, "--check"]) == FAULTS
    assert "2 claims fail: mode-type, max-budget" in capsys.readouterr().err
    # depends, outdated and unknown are no failure
    run(capsys, *SMALL, "--check", "share-research", "value-rank", "value-missing", code=DONE)
    run(capsys, *SMALL, "mode-type", code=DONE)


def test_explain_tells_everything(capsys: Capture) -> None:
    text = " ".join(run(capsys, *SMALL, "--explain", "share-research").split())
    for part in (
        "Most of the members are research bodies",
        "Die meisten Mitglieder sind forschende Einrichtungen",
        "Passage paragraph 1",
        "Institute of Trees: A brief about trees",
        "The three early factories (3 sites)",
        "more than 50 percent of the members",
        "50 percent of the members",
        "≈ depends, open. The readings disagree with each other.",
        "complete at 1 of 3 sites: Cedar.",
        "✗ fails, open: as stated",
        "✓ holds, open: with HPC centres",
        "87.5 percent of the members, stated more than 50",
        "among those where role:member",
        "≈ depends, open Factories and antennas (5 sites): 38.46 percent of the members",
        "partners: 4 rows where role:member type:university,research_organisation",
        "Pine Laboratory (PINE), Birch: Estonia · Research organisation · Partner",
        "Partners: Pine Laboratory (PINE), Cedar: Estonia",
    ):
        assert part in text


def test_explain_says_what_the_screen_does(capsys: Capture) -> None:
    """Headings, labels and texts, in this order."""
    store = store_of(small())
    for each in evaluate_all(small()):
        text = " ".join(run(capsys, *SMALL, "--explain", each.finding.id).split())
        strip = standing(small(), each.finding, each.filter, cohort=each.cohort)
        at = 0
        for section in sections(store, each, strip):
            told = [section.title, *(f"{line.label} {line.text}" for line in section.lines)]
            for part in told:
                found = text.find(" ".join(part.split()), at)
                assert found >= at, part
                at = found


def test_explain_cuts_long_lists(capsys: Capture) -> None:
    text = run(capsys, "--explain", "cons-mostly-universities")
    assert "98 rows" in text
    assert "    and 78 more" in text.splitlines()


def test_output_goes_to_a_file_once(capsys: Capture, tmp_path: Path) -> None:
    for name in ("findings.json", "findings.csv", "findings.md"):
        target = tmp_path / name
        assert run(capsys, *SMALL, "--output", str(target)) == ""
        assert target.read_text("utf-8")
        run(capsys, *SMALL, "--output", str(target), code=WRITE)
        run(capsys, *SMALL, "--output", str(target), "--force")
    assert len(json.loads((tmp_path / "findings.json").read_text("utf-8"))) == 17


def test_own_claims_lie_over_those_below(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "findings.toml").write_text(
        '[[finding]]\nid = "mine"\ntheme = "scope"\nkind = "claim"\nstatement.en = "x"\n'
        'statement.de = "x"\nsources = ["seed"]\ncohort = "brief"\nclaimed = 13\n'
        'unit = "factories"\ncomparator = "=="\ncheck = { measure = "count", of = "sites" }\n',
        "utf-8",
    )
    found = plain(capsys, "--data", str(FACTORIES), "--data", str(tmp_path))
    assert found["mine"]["verdict"] == "holds"
    assert len(found) == len(factories().findings) + 1


def test_habits_in_a_rule_are_told_with_its_finding(capsys: Capture, tmp_path: Path) -> None:
    """A rule is read like any filter, and what was taken for something else is said."""
    (tmp_path / "findings.toml").write_text(
        '[[finding]]\nid = "mine"\ntheme = "scope"\nkind = "claim"\nstatement.en = "x"\n'
        'sources = ["seed"]\ncohort = "factories"\nclaimed = 1\nunit = "factories"\n'
        'comparator = "=="\ncheck = { measure = "count", of = "sites", '
        'where = "country:Holland or name:x" }\n',
        "utf-8",
    )
    data = ("--data", str(FACTORIES), "--data", str(tmp_path))
    assert main(["findings", *data, "mine", "--format", "json"]) == DONE
    told = capsys.readouterr().err
    assert "finding mine: " in told
    assert "Netherlands" in told or "NL" in told
    assert main(["findings", *data, "--theme", "consortium", "--format", "json"]) == DONE
    assert "finding mine" not in capsys.readouterr().err
