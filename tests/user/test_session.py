"""What is remembered from one start to the next."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.query import View
from tui.user.session import KEPT, load_session, recent_filters, remember_filter, save_session

VIEW = View(cohort="brief", filter='"a"', tab="sectors", marks=frozenset({"x"})).with_table(
    "sites", sort=(("name", True),)
)


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "aif"


def test_the_last_view_comes_back(state: Path) -> None:
    assert load_session() is None
    assert save_session(VIEW)
    assert load_session() == VIEW
    assert save_session(View())
    assert load_session() == View()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_any_filter_comes_back(state: Path, text: str) -> None:
    assert save_session(View(filter=text))
    assert load_session() == View(filter=text)


def test_half_a_character_does_not_stop_it(state: Path) -> None:
    assert save_session(View(filter="a\udce4"))
    assert load_session() == View(filter="a?")


@pytest.mark.parametrize("content", [b"filter = ", b"\xff", b"filter = 3", b"tables = [1]"])
def test_a_broken_session_is_none(state: Path, content: bytes) -> None:
    state.mkdir()
    (state / "session.toml").write_bytes(content)
    assert load_session() is None
    assert save_session(VIEW)
    assert load_session() == VIEW


def test_a_full_disk_keeps_the_session_before(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_session(VIEW)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    assert not save_session(View())
    assert not remember_filter("x")
    assert load_session() == VIEW
    assert not list(state.glob(".*.part"))


def test_without_a_home_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.user.paths.state_dir", lambda: None)
    assert not save_session(VIEW)
    assert load_session() is None
    assert not remember_filter("x")
    assert recent_filters() == ()


KILLED = """
import os, signal
from tui.query import View
from tui.user.session import save_session

def end(*_):
    save_session(View(filter="at the end"))
    os._exit(0)

signal.signal(signal.SIGTERM, end)
save_session(View(filter="a"))
print("ready", flush=True)
while True:
    save_session(View(filter="in the middle"))
"""


def test_a_signal_in_the_middle_of_saving_keeps_the_view(state: Path) -> None:
    running = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.readline() == b"ready\n"
    running.terminate()
    assert running.wait() == 0
    running.stdout.close()
    assert load_session() == View(filter="at the end")


def test_the_latest_filter_comes_first_and_each_once(state: Path) -> None:
    for text in ("a", "b", " ", "c", " a ", 'x:"ü"\n'):
        remember_filter(text)
    assert recent_filters() == ('x:"ü"', "a", "c", "b")


def test_only_so_many_are_kept(state: Path) -> None:
    for number in range(KEPT + 5):
        assert remember_filter(f"x{number}")
    assert len(recent_filters()) == KEPT
    assert recent_filters()[0] == f"x{KEPT + 4}"


def test_lines_that_are_no_filter_are_passed_over(state: Path) -> None:
    state.mkdir()
    (state / "recent.txt").write_bytes(b'"a"\nnonsense\n3\n\xff\n"b"\n""\n')
    assert recent_filters() == ("a", "b")
    assert remember_filter("c")
    assert recent_filters() == ("c", "a", "b")


REMEMBER = """
import sys
from tui.user.session import remember_filter
sys.stdin.read(1)
for number in range(10):
    assert remember_filter(f"{sys.argv[1]}{number}")
"""


def test_two_explorers_share_their_filters(state: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", REMEMBER, name], stdin=subprocess.PIPE)
        for name in ("left", "right")
    ]
    for each in running:
        assert each.stdin is not None
        each.stdin.write(b"g")
        each.stdin.close()
    assert [each.wait() for each in running] == [0, 0]
    assert set(recent_filters()) == {f"{s}{n}" for s in ("left", "right") for n in range(10)}
