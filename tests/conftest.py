"""What every test stands on: a dataset that changes with the tests alone, and a home of its own."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

FACTORIES = Path(__file__).parent / "fixtures" / "factories"


# How long an example takes says nothing on a machine that does other things as well.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A mutation run calls each test many times in one process: few examples, always the same.
settings.register_profile(
    "mutate", max_examples=10, derandomize=True, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def frozen_data() -> Iterator[None]:
    """Let the program find the frozen factories where it looks for the bundled data.

    The data that is shipped may change on any day; its figures are pinned in
    ``tests/dataset/test_bundled_facts.py`` and nowhere else.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.user.paths.data_dir", lambda: FACTORIES)
        yield


@pytest.fixture(scope="session", autouse=True)
def let_go() -> Iterator[None]:
    """Let the explorer, which is opened a thousand times in one process here, be let go of.

    Outside it keeps what stands at its first paint from being looked through before data are
    read anew.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "freeze", lambda: None)
        patch.setattr(gc, "unfreeze", lambda: None)
        yield


PERSONAL = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")

_homes = Path(tempfile.mkdtemp(prefix="aif-"))
_numbers = itertools.count()


def pytest_configure(config: pytest.Config) -> None:
    """Take the real home away before anything is collected, and be open to interrupts."""
    os.environ["HOME"] = str(_homes)
    # Below 9.0.3 pytest follows what others put at the name of its folder in /tmp (CVE-2025-71176).
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_homes))
    # A run in the background ignores interrupts, and so would all programs that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Else a run that took too long would leave its homes and programs behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for name in PERSONAL:
        os.environ.pop(name, None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(_homes, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a home that nobody used; it comes about when something is written there."""
    folder = _homes / str(next(_numbers))
    monkeypatch.setenv("HOME", str(folder))
    for name in PERSONAL:
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session", autouse=True)
def no_program_in_the_real_home() -> Iterator[None]:
    """Let no test start a program that would find the home of whoever runs the tests.

    Without HOME a program asks the system where its user is at home.
    """
    start: Any = subprocess.Popen.__init__

    def guarded(self: Any, *words: Any, env: Mapping[str, str] | None = None, **more: Any) -> None:
        if env is not None:
            assert "HOME" in env, f"started without a home of its own: {words}"
        start(self, *words, env=env, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess.Popen, "__init__", guarded)
        yield
