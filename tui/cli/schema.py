"""``aif schema``: JSON Schemas of outputs and of the files of a dataset; the columns of outputs."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from tui.cli.common import USAGE, CommandError, add_file, open_dataset, output_text, say, to_file
from tui.cli.parser import EXIT_CODES, add_data
from tui.query.engine.columns import Column, TableSpec
from tui.text import did_you_mean

EXAMPLES = """\
examples:
  aif schema sites            what 'aif show sites --format json' prints
  aif schema faults           what 'aif validate --format json' prints
  aif schema site.toml -o site.schema.json

An editor with TOML support completes and checks a file that begins with
  #:schema ./site.schema.json
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``aif``."""
    parser = commands.add_parser(
        "schema",
        usage="aif schema NAME [options]",
        description="Print a JSON Schema: of a table as JSON, of what fields, tables, validate and "
        "diff print\n(fields, tables, faults, differences), or of a file of a dataset (site.toml, "
        "sources.toml, …).",
        epilog=f"{EXAMPLES}\n{EXIT_CODES}",
    )
    parser.add_argument("name", metavar="NAME", nargs="?", help="a table, an output or a file")
    add_data(parser)
    add_file(parser)


def run(args: argparse.Namespace) -> int:
    """Print or save the schema."""
    import json

    from tui.export import save
    from tui.markup import escaped_json

    made = json.dumps(_schema(args), ensure_ascii=False, indent=2)
    text = f"{escaped_json(made)}\n"
    if to_file(args):
        say(f"wrote the schema to {save(args.output, text, force=args.force)}")
    else:
        output_text(text)
    return 0


def _schema(args: argparse.Namespace) -> dict[str, Any]:
    from tui.analysis.schemas import FILES, file_schema, output_schema
    from tui.analysis.tables import spec, tables

    if args.name is None:
        raise CommandError(f"of what? A table, or {', '.join((*OUTPUTS, *FILES))}", USAGE)
    dataset = open_dataset(args)
    if args.name in FILES:
        return file_schema(dataset, args.name)
    names = [*tables(dataset), *OUTPUTS]
    if args.name not in names:
        close = did_you_mean(args.name, [*names, *FILES])
        hint = f"; did you mean '{close}'?" if close else "; 'aif tables' lists the tables"
        raise CommandError(f"no schema of '{args.name}'{hint}", USAGE)
    return output_schema(dataset, OUTPUTS.get(args.name) or spec(dataset, args.name))


FAULT_COLUMNS = (
    Column("file", "File", "text", "File, from the folder of the dataset on"),
    Column("line", "Line", "integer", "Line, from 1"),
    Column("key", "Key", "text", "Key in the row"),
    Column("reason", "Reason", "text", "What is wrong"),
    Column("suggestion", "Suggestion", "text", "Nearest valid word"),
    Column("site", "Site", "slug", "Site that the file is of"),
    Column("severity", "Severity", "text", "Is it a fault, or a warning that changes nothing"),
)
FIELD_COLUMNS = (
    Column("table", "Table", "text", "Name of the table"),
    Column("column", "Column", "text", "Id of the column"),
    Column("type", "Type", "text", "What its values are"),
    Column("unit", "Unit", "text", "Unit of the values"),
    Column("vocabulary", "Vocabulary", "text", "List of the vocabulary that its words are from"),
    Column("confidence", "Confidence", "text", "Column that says how sure the figure is"),
    Column("basis", "Basis", "text", "Column that says what the figure is"),
    Column("default", "Shown", "flag", "Is it shown unless others are chosen"),
    Column("meaning", "Meaning", "text", "What it says"),
)
TABLE_COLUMNS = (
    Column("name", "Name", "text", "Name of the table"),
    Column("title", "Title", "text", "Title of the table"),
    Column("kind", "Kind", "text", "Read from the dataset, or worked out from it"),
    Column("meaning", "Meaning", "text", "What its rows are"),
)
DIFFERENCE_COLUMNS = (
    Column("kind", "Change", "text", "added, gone, changed, turned or recomputed"),
    Column("table", "Table", "text", "Table of the row"),
    Column("row", "Row", "text", "What tells the row apart"),
    Column("column", "Column", "text", "Column of the value, none for a whole row"),
    Column("old", "Old", "mixed", "Value in the old state"),
    Column("new", "New", "mixed", "Value in the new state"),
    Column("sources", "Sources", "slugs", "Sources of the row"),
)

OUTPUTS: Mapping[str, TableSpec] = {
    each.name: each
    for each in (
        TableSpec("faults", "fault", "Output of aif validate", FAULT_COLUMNS),
        TableSpec("fields", "field", "Output of aif fields", FIELD_COLUMNS),
        TableSpec("tables", "table", "Output of aif tables", TABLE_COLUMNS),
        TableSpec("differences", "difference", "Output of aif diff", DIFFERENCE_COLUMNS),
    )
}
"""By name; the output of ``aif findings`` is the worked-out table ``verdicts``."""
