"""``aif tables``: every table by name, those of the dataset and those worked out from it."""

from __future__ import annotations

import argparse
from typing import Any

from tui.cli.common import add_output, deliver, format_named, open_dataset
from tui.cli.parser import add_data


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``aif``."""
    parser = commands.add_parser(
        "tables",
        usage="aif tables [options]",
        description="List the tables by name. 'aif show NAME' prints any of them: those of the "
        "dataset, and\nthose worked out for the sites that a cohort and a filter pick.",
    )
    add_data(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Print or save the list of tables."""
    from tui.analysis.tables import tables
    from tui.cli.schema import TABLE_COLUMNS
    from tui.export import sheet

    fmt = format_named(args)
    rows = [
        (each.name, each.title, "worked out" if each.home else "dataset", each.meaning)
        for each in tables(open_dataset(args)).values()
    ]
    deliver(sheet("tables", TABLE_COLUMNS, rows, unknown=""), fmt, args, fold=True)
    return 0
