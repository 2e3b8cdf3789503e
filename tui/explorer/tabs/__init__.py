"""The tabs: the ways of looking at each in a module, imported when it is first shown."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from tui.query import View

if TYPE_CHECKING:
    from tui.explorer.tabs.tab import Tab
    from tui.explorer.tabs.way import Way

_OWN = {"sites": "SitesTab", "findings": "FindingsTab"}
"""Tabs whose widget does more than others: its class, in the module of their name."""


def made(tab: str) -> Tab:
    """The widget of a tab."""
    name = _OWN.get(tab, "Tab")
    kind: type[Tab] = getattr(import_module(f"{__name__}.{tab if tab in _OWN else 'tab'}"), name)
    return kind(tab)


@cache
def ways_of(tab: str) -> tuple[Way, ...]:
    """The ways of looking at a tab, known without Textual."""
    ways: tuple[Way, ...] = import_module(f"{__name__}.{tab}_ways").WAYS
    return ways


@cache
def _ways_by_id(tab: str) -> dict[str, Way]:
    return {way.id: way for way in ways_of(tab)}


def way_on(tab: str, view: View) -> Way:
    """The way of looking at a tab that is on in a view."""
    return _ways_by_id(tab).get(view.ways.get(tab, "")) or ways_of(tab)[0]
