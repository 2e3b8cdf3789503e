"""The process of a command ends when all is written, without tidying up its memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

START = """
import atexit, sys
import aif_explorer
class Kept:
    def __del__(self):
        print("tidied")
kept = Kept()
atexit.register(print, "last words")
sys.argv = ["aif", *sys.argv[2:]]
if BUSY:
    import threading
    threading.Thread(target=threading.main_thread().join).start()
sys.exit(aif_explorer.main())
"""


def ended(*words: str, busy: bool = False) -> tuple[int, list[str]]:
    """Exit code and last lines of a command that is told of what comes after it."""
    done = subprocess.run(
        [sys.executable, "-c", f"BUSY = {busy}\n" + START, "-", *words],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize(("words", "code"), [(("--version",), 0), (("show", "nothing"), 2)])
def test_it_ends_with_its_code_and_all_it_wrote(words: tuple[str, ...], code: int) -> None:
    found, lines = ended(*words)
    assert found == code
    assert lines[-1] == "last words"
    assert "tidied" not in lines


def test_what_still_runs_is_waited_for() -> None:
    assert ended("--version", busy=True)[1][-2:] == ["last words", "tidied"]
