"""Tab 2: the computers, their accelerators beside yardsticks, ranks and totals."""

from __future__ import annotations

from typing import ClassVar

from tui.explorer.tabs.compute_ways import WAYS
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Way


class ComputeTab(Tab):
    """Sums above, systems in four ways, a note on the row below."""

    tab: ClassVar[str] = "compute"
    ways: ClassVar[tuple[Way, ...]] = WAYS
