"""What changed in a dataset, told in sections: verdicts first, then table by table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tui.analysis.difference import Change, summary
from tui.analysis.recorded import Recorded
from tui.analysis.since import Since
from tui.analysis.telling.sections import Line, Section
from tui.query.engine.columns import Column, TableSpec
from tui.query.engine.format import text_of
from tui.query.engine.store import Store
from tui.text import plural

MOST = 1000
"""Changes that are told one by one."""

NEVER = "No earlier state of this dataset was seen here. From now on what changes stands here."
TOO_LARGE = "Of a dataset of this size nothing is kept. 'aif diff OLD NEW' compares two folders."
HEAD = "What changed in the data"

_KINDS = {"added": "new", "gone": "gone"}


def in_a_line(since: Since) -> str:
    """What is new, in one line."""
    if since.new is None or since.old is None:
        return ""
    return f"data of {since.new.as_of}: {summary(since.changes)}"


def told(store: Store, since: Since) -> tuple[Section, ...]:
    """What changed since the state seen before."""
    if since.new is None or since.old is None:
        return (Section(HEAD, (Line("", TOO_LARGE if since.too_large else NEVER),)),)
    changes = since.changes
    head = Section(
        HEAD,
        (
            Line("Before", _state(since.old)),
            Line("Now", _state(since.new)),
            Line("Changes", summary(changes)),
        ),
    )
    shown = changes[-MOST:] if len(changes) > MOST else changes
    sections = [head, *_findings(store, shown)]
    for name in dict.fromkeys(each.table for each in shown):
        rows = [e for e in shown if e.table == name and e.kind not in ("turned", "recomputed")]
        if rows:
            spec = store.specs.get(name)
            title = spec.label if spec else name.capitalize()
            sections.append(Section(title, tuple(_lines(store, spec, rows))))
    if len(shown) < len(changes):
        left = plural(len(changes) - len(shown), "more change")
        sections.append(Section("And more", (Line("", left, "muted"),)))
    return tuple(sections)


def _state(state: Recorded) -> str:
    return f"version {state.version}, data of {state.as_of}"


def _findings(store: Store, changes: Sequence[Change]) -> Iterator[Section]:
    statements = {each.id: each.statement.en for each in store.dataset.findings}
    for kind, title in (("turned", "Verdicts turned"), ("recomputed", "Claims with other values")):
        lines: list[Line] = []
        for each in changes:
            if each.kind == kind:
                lines.append(Line("", statements.get(each.row, each.row)))
                lines.append(Line("", _pair(store, None, each), indent=2))
        if lines:
            yield Section(title, tuple(lines))


def _lines(store: Store, spec: TableSpec | None, changes: Sequence[Change]) -> Iterator[Line]:
    """The changes of a table, under the names of its rows."""
    row = ""
    for at, each in enumerate(changes):
        if each.kind in _KINDS:
            yield Line(_KINDS[each.kind].capitalize(), each.row)
            continue
        if each.row != row or not at:
            row = each.row
            yield Line("", row, "title")
        column = spec.column(each.column) if spec else None
        title = column.title if column else each.column
        yield Line("", f"{title}: {_pair(store, column, each)}", indent=2, hang=2)


def _pair(store: Store, column: Column | None, change: Change) -> str:
    return f"from {_value(store, column, change.old)} to {_value(store, column, change.new)}"


def _value(store: Store, column: Column | None, value: Any) -> str:
    """A value in words, as its table shows it where that can be."""
    if value in (None, "", ()):
        return "unknown"
    if column is not None:
        try:
            return text_of(store, column, value)
        except (AttributeError, LookupError, TypeError, ValueError):
            pass  # of another type than the column has now
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
