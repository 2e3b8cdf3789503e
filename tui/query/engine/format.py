"""Values as people read them: labels, ISO dates, `·` for unknown, `~` for unconfirmed."""

from __future__ import annotations

import unicodedata
from typing import Any

from tui.query.engine.columns import Column
from tui.query.engine.store import Store
from tui.query.engine.table import Result

UNKNOWN = "·"
UNSURE = "~"
_PLAIN_NUMBERS = frozenset({"year", "rank", "latitude", "longitude"})


def shown(text: str) -> str:
    """A text from a file on one line, with control characters shown instead of sent.

    Line breaks and tabs become spaces; other control and direction-changing characters
    become a visible code such as ``<U+001B>``.
    """
    if text.isascii() and text.isprintable():
        return text
    parts = []
    for character in text:
        if character in "\n\r\t\x0b\x0c\u2028\u2029":
            parts.append(" ")
        elif unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            parts.append(f"<U+{ord(character):04X}>")
        else:
            parts.append(character)
    return "".join(parts)


def number(value: float) -> str:
    """A figure with thousands separated, at most two decimals, three digits below one."""
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}"
    if abs(value) < 1:
        return f"{value:.3g}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def text_of(store: Store, column: Column, value: Any, unknown: str = UNKNOWN) -> str:
    """One value in words; ``unknown`` where there is none."""
    if value is None or value == ():
        return unknown
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value) if column.id in _PLAIN_NUMBERS else number(value)
    if isinstance(value, tuple) and value and isinstance(value[0], int):
        return ", ".join(map(str, value))
    return shown(store.label(column, value))


def unsure(result: Result, row: int, column: Column) -> bool:
    """Whether a displayed figure rests on a source that does not confirm it."""
    if not column.confidence or result.value(row, column) is None:
        return False
    sure = result.source.values(column.confidence)[result.rows[row]]
    return sure is not None and sure != "confirmed"


def cell(result: Result, row: int, column: Column, unknown: str = UNKNOWN) -> str:
    """A cell of a table as text, `~` before an unconfirmed figure."""
    text = text_of(result.store, column, result.value(row, column), unknown)
    return f"{UNSURE}{text}" if unsure(result, row, column) else text
