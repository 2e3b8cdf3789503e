"""Re-computed findings as a table that can leave the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.analysis.findings.evaluate import Evaluated
from tui.export.sheet import Sheet, sheet
from tui.query.engine.columns import Column


def findings_sheet(found: Sequence[Evaluated]) -> Sheet:
    """Findings as a table of typed values, one row a finding, for every format."""
    texts = ("id", "theme", "kind", "statement.en", "statement.de", "comparator", "unit", "verdict")
    kinds: dict[str, Any] = dict.fromkeys(texts, "text")
    kinds |= {"claimed": "mixed", "computed": "mixed", "open": "flag", "since": "text"}
    kinds |= {"cohort": "text", "incomplete_sites": "slugs", "unconfirmed": "integer"}
    order = (*texts[:5], "claimed", "comparator", "unit", "computed", "verdict", "open", "since",
             "cohort", "incomplete_sites", "unconfirmed")  # fmt: skip
    columns = tuple(Column(name, name, kinds[name], "") for name in order)
    rows = [
        (
            each.finding.id,
            each.finding.theme,
            each.finding.kind,
            each.finding.statement.en,
            each.finding.statement.de,
            each.claimed,
            each.comparator or None,
            each.unit or None,
            each.computed,
            each.verdict,
            each.open,
            each.since or None,
            each.cohort or None,
            each.incomplete_sites,
            each.unconfirmed,
        )
        for each in found
    ]
    return sheet("findings", columns, rows)
