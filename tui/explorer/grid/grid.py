"""A table that draws only the lines in sight, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.cache import LRUCache
from textual.geometry import Region, Size, clamp
from textual.reactive import reactive
from textual.strip import Strip

from tui.explorer.glyphs import UNICODE, Glyphs
from tui.explorer.grid.layout import Arrangement, Widths, arrange, measure, offset_for, total_width
from tui.explorer.grid.line_cursor import LineCursor
from tui.explorer.grid.paint import LOOK, PARTS, RowPainter, centred, make_palette
from tui.explorer.grid.text import ROLES, GridColumn, GridSource
from tui.explorer.textual_private import resize_quietly
from tui.explorer.textual_private.memory import forget_frame

__all__ = ["Grid", "GridColumn", "GridSource"]

_KEPT_LINES = 128


class Grid(LineCursor, inherit_bindings=False):
    """A table over a `GridSource`, with a row cursor, a column cursor and marked rows.

    The source is replaced whole; the cursor then stays on the row with the same key. Posts
    `RowHighlighted`, `RowOpened` and `HeaderPressed`; it changes neither sort nor marks itself.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"grid--{part}" for part in PARTS),
        *(f"grid--{role}" for role in ROLES if role),
    }

    DEFAULT_CSS = LOOK

    marks: reactive[frozenset[str]] = reactive[frozenset[str]](
        frozenset(), repaint=False, init=False
    )
    """Keys of the marked rows."""
    sort: reactive[tuple[tuple[str, bool], ...]] = reactive[tuple[tuple[str, bool], ...]](
        (), repaint=False, init=False
    )
    """Column ids the rows are sorted by, each with whether downwards; shown in the header."""
    highlight: reactive[tuple[str, ...]] = reactive[tuple[str, ...]]((), repaint=False, init=False)
    """Folded texts whose occurrences in the cells are set off."""
    glyphs: reactive[Glyphs] = reactive(UNICODE, repaint=False, init=False)
    """Signs to draw with."""
    empty_message: reactive[Text] = reactive(Text, repaint=False, init=False)
    """Shown in place of rows when there are none."""

    def __init__(
        self,
        source: GridSource | None = None,
        *,
        fold: Callable[[str], str] = str.casefold,
        glyphs: Glyphs = UNICODE,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`fold` brings cell texts to the form of the needles in `highlight`."""
        super().__init__(id=id, classes=classes)
        self.auto_links = False
        self._fold = fold
        self._widths = Widths()
        self._first_column = 0
        self._place = (0, 0)
        """Row and column that were scrolled to, whatever a window leaves of it meanwhile."""
        self._place_size = Size(0, 0)
        """The size for which the scrolling of the present window is a person's."""
        self._lines: LRUCache[tuple[int, int, bool], Strip] = LRUCache(_KEPT_LINES)
        self._pen: RowPainter | None = None
        self._palette: dict[str, Style] = {}
        self._ground: Style | None = None
        self._empty_lines: list[Strip] = []
        self.set_reactive(Grid.source, source)
        self.set_reactive(Grid.glyphs, glyphs)

    # Rows and columns

    def column_at(self, x: int) -> int | None:
        """Column drawn at cell `x` of a line."""
        return self._arrange(self.source).column_at(x) if self.source is not None else None

    def column_width(self, column: int) -> int | None:
        """Cells of a column as it stands; None where its width cannot be set."""
        if self.source is None or not self._widths:
            return None
        slots = self._arrange(self.source).slots
        whole = (slot.width for slot in slots if slot.column == column and slot.whole)
        return next(whole, self._widths[column])

    @property
    def full_width(self) -> int:
        """Cells in which nothing is cut, the scroll bar and the cell before it among them."""
        return total_width(self._widths.full) + 2

    def select(self, key: str) -> bool:
        """Move the cursor to the row with this key; False when there is none."""
        row = self.source.index(key) if self.source is not None else None
        if row is None:
            return False
        self.cursor_row = row
        self.show_row(row)
        return True

    def on_mount(self) -> None:
        """Take up what was set before the grid stood on the screen."""
        self._take_source(None)

    def on_resize(self) -> None:
        """Go back to where a person scrolled, no further away than keeps the cursor in sight."""
        self._redraw()
        top, self._first_column = self._place
        self.show_column(self.cursor_column)
        row = self.cursor_row
        top = clamp(top, row - self.body_height + 1, row) if self.row_count else 0
        self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self._place_size = self.size

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember where to go back to when the window changes."""
        super().watch_scroll_y(old_value, new_value)
        self._remember_place()

    def _remember_place(self) -> None:
        if self.size == self._place_size:
            self._place = (self.scroll_offset.y, self._first_column)

    # Changes of what is shown

    def watch_source(self, old: GridSource | None, _new: GridSource | None) -> None:
        """Show the new rows with the cursor on the same key and column."""
        self._take_source(old)

    def _take_source(self, old: GridSource | None) -> None:
        top = self.scroll_offset.y
        cursor_in_sight = self.in_sight(self.cursor_row)
        column_id = None
        if old is not None and self.cursor_column < len(old.columns):
            column_id = old.columns[self.cursor_column].id
        self._remeasure()
        source = self.source
        row = None
        if source is not None and self.last_key is not None:
            row = source.index(self.last_key)
        self.cursor_row = self.cursor_row if row is None else row
        if cursor_in_sight:
            self.show_row(self.cursor_row)
        else:
            self.scroll_to(y=top, animate=False, force=True)
        self.announce()
        ids = [column.id for column in source.columns] if source is not None else []
        self.cursor_column = ids.index(column_id) if column_id in ids else self.cursor_column
        self.show_column(self.cursor_column)

    def _remeasure(self) -> None:
        source = self.source
        self._widths = Widths() if source is None else measure(source, self.sort, self.glyphs)
        height = self.row_count + self.header_height
        self._resize_content(Size(total_width(self._widths), height))
        self._redraw()

    def _resize_content(self, size: Size) -> None:
        """Set the virtual size; the screen is laid out again only if a scroll bar comes or goes."""
        overflows = size.height > self.size.height
        if self.styles.auto_dimensions or overflows != self.show_vertical_scrollbar:
            self.virtual_size = size
        else:
            resize_quietly(self, size)

    def watch_sort(self) -> None:
        """Make room for the sort marks."""
        self._remeasure()

    watch_glyphs = watch_sort

    def _redraw(self) -> None:
        self._forget_lines()
        self.refresh()

    watch_highlight = watch_empty_message = _redraw

    def _forget_lines(self) -> None:
        self._lines.clear()
        self._pen = None
        self._empty_lines = []

    def forget_unseen(self) -> None:
        """Let go of what is drawn where it is out of sight; it is drawn anew when it comes back."""
        if not self.is_on_screen:
            self._forget_lines()
            forget_frame(self)

    def watch_marks(self, old: frozenset[str], new: frozenset[str]) -> None:
        """Draw the rows in sight again whose mark changed."""
        changed = old ^ new
        top = self.scroll_offset.y
        for row in range(top, min(top + self.body_height, self.row_count)):
            if self.key_at(row) in changed:
                self.refresh_row(row)

    def notify_style_update(self) -> None:
        """Drop lines drawn in the old colours."""
        super().notify_style_update()
        self._palette = {}
        self._forget_lines()

    # Sideways

    def watch_show_vertical_scrollbar(self) -> None:
        """Fit the columns into the line that a scroll bar makes shorter or longer."""
        self.vertical_scrollbar.position = self.scroll_y  # it is told of no move while it is hidden
        self._redraw()
        self.show_column(self.cursor_column)

    def show_column(self, column: int) -> None:
        """Scroll sideways no further than needed to have `column` wholly in sight."""
        source = self.source
        if source is None or not self._widths:
            return
        start = clamp(self._first_column, source.pinned, max(self.column_count - 1, source.pinned))
        width, margin = self._line_width, self._margin
        self._scroll_columns_to(offset_for(self._widths, start, width, column, margin))

    def scroll_columns(self, by: int) -> None:
        """Scroll the columns that are not pinned, leaving the cursor."""
        source = self.source
        if source is None or (by > 0 and not self._arrange(source).hidden_right):
            return
        last = max(self.column_count - 1, source.pinned)
        self._scroll_columns_to(clamp(self._first_column + by, source.pinned, last))

    def _scroll_columns_to(self, first: int) -> None:
        if first != self._first_column:
            self._first_column = first
            self._remember_place()
            self._redraw()

    @property
    def _line_width(self) -> int:
        return self.size.width - self.scrollbar_size_vertical

    @property
    def _margin(self) -> int:
        """Cells that better stay free at the end of a line: a scroll bar or a pane follows."""
        beside = self.region.right < self.app.size.width
        return 1 if self.show_vertical_scrollbar or beside else 0

    def _arrange(self, source: GridSource) -> Arrangement:
        return arrange(self._widths, self._first_column, self._line_width, self._margin)

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines, in the colours that hold around the grid now."""
        self._take_colours()
        return super().render_lines(crop)

    def _take_colours(self) -> None:
        ground = self.rich_style
        if ground != self._ground or not self._palette:
            self._ground = ground
            self._palette = make_palette(self, ground)
            self._forget_lines()

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the grid: the header, a row, or what stands in for rows."""
        if not self._palette:  # the mouse asks for a line before any is drawn
            self._take_colours()
        source = self.source
        if source is None or not source.columns:
            return self._empty_line(y - 1)
        pen = self._current_pen(source)
        if y < self.header_height:
            return self._header_line(y, pen)
        if not len(source):
            return self._empty_line(y - self.header_height)
        row = y - self.header_height + self.scroll_offset.y
        if row >= len(source):
            return Strip.blank(pen.width, self._palette[""])
        column = self.cursor_column if row == self.cursor_row else None
        marked = bool(self.marks) and source.key(row) in self.marks
        state = (row, -1 if column is None else column, marked)
        strip = self._lines.get(state)
        if strip is None:
            strip = self._lines[state] = pen.row(row, column, marked=marked)
        return strip

    def _header_line(self, _y: int, pen: RowPainter) -> Strip:
        """Line of the header."""
        return pen.header(self.cursor_column)

    def _current_pen(self, source: GridSource) -> RowPainter:
        width = self._line_width
        if self._pen is None or self._pen.width != width:
            self._forget_lines()
            self._pen = RowPainter(
                source=source,
                arrangement=self._arrange(source),
                palette=self._palette,
                glyphs=self.glyphs,
                sort=self.sort,
                needles=self.highlight,
                fold=self._fold,
                width=width,
                match=self._set_off,
            )
        return self._pen

    def _set_off(self, style: Style) -> Style:
        return style + self._palette["match"]

    def _empty_line(self, y: int) -> Strip:
        """Line `y` below the header of the message that stands in for rows."""
        style = self._palette["empty"]
        if not self._empty_lines:
            lines = centred(self.empty_message, self._line_width, style, self.app.console)
            above = max((self.body_height - len(lines)) // 3, 0)
            self._empty_lines = [Strip.blank(self._line_width, style)] * above + lines
        if 0 <= y < len(self._empty_lines):
            return self._empty_lines[y]
        return Strip.blank(self._line_width, style)
