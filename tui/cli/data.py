"""``aif data``: a template of a row to fill, or a table of one's own taken in."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING, Any

from tui.cli import options
from tui.cli.common import (
    DATA,
    DONE,
    FAULTS,
    USAGE,
    WRITE,
    CommandError,
    folders_of,
    output,
    say,
    unknown,
)
from tui.text import listed, plural

if TYPE_CHECKING:
    from pathlib import Path

    from tui.editing.intake import Taken

EXAMPLES = """\
examples:
  aif data template site > mine/sites/my-site.toml
  aif data template finding
  aif data import june2025.xlsx --as rankings --map Name=system \\
      --map "Rmax [TFlop/s]=rmax_pflops*0.001" --set list=TOP500 \\
      --set edition=2025-06 --publisher TOP500 --to mine
  aif data import partners.csv --as partners --set site=jaif \\
      --publisher "The ministry" --to mine

A template goes to stdout. An import reads a CSV or Excel file and writes a folder that lies
over the dataset: the rows under their sites, and the source of the table. What it cannot
place is said: columns, rows whose site or system is not known, values that do not fit.
Columns named like a field need no --map.
"""
ACTIONS = ("template", "import")
_IMPORT = (
    options.value(
        "--as", "TABLE", "what the rows are: sites, systems, rankings or partners", dest="table"
    ),
    options.values(
        "--map",
        "COLUMN=FIELD",
        "column of the file and field that it holds; FIELD*0.001 multiplies",
    ),
    options.values("--set", "FIELD=VALUE", "the same value in every row, such as site=jaif"),
    options.value("--sheet", "NAME", "sheet of an Excel file"),
    options.value("--source", "ID", "id of the source of the table (made of the file's name)"),
    options.value("--title", "TEXT", "title of a new source"),
    options.value("--publisher", "TEXT", "its publisher, needed for a new source"),
    options.value("--url", "ADDRESS", "its address"),
    options.value(
        "--confidence",
        "WORD",
        "how sure the rows are: confirmed, likely (the default) or unverified",
        default="likely",
    ),
    options.value("--to", "DIR", "folder to write, new or without these files"),
)
SAID = 20
"""Problems that are said one by one."""


@options.command(
    "aif data template KIND [options]\n       aif data import FILE --as TABLE [options]",
    "Print a commented template of a row, or take a table of your own in.",
    options.required("action", "template or import", "what to do"),
    options.required("what", "KIND or FILE", "kind of row, or file to read"),
    options.FOLDERS,
    options.Options("import", _IMPORT),
    examples=EXAMPLES,
)
def run(args: argparse.Namespace) -> int:
    """Print a template, or take a table in."""
    if args.action not in ACTIONS:
        what = f"aif data cannot '{args.action}'"
        raise unknown(what, args.action, ACTIONS, f"there are {listed(ACTIONS)}")
    return _template(args) if args.action == "template" else _import(args)


def _template(args: argparse.Namespace) -> int:
    from tui.dataset import load
    from tui.editing.template import TEMPLATES, template

    if args.what not in TEMPLATES:
        every = f"there are {listed(list(TEMPLATES))}"
        raise unknown(f"no template of '{args.what}'", args.what, TEMPLATES, every)
    output().write(template(args.what, load(folders_of(args.data)).vocabulary))
    output().flush()
    return DONE


def _import(args: argparse.Namespace) -> int:
    from pathlib import Path

    from tui.dataset import load
    from tui.editing.intake import TABLES, MappingError, take
    from tui.editing.spreadsheet import SpreadsheetError, read_spreadsheet

    if args.table not in TABLES:
        every = f"there are {listed(list(TABLES))}"
        raise unknown("--as says what the rows are", args.table, TABLES, every)
    if not args.to:
        raise CommandError("--to names the folder to write, such as --to mine", USAGE)
    dataset = load(folders_of(args.data))
    words = dataset.vocabulary.words("confidence")
    if args.confidence not in words:
        raise CommandError(
            f"no confidence '{args.confidence}'; there are {listed(list(words))}", USAGE
        )
    path = Path(args.what).expanduser()
    source = _source(args, path)
    try:
        found = take(
            dataset, args.table, read_spreadsheet(path, args.sheet),
            mapping=args.map, constants=args.set, source=source["id"], confidence=args.confidence,
        )  # fmt: skip
    except SpreadsheetError as error:
        raise CommandError(f"cannot read {path}: {error}", DATA) from None
    except MappingError as error:
        raise CommandError(str(error), USAGE) from None
    _say_problems(found)
    if not found.placed:
        raise CommandError("no row could be placed; nothing is written", FAULTS)
    known = source["id"] in {each.id for each in dataset.sources}
    if not known and not args.publisher:
        raise CommandError(
            f"{path.name} becomes a source: --publisher names who made it, or --source ID a source "
            "that is known",
            USAGE,
        )
    _write(Path(args.to).expanduser(), found, {} if known else source)
    return _verdict(args, found)


def _source(args: argparse.Namespace, path: Path) -> dict[str, Any]:
    """The entry of the bibliography for the table."""
    from tui.query.engine.fold import slug_of

    entry = {
        "id": args.source or slug_of(path.stem) or "table",
        "title": args.title or path.name,
        "publisher": args.publisher,
        "url": args.url,
        "kind": "reference",
        "read": "direct",
    }
    return {key: value for key, value in entry.items() if value}


def _say_problems(found: Taken) -> None:
    """Say what was not placed, alike reasons together."""
    if found.unused:
        say(f"aif: columns without a field: {listed(found.unused, 20)}")
    unknown = [problem.unknown for problem in found.problems if problem.unknown]
    told = [problem for problem in found.problems if not problem.unknown]
    for problem in told[:SAID]:
        where = f"row {problem.row}" + (f", {problem.column}" if problem.column else "")
        say(f"aif: {where}: {problem.reason}")
    if len(told) > SAID:
        say(f"aif: and {len(told) - SAID:,} more that could not be placed")
    if unknown:
        names = listed(list(dict.fromkeys(unknown)), SAID)
        say(f"aif: {plural(len(unknown), 'row')} of which the dataset knows nothing: {names}")


def _write(folder: Path, found: Taken, source: dict[str, Any]) -> None:
    from tui.editing.template import FolderError, write_folder
    from tui.user.writing import cannot_write

    try:
        files = write_folder(folder, found.sites, source)
    except FolderError as error:
        raise CommandError(str(error), WRITE) from None
    except OSError as error:
        raise CommandError(cannot_write(folder, error), WRITE) from None
    for path in files:
        say(f"wrote {path}")


def _verdict(args: argparse.Namespace, found: Taken) -> int:
    """Check what was written, over the dataset, and say what is still to be done."""
    from pathlib import Path

    from tui.analysis.validation import checked

    faults = checked((*folders_of(args.data), Path(args.to).expanduser())).faults
    say(f"{plural(found.placed, 'row')} placed at {plural(len(found.sites), 'site')}")
    for fault in faults[:SAID]:
        say(str(fault))
    if faults:
        say(f"aif: {plural(len(faults), 'fault')} to mend; '{shlex.join(_check(args))}' lists them")
    return FAULTS if faults else DONE


def _check(args: argparse.Namespace) -> list[str]:
    return ["aif", "validate", *args.data, args.to]
