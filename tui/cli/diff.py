"""``aif diff``: what two states of a dataset differ in."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tui.cli import options
from tui.cli.common import (
    DONE,
    FAULTS,
    USAGE,
    CommandError,
    deliver,
    folders_of,
    format_named,
    say,
    unknown,
)
from tui.text import listed, plural

if TYPE_CHECKING:
    from tui.analysis.difference import Change
    from tui.dataset import Dataset

BUNDLED = "bundled"

EXAMPLES = """\
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
    examples=EXAMPLES,
)
def run(args: argparse.Namespace) -> int:
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
        deliver(_sheet(shown), fmt, args)
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


def _sheet(changes: Sequence[Change]) -> Any:
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
