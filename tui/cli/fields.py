"""``aif fields``: every table and column with type, unit and meaning."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tui.cli.common import add_output, deliver, format_named, on_terminal, open_dataset, say
from tui.cli.parser import add_data

if TYPE_CHECKING:
    from tui.dataset import Dataset
    from tui.export import Sheet
    from tui.query.engine.columns import TableSpec


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
    fmt = format_named(args)
    dataset = open_dataset(args)
    specs = _specs(args.table, dataset)
    if fmt == "table":
        deliver(_for_reading(dataset, specs), fmt, args, fold=True)
        if on_terminal():
            say("* shown unless --columns chooses")
    else:
        deliver(_for_machines(dataset, specs), fmt, args)
    return 0


def _specs(name: str | None, dataset: Dataset) -> list[TableSpec]:
    """The table of this name, or every table and what other commands print."""
    from tui.analysis.tables import spec, tables
    from tui.cli.schema import OUTPUTS

    if name is not None:
        return [OUTPUTS[name] if name in OUTPUTS else spec(dataset, name)]
    return [*(spec(dataset, each) for each in tables(dataset)), *OUTPUTS.values()]


def _for_reading(dataset: Dataset, specs: Sequence[TableSpec]) -> Sheet:
    """Few columns, so that the meanings have room: a star marks the default selection."""
    from tui.analysis.schemas import ColumnTypes
    from tui.export import sheet
    from tui.query.engine.columns import Column

    columns = (
        Column("column", "Column", "text", "Id of the column"),
        Column("type", "Type", "text", "What its values are, and their unit"),
        Column("meaning", "Meaning", "text", "What it says"),
    )
    rows: list[tuple[Any, ...]] = []
    for spec in specs:
        types = ColumnTypes(dataset, spec)
        if len(specs) > 1:
            rows += [(None,) * 3] if rows else []
            rows.append((f"[{spec.name}]", None, spec.label))
        for column in spec.columns:
            star = " *" if column.default else ""
            unit = f", {column.unit}" if column.unit else ""
            words = f": {column.vocabulary}" if column.vocabulary else ""
            said = f"{types.words(column)}{words}{unit}"
            rows.append((f"{column.id}{star}", said, column.meaning))
    return sheet("fields", columns, rows, unknown="")


def _for_machines(dataset: Dataset, specs: Sequence[TableSpec]) -> Sheet:
    from tui.analysis.schemas import ColumnTypes
    from tui.cli.schema import FIELD_COLUMNS
    from tui.export import sheet

    rows = []
    for spec in specs:
        types = ColumnTypes(dataset, spec)
        rows += [
            (
                spec.name,
                column.id,
                types.words(column),
                column.unit or None,
                column.vocabulary or None,
                column.confidence or None,
                column.basis or None,
                column.default,
                column.meaning,
            )
            for column in spec.columns
        ]
    return sheet("fields", FIELD_COLUMNS, rows, unknown="")
