"""Lines of a grid as texts with their styles, whatever a style is. Knows no Textual."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from os.path import commonprefix
from typing import Generic, TypeVar

from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.layout import Arrangement, Slot
from tui.explorer.grid.text import (
    CURSOR,
    GAP,
    ODD,
    GridSource,
    Role,
    find_spans,
    header_text,
    kept_apart,
    kept_both,
    pads,
    split_kept,
)
from tui.frozen import frozen
from tui.text import cut, printable, width_of

S = TypeVar("S")

NEAR = 30
"""Rows above and below with whose names a name may be confused."""


@frozen
class LinePainter(Generic[S]):
    """Everything lines depend on besides the row; made anew when any of it changes.

    `palette` holds a complete style for "" (the ground), each role and each part of the grid;
    `match` gives the style of a text that is set off, from the one it would have.
    """

    source: GridSource
    arrangement: Arrangement
    palette: Mapping[str, S]
    glyphs: Glyphs
    sort: Sequence[tuple[str, bool]]
    needles: Sequence[str]
    fold: Callable[[str], str]
    width: int
    match: Callable[[S], S]
    _names: dict[int, tuple[str, str]] = field(init=False, repr=False, default_factory=dict)
    """Names of rows whole and cut, kept since rows near to one another ask for the same."""

    def header_line(self, cursor_column: int) -> list[tuple[str, S]]:
        """The line of column titles with the signs of sorting."""
        style, under_cursor = self.palette["header"], self.palette["header-cursor"]
        line = _Line(style)
        for slot in self.arrangement.slots:
            column = self.source.columns[slot.column]
            title, mark = header_text(column, self.sort, self.glyphs)
            text = cut(title, slot.width - len(mark), self.glyphs.ellipsis)
            text = cut(text + mark, slot.width, self.glyphs.ellipsis)
            before, after = pads(slot.width - width_of(text), column.align)
            line.blank_to(slot.x + before, style)
            line.add(text, under_cursor if slot.column == cursor_column else style)
            line.blank_to(line.x + after, style)
        return line.pieces(self.width, style)

    def edges(self) -> list[tuple[int, str]]:
        """Cells of the header, from left to right, with the signs of hidden columns."""
        found = []
        if self.arrangement.hidden_left:
            slots = self.arrangement.slots
            first = slots[min(self.source.pinned, len(slots) - 1)]
            found.append((max(first.x - GAP, 0), self.glyphs.left))
        if self.arrangement.hidden_right:
            found.append((self.width - 1, self.glyphs.right))
        return found

    def row_line(self, row: int, cursor_column: int | None, *, marked: bool) -> list[tuple[str, S]]:
        """A row; `cursor_column` is None except for the row under the cursor."""
        on_cursor = cursor_column is not None
        layer = CURSOR if on_cursor else ODD if row % 2 else ""
        ground = self._style(layer, "")
        line = _Line(ground)
        if marked:
            line.add(self.glyphs.mark, self._style(layer, "mark"))
        for slot in self.arrangement.slots:
            text, role = self.source.cell(row, slot.column)
            at_cursor = on_cursor and slot.column == cursor_column
            text = self.glyphs.adapt(printable(text))
            kept = self._kept(row, slot, text) if slot.column == 0 else ()
            self._cell(line, slot, text, role, layer * 2 if at_cursor else layer, ground, kept)
        return line.pieces(self.width, ground)

    def _style(self, layer: str, role: str) -> S:
        """The style of a role on a ground; without colours of grounds only the cursor has one."""
        try:
            return self.palette[layer + role]
        except KeyError:
            pass
        if layer == CURSOR * 2:
            return self.palette["cursor-cell"]
        if layer == CURSOR:
            return self.palette["cursor"]
        try:
            return self.palette[role]
        except KeyError:
            return self.palette[""]

    def _kept(self, row: int, slot: Slot, text: str) -> Sequence[tuple[int, int]]:
        """The parts of a name that stay where it would read like one near it; () for its start.

        That is its end too; where the other one ends alike, what stands where the two differ.
        """
        room, ellipsis = slot.width, self.glyphs.ellipsis
        begun = cut(text, room, ellipsis)
        if begun == text:
            return ()
        near = range(max(row - NEAR, 0), min(row + NEAR + 1, len(self.source)))
        names = (self._name(other, slot) for other in near)
        alike = {name for name, as_cut in names if as_cut == begun and name != text}
        if not alike:
            return ()
        both = cut(text, room, ellipsis, "both")
        same = [name for name in alike if cut(name, room, ellipsis, "both") == both]
        if not same:
            return kept_both(text, room, ellipsis)
        shared = (commonprefix([name, text]) for name in same)  # noqa: RUF071 - by character
        return kept_apart(text, room, max(map(len, shared)), ellipsis)

    def _name(self, row: int, slot: Slot) -> tuple[str, str]:
        """The name of a row, whole and cut."""
        found = self._names.get(row)
        if found is None:
            name = self.glyphs.adapt(printable(self.source.cell(row, slot.column)[0]))
            found = self._names[row] = name, cut(name, slot.width, self.glyphs.ellipsis)
        return found

    def _cell(
        self,
        line: _Line[S],
        slot: Slot,
        text: str,
        role: Role,
        layer: str,
        ground: S,
        kept: Sequence[tuple[int, int]],
    ) -> None:
        ellipsis = self.glyphs.ellipsis
        visible = cut(text, slot.width, ellipsis)
        if kept:
            visible = "".join(piece for piece, _ in split_kept(text, kept, (), ellipsis))
        align = self.source.columns[slot.column].align
        before, after = pads(slot.width - width_of(visible), align)
        style = self._style(layer, role if isinstance(role, str) else "")
        line.blank_to(slot.x, ground)
        line.blank_to(slot.x + before, style)
        spans = find_spans(text, self.needles, self.fold) if self.needles else ()
        if spans:
            begun = [(0, len(text) if visible == text else len(visible) - 1)]
            for piece, matched in split_kept(text, kept or begun, spans, ellipsis):
                line.add(piece, self.match(style) if matched else style)
        elif isinstance(role, str):
            line.add(visible, style)
        else:
            at = 0
            for size, of in role:
                line.add(visible[at : at + size], self._style(layer, of))
                at += size
            line.add(visible[at:], style)
        line.blank_to(line.x + after, style)


class _Line(Generic[S]):
    """Collects the texts of one line, joining neighbours of one style."""

    def __init__(self, ground: S) -> None:
        self.x = 0
        self._text: list[str] = []
        self._style = ground
        self._pieces: list[tuple[str, S]] = []

    def add(self, text: str, style: S) -> None:
        """Append `text`."""
        if not text:
            return
        if style is not self._style:
            self._flush()
            self._style = style
        self._text.append(text)
        self.x += width_of(text)

    def blank_to(self, x: int, style: S) -> None:
        """Append blanks up to cell `x`."""
        self.add(" " * (x - self.x), style)

    def pieces(self, width: int, style: S) -> list[tuple[str, S]]:
        """Give the line, filled up to `width` cells."""
        self.blank_to(width, style)
        self._flush()
        return self._pieces

    def _flush(self) -> None:
        if self._text:
            self._pieces.append(("".join(self._text), self._style))
            self._text.clear()
