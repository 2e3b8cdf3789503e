"""Every format against files that were read by a person.

With AIF_GOLDEN=write in the environment the files are written anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.export.samples import hostile, origin, small
from tui.export.formats import FORMATS, render
from tui.export.origin import Origin
from tui.query import Result

GOLDEN = Path(__file__).parent / "golden"
SITES = (
    "id", "name", "country", "selected", "experimental_platform", "sources", "budget.total_meur",
    "budget.sources", "timeline.operational_expected", "members", "research_share", "new_status",
    "rank", "ris_score", "ris_group", "participating_countries",
)  # fmt: skip
CASES: dict[str, tuple[Result, Origin | None]] = {
    "sites": (small("sites", *SITES), None),
    "partners": (small("partners"), None),
    "facts": (small("facts", "id", "label.en", "label.de", "value", "as_of"), None),
    "hostile-partners": (hostile("partners", "site", "name", "acronym", "type"), None),
    "hostile-sites": (hostile("sites", "id", "name", "city", "note", "members"), None),
    "origin": (small("sectors", filter="country:DE"), origin("sectors", filter="country:DE")),
}


@pytest.mark.parametrize("fmt", [fmt for fmt in FORMATS if not FORMATS[fmt].binary])
@pytest.mark.parametrize("case", CASES)
def test_format_is_as_it_was_read(case: str, fmt: str) -> None:
    result, source = CASES[case]
    written = render(result, fmt, origin=source)
    path = GOLDEN / f"{case}{next(iter(FORMATS[fmt].suffixes), f'.{fmt}')}"
    if os.environ.get("AIF_GOLDEN") == "write":
        path.write_bytes(written.encode())
    assert written == path.read_bytes().decode()
