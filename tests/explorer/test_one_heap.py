"""Threads share the memory of the C library, and what lies idle of it goes back."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

COUNTED = """
import ctypes, sys, threading
from tui.explorer.start import share_heaps
if sys.argv[1] == "shared":
    share_heaps()
both = threading.Barrier(4)

def work():
    held = [bytes(1000) for _ in range(100)]
    both.wait()
    both.wait()

for _ in range(3):
    threading.Thread(target=work).start()
both.wait()
c = ctypes.CDLL(None)
c.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(c.fopen(sys.argv[2].encode(), b"w"))
c.malloc_info(0, file)
c.fclose(file)
both.wait()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="speaks of the GNU library")
@pytest.mark.parametrize(("how", "heaps"), [("shared", 1), ("apart", 4)])
def test_threads_get_heaps_of_their_own_only_where_nothing_is_said(
    tmp_path: Path, how: str, heaps: int
) -> None:
    told = tmp_path / "heaps.xml"
    subprocess.run(
        [sys.executable, "-c", COUNTED, how, str(told)], check=True, env=dict(os.environ)
    )
    assert told.read_text(encoding="ascii").count("<heap nr=") == heaps


IDLE = """
from pathlib import Path
from tui.explorer.textual_private.memory import hand_back

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1])

lean = resident()
held = [bytes(1000) for _ in range(40_000)]
last = bytes(1000)  # keeps the heap from shrinking by itself
full = resident()
del held
kept = resident()
hand_back()
print(full - lean, kept - lean, resident() - lean)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="speaks of the GNU library")
def test_pages_that_lie_idle_are_handed_back() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", IDLE], check=True, env=dict(os.environ), capture_output=True
    )
    full, kept, handed_back = map(int, shown.stdout.split())
    assert kept > full / 2
    assert handed_back < kept / 4
