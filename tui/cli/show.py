"""``aif show`` and ``aif tally``: a table, or its rows counted, printed or saved."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
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
    to_file,
)
from tui.text import cut, plural, printable

if TYPE_CHECKING:
    from tui.dataset import Dataset
    from tui.export.origin import Origin
    from tui.query import Result, View
    from tui.query.engine.view import Ask, TallyView

_LONGEST_TERM = 60
"""Cells of a term that a message repeats."""


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
    known = f" ({first.known})" if first.known else ""
    meets = f"{nothing} {term}{known}; " if first.nowhere else ""
    meant = f"did you mean '{printable(first.meant)}'? " if first.meant else ""
    said = f"{meets}{meant}without {term} there would be {plural(first.left_without, one)}"
    if one == "site":
        beyond = outside(dataset, view)
    else:
        beyond = len(table(dataset, view.but(cohort=""), name))
    said += f"; {plural(beyond, one)} beyond this cohort would match" if beyond else ""
    verdicts = dataset.vocabulary.words("verdict")
    if name == "findings" and view.rows in verdicts:
        said += f"; 'aif findings verdict:{view.rows}' picks by the verdict"
    return said


def _saved_tally(args: argparse.Namespace) -> int:
    """Print the saved tally that ``--view`` names, which says itself what it counts."""
    saved = _saved_view(args)
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
    view = _with_sites(args, dataset, view, saved.tally.table)
    return _print_tally(args, dataset, view, saved.tally, format_named(args))


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
    from tui.query.engine.view import parse_sort

    saved = _saved_view(args)
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
    view = _with_sites(args, dataset, view, args.table)
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


TALLY_EXAMPLES = """\
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
    examples=TALLY_EXAMPLES,
)
def run_tally(args: argparse.Namespace) -> int:
    """Print or save the tally that the arguments ask for."""
    fmt = format_named(args)
    dataset = open_dataset(args)
    saved = _saved_view(args)
    counted = _counted(args, saved.tally)
    return _print_tally(args, dataset, _rows_counted(args, dataset, saved, counted), counted, fmt)


def _saved_view(args: argparse.Namespace) -> View:
    """The view that ``--view`` names, an empty one without."""
    from tui.query import View
    from tui.user.saved_views import find_view

    return find_view(args.view, folders_of(args.data)) if args.view else View()


def _print_tally(
    args: argparse.Namespace, dataset: Dataset, view: View, counted: TallyView, fmt: str
) -> int:
    """Print or save a tally of the rows that a view gives."""
    from tui.analysis.tables import known, table
    from tui.analysis.tally import MOST_ACROSS, put_together, tally
    from tui.query import FilterError
    from tui.query.engine.table import notes_of, result_of

    known(dataset, counted.table)
    try:
        result = table(dataset, view, counted.table)
    except FilterError as error:
        raise filter_failure(error) from None
    for_people = fmt == "table" and not to_file(args)
    made = tally(result, counted.ask, MOST_ACROSS if for_people else 0)
    found = result_of(result.store, made, _shown(view, args))
    say_faults(args, dataset)
    say_notes(notes_of(result, view))
    deliver(found, fmt, args)
    if fmt == "table" and on_screen(args):
        say(f"{len(result):,} rows of {result.name}")
    if together := put_together(made):
        say(f"{together} of {counted.ask.by[1]} stand together; --format csv or a file has each")
    if getattr(args, "keep", ""):
        _keep(args, result, counted.ask, view)
    return 0


def _keep(args: argparse.Namespace, result: Result, ask: Ask, view: View) -> None:
    from pathlib import Path

    from tui.editing.template import FILE, KeptError, keep
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
    each = args.each or ("" if by else ask.each)  # it belongs to the columns that were saved
    ask = replace(ask, by=by or ask.by, each=each, share=args.share or ask.share)
    return TallyView(name, ask, saved.rows if saved is not None and same else "")


def _rows_counted(
    args: argparse.Namespace, dataset: Dataset, saved: View, counted: TallyView
) -> View:
    """The view whose rows are counted: what the options say, over a saved one."""
    words = " ".join(args.filter)
    alone = counted.table == "sites" and not args.sites
    view = saved.but(
        cohort=cohort_named(args.cohort or saved.cohort, dataset),
        filter=(words if alone else "") or saved.filter,
        rows=("" if alone else words) or counted.rows,
        whole=args.whole or saved.whole,
    )
    return _with_sites(args, dataset, view, counted.table)


def _with_sites(args: argparse.Namespace, dataset: Dataset, view: View, table: str) -> View:
    """The view of a table under --sites, which may ask of findings too where it holds these."""
    if not args.sites:
        return view
    from tui.analysis.lenses.verdict_table import under
    from tui.analysis.tables import OF_FINDINGS, ON_FINDINGS
    from tui.query import FilterError

    try:
        found = under(dataset, view, args.sites)
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
