"""What every tab has in common: it is filled when shown, and says what is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual.containers import Vertical
from textual.reactive import reactive
from textual.widget import Widget

from tui.explorer.grid.grid import Grid
from tui.explorer.here import Here
from tui.explorer.messages import LegendChanged
from tui.explorer.state import State
from tui.query import View


class TabView(Vertical):
    """One tab. Subclasses compose their widgets and fill them in :meth:`fill`.

    ``state`` is handed down by the main screen; a tab that is not shown only remembers that
    it is stale.
    """

    DEFAULT_CSS = "TabView { height: 1fr; }"

    pause: ClassVar[float] = 0.15
    """Seconds after which the detail follows the cursor, so that a held key does not repaint it."""
    late: ClassVar[bool] = True
    """Whether the tab shows more once everything beside the sites is loaded."""

    state: reactive[State | None] = reactive[State | None](None, repaint=False)
    showing: reactive[bool] = reactive(False, repaint=False)
    wide: reactive[bool] = reactive(False, repaint=False)

    folders: Sequence[Path] = ()
    """Folders of a dataset that is not the bundled one."""
    _stale = True
    _aim: tuple[str, str, str] | None = None

    def __init__(self, tab: str) -> None:
        """Make the tab of this name."""
        super().__init__(id=f"tab-{tab}")
        self.tab = tab

    def fill(self, state: State) -> None:
        """Draw the tab for a state; called only while it is shown."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Give the keyboard to the main table of the tab."""
        for grid in self.query(Grid):
            grid.focus()
            return

    def legend_pieces(self) -> Sequence[tuple[str, str]]:
        """The legend as pieces, each with the role in which it is drawn."""
        return [(self.legend(), "sign")]

    def legend(self) -> str:
        """What the signs on this tab mean, for the line below it."""
        return "· unknown   ~ not confirmed by a source"

    def next_breakdown(self) -> None:
        """Show the next way to break the tab down; nothing where there is only one."""

    @property
    def _front(self) -> Grid | None:
        """The table that counts where none has the keyboard; None while there is none."""
        raise NotImplementedError

    def cursors(self) -> Mapping[str, tuple[str, str]]:
        """By table where the cursor is or was last: key of the row, id of the column."""
        raise NotImplementedError

    def put_cursors(self, view: View) -> None:
        """Let the cursor begin where a view says when its tables are shown next."""
        raise NotImplementedError

    def here(self, state: State, pane: Widget | None) -> Here:
        """What is in sight under a state, and under the cursor while a pane has the keyboard."""
        raise NotImplementedError

    def let_go(self) -> None:
        """Hold nothing of data that have been replaced, while the tab is not shown."""

    def watch_state(self, old: State | None, new: State | None) -> None:
        """Fill the tab again, or remember to."""
        replaced = old is not None and new is not None and old.dataset is not new.dataset
        if replaced and not self.showing:
            self.let_go()
        self._stale = self._stale or new is None or not self._same_rows(old, new)
        self._fill_if_shown()

    def _same_rows(self, old: State | None, new: State) -> bool:
        """Whether this tab shows the same under both states, as far as it hangs on them."""
        if old is None or self.late:
            return new.same_rows(old)
        same_data = old.dataset is new.dataset and old.picked == new.picked
        return same_data and new.same_view(old)

    def aim(self, row: str, column: str = "", below: str = "") -> None:
        """Put the cursor on a row, a column, a row of the table below; "" leaves it be.

        Where the rows do not stand yet it is done when they do, and then no more: a cursor that
        moves later would take the keyboard from what is being typed.
        """
        self._aim = (row, column, below)
        self.take_aim()

    def take_aim(self) -> None:
        """Put the cursor where it was asked for, as far as that is there."""
        grid = self._front
        source = grid.source if grid is not None else None
        if self._aim is None or grid is None or source is None or not self.rows_stand:
            return
        row, column, below = self._aim
        columns = [each.id for each in source.columns]
        self._aim = None
        grid.focus()
        if row:
            grid.select(row)
        if column in columns:
            grid.cursor_column = columns.index(column)
        if below:
            self.aim_below(below)

    @property
    def rows_stand(self) -> bool:
        """Whether the table shows the rows of the present state."""
        return not self._stale

    def aim_below(self, row: str) -> None:
        """Put the cursor on a row of the second table, where there is one."""

    def watch_showing(self) -> None:
        """Fill a stale tab when it comes to the front."""
        self._aim = None if not self.showing else self._aim
        self.display = self.showing
        self._fill_if_shown()

    def on_mount(self) -> None:
        """Fill the tab once its widgets stand."""
        self._fill_if_shown()

    def _fill_if_shown(self) -> None:
        if self._stale and self.showing and self.state is not None and self.is_mounted:
            self._stale = False
            self.fill(self.state)
            self.screen.post_message(LegendChanged(self.tab))
