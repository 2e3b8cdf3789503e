"""``aif profile``: everything known about one or several sites, or a page over a selection."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.cli import options
from tui.cli.common import (
    USAGE,
    CommandError,
    check_ending,
    cohort_named,
    deliver_text,
    filter_failure,
    open_dataset,
    say_faults,
    say_notes,
    to_file,
    unknown,
)

if TYPE_CHECKING:
    from tui.analysis.telling.sections import Record
    from tui.dataset import Dataset

EXAMPLES = """\
examples:
  aif profile hammerhai
  aif profile hammerhai jaif --format text
  aif profile country:DE -o germany.md
  aif profile --cohort factories --format json

Ids of sites give all that is known about each; a filter gives one page over what it picks:
machines, money, members, access, claims that turn, doubts, sources. '~' is not confirmed.
"""
FORMATS = ("md", "text", "json")


@options.command(
    "aif profile ID…|FILTER [options]",
    "Tell everything known about sites, or what a selection of them comes to.",
    options.many("what", "ID", "ids of sites, or a filter"),
    options.FOLDERS,
    options.cohort("set of sites to select from"),
    options.form(FORMATS, "md"),
    *options.FILE,
    examples=EXAMPLES,
)
def run(args: argparse.Namespace) -> int:
    """Print or save the profile."""
    from tui.analysis.telling.profile import written

    fmt = _format(args)
    dataset = open_dataset(args)
    ids = {site.id for site in dataset.sites}
    alone = bool(args.what) and not args.cohort and all(word in ids for word in args.what)
    records = _profiles(dataset, args.what) if alone else _selection(dataset, args)
    say_faults(args, dataset)
    deliver_text(written(records, fmt), "the profile", args)
    return 0


def _format(args: argparse.Namespace) -> str:
    """The format asked for, or that of the file's ending."""
    ending = args.output.rpartition(".")[2].lower() if to_file(args) else ""
    guessed: str = {"txt": "text", "json": "json"}.get(ending, "md")
    if guessed == "md" and not args.format and to_file(args):
        check_ending(args.output, ending=".md", holds="Markdown")
    name: str = args.format.lower() or guessed
    name = {"markdown": "md", "txt": "text"}.get(name, name)
    if name not in FORMATS:
        raise unknown(f"no format '{args.format}' here", name, FORMATS)
    return name


def _profiles(dataset: Dataset, words: list[str]) -> list[Record]:
    from tui.analysis.telling.profile import site_profile

    by_id = {site.id: site for site in dataset.sites}
    return [site_profile(dataset, by_id[word]) for word in dict.fromkeys(words)]


def _selection(dataset: Dataset, args: argparse.Namespace) -> list[Record]:
    from tui.analysis.telling.profile import selection_sections
    from tui.query import FilterError, View, table
    from tui.query.engine.table import notes_of

    view = View(cohort=cohort_named(args.cohort, dataset), filter=" ".join(args.what))
    try:
        result = table(dataset, view, "sites")
        if not len(result):
            raise _nothing(dataset, args.what)
        say_notes(notes_of(result, view))
        return [selection_sections(dataset, view)]
    except FilterError as error:
        raise filter_failure(error) from None


def _nothing(dataset: Dataset, words: list[str]) -> CommandError:
    from tui.cli.guess import id_meant

    ids = [site.id for site in dataset.sites]
    near = next((meant for word in words if (meant := id_meant(word, ids))), "")
    hint = near or "'aif show sites' lists the sites"
    return CommandError(f"no site is picked by '{' '.join(words)}'; {hint}", USAGE)
