"""What changed in a dataset since a person saw it last, and how that is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tui.analysis.difference import (
    Change,
    Recorded,
    compared,
    from_json,
    recorded,
    summary,
    to_json,
)
from tui.analysis.findings.wording import figure_words, verdict_words
from tui.analysis.telling.sections import Line, Section
from tui.dataset import Dataset
from tui.query.engine.claim_words import Namer, namer_of
from tui.query.engine.columns import Column, TableSpec
from tui.query.engine.format import text_of
from tui.query.engine.store import Store, store_of
from tui.text import plural
from tui.user.session import LastSeen, load_seen, save_seen

MOST_ROWS = 30_000
"""Of larger datasets nothing is kept: comparing and writing would be felt."""


@dataclass(frozen=True)
class Since:
    """Two states of a dataset.

    ``old`` is None where no earlier one is known; ``told`` says that the person has seen the
    changes; ``too_large`` that nothing is kept of a dataset of this size.
    """

    new: Recorded | None
    old: Recorded | None = None
    told: bool = True
    too_large: bool = False

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What differs."""
        return _changes(self.old, self.new) if self.old and self.new else ()


def since_last_seen(dataset: Dataset, folders: Sequence[Path], mark: str) -> Since:
    """Hold the dataset against the state seen last, and keep it as the latest one.

    ``mark`` stands for its files; ``folders`` are () for the bundled data.
    """
    store = store_of(dataset)
    if sum(len(store.table(name)) for name in store.specs) > MOST_ROWS:
        return Since(None, too_large=True)
    seen, new = load_seen(dataset.meta.id, folders), recorded(dataset)
    latest, before = (_read(seen.latest), _read(seen.before)) if seen else (None, None)
    if latest is None or seen is None:
        after = LastSeen(to_json(new), mark)
    elif not _changes(latest, new):
        after = dataclasses.replace(seen, latest=to_json(new), mark=mark)
    elif before is None or seen.told:
        before, after = latest, LastSeen(to_json(new), mark, seen.latest, told=False)
    else:
        # Not looked at yet: what was seen before stays what counts.
        after = LastSeen(to_json(new), mark, seen.before, told=not _changes(before, new))
    if after != seen:
        save_seen(dataset.meta.id, folders, after)
    return Since(new, before, after.told)


def tell(dataset: Dataset, folders: Sequence[Path]) -> None:
    """Remember that the person has seen what changed."""
    seen = load_seen(dataset.meta.id, folders)
    if seen is not None and not seen.told:
        save_seen(dataset.meta.id, folders, dataclasses.replace(seen, told=True))


def _changes(old: Recorded, new: Recorded) -> tuple[Change, ...]:
    """What differs but the names of the states themselves."""
    return tuple(
        each
        for each in compared(old, new)
        if each.table != "dataset" or each.column not in ("version", "as_of")
    )


def _read(text: str) -> Recorded | None:
    try:
        return from_json(text) if text else None
    except ValueError:
        return None


MOST = 1000
"""Changes that are told one by one."""

NEVER = "No earlier state of this dataset was seen here. What changes from now on is listed here."
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
    findings = {each.id: each for each in store.dataset.findings}
    for kind, title in (("turned", "Verdicts turned"), ("recomputed", "Claims with other values")):
        lines: list[Line] = []
        for each in changes:
            if each.kind == kind:
                finding = findings[each.row]
                name = namer_of(store, finding) if kind == "recomputed" else _verdict
                lines.append(Line("", finding.statement.en))
                lines.append(Line("", _pair(store, None, each, name), indent=2))
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
        name = _stated_by(store, each) if (each.table, each.column) == _CLAIMED else None
        yield Line("", f"{title}: {_pair(store, column, each, name)}", indent=2, hang=2)


_CLAIMED = ("findings", "claimed")


def _stated_by(store: Store, change: Change) -> Namer | None:
    """How the texts that a finding states are read out."""
    found = next((each for each in store.dataset.findings if each.id == change.row), None)
    return None if found is None else namer_of(store, found)


def _verdict(word: str) -> str:
    return verdict_words(word, glyph=False)


def _pair(store: Store, column: Column | None, change: Change, name: Namer | None = None) -> str:
    old, new = (_value(store, column, each, name) for each in (change.old, change.new))
    return f"from {old} to {new}"


def _value(store: Store, column: Column | None, value: Any, name: Namer | None) -> str:
    """A value in words, as its table shows it where that can be.

    ``name`` reads out the texts of a value of a claim, None where it is no such value.
    """
    if value in (None, "", ()):
        return "unknown"
    if name is not None:
        return figure_words(value, name=name)
    if column is not None:
        try:
            return text_of(store, column, value)
        except (AttributeError, LookupError, TypeError, ValueError):
            pass  # of another type than the column has now
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
