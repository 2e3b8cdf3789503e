"""``aif report``: the findings as a Markdown report."""

from __future__ import annotations

import argparse
import datetime
from typing import Any

from tui.cli.common import (
    add_file,
    cohort_of,
    filter_failure,
    open_dataset,
    output,
    say,
    say_notes,
    to_file,
)
from tui.cli.parser import EXIT_CODES, add_data, day
from tui.text import printable

EXAMPLES = """\
examples:
  aif report -o claims.md
  aif report --cohort factories
  aif report country:DE,FR | less
  aif report verdict:fails,outdated -o doubts.md

Terms on the fields of findings, such as verdict, theme, turns or open, choose the claims; any
other is a filter on the sites.
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``aif``."""
    parser = commands.add_parser(
        "report",
        usage="aif report [FILTER] [options]",
        description="Write a report in Markdown: scope, every claim with its verdict, what fails "
        "or depends\nexplained with rows and sources, the gaps in the data, and how it was "
        "computed.",
        epilog=f"{EXAMPLES}\n{EXIT_CODES}",
    )
    parser.add_argument("filter", metavar="FILTER", nargs="*", help="only these sites, or claims")
    add_data(parser)
    parser.add_argument(
        "--cohort", metavar="ID", default="", help="set of sites (each finding's own)"
    )
    parser.add_argument(
        "--date", metavar="DAY", type=day, default=None, help="date of the report (today)"
    )
    add_file(parser)


def run(args: argparse.Namespace) -> int:
    """Write the report."""
    from tui.analysis.findings.engine import evaluate_all
    from tui.analysis.lenses.verdict_table import picked_by, split_filter
    from tui.analysis.report import report
    from tui.analysis.validation import rule_notes
    from tui.cli.findings import say_empty
    from tui.cli.guess import check_ending
    from tui.export import save
    from tui.query import FilterError
    from tui.query.engine.bind import notes
    from tui.query.engine.store import store_of

    if to_file(args):
        check_ending(args.output, ending=".md", holds="Markdown")
    dataset = open_dataset(args)
    text = " ".join(args.filter)
    cohort = cohort_of(args, dataset) if args.cohort else None
    try:
        date = args.date or datetime.date.today()
        text, rows = split_filter(dataset, text)
        found = picked_by(dataset, evaluate_all(dataset, cohort=cohort, filter=text), text, rows)
        written = report(dataset, date, cohort=cohort, filter=text, findings=rows, data=args.data)
    except FilterError as error:
        raise filter_failure(error, error.text or text) from None
    say_notes(notes(store_of(dataset), "sites", text))
    for note in rule_notes(dataset, (each.finding for each in found)):
        say(f"aif: {printable(note)}")
    say_empty(found, text, rows)
    if to_file(args):
        say(f"wrote the report to {save(args.output, written, force=args.force)}")
    else:
        output().write(written)
    return 0
