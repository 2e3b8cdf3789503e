"""Everything known about one record, to take along: its sections and its sources."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.analysis.evidence import basis, basis_of_organisation
from tui.analysis.telling.rendering import as_data, as_markdown, as_text
from tui.analysis.telling.sections import Record
from tui.analysis.telling.selection import listed_sources, sources_section
from tui.analysis.telling.site import row_detail, site_sections
from tui.query.engine.format import UNSURE
from tui.query.engine.store import store_of

if TYPE_CHECKING:
    from tui.dataset import Dataset
    from tui.dataset.records import Site
    from tui.query import Result

FORMATS: Mapping[str, tuple[str, str]] = {
    "md": ("Markdown", ".md"), "text": ("text", ".txt"), "json": ("JSON", ".json"),
}  # fmt: skip
"""Formats of a profile: what people call them, and the ending of a file."""


def site_profile(dataset: Dataset, site: Site) -> Record:
    """All that is known about a site, with the bibliography of its file."""
    return (*site_sections(store_of(dataset), site), sources_section(dataset, [site]))


def row_profile(result: Result, row: int) -> Record:
    """All that is known about the record of a row, with the sources that it rests on."""
    dataset = result.store.dataset
    if result.name == "sites":
        return site_profile(dataset, result.record(row))
    if result.name == "organisations":
        record = result.record(row)
        rests_on = basis_of_organisation(result.store, record.id, record.sites)
    else:
        rests_on = basis(result.store, result.name, result.rows[row])
    named = {ident for each in rests_on for ident in each.sources}
    return (*row_detail(result, row), *((listed_sources(dataset, named),) if named else ()))


def written(records: Sequence[Record], fmt: str) -> str:
    """Profiles as a text in a format of :data:`FORMATS`, read without the screen's legend."""
    if fmt == "json":
        return json.dumps(as_data(records), ensure_ascii=False, indent=2) + "\n"
    text = as_markdown(records) if fmt == "md" else as_text(records)
    lines = (line for record in records for section in record for line in section.lines)
    marked = any(line.text.startswith(UNSURE) for line in lines)
    sign = f"`{UNSURE}`" if fmt == "md" else UNSURE
    return f"{text}\n{sign} stands before what no source confirms.\n" if marked else text
