"""Sections laid out for a width: labels in a column of their own, texts wrapped beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from textual.content import Content

from tui.analysis.telling.sections import Line, Section
from tui.explorer.glyphs import UNICODE, Glyphs
from tui.text import printable, width_of, wrap

LABEL_WIDTH = 14
"""Cells of the column of labels, with the gap behind it, where there is room."""
ROOMY = 50
"""Cells from which on labels get their full column."""
NARROW_LABEL_WIDTH = 12
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


def content(sections: Sequence[Section], width: int, glyphs: Glyphs = UNICODE) -> Content:
    """The sections in lines of at most ``width`` cells, each under its heading."""
    lines = (
        line
        for place, part in enumerate(parts(sections))
        for line in lines_of(part, width, glyphs, first=not place)
    )
    return Content("\n").join(list(lines))


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
