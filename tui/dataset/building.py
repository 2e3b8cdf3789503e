"""TOML row -> record: every key checked against its declaration."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from tui.dataset.at_once import sound_record
from tui.dataset.faults import Report, Row
from tui.dataset.fields import Spec, declared
from tui.dataset.overlay import Stack, settle
from tui.dataset.values import READERS, BadValueError, Context, Reader
from tui.frozen import made

T = TypeVar("T")


def build(record: type[T], row: Row, context: Context) -> T | None:
    """Check a row and make its record; None, with all its faults reported, where it has any."""
    found = sound_record(record, row.raw, context)
    if found is not None:
        return found
    before = len(context.report.faults)
    values = read_values(record, row, context)
    for key in sorted(declared(record).required - row.raw.keys()):
        context.report.missing(row, key)
    if len(context.report.faults) > before:
        return None
    return made(record, values)


def read_values(record: type, row: Row, context: Context) -> dict[str, Any]:
    """The sound values of a row by attribute of the record; every other key is reported."""
    keys = declared(record)
    values: dict[str, Any] = {}
    for key, raw in row.raw.items():
        spec = keys.specs.get(key)
        if spec is None:
            _unknown(row, key, keys.specs, context.report)
            continue
        try:
            values[keys.attributes[key]] = _READERS[spec.kind](raw, spec, row, key, context)
        except BadValueError as bad:
            context.report.add(row, key, bad.reason, bad.suggestion)
    return values


def _unknown(row: Row, key: str, known: Collection[str], report: Report) -> None:
    if key in ("absent", "removed"):
        report.add(row, key, "stands only in a row that lies over another; there is none below")
    else:
        report.add(row, key, "unknown key", report.nearest(key, known))


def rows_of(row: Row, key: str, raw: object, report: Report) -> Iterable[Row]:
    """The rows of an array of tables; a fault where the value is something else."""
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        report.add(row, key, f"must be written as [[{key}]] rows")
        return
    for index, item in enumerate(raw):
        yield row.child(item, key, index)


def _table(raw: object, spec: Spec, row: Row, key: str, context: Context) -> object:
    if not isinstance(raw, dict):
        raise BadValueError(f"must be a table, written as [{key}]")
    return raw if spec.record is None else build(spec.record, row.child(raw, key), context)


def _rows(raw: object, spec: Spec, row: Row, key: str, context: Context) -> tuple[object, ...]:
    if spec.record is None:
        return tuple(child.raw for child in rows_of(row, key, raw, context.report))
    record = spec.record
    return tuple(build(record, child, context) for child in rows_of(row, key, raw, context.report))


_READERS: dict[str, Reader] = {**READERS, "table": _table, "rows": _rows}


def build_all(
    record: type[T],
    stacks: Sequence[Stack],
    context: Context,
    check: Callable[[Sequence[Row], Report], None] | None = None,
) -> tuple[T, ...]:
    """Records of the rows that have no fault; ``check`` looks at what keys say together."""

    def make(row: Row, report: Report) -> T | None:
        found = build(record, row, replace(context, report=report))
        if check is not None:
            check([row], report)
        return found

    settled = [settle(stack, record, make, context.report) for stack in stacks]
    return tuple(each.record for each in settled if each and each.record is not None)
