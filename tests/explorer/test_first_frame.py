"""The first frame stands before Textual is there, and stays when Textual has come."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.cli.running import SMALL
from tests.explorer.terminals import AIF, as_seen, environment, explorer
from tools.bench.terminal import Screen, Terminal
from tui.user.settings import put_setting

MOUSE = b"\x1b[?1000h"
"""What Textual sends first when it takes the terminal over."""
TRUE = {"COLORTERM": "truecolor"}


def screen_after(sent: bytes, size: tuple[int, int]) -> Screen:
    screen = Screen(*size)
    screen.show(sent)
    return screen


@pytest.mark.parametrize(
    ("size", "words", "colours"),
    [
        ((80, 24), (), TRUE),
        ((60, 15), ("--theme", "paper"), TRUE),
        ((109, 30), ("--theme", "okabe", "alder country:DE"), TRUE),
        ((110, 30), ("--theme", "contrast"), {}),
        ((143, 41), ("--cohort", "all"), TRUE),
        ((200, 60), ("--theme", "paper"), {"TERM": "xterm"}),
        ((80, 24), ("--theme", "terminal"), {}),
        ((80, 24), ("--theme", "paper"), {"NO_COLOR": "1"}),
        ((80, 24), ("--ascii",), {"TERM": "screen", "LANG": "C"}),
    ],
    ids=str,
)
def test_textual_draws_the_same(
    tmp_path: Path, size: tuple[int, int], words: tuple[str, ...], colours: dict[str, str]
) -> None:
    width, _ = size
    new = colours is TRUE and size == (80, 24)
    put_setting("welcome", value=new, folder=tmp_path / ".config" / "aif")
    with explorer(tmp_path, size, *words, **colours) as terminal:
        terminal.wait_for(["help"], 60)
        terminal.rest()
        sent = terminal.sent
        then = as_seen(terminal.screen)
    first, later = sent[: sent.index(MOUSE)], sent[sent.index(MOUSE) :]
    now = as_seen(screen_after(first, size))
    drawn = int(width * 0.6) if width >= 110 else width
    assert now[:2] == then[:2]
    # A text that is cut is left to Textual.
    assert all(cell == there for cell, there in zip(now[2], then[2], strict=True)
               if width >= 80 or cell[0] != " ")  # fmt: skip
    assert [row[:drawn] for row in now[3:-2]] == [row[:drawn] for row in then[3:-2]]
    assert "Alder" in "".join(str(cell[0]) for cell in now[5])
    assert ("New here?" in "".join(str(cell[0]) for cell in now[-5])) == new
    # What stood there is neither cleared nor sent again.
    assert b"\x1b[?1049h" not in later
    assert width >= 110 or len(later) < len(first)


def test_keys_pressed_meanwhile_are_not_lost(tmp_path: Path) -> None:
    with Terminal((*AIF, *SMALL), environment(tmp_path, **TRUE), (80, 24)) as terminal:
        terminal.send("j")
        terminal.wait_for(["Cedar"], 60)
        terminal.send("j")
        terminal.wait_for(["help"], 60)
        if not cursor_on_cedar(terminal):
            terminal.wait_until(cursor_on_cedar, 20, "the cursor on Cedar")


def cursor_on_cedar(terminal: Terminal) -> bool:
    return ground_of(terminal, "Cedar") not in (None, ground_of(terminal, "Alder"))


def ground_of(terminal: Terminal, text: str) -> object:
    """The ground on which a text stands, that of the cursor or another."""
    place = terminal.find(text)
    return None if place is None else as_seen(terminal.screen)[place[0]][place[1]][1]


@pytest.mark.parametrize(
    ("size", "words"),
    [((59, 20), ()), ((80, 14), ()), ((80, 24), ("--tab", "compute")), ((80, 24), ("nobody",))],
    ids=str,
)
def test_where_something_else_comes_first_it_waits_for_textual(
    tmp_path: Path, size: tuple[int, int], words: tuple[str, ...]
) -> None:
    with explorer(tmp_path, size, *words, **TRUE) as terminal:
        terminal.wait_until(lambda it: MOUSE in it.sent, 60, "Textual")
        assert "AIF" not in "\n".join(screen_after(terminal.sent.split(MOUSE)[0], size).display)


FAILING = """
import sys
sys.modules["tui.explorer.app"] = None
from tui.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("fails", [True, False], ids=["a failure", "leaving"])
def test_the_terminal_is_as_before(tmp_path: Path, fails: bool) -> None:
    command = (sys.executable, "-c", FAILING, *SMALL) if fails else (*AIF, *SMALL)
    script = 'stty -g; "$@" 2>&1; stty -g'
    with Terminal(["/bin/sh", "-c", script, "sh", *command], environment(tmp_path)) as terminal:
        if not fails:
            terminal.wait_for(["help"], 60)
            terminal.send("q")
        terminal.wait()
        sent = terminal.sent
    before, after = re.findall(rb"[0-9a-f:]{60,}", sent)
    assert before == after
    assert sent.count(b"\x1b[?1049h") == sent.count(b"\x1b[?1049l") == 1
