"""What can be had by name: ``aif tables``, ``aif fields``, ``aif schema``."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tui.cli import options
from tui.cli.common import (
    USAGE,
    CommandError,
    deliver,
    deliver_text,
    format_named,
    on_terminal,
    open_dataset,
    say,
)
from tui.lazy_pattern import lazy_pattern
from tui.query.engine.columns import Column, TableSpec
from tui.text import did_you_mean

if TYPE_CHECKING:
    from tui.dataset import Dataset
    from tui.export.sheet import Sheet

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


@options.command(
    "aif tables [options]",
    "List the tables by name. 'aif show NAME' prints any of them: those of the dataset, and\n"
    "those worked out for the sites that a cohort and a filter pick.",
    options.FOLDERS,
    *options.output(),
)
def list_tables(args: argparse.Namespace) -> int:
    """Print or save the list of tables."""
    from tui.analysis.tables import tables
    from tui.export.sheet import sheet

    fmt = format_named(args)
    rows = [
        (each.name, each.title, "worked out" if each.home else "dataset", each.meaning)
        for each in tables(open_dataset(args)).values()
    ]
    deliver(sheet("tables", TABLE_COLUMNS, rows, unknown=""), fmt, args, fold=True)
    return 0


FIELD_EXAMPLES = """\
examples:
  aif fields partners         the columns of one table
  aif fields sites budget     its columns that speak of a budget
  aif fields rmax             those of every table that speak of Rmax
"""


@options.command(
    "aif fields [TABLE] [WORD...] [options]",
    "List the tables and their columns with type, unit and meaning, with words only those\n"
    "that have all of them in name, title, unit or meaning. The column ids are the fields\n"
    "of filters, the choices of --columns and --sort, and the keys of exports.",
    options.one("table", "TABLE", "only this table"),
    options.many("words", "WORD", "only fields that speak of it"),
    options.FOLDERS,
    *options.output(),
    examples=FIELD_EXAMPLES,
)
def list_fields(args: argparse.Namespace) -> int:
    """Print or save the list of fields."""
    fmt = format_named(args)
    dataset = open_dataset(args)
    asked, words = _asked(dataset, args.table, args.words)
    specs = _speaking_of(asked, words) if words else asked
    if not specs:
        raise CommandError(_nothing_speaks(dataset, asked, words), USAGE)
    if fmt == "table":
        named = len(asked) > 1
        deliver(_for_reading(dataset, specs, named=named), fmt, args, fold=True)
        if on_terminal():
            say("* shown unless --columns chooses")
    else:
        deliver(_for_machines(dataset, specs), fmt, args)
    return 0


def _asked(
    dataset: Dataset, name: str | None, words: Sequence[str]
) -> tuple[list[TableSpec], list[str]]:
    """The table of this name, or every table and what other commands print; the words sought.

    A name that is none of a table, nor nearly one, is a word too.
    """
    from tui.analysis.tables import spec, tables

    words = [part for word in words for part in word.split()]
    if name is not None and (name in OUTPUTS or name in tables(dataset)):
        return [OUTPUTS[name] if name in OUTPUTS else spec(dataset, name)], words
    if name is not None and did_you_mean(name, [*tables(dataset), *OUTPUTS], least=_NEAR):
        spec(dataset, name)  # says which table may be meant
    return _every(dataset), [*(name or "").split(), *words]


def _every(dataset: Dataset) -> list[TableSpec]:
    from tui.analysis.tables import spec, tables

    return [*(spec(dataset, each) for each in tables(dataset)), *OUTPUTS.values()]


_NEAR = 0.7


def _speaking_of(specs: Sequence[TableSpec], words: Sequence[str]) -> list[TableSpec]:
    """The tables with the columns that have all words; none without such a column."""
    from tui.query.engine.fold import needle

    wanted = [needle(word) for word in words]
    return [
        dataclasses.replace(spec, columns=kept)
        for spec in specs
        if (
            kept := tuple(each for each in spec.columns if all(w in _said_of(each) for w in wanted))
        )
    ]


def _nothing_speaks(dataset: Dataset, specs: Sequence[TableSpec], words: Sequence[str]) -> str:
    """That no column has the words, and what may be meant or where they are."""
    said = " ".join(words)
    where = f"field of {specs[0].name}" if len(specs) == 1 else "field"
    columns = [column for spec in specs for column in spec.columns]
    meant = " ".join(_nearest(word, columns) for word in words)
    if meant != said:
        hint = f"; did you mean '{meant}'?"
    elif len(specs) == 1 and _speaking_of(_every(dataset), words):
        hint = f"; 'aif fields {said}' lists those of other tables"
    else:
        hint = f"; 'aif fields{f' {specs[0].name}' * (len(specs) == 1)}' lists them all"
    return f"no {where} speaks of '{said}'{hint}"


def _said_of(column: Column) -> str:
    """What is looked through for words."""
    from tui.query.engine.fold import needle

    said = (column.id, column.title, column.short, column.unit, column.meaning)
    return needle(" \n".join(said))


def _nearest(word: str, columns: Sequence[Column]) -> str:
    """The word itself where some column has it, else the nearest one, else the word."""
    from tui.query.engine.columns import other_names
    from tui.query.engine.fold import needle

    said = [_said_of(column) for column in columns]
    if any(needle(word) in each for each in said):
        return word
    known = dict.fromkeys(part for each in said for part in _WORD.findall(each))
    others = [name for name in other_names(word) if any(name in each for each in said)]
    return next(iter(others), "") or did_you_mean(word, known, least=_NEAR) or word


_WORD = lazy_pattern(r"[^\W\d_]{3,}")


def _for_reading(dataset: Dataset, specs: Sequence[TableSpec], *, named: bool) -> Sheet:
    """Few columns, so that the meanings have room: a star marks the default selection.

    Above the columns of a table its name stands where they are ``named``.
    """
    from tui.analysis.schemas import ColumnTypes
    from tui.export.sheet import sheet

    columns = (
        Column("column", "Column", "text", "Id of the column"),
        Column("type", "Type", "text", "What its values are, and their unit"),
        Column("meaning", "Meaning", "text", "What it says"),
    )
    rows: list[tuple[Any, ...]] = []
    for spec in specs:
        types = ColumnTypes(dataset, spec)
        if named:
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
    from tui.export.sheet import sheet

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


EXAMPLES = """\
examples:
  aif schema sites            what 'aif show sites --format json' prints
  aif schema faults           what 'aif validate --format json' prints
  aif schema site.toml -o site.schema.json

An editor with TOML support completes and checks a file that begins with
  #:schema ./site.schema.json
"""


@options.command(
    "aif schema NAME [options]",
    "Print a JSON Schema: of a table as JSON, of what fields, tables, validate and diff print\n"
    "(fields, tables, faults, differences), or of a file of a dataset (site.toml, sources.toml, "
    "…).",
    options.one("name", "NAME", "a table, an output or a file"),
    options.FOLDERS,
    *options.FILE,
    examples=EXAMPLES,
)
def print_schema(args: argparse.Namespace) -> int:
    """Print or save the schema."""
    import json

    from tui.markup import escaped_json

    made = json.dumps(_schema(args), ensure_ascii=False, indent=2)
    deliver_text(f"{escaped_json(made)}\n", "the schema", args)
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
