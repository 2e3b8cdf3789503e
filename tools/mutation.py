"""What `make mutate` needs of pytest, as a plugin: every change meets a program that knows nothing.

mutmut runs the tests of each change in a copy of a process that has run all of them before.
An answer kept from then would stand in for that of the changed code, which none would notice.
"""

from __future__ import annotations

import gc
import sys
from functools import _lru_cache_wrapper

OWN = ("tui", "tests", "functools")
"""Whose answers are forgotten; those kept with a dataset come from ``functools.partial``."""
DEPTH = 5_000
"""Calls within one another: mutmut puts two of its own between any two of the program."""


def pytest_sessionstart() -> None:
    """Forget what was kept, and let calls lie deeper."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), DEPTH))
    forget()


def forget() -> None:
    """Clear what functions of the program and of its tests keep of their answers."""
    gc.unfreeze()  # what is frozen is not listed
    for each in gc.get_objects():
        if isinstance(each, _lru_cache_wrapper) and each.__module__.partition(".")[0] in OWN:
            each.cache_clear()
