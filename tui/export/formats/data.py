"""Tables for programs: CSV, TSV, CSV for spreadsheets, what is pasted; JSON, JSON Lines, TOML.

CSV is as RFC 4180 has it, and nothing added: every text comes back as it is in the data. One
header line of column ids, then one record a row; UTF-8, quotes where a cell needs them. Lines
end with a line feed, as programs in a pipe expect. Unknown is empty; a list is one cell. TSV
is the same with tabs. Those for spreadsheets compute what looks like a formula: such a text has
an apostrophe before it, control characters are shown as codes.

In JSON unknown is null, a list stays a list, dates are ISO strings (partial ones as written:
``2026-H2``). In TOML unknown keys are absent, nested keys are sub-tables; a date of which the
day is known is a TOML date, any other a text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from tui.dataset import PartialDate
from tui.export.sheet import Sheet, sheet_of
from tui.markup import escaped_json, escaped_toml, spreadsheet
from tui.query.engine.table import Result
from tui.text import printable

if TYPE_CHECKING:
    from tui.export.origin import Origin

Cell = str | int | float
BOM = "\ufeff"


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


def write_csv(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write comma-separated values."""
    write_separated(sheet, stream, ",")


def write_separated(sheet: Sheet, stream: TextIO, delimiter: str) -> None:
    """Write values separated by one character."""
    writer = csv.writer(_LineFeeds(stream), delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([column.id for column in sheet.columns])
    writer.writerows(map(cell, row) for row in sheet.values())


class _LineFeeds:
    """Takes lines that end with CR LF and hands them on with LF.

    The writer quotes a lone carriage return or line feed in a cell only where it is part of
    its own line end.
    """

    def __init__(self, stream: TextIO) -> None:
        self._write = stream.write

    def write(self, line: str) -> int:
        """Take one line."""
        return self._write(f"{line[:-2]}\n")


def write_tsv(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write tab-separated values."""
    write_separated(sheet, stream, "\t")


def write_excel_csv(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write comma-separated values for a spreadsheet that opens on a double click."""
    write_guarded(sheet, stream, ",", lambda figure: figure)


def write_guarded(
    sheet: Sheet, stream: TextIO, delimiter: str, figure: Callable[[int | float], Cell]
) -> None:
    """Write guarded cells; ``figure`` puts a number as the spreadsheet reads it."""

    def guarded(value: object) -> Cell:
        found = cell(value)
        return spreadsheet(found) if isinstance(found, str) else figure(found)

    stream.write(BOM)
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([spreadsheet(column.id) for column in sheet.columns])
    writer.writerows(map(guarded, row) for row in sheet.values())


def write_excel_csv_semicolon(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write semicolon-separated values, for a spreadsheet of a country that writes 2,5.

    There a spreadsheet splits a file at semicolons, and takes 2.5 for the second of May.
    """
    write_guarded(sheet, stream, ";", _with_comma)


def _with_comma(figure: float) -> Cell:
    return figure if isinstance(figure, int) else str(figure).replace(".", ",")


def pasted(what: Result | Sheet) -> str:
    """Tab-separated lines to be pasted: no cell is a formula or moves a terminal."""
    sheet = what if isinstance(what, Sheet) else sheet_of(what)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    writer.writerow([_harmless(column.id) for column in sheet.columns])
    writer.writerows([_harmless(value) for value in row] for row in sheet.values())
    return stream.getvalue()


def _harmless(value: object) -> Cell:
    found = cell(value)
    return spreadsheet(printable(found)) if isinstance(found, str) else found


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
