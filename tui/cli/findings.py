"""``aif findings``: every claim of the brief held against the data."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tui.cli.common import (
    DONE,
    FAULTS,
    USAGE,
    CommandError,
    add_output,
    cohort_of,
    deliver,
    filter_failure,
    format_named,
    on_terminal,
    open_dataset,
    output_text,
    say,
    say_faults,
    say_notes,
    to_file,
)
from tui.cli.parser import EXIT_CODES, add_data
from tui.text import did_you_mean, plural, printable

if TYPE_CHECKING:
    from tui.analysis.findings.evaluate import Evaluated
    from tui.dataset import Dataset
    from tui.export import Sheet
    from tui.query import Result

EXAMPLES = """\
examples:
  aif findings
  aif findings --theme consortium --cohort factories
  aif findings sec-nine-five cons-few-private
  aif findings country:DE
  aif findings verdict:fails,outdated
  aif findings turns:brief/factories        claims that turn between two cohorts
  aif findings --explain cons-two-without-academic
  aif findings --format json | jq '.[] | select(.verdict == "fails") | .id'
  aif findings --data data --data mine --check   claims of your own

Words that are ids of findings choose them, and so do terms on their fields, such as
verdict, turns, open or unconfirmed; any other is a filter on the sites. A verdict that is
open could turn once incomplete lists are completed or missing figures are found.
"""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_WORD = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]*)*")


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``aif``."""
    parser = commands.add_parser(
        "findings",
        usage="aif findings [ID…] [FILTER] [options]",
        description="Hold each sentence of the brief against the data: what it states, what the "
        "data give,\nand whether it holds.",
        epilog=f"{EXAMPLES}\n{EXIT_CODES}",
    )
    parser.add_argument("words", metavar="ID or FILTER", nargs="*", help="findings, or sites")
    add_data(parser)
    parser.add_argument(
        "--cohort", metavar="ID", default="", help="set of sites (each finding's own)"
    )
    parser.add_argument("--theme", metavar="ID", default="", help="only findings of this theme")
    parser.add_argument(
        "--explain", metavar="ID", action="append", default=[], help="one finding in full, as text"
    )
    parser.add_argument("--check", action="store_true", help="exit 1 if a claim fails")
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Print or save the findings that the arguments name."""
    from tui.analysis.findings.engine import evaluate_all
    from tui.analysis.lenses.verdict_table import picked_by, split_filter
    from tui.analysis.validation import rule_notes
    from tui.cli.guess import check_ending
    from tui.query import FilterError
    from tui.query.engine.bind import notes
    from tui.query.engine.store import store_of

    if args.explain and args.format not in ("", "table"):
        raise CommandError("--explain prints text; take --format or --explain", USAGE)
    if args.explain and to_file(args):
        check_ending(args.output, ending=".txt", holds="text")
    fmt = "table" if args.explain else format_named(args)
    dataset = open_dataset(args)
    ids, text = _sorted_out([*args.explain, *args.words], dataset, len(args.explain))
    cohort = cohort_of(args, dataset) if args.cohort else None
    try:
        text, rows = split_filter(dataset, text)
        found = evaluate_all(dataset, cohort=cohort, filter=text, ids=ids, theme=args.theme)
        found = picked_by(dataset, found, text, rows)
    except FilterError as error:
        raise filter_failure(error, error.text or text) from None
    say_faults(args, dataset)
    say_notes(notes(store_of(dataset), "sites", text))
    for note in rule_notes(dataset, (each.finding for each in found)):
        say(f"aif: {printable(note)}")
    say_empty(found, text, rows)
    if args.explain:
        _text(_explained(dataset, found, _width(args)), args)
    elif fmt == "table":
        _text(_listed(dataset, found, _width(args)), args)
    else:
        deliver(_table(dataset, found, fmt, text), fmt, args)
    return _outcome(found, args, fmt)


def say_empty(found: Sequence[Evaluated], sites: str, rows: str) -> None:
    """Say which of the filters, on sites or on findings, leaves nothing."""
    if rows and not found:
        say(f"aif: no finding matches '{rows}'")
    if sites and any(each.by_sites for each in found) and not any(each.sites for each in found):
        say(f"aif: no site matches '{sites}'")


def _sorted_out(words: Sequence[str], dataset: Dataset, wanted: int) -> tuple[tuple[str, ...], str]:
    """Ids of findings among the words, and the rest as a filter on sites.

    The first ``wanted`` words have to be ids, and a part of an id is none where no site
    mentions it.
    """
    from tui.cli.guess import holding, id_meant, mentioned

    known = [finding.id for finding in dataset.findings]
    ids, rest = [], []
    for number, word in enumerate(words):
        if word in known:
            ids.append(word)
            continue
        slip = _SLUG.fullmatch(word) and did_you_mean(word, known)
        part = _WORD.fullmatch(word) and holding(word, known) and not mentioned(word, dataset)
        if slip or part or number < wanted:
            hint = id_meant(word, known) or "'aif findings' lists them"
            raise CommandError(f"no finding '{word}'; {hint}", USAGE)
        rest.append(word)
    return tuple(ids), " ".join(rest)


def _width(args: argparse.Namespace) -> int:
    from shutil import get_terminal_size

    from tui.cli.findings_text import WIDTH

    on_screen = on_terminal() and not to_file(args)
    return max(get_terminal_size((WIDTH, 24)).columns if on_screen else WIDTH, 40)


def _listed(dataset: Dataset, found: Sequence[Evaluated], width: int) -> Iterable[str]:
    from tui.cli.findings_text import table_lines

    return table_lines(dataset, found, width)


def _explained(dataset: Dataset, found: Sequence[Evaluated], width: int) -> Iterable[str]:
    from tui.cli.findings_text import explain_lines

    for number, each in enumerate(found):
        if number:
            yield from ("", "─" * width, "")
        yield from explain_lines(dataset, each, width)


def _text(lines: Iterable[str], args: argparse.Namespace) -> None:
    """Write lines of text to the file that the options name, or to stdout."""
    from tui.export import save

    text = "".join(f"{line.rstrip()}\n" for line in lines)
    if to_file(args):
        say(f"wrote {save(args.output, text, force=args.force)}")
    else:
        output_text(text, pager=args.pager, for_people=True)


def _table(dataset: Dataset, found: Sequence[Evaluated], fmt: str, sites: str) -> Result | Sheet:
    """Few columns in words for a text, the table of verdicts for programs."""
    from tui.analysis.lenses.verdict_table import findings_table
    from tui.export import format_of
    from tui.query import View
    from tui.query.engine.store import store_of
    from tui.query.engine.table import result_of

    if not format_of(fmt).whole:
        return _in_words(found)
    table = findings_table(dataset, found, sites)
    return result_of(store_of(dataset), table, View(), every=True)


def _in_words(found: Sequence[Evaluated]) -> Sheet:
    from tui.analysis.findings.wording import verdict_words
    from tui.export import sheet
    from tui.query.engine.columns import Column

    columns = tuple(
        Column(name.lower(), name, "text", "")
        for name in ("Finding", "Statement", "Stated", "Re-computed", "Verdict")
    )
    rows: list[tuple[Any, ...]] = [
        (
            each.finding.id,
            each.finding.statement.en,
            each.headline.stated_figure if each.headline else "",
            each.headline.value_words if each.headline else "",
            verdict_words(each.verdict, is_open=each.open),
        )
        for each in found
    ]
    return sheet("findings", columns, rows, unknown="")


def _outcome(found: Sequence[Evaluated], args: argparse.Namespace, fmt: str) -> int:
    """Say how the claims fare; with ``--check`` the exit code tells too."""
    from tui.analysis.findings.wording import tally

    if (fmt == "table" and on_terminal() and not to_file(args)) or not found:
        counts = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in tally(found).items())
        say(f"{plural(len(found), 'finding')}{': ' if counts else ''}{counts}")
    failing = [each.finding.id for each in found if each.verdict == "fails"]
    if args.check and failing:
        say(f"aif: {plural(len(failing), 'claim fails', 'claims fail')}: {', '.join(failing)}")
        return FAULTS
    return DONE
