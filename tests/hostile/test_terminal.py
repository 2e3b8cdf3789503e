"""The real program in a terminal on hostile data: nothing comes through, frames stay straight."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import stream_in_terminal
from tests.explorer.terminals import Forked
from tests.hostile.data import ATTACKS, write_dataset, write_home
from tests.hostile.stream import came_through, cells, crooked, shown
from tools.bench.terminal import Terminal
from tui.text import printable

PASTE = "\x1b[200~{}\x1b[201~"
OF_A_TAB = {"details": "\r", "sources": "o", "facets": "f", "export": "e"}
OF_ALL = {
    "cohorts": "b",
    "views": "v",
    "columns": "C",
    "themes": "t",
    "palette": ":",
    "help": "?",
    "faults": "!",
    "comparison": " j c",
    "copied command": "Y",
}
"""Dialogues and the keys that open them; Escape closes each."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile dataset and home."""
    folder = tmp_path_factory.mktemp("hostile")
    write_dataset(folder / "data")
    write_home(folder / "config")
    return folder


def home(place: Path) -> dict[str, str]:
    return {
        "HOME": str(place / "home"),
        "XDG_CONFIG_HOME": str(place / "config"),
        "XDG_STATE_HOME": str(place / "state"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PATH": "/usr/bin:/bin",
    }


@pytest.mark.parametrize("name", ["reset", "colour", "title", "clipboard", "link", "C1", "C0",
                                  "direction", "no width", "tags", "tower"])  # fmt: skip
def test_what_would_come_through_is_seen(name: str) -> None:
    """That the looks below can fail."""
    if name != "tower":
        assert came_through(f"before {ATTACKS[name]} after")
    assert not came_through(printable(ATTACKS[name]))


def test_what_is_crooked_is_seen() -> None:
    box = ["╭──╮", "│ab│", "╰──╯"]
    assert not list(crooked(box))
    assert list(crooked([box[0], "│abc", box[2]]))
    assert list(crooked([*["ab│c"] * 4, "abc│", *["ab│c"] * 4]))
    assert not list(crooked(["ab│c"] * 9))


class Program:
    """The explorer in a terminal; whatever it sends is looked at."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._seen = 0
        terminal.wait_for(["Sites"], 60)
        self.look("the start", "")

    def look(self, what: str, keys: str) -> None:
        """Press keys, and look at what came and at what stands there then."""
        self._terminal.send(keys)
        self._terminal.rest(quiet=0.12, timeout=20)
        stream = self._terminal.sent[self._seen :].decode()
        self._seen += len(stream.encode())
        assert not came_through(stream), what
        assert not list(crooked(cells(self._terminal.screen))), what

    def without_notices(self) -> None:
        """Wait until the notices of earlier keys are over: they lie on the box of a dialogue."""
        if notices(self._terminal):
            self._terminal.wait_until(lambda it: not notices(it), 20, "the end of a notice")


def notices(terminal: Terminal) -> list[str]:
    """The lines with a notice; its mark stands before its text, at the right."""
    return [line for line in terminal.screen.display if re.search(r" {20}.*▌ \S", line)]


@pytest.fixture(scope="module")
def program(place: Path) -> Iterator[Program]:
    """The explorer, open on the hostile data."""
    words = ("--data", str(place / "data"), "--cohort", "all")
    with Forked(words, home(place), (120, 40)) as terminal:
        yield Program(terminal)


@pytest.mark.parametrize("tab", [1, 3, 5, 7])
def test_tabs(program: Program, tab: int) -> None:
    program.look("tab", str(tab))
    for name, keys in OF_A_TAB.items():
        program.look(name, keys)
        program.look(f"back from {name}", "\x1b")
    program.look("another way", "a")
    program.look("another way", "a")


@pytest.mark.parametrize("name", OF_ALL)
def test_dialogues(program: Program, name: str) -> None:
    program.without_notices()
    program.look("first tab", "1")
    program.look(name, OF_ALL[name])
    program.look("back", "\x1b")


def test_the_map(program: Program) -> None:
    for keys in ("1", "m", "l", "j", "a", "m"):
        program.look(f"map, {keys}", keys)


def test_what_is_pasted(program: Program) -> None:
    for keys in ("1", "/" + PASTE.format(" ".join(ATTACKS.values())), "\x1b"):
        program.look("a paste into the filter", keys)
    for keys in ("e", PASTE.format(ATTACKS["clipboard"]), "\x1b"):
        program.look("a paste into a file name", keys)


BELOW = re.compile("~ stands|· means|[0-9,]+ of |no room for")
TABLES = ("sites", "systems", "partners", "organisations", "sources", "findings")


@pytest.mark.parametrize("name", TABLES)
def test_printed_tables(place: Path, name: str) -> None:
    code, stream = stream_in_terminal(
        "show", name, "--data", str(place / "data"), "--cohort", "all", "--format", "table",
        width=100, env=home(place),
    )  # fmt: skip
    assert code == 0
    assert not came_through(stream)
    lines = shown(stream, 100, stream.count("\n") + 20)
    rule = next(place for place, line in enumerate(lines) if line.startswith("──"))
    rows = list(itertools.takewhile(lambda line: not BELOW.match(line), lines[rule - 1 :]))
    gaps = [at for at, sign in enumerate(lines[rule].rstrip()) if sign == " "]
    crooked = [line for line in rows for at in gaps if line[at] != " "]
    assert len(rows) > 1
    assert not crooked


@pytest.mark.parametrize(
    "words",
    [
        ("show", "partners", "--format", "csv"),
        ("show", "sites", "--format", "json"),
        ("show", "sites", "--format", "md", "--origin"),
        ("show", "sites", "--format", "toml"),
        ("findings",),
        ("findings", "--explain", "count-university"),
        ("report",),
        ("cite", "office"),
        ("validate",),
        ("fields",),
    ],
    ids=" ".join,
)
def test_commands(place: Path, words: tuple[str, ...]) -> None:
    code, stream = stream_in_terminal(
        *words, "--data", str(place / "data"), width=80, env=home(place)
    )
    assert code in (0, 1), stream[-500:]
    assert not came_through(stream)
