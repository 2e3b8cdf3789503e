"""Finding the command and reading its options, where a filter may begin with a minus."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from tui import __version__
from tui.cli import options
from tui.cli.common import USAGE, CommandError, folders_of, output
from tui.text import did_you_mean, listed

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
_HOMES = {
    "tally": "show", "tables": "fields", "schema": "fields", "report": "findings",
    "profile": "export", "cite": "export", "diff": "validate", "edit": "data", "tour": "help",
    "words": "help",
}  # fmt: skip
"""Modules of commands that do not have one of their own name."""
# Formats that are typed as options out of habit.
FORMATS = ("csv", "tsv", "json", "jsonl", "md", "toml", "html", "latex", "xlsx", "parquet")

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
        settings.setdefault("epilog", options.EXIT_CODES)
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
    known_ones: list[str] = []
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
            known_ones.append(word)
        elif _meant_as_option(word, known):
            raise _unknown(name, known)
        else:
            others.append(word)
    return [*known_ones, "--", *others] if others else known_ones


def _meant_as_option(word: str, known: Options) -> bool:
    """Whether an unknown word is an option misspelt; ``-website:*`` is a filter."""
    if word.startswith("--"):
        return True
    if not word.startswith("-") or word == "-":
        return False
    return len(word) == 2 or f"-{word.partition('=')[0]}" in known


def _unknown(name: str, known: Options) -> CommandError:
    from tui.cli.guess import NEAR

    if owners := owners_of(name):
        have = "has it" if len(owners) == 1 else "have it"
        reason = f"no option {name} here; {listed(owners, _FEW)} {have}"
        return CommandError(reason, USAGE)
    plain = name.lstrip("-")
    # Without the hyphens, which every option shares and no likeness rests on.
    long = {each.lstrip("-"): each for each in known if each.startswith("--")}
    close = long.get(did_you_mean(plain, long), "")
    fmt = plain if plain in FORMATS else did_you_mean(plain, FORMATS) if not close else ""
    if fmt and "--format" in known:
        close = f"--format {fmt}"
    if not close and (theirs := did_you_mean(plain, _of_all(), least=NEAR)):
        hint = f"did you mean '--{theirs}' of {listed(owners_of(f'--{theirs}'), _FEW)}?"
        return CommandError(f"unknown option '{name}'; {hint}", USAGE)
    other = "--help lists them" if name.startswith("--") else "a filter like that comes after --"
    hint = f"did you mean '{close}'?" if close else other
    return CommandError(f"unknown option '{name}'; {hint}", USAGE)


_FEW = 3
"""Commands that a message lists at most."""


def _of_all() -> list[str]:
    """The long options of all commands, without their hyphens."""
    every = (each for name in ("", *COMMANDS) for each in parser_of(name)._option_string_actions)
    return sorted({each[2:] for each in every if each.startswith("--")})


def owners_of(name: str) -> list[str]:
    """The calls that take an option, in the order of the help; the explorer is ``aif``."""
    found = [each for each in ("", *COMMANDS) if name in parser_of(each)._option_string_actions]
    return [f"'aif {each}'" if each else "'aif' alone" for each in found]


def run(words: Sequence[str]) -> int:
    """Find the command that the words name, read its options and run it."""
    name, rest = _command(words, explorer_parser()._option_string_actions)
    if not name:
        _check_places(words)
    args = parser_of(name).parse(rest)
    if not name:
        if "--" not in words:
            _check_word(args.filter, args.data)
        from tui.cli import explore

        return explore.run(args)
    return declared(name).run(args)


def parser_of(name: str) -> Parser:
    """The parser of a command, "" for ``aif`` alone."""
    if not name:
        return explorer_parser()
    found = declared(name)
    parser = Parser(
        prog=f"aif {name}",
        usage=found.usage,
        description=found.description,
        epilog=f"{found.examples}\n{options.EXIT_CODES}" if found.examples else options.EXIT_CODES,
    )
    options.add_options(parser, *found.options)
    return parser


def declared(name: str) -> options.Command:
    """A command, whose module is imported for it."""
    import_module(f"tui.cli.{_HOMES.get(name, name)}")
    return options.DECLARED[name]


def _check_places(words: Sequence[str]) -> None:
    """Raise a CommandError for an option that stands before the command that it belongs to."""
    before = words[: words.index("--")] if "--" in words else words
    command = next((word for word in before if word in COMMANDS), "")
    option = next((word.partition("=")[0] for word in before if word.startswith("--")), "")
    own = explorer_parser()._option_string_actions
    if not command or not option or option in own:
        return
    if option in parser_of(command)._option_string_actions:
        raise _misplaced(option, words, command)


def _misplaced(option: str, words: Sequence[str], command: str) -> CommandError:
    """An option of a command that stands before it."""
    at = words.index(command)
    before, behind = words[:at], words[at + 1 :]
    call = " ".join(["aif", command, *behind, *before])
    return CommandError(f"option {option} belongs to '{command}' and comes after it: {call}", USAGE)


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


def _check_word(words: Sequence[str], data: Sequence[str]) -> None:
    """Refuse the name of a table, and a lone word that is or looks like a command.

    The explorer would open with nothing in it, or with what nobody asked for. A word that is
    only like a command is none where a site mentions it.
    """
    from tui.cli.guess import HABITS, meant_command
    from tui.query.engine.specs import Specs, Words

    if words and words[0] in Specs(Words()):
        call = shlex.join(["aif", "show", *words])
        raise CommandError(
            f"'{words[0]}' is a table; did you mean '{call}'? A filter comes after --", USAGE
        )
    if len(words) != 1 or not words[0].isalpha():
        return
    meant = meant_command(words[0], list(COMMANDS))
    if meant and (words[0].lower() in HABITS or not _mentioned(words[0], data)):
        raise CommandError(
            f"'{words[0]}' is no command; did you mean '{meant}'? A filter comes after --", USAGE
        )


def _mentioned(word: str, data: Sequence[str]) -> bool:
    from tui.cli.guess import mentioned
    from tui.dataset import DatasetError, load

    try:
        return mentioned(word, load(folders_of(data)))
    except DatasetError:
        return True  # what is wrong with the data is said when they are opened


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
        f"{options.EXIT_CODES}",
    )
    options.add_options(
        parser,
        options.many("filter", "FILTER", "which sites to begin with"),
        options.FOLDERS,
        options.cohort("set of sites to begin with"),
        options.value("--tab", "ID", "tab to begin with"),
        options.value(
            "--way", "ID", "way of looking at that tab, such as by-country or by-indicator:rd_gdp"
        ),
        options.THEME,
        options.value("--view", "NAME", "saved view to begin with"),
        options.flag("--resume", "go on where the last session ended"),
        options.flag(
            "--plain",
            "print what the tab shows as plain lines, for screen readers, logs and dumb "
            "terminals; --tab all and --way all print one after the other",
        ),
        options.Option(
            ("--no-mouse",),
            {"dest": "mouse", "action": "store_false", "help": "leave the mouse to the terminal"},
        ),
        options.ASCII,
    )
    version = f"aif {__version__}"
    parser.add_argument(
        "-V", "--version", action="version", version=version, help="print the version"
    )
    return parser
