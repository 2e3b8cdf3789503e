"""JSON: a list of objects keyed by column id, one object a line.

Unknown is null, a list stays a list, dates are ISO strings (partial ones as written:
``2026-H2``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from tui.dataset import PartialDate
from tui.export.escapes import escaped_json
from tui.export.sheet import Sheet

if TYPE_CHECKING:
    from tui.export.origin import Origin


def write(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write a list of objects."""
    separator = "[\n  "
    for line in objects(sheet):
        stream.write(separator + line)
        separator = ",\n  "
    stream.write("\n]\n" if len(sheet) else "[]\n")


def objects(sheet: Sheet) -> Iterator[str]:
    """The rows as objects, a line each."""
    encode = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
    names = [column.id for column in sheet.columns]
    for row in sheet.values():
        yield escaped_json(encode(dict(zip(names, row, strict=True))))


def _plain(value: object) -> str:
    if isinstance(value, PartialDate):
        return value.text
    raise TypeError(f"no JSON for {type(value).__name__}")
