"""Facets beside the table: values with the number of sites each would leave, to tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive

from tui.explorer.commands import Hint
from tui.explorer.glyphs import ASCII
from tui.explorer.grid.grid import Grid, GridColumn
from tui.explorer.grid.text import ListSource
from tui.explorer.messages import FilterRequested, Request
from tui.explorer.panes.frame import glyphs_of
from tui.explorer.state import State
from tui.frozen import frozen
from tui.query import FilterError
from tui.query.assist.facets import Choice, Facet, FacetValue, all_counts, clear, toggle
from tui.query.engine.fold import fold
from tui.text import printable

_SIGNS: dict[str, str] = {"in": "[x]", "out": "[-]", "": "[ ]"}
_TAKEN = frozenset("hjklfxuq")
TITLE = "*"
"""Begins the key of a facet's heading."""


@frozen
class _Line:
    facet: Facet
    value: FacetValue | None

    @property
    def key(self) -> str:
        return f"{self.facet.id}={self.value.id}" if self.value else f"{TITLE}{self.facet.id}"


class FacetLines(ListSource[_Line]):
    """Headings and values as the rows of a grid."""

    columns: Sequence[GridColumn] = (
        GridColumn("value", "Facet", min_width=12, max_width=40, weight=1),
        GridColumn("count", "Sites", align="right", min_width=5),
    )

    def key(self, row: int) -> str:
        """Facet and value."""
        return self.lines[row].key

    def cell(self, row: int, column: int) -> tuple[str, str]:
        """Tick and label, or the count."""
        line = self.lines[row]
        if line.value is None:
            return (line.facet.title, "title") if column == 0 else ("", "")
        chosen = "accent" if line.value.state else ("" if line.value.count else "muted")
        if column == 0:
            return f" {_SIGNS[line.value.state]} {printable(line.value.label)}", chosen
        return str(line.value.count), chosen


class FacetGrid(Grid):
    """The list of facets; space ticks, minus excludes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("space,enter", "tick('in')"),
        ("minus", "tick('out')"),
        ("x", "reset"),
        ("right,l", "next_facet(1)"),
        ("left,h", "next_facet(-1)"),
        ("escape,f", "leave"),
    ]

    class Left(Message):
        """The facets are to be folded away."""

    class Ticked(Request):
        """A value was ticked or excluded, or with value "" the whole facet dropped."""

        facet: Facet
        value: str
        how: Choice

    @property
    def key_hints(self) -> tuple[Hint, ...]:
        """The keys that act here."""
        source = self.source
        lines = source.lines if isinstance(source, FacetLines) else ()
        ticked = any(line.value is not None and line.value.state for line in lines)
        return (
            Hint("space", "tick", 5),
            Hint("-", "exclude", 4),
            *((Hint("x", "clear facet", 3),) if ticked else ()),
            Hint("right", "next facet", 1),
            Hint("a-z", "to a value", 0),
            Hint("f", "close", 6),
        )

    def _line(self) -> _Line | None:
        source = self.source
        return source.lines[self.cursor_row] if isinstance(source, FacetLines) else None

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next value that begins with it, in this facet first."""
        letter = event.character or ""
        if letter in _TAKEN or not (letter.isalpha() and letter.islower()):
            return
        source = self.source
        if not isinstance(source, FacetLines):
            return
        event.stop()
        here = self.cursor_row
        rows = [*range(here + 1, len(source)), *range(here + 1)]
        facet = source.lines[here].facet
        fits = [
            row
            for row in rows
            if (value := source.lines[row].value) and fold(value.label).startswith(letter)
        ]
        near = [row for row in fits if source.lines[row].facet == facet]
        if near or fits:
            self.cursor_row = (near or fits)[0]

    def show_row(self, row: int) -> None:
        """Bring a row into sight, and with the first value of a facet its heading."""
        source = self.source
        below_title = (
            isinstance(source, FacetLines)
            and 0 < row < len(source)
            and source.lines[row - 1].value is None
        )
        super().show_row(row - 1 if below_title and row <= self.scroll_offset.y else row)

    def action_tick(self, how: Choice) -> None:
        """Tick or exclude the value under the cursor, or take that back."""
        line = self._line()
        if line is not None and line.value is not None:
            self.post_message(self.Ticked(line.facet, line.value.id, how))

    def action_reset(self) -> None:
        """Drop all that is asked of the facet under the cursor."""
        line = self._line()
        if line is not None:
            self.post_message(self.Ticked(line.facet, "", ""))

    def action_next_facet(self, by: int) -> None:
        """Go to the first value of the next or previous facet."""
        source = self.source
        if not isinstance(source, FacetLines):
            return
        heads = [row for row, line in enumerate(source.lines) if line.value is None]
        here = max((row for row in heads if row <= self.cursor_row), default=0)
        place = (heads.index(here) + by) % len(heads)
        self.cursor_row = heads[place] + 1
        last = [*heads[1:], len(source)][place] - 1
        if not self.in_sight(last):
            self.scroll_to(y=heads[place], animate=False, force=True)

    def action_leave(self) -> None:
        """Fold the facets away."""
        self.post_message(self.Left())


class FacetPane(Vertical):
    """The facets of the present selection; a second face of the filter."""

    DEFAULT_CSS = """
    FacetPane { width: 40; border-right: solid $border; }
    FacetPane.-ascii { border-right: ascii $border; }
    FacetPane.-alone { width: 1fr; border-right: none; }
    FacetPane FacetGrid { height: 1fr; }
    """

    state: reactive[State | None] = reactive[State | None](None, repaint=False)

    def compose(self) -> ComposeResult:
        """The list; the last line of the screen names its keys."""
        yield FacetGrid(fold=fold)
        self.set_class(glyphs_of(self) is ASCII, "-ascii")

    @property
    def grid(self) -> FacetGrid:
        """The list."""
        return self.query_one(FacetGrid)

    def watch_state(self, state: State | None) -> None:
        """Count again for the new filter."""
        if state is None or not self.is_mounted or not self.display:
            return
        lines: list[_Line] = []
        try:
            for facet, values in all_counts(state.dataset, state.view).items():
                if values:
                    lines.append(_Line(facet, None))
                    lines += [_Line(facet, value) for value in values]
        except FilterError:
            return
        grid = self.grid
        grid.glyphs = state.glyphs
        first = grid.source is None
        grid.source = FacetLines(lines)
        if first:
            grid.cursor_row = 1

    def on_mount(self) -> None:
        """Show what was handed down before."""
        self.watch_state(self.state)

    def on_facet_grid_ticked(self, event: FacetGrid.Ticked) -> None:
        """Ask for the filter in which the value is ticked."""
        event.stop()
        state = self.state
        if state is None:
            return
        if event.value:
            text = toggle(state.dataset, state.view.filter, event.facet.id, event.value, event.how)
        else:
            text = clear(state.dataset, state.view.filter, event.facet.id)
        self.post_message(FilterRequested(text))
