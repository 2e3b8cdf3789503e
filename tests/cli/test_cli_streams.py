"""Pipes, terminals and what the interpreter loads."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cli.running import AIF, FIXTURES, SMALL, in_terminal, piped
from tui.cli.common import DONE, USAGE, WRITE


def test_reader_that_goes_away_is_no_error() -> None:
    command = " ".join([*AIF, "show", "sources", "--format", "jsonl"])
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
def test_full_disk_is_an_error() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*AIF, "show", "sites", *SMALL], stdout=full, stderr=subprocess.PIPE, check=False,
            encoding="utf-8", timeout=60,
        )  # fmt: skip
    assert done.returncode == WRITE
    assert done.stderr == "aif: cannot write the output: No space left on device\n"


def test_output_is_utf8_in_any_locale() -> None:
    done = piped(
        "show", "sites", "--columns", "city", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert done.returncode == DONE
    assert "Jülich" in done.stdout


def test_table_in_a_terminal_fits_and_talks_on_the_side() -> None:
    for width in (60, 80, 200):
        code, lines = in_terminal("show", "sites", "--limit", "3", width=width)
        assert code == DONE
        assert all(len(line) <= width for line in lines[:5])
        assert lines[-1] == "3 of 13 sites, cohort 'brief': The thirteen of the brief"
    code, lines = in_terminal("show", "sites", "--limit", "1", width=50)
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
        "'aif show TABLE' prints tables anywhere"
    ]


def test_explorer_names_what_is_wrong_before_it_opens() -> None:
    code, lines = in_terminal("country:DE (")
    assert code == USAGE
    assert lines[:2] == ["  country:DE (", "             ^"]
    code, lines = in_terminal("contry:DE", *SMALL)
    assert code == USAGE
    assert lines[:2] == ["  contry:DE", "  ^^^^^^"]
    code, lines = in_terminal("--cohort", "erly", *SMALL)
    assert code == USAGE
    assert lines == ["aif: no cohort 'erly'; did you mean 'early'?"]
    code, lines = in_terminal("--tab", "consortium")
    assert code == USAGE
    assert lines == ["aif: no tab 'consortium'; did you mean 'consortia'?"]


def test_broken_interpreter_streams() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{' '.join(AIF)} show sites >&-"],
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == WRITE
    assert done.stderr.startswith("aif: cannot write the output")


def test_python_dash_m_is_the_command() -> None:
    assert sys.executable == AIF[0]
    assert piped("--version").stdout.startswith("aif ")
