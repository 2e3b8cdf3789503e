"""Nothing waits in the tests: what follows the cursor after a pause follows at once."""

from __future__ import annotations

import pytest

from tui.explorer.tabs.base import TabView

PAUSE = TabView.pause


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the detail follow the cursor without a pause."""
    monkeypatch.setattr(TabView, "pause", 0.001)


@pytest.fixture
def real_pause(no_pause: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the detail follow the cursor as late as it does for a person."""
    monkeypatch.setattr(TabView, "pause", PAUSE)
