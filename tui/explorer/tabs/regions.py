"""Tab 6: how the regions stand, by one indicator or one region by all of them."""

from __future__ import annotations

from typing import ClassVar

from tui.explorer.tabs.regions_ways import WAYS
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Way


class RegionsTab(Tab):
    """A list to choose from, indicators or regions, and the figures of the one chosen."""

    tab: ClassVar[str] = "regions"
    ways: ClassVar[tuple[Way, ...]] = WAYS
