"""What is typed out of habit, or nearly right, is answered with the call that does it here."""

from __future__ import annotations

import pytest

from tests.cli.running import SMALL
from tui.cli import main
from tui.cli.common import DONE, USAGE

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--limit", "3", "show", "sites"], "comes after it: aif show sites --limit 3"),
        (["show", "sites", "--json"], "did you mean '--format json'?"),
        (["show", "sites", "--xlsx"], "did you mean '--format xlsx'?"),
        (["findings", "--md"], "did you mean '--format md'?"),
        (["lsit"], "'lsit' is no command; did you mean 'aif show'?"),
        (["shwo"], "'shwo' is no command; did you mean 'aif show'?"),
        (["validte"], "'validte' is no command; did you mean 'aif validate'?"),
        (["list"], "'list' is no command; did you mean 'aif show'?"),
        (["version"], "'version' is no command; did you mean 'aif --version'?"),
        (["sites"], "'sites' is a table; did you mean 'aif show sites'?"),
        (
            ["partners", "type:company", "x y"],
            "did you mean 'aif show partners type:company 'x y''?",
        ),
        (["import", "a.csv"], "unknown command 'import'; did you mean 'aif data import'?"),
        (["help", "shwo"], "no command 'shwo'; did you mean 'aif show'?"),
        (["help", "zzz"], "no command 'zzz'; there are show"),
        (["edit"], "aif: missing: ID; 'aif edit --help' lists what there is"),
        (["show", "sites", "--exact=1"], "aif: option --exact takes no value;"),
        (["stuttgart"], "the explorer needs a terminal"),
        (["zzzzz"], "the explorer needs a terminal"),
        (["country:DE"], "the explorer needs a terminal"),
        (["--", "list"], "the explorer needs a terminal"),
    ],
)
def test_a_slip_is_answered_with_what_is_meant(
    words: list[str], said: str, capsys: Capture
) -> None:
    assert main(words) == USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1


def test_options_that_stand_anywhere_do(capsys: Capture) -> None:
    assert main(["--cohort", "all", "show", "sites", "--columns", "id", *SMALL]) == DONE
    assert len(capsys.readouterr().out.splitlines()) == 6


@pytest.mark.parametrize("words", [["help"], ["help", "show"], ["help", "export"]])
def test_help_is_a_command(words: list[str], capsys: Capture) -> None:
    assert main(words) == DONE
    said = capsys.readouterr().out
    with pytest.raises(SystemExit):
        main([*words[1:], "--help"])
    assert capsys.readouterr().out == said


def test_version_has_a_short_option(capsys: Capture) -> None:
    assert main(["-V"]) == main(["--version"]) == DONE
    first, second = capsys.readouterr().out.splitlines()
    assert first == second
