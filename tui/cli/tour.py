"""``aif tour``: opens the explorer with six steps to walk through."""

from __future__ import annotations

import argparse
from types import SimpleNamespace
from typing import Any

from tui.cli.parser import EXIT_CODES, add_data


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``aif``."""
    parser = commands.add_parser(
        "tour",
        usage="aif tour [options]",
        description="Open the explorer with six steps on these data, each with the keys to press. "
        "Esc leaves\nthe tour at any time.",
        epilog=EXIT_CODES,
    )
    add_data(parser)
    parser.add_argument("--theme", metavar="NAME", default="", help="colours, such as night, paper")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")


def run(args: argparse.Namespace) -> int:
    """Open the explorer and return its exit code."""
    from tui.cli import explore

    wanted = {"data": args.data, "theme": args.theme, "ascii": args.ascii}
    return explore.run(SimpleNamespace(**{**explore.UNASKED, **wanted}), tour=True)
