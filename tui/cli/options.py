"""What a command takes: declared above the function that runs it, in the order of its help."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable, Sequence
from typing import Any

from tui.frozen import frozen

Run = Callable[[argparse.Namespace], int]

EXITS = {
    0: "done",
    1: "the check found faults, a claim fails, or the states differ",
    2: "wrong usage, or a filter that cannot be understood",
    3: "the data cannot be loaded",
    4: "the file cannot be written",
    70: "an unexpected error; the details are in a file that the message names",
    129: "the terminal is gone",
    130: "Ctrl+C",
    143: "a kill",
}
EXIT_CODES = "exit codes:\n" + "".join(f"  {code:<5}{said}\n" for code, said in EXITS.items())


@frozen
class Option:
    """An option or, where the name has no hyphen, an argument; ``settings`` are argparse's."""

    names: tuple[str, ...]
    settings: dict[str, Any]


@frozen
class Options:
    """Options under a title, or of which one at most is given, where there is none."""

    title: str
    options: tuple[Option, ...]


@frozen
class Command:
    """A command: what its help says, what it takes, and the function that runs it."""

    usage: str
    description: str
    options: tuple[Option | Options, ...]
    examples: str
    run: Run


DECLARED: dict[str, Command] = {}
"""The commands whose modules are imported, by name."""


def command(
    usage: str, description: str, *options: Option | Options, examples: str = ""
) -> Callable[[Run], Run]:
    """Declare the command that stands second in its usage."""

    def declare(run: Run) -> Run:
        DECLARED[usage.split()[1]] = Command(usage, description, options, examples, run)
        return run

    return declare


def add_options(parser: argparse._ActionsContainer, *options: Option | Options) -> None:
    """Let a parser take these."""
    for each in options:
        if isinstance(each, Option):
            parser.add_argument(*each.names, **each.settings)
        elif each.title:
            add_options(parser.add_argument_group(each.title), *each.options)
        else:
            add_options(parser.add_mutually_exclusive_group(), *each.options)


def value(name: str, metavar: str | None, meaning: str, **more: Any) -> Option:
    """An option that is followed by a text, "" unless given."""
    return Option((name,), {"metavar": metavar, "default": "", "help": meaning, **more})


def values(name: str, metavar: str, meaning: str) -> Option:
    """The same, which may be given several times."""
    return value(name, metavar, meaning, action="append", default=[])


def flag(name: str, meaning: str) -> Option:
    """An option without a value."""
    return Option((name,), {"action": "store_true", "help": meaning})


def one(name: str, metavar: str, meaning: str, **more: Any) -> Option:
    """A word that may be left out, None then."""
    return Option((name,), {"metavar": metavar, "nargs": "?", "help": meaning, **more})


def required(name: str, metavar: str, meaning: str) -> Option:
    """A word that has to be there."""
    return Option((name,), {"metavar": metavar, "help": meaning})


def many(name: str, metavar: str, meaning: str) -> Option:
    """All words that are no options."""
    return Option((name,), {"metavar": metavar, "nargs": "*", "help": meaning})


def day(given: str) -> datetime.date:
    """A day as an option gives it."""
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{given}' is not a day such as 2026-11-22") from None


FOLDERS = values(
    "--data",
    "DIR",
    "dataset folder instead of the bundled one, or over it where it has no dataset.toml; "
    "repeated, later ones lie over earlier",
)
THEME = value("--theme", "NAME", "colours, such as night, paper")
ASCII = flag("--ascii", "draw with ASCII characters only")
WHOLE = flag("--whole", "with --sites, the whole lists of these sites")
SORT = value("--sort", "A,-B", "sort by columns, with a minus downwards")
_OUTPUT = {"metavar": "FILE", "default": "", "help": "write to a file instead of the terminal"}
FILE = (Option(("-o", "--output"), _OUTPUT), flag("--force", "overwrite the file"))


def cohort(meaning: str) -> Option:
    """``--cohort``; the meaning ends in what holds without it."""
    return value("--cohort", "ID", meaning)


def date(meaning: str) -> Option:
    """``--date``, None unless given; the meaning ends in what holds without it."""
    return value("--date", "DAY", meaning, type=day, default=None)


def form(names: Sequence[str], otherwise: str) -> Option:
    """``--format`` of a text, and which one it has where no file says another."""
    said = f"without it, what the ending of --output says, else {otherwise}"
    return value("--format", "NAME", f"{', '.join(names)}; {said}")


def output() -> tuple[Option, ...]:
    """What a command takes that writes a table."""
    from tui.export.formats import FORMATS

    return (
        form(list(FORMATS), "a table on a terminal and csv in a pipe"),
        *FILE,
        flag("--pager", "show what is longer than the terminal in $PAGER"),
    )
