"""``aif cite``: the dataset, or sources of the bibliography, as citations."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tui.cli import options
from tui.cli.common import USAGE, CommandError, deliver_text, open_dataset, to_file, unknown
from tui.text import plural

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


@options.command(
    "aif cite [ID…] [options]",
    "Print sources of the bibliography as citations; without an id the dataset.",
    options.many("ids", "ID", "ids of sources (the dataset)"),
    options.FOLDERS,
    options.form(FORMATS, "text"),
    *options.FILE,
    examples=EXAMPLES,
)
def run(args: argparse.Namespace) -> int:
    """Print or save the citations, in the order asked for, each once."""
    from tui.export.citation import STYLES, cited, dataset_cited

    ending = Path(args.output).suffix.lower() if to_file(args) else ""
    style = args.format.lower() or _ENDINGS.get(ending, "text")
    if style not in STYLES:
        raise unknown(f"no format '{args.format}' here", style, STYLES)
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
    deliver_text(written, plural(len(ids), "source") if ids else "the citation", args)
    return 0


def _unknown(ident: str, ids: Sequence[str]) -> str:
    from tui.cli.guess import id_meant

    hint = id_meant(ident, ids)
    return f"no source '{ident}'" + (f"; {hint}" if hint else "")
