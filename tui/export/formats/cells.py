"""A value as the text of one cell, the same in every format that has no types of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tui.dataset import PartialDate

Cell = str | int | float


def cell(value: Any) -> Cell:
    """Unknown empty, yes and no as ``true`` and ``false``, dates ISO, a list joined by ``; ``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, PartialDate):
        return value.text
    return joined(value)


def joined(items: Iterable[Any]) -> str:
    """The items of a list joined by ``; ``; a backslash escapes both in an item."""
    return "; ".join(str(cell(item)).replace("\\", "\\\\").replace(";", "\\;") for item in items)
