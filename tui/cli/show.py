"""``aif show``: the table function, printed or saved."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli import options
from tui.cli.common import (
    USAGE,
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
from tui.text import cut, plural, printable

_LONGEST_TERM = 60
"""Cells of a term that a message repeats."""

if TYPE_CHECKING:
    from tui.dataset import Dataset
    from tui.export.origin import Origin
    from tui.query import Result, View

TABLES = (
    "sites", "systems", "rankings", "partners", "organisations", "sectors", "services", "access",
    "access_modes", "regions", "indicators", "clusters", "facts", "findings", "sources",
)  # fmt: skip

EXAMPLES = """\
examples:
  aif show sites
  aif show sites "-member.type:company" --columns name,country,members
  aif show partners "type:company site.country:DE" --cohort factories
  aif show partners --sites "sectors:>=5" --sort country,-name
  aif show sites --format json | jq '.[].name'
  aif show systems -o systems.csv --origin
  aif show systems -o systems.xlsx

A filter on sites picks sites; on any other table it picks rows by their own fields, and
'site.country:DE' speaks of the site. 'aif fields TABLE' lists the fields.
"""


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 on")
    return int(text)


@options.command(
    "aif show TABLE [FILTER] [options]",
    f"Print or save a table.\n\ntables: {', '.join(TABLES)}; 'aif tables' lists\n"
    "those that are worked out too.",
    options.one("table", "TABLE", "which table"),
    options.many("filter", "FILTER", "which of its rows"),
    options.FOLDERS,
    options.cohort("set of sites (the dataset's default)"),
    options.value(
        "--sites",
        "FILTER",
        "only what belongs to these sites; what it says of the table narrows the rows too",
    ),
    options.WHOLE,
    options.value("--columns", "A,B", "columns by id, in this order"),
    options.SORT,
    options.value("--limit", "N", "at most N rows", type=_positive, default=0),
    options.value(
        "--view", "NAME", "saved view; the other options go before it; without TABLE a saved tally"
    ),
    *options.output(),
    options.flag(
        "--origin",
        "say where it comes from (dataset, filter, sources), for a file in NAME.origin.toml "
        "beside it",
    ),
    options.date("date in the origin (the data's own)"),
    options.flag(
        "--exact", "only the columns chosen, without what says how sure their figures are"
    ),
    examples=EXAMPLES,
)
def run(args: argparse.Namespace) -> int:
    """Print or save the table that the arguments name."""
    from tui.analysis.tables import known, table
    from tui.export.formats import format_of
    from tui.export.sheet import with_evidence
    from tui.query import FilterError
    from tui.query.engine.table import notes_of

    if args.table is None:
        return _saved_tally(args)
    fmt = format_named(args)
    dataset = open_dataset(args)
    known(dataset, args.table)
    view = _view(args, dataset)
    try:
        result = table(dataset, view, args.table, every=format_of(fmt).whole)
    except FilterError as error:
        raise filter_failure(error) from None
    if format_of(fmt).whole and not args.exact:
        result = with_evidence(result)
    say_faults(args, dataset)
    say_notes(notes_of(result, view))
    wanted = args.origin or format_of(fmt).origin == "always"
    deliver(result, fmt, args, _origin(args, dataset, view, result, fmt) if wanted else None)
    if fmt == "table" and on_screen(args):
        say(_count(result, view))
    elif not len(result):
        say(f"aif: no rows: {_count(result, view)}")
    if not len(result) and (why := _why_empty(dataset, view, args.table)):
        say(f"aif: {why}")
    return 0


def _why_empty(dataset: Dataset, view: View, name: str) -> str:
    """The likeliest cause of an empty table, in a sentence; "" where no filter is the cause."""
    from tui.analysis.tables import WORKED_OUT, table
    from tui.query.assist.empty_result import outside, why_empty, why_no_rows

    excluders = why_empty(dataset, view)
    one = "site"
    if not excluders and view.rows:
        unfiltered = table(dataset, view.but(rows="", limit=0), name)
        excluders = why_no_rows(unfiltered, view)
        one = "row"
    if not excluders:
        return ""
    first = excluders[0]
    term = cut(printable(first.text), _LONGEST_TERM)
    nothing = "no row meets" if name in WORKED_OUT else "nothing in the data meets"
    meets = f"{nothing} {term}; " if first.nowhere else ""
    meant = f"did you mean '{printable(first.meant)}'? " if first.meant else ""
    said = f"{meets}{meant}without {term} there would be {plural(first.left_without, one)}"
    beyond = outside(dataset, view) if one == "site" else 0
    return f"{said}; {plural(beyond, 'site')} beyond this cohort would match" if beyond else said


def _saved_tally(args: argparse.Namespace) -> int:
    """Print the saved tally that ``--view`` names, which says itself what it counts."""
    from tui.cli.tally import print_tally, saved_view, with_filter

    saved = saved_view(args)
    if saved.tally is None:
        of = f" of the view '{args.view}'" if args.view else ""
        raise CommandError(f"which table{of}? There are {', '.join(TABLES)}", USAGE)
    if args.columns or args.limit or args.origin:
        raise CommandError("a saved tally takes no --columns, --limit or --origin", USAGE)
    dataset = open_dataset(args)
    view = saved.but(
        cohort=cohort_named(args.cohort or saved.cohort, dataset),
        rows=saved.tally.rows,
        whole=args.whole or saved.whole,
    )
    if args.sites:
        view = with_filter(dataset, view, args.sites, saved.tally.table)
    return print_tally(args, dataset, view, saved.tally, format_named(args))


def _origin(
    args: argparse.Namespace, dataset: Dataset, view: View, result: Result, fmt: str
) -> Origin:
    """Where the table comes from, with the command that prints it from the same data."""
    from tui.export.formats import format_of
    from tui.export.origin import origin_of

    data = [Path(text) for text in args.data]
    more = ["--exact"] if args.exact else []
    more += ["--date", args.date.isoformat()] if args.date else []
    more += ["--origin"] if args.origin and format_of(fmt).origin == "asked" else []
    return origin_of(dataset, view, result, fmt=fmt, date=args.date, data=data, options=more)


def _view(args: argparse.Namespace, dataset: Dataset) -> View:
    """The view that the options describe, over the saved one that ``--view`` names."""
    from tui.cli.tally import with_filter
    from tui.query import View
    from tui.query.engine.view import parse_sort

    saved = View()
    if args.view:
        from tui.user.saved_views import find_view

        saved = find_view(args.view, folders_of(args.data))
    words = " ".join(args.filter)
    alone = args.table == "sites" and not (args.sites or saved.filter)
    shown = saved.table(args.table)
    columns = tuple(dict.fromkeys(part.strip() for part in args.columns.split(",") if part.strip()))
    view = saved.but(
        cohort=cohort_named(args.cohort or saved.cohort, dataset),
        filter=words if alone else saved.filter,
        rows="" if alone else words,
        whole=args.whole or saved.whole,
        limit=args.limit,
    )
    if args.sites:
        view = with_filter(dataset, view, args.sites, args.table)
    sort = parse_sort(args.sort) or shown.sort
    return view.with_table(args.table, columns=columns or shown.columns, sort=sort)


def _count(result: Result, view: View) -> str:
    from tui.query.engine.relations import RELATIONS

    spec = result.spec
    many = "rows" if spec.name == spec.singular else spec.label.lower()
    count = f"{len(result)} of {result.total} {many}"
    if not view.cohort or (result.name != "sites" and "site" not in RELATIONS.get(result.name, {})):
        return count
    labels = {cohort.id: cohort.label.en for cohort in result.store.dataset.cohorts}
    return f"{count}, cohort '{view.cohort}': {labels[view.cohort]}"
