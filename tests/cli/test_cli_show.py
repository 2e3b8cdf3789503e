"""``aif show`` on the small dataset, whose answers were worked out by hand."""

from __future__ import annotations

import csv
import io
import json
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.cli.running import AIF, FIXTURES, SMALL
from tui.cli import main
from tui.cli.common import DATA, DONE, USAGE, WRITE
from tui.export.formats import FORMATS
from tui.export.saving import ending_of
from tui.markup import markdown

Capture = pytest.CaptureFixture[str]


def ids(capsys: Capture, *words: str, column: str = "id") -> list[str]:
    code = main(["show", *words, *SMALL, "--format", "json"])
    captured = capsys.readouterr()
    assert code == DONE, captured.err
    return [row[column] for row in json.loads(captured.out)]


def refused(capsys: Capture, *words: str) -> tuple[int, str]:
    code = main(["show", *words, *SMALL])
    captured = capsys.readouterr()
    assert captured.out == ""
    return code, captured.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sectors:>=5", ["birch", "dogwood"]),
        ("-partner.type:company", ["birch", "cedar", "antenna-elm"]),
        ("-website:*", ["cedar", "dogwood", "antenna-elm"]),
        ("country:DE", ["alder", "cedar"]),
        ("in:early -country:DE", ["birch"]),
    ],
)
def test_filter_picks_sites(capsys: Capture, text: str, expected: list[str]) -> None:
    assert ids(capsys, "sites", text, "--cohort", "all") == expected


def test_words_of_a_filter_need_no_quotes(capsys: Capture) -> None:
    found = ids(capsys, "sites", "country:DE", "-website:*", "--cohort", "all")
    assert found == ["cedar"]


def test_default_cohort_is_the_datasets(capsys: Capture) -> None:
    assert ids(capsys, "sites") == ["alder", "birch", "cedar"]
    assert len(ids(capsys, "partners")) == 10
    assert len(ids(capsys, "partners", "--cohort", "all")) == 15


def test_filter_of_a_child_table_picks_its_rows(capsys: Capture) -> None:
    found = ids(capsys, "partners", "type:company", "--cohort", "all", column="site")
    assert sorted(found) == ["alder", "dogwood", "dogwood"]
    german = ids(capsys, "partners", "site.country:DE", "--cohort", "all", column="site")
    assert set(german) == {"alder", "cedar"}


def test_sites_picks_sites_and_narrows_their_rows(capsys: Capture) -> None:
    words = ("partners", "--cohort", "all", "--sites", "partner.type:company")
    assert len(ids(capsys, *words)) == 3
    assert len(ids(capsys, *words, "--whole")) == 7
    assert len(ids(capsys, *words, "country:DE")) <= 3
    assert ids(capsys, "sites", "country:DE", "--sites", "website:*") == ["alder"]


def test_columns_sort_and_limit(capsys: Capture) -> None:
    main(["show", "sites", "--columns", "name,members,name", "--sort", "-members,-name",
          "--limit", "2", "--cohort", "all", "--format", "csv", *SMALL])  # fmt: skip
    assert capsys.readouterr().out == "name,members\nDogwood,3\nBirch,3\n"


def test_machine_formats_have_every_column_and_md_the_usual_ones(capsys: Capture) -> None:
    main(["show", "sites", *SMALL])
    header = capsys.readouterr().out.splitlines()[0].split(",")
    assert {"id", "budget.total_meur", "completeness.partners", "ris_score"} <= set(header)
    main(["show", "sites", *SMALL, "--format", "md"])
    assert capsys.readouterr().out.splitlines()[0].count("|") < 15


def test_csv_in_a_pipe(capsys: Capture) -> None:
    main(["show", "partners", *SMALL])
    captured = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(captured.out)))
    assert len(rows) == 10
    assert captured.err == ""


def test_empty_result_says_so_on_stderr(capsys: Capture) -> None:
    assert main(["show", "sites", "zzz", *SMALL, "--format", "json"]) == DONE
    captured = capsys.readouterr()
    assert captured.out == "[]\n"
    assert captured.err.splitlines() == [
        "aif: no rows: 0 of 3 sites, cohort 'early': The three early factories",
        "aif: nothing in the data meets zzz; without zzz there would be 3 sites",
    ]


def test_rows_beyond_the_cohort_are_counted(capsys: Capture) -> None:
    assert main(["show", "partners", "site:dogwood", *SMALL]) == DONE
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("aif: without site:dogwood there would be 10 rows; ")
    assert last.endswith(" beyond this cohort would match")


def test_a_verdict_that_is_looked_for_in_findings_leads_to_their_command(capsys: Capture) -> None:
    assert main(["show", "findings", "fails", *SMALL]) == DONE
    assert "; 'aif findings verdict:fails' picks by the verdict" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (["sites", "sector:helth"], "did you mean 'sector:health'? without sector:helth"),
        (["sites", "country:IE"], "without country:IE there would be 3 sites; 1 site beyond"),
        (["systems", "vendor:Evden"], "nothing in the data meets vendor:Evden"),
        (["sites", "members:>500"], "meets members:>500 (known values go from "),
        (["partners", "type:company", "--sites", "country:IE"], "without country:IE there"),
    ],
)
def test_an_empty_table_names_the_likeliest_cause(
    capsys: Capture, words: list[str], cause: str
) -> None:
    main(["show", *words, *SMALL])
    assert cause in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["sitse"], "unknown table 'sitse'; did you mean 'sites'?"),
        (["top500"], "unknown table 'top500'; did you mean 'compute-ranks'?"),
        (["gaps"], "unknown table 'gaps'; did you mean 'sector-gaps'?"),
        (["companies"], "unknown table 'companies'; 'aif tables' lists them"),
        ([], "which table? There are sites, systems"),
        (["sites", "--columns", "nmae"], "unknown column 'nmae' of sites; did you mean 'name'?"),
        (["sites", "--sort", "-membrs"], "unknown column 'membrs' of sites; did you mean"),
        (["sites", "--format", "jsno"], "unknown format 'jsno'; did you mean 'json"),
        (["sites", "--format", "sqlite"], "unknown format 'sqlite'; 'aif export' writes one"),
        (["sites", "--format", "docx"], "unknown format 'docx'; there are table, csv"),
        (["sites", "--cohort", "erly"], "no cohort 'erly'; did you mean 'early'?"),
        (["sites", "--limit", "0"], "option --limit: '0' is not a number from 1 on"),
        (["sites", "--limit", "-3"], "option --limit: '-3' is not a number from 1 on"),
        (["sites", "--output", "a.xyz"], "the ending of 'a.xyz' names no format"),
        (["sites", "--format", "json", "--origin"], "json has no room for the origin"),
    ],
)
def test_wrong_words_are_named(capsys: Capture, words: list[str], message: str) -> None:
    code, said = refused(capsys, *words)
    assert code == USAGE
    assert said.startswith(f"aif: {message}")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            ["sites", "contry:DE"],
            [
                "  contry:DE",
                "  ^^^^^^",
                "aif: unknown field 'contry' at column 1; did you mean 'country'?",
            ],
        ),
        (
            ["partners", "country:DE", "tipe:company"],
            [
                "  country:DE tipe:company",
                "             ^^^^",
                "aif: unknown field 'tipe' at column 12; did you mean 'type'?",
            ],
        ),
        (
            ["partners", "type:company", "--sites", "日本 (country:DE"],
            [
                "  日本 (country:DE",
                "       ^",
                "aif: ')' is missing for the '(' at column 4",
            ],
        ),
    ],
)  # fmt: skip
def test_caret_points_into_the_filter(capsys: Capture, words: list[str], lines: list[str]) -> None:
    code, said = refused(capsys, *words)
    assert code == USAGE
    assert said.splitlines() == lines


def test_output_is_written_once(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "sites.json"
    words = ["show", "sites", "--output", str(path), *SMALL]
    assert main(words) == DONE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"wrote 3 rows to {path}\n"
    assert len(json.loads(path.read_text())) == 3
    path.write_text("mine")
    assert main(words) == WRITE
    assert f"{path} exists already" in capsys.readouterr().err
    assert path.read_text() == "mine"
    assert main([*words, "--force"]) == DONE
    assert len(json.loads(path.read_text())) == 3
    assert main(["show", "sites", "--output", str(tmp_path / "no" / "a.csv"), *SMALL]) == WRITE
    assert "does not exist" in capsys.readouterr().err


def test_minus_is_stdout(capsys: Capture) -> None:
    assert main(["show", "sites", "--output", "-", "--format", "jsonl", *SMALL]) == DONE
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_origin_goes_where_the_format_has_room(capsys: Capture, tmp_path: Path) -> None:
    assert main(["show", "sectors", "--origin", "--format", "MD", *SMALL]) == DONE
    out = capsys.readouterr().out
    assert "- Dataset: Four made-up factories" in out
    command = f"aif show sectors --cohort early --data {SMALL[1]} --format md --origin"
    assert f"- Command: {markdown(command)}" in out
    path = tmp_path / "s.jsonl"
    assert main(["show", "sectors", "--origin", "-o", str(path), *SMALL]) == DONE
    assert (tmp_path / "s.origin.toml").is_file()
    assert "wrote the origin to" in capsys.readouterr().err
    assert main(["show", "sectors", "-o", str(path), *SMALL]) == WRITE
    assert capsys.readouterr().err == f"aif: {path} exists already: --force overwrites it\n"


def test_figures_have_beside_them_how_sure_they_are(capsys: Capture) -> None:
    words = ["show", "systems", "--columns", "name,accelerator_count,rmax_pflops", *SMALL]
    main(words)
    head = capsys.readouterr().out.splitlines()[0]
    assert (
        head == "name,accelerator_count,accelerator_count_basis,rmax_pflops,rmax_basis,confidence"
    )
    main([*words, "--exact"])
    assert capsys.readouterr().out.splitlines()[0] == "name,accelerator_count,rmax_pflops"
    main([*words, "--format", "md"])
    assert capsys.readouterr().out.splitlines()[0].count("|") == 4


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_command_of_an_origin_makes_the_same_bytes(fmt: str, tmp_path: Path) -> None:
    path = tmp_path / f"s{ending_of(fmt)}"
    words = ["systems", "rmax_pflops:>1", "--cohort", "all", "--columns", "name,rmax_pflops",
             "--sort", "-rmax_pflops,name", "--format", fmt, "--origin"]  # fmt: skip
    assert main(["show", *words, "-o", str(path), *SMALL]) == DONE
    origin = tomllib.loads(path.with_suffix(".origin.toml").read_text("utf-8"))
    call = [*AIF, *shlex.split(origin["command"])[1:]]
    again = subprocess.run(call, capture_output=True, check=True)
    assert again.stderr == b""
    assert again.stdout == path.read_bytes()


def test_left_out_sites_are_told(capsys: Capture) -> None:
    folder = str(FIXTURES / "unreadable")
    assert main(["show", "sites", "--data", folder]) == DONE
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 2
    assert captured.err == (
        f"aif: 3 of 4 sites are left out because of faults; 'aif validate {folder}' lists them\n"
    )


def test_rows_left_out_beside_the_sites_are_told(capsys: Capture, tmp_path: Path) -> None:
    """One fault is not several, and the command that lists it has the same folders."""
    mine = tmp_path / "my data"
    mine.mkdir()
    (mine / "sources.toml").write_text('[[source]]\nid = "x"\ntitel = "X"\n', "utf-8")
    code = main(["show", "sources", *SMALL, "--data", str(mine), "--columns", "id"])
    captured = capsys.readouterr()
    assert code == DONE
    assert captured.err == (
        "aif: rows with faults are left out (5 faults); "
        f"'aif validate {SMALL[1]} '{mine}'' lists them\n"
    )


def test_data_that_cannot_be_loaded(capsys: Capture, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone", FIXTURES / "empty"):
        assert main(["show", "sites", "--data", str(folder)]) == DATA
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.endswith("aif: the data cannot be loaded\n")


def test_later_folder_lies_over_the_earlier(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    text = (FIXTURES / "small" / "sites" / "alder.toml").read_text()
    (tmp_path / "sites" / "alder.toml").write_text(text.replace('name = "Alder"', 'name = "Mine"'))
    folders = ["--data", str(FIXTURES / "small"), "--data", str(tmp_path)]
    assert main(["show", "sites", "name:mine", "--columns", "id", *folders]) == DONE
    assert capsys.readouterr().out == "id\nalder\n"


def test_saved_view_is_the_ground_for_the_other_options(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "aif").mkdir()
    (tmp_path / "aif" / "views.toml").write_text(
        '[[view]]\nname = "Companies on board"\ncohort = "all"\n'
        'filter = "partner.type:company"\n'
        '[view.tables.sites]\ncolumns = ["name", "members"]\nsort = ["-name"]\n'
    )
    assert main(["show", "sites", "--view", "companies-on-board", *SMALL]) == DONE
    assert capsys.readouterr().out == "name,members\nDogwood,3\nAlder,3\n"
    words = ["show", "sites", "country:DE", "--view", "companies on board", "--columns", "id"]
    assert main([*words, *SMALL]) == DONE
    assert capsys.readouterr().out == "id\nalder\n"
    assert len(ids(capsys, "partners", "--view", "companies-on-board")) == 3
    code, said = refused(capsys, "sites", "--view", "companies on bord")
    assert code == USAGE
    assert "did you mean 'Companies on board'?" in said


def test_what_was_taken_for_something_else_is_said(capsys: Capture) -> None:
    assert main(["show", "sites", "not country:DE", *SMALL, "--format", "csv"]) == DONE
    captured = capsys.readouterr()
    assert "birch" in captured.out
    assert "alder" not in captured.out
    assert "aif: 'not' is read as NOT; in quotes it is a word like any other\n" in captured.err
    code, said = refused(capsys, "sites", "country=DE")
    assert code == USAGE
    assert "did you mean 'country:DE'?" in said


def test_a_fault_in_the_filter_of_a_worked_out_table_points_into_it(capsys: Capture) -> None:
    code, said = refused(capsys, "verdicts", "verdikt:holds")
    assert code == USAGE
    assert said.splitlines()[:2] == ["  verdikt:holds", "  ^^^^^^^"]
    assert "unknown field 'verdikt' at column 1; did you mean 'verdict'?" in said
    assert main(["show", "verdicts", "not verdict:holds", *SMALL, "--format", "csv"]) == DONE
    assert "'not' is read as NOT" in capsys.readouterr().err
