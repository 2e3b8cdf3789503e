"""The real program in a terminal: how it ends, and what a line does to the keys on their way.

``AIF_HANGUPS=100`` closes that many windows instead of a handful.
"""

from __future__ import annotations

import os
import pty
import random
import re
import signal
from pathlib import Path
from typing import Any

import pytest
import tomli

from tests.explorer.terminals import ForkedProgram
from tools.monkey.draw import draw_keys, sent
from tools.monkey.program import Program
from tools.monkey.screen import Eyes
from tui.explorer.ending import BUSY as BUSY_AFTER
from tui.explorer.ending import GRACE, KEYS_HAVE, LAST

HANGUPS = int(os.environ.get("AIF_HANGUPS", "4"))
SOON = 20.0
"""Seconds within which the process must be gone: ten times the promise, for a loaded machine."""

NOTE = 62
"""Columns at the right where notes come and go."""

# A fault put into the program: what "?" does.
FAULT = """
import re, sys, time
from tui.explorer.main_screen import MainScreen
def fault(self):
    {}
MainScreen.action_help = fault
from tui.cli import main
sys.exit(main(sys.argv[1:]))
"""
PATIENT = """
import sys
import tui.explorer.ending as ending
ending.KEYS_HAVE, ending.GRACE, ending.LAST = 20, 25, 30
from tui.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""The program as on a machine that has nothing else to do, however loaded this one is."""
BUSY = {
    "a loop": "while True: sum(range(1000))",
    "a call": "time.sleep(60)",
    "a pattern": "re.match('([a-z ]+)+!$', 'a' * 40)",
    "a thread": "self.run_worker(lambda: time.sleep(60), thread=True)",
}
# What a program that draws on the whole screen switches on, and must switch off.
MODES = (b"1049", b"25", b"1000", b"1003", b"1006", b"2004", b"1004")


def ready(program: Program) -> None:
    program.ready()


def kept(home: Path) -> dict[str, object]:
    """The view that is there again the next time."""
    return tomli.loads((home / "state" / "aif" / "session.toml").read_text())


def set_by_keys(view: Any) -> dict[str, object]:
    """The view without cursors, which a table sets itself once its rows have come."""
    tables = {
        name: {key: value for key, value in table.items() if key != "cursor"}
        for name, table in view.get("tables", {}).items()
    }
    return {**view, "tables": {name: table for name, table in tables.items() if table}}


def assert_clean(program: Program) -> None:
    """The terminal is as it was before the program took it."""
    modes = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", bytes(program.received)))
    for mode in MODES:
        assert modes.get(mode, b"h" if mode == b"25" else b"l") == (
            b"h" if mode == b"25" else b"l"
        ), mode


def test_what_does_not_leave_by_itself_is_ended_within_two_seconds() -> None:
    assert BUSY_AFTER < KEYS_HAVE < GRACE < LAST < 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_keeps_the_view_and_puts_the_terminal_back(
    tmp_path: Path, number: signal.Signals
) -> None:
    with ForkedProgram(tmp_path) as program:
        ready(program)
        program.send("/country:AT\r")
        program.done()
        program.signal(number)
        assert program.ended(SOON) == 128 + number
        assert_clean(program)
    assert kept(tmp_path)["filter"] == "country:AT"


def test_a_signal_counts_while_the_data_are_still_loaded(tmp_path: Path) -> None:
    code = """
import sys, time
import tui.explorer.start as start
def load(*_, **__):
    print("loading", flush=True)
    time.sleep(60)
start.load = load
from tui.cli import main
sys.exit(main(sys.argv[1:]))
"""
    with Program(tmp_path, code=code) as program:
        program.until_text("loading")
        program.signal(signal.SIGTERM)
        assert program.ended(SOON) == 128 + signal.SIGTERM


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_changes_nothing_once_it_has_left(tmp_path: Path, number: signal.Signals) -> None:
    """The interpreter is still taking itself down then."""
    code = f"""
import os, sys
class Late:
    def __del__(self, kill=os.kill, own=os.getpid()):
        kill(own, {number:d})
sys.late = Late()  # among the last that go
from tui.cli import main
sys.exit(main(sys.argv[1:]))
"""
    with Program(tmp_path, code=code) as program:
        ready(program)
        program.send("q")
        assert program.ended(SOON) == 0
        assert_clean(program)


@pytest.mark.parametrize("busy", BUSY)
def test_whatever_it_is_doing_a_signal_ends_it(tmp_path: Path, busy: str) -> None:
    with Program(tmp_path, code=FAULT.format(BUSY[busy])) as program:
        ready(program)
        program.send("/country:AT\r")
        program.done()
        program.send("?")
        program.rest()
        program.signal(signal.SIGTERM)
        assert program.ended(SOON) in (128 + signal.SIGTERM, 1)
        if busy != "a pattern":  # nothing gets a turn there
            assert_clean(program)
    assert kept(tmp_path)["filter"] == "country:AT"


def test_a_terminal_that_takes_no_output_does_not_hold_it(tmp_path: Path) -> None:
    with ForkedProgram(tmp_path) as program:
        ready(program)
        for _ in range(200):
            try:
                os.write(program.master, b"12345678")
            except BlockingIOError:
                break
        program.signal(signal.SIGTERM)
        assert program.process.wait(SOON) == 128 + signal.SIGTERM


@pytest.mark.parametrize("seed", range(HANGUPS))
def test_nothing_stays_behind_when_the_window_closes(tmp_path: Path, seed: int) -> None:
    """At the start, while a tab or a dialogue opens, in the middle of a burst."""
    rng = random.Random(seed)
    with ForkedProgram(tmp_path) as program:
        if seed % 4:
            ready(program)
        keys = sent(["3", *draw_keys(rng, 8)])
        program.send(b"".join(keys[: rng.randint(0, len(keys))]))
        program.take_in(rng.random() / 10)
        program.hang_up()
        code = program.process.wait(SOON)
        # Where there was no terminal any more at the start, the explorer has refused.
        refused = () if seed % 4 else (2,)
        assert code in (0, 128 + signal.SIGHUP, -signal.SIGHUP, 120, *refused)


def test_the_end_of_the_input_is_the_end(tmp_path: Path) -> None:
    """Without a hangup, as where the terminal is another one's."""
    master, slave = pty.openpty()
    with ForkedProgram(tmp_path, streams={"stdin": slave}) as program:
        os.close(slave)
        ready(program)
        os.close(master)
        assert program.ended(SOON) == 128 + signal.SIGHUP
        assert_clean(program)


def test_an_unexpected_error_is_told_and_loses_nothing(tmp_path: Path) -> None:
    code = FAULT.format("raise ValueError('boom \\x1b]0;title\\x07')")
    with Program(tmp_path, code=code) as program:
        ready(program)
        program.send("/country:AT\r?")
        assert program.ended(SOON) == 70
        assert_clean(program)
        said = bytes(program.received).rpartition(b"\x1b[?1006l")[2].decode()
    lines = said.split("\r\n")
    assert lines[0].startswith("aif: an unexpected error: ValueError: boom ")
    assert "\x1b" not in said
    assert "aif --resume" in lines[1]
    log = Path(lines[2].rpartition(" ")[2])
    assert log.parent == tmp_path / "state" / "aif"
    assert "ValueError: boom" in log.read_text()
    assert "in fault" in log.read_text()
    assert kept(tmp_path)["filter"] == "country:AT"


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_without_a_terminal_it_refuses_and_says_so(tmp_path: Path, stream: str) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    with ForkedProgram(tmp_path, streams={stream: nowhere}) as program:
        os.close(nowhere)
        assert program.ended() == 2
        assert b"the explorer needs a terminal" in program.received


def test_suspended_it_gives_the_terminal_back_and_takes_it_again(tmp_path: Path) -> None:
    with ForkedProgram(tmp_path) as program:
        ready(program)
        program.send(b"\x1a")
        program.until(lambda data: b"\x1b[?1049l" in data, "the terminal back")
        _, status = os.waitpid(program.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        assert_clean(program)
        program.received.clear()
        program.signal(signal.SIGCONT)
        program.until_text("Sites")
        program.rest()
        program.send("q")
        assert program.ended() == 0


def screen_after(home: Path, size: tuple[int, int], pieces: list[bytes], how: str) -> object:
    """What stands on the screen and is kept, once all pieces have been sent."""
    home.mkdir()
    eyes = Eyes(*size)
    with Program(home, size=size) as program:
        if how == "at the start":
            program.takes_keys()
        else:
            ready(program)
        for piece in pieces:
            program.send(piece)
            if how == "one by one":
                program.done()
        ready(program)
        program.done(quiet=1.2)  # the first frame may be held for a second
        if b"\x1b[?1049l" in program.received:
            return program.ended(), kept(home)
        eyes.see(bytes(program.received))
        program.signal(signal.SIGTERM)
        program.ended()
    return [line[: size[0] - NOTE] for line in eyes.lines()], kept(home)


@pytest.mark.parametrize("seed", range(max(HANGUPS // 4, 1)))
def test_the_line_makes_no_difference_to_the_keys(tmp_path: Path, seed: int) -> None:
    """One by one, in one packet, before the first paint, cut at any byte."""
    rng = random.Random(seed)
    keys = sent(draw_keys(rng, 8))
    whole = b"".join(keys)
    size = rng.choice([(80, 24), (140, 40)])
    paced = screen_after(tmp_path / "paced", size, keys, "one by one")
    assert screen_after(tmp_path / "burst", size, [whole], "in one packet") == paced, keys
    assert screen_after(tmp_path / "start", size, [whole], "at the start") == paced, keys
    places = sorted(rng.sample(range(1, len(whole)), min(4, len(whole) - 1)))
    cut = [whole[a:b] for a, b in zip([0, *places], [*places, len(whole)], strict=True)]
    assert screen_after(tmp_path / "cut", size, cut, "in one packet") == paced, cut


@pytest.mark.parametrize("seed", range(max(HANGUPS // 4, 2)))
def test_keys_that_wait_when_the_line_drops_have_their_effect(tmp_path: Path, seed: int) -> None:
    """They came in one packet, and the answer to the first is on its way."""
    rng = random.Random(seed)
    filters = ("/sector:health\r", "/country:AT wave:1", "/name:it\r7/verdict:depends")
    text = rng.choice("2345") + rng.choice(filters)
    keys = sent(draw_keys(rng, 8) if seed % 2 else [*text])
    screen_after(tmp_path / "paced", (80, 24), keys, "one by one")
    with Program(tmp_path / "dropped", code=PATIENT) as program:
        ready(program)
        program.received.clear()
        program.send(b"".join(keys))
        program.until(bool, "an answer")
        program.hang_up()
        assert program.process.wait(SOON) in (0, 128 + signal.SIGHUP)
    assert set_by_keys(kept(tmp_path / "dropped")) == set_by_keys(kept(tmp_path / "paced")), keys


def test_a_key_that_would_stop_it_does_not_keep_it_from_ending(tmp_path: Path) -> None:
    with Program(tmp_path, code=PATIENT) as program:
        ready(program)
        program.received.clear()
        program.send("4/country:AT\r\x1a")
        program.until(bool, "an answer")
        program.signal(signal.SIGTERM)
        assert program.ended(SOON) == 128 + signal.SIGTERM
    assert kept(tmp_path)["filter"] == "country:AT"
