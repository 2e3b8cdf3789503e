"""``aif cite``: sources of the bibliography as citations."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from tui.cli.common import USAGE, CommandError, open_dataset, output, say, to_file
from tui.cli.parser import EXIT_CODES, add_data
from tui.text import did_you_mean, plural

EXAMPLES = """\
examples:
  aif cite gazetteer
  aif cite top500-2026-06 gazetteer --format bibtex --output sources.bib
  aif cite gazetteer --format csl-json

'aif show sources' lists the ids; the sources of a row stand in its column 'sources'.
"""
FORMATS = ("text", "bibtex", "csl-json")


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``aif``."""
    parser = commands.add_parser(
        "cite",
        usage="aif cite ID... [options]",
        description="Print sources of the bibliography as citations.",
        epilog=f"{EXAMPLES}\n{EXIT_CODES}",
    )
    parser.add_argument("ids", metavar="ID", nargs="*", help="ids of sources")
    add_data(parser)
    parser.add_argument(
        "--format", metavar="NAME", default="text", help=f"{', '.join(FORMATS)} (text)"
    )
    parser.add_argument(
        "--output", metavar="FILE", default="", help="write to a file instead of the terminal"
    )
    parser.add_argument("--force", action="store_true", help="overwrite the file")


def run(args: argparse.Namespace) -> int:
    """Print or save the citations, in the order asked for, each once."""
    from tui.export import save
    from tui.export.citation import STYLES

    if args.format not in STYLES:
        close = did_you_mean(args.format, STYLES)
        listed = "" if close else f"; there are {', '.join(STYLES)}"
        raise CommandError(_unknown("format", args.format, close) + listed, USAGE)
    ids = tuple(dict.fromkeys(args.ids))
    if not ids:
        raise CommandError("which source? 'aif show sources' lists the ids", USAGE)
    sources = {source.id: source for source in open_dataset(args).sources}
    wrong = [ident for ident in ids if ident not in sources]
    if wrong:
        reasons = [_unknown("source", ident, _near(ident, sources)) for ident in wrong]
        raise CommandError("\n".join(reasons), USAGE)
    cited = STYLES[args.format](sources[ident] for ident in ids)
    if not to_file(args):
        output().write(cited)
        return 0
    path = save(args.output, cited, force=args.force)
    say(f"wrote {plural(len(ids), 'source')} to {path}")
    return 0


def _near(ident: str, ids: Iterable[str]) -> str:
    """The id that looks most like this one, or the first that contains it."""
    return did_you_mean(ident, ids) or next((each for each in ids if ident in each), "")


def _unknown(kind: str, name: str, close: str) -> str:
    return f"no {kind} '{name}'" + (f"; did you mean '{close}'?" if close else "")
