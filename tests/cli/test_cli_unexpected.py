"""A fault of the program is one line, with what is not lost and where the details are."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tui.cli.common import UNEXPECTED, UnexpectedError, guarded


def failing() -> int:
    raise LookupError("lost")


def failing_with_comfort() -> int:
    raise UnexpectedError(LookupError("lost"), "the view is kept")


def test_it_is_told_and_its_details_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(failing) == UNEXPECTED
    first, last = capsys.readouterr().err.splitlines()
    assert first == "aif: an unexpected error: LookupError: lost"
    details = Path(last.removeprefix("aif: the details are in ")).read_text("utf-8")
    assert "in failing" in details


def test_what_is_not_lost_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(failing_with_comfort) == UNEXPECTED
    assert capsys.readouterr().err.splitlines()[1] == "aif: the view is kept"


def test_where_the_home_cannot_be_written_they_are_with_what_is_temporary(
    own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    own_home.write_text("a file where the home should be")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert guarded(failing) == UNEXPECTED
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(f"aif: the details are in {tmp_path}/")
