"""``aif findings`` and ``aif report``: every claim of the brief held against the data."""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from tui.analysis.findings.engine import evaluate_all, standing
from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.findings.wording import by_theme, tally, verdict_words
from tui.analysis.lenses.verdict_table import (
    NAME,
    findings_sought,
    findings_store,
    findings_table,
    picked_by,
    split_filter,
    term_of_findings,
)
from tui.analysis.telling.finding import sections
from tui.analysis.telling.sections import Line
from tui.analysis.validation import rule_notes
from tui.cli import options
from tui.cli.common import (
    DONE,
    FAULTS,
    USAGE,
    CommandError,
    check_ending,
    cohort_named,
    deliver,
    deliver_text,
    filter_failure,
    format_named,
    on_screen,
    open_dataset,
    say,
    say_faults,
    say_notes,
    to_file,
)
from tui.dataset import Dataset
from tui.query import FilterError, Result, View
from tui.query.engine.columns import Column
from tui.query.engine.notes import notes
from tui.query.engine.store import store_of
from tui.query.engine.table import result_of
from tui.text import MOST_NAMED, did_you_mean, listed, padded, plural, printable, width_of, wrap

if TYPE_CHECKING:
    from tui.export.sheet import Sheet

WIDTH = 80
"""Cells where the width is not known."""
_VERDICT = 18
_LABEL, _GAP = 13, 2
"""Cells of the labels at least, and between a label and its text."""
_SET_IN = 2

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


@options.command(
    "aif findings [ID…] [FILTER] [options]",
    "Hold each sentence of the brief against the data: what it states, what the data give,\n"
    "and whether it holds.",
    options.many("words", "ID or FILTER", "findings, or sites"),
    options.FOLDERS,
    options.cohort("set of sites (each finding's own)"),
    options.value("--theme", "ID", "only findings of this theme"),
    options.values("--explain", "ID", "one finding in full, as text"),
    options.flag("--check", "exit 1 if a claim fails"),
    *options.output(),
    examples=EXAMPLES,
)
def list_findings(args: argparse.Namespace) -> int:
    """Print or save the findings that the arguments name."""
    if args.explain and args.format not in ("", "table"):
        raise CommandError("--explain prints text; take --format or --explain", USAGE)
    if args.explain and to_file(args):
        check_ending(args.output, ending=".txt", holds="text")
    fmt = "table" if args.explain else format_named(args)
    dataset = open_dataset(args)
    ids, text = _sorted_out([*args.explain, *args.words], dataset, len(args.explain))
    found, sites, _ = _evaluated(args, dataset, text, ids, args.theme)
    if args.explain:
        _text(_explained(dataset, found, _width(args)), args)
    elif fmt == "table":
        _text(_table_lines(dataset, found, _width(args)), args)
    else:
        deliver(_table(dataset, found, fmt, sites), fmt, args)
    return _outcome(found, args, fmt)


def _evaluated(
    args: argparse.Namespace,
    dataset: Dataset,
    text: str,
    ids: tuple[str, ...] = (),
    theme: str = "",
) -> tuple[Sequence[Evaluated], str, str]:
    """Findings under a filter, whose parts on sites and on findings come behind them.

    Says what in it and in their rules is not as it was meant, and which part leaves nothing.
    """
    among = cohort_named(args.cohort, dataset) if args.cohort else None
    try:
        text, rows = split_filter(dataset, text)
        found = evaluate_all(dataset, cohort=among, filter=text, ids=ids, theme=theme)
        found = picked_by(dataset, found, text, rows)
    except FilterError as error:
        raise filter_failure(error, error.text or text) from None
    say_faults(args, dataset)
    said = (*notes(store_of(dataset), "sites", text), *findings_sought(dataset, text))
    say_notes((*said, *notes(findings_store(dataset, text), NAME, rows)) if rows else said)
    for note in rule_notes(dataset, (each.finding for each in found)):
        say(f"aif: {printable(note)}")
    if rows and not found:
        say(f"aif: no finding matches '{rows}'")
    if text and any(each.by_sites for each in found) and not any(each.sites for each in found):
        say(f"aif: no site matches '{text}'")
    return found, text, rows


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
        if number >= wanted and term_of_findings(findings_store(dataset, ""), word):
            rest.append(word)  # a note tells it
            continue
        slip = _SLUG.fullmatch(word) and did_you_mean(word, known)
        part = _WORD.fullmatch(word) and holding(word, known) and not mentioned(word, dataset)
        if slip or part or number < wanted:
            hint = id_meant(word, known) or "'aif findings' lists them"
            raise CommandError(f"no finding '{word}'; {hint}", USAGE)
        if begun := [each for each in holding(word, known) if each.startswith(word)]:
            say(f"aif: '{word}' filters the sites; ids that begin so: {listed(begun, MOST_NAMED)}")
        rest.append(word)
    return tuple(ids), " ".join(rest)


def _width(args: argparse.Namespace) -> int:
    return max(get_terminal_size((WIDTH, 24)).columns if on_screen(args) else WIDTH, 40)


def _explained(dataset: Dataset, found: Sequence[Evaluated], width: int) -> Iterable[str]:
    for number, each in enumerate(found):
        if number:
            yield from ("", "─" * width, "")
        yield from _explain_lines(dataset, each, width)


def _table_lines(dataset: Dataset, found: Sequence[Evaluated], width: int) -> Iterator[str]:
    """Findings by theme: verdict and sentence, below them the values and the id."""
    for number, (theme, group) in enumerate(by_theme(dataset, found).items()):
        if number:
            yield ""
        yield from wrap(printable(theme), width)
        for each in group:
            yield ""
            verdict = verdict_words(each.verdict, is_open=each.open)
            sentences = list(wrap(printable(each.finding.statement.en), width - _VERDICT))
            yield f"{padded(verdict, _VERDICT)}{sentences[0]}"
            below = [*sentences[1:], *_together(_facts(each), width - _VERDICT)]
            yield from (f"{' ' * _VERDICT}{line}" for line in below)


def _facts(each: Evaluated) -> list[str]:
    """Short statements on a finding that stand in one line if there is room."""
    reading, ident = each.headline, each.finding.id
    if reading is None:
        see = each.see
        kind = each.finding.kind if each.finding.kind != "claim" else each.gaps
        look = [f"see {plural(len(see.rows), 'row')} of {see.table}"] if see else []
        return [printable(kind), *look, ident]
    values = [f"stated {reading.stated_figure}", f"re-computed {reading.value_words}"]
    readings = f"{len(each.readings)} readings" if len(each.readings) > 1 else ""
    since = f"outdated since {each.since}" if each.since else ""
    return [*values, *(part for part in (readings, since) if part), ident]


def _together(parts: Sequence[str], width: int) -> Iterator[str]:
    """Parts joined by a dot, broken between them where they do not fit."""
    line = ""
    for part in parts:
        joined = f"{line} · {part}" if line else part
        if line and width_of(joined) > width:
            yield from wrap(line, width)
            joined = part
        line = joined
    yield from wrap(line, width)


def _explain_lines(dataset: Dataset, each: Evaluated, width: int) -> Iterator[str]:
    """One finding in full, as the explorer tells it."""
    store = store_of(dataset)
    strip = standing(dataset, each.finding, each.filter, cohort=each.cohort)
    for place, section in enumerate(sections(store, each, strip)):
        if place:
            yield ""
        yield from wrap(printable(section.title), width)
        widest = max((width_of(line.label) for line in section.lines), default=0)
        labels = min(max(widest + _GAP, _LABEL), width // 2)
        for line in section.lines:
            yield from _entry(line, labels, width, 0 if place == 0 else _SET_IN)


def _entry(line: Line, labels: int, width: int, set_in: int) -> Iterator[str]:
    """A line of a section: its label in a column of its own, its text wrapped beside it."""
    before = set_in + line.indent
    label = printable(line.label)
    column = labels if label else 0
    first, *more = wrap(printable(line.text), width - before - column)
    yield f"{' ' * before}{padded(label, column) if label else ''}{first}"
    yield from (f"{' ' * (before + column)}{each}" for each in more)


def _text(lines: Iterable[str], args: argparse.Namespace) -> None:
    """Write lines of text to the file that the options name, or to stdout."""
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    deliver_text(text, "", args, for_people=True)


def _table(dataset: Dataset, found: Sequence[Evaluated], fmt: str, sites: str) -> Result | Sheet:
    """Few columns in words for a text, the table of verdicts for programs."""
    from tui.export.formats import format_of

    if not format_of(fmt).whole:
        return _in_words(found)
    table = findings_table(dataset, found, sites)
    return result_of(store_of(dataset), table, View(), every=True)


def _in_words(found: Sequence[Evaluated]) -> Sheet:
    from tui.export.sheet import sheet

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
    if (fmt == "table" and on_screen(args)) or not found:
        counts = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in tally(found).items())
        say(f"{plural(len(found), 'finding')}{': ' if counts else ''}{counts}")
    failing = [each.finding.id for each in found if each.verdict == "fails"]
    if args.check and failing:
        say(f"aif: {plural(len(failing), 'claim fails', 'claims fail')}: {', '.join(failing)}")
        return FAULTS
    return DONE


REPORT_EXAMPLES = """\
examples:
  aif report -o claims.md
  aif report --cohort factories
  aif report country:DE,FR | less
  aif report verdict:fails,outdated -o doubts.md

Terms on the fields of findings, such as verdict, theme, turns or open, choose the claims; any
other is a filter on the sites.
"""


@options.command(
    "aif report [FILTER] [options]",
    "Write a report in Markdown: scope, every claim with its verdict, what fails or depends\n"
    "explained with rows and sources, the gaps in the data, and how it was computed.",
    options.many("filter", "FILTER", "only these sites, or claims"),
    options.FOLDERS,
    options.cohort("set of sites (each finding's own)"),
    options.date("date of the report (today)"),
    *options.FILE,
    examples=REPORT_EXAMPLES,
)
def write_report(args: argparse.Namespace) -> int:
    """Print or save the findings as a report in Markdown."""
    from tui.analysis.report import report

    if to_file(args):
        check_ending(args.output, ending=".md", holds="Markdown")
    dataset = open_dataset(args)
    _, sites, rows = _evaluated(args, dataset, " ".join(args.filter))
    among = cohort_named(args.cohort, dataset) if args.cohort else None
    date = args.date or datetime.date.today()
    written = report(dataset, date, cohort=among, filter=sites, findings=rows, data=args.data)
    deliver_text(written, "the report", args)
    return DONE
