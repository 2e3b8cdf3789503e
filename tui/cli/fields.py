"""``aif fields``: every table and column with type, unit and meaning."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from tui.cli.common import add_output, deliver, format_named, open_dataset
from tui.cli.parser import add_data

if TYPE_CHECKING:
    from tui.query.columns import Column

_TYPES = {
    "slug": "id",
    "text": "text",
    "country": "country code",
    "integer": "whole number",
    "number": "number",
    "flag": "true or false",
    "date": "date",
    "slugs": "list of ids",
    "texts": "list of texts",
    "countries": "list of country codes",
    "integers": "list of numbers",
    "mixed": "number, date or text",
}


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``aif``."""
    parser = commands.add_parser(
        "fields",
        usage="aif fields [TABLE] [options]",
        description="List the tables and their columns with type, unit and meaning. The column "
        "ids are the\nfields of filters, the choices of --columns and --sort, and the keys of "
        "exports.",
    )
    parser.add_argument("table", metavar="TABLE", nargs="?", help="only this table")
    add_data(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Print or save the list of fields."""
    from tui.export import sheet
    from tui.query.columns import Column
    from tui.query.store import store_of
    from tui.query.table import spec_of

    fmt = format_named(args)
    store = store_of(open_dataset(args))
    specs = [spec_of(store, args.table)] if args.table else list(store.specs.values())
    columns = [
        Column("column", "Column", "text", "Id of the column"),
        Column("type", "Type", "text", "What its values are"),
        Column("unit", "Unit", "text", "Unit of the values"),
        Column("default", "Shown", "flag", "Is it shown unless others are chosen"),
        Column("meaning", "Meaning", "text", "What it says"),
    ]
    rows = [
        (spec.name, column.id, _type(column), column.unit or None, column.default, column.meaning)
        for spec in specs
        for column in spec.columns
    ]
    if args.table and fmt == "table":
        shown = sheet("fields", columns, [row[1:] for row in rows])
    else:
        shown = sheet("fields", [Column("table", "Table", "text", "Table"), *columns], rows)
    deliver(shown, fmt, args)
    return 0


def _type(column: Column) -> str:
    if column.kind in ("word", "words"):
        return f"{'list of ' if column.kind == 'words' else ''}{column.vocabulary}"
    return _TYPES[column.kind]
