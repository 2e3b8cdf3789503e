"""``aif export``: the whole dataset, or what a selection leaves of it, in one go."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tui.cli import options
from tui.cli.common import (
    USAGE,
    CommandError,
    cohort_named,
    filter_failure,
    open_dataset,
    say,
    say_faults,
    unknown,
)
from tui.text import did_you_mean, plural

if TYPE_CHECKING:
    from tui.export.package import Bundle, Kind

KINDS = ("datapackage", "datapackage-zip", "sqlite", "xlsx", "parquet")

_NEAR = 0.6
"""Likeness from which on an ending is a slip of another; all begin alike, with a point."""

EXAMPLES = """\
examples:
  aif export eu-ai-factories                  a folder: CSV, datapackage.json
  aif export eu-ai-factories.zip              the same in one file
  aif export eu-ai-factories.sqlite           for Datasette, VisiData, DuckDB
  aif export eu-ai-factories.xlsx --cohort brief
  aif export tables --format parquet          for DuckDB, Polars, Spark
  aif export german country:DE --tables sites,partners,members-by-site

Sources and vocabulary come along. Without --cohort all sites are taken.
"""


@options.command(
    "aif export DEST [FILTER] [options]",
    "Write many tables at once: a Data Package (folder or .zip), a SQLite database, an Excel\n"
    "workbook or a folder of Parquet.",
    options.one("dest", "DEST", "file or folder to write"),
    options.many("filter", "FILTER", "only these sites"),
    options.FOLDERS,
    options.cohort("set of sites (all)"),
    options.value("--tables", "A,B", "only these tables ('aif tables' lists them)"),
    options.value(
        "--format",
        "NAME",
        f"{', '.join(KINDS)}; without it, what the ending of DEST says, datapackage for a name "
        "without one",
    ),
    options.date("date in the files (the data's own)"),
    options.flag("--force", "overwrite what is there"),
    examples=EXAMPLES,
)
def run(args: argparse.Namespace) -> int:
    """Write the tables."""
    from tui.export.package import bundle_of
    from tui.query import FilterError, View

    if args.dest is None:
        raise CommandError("where to? 'aif export DEST' names a file or a folder", USAGE)
    kind = _kind(args)
    dataset = open_dataset(args)
    among = cohort_named(args.cohort, dataset) if args.cohort else ""
    text = " ".join(args.filter)
    names = [part.strip() for part in args.tables.split(",") if part.strip()]
    view = View(cohort=among, filter=text)
    try:
        bundle = bundle_of(dataset, view, names, words=_words(args, kind), date=args.date)
    except FilterError as error:
        raise filter_failure(error, text) from None
    say_faults(args, dataset)
    path = _write(bundle, kind, args)
    rows = plural(bundle.origin.count, "row")
    say(f"wrote {plural(len(bundle.sheets), 'table')}, {rows} to {path}")
    return 0


def _kind(args: argparse.Namespace) -> Kind:
    """The form that is asked for by name, or that the ending of DEST stands for."""
    from tui.export.package import KINDS as FORMS
    from tui.export.package import kind_of_path

    if not args.format:
        kind = kind_of_path(args.dest)
        if kind is None:
            raise _unknown_ending(args.dest)
        return kind
    name = args.format.lower()
    if name not in FORMS:
        raise unknown(f"no format '{args.format}' here", name, FORMS)
    return FORMS[name]


def _unknown_ending(dest: str) -> CommandError:
    """What may be meant by a name that ends in no form of many tables."""
    from pathlib import Path

    from tui.export.formats import format_of_path
    from tui.export.package import KINDS as FORMS

    suffix = Path(dest).suffix
    reason = f"no file of many tables ends in '{suffix}'"
    one = format_of_path(dest)
    if one is not None:
        folder = f"--format {one.id} makes a folder, " if one.id in FORMS else ""
        return CommandError(f"{reason}; {folder}'aif show TABLE -o {dest}' writes one table", USAGE)
    known = [each for form in FORMS.values() for each in form.suffixes]
    close = did_you_mean(suffix, known, least=_NEAR)
    hint = f"did you mean '{close}'?" if close else f"there are {', '.join(known)};"
    return CommandError(f"{reason}; {hint} --format datapackage makes a folder", USAGE)


def _words(args: argparse.Namespace, kind: Kind) -> Sequence[str]:
    """The words of the command that does the same, wherever it is run."""
    from pathlib import Path

    from tui.export.package import kind_of_path

    words = [Path(args.dest).name or args.dest]
    behind = [word for word in args.filter if word.startswith("-")]
    words += [] if behind else args.filter
    for name in ("cohort", "tables"):
        value = getattr(args, name)
        words += [f"--{name}", value] if value else []
    words += ["--format", kind.id] if args.format or kind_of_path(words[0]) != kind else []
    words += ["--date", args.date.isoformat()] if args.date else []
    for folder in args.data:
        words += ["--data", folder]
    return [*words, "--", *args.filter] if behind else words


def _write(bundle: Bundle, kind: Kind, args: argparse.Namespace) -> Any:
    from tui.export.package import content, files
    from tui.export.saving import save, save_folder

    if kind.is_folder:
        return save_folder(args.dest, files(bundle, kind), force=args.force)
    return save(args.dest, content(bundle, kind), force=args.force)
