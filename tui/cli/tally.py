"""``aif tally``: how the rows of a table fall, counted by the values of one column or two."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from tui.cli.common import (
    USAGE,
    WRITE,
    CommandError,
    add_output,
    cohort_named,
    deliver,
    filter_failure,
    format_named,
    on_terminal,
    open_dataset,
    say,
    say_faults,
    say_notes,
    to_file,
)
from tui.cli.parser import EXIT_CODES, add_data

if TYPE_CHECKING:
    from tui.analysis.tally import Ask
    from tui.dataset import Dataset
    from tui.query import View

EXAMPLES = """\
examples:
  aif tally partners --by type
  aif tally partners "role:member" --by type,site.selected --cohort factories
  aif tally systems --by site.country --sum accelerator_count
  aif tally sites --by country --sum budget.total_meur --format csv

Values stand in rows; a second column makes a cross table. Of a list each element counts, so that
the rows may add up to more. A measured figure always comes with how many rows have it, how much
no source confirms, and what kinds of figures are taken together.
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``aif``."""
    parser = commands.add_parser(
        "tally",
        usage="aif tally TABLE [FILTER] --by COLUMN[,COLUMN] [options]",
        description="Count the rows of a table by the values of a column.",
        epilog=f"{EXAMPLES}\n{EXIT_CODES}",
    )
    parser.add_argument("table", metavar="TABLE", nargs="?", help="which table")
    parser.add_argument("filter", metavar="FILTER", nargs="*", help="which of its rows")
    add_data(parser)
    parser.add_argument("--by", metavar="A[,B]", default="", help="column to count by, or two")
    figure = parser.add_mutually_exclusive_group()
    for measure in ("sum", "mean", "median", "least", "most"):
        figure.add_argument(
            f"--{measure}", metavar="COLUMN", default="", help=f"also its {measure}, by value"
        )
    parser.add_argument(
        "--each",
        choices=("value", "day", "month", "year", "class"),
        default="",
        help="put dates together by day, month or year, numbers by value or class",
    )
    parser.add_argument(
        "--cohort", metavar="ID", default="", help="set of sites (the dataset's default)"
    )
    parser.add_argument(
        "--sites", metavar="FILTER", default="", help="only what belongs to these sites"
    )
    parser.add_argument(
        "--sort", metavar="A,-B", default="", help="sort by columns, with a minus downwards"
    )
    parser.add_argument(
        "--keep",
        metavar="ID",
        default="",
        help="also write each value as a finding of your own, to findings.toml in the folder ID",
    )
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Print or save the tally that the arguments ask for."""
    from tui.analysis.tables import known, table
    from tui.analysis.tally import tally
    from tui.query import FilterError, UnknownNameError
    from tui.query.engine.table import notes_of, result_of

    if args.table is None or not args.by:
        raise CommandError("a tally takes a table and --by COLUMN", USAGE)
    fmt = format_named(args)
    dataset = open_dataset(args)
    known(dataset, args.table)
    view = _view(args, dataset)
    try:
        result = table(dataset, view, args.table)
    except FilterError as error:
        raise filter_failure(error) from None
    try:
        counted = tally(result, _ask(args))
        found = result_of(result.store, counted, _sorted(view, args.sort))
    except UnknownNameError as error:
        raise CommandError(str(error), USAGE) from None
    say_faults(args, dataset)
    say_notes(notes_of(result, view))
    deliver(found, fmt, args)
    if fmt == "table" and on_terminal() and not to_file(args):
        say(f"{len(result):,} rows of {result.name}")
    if args.keep:
        from tui.analysis.kept_tally import KeptError, keep

        try:
            say(keep(args.keep, result, _ask(args), view, force=args.force))
        except KeptError as error:
            raise CommandError(str(error), USAGE) from None
        except OSError as error:
            raise CommandError(f"cannot write {args.keep}: {error.strerror}", WRITE) from None
    return 0


def _ask(args: argparse.Namespace) -> Ask:
    from tui.analysis.tally import Ask
    from tui.analysis.totals import MEASURES, Measure

    measure: Measure = next((each for each in MEASURES if getattr(args, each)), "sum")
    by = tuple(part.strip() for part in args.by.split(",") if part.strip())
    return Ask(by, getattr(args, measure), measure, args.each)


def _view(args: argparse.Namespace, dataset: Dataset) -> View:
    from tui.query import View

    words = " ".join(args.filter)
    alone = args.table == "sites" and not args.sites
    return View(
        cohort=cohort_named(args.cohort, dataset),
        filter=words if alone else args.sites,
        rows="" if alone else words,
    )


def _sorted(view: View, sort: str) -> View:
    from tui.query import View
    from tui.query.engine.view import parse_sort

    return View(cohort=view.cohort).with_table("tally", sort=parse_sort(sort))
