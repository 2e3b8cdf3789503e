"""Whole screens, as they were looked at and found good."""

from __future__ import annotations

from typing import Any, Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.explorer.helpers import dataset, make_app, settle

NARROW, WIDE = (80, 24), (160, 50)


class Compare(Protocol):
    """The fixture of pytest-textual-snapshot."""

    def __call__(self, app: App[Any], **how: Any) -> bool:
        """Compare the screen with the one that was kept."""


async def _still(pilot: Pilot[Any]) -> None:
    """Wait for workers and for the detail that follows the cursor."""
    for _ in range(4):
        await settle(pilot)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("tab", ["sites", "consortia", "sectors", "findings"])
def test_tabs(snap_compare: Compare, tab: str, size: tuple[int, int]) -> None:
    """The four tabs of the first day, narrow and wide."""
    app = make_app(dataset("small"), tab=tab)
    assert snap_compare(app, terminal_size=size, run_before=_still)


def test_an_error_in_the_filter(snap_compare: Compare) -> None:
    """Caret and suggestion under the bar, the last result in the table."""
    app = make_app(dataset("small"))

    async def type_an_error(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await pilot.press("slash", *"sectors", "colon", *"x")
        await _still(pilot)

    assert snap_compare(app, terminal_size=NARROW, run_before=type_an_error)


def test_the_light_theme(snap_compare: Compare) -> None:
    """Paper on the wide screen."""
    app = make_app(dataset("small"), theme="paper", tab="compute")
    assert snap_compare(app, terminal_size=(120, 36), run_before=_still)


def test_hostile_strings_stay_in_their_cells(snap_compare: Compare) -> None:
    """Long names, foreign scripts, escapes and markup do not move the layout."""
    app = make_app(dataset("hostile"), cohort="", tab="sites")
    assert snap_compare(app, terminal_size=(100, 24), run_before=_still)
