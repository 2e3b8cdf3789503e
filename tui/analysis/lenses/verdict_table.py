"""The claims of the brief with their verdicts, as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tui.analysis.findings.engine import evaluate, evaluate_all
from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.findings.passages import parts_of
from tui.analysis.findings.wording import GLYPHS, figure_words
from tui.analysis.lenses.rows import Selection, worked_out
from tui.dataset.dataset import Cohort
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.columns import Field
from tui.query.engine.store import Store, Table
from tui.query.engine.table import cohort_mask
from tui.query.engine.view import View


def _field(
    ident: str, title: str, kind: Any, meaning: str, value: Callable[[Evaluated], Any], **more: Any
) -> Field:
    return Field(id=ident, title=title, kind=kind, meaning=meaning, value=value, **more)


def _readings(each: Evaluated) -> tuple[str, ...]:
    return tuple(
        f"{reading.label.en}: {reading.value_words or 'unknown'}, {reading.verdict}"
        for reading in each.readings[1:]
    )


def _rows(each: Evaluated) -> tuple[str, ...]:
    return tuple(f"{part.table}/{key}" for part in parts_of(each) for key in part.keys)


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
    _field(
        "readings", "Other readings", "texts",
        "Other defensible readings, each with its value and verdict", _readings,
    ),
    _field(
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
    return verdict_table(found)


def verdict_table(found: tuple[Evaluated, ...]) -> Table:
    """Re-computed findings as a table."""
    return worked_out(
        "verdicts", "Verdicts", FIELDS, found, key=lambda e: str(e.finding.id), singular="finding"
    )


# Across cohorts


@frozen
class Across:
    """A claim for the present sites, and for each cohort of the dataset by id."""

    present: Evaluated
    cohorts: Mapping[str, Evaluated]

    @property
    def turns(self) -> bool:
        """Whether its verdict, where there is one, is not the same for all of them."""
        found = {each.verdict for each in (self.present, *self.cohorts.values())}
        return len(found - {"unknown", "not_checkable"}) > 1


def _across(
    ident: str, title: str, short: str, find: Callable[[Across], Evaluated | None]
) -> Field:
    """A column with verdict and value for one choice of sites."""

    def words(row: Across) -> str:
        found = find(row)
        if found is None:
            return ""
        glyph = GLYPHS.get(found.verdict, "?")
        return f"{glyph} {figure_words(found.computed)}" if found.headline else glyph

    def value(row: Across) -> Any:
        found = find(row)
        return None if found is None or found.headline is None else words(row)

    return Field(
        id=ident, title=title, short=short, kind="text", default=True, value=value,
        meaning=f"Verdict and value: {title}",
    )  # fmt: skip


def claims_by_cohort(selection: Selection) -> Table:
    """The claims with verdict and value for each cohort, and whether they turn between them."""
    dataset = selection.dataset
    filtered = bool(selection.view.filter.strip())
    present = evaluate_all(
        dataset, cohort=chosen_cohort(selection), filter=selection.view.filter if filtered else ""
    )
    rows = []
    for each in present:
        if each.finding.kind == "claim":
            found = {
                cohort.id: evaluate(dataset, each.finding, cohort=cohort.id)
                if each.by_sites
                else each
                for cohort in dataset.cohorts
            }
            rows.append(Across(each, found))
    fields = [
        Field(
            id="statement.en", title="Statement", kind="text", meaning="The sentence", default=True,
            value=lambda row: row.present.finding.statement.en,
        ),
        Field(
            id="claimed", title="Stated", kind="mixed", meaning="Value that the brief states",
            default=True, value=lambda row: row.present.claimed,
        ),
        *(_cohort_field(cohort, selection.store) for cohort in dataset.cohorts),
    ]  # fmt: skip
    if filtered:
        fields.append(_across("filter", "Under the filter", "filter", lambda row: row.present))
    fields += [
        Field(
            id="turns", title="Turns", kind="flag", default=True,
            meaning="Whether its verdict is not the same for all of them",
            value=lambda row: row.turns,
        ),
        Field(
            id="verdict", title="Verdict", kind="word", meaning="Verdict for the present sites",
            vocabulary="verdict", value=lambda row: row.present.verdict,
        ),
        Field(
            id="id", title="Id", kind="slug", meaning="Id of the finding",
            value=lambda row: row.present.finding.id,
        ),
    ]  # fmt: skip
    return worked_out(
        "claims-by-cohort", "Claims by cohort", fields, rows,
        key=lambda row: str(row.present.finding.id), singular="claim",
    )  # fmt: skip


def _cohort_field(cohort: Cohort, store: Store) -> Field:
    sites = masks.count(cohort_mask(store.dataset, View(cohort=cohort.id)))
    return _across(
        f"cohort_{cohort.id}", cohort.label.en, str(sites), lambda row: row.cohorts.get(cohort.id)
    )
