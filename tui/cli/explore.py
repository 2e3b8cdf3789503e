"""``aif`` alone: opens the explorer."""

from __future__ import annotations

import gc
import os
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tui.cli.common import USAGE, CommandError, UnexpectedError, filter_failure, folders_of, unknown

if TYPE_CHECKING:
    import argparse

    from tui.explorer.ending import Ending
    from tui.query import FilterError
    from tui.user.settings import Options

UNASKED = {
    "filter": [], "data": [], "cohort": "", "tab": "", "way": "", "theme": "", "view": "",
    "resume": False, "plain": False, "mouse": True, "ascii": False,
}  # fmt: skip
"""What the options are where there are none; a test holds the parser to it."""


def run_alone() -> int:
    """Open the explorer as ``aif`` without a word does, which needs no parser."""
    return run(SimpleNamespace(**UNASKED))


def run(args: argparse.Namespace | SimpleNamespace, *, tour: bool = False) -> int:
    """Open the explorer, with ``tour`` at its tour, or print what it would show; the exit code."""
    if args.plain:
        return _plain(args)
    _check_terminal()
    from tui.user.module_cache import keep_modules, use_modules
    from tui.user.paths import cache_dir

    use_modules(cache_dir())
    from tui.explorer.ending import Ending

    ending = Ending()
    ending.watch()
    ending.hold_keys()
    try:
        code = _open(_options(args, tour=tour), ending)
    finally:
        ending.give_back()
    keep_modules(cache_dir())
    return code


def _open(options: Options, ending: Ending) -> int:
    gc.disable()  # nothing is let go of before the first paint, which turns it on again
    from tui.explorer.start import CrashedError
    from tui.explorer.start import run as open_explorer
    from tui.query import FilterError

    try:
        return open_explorer(options, ending)
    except CrashedError as crashed:
        raise UnexpectedError(crashed.error, "the view is kept: aif --resume") from crashed
    except FilterError as error:
        raise _unfit(error, options) from None


def _plain(args: argparse.Namespace | SimpleNamespace) -> int:
    """Print what the explorer would show, in plain lines."""
    from tui.user.settings import EVERY

    options = _options(args, EVERY)
    from tui.query import FilterError

    try:
        return _print_plainly(args, options)
    except FilterError as error:
        raise _unfit(error, options) from None


def _print_plainly(args: argparse.Namespace | SimpleNamespace, options: Options) -> int:
    """Print what the explorer would show. Raises FilterError where that does not fit the data."""
    import dataclasses

    from tui.cli.common import open_dataset, output, say, say_faults
    from tui.explorer.commands import TAB_IDS
    from tui.explorer.plain import page
    from tui.explorer.refit import misfits
    from tui.explorer.start import opening, settings_in
    from tui.user import paths
    from tui.user.settings import EVERY

    every_tab, every_way = options.tab == EVERY, options.way == EVERY
    if every_tab and options.way and not every_way:
        raise CommandError("a way belongs to one tab: --tab ID, or --way all", USAGE)
    asked = dataclasses.replace(
        options, tab="" if every_tab else options.tab, way="" if every_way else options.way
    )
    dataset = open_dataset(args)
    settings, _ = settings_in(paths.config_dir())
    state, kept = opening(asked, dataset, settings)
    dataset.load_all()
    told = misfits(dataset, kept) if kept is not None else ""
    if told:
        say(f"aif: {told}")
    say_faults(args, dataset)
    tabs = TAB_IDS if every_tab else (state.view.tab,)
    stream = output(fences=False)
    for line in page(dataclasses.replace(state, ready=True), tabs, every_way=every_way):
        stream.write(f"{line}\n")
    stream.flush()
    return 0


def _options(args: argparse.Namespace | SimpleNamespace, *more: str, tour: bool = False) -> Options:
    """What is asked for; ``more`` are names that a tab may have beside its own."""
    text = " ".join(args.filter)
    _check_filter(text)
    from tui.explorer.commands import TAB_IDS
    from tui.user.settings import Options

    if args.tab and args.tab not in (*TAB_IDS, *more):
        raise unknown(f"no tab '{args.tab}'", args.tab, TAB_IDS)
    asked = {
        name: getattr(args, name) for name in UNASKED if name not in ("filter", "data", "plain")
    }
    return Options(folders=folders_of(args.data), filter=text, tour=tour, **asked)


def _unfit(error: FilterError, options: Options) -> CommandError:
    """A filter or a cohort that does not fit the dataset."""
    from tui.query.language.tree import NOWHERE

    if options.filter and error.span != NOWHERE:
        return filter_failure(error, options.filter)
    hint = f"; did you mean '{error.suggestion}'?" if error.suggestion else ""
    return CommandError(f"{error.reason}{hint}", USAGE)


def _check_terminal() -> None:
    streams = (sys.stdin, sys.stdout, sys.stderr)  # it is drawn on the last one
    if any(stream is None or not stream.isatty() for stream in streams):
        reason = "the explorer needs a terminal"
    elif os.environ.get("TERM", "") in ("dumb", "unknown"):
        reason = f"the explorer cannot draw on a terminal of type '{os.environ['TERM']}'"
    else:
        return
    refusal = f"{reason}; 'aif --plain' tells what it shows, 'aif show TABLE' prints a table"
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
