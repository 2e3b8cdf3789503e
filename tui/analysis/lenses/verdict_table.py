"""The claims of the brief with their verdicts, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from tui.analysis.findings.engine import evaluate_all
from tui.analysis.findings.evaluate import Evaluated, Reading
from tui.analysis.findings.wording import parts_of
from tui.analysis.lenses.cohorts import named_cohorts, pairs_of, standings, turn_fields
from tui.analysis.lenses.rows import Selection, field, worked_out
from tui.dataset import Dataset
from tui.query.engine.columns import Field
from tui.query.engine.store import Table


def _readings(each: Evaluated) -> tuple[str, ...]:
    return tuple(f"{reading.label.en}: {_value_told(reading)}" for reading in each.readings[1:])


def _value_told(reading: Reading) -> str:
    if reading.computed is None:
        return reading.verdict
    return f"{reading.value_words}, {reading.verdict}"


def _rows(each: Evaluated) -> tuple[str, ...]:
    return tuple(f"{part.table}/{key}" for part in parts_of(each) for key in part.keys)


FIELDS = (
    field("id", "Id", "slug", "Id of the finding", lambda e: e.finding.id),
    field("theme", "Theme", "word", "Theme", lambda e: e.finding.theme, vocabulary="theme"),
    field(
        "kind", "Kind", "word", "Claim, judgement or recommendation", lambda e: e.finding.kind,
        vocabulary="finding_kind",
    ),
    field(
        "statement.en", "Statement", "text", "The sentence", lambda e: e.finding.statement.en,
        default=True,
    ),
    field(
        "statement.de", "Statement (German)", "text", "The sentence, in German",
        lambda e: e.finding.statement.de,
    ),
    field(
        "claimed", "Stated", "mixed", "Value that the brief states", lambda e: e.claimed,
        default=True,
    ),
    field(
        "comparator", "Comparator", "text", "How the values are compared",
        lambda e: e.comparator or None, default=True,
    ),
    field("unit", "Unit", "text", "Unit of both values", lambda e: e.unit or None, default=True),
    field(
        "computed", "Re-computed", "mixed", "Value that the data give", lambda e: e.computed,
        default=True,
    ),
    field(
        "verdict", "Verdict", "word", "Whether the data bear it out", lambda e: e.verdict,
        vocabulary="verdict", default=True,
    ),
    field("open", "Open", "flag", "Whether missing data may turn it", lambda e: e.open),
    field(
        "since", "Since", "text", "State of the world since when it no longer holds",
        lambda e: e.since or None,
    ),
    field("cohort", "Cohort", "text", "Sites it is re-computed for", lambda e: e.cohort or None),
    field(
        "incomplete_sites", "Incomplete lists", "slugs",
        "Sites whose lists, which the rule needs, may lack something",
        lambda e: e.incomplete_sites, refers="site",
    ),
    field(
        "unconfirmed", "Not confirmed", "integer",
        "Rows behind the value that no source confirms", lambda e: e.unconfirmed,
    ),
    field(
        "readings", "Other readings", "texts",
        "Other defensible readings, each with its value and verdict", _readings,
    ),
    field(
        "rows", "Rows behind it", "texts",
        "Rows that the value rests on, as TABLE/KEY", _rows,
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
    return verdict_table(
        found, turn_fields(named_cohorts(selection), partial(pairs_between, selection.dataset))
    )


def verdict_table(found: Sequence[Evaluated], more: Iterable[Field] = ()) -> Table:
    """Re-computed findings as a table; ``more`` are columns beside the usual ones."""
    return worked_out(
        "verdicts", "Verdicts", (*FIELDS, *more), found, key=lambda e: str(e.finding.id),
        singular="finding",
    )  # fmt: skip


def pairs_between(dataset: Dataset, each: Evaluated) -> tuple[str, ...]:
    """The pairs of cohorts between which a claim turns; () for judgements."""
    checked = each.finding.kind == "claim"
    return pairs_of(standings(dataset, each)) if checked else ()
