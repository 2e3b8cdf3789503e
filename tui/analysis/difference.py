"""What two states of a dataset differ in: rows, figures, and the verdicts that they turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from tui.analysis.recorded import Recorded, Row, Rows, recorded
from tui.dataset import Dataset
from tui.frozen import frozen
from tui.text import plural

Kind = Literal["added", "gone", "changed", "turned", "recomputed"]

KINDS: Mapping[Kind, str] = {
    "added": "a row that the old state lacks",
    "gone": "a row that the new state lacks",
    "changed": "another value",
    "turned": "another verdict on a finding",
    "recomputed": "another value re-computed, the verdict stays",
}


@frozen
class Change:
    """One difference.

    ``row`` names the row within its ``table``; ``column`` is "" where the row as a whole is
    new or gone. ``old`` and ``new`` are values, None where there is none. ``sources`` are
    those of the row in the new state, of a row that is gone in the old one.
    """

    kind: Kind
    table: str
    row: str
    column: str
    old: Any
    new: Any
    sources: tuple[str, ...]


def difference(old: Dataset, new: Dataset) -> tuple[Change, ...]:
    """All that changed from one state to the other, table by table, verdicts last."""
    return compared(recorded(old), recorded(new))


def compared(old: Recorded, new: Recorded) -> tuple[Change, ...]:
    """The same of two recorded states. What only one of them could hold is not told."""
    changes = [
        change
        for name, table in new.tables.items()
        if name in old.tables
        for change in _rows(name, old.tables[name], table)
    ]
    return (*changes, *_description(old, new), *_verdicts(old, new))


def summary(changes: Sequence[Change]) -> str:
    """How many changes of each kind there are, in words."""
    if not changes:
        return "no differences"
    number = Counter(change.kind for change in changes)
    parts = (
        plural(number["added"], "row") + " added" if number["added"] else "",
        plural(number["gone"], "row") + " gone" if number["gone"] else "",
        plural(number["changed"], "value") + " changed" if number["changed"] else "",
        plural(number["recomputed"], "figure") + " re-computed" if number["recomputed"] else "",
        plural(number["turned"], "verdict") + " turned" if number["turned"] else "",
    )
    return ", ".join(filter(None, parts))


def _rows(name: str, old: Rows, new: Rows) -> Iterator[Change]:
    for key, row in old.items():
        if key not in new:
            yield Change("gone", name, key, "", None, None, _sources(row))
    for key, row in new.items():
        if key not in old:
            yield Change("added", name, key, "", None, None, _sources(row))
            continue
        before = old[key]
        for column in dict.fromkeys((*row, *before)):
            was, now = before.get(column), row.get(column)
            if was != now:
                yield Change("changed", name, key, column, was, now, _sources(row, column, before))


def _sources(row: Row, column: str = "", before: Row | None = None) -> tuple[str, ...]:
    """The sources of a row, or of the part of it to which a column belongs.

    Those of a part that the row has no longer are in what stood there ``before``.
    """
    own = f"{column.rpartition('.')[0]}.sources"
    return tuple(row.get(own) or (before or {}).get(own) or row.get("sources", ()))


def _description(old: Recorded, new: Recorded) -> Iterator[Change]:
    for key in dict.fromkeys((*old.description, *new.description)):
        pair = old.description.get(key), new.description.get(key)
        if pair[0] != pair[1]:
            yield Change("changed", "dataset", new.description["id"], key, *pair, ())


def _verdicts(old: Recorded, new: Recorded) -> Iterator[Change]:
    findings = new.tables["findings"]
    for key, (verdict, computed) in new.verdicts.items():
        if key not in old.verdicts:
            continue
        was, before = old.verdicts[key]
        sources = _sources(findings[key])
        if was != verdict:
            yield Change("turned", "findings", key, "verdict", was, verdict, sources)
        elif before != computed:
            yield Change("recomputed", "findings", key, "computed", before, computed, sources)
