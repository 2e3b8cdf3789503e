"""Moving a row and a column cursor over lines that are drawn elsewhere."""

from __future__ import annotations

from abc import abstractmethod

from textual import events
from textual.geometry import Region, clamp
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from tui.explorer.grid.text import GridSource


class LineCursor(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling view of header lines and many rows, with a row and a column cursor.

    A move of the cursor redraws the two rows concerned and nothing else, unless the view has
    to scroll. There are no keys here: bind them to `focused.cursor_down` and so on.
    """

    ALLOW_SELECT = False

    source: reactive[GridSource | None] = reactive[GridSource | None](
        None, repaint=False, always_update=True, init=False
    )
    """Rows shown; replace it to show others."""
    cursor_row: reactive[int] = reactive(0, repaint=False, init=False)
    cursor_column: reactive[int] = reactive(0, repaint=False, init=False)

    class RowMessage(Message):
        """Base of the messages about one row: its grid, key, and place in the source."""

        def __init__(self, grid: LineCursor, key: str, row: int) -> None:
            super().__init__()
            self.grid, self.key, self.row = grid, key, row

    class RowHighlighted(RowMessage, namespace="grid"):
        """Another row (by key) came under the cursor."""

    class RowOpened(RowMessage, namespace="grid"):
        """The row under the cursor was opened."""

    class HeaderPressed(Message, namespace="grid"):
        """The header of a column was clicked."""

        def __init__(self, grid: LineCursor, column_id: str) -> None:
            super().__init__()
            self.grid, self.column_id = grid, column_id

    _cursor_key: str | None = None
    last_key: str | None = None
    """Key of the row that was last under the cursor, also while there are no rows."""

    @property
    def cursor_key(self) -> str | None:
        """Key of the row under the cursor, None without rows."""
        return self._cursor_key

    # Rows and columns

    @property
    def row_count(self) -> int:
        """Number of rows."""
        return len(self.source) if self.source is not None else 0

    @property
    def column_count(self) -> int:
        """Number of columns."""
        return len(self.source.columns) if self.source is not None else 0

    @property
    def cursor_column_id(self) -> str | None:
        """Id of the column under the cursor, None without columns."""
        return self.column_id(self.cursor_column) if self.column_count else None

    def key_at(self, row: int) -> str:
        """Key of an existing row."""
        return self.source.key(row) if self.source is not None else ""

    def column_id(self, column: int) -> str:
        """Id of an existing column."""
        return self.source.columns[column].id if self.source is not None else ""

    def sort_id(self, column: int) -> str:
        """Id of the column that an existing column is sorted by."""
        layout = self.source.columns[column] if self.source is not None else None
        return (layout.sorts_by or layout.id) if layout is not None else ""

    # What the drawing side answers

    @abstractmethod
    def column_at(self, x: int) -> int | None:
        """Column drawn at cell `x` of a line."""

    @abstractmethod
    def show_column(self, column: int) -> None:
        """Bring a column wholly into sight."""

    @abstractmethod
    def scroll_columns(self, by: int) -> None:
        """Scroll sideways by columns, leaving the cursor."""

    # Cursor

    @property
    def header_height(self) -> int:
        """Lines of the header."""
        return 1

    @property
    def body_height(self) -> int:
        """Rows that fit below the header."""
        return max(self.size.height - self.header_height, 1)

    def in_sight(self, row: int) -> bool:
        """Whether a row stands on the screen now."""
        return 0 <= row - self.scroll_offset.y < self.body_height

    def refresh_row(self, row: int) -> None:
        """Draw one row again if it is in sight."""
        if self.in_sight(row):
            y = row - self.scroll_offset.y + self.header_height
            self.refresh(Region(0, y, self.size.width, 1))

    def show_row(self, row: int) -> None:
        """Scroll no further than needed to bring a row into sight, once there is room for rows."""
        if not self.size.height:
            return
        top = self.scroll_offset.y
        if row < top:
            self.scroll_to(y=row, animate=False, force=True)
        elif row >= top + self.body_height:
            self.scroll_to(y=row - self.body_height + 1, animate=False, force=True)

    def validate_cursor_row(self, row: int) -> int:
        """Keep the cursor within the rows."""
        return clamp(row, 0, max(self.row_count - 1, 0))

    def validate_cursor_column(self, column: int) -> int:
        """Keep the cursor within the columns."""
        return clamp(column, 0, max(self.column_count - 1, 0))

    def watch_cursor_row(self, old: int, new: int) -> None:
        """Draw the two rows concerned again and tell the owner."""
        self.refresh_row(old)
        self.refresh_row(new)
        self.show_row(new)
        self.announce()

    def watch_cursor_column(self, _old: int, new: int) -> None:
        """Draw header and cursor row again and bring the column into sight."""
        self.refresh(Region(0, 0, self.size.width, self.header_height))
        self.refresh_row(self.cursor_row)
        self.show_column(new)

    def announce(self) -> None:
        """Tell the owner if another row than before is under the cursor."""
        key = self.key_at(self.cursor_row) if self.row_count else None
        if key == self._cursor_key:
            return
        self._cursor_key = key
        if key is not None:
            self.last_key = key
            self.post_message(self.RowHighlighted(self, key, self.cursor_row))

    # Actions

    def move(self, rows: int) -> None:
        """Move the cursor some rows down, or up."""
        self.cursor_row += rows

    def action_cursor_up(self) -> None:
        """Move the cursor one row up."""
        self.cursor_row -= 1

    def action_cursor_down(self) -> None:
        """Move the cursor one row down."""
        self.cursor_row += 1

    def action_cursor_left(self) -> None:
        """Move the cursor one column to the left."""
        self.cursor_column -= 1

    def action_cursor_right(self) -> None:
        """Move the cursor one column to the right."""
        self.cursor_column += 1

    def action_page_up(self) -> None:
        """Move the cursor up by the rows that fit."""
        self.cursor_row -= self.body_height

    def action_page_down(self) -> None:
        """Move the cursor down by the rows that fit."""
        self.cursor_row += self.body_height

    def action_home(self) -> None:
        """Move the cursor to the first row."""
        self.cursor_row = 0

    def action_end(self) -> None:
        """Move the cursor to the last row."""
        self.cursor_row = self.row_count - 1

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self._cursor_key is not None:
            self.post_message(self.RowOpened(self, self._cursor_key, self.cursor_row))

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the cell clicked; open the row if it was there already."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        column = self.column_at(offset.x)
        if offset.y < self.header_height:
            if column is not None:
                self.post_message(self.HeaderPressed(self, self.sort_id(column)))
            return
        row = offset.y - self.header_height + self.scroll_offset.y
        if row >= self.row_count:
            return
        again = row == self.cursor_row
        self.cursor_row = row
        if column is not None:
            self.cursor_column = column
        if again:
            self.action_open()

    def on_mouse_scroll_right(self) -> None:
        """Scroll sideways."""
        self.scroll_columns(1)

    def on_mouse_scroll_left(self) -> None:
        """Scroll sideways."""
        self.scroll_columns(-1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll sideways while shift or ctrl is held; the base class scrolls the rows."""
        if event.shift or event.ctrl:
            self.scroll_columns(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll sideways while shift or ctrl is held; the base class scrolls the rows."""
        if event.shift or event.ctrl:
            self.scroll_columns(-1)
