"""``aif help``: the help of a command, as ``aif COMMAND --help`` prints it."""

from __future__ import annotations

import argparse
from typing import Any

from tui.cli.common import USAGE, CommandError


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``aif``."""
    parser = commands.add_parser(
        "help",
        usage="aif help [COMMAND]",
        description="Print the help of a command, or that of aif.",
    )
    parser.add_argument("command", metavar="COMMAND", nargs="?", default="", help="which command")


def run(args: argparse.Namespace) -> int:
    """Print the help."""
    from tui.cli.guess import meant_command
    from tui.cli.parser import COMMANDS, parser_of

    if args.command and args.command not in COMMANDS:
        meant = meant_command(args.command, list(COMMANDS))
        hint = f"did you mean '{meant}'?" if meant else f"there are {', '.join(COMMANDS)}"
        raise CommandError(f"no command '{args.command}'; {hint}", USAGE)
    parser_of(args.command).print_help()
    return 0
