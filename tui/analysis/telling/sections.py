"""What is told: sections of lines, what a list says of what is not on it, faults."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from tui.dataset import Fault
from tui.frozen import frozen
from tui.text import printable


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


INCOMPLETE = {"partial": "list incomplete", "unknown": "list perhaps incomplete"}
"""How a list that is not known to be whole is told, by its completeness."""
SIGNS = {"partial": "+", "unknown": "?"}
"""The sign behind the length of such a list."""


def missing(completeness: str, known: str) -> str:
    """What is told of something that a list does not have.

    ``known`` where the list is whole, such as "not named"; else it is unknown.
    """
    ending = INCOMPLETE.get(completeness)
    return f"unknown, {ending}" if ending else known


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


def told(faults: Collection[Fault], title: str, head: str) -> Iterable[Section]:
    """The faults under the names of their files; nothing where there are none."""
    if not faults:
        return
    by_file: dict[str, list[Fault]] = {}
    for fault in faults:
        by_file.setdefault(fault.file, []).append(fault)
    yield Section(title, (Line("", head, "muted"),))
    for file, found in by_file.items():
        yield Section(printable(file), tuple(map(_line, found)))


def _line(fault: Fault) -> Line:
    key = f"{fault.key}: " if fault.key else ""
    hint = f"; did you mean '{fault.suggestion}'?" if fault.suggestion else ""
    return Line(f"line {fault.line}" if fault.line else "", printable(f"{key}{fault.reason}{hint}"))
