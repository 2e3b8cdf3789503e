"""The completions of shells are those of the program, and bash completes with them."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.cli.running import FIXTURES
from tools.completions import FILES, FOLDER, script
from tui.cli import main
from tui.cli.common import DONE, USAGE
from tui.cli.help import KINDS

ASK = """
aif() {{ {python} -m tui "$@" --data {data}; }}
source {script}
command=$(complete -p aif | sed 's/.*-F \\([^ ]*\\).*/\\1/')
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
$command
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize("shell", FILES)
def test_files_are_those_of_the_program(shell: str) -> None:
    assert (FOLDER / FILES[shell]).read_text("utf-8") == script(shell), "make completions"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_read_its_file(shell: str) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"no {shell} here")
    subprocess.run([found, "-n", FOLDER / FILES[shell]], check=True)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("aif sh", {"show"}),
        ("aif show sys", {"systems"}),
        ("aif show sites --cohort ea", {"early"}),
        ("aif show sites --columns budget.t", {"budget.total_meur"}),
        ("aif show sites --forc", {"--force"}),
        ("aif cite off", {"office"}),
        ("aif findings value-", {"value-missing", "value-rank", "value-start"}),
        ("aif schema site.", {"site.toml"}),
    ],
)
def test_bash_offers_what_is_there(words: str, offered: set[str]) -> None:
    asked = ASK.format(
        python=sys.executable, data=FIXTURES / "small", script=FOLDER / "aif", words=words
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", asked], capture_output=True, encoding="utf-8", check=True
    )
    assert set(done.stdout.split()) >= offered
    assert all(each.startswith(words.rpartition(" ")[2]) for each in done.stdout.split())


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_bare_names(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", kind, "--data", str(FIXTURES / "small")]) == DONE
    captured = capsys.readouterr()
    names = captured.out.splitlines()
    assert names
    assert captured.err == ""
    assert not [name for name in names if " " in name]


def test_unknown_words_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", "tabels"]) == USAGE
    assert "did you mean 'tables'?" in capsys.readouterr().err
