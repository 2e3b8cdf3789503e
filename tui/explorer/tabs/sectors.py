"""Tab 4: which site names which sector, what nobody names, and which sites are alike."""

from __future__ import annotations

from typing import ClassVar

from tui.explorer.tabs.sectors_ways import WAYS
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Way


class SectorsTab(Tab):
    """The matrix, or lists made from it; a note says what is under the cursor."""

    tab: ClassVar[str] = "sectors"
    ways: ClassVar[tuple[Way, ...]] = WAYS
