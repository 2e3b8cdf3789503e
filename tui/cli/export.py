"""``aif export``, ``aif profile``, ``aif cite``: tables, sites and sources to take along."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli import options
from tui.cli.common import (
    USAGE,
    CommandError,
    check_ending,
    cohort_named,
    deliver_text,
    filter_failure,
    open_dataset,
    say,
    say_faults,
    say_notes,
    to_file,
    unknown,
)
from tui.text import did_you_mean, plural

if TYPE_CHECKING:
    from tui.analysis.telling.sections import Record
    from tui.dataset import Dataset
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
    from tui.query.engine.notes import notes
    from tui.query.engine.store import store_of

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
    say_notes(notes(store_of(dataset), "sites", text))
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


PROFILE_EXAMPLES = """\
examples:
  aif profile hammerhai
  aif profile hammerhai jaif --format text
  aif profile country:DE -o germany.md
  aif profile --cohort factories --format json

Ids of sites give all that is known about each; a filter gives one page over what it picks:
machines, money, members, access, claims that turn, doubts, sources. '~' is not confirmed.
"""
PROFILE_FORMATS = ("md", "text", "json")


@options.command(
    "aif profile ID…|FILTER [options]",
    "Tell everything known about sites, or what a selection of them comes to.",
    options.many("what", "ID", "ids of sites, or a filter"),
    options.FOLDERS,
    options.cohort("set of sites to select from"),
    options.form(PROFILE_FORMATS, "md"),
    *options.FILE,
    examples=PROFILE_EXAMPLES,
)
def run_profile(args: argparse.Namespace) -> int:
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
    if name not in PROFILE_FORMATS:
        raise unknown(f"no format '{args.format}' here", name, PROFILE_FORMATS)
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


CITE_EXAMPLES = """\
examples:
  aif cite                                        the dataset itself
  aif cite gazetteer
  aif cite top500-2026-06 gazetteer -o sources.bib
  aif cite gazetteer --format csl-json

'aif show sources' lists the ids; the sources of a row stand in its column 'sources'.
"""
CITE_FORMATS = ("text", "bibtex", "csl-json")
_ENDINGS = {".bib": "bibtex", ".json": "csl-json"}


@options.command(
    "aif cite [ID…] [options]",
    "Print sources of the bibliography as citations; without an id the dataset.",
    options.many("ids", "ID", "ids of sources (the dataset)"),
    options.FOLDERS,
    options.form(CITE_FORMATS, "text"),
    *options.FILE,
    examples=CITE_EXAMPLES,
)
def run_cite(args: argparse.Namespace) -> int:
    """Print or save the citations, in the order asked for, each once."""
    from tui.export.citation import STYLES, cited, dataset_cited

    ending = Path(args.output).suffix.lower() if to_file(args) else ""
    style = args.format.lower() or _ENDINGS.get(ending, "text")
    if style not in STYLES:
        raise unknown(f"no format '{args.format}' here", style, STYLES)
    ids = tuple(dict.fromkeys(args.ids))
    dataset = open_dataset(args)
    if ids:
        sources = {source.id: source for source in dataset.sources}
        wrong = [ident for ident in ids if ident not in sources]
        if wrong:
            reasons = [_unknown(ident, list(sources)) for ident in wrong]
            raise CommandError("\n".join(reasons), USAGE)
        written = cited(style, [sources[ident] for ident in ids], dataset.meta.as_of)
    else:
        written = dataset_cited(style, dataset.meta)
    deliver_text(written, plural(len(ids), "source") if ids else "the citation", args)
    return 0


def _unknown(ident: str, ids: Sequence[str]) -> str:
    from tui.cli.guess import id_meant

    hint = id_meant(ident, ids)
    return f"no source '{ident}'" + (f"; {hint}" if hint else "")
