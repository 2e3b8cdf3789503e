"""A way of looking: what a tab shows of a table, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tui.analysis.lenses.rows import Selection
from tui.analysis.telling.sections import Section
from tui.explorer.glyphs import Glyphs
from tui.explorer.result_rows import Drawn
from tui.explorer.state import State
from tui.explorer.tabs.note import Piece
from tui.query import Result
from tui.query.engine.store import Store

if TYPE_CHECKING:
    from tui.analysis.evidence import Basis
    from tui.explorer.grid.grid import Grid, GridSource

    Evidence = tuple[str, tuple[Basis, ...]]
    """Name of what is under the cursor, and what it rests on."""


class Scene:
    """What a way is drawn from: the state, its table, and the room that there is.

    ``width`` is that of the tab in cells; with ``wide`` two panes stand side by side.
    """

    def __init__(self, state: State, result: Result, width: int, *, wide: bool = False) -> None:
        """Look at a table under a state."""
        self.state = state
        self.result = result
        self.width = width
        self.wide = wide

    @property
    def store(self) -> Store:
        """The dataset as columns."""
        return self.state.store

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the terminal can draw."""
        return self.state.glyphs

    @cached_property
    def selection(self) -> Selection:
        """The picked sites, for what is worked out beside the table."""
        return self.state.selection

    @cached_property
    def records(self) -> Sequence[Any]:
        """Records of the rows shown, in their order."""
        return [self.result.record(row) for row in range(len(self.result))]


@dataclass(frozen=True, slots=True)
class Spot:
    """What is under the cursor: a record of the table, and the column.

    ``row`` counts the rows of the result; it is None where the record stands for all rows.
    """

    record: Any
    column: str
    key: str
    row: int | None


@dataclass(frozen=True, slots=True)
class Below:
    """A second table, of what belongs to the row under the cursor.

    ``rows`` gives the filter of its rows, "" for all; ``without`` are columns that say the
    same in every row of it.
    """

    table: str
    rows: Callable[[Scene, Spot], str]
    caption: Callable[[Scene, Spot], str]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of looking at a tab.

    ``id`` is its name on the command line and in saved views, ``title`` that on the screen;
    ``table`` is the table that it shows, ``rows`` a filter of its rows. All else says how: how
    columns are ``drawn``; ``total`` names the row of all rows; ``figures`` stand above the
    table and ``note`` tells of the cursor below it, in full in a pane where ``tells`` is given;
    ``opens`` is what Enter shows, by default the row of the dataset ``behind`` the cursor;
    ``evidence`` is what ``o`` shows where that is not what the row behind rests on.
    ``narrows`` are the tables whose rows a filter may leave out. With ``late`` it needs more
    than the sites, which are read first. ``aside`` tells whether the
    table takes so long that it is worked out beside the screen. ``grid`` is the widget, where it
    is not the usual table, and ``source`` its rows.
    """

    id: str
    title: str
    table: str
    rows: Callable[[State], str] | None = None
    drawn: Callable[[Scene], Mapping[str, Drawn]] | None = None
    total: Callable[[Scene], str] | None = None
    figures: Callable[[Scene], list[list[Piece]]] | None = None
    remark: Callable[[Scene], str] | None = None
    note: Callable[[Scene, Spot], str] | None = None
    tells: Callable[[Scene, Spot], tuple[Section, ...]] | None = None
    opens: Callable[[Scene, Spot], tuple[Section, ...]] | None = None
    behind: Callable[[Scene, Spot], tuple[str, int] | None] | None = None
    evidence: Callable[[Scene, Spot], Evidence | None] | None = None
    legend: Callable[[Scene], str] | None = None
    empty: Callable[[Scene], str] | None = None
    below: Below | None = None
    narrows: tuple[str, ...] = ()
    late: bool = False
    aside: Callable[[State], bool] | None = None
    grid: Callable[[], type[Grid]] | None = None
    source: Callable[[Scene], GridSource] | None = None
