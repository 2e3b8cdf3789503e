"""The file about an unexpected error says where it came about."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.worker import WorkerFailed

from tui.user.session import write_error_log


def divide() -> float:
    return 1 / int("0")


def test_an_error_in_a_worker_is_told_with_its_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with pytest.raises(ZeroDivisionError) as caught:
        divide()
    path = write_error_log(WorkerFailed(caught.value))
    assert path is not None
    text = path.read_text("utf-8")
    assert "WorkerFailed: Worker raised exception" in text
    assert "in divide" in text
    assert 'return 1 / int("0")' in text
