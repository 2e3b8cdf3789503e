"""One Excel workbook with a sheet a table, one on the columns and one on the origin."""

from __future__ import annotations

import io

from tui.export.formats.xlsx import write_workbook
from tui.export.package import Bundle


def content(bundle: Bundle) -> bytes:
    """The workbook."""
    stream = io.BytesIO()
    write_workbook(bundle.sheets, stream, bundle.origin)
    return stream.getvalue()
