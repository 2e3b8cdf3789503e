"""No test reads or writes the home of whoever runs the tests."""

from __future__ import annotations

import getpass
import os
import pwd
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.cli.running import in_terminal, piped
from tui.query import View
from tui.user import paths
from tui.user.saved_views import save_view

REAL = Path(pwd.getpwuid(os.getuid()).pw_dir)
WHERE = "from tui.user import paths; print(paths.config_dir(), paths.state_dir())"


def test_every_test_has_a_home_of_its_own(own_home: Path) -> None:
    assert Path.home() == own_home != REAL
    assert not own_home.exists()
    for folder in (paths.config_dir(), paths.state_dir()):
        assert folder is not None
        assert folder.is_relative_to(own_home)


def test_programs_find_the_same_home(own_home: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", WHERE], capture_output=True, encoding="utf-8", check=True
    )
    for folder in found.stdout.split():
        assert Path(folder).is_relative_to(own_home)


def test_commands_look_for_what_a_person_keeps_in_that_home() -> None:
    assert save_view("german", View(cohort="network", filter="country:DE")).status == "saved"
    words = ("show", "sites", "--view", "german", "--columns", "id")
    assert piped(*words).stdout.splitlines()[0] == "id"
    code, lines = in_terminal(*words)
    assert (code, len(lines) > 2) == (0, True)


def test_a_program_without_a_home_is_not_started() -> None:
    with pytest.raises(AssertionError, match="without a home"):
        subprocess.run([sys.executable, "--version"], env={"PATH": os.defpath}, check=False)


def test_files_of_tests_lie_where_nobody_else_can_put_anything(tmp_path: Path) -> None:
    """On a login node others know the name of the folder that pytest takes by itself."""
    beside = Path(tempfile.gettempdir()) / f"pytest-of-{getpass.getuser()}"
    assert not tmp_path.is_relative_to(beside)
    assert Path(os.environ["PYTEST_DEBUG_TEMPROOT"]).stat().st_mode & 0o077 == 0
