"""``aif tally``: how the rows of a table fall, counted by the values of one column or two."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.cli import options
from tui.cli.common import (
    USAGE,
    WRITE,
    CommandError,
    cohort_named,
    deliver,
    filter_failure,
    folders_of,
    format_named,
    on_screen,
    open_dataset,
    say,
    say_faults,
    say_notes,
)
from tui.text import printable

if TYPE_CHECKING:
    from tui.dataset import Dataset
    from tui.query import Result, View
    from tui.query.engine.view import Ask, TallyView

EXAMPLES = """\
examples:
  aif tally partners --by type
  aif tally partners "role:member" --by type,site.selected --cohort factories
  aif tally partners "role:member" --by site.selected,type --share row
  aif tally systems --by site.country --sum accelerator_count
  aif tally sites --by country --sum budget.total_meur --format csv
  aif tally --view "members by type"

Values stand in rows; a second column makes a cross table. Of a list each element counts, so that
the rows may add up to more. A measured figure always comes with how many rows have it, how much
no source confirms, and what kinds of figures are taken together.
"""


@options.command(
    "aif tally TABLE [FILTER] --by COLUMN[,COLUMN] [options]\n"
    "       aif tally --view NAME [options]",
    "Count the rows of a table by the values of a column.",
    options.one("table", "TABLE", "which table"),
    options.many("filter", "FILTER", "which of its rows"),
    options.FOLDERS,
    options.value("--by", "A[,B]", "column to count by, or two"),
    options.Options(
        "",
        tuple(
            options.value(f"--{measure}", "COLUMN", f"also its {measure}, by value")
            for measure in ("sum", "mean", "median", "least", "most")
        ),
    ),
    options.value(
        "--each",
        None,
        "put dates together by day, month or year, numbers by value or class",
        choices=("value", "day", "month", "year", "class"),
    ),
    options.value(
        "--share",
        None,
        "with two columns, percent of the row, of the column or of all in place of counts",
        choices=("row", "column", "all"),
    ),
    options.cohort("set of sites (the dataset's default)"),
    options.value("--sites", "FILTER", "only what belongs to these sites"),
    options.WHOLE,
    options.value("--view", "NAME", "saved tally; the other options go before it"),
    options.SORT,
    options.value(
        "--keep",
        "ID",
        "also write each value as a finding of your own, to findings.toml in the folder ID",
    ),
    *options.output(),
    examples=EXAMPLES,
)
def run(args: argparse.Namespace) -> int:
    """Print or save the tally that the arguments ask for."""
    fmt = format_named(args)
    dataset = open_dataset(args)
    saved = saved_view(args)
    counted = _counted(args, saved.tally)
    return print_tally(args, dataset, _view(args, dataset, saved, counted), counted, fmt)


def saved_view(args: argparse.Namespace) -> View:
    """The view that ``--view`` names, an empty one without."""
    from tui.query import View
    from tui.user.saved_views import find_view

    return find_view(args.view, folders_of(args.data)) if args.view else View()


def print_tally(
    args: argparse.Namespace, dataset: Dataset, view: View, counted: TallyView, fmt: str
) -> int:
    """Print or save a tally of the rows that a view gives."""
    from tui.analysis.tables import known, table
    from tui.analysis.tally import tally
    from tui.query import FilterError, UnknownNameError
    from tui.query.engine.table import notes_of, result_of

    known(dataset, counted.table)
    try:
        result = table(dataset, view, counted.table)
    except FilterError as error:
        raise filter_failure(error) from None
    try:
        made = tally(result, counted.ask)
        found = result_of(result.store, made, _shown(view, args))
    except UnknownNameError as error:
        raise CommandError(str(error), USAGE) from None
    say_faults(args, dataset)
    say_notes(notes_of(result, view))
    deliver(found, fmt, args)
    if fmt == "table" and on_screen(args):
        say(f"{len(result):,} rows of {result.name}")
    if getattr(args, "keep", ""):
        _keep(args, result, counted.ask, view)
    return 0


def _keep(args: argparse.Namespace, result: Result, ask: Ask, view: View) -> None:
    from pathlib import Path

    from tui.analysis.kept_tally import FILE, KeptError, keep
    from tui.user.writing import cannot_write

    try:
        say(keep(args.keep, result, ask, view, force=args.force))
    except KeptError as error:
        raise CommandError(str(error), USAGE) from None
    except OSError as error:
        path = Path(args.keep) / FILE
        raise CommandError(cannot_write(path, error), WRITE) from None


def _counted(args: argparse.Namespace, saved: TallyView | None) -> TallyView:
    """What to count: what the options say, over what a saved view counts."""
    from tui.query.engine.view import MEASURES, Ask, TallyView

    if args.view and saved is None and not args.by:
        raise CommandError(f"the view '{args.view}' is no tally: --by COLUMN makes one", USAGE)
    same = saved is not None and args.table in (None, saved.table)
    name = args.table or (saved.table if saved is not None else None)
    by = tuple(part.strip() for part in args.by.split(",") if part.strip())
    if name is None or not (by or same):
        raise CommandError("a tally takes a table and --by COLUMN, or --view NAME", USAGE)
    ask = saved.ask if saved is not None and same else Ask(())
    measure = next((each for each in MEASURES if getattr(args, each)), None)
    if measure is not None:
        ask = replace(ask, figure=getattr(args, measure), measure=measure)
    ask = replace(ask, by=by or ask.by, each=args.each or ask.each, share=args.share or ask.share)
    return TallyView(name, ask, saved.rows if saved is not None and same else "")


def _view(args: argparse.Namespace, dataset: Dataset, saved: View, counted: TallyView) -> View:
    """The view whose rows are counted: what the options say, over a saved one."""
    words = " ".join(args.filter)
    alone = counted.table == "sites" and not args.sites
    view = saved.but(
        cohort=cohort_named(args.cohort or saved.cohort, dataset),
        filter=(words if alone else "") or saved.filter,
        rows=("" if alone else words) or counted.rows,
        whole=args.whole or saved.whole,
    )
    return with_filter(dataset, view, args.sites, counted.table) if args.sites else view


def with_filter(dataset: Dataset, view: View, text: str, table: str) -> View:
    """The view of a table under another filter, of sites and, where it holds these, findings."""
    from tui.analysis.lenses.verdict_table import under
    from tui.analysis.tables import OF_FINDINGS, ON_FINDINGS
    from tui.query import FilterError

    try:
        found = under(dataset, view, text)
    except FilterError as error:
        raise filter_failure(error) from None
    if found.findings and table not in OF_FINDINGS | ON_FINDINGS:
        reason = f"'{printable(found.findings)}' speaks of findings, and {table} holds none"
        raise CommandError(f"{reason}; 'aif findings' takes it", USAGE)
    return found


def _shown(view: View, args: argparse.Namespace) -> View:
    """How the tally itself is shown."""
    from tui.query import View
    from tui.query.engine.view import parse_sort

    return View(cohort=view.cohort).with_table("tally", sort=parse_sort(args.sort))
