"""The parts of a tab: the line of its ways, lines of text, tables and panes, laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.reactive import reactive
from textual.widget import Widget

from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.explorer.grid.grid import Grid
from tui.explorer.messages import Request
from tui.explorer.panes.frame import Divider, OneLine, Words, glyphs_of, styled
from tui.explorer.panes.frame_text import ways
from tui.explorer.state import State
from tui.explorer.tabs import way_on, ways_of
from tui.explorer.tabs.naming import Said, noted
from tui.explorer.tabs.way import Piece, Way
from tui.query.engine.fold import fold
from tui.text import cut, width_of

if TYPE_CHECKING:
    from tui.explorer.panes.detail import DetailPane


class WayBar(OneLine):
    """The ways of looking at a tab, the present one set off, and a remark on the right."""

    class Chosen(Request):
        """A way was clicked."""

        place: int

    def __init__(self, names: Sequence[str]) -> None:
        """Offer the ways by name."""
        super().__init__()
        self._names = tuple(names)
        self._active = 0
        self._remark = ""
        self._warn = False

    def mark(self, active: int, remark: str = "", *, warn: bool = False) -> None:
        """Set one way off; the remark is to be noticed with ``warn``."""
        self._active, self._remark, self._warn = active, remark, warn
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Choose the way clicked."""
        x = event.x - 1
        for place, name in enumerate(self._names):
            if 0 <= x < width_of(name):
                self.post_message(self.Chosen(place))
                return
            x -= width_of(name) + 2

    def _draw(self) -> None:
        width = self.content_size.width
        if not width:
            return
        pieces = ways(self._names, self._active, self._remark, width, warn=self._warn)
        self.put(styled(pieces))

    on_resize = _draw


_STYLES = {"": "", "label": "$text-muted", "strong": "bold"}


NOTE_LINES, NOTE_TALL, NOTE_MATRIX = 2, 4, 3
"""Lines of the note in narrow windows, in wide ones, and there below a matrix."""
LOWEST = 14
"""Height of a tab from which there is room for a note."""


class Lines(Words):
    """Figures, each line cut with a mark where it is too long."""

    DEFAULT_CSS = "Lines { height: auto; text-wrap: nowrap; }"

    def put(self, lines: Sequence[Sequence[Piece]], width: int, glyphs: Glyphs) -> None:
        """Show these lines in ``width`` cells."""
        parts: list[str | tuple[str, str]] = []
        for place, line in enumerate(lines):
            left = width
            parts.append("\n" if place else "")
            for text, role in line:
                piece = cut(glyphs.adapt(text), left, glyphs.ellipsis)
                left -= width_of(piece)
                parts.append((piece, _STYLES[role]))
        self.display = bool(lines)
        self.update(Content.assemble(*parts))


class Note(Words):
    """What is to be said about the row under the cursor, in as many lines as there is room."""

    DEFAULT_CSS = f"""
    Note {{ height: {NOTE_LINES}; padding: 0 1; color: $text-muted; }}
    Note.-tall {{ height: {NOTE_TALL}; }}
    Note.-tall.-matrix {{ height: {NOTE_MATRIX}; }}
    Note.-low {{ height: 1; }}
    """

    _said: Said = ""
    _glyphs = UNICODE

    def say(self, said: Said, glyphs: Glyphs | None) -> None:
        """Show this text, in the signs of before where none are given."""
        glyphs = glyphs or self._glyphs
        if said != self._said or glyphs is not self._glyphs:
            self._said, self._glyphs = said, glyphs
            self._draw()

    def _draw(self) -> None:
        width, height = self.content_size
        if width and height:
            fitted = noted(self._said, width, height, self._glyphs.ellipsis)
            self.update(Content(self._glyphs.adapt(fitted)), layout=False)

    on_resize = _draw


class TabParts(Vertical):
    """The widgets of a tab, each only where one of the ways has it.

    A line of ways, figures, a table to choose from, the table with a pane beside it (below it
    where something is chosen), a second table under a caption, and a note. In narrow windows the
    table to choose from is one line high until it gets the keyboard.
    """

    pause: ClassVar[float] = 0.15
    """Seconds after which the detail follows the cursor, so that a held key does not repaint it."""
    late: ClassVar[bool] = True
    """Whether the tab shows more once everything beside the sites is loaded."""
    pane_below: ClassVar[bool] = False
    """Whether the pane stands below the table where there is no room beside it."""
    pane_beside: ClassVar[int] = 0
    """Cells from which on there is, where a table needs more of them than others."""

    state: reactive[State | None] = reactive[State | None](None, repaint=False)
    showing: reactive[bool] = reactive(False, repaint=False)
    wide: reactive[bool] = reactive(False, repaint=False)

    folders: Sequence[Path] = ()
    """Folders of a dataset that is not the bundled one."""

    DEFAULT_CSS = """
    TabParts { height: 1fr; }
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
        width: 1fr; height: 1fr; scrollbar-size-vertical: 1;
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
        super().__init__(id=f"tab-{tab}")
        self.tab = tab
        self.ways = ways_of(tab)

    def compose(self) -> ComposeResult:
        """The parts that some way has."""
        self.set_class(glyphs_of(self) is ASCII, "-ascii")
        yield from self.above()
        main = Horizontal(*self.grids(), *self.beside(), classes="tab-main")
        if any(way.chooser for way in self.ways):
            line = Divider(classes="tab-chooser-line")
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
            yield OneLine(id=f"{self.tab}-caption", classes="tab-caption")
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
