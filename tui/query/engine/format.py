"""Values as people read them: labels, ISO dates, `·` for unknown, `~` for unconfirmed.

A figure may be measured or expected, installed or planned, rough, or from a list: a column names
the one beside it that says so (``Column.basis``). :func:`figure_mark` puts it in a word short
enough to stand behind the figure, on the screen and in files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui.dataset.fields import PartialDate
from tui.dataset.records import System
from tui.lazy_pattern import lazy_pattern
from tui.query.engine.claim_words import stated
from tui.query.engine.columns import Column, Field
from tui.text import number, printable

if TYPE_CHECKING:
    from tui.query.engine.store import Store, Table
    from tui.query.engine.table import Result


TOP500 = "TOP500"
LOWER_BOUND = "min."
"""The mark of a figure that is this or more."""
MEASURED, EXPECTED = "measured", "expected"

_WORDS = {
    # accelerator_count_basis
    "contracted": "contracted",
    "planned": "planned",
    "approximate": "approx.",
    "minimum": LOWER_BOUND,
    # rmax_basis
    EXPECTED: "exp.",
    TOP500: TOP500,
    # status of a cluster or system whose figures are announced
    "being_installed": "exp.",
    "tendering": "planned",
}
_OF_WORDS = frozenset({
    "accelerator_count_basis", "accelerators_installed_basis", "accelerators_announced_basis",
    "rmax_basis", "status",
})  # fmt: skip
_FLAGS = {
    "operational_expected": ("exp.", ""),
    "budget.includes_system": ("with system", "without system"),
}
_SHORTER = (
    (r"inference", "inf."), (r"training", "train."), (r"precision", "prec."),
)  # fmt: skip
# A parent's column in a table of its children is told like the parent's own.
_PARENT = lazy_pattern(r"(?:site|system|region)\.")
# What a dataset's own wording is cut down to: the first of its clauses.
_CLAUSE = lazy_pattern(r"[,;:(]")


def rmax_of(system: System) -> tuple[float | None, str]:
    """Sustained HPL performance of a system in PFlop/s, and what it is.

    The system's own figure; else that of its newest TOP500 entry, which may cover a part of
    it alone. ``measured``, ``expected`` for a machine that neither runs nor was ever ranked,
    ``TOP500`` where the list alone knows it; (None, "") where nothing does.
    """
    ranked = [
        place for place in system.rankings if place.list == TOP500 and place.rmax_pflops is not None
    ]
    if system.rmax_pflops is not None:
        runs = system.status in ("operational", "retired") or bool(ranked)
        return system.rmax_pflops, MEASURED if runs else EXPECTED
    if not ranked:
        return None, ""
    return max(ranked, key=lambda place: place.edition).rmax_pflops, TOP500


def mark_of(basis: str, value: Any) -> str:
    """The short word for a value of a basis column, "" where the figure is what it seems.

    ``basis`` is the id of that column; a flag has its word by the column, a word of the
    vocabulary one of its own, and a text is cut down to its first clause.
    """
    if value is None or value == "":
        return ""
    basis = _PARENT.sub("", basis, count=1)
    if isinstance(value, bool):
        yes, no = _FLAGS.get(basis, ("", ""))
        return yes if value else no
    if basis in _OF_WORDS:
        # A machine under contract is expected; a number of chips under contract is agreed.
        if basis == "status" and value == "contracted":
            return _WORDS[EXPECTED]
        return _WORDS.get(value, "")
    text = _CLAUSE.split(str(value), maxsplit=1)[0].strip()
    for long, short in _SHORTER:
        text = re.sub(rf"\b{long}\b", short, text)
    return text


def figure_mark(store: Store, source: Table, row: int, column: Column) -> str:
    """The mark that stands behind a figure of a table, "" where it needs none.

    ``row`` is a row of ``source``. An expected date before the state of the dataset has
    ``passed``.
    """
    value = source.values(column.id)[row]
    if value is None:
        return ""
    mark = mark_of(column.basis, source.values(column.basis)[row]) if column.basis else ""
    expected = column.id.endswith("operational_expected") or mark == _WORDS[EXPECTED]
    if expected and isinstance(value, PartialDate) and passed(store, value):
        return f"{mark}, passed" if mark else "passed"
    return mark


def passed(store: Store, date: PartialDate) -> bool:
    """Whether a date lies wholly before the state of the dataset."""
    return date.last < store.dataset.meta.as_of.first


UNKNOWN = "·"
UNSURE = "~"


def text_of(store: Store, column: Column, value: Any, unknown: str = UNKNOWN) -> str:
    """One value in words; ``unknown`` where there is none."""
    if value is None or value == ():
        return unknown
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value) if column.plain_digits else number(value)
    if isinstance(value, tuple) and value and isinstance(value[0], int):
        return ", ".join(map(str, value))
    return printable(store.label(column, value))


def states_texts(source: Table, column: Column, value: Any) -> bool:
    """Whether a value is one of texts that a finding states: the row tells what they are ids of."""
    of_finding = source.spec.name == "findings" and column.id == "claimed"
    return of_finding and isinstance(value, str | tuple)


def unsure(result: Result, row: int, column: Column) -> bool:
    """Whether a displayed figure rests on a source that does not confirm it."""
    place = result.rows[row]
    if isinstance(column, Field):
        record = result.source.records[place]
        return (
            column.sure is not None and column.value(record) is not None and not column.sure(record)
        )
    if not column.confidence or result.value(row, column) is None:
        return False
    sure = result.source.values(column.confidence)[place]
    return sure is not None and sure != "confirmed"


def record_text(store: Store, column: Column, record: Any, unknown: str = UNKNOWN) -> str:
    """A cell of a worked-out table as text, of any record such as the total."""
    if not isinstance(column, Field):
        raise TypeError(f"{column.id} is no column of a worked-out table")
    value = column.value(record)
    if value is None or value == ():
        return unknown
    text = (
        printable(column.text(record)) if column.text is not None else text_of(store, column, value)
    )
    return text if column.sure is None or column.sure(record) else f"{UNSURE}{text}"


def cell(result: Result, row: int, column: Column, unknown: str = UNKNOWN) -> str:
    """A cell of a table as text, `~` before an unconfirmed figure."""
    if isinstance(column, Field):
        return record_text(result.store, column, result.record(row), unknown)
    value = result.value(row, column)
    if states_texts(result.source, column, value):
        return stated(result.store, result.record(row))
    text = text_of(result.store, column, value, unknown)
    if value is None:
        return text
    mark = kind_of_figure(result, row, column)
    text = f"{text} {mark}" if mark else text
    return f"{UNSURE}{text}" if unsure(result, row, column) else text


def kind_of_figure(result: Result, row: int, column: Column) -> str:
    """The mark behind a figure that is not what it seems, such as ``exp.`` or ``planned``.

    "" where the column that says so stands beside it.
    """
    if not column.basis and not column.id.endswith("operational_expected"):
        return ""
    if any(each.id == column.basis for each in result.columns):
        return ""
    return printable(figure_mark(result.store, result.source, result.rows[row], column))
