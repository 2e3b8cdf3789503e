"""Nothing waits in the tests for a time, but all of them for whatever is under way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from gc import freeze, unfreeze
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from tests.explorer.helpers import PATIENCE, key_event, settle
from tui.explorer import input_queue
from tui.explorer.tabs.tab import Tab
from tui.explorer.textual_private import watch_queues

PAUSE = Tab.pause

watch_queues()


@pytest.fixture(scope="session", autouse=True)
def style_sheets_read_once() -> Iterator[None]:
    """Let a style sheet be parsed once for the same colours, not for each of a thousand apps."""
    parse, kept = Stylesheet._parse_rules, dict[object, Any]()

    def parsed(sheet: Stylesheet, css: str, *how: Any, **more: Any) -> Any:
        key = css, how, tuple(more.items()), tuple(sheet._variables.items())
        if key not in kept:
            kept[key] = parse(sheet, css, *how, **more)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parsed)
        yield


@pytest.fixture
def as_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the explorer put aside what is not to be looked through, as it does outside of tests."""
    with monkeypatch.context() as patch:
        patch.setattr(gc, "freeze", freeze)
        patch.setattr(gc, "unfreeze", unfreeze)
        yield
    unfreeze()
    gc.collect()
    freeze()


@pytest.fixture(autouse=True)
def sure_pilots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pilot wait until all is done; its own way is to guess by how busy the processor is."""

    async def settled(pilot: Pilot[Any], *_: object) -> bool:
        await settle(pilot)
        return True

    async def press(pilot: Pilot[Any], *keys: str) -> None:
        for key in keys:
            pilot.app.post_message(key_event(key))
            await settle(pilot)

    monkeypatch.setattr(Pilot, "_wait_for_screen", settled)
    monkeypatch.setattr(Pilot, "pause", settled)
    monkeypatch.setattr(Pilot, "press", press)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the detail follow the cursor without a pause."""
    monkeypatch.setattr(Tab, "pause", 0.001)


@pytest.fixture(autouse=True)
def patient_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let keys wait for what the last one set going, on a machine of any speed."""
    monkeypatch.setattr(input_queue, "PATIENCE", PATIENCE)
    monkeypatch.setattr(input_queue, "LOOKS", PATIENCE / input_queue.LOOK_AGAIN)


@pytest.fixture
def real_pause(no_pause: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the detail follow the cursor as late as it does for a person."""
    monkeypatch.setattr(Tab, "pause", PAUSE)
