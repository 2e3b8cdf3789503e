"""``aif help``, ``aif tour``, ``aif words``: for who is new here, and for shells."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tui.cli import options
from tui.cli.common import USAGE, CommandError, folders_of, output_text, unknown
from tui.cli.parser import COMMANDS

if TYPE_CHECKING:
    from tui.dataset import Dataset


@options.command(
    "aif help [COMMAND]",
    "Print the help of a command, or that of aif.",
    options.one("command", "COMMAND", "which command", default=""),
)
def print_help(args: argparse.Namespace) -> int:
    """Print the help of a command, as ``aif COMMAND --help`` does."""
    from tui.cli.guess import meant_command
    from tui.cli.parser import parser_of

    if args.command and args.command not in COMMANDS:
        meant = meant_command(args.command, list(COMMANDS))
        hint = f"did you mean '{meant}'?" if meant else f"there are {', '.join(COMMANDS)}"
        raise CommandError(f"no command '{args.command}'; {hint}", USAGE)
    parser_of(args.command).print_help()
    return 0


@options.command(
    "aif tour [options]",
    "Open the explorer with six steps on these data, each with the keys to press. Esc leaves\n"
    "the tour at any time.",
    options.FOLDERS,
    options.THEME,
    options.ASCII,
)
def tour(args: argparse.Namespace) -> int:
    """Open the explorer at its tour and return its exit code."""
    from tui.cli import explore

    wanted = {"data": args.data, "theme": args.theme, "ascii": args.ascii}
    return explore.run(SimpleNamespace(**{**explore.UNASKED, **wanted}), tour=True)


def _tables(dataset: Dataset) -> Iterable[str]:
    from tui.analysis.tables import tables

    return tables(dataset)


def _columns(dataset: Dataset) -> Iterable[str]:
    from tui.query.engine.store import store_of

    specs = store_of(dataset).specs.values()
    return dict.fromkeys(column.id for spec in specs for column in spec.columns)


def _formats(_: Dataset) -> Iterable[str]:
    from tui.export.formats import FORMATS

    return FORMATS


def _schemas(dataset: Dataset) -> Iterable[str]:
    from tui.analysis.schemas import FILES
    from tui.cli.fields import OUTPUTS

    return (*_tables(dataset), *OUTPUTS, *FILES)


KINDS: Mapping[str, Callable[[Dataset], Iterable[str]]] = {
    "commands": lambda _: COMMANDS,
    "tables": _tables,
    "columns": _columns,
    "formats": _formats,
    "schemas": _schemas,
    "cohorts": lambda dataset: (cohort.id for cohort in dataset.cohorts),
    "sites": lambda dataset: (site.id for site in dataset.sites),
    "findings": lambda dataset: (finding.id for finding in dataset.findings),
    "themes": lambda dataset: dataset.vocabulary.words("theme"),
    "sources": lambda dataset: (source.id for source in dataset.sources),
}


@options.command(
    "aif words KIND [options]",
    f"Print names, one a line, as the completion of a shell asks for them:\n{', '.join(KINDS)}.",
    options.one("kind", "KIND", "which names", default=""),
    options.FOLDERS,
)
def print_words(args: argparse.Namespace) -> int:
    """Print the names; nothing but them, since a shell reads it."""
    from tui.dataset import load

    if not args.kind:
        raise CommandError(f"which names? There are {', '.join(KINDS)}", USAGE)
    if args.kind not in KINDS:
        raise unknown(f"no names '{args.kind}'", args.kind, KINDS)
    names = KINDS[args.kind](load(folders_of(args.data)))
    output_text("".join(f"{name}\n" for name in names))
    return 0
