"""TOML: an array of tables named after the table, nested keys as sub-tables.

Unknown keys are absent; a date of which the day is known is a TOML date, any other a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from tui.dataset import PartialDate
from tui.export.escapes import escaped_toml
from tui.export.sheet import Sheet

if TYPE_CHECKING:
    from tui.export.origin import Origin


def write(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
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
                groups.setdefault(group, {})[key] = _plain(value)
        for group, values in groups.items():
            if group:
                stream.write(f"\n[{sheet.name}.{group}]\n")
            stream.write(escaped_toml(tomli_w.dumps(values)))


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate):
        day = value.first
        return day if value.text == day.isoformat() else value.text
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
