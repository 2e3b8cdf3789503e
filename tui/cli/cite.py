"""``aif cite``: the dataset, or sources of the bibliography, as citations."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tui.cli.common import USAGE, CommandError, add_file, open_dataset, output_text, say, to_file
from tui.cli.parser import EXIT_CODES, add_data
from tui.text import did_you_mean, plural

EXAMPLES = """\
examples:
  aif cite                                        the dataset itself
  aif cite gazetteer
  aif cite top500-2026-06 gazetteer -o sources.bib
  aif cite gazetteer --format csl-json

'aif show sources' lists the ids; the sources of a row stand in its column 'sources'.
"""
FORMATS = ("text", "bibtex", "csl-json")
_ENDINGS = {".bib": "bibtex", ".json": "csl-json"}


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
        "--format",
        metavar="NAME",
        default="",
        help=f"{', '.join(FORMATS)}; without it, what the ending of --output says, else text",
    )
    add_file(parser)


def run(args: argparse.Namespace) -> int:
    """Print or save the citations, in the order asked for, each once."""
    from tui.export import save
    from tui.export.citation import STYLES, cited, dataset_cited

    ending = Path(args.output).suffix.lower() if to_file(args) else ""
    style = args.format.lower() or _ENDINGS.get(ending, "text")
    if style not in STYLES:
        close = did_you_mean(style, STYLES)
        hint = f"did you mean '{close}'?" if close else f"there are {', '.join(STYLES)}"
        raise CommandError(f"no format '{args.format}' here; {hint}", USAGE)
    ids = tuple(dict.fromkeys(args.ids))
    dataset = open_dataset(args)
    if ids:
        sources = {source.id: source for source in dataset.sources}
        wrong = [ident for ident in ids if ident not in sources]
        if wrong:
            reasons = [_unknown(ident, list(sources)) for ident in wrong]
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


def _unknown(ident: str, ids: Sequence[str]) -> str:
    from tui.cli.guess import id_meant

    hint = id_meant(ident, ids)
    return f"no source '{ident}'" + (f"; {hint}" if hint else "")
