"""The report: the same text for the same arguments, and what an analyst needs in it."""

from __future__ import annotations

import datetime
import re
import shlex
from pathlib import Path

import pytest

from tests.analysis.findings_samples import FACTORIES, FIXTURES, factories, small
from tui.analysis.findings.engine import evaluate_all
from tui.analysis.report import report
from tui.analysis.telling.finding import Citations, code
from tui.cli import main
from tui.cli.common import DONE, USAGE, WRITE
from tui.dataset import load
from tui.markup import markdown
from tui.query.language.tree import FilterError

Capture = pytest.CaptureFixture[str]
DAY = datetime.date(2026, 1, 31)
GOLDEN = Path(__file__).parents[1] / "golden" / "report-small.md"


def test_report_of_the_small_dataset() -> None:
    """Made again by ``aif report --data tests/fixtures/small --date 2026-01-31``."""
    assert report(small(), DAY, data=["tests/fixtures/small"]) == GOLDEN.read_text("utf-8")


COMMAND = re.compile(r"(\d+) rows? of `\w+`(?: \(|, )`(aif show [^`]+)`")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--cohort", "third", 'country:DE,PL,CZ OR name:"Gaia AI"'),
        ("-country:DE", "--cohort", "network"),
        ("--data", str(FIXTURES / "small")),
    ],
    ids=["factories", "filter", "minus", "data"],
)
def test_its_commands_give_the_rows_that_it_speaks_of(
    capsys: Capture, words: tuple[str, ...]
) -> None:
    """Copied as they stand, from wherever the data are."""
    assert main(["report", *words]) == DONE
    commands = COMMAND.findall(capsys.readouterr().out)
    assert len(commands) > 5
    for rows, command in commands:
        assert main([*shlex.split(command)[1:], "--format", "jsonl"]) == DONE
        assert len(capsys.readouterr().out.splitlines()) == int(rows), command


def test_the_same_arguments_give_the_same_text() -> None:
    assert report(load([FIXTURES / "small"]), DAY) == report(small(), DAY)
    assert report(small(), DAY) != report(small(), datetime.date(2026, 2, 1))


@pytest.fixture(scope="module")
def text() -> str:
    return report(factories(), DAY)


def test_every_claim_stands_in_a_table_with_its_verdict(text: str) -> None:
    tables = text.split("## The claims")[1].split("\n## ", maxsplit=1)[0]
    claims = [each for each in evaluate_all(factories()) if each.finding.kind == "claim"]
    rows = [line for line in tables.splitlines() if line.startswith("| ")]
    themes = {each.finding.theme for each in claims}
    assert len(rows) - 2 * len(themes) == len(claims)
    for each in claims:
        (row,) = [line for line in rows if f"| {each.finding.statement.en} |" in line]
        assert each.verdict in row


def test_what_fails_or_depends_is_explained_with_rows_and_sources(text: str) -> None:
    for each in evaluate_all(factories()):
        if each.verdict in ("fails", "depends", "outdated"):
            part = text.split(f"\n`{each.finding.id}`")[1].split("\n#", maxsplit=1)[0]
            assert "Stated: " in part
            assert re.search(r"\d+ rows? of `", part)
            if each.readings[0].rows:
                assert "Sources of these figures: [" in part
            if len(each.readings) > 1:
                assert "| Reading |" in part


def test_every_citation_has_an_entry(text: str) -> None:
    body, sources = text.split("## Sources\n")
    cited = {int(number) for number in re.findall(r"\[(\d+)\]", body)}
    entries = [int(number) for number in re.findall(r"(?m)^(\d+)\. ", sources)]
    assert entries == list(range(1, len(entries) + 1))
    assert cited <= set(entries)
    assert max(cited) == len(entries)


def test_every_command_of_the_report_runs(capsys: Capture, text: str) -> None:
    commands = set(re.findall(r"`(aif [^`]+)`", text)) - {"aif findings --explain ID"}
    assert len(commands) > 20
    for command in sorted(commands):
        words = shlex.split(command)
        assert main(words[1:]) == DONE, command
        assert capsys.readouterr().out


def test_commands_print_the_rows_that_the_report_counts(capsys: Capture, text: str) -> None:
    counted = re.findall(r"(\d+) rows? of `\w+` \(`(aif show [^`]+)`\)", text)
    assert counted
    for number, command in counted:
        assert main([*shlex.split(command)[1:], "--format", "jsonl"]) == DONE
        assert len(capsys.readouterr().out.splitlines()) == int(number), command


def test_a_narrowed_report_says_so_and_its_commands_follow(capsys: Capture) -> None:
    text = report(factories(), DAY, cohort="factories", filter="country:DE,FR")
    assert "All claims are computed for the cohort `factories`, narrowed to" in text
    for number, command in re.findall(r"(\d+) rows? of `\w+` \(`(aif show [^`]+)`\)", text):
        assert main([*shlex.split(command)[1:], "--format", "jsonl"]) == DONE
        assert len(capsys.readouterr().out.splitlines()) == int(number), command


def test_faulty_cohorts_leave_the_other_claims_standing() -> None:
    broken = load([FIXTURES / "broken"])
    assert "no cohort 'al'" in report(broken, DAY)
    assert len(evaluate_all(broken)) == len(broken.findings)


def test_terms_on_findings_choose_the_claims(capsys: Capture) -> None:
    words = ["report", "country:DE OR verdict:fails", "--data", str(FACTORIES)]
    assert main(words) == USAGE
    assert "only AND can" in capsys.readouterr().err
    words[1:2] = ["country:DE,FR", "verdict:fails,depends"]
    assert main(words) == DONE
    text = capsys.readouterr().out
    found = [
        each.finding.statement.en
        for each in evaluate_all(factories(), filter="country:DE,FR")
        if each.verdict in ("fails", "depends")
    ]
    tables = text.split("## The claims")[1].split("\n## ", maxsplit=1)[0]
    assert all(f"| {statement} |" in tables for statement in found)
    assert f"{len(found)} sentences are taken, of {len(factories().findings)}: those that " in text
    assert "## Judgements" not in text
    (again,) = re.findall(r"`(aif report [^`]+)`", text)
    assert main(shlex.split(again)[1:]) == DONE
    assert capsys.readouterr().out == text
    assert main(["report", "verdict:fails", "theme:scope", "--data", str(FACTORIES)]) == DONE
    assert "no finding matches 'verdict:fails theme:scope'" in capsys.readouterr().err


def test_judgements_are_listed_without_verdict(text: str) -> None:
    part = text.split("## Judgements and recommendations")[1].split("\n## ", maxsplit=1)[0]
    for finding in factories().findings:
        if finding.kind != "claim":
            assert markdown(finding.statement.en) in part
    assert not any(word in part for word in ("✓", "✗", "≈"))


def test_hostile_texts_stay_texts() -> None:
    text = report(load([FIXTURES / "hostile"]), DAY)
    assert all(character.isprintable() for character in text.replace("\n", ""))
    assert "[bold]" not in text
    assert re.search(r"\\\[bold\\\]", text)


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("a|b", r"a\|b"),
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("snake_case", "snake_case"),
        ("<b>", "&lt;b&gt;"),
        ("&amp;", "&amp;amp;"),
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("line\nbreak", "line break"),
        ("[a](b)", r"\[a\](b)"),
    ],
)
def test_texts_are_no_markup(raw: str, safe: str) -> None:
    assert markdown(raw) == safe


def test_code_holds_backticks() -> None:
    assert code("a") == "`a`"
    assert code("a`b") == "``a`b``"
    assert code("`a`") == "`` `a` ``"


def test_citations_are_numbered_as_they_come() -> None:
    citations = Citations(small().sources)
    assert citations.cite(["office"]) == "[1]"
    assert citations.cite(["paper", "brief", "office", "ranking"]) == "[1] to [4]"
    assert citations.cite(["ranking", "office"]) == "[1], [4]"
    assert citations.cite(["nowhere"]) == ""
    assert [entry.split(".")[0] for entry in citations.entries()] == ["1", "2", "3", "4"]


def test_what_the_caller_gives_wrongly_is_raised() -> None:
    with pytest.raises(FilterError):
        report(small(), DAY, filter="contry:DE")


def test_command(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURES.parents[1])
    words = ["report", "--data", "tests/fixtures/small", "--date", "2026-01-31"]
    assert main(words) == DONE
    assert capsys.readouterr().out == GOLDEN.read_text("utf-8")
    target = tmp_path / "report.md"
    assert main([*words, "--output", str(target)]) == DONE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(target) in captured.err
    assert target.read_text("utf-8") == GOLDEN.read_text("utf-8")
    assert main([*words, "--output", str(target)]) == WRITE
    assert main([*words, "--output", str(target.with_suffix(".pdf"))]) == USAGE
    assert main([*words, "--date", "yesterday"]) == USAGE
    assert main([*words, "contry:DE"]) == USAGE
    assert main([*words, "--cohort", "erly"]) == USAGE
