"""The tabs, one module each; a tab's module is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.explorer.views.base import TabView


def _sites() -> type[TabView]:
    from tui.explorer.views.sites import SitesView

    return SitesView


def _compute() -> type[TabView]:
    from tui.explorer.views.compute import ComputeView

    return ComputeView


def _consortia() -> type[TabView]:
    from tui.explorer.views.consortia import ConsortiaView

    return ConsortiaView


def _sectors() -> type[TabView]:
    from tui.explorer.views.sectors import SectorsView

    return SectorsView


def _regions() -> type[TabView]:
    from tui.explorer.views.regions import RegionsView

    return RegionsView


def _sources() -> type[TabView]:
    from tui.explorer.views.sources import SourcesView

    return SourcesView


def _access() -> type[TabView]:
    from tui.explorer.views.access import AccessView

    return AccessView


def _findings() -> type[TabView]:
    from tui.explorer.views.findings import FindingsView

    return FindingsView


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
