"""Rows as objects by column id: JSON, JSON Lines, TOML.

In JSON unknown is null, a list stays a list, dates are ISO strings (partial ones as written:
``2026-H2``). In TOML unknown keys are absent, nested keys are sub-tables; a date of which the
day is known is a TOML date, any other a text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

from tui.dataset import PartialDate
from tui.export.sheet import Sheet
from tui.markup import escaped_json, escaped_toml

if TYPE_CHECKING:
    from tui.export.origin import Origin


def write_json(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write a list of objects."""
    separator = "[\n  "
    for line in objects(sheet):
        stream.write(separator + line)
        separator = ",\n  "
    stream.write("\n]\n" if len(sheet) else "[]\n")


def objects(sheet: Sheet) -> Iterator[str]:
    """The rows as objects, a line each."""
    encode = json.JSONEncoder(ensure_ascii=False, default=_json_value).encode
    names = [column.id for column in sheet.columns]
    for row in sheet.values():
        yield escaped_json(encode(dict(zip(names, row, strict=True))))


def _json_value(value: object) -> str:
    if isinstance(value, PartialDate):
        return value.text
    raise TypeError(f"no JSON for {type(value).__name__}")


def write_jsonl(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write one object a line."""
    for line in objects(sheet):
        stream.write(f"{line}\n")


def write_toml(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write one ``[[table]]`` a row."""
    import tomli_w

    separator = ""
    parts = [column.id.rpartition(".") for column in sheet.columns]
    for row in sheet.values():
        stream.write(f"{separator}[[{sheet.name}]]\n")
        separator = "\n"
        groups: dict[str, dict[str, Any]] = {"": {}}
        for (group, _, key), value in zip(parts, row, strict=True):
            if value is not None and value != ():
                groups.setdefault(group, {})[key] = _toml_value(value)
        for group, values in groups.items():
            if group:
                stream.write(f"\n[{sheet.name}.{group}]\n")
            stream.write(escaped_toml(tomli_w.dumps(values)))


def _toml_value(value: Any) -> Any:
    if isinstance(value, PartialDate):
        day = value.first
        return day if value.text == day.isoformat() else value.text
    if isinstance(value, tuple):
        return [_toml_value(item) for item in value]
    return value
