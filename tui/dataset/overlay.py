"""Rows of later folders over rows of earlier ones: merged key by key, settled one by one.

A later row changes the keys that it gives. Tables below it merge in the same way, rows of
an array by what identifies them; any other value replaces the one below as a whole.
``absent`` takes keys away, ``removed = true`` the row.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from tui.dataset.faults import Place, Report, Row, Steps
from tui.dataset.fields import Spec, declared
from tui.frozen import frozen
from tui.text import quote

T = TypeVar("T")

ABSENT, REMOVED = "absent", "removed"
_IDENTIFYING = (str, int, datetime.date)

Stack = Sequence[Row]
"""The rows of one identity, one a folder, the lowest first."""


@frozen
class Settled(Generic[T]):
    """What stands of a stack: the record, None where it has faults, and its row."""

    record: T | None
    row: Row


def settle(
    stack: Stack, record: type | None, make: Callable[[Row, Report], T | None], report: Report
) -> Settled[T] | None:
    """Lay the rows of a stack over one another, as far as they are sound.

    ``make`` builds a record of a row and reports its faults. A row that brings a fault is
    reported and passed over, so that what lies below it stands. None where a later row
    takes the whole away.
    """
    base, *later = stack
    if not later:
        return Settled(make(base, report), base)
    below = report.apart()
    standing: Settled[T] | None = Settled(make(base, below), base)
    passed_over: Report = report.apart()
    for over in later:
        trial = report.apart()
        if standing is None:
            found: Settled[T] | None = Settled(make(over, trial), over)
        elif REMOVED in over.raw:
            _check_removed(over, trial)
            found = None
        else:
            row = merged(standing.row, over, record, trial)
            found = Settled(make(row, trial), row)
        brought = [fault for fault in trial.faults if fault not in below.faults]
        if brought:
            passed_over.faults += brought
        else:
            standing, below = found, trial
    report.faults += below.faults + passed_over.faults
    return standing


def laid_over(stack: Stack, record: type | None, report: Report) -> Row | None:
    """The rows of a stack merged, whether sound or not; None where the whole is taken away."""
    row: Row | None = stack[0]
    for over in stack[1:]:
        if REMOVED in over.raw:
            row = None
        else:
            row = over if row is None else merged(row, over, record, report)
    return row


def merged(below: Row, over: Row, record: type | None, report: Report) -> Row:
    """A row over another: the keys of both, those of ``over`` first, with their places."""
    specs: Mapping[str, Spec] = declared(record).specs if record else {}
    raw = dict(below.raw)
    moved = dict(below.moved)
    for key in _taken_away(below, over, report):
        raw.pop(key, None)
        _forget(moved, (*below.steps, key))
        moved[(*below.steps, key)] = over.place(ABSENT)
    for key, value in over.raw.items():
        if key == ABSENT:
            continue
        steps = (*below.steps, key)
        spec = specs.get(key)
        lower = raw.get(key)
        if isinstance(value, dict) and isinstance(lower, dict) and _merges(spec):
            inner = spec.record if spec else None
            row = merged(below.child(lower, key), over.child(value, key), inner, report)
            raw[key] = row.raw
            moved.update(_below(row.moved, steps))
        elif spec and spec.record and _are_rows(value) and _are_rows(lower):
            rows = _merged_rows((below, lower), (over, value), key, spec, report)
            raw[key] = [row.raw for row in rows]
            _forget(moved, steps)
            for index, row in enumerate(rows):
                _put(moved, row, (*steps, index))
        else:
            raw[key] = value
            _forget(moved, steps)
            moved[steps] = over.place(key)
    return below._replace(raw=raw, moved=moved)


def _merges(spec: Spec | None) -> bool:
    """Whether a table merges key by key; a rule of a finding is one value."""
    return spec is None or spec.kind == "label" or spec.record is not None


def _are_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _merged_rows(
    below: tuple[Row, object], over: tuple[Row, object], key: str, spec: Spec, report: Report
) -> list[Row]:
    """The rows of an array below, changed or taken away, and the new ones behind them."""
    rows: list[Row | None] = [*_children(*below, key)]
    known = {name: at for at, row in enumerate(rows) if row and (name := _name(row, spec))}
    met: set[object] = set()
    for row in _children(*over, key):
        name = _name(row, spec)
        at = known.get(name) if name and name not in met else None
        met.add(name)
        if REMOVED in row.raw:
            _check_removed(row, report)
            if at is None:
                report.add(row, REMOVED, "there is no such row below to take away")
            else:
                rows[at] = None
            continue
        lower = rows[at] if at is not None else None
        if at is None or lower is None:
            rows.append(row)
        else:
            rows[at] = merged(lower, row, spec.record, report)
    return [row for row in rows if row is not None]


def _children(row: Row, raw: object, key: str) -> list[Row]:
    assert isinstance(raw, list)  # noqa: S101
    return [row.child(item, key, index) for index, item in enumerate(raw)]


def _name(row: Row, spec: Spec) -> tuple[object, ...] | None:
    """What tells a row from the others of its array; None where it does not say."""
    parts = [row.raw.get(key) for key in spec.identity]
    return tuple(map(str, parts)) if all(isinstance(part, _IDENTIFYING) for part in parts) else None


def _taken_away(below: Row, over: Row, report: Report) -> list[str]:
    raw = over.raw.get(ABSENT, [])
    if not isinstance(raw, list) or not all(isinstance(key, str) for key in raw):
        report.add(over, ABSENT, f"must be a list of keys, not {quote(raw)}")
        return []
    for key in raw:
        if key not in below.raw:
            close = report.nearest(key, below.raw)
            report.add(over, ABSENT, f"the row below has no key {quote(key)}", close)
    return raw


def _check_removed(over: Row, report: Report) -> None:
    if over.raw[REMOVED] is not True:
        report.add(over, REMOVED, "can only be true; a row that stays does not say so")


def _below(moved: Mapping[Steps, Place], steps: Steps) -> dict[Steps, Place]:
    return {at: place for at, place in moved.items() if at[: len(steps)] == steps}


def _forget(moved: dict[Steps, Place], steps: Steps) -> None:
    for at in _below(moved, steps):
        del moved[at]


def _put(moved: dict[Steps, Place], row: Row, steps: Steps) -> None:
    """Note where a row of an array and the parts of it stand, under its new number."""
    moved[steps] = row.place()
    for at, part in _below(row.moved, row.steps).items():
        moved[(*steps, *at[len(row.steps) :])] = part
