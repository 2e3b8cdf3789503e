"""Files with types: an Excel workbook with a sheet a table, and a folder of Parquet."""

from __future__ import annotations

import dataclasses
import io

from tui.export import formats
from tui.export.package import Bundle


def content(bundle: Bundle) -> bytes:
    """The workbook, with one sheet on the columns and one on the origin."""
    from tui.export.formats.xlsx import write_workbook

    stream = io.BytesIO()
    write_workbook(bundle.sheets, stream, bundle.origin)
    return stream.getvalue()


def files(bundle: Bundle) -> dict[str, bytes]:
    """The Parquet files by name, with the origin in each and, with its sources, beside."""
    short = dataclasses.replace(bundle.origin, sources={})
    written = {
        f"{sheet.name}.parquet": formats.content(sheet, "parquet", origin=short)
        for sheet in bundle.sheets
    }
    return {**written, "origin.toml": bundle.origin.toml().encode()}
