"""The claims of the brief with their verdicts, as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tui.analysis.findings.engine import evaluate_all
from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.lenses.rows import Selection, worked_out
from tui.query.engine.columns import Field
from tui.query.engine.store import Table


def _field(
    ident: str, title: str, kind: Any, meaning: str, value: Callable[[Evaluated], Any], **more: Any
) -> Field:
    return Field(id=ident, title=title, kind=kind, meaning=meaning, value=value, **more)


FIELDS = (
    _field("id", "Id", "slug", "Id of the finding", lambda e: e.finding.id),
    _field("theme", "Theme", "word", "Theme", lambda e: e.finding.theme, vocabulary="theme"),
    _field(
        "kind", "Kind", "word", "Claim, judgement or recommendation", lambda e: e.finding.kind,
        vocabulary="finding_kind",
    ),
    _field(
        "statement.en", "Statement", "text", "The sentence", lambda e: e.finding.statement.en,
        default=True,
    ),
    _field(
        "statement.de", "Statement (German)", "text", "The sentence, in German",
        lambda e: e.finding.statement.de,
    ),
    _field(
        "claimed", "Stated", "mixed", "Value that the brief states", lambda e: e.claimed,
        default=True,
    ),
    _field(
        "comparator", "Comparator", "text", "How the values are compared",
        lambda e: e.comparator or None, default=True,
    ),
    _field("unit", "Unit", "text", "Unit of both values", lambda e: e.unit or None, default=True),
    _field(
        "computed", "Re-computed", "mixed", "Value that the data give", lambda e: e.computed,
        default=True,
    ),
    _field(
        "verdict", "Verdict", "word", "Whether the data bear it out", lambda e: e.verdict,
        vocabulary="verdict", default=True,
    ),
    _field("open", "Open", "flag", "Whether missing data may turn it", lambda e: e.open),
    _field(
        "since", "Since", "text", "State of the world since when it no longer holds",
        lambda e: e.since or None,
    ),
    _field("cohort", "Cohort", "text", "Sites it is re-computed for", lambda e: e.cohort or None),
    _field(
        "incomplete_sites", "Incomplete lists", "slugs",
        "Sites whose lists, which the rule needs, may lack something",
        lambda e: e.incomplete_sites, refers="site",
    ),
    _field(
        "unconfirmed", "Not confirmed", "integer",
        "Rows behind the value that no source confirms", lambda e: e.unconfirmed,
    ),
)  # fmt: skip
"""Columns of a re-computed finding."""


def chosen_cohort(selection: Selection) -> str | None:
    """The cohort to re-compute for; None, each finding's own, while the default is chosen."""
    own = selection.view.cohort in ("", selection.dataset.default_cohort)
    return None if own else selection.view.cohort


def verdicts(selection: Selection) -> Table:
    """The table of claims with stated and re-computed value."""
    found = evaluate_all(
        selection.dataset, cohort=chosen_cohort(selection), filter=selection.view.filter
    )
    return verdict_table(found)


def verdict_table(found: tuple[Evaluated, ...]) -> Table:
    """Re-computed findings as a table."""
    return worked_out(
        "verdicts", "Verdicts", FIELDS, found, key=lambda e: str(e.finding.id), singular="finding"
    )
