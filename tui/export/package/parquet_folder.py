"""A folder of Parquet, a file a table, with the origin in each and, with its sources, beside."""

from __future__ import annotations

import dataclasses

from tui.export.formats import content
from tui.export.package import Bundle


def files(bundle: Bundle) -> dict[str, bytes]:
    """The files by name."""
    short = dataclasses.replace(bundle.origin, sources={})
    written = {
        f"{sheet.name}.parquet": content(sheet, "parquet", origin=short) for sheet in bundle.sheets
    }
    return {**written, "origin.toml": bundle.origin.toml().encode()}
