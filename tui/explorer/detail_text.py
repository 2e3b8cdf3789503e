"""Sections laid out for a width: labels in a column of their own, texts wrapped beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from tui.analysis.telling.sections import Line, Section
from tui.explorer.glyphs import UNICODE, Glyphs
from tui.text import printable, width_of

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


def content(sections: Sequence[Section], width: int, glyphs: Glyphs = UNICODE) -> Content:
    """The sections in lines of at most ``width`` cells, each under its heading."""
    return Content("\n").join(list(lines_of(sections, width, glyphs)))


def lines_of(
    sections: Sequence[Section], width: int, glyphs: Glyphs = UNICODE
) -> Iterator[Content]:
    """The lines of :func:`content`, each laid out when it is asked for."""
    for place, section in enumerate(sections):
        if place:
            yield Content("")
        yield from heading(section.title, width, glyphs, first=not place)
        for line in section.lines:
            yield from _line(line, width, glyphs)


def height_of(sections: Sequence[Section], width: int) -> int:
    """About how many lines the sections take, without laying them out."""
    column, height = label_width(width), 2 * len(sections) - 1
    for section in sections:
        for line in section.lines:
            room = max(width - line.indent - (column if line.label else 0), _LEAST_TEXT)
            height += max(-(-width_of(line.text) // room), 1)
    return height


def heading(
    title: str, width: int, glyphs: Glyphs = UNICODE, *, first: bool = False
) -> Iterator[Content]:
    """The title; a rule behind it up to the edge sets off all but the first one."""
    style = "bold $primary" if first else "bold $secondary"
    yield from (lines := _wrapped(glyphs.adapt(printable(title)), width, style, _HANG))[:-1]
    last = lines[-1]
    free = width - last.cell_length - 1
    rule = f" {glyphs.horizontal * free}" if free > 0 and not first else ""
    yield Content.assemble(last, (rule, "$border"))


def _line(line: Line, width: int, glyphs: Glyphs) -> Iterator[Content]:
    text, style = glyphs.adapt(printable(line.text)), _STYLES.get(line.role, "")
    before = " " * line.indent
    room = max(width - line.indent, _HANG)
    if not line.label:
        for part in _wrapped(text, room, style, line.hang):
            yield Content.assemble(before, part)
        return
    column = label_width(width)
    label = glyphs.adapt(printable(line.label))
    labels = _beside(label, column - 1)
    if labels is None or room - column < _LEAST_TEXT:
        for part in _wrapped(label, room, "$text-muted", _HANG):
            yield Content.assemble(before, part)
        for part in _wrapped(text, room - _HANG, style, 0):
            yield Content.assemble(before, " " * _HANG, part)
        return
    texts = _wrapped(text, room - column, style, 0)
    for place in range(max(len(labels), len(texts))):
        named = labels[place] if place < len(labels) else ""
        if place >= len(texts):
            yield Content.assemble(before, (named, "$text-muted"))
            continue
        gap = " " * (column - width_of(named))
        yield Content.assemble(before, (named, "$text-muted"), gap, texts[place])


def _beside(label: str, room: int) -> list[str] | None:
    """Lines of a label in its column; None where it does not fit in two without breaking."""
    if width_of(label) <= room:
        return [label]
    if any(width_of(word) > room for word in label.split()):
        return None
    lines = [line.plain for line in Content(label).wrap(room)]
    return lines if len(lines) <= 2 else None


def _wrapped(text: str, width: int, style: str, hang: int) -> list[Content]:
    """A text in lines of at most ``width`` cells, all but the first set in by ``hang``."""
    whole = Content.styled(text, style)
    if whole.cell_length <= width:
        return [whole]
    room = max(width - hang, 2)
    first, *_ = whole.wrap(max(width, 2))
    rest = Content.styled(text[len(first.plain) :].lstrip(" "), style)
    further = [Content.assemble(" " * hang, line) for line in rest.wrap(room)] if rest else []
    return [first, *further]
