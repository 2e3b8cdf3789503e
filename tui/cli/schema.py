"""``aif schema``: JSON Schemas of outputs and of the files of a dataset."""

from __future__ import annotations

import argparse
from typing import Any

from tui.cli.common import USAGE, CommandError, add_file, open_dataset, output_text, say, to_file
from tui.cli.parser import EXIT_CODES, add_data
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
    from tui.export.escapes import escaped_json

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
    from tui.cli.outputs import OUTPUTS

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
