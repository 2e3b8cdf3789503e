"""The other commands, and what holds for all of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import FIXTURES, SMALL
from tui import __version__
from tui.analysis.tables import spec, tables
from tui.cli import main
from tui.cli.common import DATA, DONE, FAULTS, USAGE
from tui.cli.fields import OUTPUTS
from tui.cli.parser import COMMANDS
from tui.cli.show import TABLES
from tui.dataset import load
from tui.query.engine.store import store_of

Capture = pytest.CaptureFixture[str]
SHIPPED = Path(__file__).parents[2] / "data"


def test_version(capsys: Capture) -> None:
    assert main(["--version"]) == DONE
    assert capsys.readouterr().out == f"aif {__version__}\n"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_names_usage_and_exit_codes(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as caught:
        main([*([command] if command else []), "--help"])
    assert caught.value.code == DONE
    text = capsys.readouterr().out
    assert text.startswith(f"usage: aif {command}".rstrip())
    for code in ("0    done", "1    the check found faults", "4    the file cannot"):
        assert code in text
    assert [line for line in text.splitlines() if len(line) > 80] == []


def test_tables_of_the_help_are_those_of_the_dataset() -> None:
    assert tuple(store_of(load([FIXTURES / "small"])).specs) == TABLES


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["shwo", "sites"], "unknown command 'shwo'; did you mean 'aif show'?"),
        (["tables", "sites", "x"], "no place for 'sites x'; 'aif tables --help' lists"),
        (["--them", "paper"], "unknown option '--them'; did you mean '--theme'?"),
        (["show", "sites", "--formt", "csv"], "unknown option '--formt'; did you mean '--format'?"),
        (["sectors:>="], "the explorer needs a terminal; 'aif --plain' tells what it shows"),
        (["validate", "--format", "cvs"], "unknown format 'cvs'; did you mean 'csv'?"),
        (["fields", "sitse"], "unknown table 'sitse'; did you mean 'sites'?"),
    ],
)
def test_mistakes_are_one_line(capsys: Capture, words: list[str], message: str) -> None:
    assert main(words) == USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"aif: {message}")
    assert captured.err.count("\n") == 1


def test_options_may_stand_before_the_command(capsys: Capture) -> None:
    assert main([*SMALL, "show", "sites", "--columns", "id"]) == DONE
    assert capsys.readouterr().out == "id\nalder\nbirch\ncedar\n"


def test_fields_lists_every_column(capsys: Capture) -> None:
    assert main(["fields", "--format", "json", *SMALL]) == DONE
    rows = json.loads(capsys.readouterr().out)
    small = load([FIXTURES / "small"])
    specs = [*(spec(small, name) for name in tables(small)), *OUTPUTS.values()]
    assert [(row["table"], row["column"]) for row in rows] == [
        (each.name, column.id) for each in specs for column in each.columns
    ]
    types = {row["column"]: row["type"] for row in rows if row["table"] == "sites"}
    assert (types["ris_score"], types["ris_group"]) == ("number", "text")
    assert (types["selected"], types["website"]) == ("date", "web address")
    assert not [row for row in rows if row["table"] == "sites" and " or text" in row["type"]]
    assert all(row["type"] and row["meaning"] for row in rows)
    units = {row["column"]: row["unit"] for row in rows if row["table"] == "sites"}
    assert units["budget.total_meur"] == "EUR million"
    assert units["name"] is None


def test_fields_of_one_table(capsys: Capture) -> None:
    assert main(["fields", "partners", "--format", "table", *SMALL]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Column", "Type", "Meaning"]
    assert lines[2].startswith("site *")
    assert any("word: partner_type" in line for line in lines)


def fields_listed(capsys: Capture, *words: str) -> list[dict[str, str]]:
    assert main(["fields", *words, "--format", "json", *SMALL]) == DONE
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("table", ["sites", "partners", "region-figures", "faults"])
def test_fields_that_speak_of_a_word(capsys: Capture, table: str) -> None:
    """Each word of an id, a title or a meaning leads to its field, and to those that have it."""
    every = fields_listed(capsys, table)
    shown = OUTPUTS.get(table) or spec(load([FIXTURES / "small"]), table)
    for column in shown.columns[::4]:
        for said in (column.id, column.title, column.meaning):
            word = said.split()[-1].upper()
            found = fields_listed(capsys, table, word)
            assert column.id in [each["column"] for each in found], word
            assert [each for each in every if each in found] == found
    whole = shown.columns[0].meaning.split()
    assert shown.columns[0].id in [each["column"] for each in fields_listed(capsys, table, *whole)]


def test_fields_of_every_table_that_speak_of_a_word(capsys: Capture) -> None:
    found = fields_listed(capsys, "rmax")
    assert {each["table"] for each in found} >= {"systems", "rankings"}
    assert all("rmax" in str(each).casefold() for each in found)
    assert main(["fields", "rmax", "--format", "table", *SMALL]) == DONE
    assert "[systems]" in capsys.readouterr().out
    assert main(["fields", "systems", "--format", "table", "rmax", *SMALL]) == DONE
    text = capsys.readouterr().out
    assert "[systems]" not in text
    assert "rmax_pflops" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["sites", "bugdet"], "no field of sites speaks of 'bugdet'; did you mean 'budget'?"),
        (["sites", "natoinal", "money"], "no field of sites speaks of 'natoinal money'"),
        (["partners", "rmax"], "no field of partners speaks of 'rmax'; 'aif fields rmax' lists"),
        (["sites", "qwzx"], "no field of sites speaks of 'qwzx'; 'aif fields sites' lists them"),
        (["qwzx"], "no field speaks of 'qwzx'; 'aif fields' lists them all"),
        (["bugdet"], "no field speaks of 'bugdet'; did you mean 'budget'?"),
        (["sitse", "budget"], "unknown table 'sitse'; did you mean 'sites'?"),
    ],
)
def test_fields_that_nothing_speaks_of(capsys: Capture, words: list[str], message: str) -> None:
    assert main(["fields", *words, *SMALL]) == USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"aif: {message}")


@pytest.mark.parametrize("name", ["small", "hostile"])
def test_sound_data_has_no_faults(capsys: Capture, name: str) -> None:
    assert main(["validate", str(FIXTURES / name)]) == DONE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("no faults: ")


def test_bundled_data_has_no_faults(capsys: Capture) -> None:
    assert main(["validate", str(SHIPPED)]) == DONE, capsys.readouterr().out
    sites = len(list((SHIPPED / "sites").iterdir()))
    assert capsys.readouterr().err.startswith(f"no faults: {sites} sites, ")


def test_faults_are_listed_by_place(capsys: Capture) -> None:
    folder = str(FIXTURES / "broken")
    assert main(["validate", folder]) == FAULTS
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert (
        captured.err
        == f"aif: {len(lines)} faults in {len({x.split(':')[0] for x in lines})} files\n"
    )
    assert main(["validate", "--data", folder, "--format", "json"]) == FAULTS
    faults = json.loads(capsys.readouterr().out)
    assert len(faults) == len(lines)
    assert set(faults[0]) == {"file", "line", "key", "reason", "suggestion", "site", "severity"}
    assert [(f["file"], f["line"] or 0) for f in faults] == sorted(
        (f["file"], f["line"] or 0) for f in faults
    )
    found = {(f["file"], f["line"]): f for f in faults}
    cohort = found["broken/dataset.toml", 35]
    assert cohort["key"].endswith("where")
    assert cohort["suggestion"] == "country"
    assert found["broken/dataset.toml", 28]["reason"].startswith("')' is missing for the '('")


def marked(kind: str) -> set[tuple[str, int]]:
    """Places that the comments of the broken dataset mark as a fault or a doubt."""
    return {
        (path.relative_to(FIXTURES).as_posix(), number)
        for path in (FIXTURES / "broken").rglob("*.toml")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(rf"# {kind}: ", line)
    }


def test_every_marked_fault_is_found_and_nothing_else(capsys: Capture) -> None:
    assert main(["validate", str(FIXTURES / "broken"), "--format", "json"]) == FAULTS
    found = {(fault["file"], fault["line"]) for fault in json.loads(capsys.readouterr().out)}
    expected = marked("fault")
    assert len(expected) > 100
    assert expected - found == set()
    assert found - expected - marked("doubt") == set()


@pytest.mark.parametrize(
    ("name", "code"), [("empty", FAULTS), ("unreadable", FAULTS), ("no", DATA)]
)
def test_data_that_cannot_be_opened(capsys: Capture, name: str, code: int) -> None:
    assert main(["validate", str(FIXTURES / name)]) == code
    assert capsys.readouterr().out


def test_folders_are_checked_as_one_dataset(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "dataset.toml").write_text(
        '[[cohort]]\nid = "mine"\nlabel.en = "Mine"\nlabel.de = "Meine"\nwhere = "sectors:>=x"\n'
    )
    assert main(["validate", str(FIXTURES / "small"), str(tmp_path)]) == FAULTS
    out = capsys.readouterr().out
    assert out.startswith(f"{tmp_path.name}/dataset.toml:5")
    assert "'x' is not a number at column" in out
