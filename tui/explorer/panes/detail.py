"""The pane that tells everything about the row under the cursor, laid out for its width."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from tui.analysis.telling.sections import Line, Section
from tui.explorer.glyphs import UNICODE, Glyphs
from tui.explorer.panes.frame import glyphs_of
from tui.explorer.textual_private import resize_quietly
from tui.text import printable, width_of, wrap

LABEL_WIDTH = 14
"""Cells of the column of labels, with the gap behind it, where there is room."""
ROOMY = 50
"""Cells from which on labels get their full column."""
NARROW_LABEL_WIDTH = 13
_LEAST_TEXT = 16
_HANG = 2
_STYLES = {"": "", "muted": "$text-muted", "unsure": "$text-muted italic", "title": "bold"}


def label_width(width: int) -> int:
    """Cells of the column of labels in a pane of this width."""
    return LABEL_WIDTH if width >= ROOMY else NARROW_LABEL_WIDTH


Part = Section | Line
"""What is laid out on its own: the heading of a section, or one of its lines."""
_Piece = str | tuple[str, str]
_Row = tuple[_Piece, ...]
"""One line in the pane: texts, each plain or with its style."""


def parts(sections: Sequence[Section]) -> list[Part]:
    """Headings and lines in their order."""
    found: list[Part] = []
    for section in sections:
        found += (section, *section.lines)
    return found


def lines_of(
    part: Part, width: int, glyphs: Glyphs = UNICODE, *, first: bool = False
) -> list[Content]:
    """The lines of a part; above a heading, but the first one, stands an empty line."""
    return [Content.assemble(*row) for row in _rows(part, width, glyphs, first=first)]


def height_of(part: Part, width: int, glyphs: Glyphs = UNICODE, *, first: bool = False) -> int:
    """How many lines a part takes."""
    return len(_rows(part, width, glyphs, first=first))


def about_height_of(part: Part, width: int) -> int:
    """About how many lines a part takes, at a glance."""
    if isinstance(part, Section):
        return 2
    column = label_width(width) if part.label else 0
    return max(-(-width_of(part.text) // max(width - part.indent - column, _LEAST_TEXT)), 1)


def _rows(part: Part, width: int, glyphs: Glyphs, *, first: bool) -> list[_Row]:
    if isinstance(part, Line):
        return _line(part, width, glyphs)
    told = _heading(part.title, width, glyphs, first=first)
    return told if first else [(), *told]


def heading(
    title: str, width: int, glyphs: Glyphs = UNICODE, *, first: bool = False
) -> Iterator[Content]:
    """The title; a rule behind it up to the edge sets off all but the first one."""
    for row in _heading(title, width, glyphs, first=first):
        yield Content.assemble(*row)


def _heading(title: str, width: int, glyphs: Glyphs, *, first: bool) -> list[_Row]:
    style = "bold $primary" if first else "bold $secondary"
    *above, last = _wrapped(glyphs.adapt(printable(title)), width, _HANG)
    free = width - width_of(last) - 1
    rule = f" {glyphs.horizontal * free}" if free > 0 and not first else ""
    return [*(((line, style),) for line in above), ((last, style), (rule, "$border"))]


def _line(line: Line, width: int, glyphs: Glyphs) -> list[_Row]:
    text, style = glyphs.adapt(printable(line.text)), _STYLES.get(line.role, "")
    before = " " * line.indent
    room = max(width - line.indent, _HANG)
    if not line.label:
        return [(before, (part, style)) for part in _wrapped(text, room, line.hang)]
    column = label_width(width)
    label = glyphs.adapt(printable(line.label))
    labels = _beside(label, column - 1)
    if labels is None or room - column < _LEAST_TEXT:
        return [
            *((before, (part, "$text-muted")) for part in _wrapped(label, room, _HANG)),
            *((before, " " * _HANG, (part, style)) for part in _wrapped(text, room - _HANG, 0)),
        ]
    texts = _wrapped(text, room - column, 0)
    beside = zip_longest(labels, texts, fillvalue="")
    return [
        (before, (named, "$text-muted"), " " * (column - width_of(named) if part else 0),
         (part, style))
        for named, part in beside
    ]  # fmt: skip


def _beside(label: str, room: int) -> list[str] | None:
    """Lines of a label in its column; None where it does not fit in two without breaking."""
    if width_of(label) <= room:
        return [label]
    if any(width_of(word) > room for word in label.split()):
        return None
    lines = wrap(label, room)
    return lines if len(lines) <= 2 else None


def _wrapped(text: str, width: int, hang: int) -> list[str]:
    """A text in lines of at most ``width`` cells, all but the first set in by ``hang``."""
    if width_of(text) <= width:
        return [text]
    text = text.lstrip(" ")  # so that the first line is the beginning of the text
    first, *further = wrap(text, max(width, 2))
    if not hang:
        return [first, *further]
    rest = text[len(first) :].lstrip(" ")
    return [first, *(" " * hang + line for line in wrap(rest, max(width - hang, 2)))]


SCROLL_KEYS: list[BindingType] = [
    ("down,j", "scroll_down"),
    ("up,k", "scroll_up"),
    ("pagedown", "page_down"),
    ("pageup", "page_up"),
    ("home,g", "scroll_home"),
    ("end,G", "scroll_end"),
]


KEPT = 400
"""Parts of which the drawn lines are kept."""


class DetailPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Sections of text that scroll, wrapped to the width; can be focused with Tab.

    Draws its own lines: another text repaints the pane and lays nothing out anew.
    """

    BINDINGS: ClassVar[list[BindingType]] = SCROLL_KEYS
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    DetailPane {
        padding: 0 0 0 1; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        overflow-x: hidden; overflow-y: auto; background: $background; color: $foreground;
    }
    """

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._sections: tuple[Section, ...] = ()
        self._said = ""
        self._width = 0
        self._parts: list[Part] = []
        # Where the parts begin that are counted so far, and where the next one does.
        self._starts: list[int] = [0]
        self._told: dict[int, list[Content]] = {}
        self._drawn: dict[tuple[int, int], Strip] = {}

    def show(self, sections: tuple[Section, ...]) -> None:
        """Show these sections from the top, unless they stand there already."""
        if sections != self._sections or self._said:
            self._sections, self._said = sections, ""
            self._lay_out()
            self.scroll_home(animate=False)

    def say(self, text: str) -> None:
        """Show a sentence in place of sections."""
        if text != self._said:
            self._sections, self._said = (), text
            self._lay_out()

    def on_mount(self) -> None:
        """Show what was handed over before."""
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap the text for another width."""
        if self._room != self._width:
            self._lay_out()

    def notify_style_update(self) -> None:
        """Drop lines drawn in the old colours."""
        super().notify_style_update()
        self._begin()

    @property
    def _room(self) -> int:
        """Cells of a line beside the scroll bar and a gap; 0 while the pane does not stand."""
        return max(self.scrollable_content_region.width - 1, 0)

    def _lay_out(self) -> None:
        """Take up a text: its lines are drawn as they come into sight."""
        self._width = self._room
        self._parts = [Line("", self._said, "muted")] if self._said else parts(self._sections)
        self._begin()
        if self._width:
            self._count(None if self.has_focus else self.size.height)
            left = self._parts[len(self._starts) - 1 :]
            # A guess, which nobody sees: the height is known once keys scroll it.
            self._fit(self._starts[-1] + sum(about_height_of(each, self._width) for each in left))
            self.refresh()

    def _begin(self) -> None:
        self._starts, self._told, self._drawn = [0], {}, {}

    def _fit(self, height: int) -> None:
        """Set the virtual size; the bar keeps its place, so that nothing else is laid out."""
        size = Size(self._width, height)
        if size != self.virtual_size:
            resize_quietly(self, size)

    def _count(self, rows: int | None = None) -> None:
        """Know where each part begins that stands in so many lines from the top, or anywhere."""
        glyphs = self._signs
        while len(self._starts) <= len(self._parts) and (rows is None or self._starts[-1] < rows):
            place = len(self._starts) - 1
            height = height_of(self._parts[place], self._width, glyphs, first=not place)
            self._starts.append(self._starts[-1] + height)

    def _count_all(self) -> None:
        if self._width:
            self._count()
            self._fit(self._starts[-1])

    @property
    def _signs(self) -> Glyphs:
        return glyphs_of(self)

    def _strip(self, place: int, row: int) -> Strip:
        """The drawn line of a part."""
        found = self._drawn.get((place, row))
        if found is None:
            if len(self._drawn) >= KEPT:
                self._told.clear()
                self._drawn.clear()
            if place not in self._told:
                part = self._parts[place]
                self._told[place] = lines_of(part, self._width, self._signs, first=not place)
            line = self._told[place][row]
            (found,) = Visual.to_strips(self, line, self._width, 1, self.visual_style, pad=True)
            self._drawn[place, row] = found
        return found

    def on_focus(self) -> None:
        """Know the height before it is scrolled."""
        self._count_all()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Know the height once it is scrolled; an animation may outlive the pane."""
        if self.is_attached:
            self._count_all()
        super().watch_scroll_y(old_value, new_value)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the pane."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        if self._width:
            self._count(row + 1)
            if row < self._starts[-1]:
                place = bisect_right(self._starts, row) - 1
                strip = self._strip(place, row - self._starts[place])
                return strip.adjust_cell_length(width, self.rich_style)
        return Strip.blank(width, self.rich_style)
