"""Finding the command and reading its options, where a filter may begin with a minus."""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from tui import __version__
from tui.cli.common import USAGE, CommandError, output
from tui.text import did_you_mean

COMMANDS = {
    "show": "print or save a table",
    "tables": "list the tables by name",
    "export": "write many tables at once: Data Package, SQLite, Excel, Parquet",
    "tally": "count the rows of a table by the values of a column",
    "fields": "list the tables and columns with type, unit and meaning",
    "schema": "print the JSON Schema of an output or of a file of a dataset",
    "findings": "hold the claims of the brief against the data",
    "profile": "tell everything known about sites, to take along",
    "report": "write the findings as a report in Markdown",
    "cite": "print sources as citations, BibTeX or CSL-JSON",
    "validate": "check a dataset and list its faults",
    "diff": "list what two states of a dataset differ in",
    "data": "print a template to fill, or take a table of your own in",
    "edit": "change a row of the data in an editor, checked before it counts",
    "tour": "walk through the explorer in six steps",
    "help": "print the help of a command",
    "words": "print names for the completion of a shell",
}
EXPLORE = "explore"
# Formats that are typed as options out of habit.
FORMATS = ("csv", "tsv", "json", "jsonl", "md", "toml", "html", "latex", "xlsx", "parquet")

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
_WIDEST = 96
"""Columns of prose that are still read easily."""


class FittingFormatter(argparse.RawDescriptionHelpFormatter):
    """Prose is wrapped to the terminal; indented lines stay, and no word is broken."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        from itertools import groupby

        lines: list[str] = []
        for flows, run in groupby(text.splitlines(), lambda line: line[:1].strip() != ""):
            whole = list(run)
            if flows:
                whole = self._split_lines(" ".join(whole), min(width, _WIDEST))
            lines += whole
        return "\n".join(indent + line for line in lines)

    def _split_lines(self, text: str, width: int) -> list[str]:
        import textwrap

        return textwrap.wrap(
            " ".join(text.split()), width, break_on_hyphens=False, break_long_words=False
        )


def _of_any_width(prog: str) -> argparse.HelpFormatter:
    """What looks at options while they are added; asking for the terminal's width takes time."""
    return FittingFormatter(prog, width=80)


class Parser(argparse.ArgumentParser):
    """An argument parser whose mistakes are one calm message, and exit code 2."""

    def __init__(self, **settings: object) -> None:
        """Set up with the defaults of all commands."""
        settings.setdefault("formatter_class", _of_any_width)
        settings.setdefault("epilog", EXIT_CODES)
        super().__init__(allow_abbrev=False, **settings)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Raise a :class:`~tui.cli.common.CommandError` instead of ending the process."""
        for theirs, ours in _IN_OUR_WORDS:
            message = re.sub(theirs, ours, message)
        raise CommandError(f"{message}; '{self.prog} --help' lists what there is", USAGE)

    def format_help(self) -> str:
        """The help, made to fit the terminal."""
        self.formatter_class = FittingFormatter
        return super().format_help()

    def _print_message(self, message: str, file: object = None) -> None:
        """Write the help or the version; what goes wrong with it is said like anywhere else."""
        output().write(message)
        output().flush()

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """Read the words of a command; options and others may stand in any order."""
        args, more = self.parse_known_args(arranged(words, self._option_string_actions))
        if more:
            self.error(f"no place for '{' '.join(word for word in more if word != '--')}'")
        return args


# What argparse says, in the words of the other messages.
_IN_OUR_WORDS = (
    (r"^argument (-\S+): ignored explicit argument .*$", r"option \1 takes no value"),
    (r"^argument (?=-)", "option "),
    (r"^argument (?=[A-Z])", ""),
    (r"^the following arguments are required: (.*)$", r"missing: \1"),
)

Options = dict[str, argparse.Action]


def arranged(words: Sequence[str], known: Options) -> list[str]:
    """The words with all options first, joined to their values, and the rest behind ``--``.

    So ``--sort -members`` and a filter such as ``-partner.type:company`` are read as they
    stand. Raises :class:`~tui.cli.common.CommandError` for an unknown option.
    """
    options: list[str] = []
    others: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            others += waiting
            break
        name, equals, _ = word.partition("=")
        if name in known and (not equals or name.startswith("--")):
            if known[name].nargs is None and not equals:
                if not waiting or waiting[0] in (*known, "--"):
                    raise CommandError(f"option {name} needs a value", USAGE)
                word = f"{name}={waiting.pop(0)}"
            options.append(word)
        elif _meant_as_option(word, known):
            raise _unknown(name, known)
        else:
            others.append(word)
    return [*options, "--", *others] if others else options


def _meant_as_option(word: str, known: Options) -> bool:
    """Whether an unknown word is an option misspelt; ``-website:*`` is a filter."""
    if word.startswith("--"):
        return True
    if not word.startswith("-") or word == "-":
        return False
    return len(word) == 2 or f"-{word.partition('=')[0]}" in known


def _unknown(name: str, known: Options) -> CommandError:
    plain = name.lstrip("-")
    # Without the hyphens, which every option shares and no likeness rests on.
    long = {each.lstrip("-"): each for each in known if each.startswith("--")}
    close = long.get(did_you_mean(plain, long), "")
    fmt = plain if plain in FORMATS else did_you_mean(plain, FORMATS) if not close else ""
    if fmt and "--format" in known:
        close = f"--format {fmt}"
    hint = f"did you mean '{close}'?" if close else "a filter like that comes after --"
    return CommandError(f"unknown option '{name}'; {hint}", USAGE)


def run(words: Sequence[str]) -> int:
    """Find the command that the words name, read its options and run it."""
    name, rest = _command(words, explorer_parser()._option_string_actions)
    if not name:
        _check_places(words)
    args = parser_of(name).parse(rest)
    if not name and "--" not in words:
        from tui.cli.guess import check_word

        check_word(args.filter, args.data, list(COMMANDS))
    code: int = import_module(f"tui.cli.{name or EXPLORE}").run(args)
    return code


def parser_of(name: str) -> Parser:
    """The parser of a command, "" for ``aif`` alone."""
    main = explorer_parser()
    if not name:
        return main
    commands = main.add_subparsers(title="commands", prog="aif")
    import_module(f"tui.cli.{name}").add_parser(commands)
    parser: Parser = commands.choices[name]
    return parser


def _check_places(words: Sequence[str]) -> None:
    """Raise a CommandError for an option that stands before the command that it belongs to."""
    before = words[: words.index("--")] if "--" in words else words
    command = next((word for word in before if word in COMMANDS), "")
    option = next((word.partition("=")[0] for word in before if word.startswith("--")), "")
    own = explorer_parser()._option_string_actions
    if not command or not option or option in own:
        return
    if option in parser_of(command)._option_string_actions:
        from tui.cli.guess import misplaced

        raise misplaced(option, words, command)


def _command(words: Sequence[str], known: Options) -> tuple[str, list[str]]:
    """The command, if the first word that is no option names one, and the other words."""
    at = 0
    while at < len(words) and words[at] != "--":
        word = words[at]
        if word in known:
            at += 1 if known[word].nargs == 0 else 2
        elif word.startswith("--"):
            at += 1
        elif word in COMMANDS:
            return word, [*words[:at], *words[at + 1 :]]
        else:
            if len(words) > at + 1 and word.isalpha():
                _check_command(word)
            break
    return "", list(words)


def _check_command(word: str) -> None:
    """Raise a CommandError for a first word that looks like a command and is none."""
    from tui.cli.guess import meant_command

    meant = meant_command(word, list(COMMANDS))
    if meant:
        raise CommandError(
            f"unknown command '{word}'; did you mean '{meant}'? A filter comes after --", USAGE
        )


def explorer_parser() -> Parser:
    """The parser of ``aif`` alone, which opens the explorer."""
    listed = "\n".join(f"  {name:<9} {meaning}" for name, meaning in COMMANDS.items())
    parser = Parser(
        prog="aif",
        usage="aif [FILTER] [options]\n       aif COMMAND [arguments] [options]",
        description="Explore the EU's AI Factories: sites, consortia, sectors and the claims of "
        "the brief.\nWithout a command it opens the explorer.",
        epilog=f"commands ('aif COMMAND --help' says more):\n{listed}\n\n"
        "filters:\n"
        "  aif stuttgart                       anything that mentions it\n"
        '  aif "country:DE sectors:>=5"        German sites with five sectors or more\n'
        '  aif "-member.type:company"          sites without a company as a member\n'
        "  aif -- show                         the word 'show', not the command\n\n"
        f"{EXIT_CODES}",
    )
    parser.add_argument("filter", metavar="FILTER", nargs="*", help="which sites to begin with")
    add_data(parser)
    parser.add_argument("--cohort", metavar="ID", default="", help="set of sites to begin with")
    parser.add_argument("--tab", metavar="ID", default="", help="tab to begin with")
    parser.add_argument(
        "--way",
        metavar="ID",
        default="",
        help="way of looking at that tab, such as by-country or by-indicator:rd_gdp",
    )
    parser.add_argument("--theme", metavar="NAME", default="", help="colours, such as night, paper")
    parser.add_argument("--view", metavar="NAME", default="", help="saved view to begin with")
    parser.add_argument("--resume", action="store_true", help="go on where the last session ended")
    parser.add_argument(
        "--plain",
        action="store_true",
        help="print what the tab shows as plain lines, for screen readers, logs and dumb "
        "terminals; --tab all and --way all print one after the other",
    )
    parser.add_argument(
        "--no-mouse", dest="mouse", action="store_false", help="leave the mouse to the terminal"
    )
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument(
        "-V", "--version", action="version", version=f"aif {__version__}", help="print the version"
    )
    return parser


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add ``--data DIR``, which every command has."""
    parser.add_argument(
        "--data",
        metavar="DIR",
        action="append",
        default=[],
        help="dataset folder instead of the bundled one, or over it where it has no dataset.toml; "
        "repeated, later ones lie over earlier",
    )


def day(text: str) -> datetime.date:
    """A day as an option gives it."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day such as 2026-11-22") from None
