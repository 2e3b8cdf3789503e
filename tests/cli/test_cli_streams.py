"""Pipes, terminals and what the interpreter loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import AIF, FACTORIES, FIXTURES, SMALL, in_terminal, piped
from tui.cli.common import DONE, USAGE, WRITE

# The signal comes while the command reads the dataset.
INTERRUPTED = """
import os, signal, sys
from tui.cli import main
from tui.dataset import files
files.Folders.read = lambda *_: os.kill(os.getpid(), signal.SIGINT)
sys.exit(main(sys.argv[1:]))
"""


def test_reader_that_goes_away_is_no_error() -> None:
    command = " ".join([*AIF, "show", "sources", "--format", "jsonl", *FACTORIES])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -n 1"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == DONE
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize(
    "words",
    [("show", "sites", *SMALL), ("fields",), ("--version",), ("--help",), ("show", "--help")],
    ids=" ".join,
)
def test_full_disk_is_an_error(words: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*AIF, *words], stdout=full, stderr=subprocess.PIPE, check=False,
            encoding="utf-8", timeout=60,
        )  # fmt: skip
    assert done.returncode == WRITE
    assert done.stderr == "aif: cannot write the output: No space left on device\n"


def test_the_name_of_stdout_is_stdout() -> None:
    words = ("show", "sites", "--limit", "1", "--columns", "id", *FACTORIES)
    done = piped(*words, "--output", "/dev/stdout")
    assert (done.returncode, done.stdout.splitlines()[0], done.stderr) == (DONE, "id", "")


def test_words_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    """A terminal may send bytes that are not UTF-8."""
    filter_text = os.fsdecode(b"-city:\xff")
    path = tmp_path / "sites.json"
    done = piped("show", "sites", filter_text, "--origin", "--output", str(path), *FACTORIES)
    assert done.returncode == DONE
    assert "-city:?" in (tmp_path / "sites.origin.toml").read_text("utf-8")
    assert piped("report", filter_text, *FACTORIES).returncode == DONE


@pytest.mark.parametrize("words", [("show", "sites", r"note:/^(\w+\s?)*$/"), ("report",)])
def test_an_interrupt_ends_without_a_word(words: tuple[str, ...]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    out, talk = process.communicate(timeout=60)
    assert (process.returncode, out, talk) == (130, b"", b"")


def test_output_is_utf8_in_any_locale() -> None:
    bare = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = piped("show", "sites", "--columns", "city", *FACTORIES, **bare)
    assert done.returncode == DONE
    assert "Jülich" in done.stdout


def test_table_in_a_terminal_fits_and_talks_on_the_side() -> None:
    for width in (60, 80, 200):
        code, lines = in_terminal("show", "sites", "--limit", "3", *FACTORIES, width=width)
        assert code == DONE
        assert all(len(line) <= width for line in lines[:5])
        assert lines[-1] == "3 of 13 sites, cohort 'brief': The thirteen of the brief"
    code, lines = in_terminal("show", "sites", "--limit", "1", *FACTORIES, width=50)
    assert any(line.startswith("no room for ") for line in lines)


def test_faults_are_folded_in_a_terminal() -> None:
    code, lines = in_terminal("validate", str(FIXTURES / "broken"), width=130)
    assert code == 1
    assert all(len(line) <= 130 for line in lines)
    assert any(line.startswith(" " * 60) for line in lines)


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_explorer_refuses_terminals_that_cannot_draw(term: str) -> None:
    code, lines = in_terminal(term=term)
    assert code == USAGE
    assert lines == [
        f"aif: the explorer cannot draw on a terminal of type '{term}'; "
        "'aif --plain' tells what it shows, 'aif show TABLE' prints a table"
    ]


def test_explorer_names_what_is_wrong_before_it_opens() -> None:
    code, lines = in_terminal("country:DE (", *FACTORIES)
    assert code == USAGE
    assert lines[:2] == ["  country:DE (", "             ^"]
    code, lines = in_terminal("contry:DE", *SMALL)
    assert code == USAGE
    assert lines[:2] == ["  contry:DE", "  ^^^^^^"]
    code, lines = in_terminal("--cohort", "erly", *SMALL)
    assert code == USAGE
    assert lines == ["aif: no cohort 'erly'; did you mean 'early'?"]
    code, lines = in_terminal("--tab", "consortium", *FACTORIES)
    assert code == USAGE
    assert lines == ["aif: no tab 'consortium'; did you mean 'consortia'?"]


@pytest.mark.parametrize("words", ["show sites", "--version", "--help"])
def test_broken_interpreter_streams(words: str) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{' '.join(AIF)} {words} >&-"],
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == WRITE
    assert done.stderr.startswith("aif: cannot write the output")


def test_python_dash_m_is_the_command() -> None:
    assert sys.executable == AIF[0]
    assert piped("--version").stdout.startswith("aif ")
