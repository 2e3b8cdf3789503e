"""``aif --plain``: what the explorer shows, wherever lines can go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import AIF, FACTORIES, SMALL, in_terminal, piped, stream_in_terminal
from tui.cli.common import DONE, USAGE

HEAD = ["AIF Explorer 2026.01", "Cohort: The three early factories", "Filter: none"]


VIEWS = """\
[[view]]
name = "mine"
tab = "consortia"
filter = "country:DE"
marks = ["company"]
[view.ways]
consortia = "by-type"
[view.tables.members-by-type]
columns = ["type", "organisations", "members"]

[[view]]
name = "counted"
cohort = "early"
[view.tally]
table = "partners"
by = ["type"]
"""


def settings(home: Path, text: str, name: str) -> None:
    """Write a file of the person whose home it is."""
    folder = home / ".config" / "aif"
    folder.mkdir(parents=True)
    (folder / name).write_text(text, "utf-8")


def test_it_goes_into_a_pipe_and_says_nothing_else() -> None:
    done = piped("--plain", *SMALL)
    assert (done.returncode, done.stderr) == (DONE, "")
    assert done.stdout.splitlines()[:3] == HEAD
    assert "\nTab Sites\n" in done.stdout
    assert done.stdout.endswith("\n")


def test_it_is_the_same_in_every_terminal_and_without_a_second_stream(tmp_path: Path) -> None:
    words = ("--plain", "--tab", "findings", *SMALL)
    wanted = piped(*words).stdout
    for term in ("dumb", "unknown", "xterm-256color"):
        code, sent = stream_in_terminal(*words, term=term)
        assert (code, sent.replace("\r\n", "\n")) == (DONE, wanted)
        assert "\x1b" not in sent
    path = tmp_path / "tab.txt"
    with path.open("wb") as file, open(os.devnull, "wb") as nothing:
        subprocess.run([*AIF, *words], stdout=file, stderr=nothing, check=True, timeout=60)
    assert path.read_text("utf-8") == wanted


def test_wide_letters_bring_no_escape_sequence() -> None:
    hostile = Path(FACTORIES[1]).parent / "hostile"
    code, sent = stream_in_terminal("--plain", "--tab", "all", "--data", str(hostile))
    assert code == DONE
    assert "\x1b" not in sent
    assert "<U+001B>" in sent


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_a_plain_locale_gets_plain_letters(locale: str) -> None:
    done = piped("--plain", "--tab", "consortia", *FACTORIES, LC_ALL=locale)
    assert done.returncode == DONE
    assert done.stdout.isascii()
    assert "Julich" in done.stdout


def test_a_dumb_terminal_is_pointed_to_it() -> None:
    code, lines = in_terminal(term="dumb")
    assert code == USAGE
    assert "'aif --plain' tells what it shows" in lines[0]


def test_all_tabs_and_all_ways() -> None:
    done = piped("--plain", "--tab", "all", *SMALL)
    tabs = [line for line in done.stdout.splitlines() if line.startswith("Tab ")]
    names = "Sites Compute Consortia Sectors Access Regions Findings Sources"
    assert tabs == [f"Tab {name}" for name in names.split()]
    done = piped("--plain", "--tab", "compute", "--way", "all", *SMALL)
    ways = [line for line in done.stdout.splitlines() if line.startswith("Way: ")]
    assert [line.split(";")[0] for line in ways] == [
        "Way: systems", "Way: sizes", "Way: TOP500", "Way: totals",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--tab", "computer"), "no tab 'computer'; did you mean 'compute'?"),
        (("--tab", "compute", "--way", "total"), "no way 'total' of looking at compute"),
        (("--tab", "all", "--way", "totals"), "a way belongs to one tab"),
        (("--cohort", "erly"), "no cohort 'erly'; did you mean 'early'?"),
        (("contry:DE",), "unknown field 'contry'"),
        (("--view", "nothing"), "nothing"),
    ],
)
def test_what_is_wrong_is_said_as_for_the_explorer(words: tuple[str, ...], said: str) -> None:
    done = piped("--plain", *words, *SMALL)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert said in done.stderr


def test_all_tabs_are_for_plain_lines_alone() -> None:
    code, lines = in_terminal("--tab", "all", *SMALL)
    assert code == USAGE
    assert "no tab 'all'" in lines[0]


def test_a_saved_view_is_told_as_it_would_open(own_home: Path) -> None:
    settings(
        own_home,
        VIEWS,
        "views.toml",
    )
    done = piped("--plain", "--view", "mine", *FACTORIES)
    assert (done.returncode, done.stderr) == (DONE, "")
    lines = done.stdout.splitlines()
    assert "Filter: country:DE" in lines
    assert "Way: by type; the others are by site, by country and in several consortia" in lines
    at = lines.index("Type: All")
    names = [line.partition(": ")[0] for line in lines[at : at + 4]]
    assert names == ["Type", "Organisations", "Members", ""]
    assert lines[lines.index("Type: Company") + 3] == "Marked: yes"
    counted = piped("--plain", "--view", "counted", *SMALL)
    assert "Tally of Partners: rows by type" in counted.stdout.splitlines()


def test_settings_and_session_stay_as_they_are(own_home: Path) -> None:
    settings(own_home, "ascii = true\n", "settings.toml")
    done = piped("--plain", "--tab", "consortia", *FACTORIES)
    assert done.returncode == DONE
    assert done.stdout.isascii()
    assert [path.name for path in own_home.rglob("*") if path.is_file()] == ["settings.toml"]


def test_what_draws_is_not_loaded() -> None:
    code = (
        "import sys\nfrom tui.cli import main\n"
        f"assert main(['--plain', '--tab', 'all', '--way', 'all', *{SMALL!r}]) == 0\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not loaded & {'textual', 'pandas'}, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == DONE, done.stderr
