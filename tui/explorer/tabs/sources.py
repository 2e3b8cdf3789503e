"""Tab 8: the bibliography, what rests on each source, and how sure the facts are."""

from __future__ import annotations

from typing import ClassVar

from tui.explorer.tabs.sources_ways import WAYS
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.way import Way


class SourcesTab(Tab):
    """One table, looked at three ways, with a pane beside it where there is room."""

    tab: ClassVar[str] = "sources"
    ways: ClassVar[tuple[Way, ...]] = WAYS
