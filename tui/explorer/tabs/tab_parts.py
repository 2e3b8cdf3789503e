"""The parts of a tab: what its ways of looking need, laid out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.css.query import NoMatches
from textual.widget import Widget

from tui.explorer.glyphs import ASCII
from tui.explorer.grid.grid import Grid
from tui.explorer.panes.frame import Divider, OneLine, glyphs_of
from tui.explorer.panes.way_bar import WayBar
from tui.explorer.tabs import way_on, ways_of
from tui.explorer.tabs.base import TabView
from tui.explorer.tabs.note import Lines, Note
from tui.explorer.tabs.way import Way
from tui.query.engine.fold import fold

if TYPE_CHECKING:
    from tui.explorer.panes.detail import DetailPane


class TabParts(TabView):
    """The widgets of a tab, each only where one of the ways has it.

    A line of ways, figures, a table to choose from, the table with a pane beside it (below it
    where something is chosen), a second table under a caption, and a note. In narrow windows the
    table to choose from is one line high until it gets the keyboard.
    """

    pane_below: ClassVar[bool] = False
    """Whether the pane stands below the table where there is no room beside it."""

    DEFAULT_CSS = """
    TabParts WayBar { width: 100%; }
    TabParts .tab-main { height: 1fr; }
    TabParts .tab-grid { width: 1fr; height: 1fr; }
    TabParts .tab-pane, TabParts Divider { display: none; }
    TabParts.-wide.-pane .tab-grid { width: 3fr; }
    TabParts.-wide.-pane .tab-pane { display: block; width: 2fr; }
    TabParts.-wide.-pane .tab-main Divider { display: block; }
    TabParts.-stacked .tab-main { layout: vertical; }
    TabParts.-stacked.-pane .tab-grid { width: 100%; }
    TabParts.-stacked.-pane .tab-pane {
        display: block; width: 100%; height: 1fr; border-top: solid $border;
    }
    TabParts.-ascii.-stacked.-pane .tab-pane { border-top: ascii $border; }
    TabParts.-stacked.-pane .tab-main Divider { display: none; }
    TabParts .tab-panes { layout: vertical; height: 1fr; }
    TabParts .tab-chooser { display: none; height: 2; scrollbar-size-vertical: 0; }
    TabParts .tab-chooser:focus { height: 1fr; scrollbar-size-vertical: 1; }
    TabParts.-choosing .tab-chooser { display: block; }
    TabParts.-choosing.-wide .tab-panes { layout: horizontal; }
    TabParts.-choosing.-wide .tab-chooser {
        width: 1fr; max-width: 41; height: 1fr; scrollbar-size-vertical: 1;
    }
    TabParts.-choosing.-wide .tab-chooser-line { display: block; }
    TabParts.-choosing.-wide .tab-main { width: 2fr; }
    TabParts.-choosing.-wide .tab-grid { height: 2fr; }
    TabParts .tab-caption, TabParts .tab-below { display: none; }
    TabParts.-below .tab-caption, TabParts.-below .tab-below { display: block; }
    TabParts .tab-below { height: 1fr; }
    """

    def __init__(self, tab: str) -> None:
        """Make the tab of this name, with its ways."""
        super().__init__(tab)
        self.ways = ways_of(tab)

    def compose(self) -> ComposeResult:
        """The parts that some way has."""
        self.set_class(glyphs_of(self) is ASCII, "-ascii")
        yield from self.above()
        main = Horizontal(*self.grids(), *self.beside(), classes="tab-main")
        if any(way.chooser for way in self.ways):
            line = Divider()
            line.add_class("tab-chooser-line")
            chooser = Grid(fold=fold, id=f"{self.tab}-chooser", classes="tab-chooser")
            yield Container(chooser, line, main, classes="tab-panes")
        else:
            yield main
        yield from self.under()

    def above(self) -> Iterator[Widget]:
        """What stands above the table."""
        if len(self.ways) > 1:
            yield WayBar([way.title for way in self.ways])
        if any(way.figures for way in self.ways):
            yield Lines(id=f"{self.tab}-figures")

    def grids(self) -> Iterator[Widget]:
        """The table, in each widget that some way needs."""
        yield Grid(fold=fold, id=f"{self.tab}-grid", classes="tab-grid")
        for kind in dict.fromkeys(way.grid() for way in self.ways if way.grid is not None):
            yield kind(fold=fold, id=self._grid_id(kind), classes="tab-grid")

    def beside(self) -> Iterator[Widget]:
        """What is told beside the table."""
        if any(way.tells for way in self.ways):
            from tui.explorer.panes.detail import DetailPane

            yield Divider()
            yield DetailPane(id=f"{self.tab}-detail", classes="tab-pane")

    def under(self) -> Iterator[Widget]:
        """What stands below the table."""
        if any(way.below for way in self.ways):
            caption = OneLine(id=f"{self.tab}-caption")
            caption.add_class("tab-caption")
            yield caption
            yield Grid(fold=fold, id=f"{self.tab}-below", classes="tab-below")
        if any(way.note for way in self.ways):
            yield Note(id=f"{self.tab}-note")

    def panes(self) -> list[DetailPane]:
        """The pane beside the table, where it stands already."""
        return cast("list[DetailPane]", list(self.query(f"#{self.tab}-detail")))

    @property
    def grid(self) -> Grid:
        """The table, in the widget of the way that is on."""
        return self.query_one(f"#{self._front_id}", Grid)

    def _found(self, ident: str) -> Grid | None:
        """A table that may not stand yet."""
        try:
            return self.query_one(f"#{ident}", Grid)
        except NoMatches:
            return None

    @property
    def _front_id(self) -> str:
        return self._grid_id(self.way.grid() if self.way.grid is not None else Grid)

    def _grid_id(self, kind: type[Grid]) -> str:
        return f"{self.tab}-{kind.__name__.lower()}"

    @property
    def below(self) -> Grid | None:
        """The second table, where the way has one and it stands already."""
        if self.way.below is None:
            return None
        return self._found(f"{self.tab}-below")

    @property
    def chooser(self) -> Grid | None:
        """The table to choose from, where the way has one."""
        if self.way.chooser is None:
            return None
        return self.query_one(f"#{self.tab}-chooser", Grid)

    @property
    def _front(self) -> Grid | None:
        """The table that counts where none has the keyboard, also while the map lies over it."""
        return self._found(self._front_id)

    @property
    def way(self) -> Way:
        """The way of looking that is on."""
        return self.ways[0] if self.state is None else way_on(self.tab, self.state.view)
