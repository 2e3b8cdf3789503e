"""The tabs, one module each; a tab's module is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from tui.query import View

if TYPE_CHECKING:
    from tui.explorer.tabs.base import TabView
    from tui.explorer.tabs.way import Way


def _sites() -> type[TabView]:
    from tui.explorer.tabs.sites import SitesTab

    return SitesTab


def _compute() -> type[TabView]:
    from tui.explorer.tabs.compute import ComputeTab

    return ComputeTab


def _consortia() -> type[TabView]:
    from tui.explorer.tabs.consortia import ConsortiaTab

    return ConsortiaTab


def _sectors() -> type[TabView]:
    from tui.explorer.tabs.sectors import SectorsTab

    return SectorsTab


def _regions() -> type[TabView]:
    from tui.explorer.tabs.regions import RegionsTab

    return RegionsTab


def _sources() -> type[TabView]:
    from tui.explorer.tabs.sources import SourcesTab

    return SourcesTab


def _access() -> type[TabView]:
    from tui.explorer.tabs.access import AccessTab

    return AccessTab


def _findings() -> type[TabView]:
    from tui.explorer.tabs.findings import FindingsTab

    return FindingsTab


VIEWS: dict[str, Callable[[], type[TabView]]] = {
    "sites": _sites,
    "compute": _compute,
    "consortia": _consortia,
    "sectors": _sectors,
    "regions": _regions,
    "sources": _sources,
    "access": _access,
    "findings": _findings,
}
"""Tab id -> loader of its class."""


def ways_of(tab: str) -> tuple[Way, ...]:
    """The ways of looking at a tab, known without Textual."""
    ways: tuple[Way, ...] = import_module(f"tui.explorer.tabs.{tab}_ways").WAYS
    return ways


def way_on(tab: str, view: View) -> Way:
    """The way of looking at a tab that is on in a view."""
    ways = ways_of(tab)
    return next((way for way in ways if way.id == view.ways.get(tab, "")), ways[0])
