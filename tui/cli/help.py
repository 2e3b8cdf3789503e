"""``aif help`` and ``aif tour``: for somebody new to the command or to the explorer."""

from __future__ import annotations

import argparse
from types import SimpleNamespace

from tui.cli import options
from tui.cli.common import USAGE, CommandError


@options.command(
    "aif help [COMMAND]",
    "Print the help of a command, or that of aif.",
    options.one("command", "COMMAND", "which command", default=""),
)
def print_help(args: argparse.Namespace) -> int:
    """Print the help of a command, as ``aif COMMAND --help`` does."""
    from tui.cli.guess import meant_command
    from tui.cli.parser import COMMANDS, parser_of

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
