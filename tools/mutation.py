"""What `make mutate` needs of pytest, as a plugin: every change meets a program that knows nothing.

mutmut runs the tests of each change in a copy of a process that has run all of them before.
An answer kept from then would stand in for that of the changed code, which none would notice.
While mutmut asks which tests call which function every test finds them forgotten too: else only
the first would, and the others were not run for a change of that function.
Cases of a test that can be gone through only once would be gone by then: no test of that name is
found, and the change counts as noticed.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from functools import _lru_cache_wrapper

import pytest

OWN = ("tui", "tests", "functools")
"""Whose answers are forgotten; those kept with a dataset come from ``functools.partial``."""
DEPTH = 5_000
"""Calls within one another: mutmut puts two of its own between any two of the program."""


def pytest_sessionstart() -> None:
    """Forget what was kept, and let calls lie deeper."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), DEPTH))
    forget()


def pytest_runtest_setup() -> None:
    """Forget between tests while it is noted which functions each calls."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        forget()


_unfreeze = gc.unfreeze
"""That of Python: while tests run another stands in its place."""


def forget() -> None:
    """Clear what functions of the program and of its tests keep of their answers."""
    _unfreeze()  # what is frozen is not listed
    for each in gc.get_objects():
        if isinstance(each, _lru_cache_wrapper) and each.__module__.partition(".")[0] in OWN:
            each.cache_clear()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Refuse cases that are gone after the first run."""
    for mark in metafunc.definition.iter_markers("parametrize"):
        if any(isinstance(each, Iterator) for each in (*mark.args, *mark.kwargs.values())):
            raise pytest.UsageError(f"{metafunc.definition.nodeid}: its cases are used up once")
