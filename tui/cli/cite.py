"""``aif cite``: the dataset, or sources of the bibliography, as citations."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from tui.cli.common import USAGE, CommandError, add_file, open_dataset, output_text, say, to_file
from tui.cli.parser import EXIT_CODES, add_data
from tui.text import did_you_mean, plural

EXAMPLES = """\
examples:
  aif cite                                        the dataset itself
  aif cite gazetteer
  aif cite top500-2026-06 gazetteer --format bibtex -o sources.bib
  aif cite gazetteer --format csl-json

'aif show sources' lists the ids; the sources of a row stand in its column 'sources'.
"""
FORMATS = ("text", "bibtex", "csl-json")
_SHORTEST_PART = 4
"""Letters from which on a part of an id tells which one is meant."""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``aif``."""
    parser = commands.add_parser(
        "cite",
        usage="aif cite [ID…] [options]",
        description="Print sources of the bibliography as citations; without an id the dataset.",
        epilog=f"{EXAMPLES}\n{EXIT_CODES}",
    )
    parser.add_argument("ids", metavar="ID", nargs="*", help="ids of sources (the dataset)")
    add_data(parser)
    parser.add_argument(
        "--format", metavar="NAME", default="text", help=f"{', '.join(FORMATS)} (text)"
    )
    add_file(parser)


def run(args: argparse.Namespace) -> int:
    """Print or save the citations, in the order asked for, each once."""
    from tui.export import save
    from tui.export.citation import STYLES, cited, dataset_cited

    style = args.format.lower()
    if style not in STYLES:
        close = did_you_mean(style, STYLES)
        listed = "" if close else f"; there are {', '.join(STYLES)}"
        raise CommandError(_unknown("format", args.format, close) + listed, USAGE)
    ids = tuple(dict.fromkeys(args.ids))
    dataset = open_dataset(args)
    if ids:
        sources = {source.id: source for source in dataset.sources}
        wrong = [ident for ident in ids if ident not in sources]
        if wrong:
            reasons = [_unknown("source", ident, _near(ident, sources)) for ident in wrong]
            raise CommandError("\n".join(reasons), USAGE)
        written = cited(style, [sources[ident] for ident in ids], dataset.meta.as_of)
    else:
        written = dataset_cited(style, dataset.meta)
    if not to_file(args):
        output_text(written)
        return 0
    path = save(args.output, written, force=args.force)
    many = plural(len(ids), "source") if ids else "the citation"
    say(f"wrote {many} to {path}")
    return 0


def _near(ident: str, ids: Iterable[str]) -> str:
    """The id that looks most like this one, or the first that contains it if it is long enough."""
    part = ident if len(ident) >= _SHORTEST_PART else "\n"
    return did_you_mean(ident, ids) or next((each for each in ids if part in each), "")


def _unknown(kind: str, name: str, close: str) -> str:
    return f"no {kind} '{name}'" + (f"; did you mean '{close}'?" if close else "")
