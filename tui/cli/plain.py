"""``aif --plain``: what the explorer shows, in plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.common import USAGE, CommandError, open_dataset, output, say, say_faults
from tui.explorer.options import EVERY

if TYPE_CHECKING:
    import argparse
    from types import SimpleNamespace

    from tui.explorer.options import Options


def run(args: argparse.Namespace | SimpleNamespace, options: Options) -> int:
    """Print what the explorer would show. Raises FilterError where that does not fit the data."""
    import dataclasses

    from tui.explorer.commands import TAB_IDS
    from tui.explorer.plain import page
    from tui.explorer.refit import misfits
    from tui.explorer.start import opening, settings_in
    from tui.user import paths

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
