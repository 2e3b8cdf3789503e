"""What has been closed is gone: nothing grows with the time the explorer is open.

``python -m tools.monkey.memory`` measures the real program over 100,000 actions.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets._toast import ToastHolder

from tests.explorer.helpers import FACTORIES, make_app, opened, press, settle
from tools.monkey.memory import STAYING, Tiring
from tools.monkey.program import Program
from tui.dataset import load
from tui.explorer.textual_private.memory import give_back
from tui.query.engine.store import store_of
from tui.text import _nearest, did_you_mean

KINDS = (Widget, StylesCache, Strip)
LEEWAY = 80
"""What workers that have ended may hold yet; lines that stay are hundreds."""
ROUNDS = 6
"""A cache fills in one of them, a thread keeps what it worked for last, now of more and now of
fewer dialogues; what is never let go of grows in each."""


def alive() -> list[int]:
    """How many widgets, caches of lines and lines there are."""
    gc.collect()
    objects = gc.get_objects()
    return [sum(isinstance(each, kind) for each in objects) for kind in KINDS]


@pytest.mark.parametrize("key", ["?", ":", "e", "T"])
async def test_a_dialogue_that_is_closed_leaves_nothing_behind(key: str) -> None:
    async with opened() as pilot:
        for _ in range(2):
            await press(pilot, key, "escape")
        counts = [alive()]
        for _ in range(ROUNDS):
            for _ in range(2):
                await press(pilot, key, "escape")
            counts.append(alive())
    for kind, many in zip(KINDS, zip(*counts, strict=True), strict=True):
        grown = [now - then for then, now in pairwise(many)]
        assert min(grown) <= LEEWAY, (kind, many)


async def test_a_message_that_is_over_leaves_nothing_behind() -> None:
    """Whether its time is over or it is taken away; its frame would stay, and hold it."""
    app = make_app()
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        for what in ("one", "two", "three"):
            app.notify(f"{what} done", timeout=60)
            await settle(pilot)
        shown = app.screen.query(ToastHolder)
        assert len(shown) == 3
        app.clear_notifications()
        await settle(pilot)
        assert not app.screen.query(ToastHolder)


class Over:
    """What only itself reaches; ``alive`` are those that have not been let go."""

    alive = 0

    def __init__(self) -> None:
        """Count it."""
        self.itself = self
        Over.alive += 1

    def __del__(self) -> None:
        """Count it no more."""
        Over.alive -= 1


@pytest.mark.usefixtures("as_outside")
def test_what_is_over_does_not_pile_up_while_keys_come() -> None:
    """Without a pause to look for it; Python alone waits for a quarter of all that there is."""
    threshold = gc.get_threshold()
    gc.set_threshold(700, 10, 10)  # Python's own
    give_back()
    try:
        most, held = 0, deque[Over](maxlen=10_000)  # long enough not to be young any more
        for _ in range(100_000):
            held.append(Over())
            most = max(most, Over.alive)
    finally:
        gc.set_threshold(*threshold)
    assert most < 50_000


@pytest.mark.usefixtures("as_outside")
def test_what_is_kept_of_drawing_and_typing_goes_and_tables_stay() -> None:
    """Some functions tell no module that they come from."""
    dataset = load([FACTORIES])
    store = store_of(dataset)
    of_no_module = lru_cache(dict.fromkeys)
    assert getattr(of_no_module, "__module__", "") is None
    Region(0, 0, 1, 1).union(Region(1, 1, 1, 1))
    assert Region.union.cache_info().currsize > 0
    did_you_mean("jiaf", ["jaif", "lumi"])
    of_no_module("ab")
    give_back()
    assert Region.union.cache_info().currsize == 0
    assert _nearest.cache_info().currsize == 0
    assert of_no_module.cache_info().currsize == 1
    assert store_of(dataset) is store


def test_the_tool_that_measures_goes_on_in_one_program(tmp_path: Path) -> None:
    with Program(tmp_path, code=STAYING) as program:
        program.ready()
        tiring = Tiring(program, seed=1, burst=8)
        tiring.go_on(30)
        assert tiring.actions >= 30
        assert tiring.resident() > 10
        program.signal(signal.SIGSTOP)  # as the command that suspends it does
        tiring.go_on(1)
        assert program.process.poll() is None
        status = Path(f"/proc/{program.process.pid}/status").read_text(encoding="ascii")
        assert "T (stopped)" not in status
