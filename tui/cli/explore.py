"""``aif`` alone: opens the explorer."""

from __future__ import annotations

import gc
import os
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tui.cli.common import USAGE, CommandError, UnexpectedError, filter_failure, over_folders
from tui.text import did_you_mean

if TYPE_CHECKING:
    import argparse

    from tui.explorer.ending import Ending


UNASKED = {
    "filter": [], "data": [], "cohort": "", "tab": "", "way": "", "theme": "", "view": "",
    "resume": False, "mouse": True, "ascii": False,
}  # fmt: skip
"""What the options are where there are none; a test holds the parser to it."""


def run_alone() -> int:
    """Open the explorer as ``aif`` without a word does, which needs no parser."""
    return run(SimpleNamespace(**UNASKED))


def run(args: argparse.Namespace | SimpleNamespace, *, tour: bool = False) -> int:
    """Open the explorer, with ``tour`` at its tour, and return its exit code."""
    text = " ".join(args.filter)
    _check_terminal()
    from tui.explorer.ending import Ending

    ending = Ending()
    ending.watch()
    ending.hold_keys()
    try:
        return _open(args, text, ending, tour=tour)
    finally:
        ending.give_back()


def _open(
    args: argparse.Namespace | SimpleNamespace, text: str, ending: Ending, *, tour: bool
) -> int:
    gc.disable()  # nothing is let go of before the first paint, which turns it on again
    _check_filter(text)
    from tui.explorer.commands import TAB_IDS
    from tui.explorer.options import Options
    from tui.explorer.start import CrashedError
    from tui.explorer.start import run as open_explorer
    from tui.query.language.tree import NOWHERE, FilterError

    if args.tab and args.tab not in TAB_IDS:
        close = did_you_mean(args.tab, TAB_IDS)
        hint = f"did you mean '{close}'?" if close else f"there are {', '.join(TAB_IDS)}"
        raise CommandError(f"no tab '{args.tab}'; {hint}", USAGE)
    options = Options(
        folders=over_folders(args.data),
        filter=text,
        cohort=args.cohort,
        tab=args.tab,
        way=args.way,
        theme=args.theme,
        mouse=args.mouse,
        view=args.view,
        resume=args.resume,
        ascii=args.ascii,
        tour=tour,
    )
    try:
        return open_explorer(options, ending)
    except CrashedError as crashed:
        raise UnexpectedError(crashed.error, "the view is kept: aif --resume") from crashed
    except FilterError as error:
        if text and error.span != NOWHERE:
            raise filter_failure(error, text) from None
        hint = f"; did you mean '{error.suggestion}'?" if error.suggestion else ""
        raise CommandError(f"{error.reason}{hint}", USAGE) from None


def _check_terminal() -> None:
    streams = (sys.stdin, sys.stdout, sys.stderr)  # it is drawn on the last one
    if any(stream is None or not stream.isatty() for stream in streams):
        reason = "the explorer needs a terminal"
    elif os.environ.get("TERM", "") in ("dumb", "unknown"):
        reason = f"the explorer cannot draw on a terminal of type '{os.environ['TERM']}'"
    else:
        return
    refusal = f"{reason}; 'aif show TABLE' prints tables anywhere"
    if sys.stdout is not None and sys.stdout.isatty() and not sys.stderr.isatty():
        sys.stdout.write(f"aif: {refusal}\n")  # nobody reads the other stream
    raise CommandError(refusal, USAGE)


def _check_filter(text: str) -> None:
    from tui.query import FilterError
    from tui.query.language.parse import parse

    try:
        parse(text)
    except FilterError as error:
        raise filter_failure(error, text) from None
