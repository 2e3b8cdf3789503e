"""``aif data``, ``aif edit``: a template, a table taken in, a row changed in an editor."""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
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
from tui.text import listed, plural, printable

if TYPE_CHECKING:
    from tui.editing.edit import Outcome, Spot
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


EDIT_EXAMPLES = """\
examples:
  aif edit jaif --data mine               a correction over the bundled data
  aif edit jaif/kit --data mine           one partner of a site
  aif edit top500-2026-06 --data data     a source, in a dataset of your own

The text is edited in a copy. It is checked when the editor ends; only a text without new
faults takes the place of the file, and what it changes is listed. A text with faults is
kept, and the next call goes on with it.
"""
# Editors that begin at a line when told so in this way.
_AT_LINE = frozenset({"vi", "vim", "nvim", "nano", "emacs", "micro", "kak", "joe", "ne"})
_FALLBACKS = ("nano", "vim", "vi")


@options.command(
    "aif edit ID [options]",
    "Open the file of a row in $VISUAL or $EDITOR, check it on return, and show what it\n"
    "changes and which verdicts it turns.",
    options.required(
        "ident", "ID", "id of a site, source, finding, region, system, partner, fact or cluster"
    ),
    options.FOLDERS,
    examples=EDIT_EXAMPLES,
)
def run_edit(args: argparse.Namespace) -> int:
    """Edit a row; 0 when it is changed or left as it was, 1 where faults are left."""
    from tui.cli.guess import id_meant
    from tui.editing.edit import EditError, NoRowError, Spot, correction, locate

    folders = _folders(args)
    try:
        spot = locate([folder for folder in folders if folder.is_dir()], args.ident)
    except EditError as error:
        near = id_meant(args.ident, error.ids) if isinstance(error, NoRowError) else ""
        raise CommandError(f"{error}; {near}" if near else str(error), USAGE) from None
    target = spot
    text = _read(spot.path)
    if spot.folder != folders[-1]:
        target = Spot(folders[-1], spot.name, 1)
        text = _read(target.path) if target.path.exists() else ""
        text = f"{text}\n{correction(spot)}".lstrip("\n")
    return _edited(folders, target, text)


def _folders(args: argparse.Namespace) -> Sequence[Path]:
    """The folders of the dataset; the last of them is the one to write to."""
    from tui.dataset.files import holds_data
    from tui.user.paths import data_dir

    given = [Path(name).expanduser() for name in args.data]
    # A folder for corrections may be made by the first of them.
    empty = len(given) == 1 and not holds_data(given[0])
    folders = (data_dir(), *given) if empty else folders_of(args.data)
    if folders[-1] == data_dir() and not given:
        raise CommandError("the bundled data stay as they are; --data mine puts the correction "
                           "into the folder mine, which lies over them", USAGE)  # fmt: skip
    return folders


def _read(path: Path) -> str:
    from tui.dataset.files import look_at

    try:
        look_at(path)  # A pipe would never be read to its end.
        return path.read_text("utf-8")
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror or error}", WRITE) from None
    except UnicodeDecodeError as error:
        raise CommandError(f"cannot read {path}: {error}", WRITE) from None


def _edited(folders: Sequence[Path], spot: Spot, text: str) -> int:
    """Edit until the text is sound, left as it was, or given up."""
    from tui.editing.edit import outcome
    from tui.user.writing import cannot_write, write_whole

    before = _read(spot.path) if spot.path.exists() else None
    draft = _draft(spot)
    if draft.exists():
        say(f"going on with the text kept in {draft}")
    else:
        try:
            write_whole(draft, text)
        except OSError as error:
            raise CommandError(cannot_write(draft, error), WRITE) from None
    while True:
        _open(draft, spot.line)
        new = _read(draft)
        if new in (before, text):
            _drop(draft)
            say("nothing changed")
            return DONE
        found = outcome(folders, spot, new)
        _show(found)
        if not found.faults:
            break
        if not _again():
            say(f"aif: {spot.path} is as it was; your text is kept in {draft}")
            return FAULTS
    if (_read(spot.path) if spot.path.exists() else None) != before:
        raise CommandError(
            f"{spot.path} was changed meanwhile; your text is kept in {draft}", WRITE
        )
    _put(spot, new, draft)
    return DONE


def _draft(spot: Spot) -> Path:
    """Where the text is while it is edited; it has the name of the file for the editor's sake."""
    from hashlib import sha256

    from tui.user.paths import state_dir

    place = state_dir()
    if place is None:
        raise CommandError("there is no home to keep the text in while it is edited", WRITE)
    mark = sha256(str(spot.path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return place / "edits" / mark / spot.path.name


def _drop(draft: Path) -> None:
    draft.unlink()
    with contextlib.suppress(OSError):
        draft.parent.rmdir()


def _open(path: Path, line: int) -> None:
    """Run the editor. Raises CommandError where there is none, or where it fails."""
    given = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    words = shlex.split(given) or [next(filter(shutil.which, _FALLBACKS), "")]
    if not words[0] or shutil.which(words[0]) is None:
        named = f"there is no editor '{words[0]}'" if words[0] else "no editor is known"
        raise CommandError(f"{named}; set EDITOR", USAGE)
    at = [f"+{line}"] if line > 1 and Path(words[0]).name in _AT_LINE else []
    done = subprocess.run([*words, *at, str(path)], check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(
            f"the editor ended with {done.returncode}; your text is kept in {path}", WRITE
        )


def _show(found: Outcome) -> None:
    """The faults, or what the text changes."""
    if found.faults:
        for fault in found.faults:
            say(str(fault))
        say(f"aif: {plural(len(found.faults), 'fault')}")
        return
    stream = output()
    for change in found.changes:
        column = f" {change.column}" if change.column else ""
        values = "" if change.kind in ("added", "gone") else f": {change.old} → {change.new}"
        line = f"{change.kind} {change.table} {change.row}{column}{values}"
        stream.write(f"{printable(line)}\n")
    stream.flush()
    turned = sum(change.kind == "turned" for change in found.changes)
    say(f"{plural(len(found.changes), 'difference')}, {plural(turned, 'verdict')} turned")


def _again() -> bool:
    """Ask whether to go on editing, where somebody can answer."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    sys.stderr.write("edit again? [Y/n] ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    return bool(answer) and answer.strip().lower() in ("", "y", "yes", "j", "ja")


def _put(spot: Spot, text: str, draft: Path) -> None:
    from tui.user.writing import cannot_write, write_all

    try:
        spot.path.parent.mkdir(parents=True, exist_ok=True)
        write_all({spot.path: text})
    except OSError as error:
        raise CommandError(
            f"{cannot_write(spot.path, error)}; your text is kept in {draft}", WRITE
        ) from None
    _drop(draft)
    say(f"wrote {spot.path}")
