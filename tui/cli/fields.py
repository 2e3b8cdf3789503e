"""``aif fields``: every table and column with type, unit and meaning."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tui.cli.common import add_output, deliver, format_named, on_terminal, open_dataset, say
from tui.cli.parser import add_data

if TYPE_CHECKING:
    from tui.export import Sheet
    from tui.query.engine.columns import Column, TableSpec

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
    "countries": "list of countries",
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
    from tui.analysis.tables import spec, tables

    fmt = format_named(args)
    dataset = open_dataset(args)
    names = [args.table] if args.table else list(tables(dataset))
    specs = [spec(dataset, name) for name in names]
    if fmt == "table":
        deliver(_for_reading(specs), fmt, args, fold=True)
        if on_terminal():
            say("* shown unless --columns chooses")
            say("a child table also has the columns of the site, as site.country")
    else:
        deliver(_for_machines(specs), fmt, args)
    return 0


def _for_reading(specs: Sequence[TableSpec]) -> Sheet:
    """Few columns, so that the meanings have room: a star marks the default selection."""
    from tui.export import sheet
    from tui.query.engine.columns import Column

    columns = (
        Column("column", "Column", "text", "Id of the column"),
        Column("type", "Type", "text", "What its values are, and their unit"),
        Column("meaning", "Meaning", "text", "What it says"),
    )
    rows: list[tuple[Any, ...]] = []
    for spec in specs:
        if len(specs) > 1:
            rows += [(None,) * 3] if rows else []
            rows.append((f"[{spec.name}]", None, spec.label))
        for column in spec.columns:
            star = " *" if column.default else ""
            unit = f", {column.unit}" if column.unit else ""
            rows.append((f"{column.id}{star}", f"{_type(column)}{unit}", column.meaning))
    return sheet("fields", columns, rows, unknown="")


def _for_machines(specs: Sequence[TableSpec]) -> Sheet:
    from tui.export import sheet
    from tui.query.engine.columns import Column

    columns = (
        Column("table", "Table", "text", "Name of the table"),
        Column("column", "Column", "text", "Id of the column"),
        Column("type", "Type", "text", "What its values are"),
        Column("unit", "Unit", "text", "Unit of the values"),
        Column("default", "Shown", "flag", "Is it shown unless others are chosen"),
        Column("meaning", "Meaning", "text", "What it says"),
    )
    rows = [
        (spec.name, column.id, _type(column), column.unit or None, column.default, column.meaning)
        for spec in specs
        for column in spec.columns
    ]
    return sheet("fields", columns, rows, unknown="")


def _type(column: Column) -> str:
    if column.kind in ("word", "words"):
        return f"{'list of words' if column.kind == 'words' else 'word'}: {column.vocabulary}"
    return _TYPES.get(column.kind, column.kind)
