"""Tab 5: which services and which ways to computing time the sites offer."""

from __future__ import annotations

from typing import ClassVar

from tui.explorer.tabs.access_ways import WAYS
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Way


class AccessTab(Tab):
    """Figures above, what is offered in three ways, a note on the cell or row below."""

    tab: ClassVar[str] = "access"
    ways: ClassVar[tuple[Way, ...]] = WAYS
