"""``aif validate``, ``aif diff``: the faults of a dataset, what two states of it differ in."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.cli import options
from tui.cli.common import (
    DATA,
    DONE,
    FAULTS,
    USAGE,
    CommandError,
    deliver,
    folders_of,
    format_named,
    on_terminal,
    output,
    say,
    unknown,
)
from tui.export.formats import FORMATS, format_of
from tui.text import listed, padded, plural, printable, width_of, wrap

if TYPE_CHECKING:
    from pathlib import Path

    from tui.analysis.difference import Change
    from tui.dataset import Dataset, Fault
    from tui.dataset.files import Signature

COUNTED = ("sites", "systems", "partners", "regions", "findings", "sources")
PAUSE = 0.3
"""Seconds between two looks at the folders."""
NARROWEST = 30  # cells that a reason needs beside its place
WIDEST_KEY = 36


@options.command(
    "aif validate [DIR…] [options]",
    "Check a dataset and list its faults with file, line, key, reason and the nearest valid word.\n"
    "Several folders are read as one dataset, later ones over earlier ones.",
    options.many("folders", "DIR", "dataset folder (the bundled dataset)"),
    options.FOLDERS,
    options.value("--format", "NAME", f"{', '.join(FORMATS)} (table)", default="table"),
    options.flag("--watch", "check again whenever a file changes, until Ctrl+C"),
)
def run(args: argparse.Namespace) -> int:
    """Check the dataset; 0 without faults, 1 with, 3 where there is no dataset."""
    fmt = format_of(args.format).id
    args.output = ""
    folders = folders_of([*args.data, *args.folders])
    if args.watch:
        return _watch(folders, fmt, args)
    return _checked(folders, fmt, args)


def _watch(folders: Sequence[Path], fmt: str, args: argparse.Namespace) -> int:
    """Check again after each change; the exit code of the last check when interrupted."""
    from tui.dataset.files import signature

    seen = signature(folders)
    code = _checked(folders, fmt, args)
    try:
        while True:
            say("waiting for a change; Ctrl+C ends")
            # An editor may write in several steps: wait until it is still.
            while (now := signature(folders)) == seen or now != _after(PAUSE, folders):
                time.sleep(PAUSE)
            seen = now
            code = _checked(folders, fmt, args)
    except KeyboardInterrupt:
        return code


def _after(seconds: float, folders: Sequence[Path]) -> Signature:
    """What tells of a change, a while later."""
    from tui.dataset.files import signature

    time.sleep(seconds)
    return signature(folders)


def _checked(folders: Sequence[Path], fmt: str, args: argparse.Namespace) -> int:
    from tui.analysis.validation import checked

    found = checked(folders)
    dataset, faults, warnings = found.dataset, found.faults, found.warnings
    _print(faults, warnings, fmt, args)
    if not any(os.path.isfile(folder / "dataset.toml") for folder in folders):
        say("aif: there is no dataset to check")
        return DATA
    if faults or dataset is None:
        files = len({fault.file for fault in faults})
        say(f"aif: {plural(len(faults), 'fault')} in {plural(files, 'file')}")
        return FAULTS
    also = f", {plural(len(warnings), 'warning')}" if warnings else ""
    say(f"no faults{also}: {_counts(dataset)}")
    return DONE


def _print(
    faults: Sequence[Fault], warnings: Sequence[Fault], fmt: str, args: argparse.Namespace
) -> None:
    if fmt != "table":
        deliver(_sheet(faults, warnings), fmt, args)
        return
    from shutil import get_terminal_size

    width = get_terminal_size().columns if on_terminal() else None
    stream = output()
    marked = (replace(each, reason=f"warning: {each.reason}") for each in warnings)
    for line in _lines([*faults, *marked], width):
        stream.write(f"{line}\n")
    stream.flush()


def _lines(faults: Sequence[Fault], width: int | None) -> Iterator[str]:
    """A fault a row: place, key, reason; a reason too long for the width is folded."""
    from tui.export.sheet import GAP

    rows = [
        (printable(_place(fault)), printable(fault.key), printable(_reason(fault)))
        for fault in faults
    ]
    place = max((width_of(row[0]) for row in rows), default=0)
    key = min(max((width_of(row[1]) for row in rows), default=0), WIDEST_KEY)
    ahead = place + key + 2 * len(GAP)
    if width is not None and width - ahead < NARROWEST:
        yield from (printable(str(fault)) for fault in faults)
        return
    for row in rows:
        first, *more = [row[2]] if width is None else wrap(row[2], width - ahead)
        yield GAP.join((padded(row[0], place), padded(row[1], key), first))
        yield from (" " * ahead + line for line in more)


def _place(fault: Fault) -> str:
    return f"{fault.file}:{fault.line}" if fault.line else fault.file


def _reason(fault: Fault) -> str:
    hint = f"; did you mean '{fault.suggestion}'?" if fault.suggestion else ""
    return f"{fault.reason}{hint}"


def _sheet(faults: Sequence[Fault], warnings: Sequence[Fault]) -> Any:
    from tui.cli.fields import FAULT_COLUMNS
    from tui.export.sheet import sheet

    rows = [
        (
            fault.file,
            fault.line or None,
            fault.key or None,
            fault.reason,
            fault.suggestion or None,
            fault.site or None,
            severity,
        )
        for severity, found in (("fault", faults), ("warning", warnings))
        for fault in found
    ]
    return sheet("faults", FAULT_COLUMNS, rows)


def _counts(dataset: Dataset) -> str:
    from tui.query.engine.store import store_of

    store = store_of(dataset)
    return ", ".join(f"{len(store.table(name))} {name}" for name in COUNTED)


BUNDLED = "bundled"

DIFF_EXAMPLES = """\
examples:
  aif diff mine                       the bundled data, and mine over them
  aif diff data-2026-10 data-2026-11
  aif diff bundled mine --table systems
  aif diff data-2026-10 data-2026-11 --format md

A folder without dataset.toml is taken over the bundled data, as with --data. Exit code 1
says that there are differences.
"""


@options.command(
    "aif diff [OLD] NEW [options]",
    "List what two states of a dataset differ in: rows added and gone, figures changed with\n"
    "their sources, and the verdicts on findings that this turns.",
    options.many(
        "folders", "OLD, NEW", f"dataset folders; OLD is the {BUNDLED} data where it is not given"
    ),
    options.values("--table", "NAME", "only changes of this table"),
    options.values("--kind", "KIND", "only added, gone, changed, turned or recomputed"),
    *options.output(),
    examples=DIFF_EXAMPLES,
)
def run_diff(args: argparse.Namespace) -> int:
    """Print or save the differences; 1 where there are any."""
    from tui.analysis.difference import KINDS, difference, summary
    from tui.dataset import load

    if not 1 <= len(args.folders) <= 2:
        raise CommandError("diff takes one or two dataset folders: aif diff OLD NEW", USAGE)
    _known(args.table, [*_tables(), "vocabulary", "dataset"], "table")
    _known(args.kind, list(KINDS), "kind of change")
    fmt = format_named(args)
    old, new = ([BUNDLED] * (2 - len(args.folders))) + args.folders
    states = [load(folders_of([] if name == BUNDLED else [name])) for name in (old, new)]
    for name, dataset in zip((old, new), states, strict=True):
        _say_faults(name, dataset)
    changes = difference(*states)
    shown = [
        change
        for change in changes
        if (not args.table or change.table in args.table)
        and (not args.kind or change.kind in args.kind)
    ]
    if shown or fmt != "table":
        deliver(_difference_sheet(shown), fmt, args)
    say(summary(shown))
    return FAULTS if shown else DONE


def _tables() -> list[str]:
    from tui.query.engine.specs import Specs, Words

    return [name for name in Specs(Words()) if name != "organisations"]


def _say_faults(name: str, dataset: Dataset) -> None:
    dataset.load_all()
    faults = len(dataset.known_faults())
    if faults:
        counted = plural(faults, "fault")
        say(f"aif: {name} has {counted}; what is faulty is not compared ('aif validate' lists it)")


def _known(names: Sequence[str], valid: Sequence[str], what: str) -> None:
    for name in names:
        if name not in valid:
            raise unknown(f"no {what} '{name}'", name, valid, f"there are {listed(valid)}")


def _difference_sheet(changes: Sequence[Change]) -> Any:
    from tui.cli.fields import DIFFERENCE_COLUMNS
    from tui.export.sheet import sheet

    rows = [
        (
            each.kind,
            each.table,
            each.row,
            each.column or None,
            _value(each.old),
            _value(each.new),
            each.sources,
        )
        for each in changes
    ]
    return sheet("differences", DIFFERENCE_COLUMNS, rows)


def _value(value: Any) -> Any:
    """A value as a cell of its own type; a list as its words."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value
