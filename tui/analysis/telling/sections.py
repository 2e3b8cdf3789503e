"""A record told in sections of lines."""

from __future__ import annotations

from collections.abc import Sequence

from tui.frozen import frozen


@frozen
class Line:
    """One line: a label (may be ""), a text, and how it is set off.

    ``indent`` sets the line in by so many cells, ``hang`` what goes on in further lines; beside
    a label the text stays in its own column.
    """

    label: str
    text: str
    role: str = ""
    indent: int = 0
    hang: int = 0


@frozen
class Section:
    """Lines under a heading; the first section has the title as heading."""

    title: str
    lines: tuple[Line, ...]


Record = Sequence[Section]
"""The sections of one record."""
