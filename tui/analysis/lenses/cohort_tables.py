"""The claims of the brief beside one another for every cohort, and every two cohorts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from tui.analysis.findings.engine import evaluate_all
from tui.analysis.findings.evaluate import Evaluated, Standing
from tui.analysis.findings.wording import GLYPHS, figure_words
from tui.analysis.lenses.verdict_table import (
    FIELDS,
    FILTER,
    Named,
    chosen_cohort,
    named_cohorts,
    pair_id,
    pairs_of,
    picked_by,
    standings,
    turn_fields,
)
from tui.analysis.tables import Selection, count, worked_out
from tui.frozen import frozen
from tui.query.engine.columns import Field
from tui.query.engine.store import Table
from tui.text import printable

ANY = "yes"
"""Stands for any two cohorts, as a filter on turns does."""
COHORT = "cohort_"
"""Begins the ids of the columns with verdict and value for a cohort."""


@frozen
class Across:
    """A claim for the present sites, and how it fares for each cohort by id.

    The present filter, where there is one, stands last among the cohorts.
    """

    present: Evaluated
    cohorts: Mapping[str, Standing]

    @property
    def pairs(self) -> tuple[str, ...]:
        """The pairs of cohorts between which its verdict turns, such as ``brief/factories``."""
        return pairs_of(self.cohorts)


def claims_by_cohort(selection: Selection) -> Table:
    """The claims with verdict and value for each cohort, and between which two they turn."""
    rows = _across(selection)
    named = named_cohorts(selection)
    fields = [
        Field("statement.en", "Statement", "text", "The sentence", default=True,
              value=lambda row: row.present.finding.statement.en),
        Field("claimed", "Stated", "mixed", "Value that the brief states", default=True,
              value=lambda row: row.present.claimed, text=_stated),
        *(field for ident in named for field in _cohort_fields(named, ident)),
        *turn_fields(named, lambda row: row.pairs, default=True),
    ]  # fmt: skip
    own = {each.id for each in fields}
    fields += [_present(each) for each in FIELDS if each.id not in own]
    return worked_out("claims-by-cohort", fields, rows,
                      key=lambda row: str(row.present.finding.id), singular="claim")  # fmt: skip


def _present(of_finding: Field) -> Field:
    """A column of the claim for the present sites."""
    value, text = of_finding.value, of_finding.text
    return replace(
        of_finding, default=False, value=lambda row: value(row.present),
        text=(lambda row: text(row.present)) if text is not None else None,
    )  # fmt: skip


def _stated(row: Across) -> str:
    """The value stated with its comparator, such as ``more than 50``."""
    headline = row.present.headline
    return headline.stated_figure if headline is not None else ""


def _across(selection: Selection) -> list[Across]:
    dataset = selection.dataset
    found = evaluate_all(dataset, cohort=chosen_cohort(selection), filter=selection.view.filter)
    claims = (each for each in found if each.finding.kind == "claim")
    return [Across(each, standings(dataset, each)) for each in claims]


def _cohort_fields(named: Mapping[str, Named], ident: str) -> Iterator[Field]:
    """Columns for one choice of sites: verdict and value in one, and each alone."""
    cohort = named[ident]
    yield Field(f"{COHORT}{ident}", cohort.label, "text", f"Verdict and value: {cohort.label}",
                default=True, short=FILTER if ident == FILTER else str(cohort.sites),
                value=lambda row: _both(row.cohorts[ident]))  # fmt: skip
    yield Field(f"verdict_{ident}", f"Verdict: {cohort.label}", "word", f"Verdict: {cohort.label}",
                vocabulary="verdict", value=lambda row: row.cohorts[ident].verdict)  # fmt: skip
    yield Field(f"value_{ident}", f"Value: {cohort.label}", "mixed", f"Value: {cohort.label}",
                value=lambda row: row.cohorts[ident].computed,
                text=lambda row: value_told(row.cohorts[ident]))  # fmt: skip


def _both(found: Standing) -> str | None:
    if found.computed is None and found.verdict == "unknown":
        return None
    return f"{GLYPHS[found.verdict]} {value_told(found)}"


def value_told(found: Standing) -> str:
    """A value without its unit, sites and words by name."""
    numeric = isinstance(found.computed, int | float)
    return figure_words(found.computed) if numeric else found.words


@frozen
class Pair:
    """Two cohorts, and how many claims turn between them; ``one`` None stands for any two."""

    key: str
    one: Named | None
    other: Named | None
    turning: int


def cohort_pairs(selection: Selection) -> Table:
    """Every two cohorts with the number of claims whose verdict is not the same for both."""
    named, claims = named_cohorts(selection), _asked_for(selection)
    pairs = [Pair(ANY, None, None, sum(bool(claim.pairs) for claim in claims))]
    pairs += _pairs(named.values(), [pair for claim in claims for pair in claim.pairs])
    fields = (
        Field("one", "Between", "text", "The first of the two, by name", default=True,
              value=lambda row: printable(row.one.short) if row.one else "any two"),
        Field("other", "And", "text", "The second of the two, by name", default=True,
              value=lambda row: printable(row.other.short) if row.other else None),
        count("turning", "Claims that turn", "Claims whose verdict is not the same for both",
              lambda row: row.turning, short="Turn"),
        Field("pair", "Pair", "slug", "The two by id, as turns: takes them, or yes for any two",
              value=lambda row: row.key),
    )  # fmt: skip
    return worked_out("cohort-pairs", fields, pairs,
                      key=lambda row: str(row.key), singular="pair")  # fmt: skip


def _asked_for(selection: Selection) -> list[Across]:
    """The claims that the filter asks for, all where it asks for none."""
    claims = _across(selection)
    view, present = selection.view, [claim.present for claim in claims]
    picked = picked_by(selection.dataset, present, view.filter, view.findings)
    wanted = {each.finding.id for each in picked}
    return [claim for claim in claims if claim.present.finding.id in wanted]


def _pairs(named: Iterable[Named], turning: list[str]) -> Iterator[Pair]:
    for one, other in combinations(named, 2):
        key = pair_id(one.id, other.id)
        yield Pair(key, one, other, turning.count(key))
