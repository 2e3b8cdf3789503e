"""Tab 3: who sits in the consortia, and below it the partners behind a row."""

from __future__ import annotations

from typing import ClassVar

from tui.explorer.tabs.consortia_ways import WAYS
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Way


class ConsortiaTab(Tab):
    """Members counted, with bars by type, and below them the partners."""

    tab: ClassVar[str] = "consortia"
    ways: ClassVar[tuple[Way, ...]] = WAYS
