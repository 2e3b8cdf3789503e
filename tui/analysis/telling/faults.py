"""Faults of a dataset in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tui.analysis.telling.sections import Line, Section
from tui.dataset import Fault
from tui.text import printable


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
