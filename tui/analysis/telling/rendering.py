"""Sections of records as Markdown, plain text and JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from tui.analysis.telling.sections import Line, Record
from tui.markup import markdown
from tui.text import printable

_WIDTH = 79
_SET_IN = 2


def as_markdown(records: Sequence[Record]) -> str:
    """Records one below the other: a heading each, a smaller one a section, a bullet a line."""
    parts = []
    for record in records:
        for place, section in enumerate(record):
            parts.append(f"{'##' if place else '#'} {markdown(section.title)}")
            parts.append("\n".join(_bullet(line) for line in section.lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def _bullet(line: Line) -> str:
    label = f"**{markdown(line.label)}**: " if line.label else ""
    return f"{' ' * line.indent}- {label}{markdown(line.text)}"


def as_text(records: Sequence[Record]) -> str:
    """Records one below the other, wrapped for 79 characters, titles underlined."""
    return "\n\n\n".join("\n\n".join(_paragraphs(record)) for record in records) + "\n"


def _paragraphs(record: Record) -> Iterator[str]:
    for place, section in enumerate(record):
        title = printable(section.title)
        rule = ("-" if place else "=") * min(len(title), _WIDTH)
        yield "\n".join([title, rule, *(each for line in section.lines for each in _wrap(line))])


def _wrap(line: Line) -> list[str]:
    label = f"{printable(line.label)}: " if line.label else ""
    ahead = " " * line.indent
    return textwrap.wrap(
        f"{label}{printable(line.text)}",
        _WIDTH,
        initial_indent=ahead,
        subsequent_indent=f"{ahead}{' ' * _SET_IN}",
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_lines(record: Record) -> Iterator[str]:
    """Sections for listening and for logs: a heading or ``label: text`` a line, however long.

    Nothing is wrapped, underlined or set in; an empty line stands before each section.
    """
    for place, section in enumerate(record):
        if place:
            yield ""
        if section.title:
            yield printable(section.title)
        for line in section.lines:
            label = f"{printable(line.label)}: " if line.label else ""
            yield f"{label}{printable(line.text)}"


def as_data(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Records as lists and objects: title and sections, of these title and lines."""
    return [
        {
            "title": record[0].title if record else "",
            "sections": [
                {
                    "title": section.title,
                    "lines": [{"label": line.label, "value": line.text} for line in section.lines],
                }
                for section in record
            ],
        }
        for record in records
    ]
